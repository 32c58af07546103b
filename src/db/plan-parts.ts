import type { Transaction } from "kysely";
import type { ActionKind, ActionState, Funding } from "../core/plan/action.ts";
import type { BarrierKind } from "../core/plan/barrier.ts";
import type { GoalSource, GoalState } from "../core/plan/goal.ts";
import { Problem } from "../core/problem.ts";
import { instant, personNamed } from "./drafts.ts";
import type { Named } from "./person-rows.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Something that stands in the way, as it is shown on a plan. */
export type BarrierPart = {
  id: string;
  kind: BarrierKind;
  note: string | null;
  wouldRemove: string | null;
  raisedOn: string;
  raisedBy: Named;
  resolvedOn: string | null;
  resolvedBy: Named | null;
  resolution: string | null;
  revision: number;
};
export type EvidencePart = {
  id: string;
  kind: "file" | "link" | "record" | "note";
  title: string;
  body: string | null;
  url: string | null;
  on: string | null;
  by: Named;
};
export type ActionPart = {
  id: string;
  kind: ActionKind;
  title: string;
  state: ActionState;
  owner: Named;
  startsOn: string | null;
  dueOn: string | null;
  doneOn: string | null;
  costMinor: number | null;
  currency: string | null;
  funding: Funding;
  resource: string | null;
  revision: number;
  evidence: EvidencePart[];
  barriers: BarrierPart[];
};
export type GoalPart = {
  id: string;
  title: string;
  why: string | null;
  source: GoalSource;
  framework: string | null;
  frameworkTitle: string | null;
  version: number | null;
  level: string | null;
  levelTitle: string | null;
  expectation: string | null;
  requirement: string | null;
  dueOn: string | null;
  state: GoalState;
  achievedOn: string | null;
  /** The review whose released rating achieved it, with what it was called; null for any other way. */
  achievedBy: { review: string; title: string; value: number | null } | null;
  revision: number;
  createdAt: string;
  createdBy: Named;
  actions: ActionPart[];
  barriers: BarrierPart[];
};

const barriersOf = (where: string) => `(
  select coalesce(json_agg(json_build_object(
           'id', barrier.barrier_id, 'kind', barrier.kind, 'note', barrier.note, 'wouldRemove', barrier.would_remove, 'raisedOn', barrier.raised_on,
           'raisedBy', ${personNamed("barrier.raised_by")}, 'resolvedOn', barrier.resolved_on, 'resolvedBy', ${personNamed("barrier.resolved_by")},
           'resolution', barrier.resolution, 'revision', barrier.revision)
           order by barrier.resolved_on is not null, barrier.raised_on, barrier.barrier_id), '[]')
    from rungs.barrier where ${where})`;
const evidenceOf = `(
  select coalesce(json_agg(json_build_object(
           'id', evidence.evidence_id, 'kind', evidence.kind, 'title', evidence.title, 'body', evidence.body, 'url', evidence.url,
           'on', evidence.on_date, 'by', ${personNamed("linked.by")}) order by linked.at, evidence.evidence_id), '[]')
    from rungs.action_evidence as linked
    join rungs.evidence on evidence.org_id = linked.org_id and evidence.evidence_id = linked.evidence_id
   where linked.org_id = action.org_id and linked.action_id = action.action_id and linked.removed_at is null and evidence.removed_at is null)`;
const actionsOf = `(
  select coalesce(json_agg(json_build_object(
           'id', action.action_id, 'kind', action.kind, 'title', action.title, 'state', action.state, 'owner', ${personNamed("action.owner_person_id")},
           'startsOn', action.starts_on, 'dueOn', action.due_on, 'doneOn', action.done_on, 'costMinor', action.cost_minor,
           'currency', action.currency, 'funding', action.funding, 'resource', action.resource_id, 'revision', action.revision,
           'evidence', ${evidenceOf},
           'barriers', ${barriersOf("barrier.org_id = action.org_id and barrier.action_id = action.action_id")})
           order by action.position, action.action_id), '[]')
    from rungs.action where action.org_id = goal.org_id and action.goal_id = goal.goal_id)`;

const goalsOf = statement<GoalPart>(`
  select goal.goal_id as id, goal.title, goal.why, goal.source, framework.slug as framework, framework.title as "frameworkTitle", goal.version,
         goal.level_id as level, level.title as "levelTitle", goal.expectation_id as expectation, goal.requirement_id as requirement,
         goal.due_on as "dueOn", goal.state, goal.achieved_on as "achievedOn",
         (select json_build_object('review', review.review_id, 'title', coalesce(cycle.title, review.title), 'value', goal.achieved_value)
            from rungs.review
            left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
           where review.org_id = goal.org_id and review.review_id = goal.achieved_review_id) as "achievedBy",
         goal.revision, ${instant("goal.created_at")} as "createdAt", ${personNamed("goal.created_by")} as "createdBy",
         ${actionsOf} as actions,
         ${barriersOf("barrier.org_id = goal.org_id and barrier.goal_id = goal.goal_id and barrier.action_id is null")} as barriers
    from rungs.goal
    left join rungs.framework on framework.org_id = goal.org_id and framework.framework_id = goal.framework_id
    left join rungs.level on level.org_id = goal.org_id and level.framework_id = goal.framework_id and level.version = goal.version
     and level.level_id = goal.level_id
   where goal.plan_id = $1
   order by goal.position, goal.goal_id`);
