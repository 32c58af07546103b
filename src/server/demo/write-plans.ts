import type { Tx } from "../../http/route.ts";
import { orgId, personId } from "./fernhithe.ts";
import { insert } from "./insert.ts";
import { loose, plans, type Plan } from "./plans.ts";
import { at, id, type Calendar } from "./seed.ts";
import { known } from "./write-ladders.ts";

/** Two development plans and what stands in people's way. Written before the release of the second cycle, which closes what it meets. */
export async function developmentPlans(tx: Tx, frameworkIds: ReadonlyMap<string, string>, { ago }: Calendar): Promise<void> {
  const planId = (plan: Plan) => id("plan", String(plan.who));
  await insert(
    tx,
    "plan",
    plans.map((plan) => ({
      org_id: orgId,
      plan_id: planId(plan),
      person_id: personId(plan.who),
      title: plan.title,
      state: plan.agreed === null ? ("draft" as const) : ("active" as const),
      revision: 9,
      starts_on: plan.agreed === null ? null : ago(plan.agreed),
      ends_on: ago(plan.ends),
      created_at: at(ago(plan.begun)),
      created_by: personId(plan.who),
      person_agreed_at: at(ago(plan.agreed ?? plan.begun), 20),
      manager_agreed_at: plan.agreed === null ? null : at(ago(plan.agreed), 45),
      manager_agreed_by: plan.agreed === null ? null : personId(plan.by),
      agreed_at: plan.agreed === null ? null : at(ago(plan.agreed), 45),
      started_at: plan.agreed === null ? null : at(ago(plan.agreed), 46),
    })),
  );
  const goals = plans.flatMap((plan) => plan.goals.map((goal, index) => ({ plan, goal, index, key: `${plan.who} ${index}` })));
  await insert(
    tx,
    "goal",
    goals.map(({ plan, goal, index, key }) => ({
      org_id: orgId,
      goal_id: id("goal", key),
      plan_id: planId(plan),
      person_id: personId(plan.who),
      title: goal.title,
      why: goal.why ?? null,
      source: goal.on?.[0] ?? ("free" as const),
      framework_id: goal.on === undefined ? null : known(frameworkIds, plan.at[0]),
      version: goal.on === undefined ? null : plan.at[1],
      level_id: goal.on === undefined ? null : plan.at[2],
      expectation_id: goal.on?.[0] === "expectation" ? goal.on[1] : null,
      requirement_id: goal.on?.[0] === "requirement" ? goal.on[1] : null,
      due_on: goal.due === undefined ? null : ago(goal.due),
      state: "open" as const,
      revision: 1,
      position: index + 1,
      created_at: at(ago(plan.begun), index),
      created_by: personId(plan.who),
    })),
  );
  const actions = goals.flatMap(({ plan, goal, key }) =>
    goal.actions.map((action, index) => ({ plan, action, index, goal: key, key: `${key} ${index}` })),
  );
  await insert(
    tx,
    "action",
    actions.map(({ plan, action, index, goal, key }) => ({
      org_id: orgId,
      action_id: id("action", key),
      goal_id: id("goal", goal),
      plan_id: planId(plan),
      person_id: personId(plan.who),
      owner_person_id: personId(action.owner ?? plan.who),
      kind: action.kind,
      title: action.title,
      state: action.state,
      due_on: ago(action.due),
      done_on: action.done === undefined ? null : ago(action.done),
      cost_minor: action.cost ?? null,
      currency: action.cost === undefined ? null : "GBP",
      funding: action.funding ?? ("none-needed" as const),
      revision: 1,
      position: index + 1,
      created_at: at(ago(plan.begun), 30 + index),
      created_by: personId(plan.who),
    })),
  );
  const barriers = [
    ...actions.flatMap(({ plan, action, goal, key }) =>
      action.barrier === undefined ? [] : [{ ...action.barrier, who: plan.who, key, goal: id("goal", goal), action: id("action", key) }],
    ),
    ...loose.map((barrier) => ({ ...barrier, key: `loose ${barrier.who}`, goal: null, action: null })),
  ];
  await insert(
    tx,
    "barrier",
    barriers.map(({ who, kind, note, would, ago: raised, resolved, key, goal, action }) => ({
      org_id: orgId,
      barrier_id: id("barrier", key),
      person_id: personId(who),
      goal_id: goal,
      action_id: action,
      kind,
      note,
      would_remove: would,
      raised_on: ago(raised),
      raised_by: personId(who),
      raised_at: at(ago(raised), 75),
      resolved_on: resolved === undefined ? null : ago(resolved.ago),
      resolved_by: resolved === undefined ? null : personId(resolved.by),
      resolution: resolved?.how ?? null,
      revision: 1,
    })),
  );
  await insert(
    tx,
    "plan_note",
    plans.flatMap((plan) =>
      plan.notes.map(({ by, ago: days, met, body }, index) => ({
        org_id: orgId,
        plan_note_id: id("plan note", `${plan.who} ${index}`),
        plan_id: planId(plan),
        person_id: personId(plan.who),
        kind: met ? ("check-in" as const) : ("note" as const),
        body,
        held_on: met ? ago(days) : null,
        by: personId(by),
        at: at(ago(days), 200),
      })),
    ),
  );
}
