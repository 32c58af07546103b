import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import type { BarrierKind } from "../core/plan/barrier.ts";
import { Problem } from "../core/problem.ts";
import { personNamed } from "./drafts.ts";
import { managersOf, reportsOf, teamsOf } from "./lines.ts";
import { personOn, type Named, type Row } from "./person-rows.ts";
import type { BarrierPart } from "./plan-parts.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** A barrier of somebody, for whoever is about to change it; nobody else does until this transaction ends. */
export type BarrierSubject = Row & {
  barrier: Omit<BarrierPart, "raisedBy" | "resolvedBy"> & { actionId: string | null; goalId: string | null; raisedBy: string };
};
const found = statement<BarrierSubject["barrier"] & { personId: string }>(`
  select barrier_id as id, person_id as "personId", action_id as "actionId", goal_id as "goalId", kind, note, would_remove as "wouldRemove",
         raised_on as "raisedOn", raised_by as "raisedBy", resolved_on as "resolvedOn", resolution, revision
    from rungs.barrier where barrier_id = $1 for update`);
/** @throws Problem "not-found" */
export async function barrierSubject(tx: Tx, barrierId: string, today: string): Promise<BarrierSubject> {
  const [barrier] = await found(tx, barrierId);
  if (barrier === undefined) throw new Problem("not-found");
  return { ...(await personOn(tx, barrier.personId, today)), barrier };
}

const insert = statement(`
  insert into rungs.barrier (org_id, barrier_id, person_id, action_id, goal_id, kind, note, would_remove, raised_on, raised_by, raised_at)
  values (rungs.current_org(), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`);
export const writeBarrier = async (
  tx: Tx,
  made: {
    id: string;
    personId: string;
    actionId: string | null;
    goalId: string | null;
    kind: BarrierKind;
    note: string | null;
    wouldRemove: string | null;
    on: string;
    by: string;
    at: Date;
  },
): Promise<void> =>
  void (await insert(
    tx,
    made.id,
    made.personId,
    made.actionId,
    made.goalId,
    made.kind,
    made.note,
    made.wouldRemove,
    made.on,
    made.by,
    made.at,
  ));

const edit = statement<{ revision: number }>(
  `update rungs.barrier set kind = $2, note = $3, would_remove = $4, revision = revision + 1 where barrier_id = $1 returning revision`,
);
const resolve = statement<{ revision: number }>(`
  update rungs.barrier set resolved_on = $2, resolved_by = $3, resolution = $4, revision = revision + 1 where barrier_id = $1 returning revision`);
const revisionOf = (rows: readonly { revision: number }[]): number => {
  const [row] = rows;
  if (row === undefined) throw new Problem("not-found");
  return row.revision;
};
/** @returns its new revision */
export const editBarrier = async (tx: Tx, { id, kind, note, wouldRemove }: Pick<BarrierPart, "id" | "kind" | "note" | "wouldRemove">) =>
  revisionOf(await edit(tx, id, kind, note, wouldRemove));
/** @param how null opens it again. @returns its new revision */
export const resolveBarrier = async (tx: Tx, id: string, how: { on: string; by: string; resolution: string } | null) =>
  revisionOf(await resolve(tx, id, how?.on ?? null, how?.by ?? null, how?.resolution ?? null));

export type BarrierFilter = {
  state: "open" | "resolved" | "all";
  kind: BarrierKind | null;
  /** Only those in this team or in one below it. */
  team: string | null;
  person: string | null;
  /** Only those that have stood for so many days at least. */
  days: number;
};
export const barrierOrders = ["oldest", "newest", "person", "kind"] as const;
export type BarrierOrder = (typeof barrierOrders)[number];

export type BarrierRow = Omit<BarrierPart, "raisedBy" | "resolvedBy"> & {
  raisedBy: Named;
  resolvedBy: Named | null;
  person: { id: string; name: string; team: string | null };
  goal: string | null;
  action: string | null;
  /** What the policy asks about the person. */
  managers: string[];
  teams: string[];
  sortKey: string;
};

