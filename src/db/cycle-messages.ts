import type { Transaction } from "kysely";
import type { Cycle } from "./cycles.ts";
import { enqueueAll, type Outgoing } from "./outbox.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
/** "9 March 2026" */
export const inWords = (date: string): string => long.format(new Date(date));
const dueWords = (date: string | null) => (date === null ? null : inWords(date));

type Asked = { rater: string; own: boolean; reviews: string[]; about: string; due: string | null };

// What each rater is asked for; of one review alone its person's name. $1 cycle, $2 these reviews alone, or all.
const askedOf = statement<Asked>(`
  select part.rater_id as rater, bool_and(part.kind = 'self') as own, array_agg(distinct part.review_id::text) as reviews, min(person.name) as about,
         min(case part.kind when 'self' then cycle.setup -> 'stages' ->> 'selfDue' else cycle.setup -> 'stages' ->> 'managerDue' end) as due
    from rungs.cycle
    join rungs.review on review.org_id = cycle.org_id and review.cycle_id = cycle.cycle_id and review.withdrawn_at is null
    join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
    join rungs.assessment as part on part.org_id = review.org_id and part.review_id = review.review_id and part.closed_at is null and part.kind <> 'peer'
   where cycle.cycle_id = $1 and ($2::uuid[] is null or review.person_id = any($2))
   group by part.rater_id, (part.kind = 'self')`);

/** Tells everybody what they are asked for: one message for oneself, and one for all whom one rates. Three statements. */
export async function tellRaters(
  tx: Tx,
  { cycleId, title: cycle }: Pick<Cycle, "cycleId" | "title">,
  people: readonly string[] | null,
  key: string,
): Promise<number> {
  const asked = await askedOf(tx, cycleId, people === null ? null : [...people]);
  const messages = asked.map(({ rater, own, reviews, about, due }): Outgoing => {
    const to = { personId: rater, dedupeKey: `cycle ${cycleId} ${key} ${own ? "self" : "others"} ${rater}` };
    const day = dueWords(due);
    const [first = ""] = reviews;
    return reviews.length === 1
      ? { ...to, template: "review-asked", data: { cycle, about: own ? "yourself" : about, due: day, path: `/reviews/${first}` } }
      : { ...to, template: "reviews-asked", data: { cycle, count: reviews.length, due: day, path: "/reviews" } };
  });
  await enqueueAll(tx, messages);
  return new Set(asked.map(({ rater }) => rater)).size;
}

const waitingOf = statement<{ rater: string; kind: "self" | "manager" | "assessor" | "peer"; count: number; about: string }>(`
  select part.rater_id as rater, part.kind, count(*) as count, min(person.name) as about
    from rungs.review
    join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
    join rungs.assessment as part on part.org_id = review.org_id and part.review_id = review.review_id
   where review.cycle_id = $1 and review.withdrawn_at is null and part.closed_at is null and part.state <> 'submitted' and part.due_on is null
     and part.kind = any($2::text[])
   group by part.rater_id, part.kind order by part.rater_id, part.kind desc`);

const stageOf = { self: "selfDue", manager: "managerDue", assessor: "managerDue", peer: "peersDue" } as const;
const kindsOfForms = ["self", "manager", "assessor", "peer"] as const;

/**
 * Tells whoever still writes that a day has moved which is theirs: one message each, whatever moved. Whose day was put off for
 * them alone keeps it and hears nothing. Three statements at most.
 *
 * @param cycle as it is now, of the revision that moved them. @param before the days that held.
 */
export async function tellDatesMoved(
  tx: Tx,
  { cycleId, title: cycle, setup: { stages }, revision }: Pick<Cycle, "cycleId" | "title" | "setup" | "revision">,
  before: Cycle["setup"]["stages"],
): Promise<void> {
  const moved = kindsOfForms.filter((kind) => stages[stageOf[kind]] !== before[stageOf[kind]]);
  if (moved.length === 0) return;
  const waiting = await waitingOf(tx, cycleId, moved);
  const line = ({ kind, count, about }: (typeof waiting)[number]) => {
    const what = kind === "self" ? "yourself" : count === 1 ? about : `${count} people`;
    const day = stages[stageOf[kind]];
    return {
      title: `What you write about ${what} is now due on ${day === null ? "no day in particular" : inWords(day)}.`,
      path: "/reviews",
    };
  };
  await enqueueAll(
    tx,
    [...Map.groupBy(waiting, ({ rater }) => rater)].map(([personId, theirs]) => ({
      personId,
      template: "dates-moved",
      dedupeKey: `cycle ${cycleId} dates ${revision} ${personId}`,
      data: { cycle, lines: theirs.map(line), path: "/reviews" },
    })),
  );
}

const concernedOf = statement<{ person: string }>(`
  select person_id as person from rungs.review where cycle_id = $1 and withdrawn_at is null
  union
  select rater_id from rungs.assessment join rungs.review on review.org_id = assessment.org_id and review.review_id = assessment.review_id
   where review.cycle_id = $1 and review.withdrawn_at is null and assessment.closed_at is null`);

export async function tellCancelled(tx: Tx, { cycleId, title: cycle }: Cycle, reason: string): Promise<void> {
  const people = await concernedOf(tx, cycleId);
  await enqueueAll(
    tx,
    people.map(({ person }) => ({
      personId: person,
      template: "cycle-cancelled",
      dedupeKey: `cycle ${cycleId} cancelled ${person}`,
      data: { cycle, reason, path: "/cycles" },
    })),
  );
}

export const tellReleased = async (
  tx: Tx,
  cycleId: string,
  cycle: string,
  people: readonly { review: string; person: string }[],
): Promise<void> =>
  void (await enqueueAll(
    tx,
    people.map(({ review, person }) => ({
      personId: person,
      template: "results-released",
      dedupeKey: `cycle ${cycleId} released ${person}`,
      data: { cycle, path: `/reviews/${review}` },
    })),
  ));
