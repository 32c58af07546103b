import { v7 } from "uuid";
import type { Member } from "../../core/access/actor.ts";
import { FEWEST_PEERS } from "../../core/cycle/setup.ts";
import { Problem } from "../../core/problem.ts";
import {
  answerInvitation,
  atWorkAmong,
  invitation,
  invitations,
  peerAssessment,
  writeInvitations,
  type Invitation,
} from "../../db/reviews-peers.ts";
import { tellPeers, tellSuggested } from "../../db/review-messages.ts";
import { reviewRow, type ReviewRow } from "../../db/reviews.ts";
import { isLocked, openSides, readerOf } from "../../db/reviews-shown.ts";
import type { Context, Tx } from "../../http/route.ts";

/** The cycle's rules for peers. @throws Problem "conflict" where none are asked. */
function rules(review: ReviewRow): { from: number; chosenBy: "employee" | "manager" | "partner" } {
  if (review.setup.ratings.peers === null) throw new Problem("conflict", "No peers are asked in this review.");
  return review.setup.ratings.peers;
}

/** Whoever the cycle lets choose asks people, and people partners always may; the others suggest. */
function chooses(review: ReviewRow, actor: Member): boolean {
  const { chosenBy } = rules(review);
  const reader = readerOf(review, actor);
  return reader === "office" || (chosenBy === "employee" && reader === "person") || (chosenBy === "manager" && reader === "manager");
}

export async function list(tx: Tx, actor: Member, review: ReviewRow) {
  const { from, chosenBy } = review.setup.ratings.peers ?? { from: FEWEST_PEERS, chosenBy: "partner" as const };
  const open = review.setup.ratings.peers !== null && !isLocked(review);
  const invite = open && chooses(review, actor);
  const found = review.setup.ratings.peers === null ? [] : await invitations(tx, review.id);
  // Where somebody else chooses, the person does not learn whom they chose.
  const shown =
    readerOf(review, actor) === "person" && chosenBy !== "employee"
      ? found.filter(({ invitedBy }) => invitedBy.id === actor.personId)
      : found;
  return {
    items: shown.flatMap(({ reviewId: _, state, ...each }) => (state === "withdrawn" ? [] : [{ ...each, state }])),
    from,
    chosenBy,
    can: { invite, suggest: open && !invite },
  };
}

export async function invite({
  tx,
  actor,
  now,
  today,
  subject,
  input,
}: Context<{ people: string[]; reason?: string | undefined }, ReviewRow>) {
  const chosen = chooses(subject, actor);
  if (isLocked(subject)) throw new Problem("conflict", "Nobody can be asked any more in this review.");
  const there = new Set((await atWorkAmong(tx, input.people, today)).map(({ id }) => id));
  const rating = new Set(openSides(subject).flatMap(({ kind, rater }) => (kind === "peer" ? [] : [rater.id])));
  for (const [index, id] of input.people.entries()) {
    const refuse = (message: string) => new Problem("invalid", undefined, [{ code: "no-peer", path: `/people/${index}`, message }]);
    if (!there.has(id)) throw refuse("Nobody at work today has this id.");
    if (id === subject.about.personId || rating.has(id))
      throw refuse(`${subject.person.name} and whoever rates them already are no peers here.`);
  }
  const changed = await writeInvitations(
    tx,
    subject.id,
    [...new Set(input.people)].map((peer) => ({ id: v7(), peer })),
    { by: actor.personId, state: chosen ? "invited" : "suggested", reason: input.reason ?? null, at: now },
  );
  await (chosen ? tellPeers(tx, subject, changed, now) : tellSuggested(tx, subject, actor.personId, changed.length, now));
  return list(tx, actor, subject);
}

/** As the policy sees an invitation: it is the peer's alone to answer, and the log says nothing of it to anybody else. */
export type Invited = { orgId: string; personId: string; invitation: Invitation; review: ReviewRow };

/** @throws Problem "not-found" */
export async function invited(tx: Tx, id: string, today: string): Promise<Invited> {
  const found = await invitation(tx, id);
  if (found === null) throw new Problem("not-found");
  const review = await reviewRow(tx, found.reviewId, today);
  return { orgId: review.orgId, personId: found.peer.id, invitation: found, review };
}

const waiting = ({ invitation: { state }, review }: Invited): void => {
  if (isLocked(review)) throw new Problem("conflict", "It is too late for this: nothing can be added to the review any more.");
  if (state === "suggested" || state === "withdrawn") throw new Problem("conflict", "You have not been asked for this.");
};

export async function accept({ tx, now, subject }: Context<unknown, Invited>) {
  waiting(subject);
  const { invitation: asked, review } = subject;
  const assessment = await peerAssessment(tx, v7(), review.id, asked.peer.id);
  await answerInvitation(tx, asked.id, "accepted", null, now);
  return { id: asked.id, state: "accepted" as const, review: review.id, assessment };
}

export async function decline({ tx, now, subject, input }: Context<{ reason?: string | undefined }, Invited>) {
  waiting(subject);
  const { invitation: asked, review } = subject;
  if (asked.state === "accepted")
    throw new Problem("conflict", "You have accepted already. What you wrote is yours to submit, or to leave.");
  await answerInvitation(tx, asked.id, "declined", input.reason ?? null, now);
  return { id: asked.id, state: "declined" as const, review: review.id, assessment: null };
}
