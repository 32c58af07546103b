import type { Transaction } from "kysely";
import { settleGoal, type OpenGoal } from "../core/plan/goal.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** What one release says of one expectation of one person: the value that it gave in this review, what its version asks. */
export type Said = { person: string; framework: string; expectation: string; review: string; value: number | null; required: number };

// Goals of plans that are done say how it stood when they were closed.
const goalsOf = statement<OpenGoal & { id: string; person: string; framework: string; expectation: string }>(`
  select goal.goal_id as id, goal.person_id as person, framework.slug as framework, goal.expectation_id as expectation, goal.state,
         goal.achieved_review_id as by
    from rungs.goal
    join rungs.plan on plan.org_id = goal.org_id and plan.plan_id = goal.plan_id and plan.state <> 'done'
    join rungs.framework on framework.org_id = goal.org_id and framework.framework_id = goal.framework_id
   where goal.person_id = any($1::uuid[]) and goal.expectation_id is not null and goal.state <> 'dropped'
     for update of goal`);
const settle = statement(`
  update rungs.goal
     set state = made.state, achieved_on = made."on", achieved_review_id = made.by, achieved_value = made.value, revision = revision + 1
    from jsonb_to_recordset($1::jsonb) as made (id uuid, state text, "on" date, by uuid, value int)
   where goal.goal_id = made.id`);
const raise = statement(`
  update rungs.plan set revision = revision + 1
   where plan_id in (select plan_id from rungs.goal where goal_id = any($1::uuid[]))`);

/**
 * Closes the goals that a release meets, and opens again those that it had met and, put right, no longer does; in the release's
 * own transaction. Three statements at most, however many people there are.
 *
 * @param on the day of release.
 * @returns how many goals have changed.
 */
export async function settleGoals(tx: Tx, said: readonly Said[], on: string): Promise<number> {
  const people = [...new Set(said.map(({ person }) => person))];
  if (people.length === 0) return 0;
  const byGap = new Map(said.map((each) => [`${each.person} ${each.framework} ${each.expectation}`, each]));
  const changed = (await goalsOf(tx, people)).flatMap((goal) => {
    const released = byGap.get(`${goal.person} ${goal.framework} ${goal.expectation}`);
    const settled = released === undefined ? null : settleGoal(goal, { ...released, on });
    if (settled === null) return [];
    return [
      settled.state === "achieved"
        ? { id: goal.id, state: settled.state, on: settled.on, by: settled.by, value: settled.value }
        : { id: goal.id, state: settled.state, on: null, by: null, value: null },
    ];
  });
  if (changed.length === 0) return 0;
  await settle(tx, JSON.stringify(changed));
  await raise(
    tx,
    changed.map(({ id }) => id),
  );
  return changed.length;
}