// $1 the day, $2 whoever asks, $3 whether everybody's is theirs to read, $4 the units whose people's is.
const visible = `($3::boolean or person.person_id = $2::uuid or person.person_id in ${reportsOf("$2::uuid", "$1::date")}
      or (cardinality($4::uuid[]) > 0 and ${teamsOf("person")} && $4::uuid[]))
     and (person.left_on is null or person.left_on > $1::date)`;
// $5 state, $6 kind, $7 team, $8 person, $9 days.
const chosen = `
    from rungs.barrier
    join rungs.person on person.org_id = barrier.org_id and person.person_id = barrier.person_id
   where ${visible}
     and case $5 when 'open' then barrier.resolved_on is null when 'resolved' then barrier.resolved_on is not null else true end
     and ($7::uuid is null or $7::uuid = any (${teamsOf("person")})) and ($8::uuid is null or person.person_id = $8::uuid)
     and coalesce(barrier.resolved_on, $1::date) - barrier.raised_on >= $9::int`;
const sortKeys: Readonly<Record<BarrierOrder, { key: string; down: boolean }>> = {
  oldest: { key: "barrier.raised_on::text", down: false },
  newest: { key: "barrier.raised_on::text", down: true },
  person: { key: "person.search_name", down: false },
  kind: { key: "barrier.kind || ' ' || barrier.raised_on", down: false },
};
const pageBy = ({ key, down }: { key: string; down: boolean }) =>
  statement<BarrierRow>(`
  select barrier.barrier_id as id, barrier.kind, barrier.note, barrier.would_remove as "wouldRemove", barrier.raised_on as "raisedOn",
         ${personNamed("barrier.raised_by")} as "raisedBy", barrier.resolved_on as "resolvedOn", ${personNamed("barrier.resolved_by")} as "resolvedBy",
         barrier.resolution, barrier.revision, ${key} as "sortKey", ${managersOf("person", "$1::date")} as managers, ${teamsOf("person")} as teams,
         json_build_object('id', person.person_id, 'name', person.name, 'team', (select team.name from rungs.team
           where team.org_id = person.org_id and team.team_id = person.team_id)) as person,
         (select goal.title from rungs.goal where goal.org_id = barrier.org_id and goal.goal_id = barrier.goal_id) as goal,
         (select action.title from rungs.action where action.org_id = barrier.org_id and action.action_id = barrier.action_id) as action
    ${chosen} and ($6::text is null or barrier.kind = $6)
     and ($10::text is null or (${key}, barrier.barrier_id) ${down ? "<" : ">"} ($10::text, $11::uuid))
   order by ${key} ${down ? "desc" : ""}, barrier.barrier_id ${down ? "desc" : ""} limit $12`);
const pages: Readonly<Record<BarrierOrder, ReturnType<typeof pageBy>>> = {
  oldest: pageBy(sortKeys.oldest),
  newest: pageBy(sortKeys.newest),
  person: pageBy(sortKeys.person),
  kind: pageBy(sortKeys.kind),
};
const given = (scope: Scope, today: string, { state, kind, team, person, days }: BarrierFilter) =>
  [today, scope.personId, scope.all, [...scope.teams], state, kind, team, person, days] as const;

/** Barriers of those at work whose plans one may see. One more than `limit` where there are more. */
export const barriersFor = (
  tx: Tx,
  scope: Scope,
  today: string,
  filter: BarrierFilter,
  order: BarrierOrder,
  after: readonly [string, string] | null,
  limit: number,
): Promise<BarrierRow[]> => pages[order](tx, ...given(scope, today, filter), after?.[0] ?? null, after?.[1] ?? null, limit + 1);

export type BarrierCount = { kind: BarrierKind; count: number; people: number; oldest: number };
// The kind that was asked for is no part of it, so that one sees what there is beside.
const counts = statement<BarrierCount>(`
  select barrier.kind, count(*)::int as count, count(distinct person.person_id)::int as people,
         max(coalesce(barrier.resolved_on, $1::date) - barrier.raised_on)::int as oldest
    ${chosen} and ($6::text is null or true)
   group by barrier.kind order by count(*) desc, barrier.kind`);
/** The same by kind, whatever kind was asked for: how many, of how many people, and the days of the oldest. */
export const barrierCounts = (tx: Tx, scope: Scope, today: string, filter: BarrierFilter) => counts(tx, ...given(scope, today, filter));
