import type { Kept } from "./personal-reviews.ts";

/** What development plans keep about people. */
export const personalPlanData: readonly Kept[] = [
  {
    name: "plans",
    title: "Development plans",
    table: "plan",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select title, state, starts_on as "from", ends_on as "to", created_at as "begunAt", person_agreed_at as "agreedAt",
                  manager_agreed_at as "agreedByManagerAt", closed_at as "closedAt", outcome
             from rungs.plan where person_id = $1 order by created_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "goals",
    title: "Goals",
    table: "goal",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select plan.title as plan, fact.title, fact.why, fact.source, framework.title as ladder, fact.level_id as level, fact.due_on as "dueOn",
                  fact.state, fact.achieved_on as "achievedOn"
             from rungs.goal as fact join rungs.plan using (org_id, plan_id) left join rungs.framework using (org_id, framework_id)
            where fact.person_id = $1 order by plan.created_at, fact.position`,
    fate: "goes",
    because: null,
  },
  {
    name: "actions",
    title: "Actions",
    table: "action",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select goal.title as goal, fact.title, fact.kind, fact.state, fact.starts_on as "from", fact.due_on as "dueOn", fact.done_on as "doneOn",
                  fact.cost_minor as "costInSmallestUnit", fact.currency, fact.funding
             from rungs.action as fact join rungs.goal using (org_id, goal_id) where fact.person_id = $1 order by fact.created_at`,
    fate: "goes",
    because: null,
  },
  {
    name: "action-evidence",
    title: "What shows that actions were done",
    table: "action_evidence",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select action.title as action, evidence.title as evidence, fact.at, fact.removed_at as "removedAt"
             from rungs.action_evidence as fact join rungs.action using (org_id, action_id) join rungs.evidence using (org_id, evidence_id)
            where fact.person_id = $1 order by fact.at`,
    fate: "goes",
    because: null,
  },
  {
    name: "barriers",
    title: "Barriers",
    table: "barrier",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select kind, note, would_remove as "wouldRemove", raised_on as "raisedOn", resolved_on as "resolvedOn", resolution
             from rungs.barrier where person_id = $1 order by raised_on`,
    fate: "goes",
    because: null,
  },
  {
    name: "plan-notes",
    title: "Notes and talks about plans",
    table: "plan_note",
    mine: "fact.person_id = $1",
    sees: "results",
    rows: `select plan.title as plan, fact.kind, fact.body, fact.held_on as "heldOn", author.name as "by", fact.at
             from rungs.plan_note as fact join rungs.plan using (org_id, plan_id)
             left join rungs.person as author on author.org_id = fact.org_id and author.person_id = fact.by
            where fact.person_id = $1 order by fact.at`,
    fate: "goes",
    because: null,
  },
];
