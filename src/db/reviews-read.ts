import type { Transaction } from "kysely";
import type { Member } from "../core/access/actor.ts";
import { can } from "../core/access/policy.ts";
import { compare } from "../core/assessment/comparison.ts";
import { mayWrite } from "../core/assessment/moves.ts";
import { aggregate } from "../core/assessment/peers.ts";
import { mayReadPeers } from "../core/assessment/visibility.ts";
import { Problem } from "../core/problem.ts";
import { attachedIn } from "./reviews-evidence.ts";
import type { ReviewRow } from "./reviews.ts";
import { saidIn, standingAnswers, standingTexts, type StandingAnswer } from "./reviews-said.ts";
import { headOf, isLocked, openSides, questionsFor, readable, readerOf, visibleSides, wordsOf, type Words } from "./reviews-shown.ts";
import { calibrated, secondLooks } from "./reviews-talk.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** What counts of a review, once it is released; null before. */
async function results(tx: Tx, review: ReviewRow, said: ReadonlyMap<string, readonly StandingAnswer[]>) {
  if (!review.released) return null;
  const values = new Map((await calibrated(tx, review.id)).map((value) => [value.expectation, value]));
  const rated = openSides(review)
    .filter(({ kind, state }) => state === "submitted" && (kind === "manager" || kind === "assessor"))
    // Of both the manager's counts: it is laid over the assessor's.
    .sort((a, b) => Number(a.kind === "manager") - Number(b.kind === "manager"));
  const counts = new Map(
    rated.flatMap((side) => (said.get(side.id) ?? []).map((answer) => [answer.expectation, { answer, side }] as const)),
  );
  return [...counts.values()].map(({ answer, side }) => {
    const value = values.get(answer.expectation);
    return {
      expectation: answer.expectation,
      answer: value === undefined ? answer.answer : ("rated" as const),
      value: value?.value ?? answer.value,
      comment: value?.reason ?? answer.comment,
      calibrated: value === undefined ? null : { by: value.by, on: value.on },
      rater: { name: side.rater.name, kind: side.kind },
    };
  });
}

/** As above, for who has read nothing of it yet. */
export const resultsOf = async (tx: Tx, review: ReviewRow) =>
  results(
    tx,
    review,
    Map.groupBy(
      await standingAnswers(
        tx,
        openSides(review).map(({ id }) => id),
      ),
      ({ assessment }) => assessment,
    ),
  );

/** All peers together, for who may read that now. */
function together(review: ReviewRow, actor: Member, said: ReadonlyMap<string, readonly StandingAnswer[]>, words: Words) {
  const reader = readerOf(review, actor);
  const shown =
    mayReadPeers(reader, isLocked(review), review.released) && (reader !== "person" || review.setup.visibility.peers !== "manager");
  if (!shown || review.setup.ratings.peers === null) return null;
  const peers = openSides(review).filter(({ kind, state }) => kind === "peer" && state === "submitted");
  const expectations = words.asked.map(({ expectation }) => expectation);
  const answers = peers.map(({ id }) => saidIn(said.get(id) ?? []));
  return aggregate(answers, expectations, words.stored.content.scale, review.setup.ratings.peers.from, review.id);
}

/** A review as far as this reader may see it. */
export async function read(tx: Tx, actor: Member, review: ReviewRow) {
  const words = await wordsOf(tx, review);
  const sides = visibleSides(review, actor);
  const shown = sides.filter((side) => readable(review, side, actor));
  const all = openSides(review).map(({ id }) => id);
  const said = Map.groupBy(await standingAnswers(tx, all), ({ assessment }) => assessment);
  const texts = Map.groupBy(
    await standingTexts(
      tx,
      shown.map(({ id }) => id),
    ),
    ({ assessment }) => assessment,
  );
  const attached = Map.groupBy(
    await attachedIn(
      tx,
      shown.map(({ id }) => id),
    ),
    ({ assessment }) => assessment,
  );
  const reader = readerOf(review, actor);
  const compared = reader !== "rater" && comparable(review, actor);
  return {
    review: headOf(review, words, actor),
    as: reader,
    sides: sides.map((side) => ({
      id: side.id,
      kind: side.kind,
      rater: { ...side.rater, you: side.rater.id === actor.personId },
      state: side.state,
      submittedAt: side.submittedAt,
      dueOn: side.dueOn,
      writable: side.rater.id === actor.personId && mayWrite(side.state, review),
      answers: shown.includes(side) ? (said.get(side.id) ?? []).map(({ assessment: _, ...answer }) => answer) : null,
      texts: shown.includes(side) ? (texts.get(side.id) ?? []).map(({ assessment: _, ...text }) => text) : null,
      attached: (attached.get(side.id) ?? []).map(({ assessment: _, ...evidence }) => evidence),
      questions: questionsFor(review, side.kind),
    })),
    results: reader === "rater" ? null : await results(tx, review, said),
    peers: reader === "rater" ? null : together(review, actor, said, words),
    compared,
    note: reader === "rater" ? null : review.note,
    acknowledged:
      review.acknowledgedAt === null || reader === "rater" ? null : { at: review.acknowledgedAt, comment: review.acknowledgedComment },
    secondLooks: reader === "rater" ? [] : await secondLooks(tx, review.id),
    peersChosenBy: review.kind === "cycle" && reader !== "rater" ? (review.setup.ratings.peers?.chosenBy ?? null) : null,
    can: {
      acknowledge: review.released && review.acknowledgedAt === null && can(actor, ["review.acknowledge"], review)["review.acknowledge"],
      secondLook: review.released && can(actor, ["review.acknowledge"], review)["review.acknowledge"],
      reopen: review.kind === "check-in" && !review.released && can(actor, ["checkin.reopen"], review)["checkin.reopen"],
      ...can(actor, ["review.note", "review.answer", "review.peers", "review.compare"], review),
    },
  };
}

/** Whether both sides may be laid beside each other for this reader. */
function comparable(review: ReviewRow, actor: Member): boolean {
  const both = openSides(review).filter(({ kind }) => kind === "self" || kind === "manager");
  return both.length === 2 && both.every((side) => readable(review, side, actor));
}

/** Both sides of everything, the largest differences first. @throws Problem "conflict" while one of them is hidden. */
export async function comparison(tx: Tx, actor: Member, review: ReviewRow) {
  if (!comparable(review, actor)) throw new Problem("conflict", "The two sides can be read beside each other once both are in.");
  const words = await wordsOf(tx, review);
  const of = (kind: "self" | "manager") => openSides(review).find((side) => side.kind === kind);
  const [self, manager] = [of("self"), of("manager")];
  const said = Map.groupBy(
    await standingAnswers(
      tx,
      openSides(review).map(({ id }) => id),
    ),
    ({ assessment }) => assessment,
  );
  const side = (id: string | undefined) => saidIn(said.get(id ?? "") ?? []);
  return {
    review: headOf(review, words, actor),
    manager: manager?.rater ?? null,
    lines: compare(words.asked, side(self?.id), side(manager?.id), words.stored.content.scale),
    note: review.note,
    can: can(actor, ["review.note"], review),
  };
}
