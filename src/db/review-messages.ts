import type { Transaction } from "kysely";
import { inWords } from "./cycle-messages.ts";
import { enqueue, enqueueAll, type Outgoing } from "./outbox.ts";
import type { ReviewRow, SideRow } from "./reviews.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const pathOf = ({ id }: ReviewRow) => `/reviews/${id}`;
const nameOf = statement<{ name: string }>(`select name from rungs.person where person_id = $1`);
const named = async (tx: Tx, personId: string): Promise<string> => (await nameOf(tx, personId))[0]?.name ?? "";

/** Whoever was newly asked as a peer. @param at tells one asking from the next, where somebody had declined. */
export async function tellPeers(tx: Tx, review: ReviewRow, peers: readonly string[], at: Date): Promise<void> {
  const due = review.setup.stages.peersDue;
  await enqueueAll(
    tx,
    peers.map((personId) => ({
      personId,
      template: "peer-asked",
      dedupeKey: `review ${review.id} peer ${personId} asked ${at.toISOString()}`,
      data: { about: review.person.name, cycle: review.title, due: due === null ? null : inWords(due), path: "/reviews" },
    })),
  );
}

/** Whoever chooses peers, of those that somebody else suggests; where people partners choose, they find them on the review. */
export async function tellSuggested(tx: Tx, review: ReviewRow, by: string, count: number, at: Date): Promise<void> {
  const chooses = { employee: review.about.personId, manager: review.manager, partner: null }[
    review.setup.ratings.peers?.chosenBy ?? "partner"
  ];
  if (chooses === null || chooses === by || count === 0) return;
  await enqueue(tx, {
    personId: chooses,
    template: "peers-suggested",
    dedupeKey: `review ${review.id} peers suggested ${by} ${at.toISOString()}`,
    data: { about: review.person.name, by: await named(tx, by), cycle: review.title, count, path: pathOf(review) },
  });
}

const aboutFor = (review: ReviewRow, personId: string) => (review.about.personId === personId ? "yourself" : review.person.name);

/**
 * The other of the two who rate, that this side is in now: to go on with their own, or to compare both where that can be read
 * already.
 *
 * @param at of the submission: a review that is opened again tells again.
 */
export async function tellOtherSide(tx: Tx, review: ReviewRow, side: SideRow, sides: readonly SideRow[], at: Date): Promise<void> {
  if (side.kind !== "self" && side.kind !== "manager") return;
  const other = sides.find(({ kind }) => kind === (side.kind === "self" ? "manager" : "self"));
  if (other === undefined) return;
  const both = other.state === "submitted";
  if (both && review.kind === "cycle" && review.setup.visibility.compare === "release") return;
  const to = { personId: other.rater.id, dedupeKey: `assessment ${side.id} submitted ${at.toISOString()}` };
  const data = { cycle: review.title, by: side.rater.name };
  await enqueue(
    tx,
    both
      ? { ...to, template: "both-sides-in", data: { ...data, about: review.person.name, path: `${pathOf(review)}/compare` } }
      : {
          ...to,
          template: "other-side-in",
          data: { ...data, about: aboutFor(review, other.rater.id), path: `${pathOf(review)}/assessments/${other.id}` },
        },
  );
}

/** Whoever wrote what somebody opened again. */
export const tellReopened = async (
  tx: Tx,
  review: ReviewRow,
  { id, kind, rater }: SideRow,
  { by, reason, at }: { by: string; reason: string; at: Date },
): Promise<void> =>
  void (await enqueue(tx, {
    personId: rater.id,
    template: "review-reopened",
    dedupeKey: `assessment ${id} reopened ${at.toISOString()}`,
    data: {
      cycle: review.title,
      about: kind === "self" ? "yourself" : review.person.name,
      by: await named(tx, by),
      reason,
      path: pathOf(review),
    },
  }));

/** The others who write in a check-in that somebody has begun. */
export async function tellBegun(
  tx: Tx,
  { reviewId, title, person, by }: { reviewId: string; title: string; person: string; by: string },
  assessments: readonly { id: string; rater: string }[],
): Promise<void> {
  const others = assessments.filter(({ rater }) => rater !== by);
  if (others.length === 0) return;
  const [who, about] = [await named(tx, by), await named(tx, person)];
  await enqueueAll(
    tx,
    others.map(({ id, rater }): Outgoing => ({
      personId: rater,
      template: "check-in-begun",
      dedupeKey: `assessment ${id} begun`,
      data: { title, by: who, about: rater === person ? "yourself" : about, path: `/reviews/${reviewId}/assessments/${id}` },
    })),
  );
}

const partnersOf = statement<{ person: string }>(`
  select distinct person_id as person from rungs.role_grant
   where role = 'people-partner' and person_id <> $1 and (expires_on is null or expires_on > $3::date)
     and (team_ids is null or team_ids && $2::uuid[])`);

/** The people partners who may answer a second look that somebody asks for. */
export async function tellLookAsked(tx: Tx, review: ReviewRow, lookId: string, today: string): Promise<void> {
  const partners = await partnersOf(tx, review.about.personId, review.about.teams, today);
  await enqueueAll(
    tx,
    partners.map(({ person }) => ({
      personId: person,
      template: "second-look-asked",
      dedupeKey: `second look ${lookId} asked ${person}`,
      data: { about: review.person.name, cycle: review.title, path: pathOf(review) },
    })),
  );
}

export const tellLookAnswered = async (tx: Tx, review: ReviewRow, lookId: string): Promise<void> =>
  void (await enqueue(tx, {
    personId: review.about.personId,
    template: "second-look-answered",
    dedupeKey: `second look ${lookId} answered`,
    data: { cycle: review.title, path: pathOf(review) },
  }));