/** Everything in a plan, in its order. One query. */
export const goalsIn = (tx: Tx, planId: string) => goalsOf(tx, planId);

export type NewGoal = {
  id: string;
  title: string;
  why: string | null;
  source: GoalSource;
  frameworkId: string | null;
  version: number | null;
  level: string | null;
  expectation: string | null;
  requirement: string | null;
  dueOn: string | null;
};
const insertGoals = statement<{ id: string }>(`
  insert into rungs.goal (org_id, goal_id, plan_id, person_id, title, why, source, framework_id, version, level_id, expectation_id, requirement_id,
         due_on, position, created_at, created_by)
  select rungs.current_org(), made.id, $1, $2, made.title, made.why, made.source, made."frameworkId", made.version, made.level, made.expectation,
         made.requirement, made."dueOn", coalesce((select max(position) from rungs.goal where plan_id = $1), 0) + made.place::int, $4, $5
    from rows from (jsonb_to_recordset($3::jsonb) as (id uuid, title text, why text, source text, "frameworkId" uuid, version int, level text,
         expectation text, requirement text, "dueOn" date)) with ordinality
      as made (id, title, why, source, "frameworkId", version, level, expectation, requirement, "dueOn", place)`);
/** Adds goals at the end of a plan, in the order given. */
export const writeGoals = async (
  tx: Tx,
  planId: string,
  personId: string,
  goals: readonly NewGoal[],
  by: string,
  at: Date,
): Promise<void> => {
  if (goals.length > 0) await insertGoals(tx, planId, personId, JSON.stringify(goals), at, by);
};

export type GoalRow = Pick<GoalPart, "id" | "title" | "why" | "source" | "dueOn" | "state" | "achievedOn" | "revision">;
const goalRow = statement<GoalRow>(
  `select goal_id as id, title, why, source, due_on as "dueOn", state, achieved_on as "achievedOn", revision from rungs.goal where goal_id = $1
      for update`,
);
/** For whoever is about to change it; nobody else does until this transaction ends. @throws Problem "not-found" */
export async function goalOf(tx: Tx, goalId: string): Promise<GoalRow> {
  const [found] = await goalRow(tx, goalId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}
// A rating no longer says why it is achieved once somebody has said otherwise.
const editGoalRow = statement<{ revision: number }>(`
  update rungs.goal
     set title = $2, why = $3, due_on = $4, state = $5, achieved_on = $6, revision = revision + 1,
         achieved_review_id = case when state = $5 then achieved_review_id end, achieved_value = case when state = $5 then achieved_value end
   where goal_id = $1 returning revision`);
export async function editGoal(tx: Tx, goal: Omit<GoalRow, "source" | "revision">): Promise<number> {
  const [edited] = await editGoalRow(tx, goal.id, goal.title, goal.why, goal.dueOn, goal.state, goal.achievedOn);
  if (edited === undefined) throw new Problem("not-found");
  return edited.revision;
}

/** The columns of an action that somebody writes. */
export type ActionRow = Omit<ActionPart, "owner" | "evidence" | "barriers"> & { goalId: string; ownerId: string };
const insertAction = statement(`
  insert into rungs.action (org_id, action_id, goal_id, plan_id, person_id, owner_person_id, kind, title, state, starts_on, due_on, done_on, cost_minor,
         currency, funding, resource_id, position, created_at, created_by)
  select org_id, $2, goal_id, plan_id, person_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
         coalesce((select max(action.position) from rungs.action where action.goal_id = goal.goal_id), 0) + 1, $14, $15
    from rungs.goal where goal_id = $1`);
export const writeAction = async (tx: Tx, made: Omit<ActionRow, "revision">, by: string, at: Date): Promise<void> =>
  void (await insertAction(
    tx,
    made.goalId,
    made.id,
    made.ownerId,
    made.kind,
    made.title,
    made.state,
    made.startsOn,
    made.dueOn,
    made.doneOn,
    made.costMinor,
    made.currency,
    made.funding,
    made.resource,
    at,
    by,
  ));

const actionRow = statement<ActionRow>(`
  select action_id as id, goal_id as "goalId", owner_person_id as "ownerId", kind, title, state, starts_on as "startsOn", due_on as "dueOn",
         done_on as "doneOn", cost_minor as "costMinor", currency, funding, resource_id as resource, revision
    from rungs.action where action_id = $1 for update`);
/** For whoever is about to change it; nobody else does until this transaction ends. @throws Problem "not-found" */
export async function actionOf(tx: Tx, actionId: string): Promise<ActionRow> {
  const [found] = await actionRow(tx, actionId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}
const editActionRow = statement<{ revision: number }>(`
  update rungs.action
     set owner_person_id = $2, kind = $3, title = $4, state = $5, starts_on = $6, due_on = $7, done_on = $8, cost_minor = $9, currency = $10,
         funding = $11, revision = revision + 1
   where action_id = $1 returning revision`);
export async function editAction(tx: Tx, action: ActionRow): Promise<number> {
  const { id, ownerId, kind, title, state, startsOn, dueOn, doneOn, costMinor, currency, funding } = action;
  const [edited] = await editActionRow(tx, id, ownerId, kind, title, state, startsOn, dueOn, doneOn, costMinor, currency, funding);
  if (edited === undefined) throw new Problem("not-found");
  return edited.revision;
}
