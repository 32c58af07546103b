import type { Transaction } from "kysely";
import { inWords } from "./cycle-messages.ts";
import type { Named } from "./drafts.ts";
import { atWork, managerOf } from "./lines.ts";
import { enqueueAll, type Outgoing } from "./outbox.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Which reviews of a cycle: these, those that one manager rates, or those of people who report to somebody else by now; all have to hold. */
export type Whose = { reviews: readonly string[] | null; manager: string | null; moved: boolean };

/** `to` is who would rate, with whether they are at work; null where the person reports to nobody. */
export type Handing = {
  reviewId: string;
  person: Named;
  managerId: string | null;
  to: { id: string; name: string; here: boolean } | null;
};

const concernedOf = statement<Handing>(`
  with concerned as materialized (
    select review.review_id, review.manager_id, person.person_id, person.name, person.search_name, ${managerOf("person", "$5::date")} as now
      from rungs.review
      join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
     where review.cycle_id = $1 and review.withdrawn_at is null
       and ($2::uuid[] is null or review.review_id = any($2)) and ($3::uuid is null or review.manager_id = $3))
  select concerned.review_id as "reviewId", json_build_object('id', concerned.person_id, 'name', concerned.name) as person,
         concerned.manager_id as "managerId",
         (select json_build_object('id', next.person_id, 'name', next.name, 'here', ${atWork("next", "$5::date")})
            from rungs.person as next where next.person_id = coalesce($6::uuid, concerned.now)) as to
    from concerned
   where not $4::boolean or (concerned.now is not null and concerned.now is distinct from concerned.manager_id)
   order by concerned.search_name, concerned.review_id`);

/** Whom a handover concerns, by name. @param to who is to rate; null for whom each of them reports to on that day. */
export const handingOver = (tx: Tx, cycleId: string, whose: Whose, to: string | null, today: string): Promise<Handing[]> =>
  concernedOf(tx, cycleId, whose.reviews === null ? null : [...whose.reviews], whose.manager, whose.moved, today, to);

// What was sent in stays its writer's, and then nothing is asked of the other; what was only begun is closed, and comes back where
// the review does.
const write = statement<{ review: string; asks: boolean }>(`
  with given as materialized (
    select given.*, exists (select from rungs.assessment as part
                             where part.review_id = given.review and part.kind = 'manager' and part.closed_at is null and part.state = 'submitted') as sent
      from jsonb_to_recordset($1::jsonb) as given (review uuid, "to" uuid, part uuid)
  ), moved as (
    update rungs.review set manager_id = given."to" from given where review.review_id = given.review
  ), closed as (
    update rungs.assessment set closed_at = $2
      from given
     where assessment.review_id = given.review and assessment.kind = 'manager' and assessment.closed_at is null
       and assessment.rater_id <> given."to" and not given.sent
  ), opened as (
    insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state)
    select rungs.current_org(), given.part, given.review, given."to", 'manager', 'not-started' from given where not given.sent
    on conflict (org_id, review_id, kind, rater_id) do update set closed_at = null
  )
  select review, not sent as asks from given`);

/** Puts another in each manager's place. One statement. @returns of each review whether anything is asked of the other. */
export async function handOver(
  tx: Tx,
  rows: readonly { reviewId: string; to: string }[],
  now: Date,
  id: () => string,
): Promise<ReadonlyMap<string, boolean>> {
  const given = rows.map(({ reviewId, to }) => ({ review: reviewId, to, part: id() }));
  return new Map((await write(tx, JSON.stringify(given), now)).map(({ review, asks }) => [review, asks]));
}

/** Tells whoever is asked now: one message each, however many reviews came to them. @param by a name. @param due a date. */
export async function tellHandedOver(
  tx: Tx,
  { cycleId, title }: { cycleId: string; title: string },
  rows: readonly { reviewId: string; person: Named; to: string }[],
  { by, due, now }: { by: string; due: string | null; now: Date },
): Promise<void> {
  const day = due === null ? null : inWords(due);
  await enqueueAll(
    tx,
    [...Map.groupBy(rows, ({ to }) => to)].flatMap(([personId, theirs]): Outgoing[] => {
      const [first] = theirs;
      if (first === undefined) return [];
      const to = { personId, dedupeKey: `cycle ${cycleId} handed over ${now.toISOString()} ${personId}` };
      const data = { cycle: title, by, due: day };
      return theirs.length === 1
        ? [{ ...to, template: "review-handed-over", data: { ...data, about: first.person.name, path: `/reviews/${first.reviewId}` } }]
        : [{ ...to, template: "reviews-handed-over", data: { ...data, count: theirs.length, path: "/reviews" } }];
    }),
  );
}
