import type { Transaction } from "kysely";
import { managerOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

export const reviewStates = ["not-started", "under-way", "in", "withdrawn"] as const;
export type ReviewState = (typeof reviewStates)[number];

/** When an assessment is due: put off for this one, else the set-up's day for its kind. */
export const dueOf = (part: string, cycle: string) => `coalesce(${part}.due_on, (case ${part}.kind
    when 'self' then ${cycle}.setup -> 'stages' ->> 'selfDue' when 'peer' then ${cycle}.setup -> 'stages' ->> 'peersDue'
    else ${cycle}.setup -> 'stages' ->> 'managerDue' end)::date)`;

/**
 * The reviews of cycle $1 with how far each has come by the day $2. What peers send in holds nobody up. Found review by review:
 * right after a launch, before the database has looked at its tables, it would find worse ways by itself.
 */
const reviews = `
  chosen_cycle as materialized (select * from rungs.cycle where cycle_id = $1
  ), pinned as materialized (
    select review.*, person.name, person.search_name, person.team_id
      from rungs.review
     cross join lateral (select name, search_name, team_id from rungs.person
                          where person.org_id = review.org_id and person.person_id = review.person_id offset 0) as person
     where review.cycle_id = $1
  ), part as materialized (
    select pinned.review_id, asked.kind, asked.state, asked.rater_id, asked.due
      from pinned
     cross join lateral (select asked.kind, asked.state, asked.rater_id, ${dueOf("asked", "cycle")} as due
                           from chosen_cycle as cycle, rungs.assessment as asked
                          where asked.org_id = pinned.org_id and asked.review_id = pinned.review_id and asked.closed_at is null offset 0) as asked
     where pinned.withdrawn_at is null
  ), reviewed as materialized (
    select pinned.*,
           case when pinned.withdrawn_at is not null then 'withdrawn'
                when told.asked > 0 and told.asked = told.done then 'in'
                when told.begun > 0 then 'under-way' else 'not-started' end as state,
           pinned.withdrawn_at is null and told.late > 0 as late
      from pinned
     cross join lateral (
           select count(*) as asked, count(*) filter (where asked.state = 'submitted') as done,
                  count(*) filter (where asked.state <> 'not-started') as begun,
                  count(*) filter (where asked.state <> 'submitted' and ${dueOf("asked", "cycle")} < $2::date) as late
             from chosen_cycle as cycle, rungs.assessment as asked
            where asked.org_id = pinned.org_id and asked.review_id = pinned.review_id and asked.closed_at is null and asked.kind <> 'peer') as told)`;

type Count = { people: number; notStarted: number; underWay: number; in: number; late: number };
export type Group = Count & { by: "all" | "unit" | "manager" | "ladder"; id: string | null; title: string | null };

// $1 cycle, $2 today.
const groupsOf = statement<Group & { withdrawn: number }>(`
  with ${reviews}
  select case when grouping(reviewed.team_id) = 0 then 'unit' when grouping(reviewed.manager_id) = 0 then 'manager'
              when grouping(reviewed.framework_id) = 0 then 'ladder' else 'all' end as by,
         coalesce(reviewed.team_id, reviewed.manager_id, reviewed.framework_id) as id,
         case when grouping(reviewed.team_id) = 0 then (select name from rungs.team where team.team_id = reviewed.team_id)
              when grouping(reviewed.manager_id) = 0 then (select name from rungs.person as manager where manager.person_id = reviewed.manager_id)
              when grouping(reviewed.framework_id) = 0 then (select title from rungs.framework where framework.framework_id = reviewed.framework_id)
              end as title,
         count(*) filter (where reviewed.state <> 'withdrawn') as people,
         count(*) filter (where reviewed.state = 'not-started') as "notStarted",
         count(*) filter (where reviewed.state = 'under-way') as "underWay",
         count(*) filter (where reviewed.state = 'in') as "in",
         count(*) filter (where reviewed.late) as late,
         count(*) filter (where reviewed.state = 'withdrawn') as withdrawn
    from reviewed
   group by grouping sets ((), (reviewed.team_id), (reviewed.manager_id), (reviewed.framework_id))`);

export type Kind = {
  kind: "self" | "manager" | "peer" | "assessor";
  asked: number;
  notStarted: number;
  inProgress: number;
  submitted: number;
  reopened: number;
  late: number;
};

const kindsOf = statement<Kind>(`
  with ${reviews}
  select kind, count(*) as asked, count(*) filter (where state = 'not-started') as "notStarted",
         count(*) filter (where state = 'in-progress') as "inProgress", count(*) filter (where state = 'submitted') as submitted,
         count(*) filter (where state = 'reopened') as reopened, count(*) filter (where state <> 'submitted' and due < $2::date) as late
    from part group by kind order by array_position(array['self', 'manager', 'assessor', 'peer'], kind)`);

/** How far a cycle has come, by unit, manager and ladder: the longest list first. Two queries, however many take part. */
export async function progressOf(tx: Tx, cycleId: string, today: string) {
  const groups = await groupsOf(tx, cycleId, today);
  const kinds = await kindsOf(tx, cycleId, today);
  const open = (group: Group) => group.people - group.in;
  const of = (by: Group["by"]) =>
    groups
      .filter((group) => group.by === by && group.people > 0)
      .map(({ withdrawn: _withdrawn, by: _by, ...group }) => group)
      .toSorted((a, b) => open({ ...b, by }) - open({ ...a, by }) || ((a.title ?? "") < (b.title ?? "") ? -1 : 1));
  const all = groups.find(({ by }) => by === "all");
  return {
    people: all?.people ?? 0,
    notStarted: all?.notStarted ?? 0,
    underWay: all?.underWay ?? 0,
    in: all?.in ?? 0,
    late: all?.late ?? 0,
    withdrawn: all?.withdrawn ?? 0,
    kinds,
    units: of("unit"),
    managers: of("manager"),
    ladders: of("ladder"),
  };
}

type Named = { id: string; name: string };
export type Part = {
  id: string;
  kind: Kind["kind"];
  rater: Named;
  state: "not-started" | "in-progress" | "submitted" | "reopened";
  dueOn: string | null;
  submittedAt: string | null;
};
export type Participant = {
  reviewId: string;
  person: Named;
  searchName: string;
  unit: string | null;
  manager: Named | null;
  /** Whom they report to now, where that is no longer who rates them as their manager; null where nobody. */
  reportsTo: Named | null;
  moved: boolean;
  framework: string;
  frameworkTitle: string;
  version: number;
  level: string;
  levelTitle: string;
  targets: string[];
  state: ReviewState;
  late: boolean;
  /** Asked of others than peers. */
  parts: Part[];
  /** Peers asked, and how many of them have answered. */
  peers: { asked: number; done: number };
  withdrawnReason: string | null;
  acknowledged: boolean;
  nudgedAt: string | null;
};

// $1 cycle, $2 today, $3 state, $4 late only, $5 unit, $6 manager, $7 ladder, $8 part of a name, $9 and $10 the last of the page before, $11 how many,
// $12 only whom somebody else than their manager of today rates.
const participantsOf = statement<Participant>(`
  with recursive ${reviews}, unit (team_id) as (
    select team_id from rungs.team where team_id = $5::uuid
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id
  ), chosen as materialized (
    select reviewed.*
      from reviewed
     where ($3::text is null or reviewed.state = $3) and (not $4::boolean or reviewed.late)
       and ($5::uuid is null or reviewed.team_id in (select team_id from unit))
       and ($6::uuid is null or reviewed.manager_id = $6)
       and ($7::uuid is null or reviewed.framework_id = $7)
       and (not $12::boolean or coalesce(${managerOf("reviewed", "$2::date")}, reviewed.manager_id) <> reviewed.manager_id)
       and ($8::text is null or position(rungs.name_key($8) in reviewed.search_name) > 0)
       and ($9::text is null or (reviewed.search_name, reviewed.review_id) > ($9, $10::uuid))
     order by reviewed.search_name, reviewed.review_id limit $11)
  select chosen.review_id as "reviewId", json_build_object('id', chosen.person_id, 'name', chosen.name) as person, chosen.search_name as "searchName",
         team.name as unit, case when manager.person_id is not null then json_build_object('id', manager.person_id, 'name', manager.name) end as manager,
         case when now.person_id is not null then json_build_object('id', now.person_id, 'name', now.name) end as "reportsTo",
         chosen.manager_id is not null and now.person_id is not null and now.person_id <> chosen.manager_id as moved,
         framework.slug as framework, framework.title as "frameworkTitle", chosen.version, chosen.level_id as level, level.title as "levelTitle",
         array(select asked.title from rungs.level as asked
                where asked.framework_id = chosen.framework_id and asked.version = chosen.version and asked.level_id = any(chosen.target_level_ids)
                order by asked.position) as targets,
         chosen.state, chosen.late,
         (select coalesce(json_agg(json_build_object('id', asked.assessment_id, 'kind', asked.kind, 'rater',
                   json_build_object('id', rater.person_id, 'name', rater.name), 'state', asked.state, 'dueOn', ${dueOf("asked", "cycle")},
                   'submittedAt', to_char(asked.submitted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                   order by array_position(array['self', 'manager', 'assessor'], asked.kind), rater.search_name), '[]')
            from rungs.assessment as asked
            join rungs.cycle on cycle.cycle_id = chosen.cycle_id
            join rungs.person as rater on rater.person_id = asked.rater_id
           where asked.org_id = chosen.org_id and asked.review_id = chosen.review_id and asked.closed_at is null and asked.kind <> 'peer') as parts,
         (select json_build_object('asked', count(*), 'done', count(*) filter (where asked.state = 'submitted'))
            from rungs.assessment as asked where asked.org_id = chosen.org_id and asked.review_id = chosen.review_id and asked.closed_at is null and asked.kind = 'peer') as peers,
         chosen.withdrawn_reason as "withdrawnReason", chosen.acknowledged_at is not null as acknowledged,
         (select to_char(max(event.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from rungs.review_event as event
           where event.org_id = chosen.org_id and event.review_id = chosen.review_id and event.kind = 'nudged') as "nudgedAt"
    from chosen
    join rungs.framework on framework.framework_id = chosen.framework_id
    join rungs.level on level.framework_id = chosen.framework_id and level.version = chosen.version and level.level_id = chosen.level_id
    left join rungs.team on team.team_id = chosen.team_id
    left join rungs.person as manager on manager.person_id = chosen.manager_id
    left join rungs.person as now on now.person_id = ${managerOf("chosen", "$2::date")}
   order by chosen.search_name, chosen.review_id`);

export type Chosen = {
  state: ReviewState | null;
  late: boolean;
  unit: string | null;
  manager: string | null;
  ladder: string | null;
  q: string | null;
  /** Only those who report to somebody else by now than who rates them. */
  moved: boolean;
};

/** By name, one more than asked for. One query. */
export const participantsIn = (
  tx: Tx,
  cycleId: string,
  today: string,
  { state, late, unit, manager, ladder, q, moved }: Chosen,
  after: readonly [string, string] | null,
  limit: number,
): Promise<Participant[]> =>
  participantsOf(tx, cycleId, today, state, late, unit, manager, ladder, q, after?.[0] ?? null, after?.[1] ?? null, limit + 1, moved);

export type Waiting = { rater: string; reviews: string[]; dueOn: string | null };

// Who has not sent in what they are asked for; whoever was reminded today is left alone. $1 cycle, $2 today, $3 kind, $4 reviews.
const waitingOf = statement<Waiting>(`
  with ${reviews}
  select part.rater_id as rater, array_agg(distinct part.review_id::text) as reviews, min(part.due) as "dueOn"
    from part
   where part.state <> 'submitted' and ($3::text is null or part.kind = $3) and ($4::uuid[] is null or part.review_id = any($4))
     and not exists (select from rungs.review_event as event
                      where event.review_id = part.review_id and event.kind = 'nudged' and event.details ->> 'on' = $2::text and event.details -> 'raters' ? part.rater_id::text)
   group by part.rater_id order by part.rater_id`);

/** Everybody who is still to send something in, with the reviews it is about; who was nudged today is left out. One query. */
export const waitingIn = (
  tx: Tx,
  cycleId: string,
  today: string,
  chosen: { kind: Kind["kind"] | null; reviews: readonly string[] | null },
): Promise<Waiting[]> => waitingOf(tx, cycleId, today, chosen.kind, chosen.reviews === null ? null : [...chosen.reviews]);
