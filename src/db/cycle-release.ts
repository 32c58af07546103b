import type { Transaction } from "kysely";
import type { Named } from "./drafts.ts";
import { enter } from "./cycles.ts";
import { tell } from "./cycle-launch.ts";
import { keepReleased } from "./released.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type Standing = {
  people: number;
  /** For whom nobody has sent in a rating that counts: their reports will say so. */
  without: number;
  /** The first of those, by name. */
  who: Named[];
  changes: number;
  openSessions: number;
};

const standingOf = statement<Standing>(`
  with missing as materialized (
    select person.person_id, person.name, person.search_name
      from rungs.review
      join rungs.person on person.org_id = review.org_id and person.person_id = review.person_id
     where review.cycle_id = $1 and review.withdrawn_at is null
       and (select count(*) from rungs.assessment
             where assessment.org_id = review.org_id and assessment.review_id = review.review_id
               and assessment.kind in ('manager', 'assessor') and assessment.state = 'submitted') = 0)
  select (select count(*) from rungs.review where cycle_id = $1 and withdrawn_at is null) as people,
         (select count(*) from missing) as without,
         (select coalesce(json_agg(json_build_object('id', person_id, 'name', name) order by search_name, person_id), '[]')
            from (select * from missing order by search_name, person_id limit 20) as first) as who,
         (select count(*) from rungs.calibration join rungs.review on review.review_id = calibration.review_id where review.cycle_id = $1) as changes,
         (select count(*) from rungs.calibration_session where cycle_id = $1 and locked_at is null) as "openSessions"`);

/** What a release would find. One query. */
export const standingAt = async (tx: Tx, cycleId: string): Promise<Standing> =>
  (await standingOf(tx, cycleId))[0] ?? { people: 0, without: 0, who: [], changes: 0, openSessions: 0 };

const reviewsOf = statement<{ review: string; person: string }>(
  `select review_id as review, person_id as person from rungs.review where cycle_id = $1 and withdrawn_at is null order by review_id`,
);

/**
 * Makes everybody's results theirs to read, in the caller's transaction and so for all or none: the cycle is released, each
 * participant's report is kept as it stands with its hash, and each review has it on record. The caller has locked the cycle.
 *
 * @param on the organisation's day.
 */
export async function releaseCycle(
  tx: Tx,
  orgId: string,
  cycleId: string,
  { by, now, on, id }: { by: string | null; now: Date; on: string; id: () => string },
): Promise<{ people: { review: string; person: string }[]; reports: number }> {
  await enter(tx, cycleId, "released", { now, by });
  const reports = await keepReleased(tx, orgId, cycleId, on, id);
  const people = await reviewsOf(tx, cycleId);
  await tell(tx, "released", people, { by, now, id });
  return { people, reports };
}

const scheduleRow = statement(`
  update rungs.cycle set scheduled_release_at = $2, scheduled_by = $3, revision = revision + 1 where cycle_id = $1`);

/** @param at null takes a date back. */
export const scheduleRelease = async (tx: Tx, cycleId: string, at: Date | null, by: string): Promise<void> =>
  void (await scheduleRow(tx, cycleId, at, at === null ? null : by));

const dueRows = statement<{ cycle: string; by: string | null; timeZone: string }>(`
  select cycle.cycle_id as cycle, cycle.scheduled_by as by, organisation.time_zone as "timeZone"
    from rungs.cycle join rungs.organisation on organisation.org_id = cycle.org_id
   where cycle.state = 'calibrating' and cycle.scheduled_release_at <= $1
   order by cycle.scheduled_release_at for update of cycle skip locked`);

/** Cycles whose hour has come, locked until this transaction ends; what another is releasing just now is left to it. */
export const dueForRelease = (tx: Tx, now: Date) => dueRows(tx, now);
