import type { Transaction } from "kysely";
import type { LearningRow } from "../core/insight/learning.ts";
import { given, settingsBeside, whom, type About } from "./insights-people.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export type BarrierCount = {
  kind: string;
  /** Open today, of how many people, how many of them the reader may not see, and how many are open for more than so many days. */
  open: number;
  people: number;
  unseen: number;
  old: number;
  medianDays: number | null;
  oldestOn: string | null;
  /** Resolved within the last year, with the days that took. */
  resolved: number;
  resolvedPeople: number;
  resolvedUnseen: number;
  resolvedDays: number | null;
};
export type BarrierUnit = { id: string | null; name: string | null; open: number; people: number; unseen: number; old: number };

// $7 days from which a barrier is old.
const barriers = statement<{ settings: unknown; people: number; kinds: BarrierCount[]; units: BarrierUnit[] }>(`
  with recursive ${whom}, standing as materialized (
    select barrier.kind, barrier.raised_on, barrier.resolved_on, whom.person_id, whom.seen, whom.team_id, $1::date - barrier.raised_on as days
      from whom
      join rungs.barrier on barrier.org_id = whom.org_id and barrier.person_id = whom.person_id
     where barrier.raised_on <= $1::date and (barrier.resolved_on is null or barrier.resolved_on > $1::date - 365)
  )
  select ${settingsBeside}, (select count(distinct person_id) from standing where resolved_on is null) as people,
         (select coalesce(json_agg(counted order by counted.open desc, counted.kind), '[]') from (
            select kind, count(*) filter (where resolved_on is null) as open,
                   count(distinct person_id) filter (where resolved_on is null) as people,
                   count(distinct person_id) filter (where resolved_on is null and not seen) as unseen,
                   count(*) filter (where resolved_on is null and days >= $7::int) as old,
                   percentile_cont(0.5) within group (order by days::float8) filter (where resolved_on is null) as "medianDays",
                   min(raised_on) filter (where resolved_on is null) as "oldestOn",
                   count(*) filter (where resolved_on is not null) as resolved,
                   count(distinct person_id) filter (where resolved_on is not null) as "resolvedPeople",
                   count(distinct person_id) filter (where resolved_on is not null and not seen) as "resolvedUnseen",
                   percentile_cont(0.5) within group (order by (resolved_on - raised_on)::float8) filter (where resolved_on is not null) as "resolvedDays"
              from standing group by kind) as counted) as kinds,
         (select coalesce(json_agg(counted order by counted.open desc, counted.name), '[]') from (
            select standing.team_id as id, team.name, count(*) as open, count(distinct person_id) as people,
                   count(distinct person_id) filter (where not seen) as unseen, count(*) filter (where days >= $7::int) as old
              from standing left join rungs.team on team.team_id = standing.team_id
             where resolved_on is null group by 1, 2) as counted) as units`);

/** What stands in people's way, by what it is and by unit; the most first. One statement. @param oldDays from which a barrier is old. */
export async function barriersOf(tx: Tx, about: About, oldDays: number) {
  const [found] = await barriers(tx, ...given(about), oldDays);
  return found ?? { settings: {}, people: 0, kinds: [], units: [] };
}

export type KindOfLearning = { kind: string; minutes: number; entries: number; people: number; unseen: number };

// $7 and $8 the first and last day of the year, $9 whether what is asked goes by the share of full time.
const learning = statement<{ rows: LearningRow[]; kinds: KindOfLearning[] }>(`
  with recursive ${whom}, logged as materialized (
    select entry.person_id, entry.kind, sum(entry.minutes) as minutes, count(*) as entries
      from rungs.cpd_entry as entry
     where entry.removed_at is null and entry.done_on between $7::date and $8::date and entry.person_id in (select person_id from whom)
     group by entry.person_id, entry.kind
  )
  select (select coalesce(json_agg(json_build_object('team', whom.team_id, 'name', team.name, 'seen', whom.seen,
                   'minutes', coalesce(total.minutes, 0), 'startedOn', case when $9::boolean then person.started_on end,
                   'leftOn', case when $9::boolean then person.left_on end,
                   'shares', case when $9::boolean then (
                     select json_agg(json_build_object('from', held.from_on, 'share', held.share) order by held.from_on, held.recorded_at)
                       from (select coalesce(person.started_on, '0001-01-01') as from_on, person.employment_share as share, '-infinity'::timestamptz as recorded_at
                             union all
                             select change.from_on, change.share, change.recorded_at from rungs.share_change_standing as change
                              where change.org_id = whom.org_id and change.person_id = whom.person_id) as held) end)), '[]')
            from whom
            join rungs.person on person.org_id = whom.org_id and person.person_id = whom.person_id
            left join rungs.team on team.org_id = whom.org_id and team.team_id = whom.team_id
            left join (select person_id, sum(minutes) as minutes from logged group by person_id) as total on total.person_id = whom.person_id) as rows,
         (select coalesce(json_agg(counted order by counted.minutes desc, counted.kind), '[]') from (
            select kind, sum(logged.minutes) as minutes, sum(entries) as entries, count(*) as people, count(*) filter (where not whom.seen) as unseen
              from logged join whom on whom.person_id = logged.person_id group by kind) as counted) as kinds`);

/** What everybody in view has logged in a year of learning, and what kinds of it. One statement. */
export async function learningRows(tx: Tx, about: About, year: { from: string; to: string }, inProportion: boolean) {
  const [found] = await learning(tx, ...given(about), year.from, year.to, inProportion);
  return found ?? { rows: [], kinds: [] };
}
