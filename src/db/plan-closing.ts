import type { Transaction } from "kysely";
import { settleGoal, type GoalState, type OpenGoal, type Released } from "../core/plan/goal.ts";
import type { CarriedResult } from "./answers.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import type { StoredVersion } from "./versions.ts";

type Tx = Transaction<Tables>;

/** One review that is released, with all that counts of its person in its framework and how far that holds in a version. */
export type Said = {
  person: string;
  framework: string;
  review: string;
  version: number;
  /** What counts, as a version reads it, with that version; null where the framework has no such version. */
  in: (version: number) => Promise<{ content: StoredVersion["content"]; results: readonly CarriedResult[] } | null>;
};

type Goal = OpenGoal & { id: string; person: string; framework: string; version: number; level: string; expectation: string };
// Measured as `standingOf` measures them: in the newest version that a goal of the plan names, or that the person is under.
// Goals of plans that are done say how it stood when they were closed.
const goalsOf = statement<Goal>(`
  select goal.goal_id as id, goal.person_id as person, framework.slug as framework, goal.level_id as level, goal.expectation_id as expectation,
         goal.state, goal.achieved_review_id as by,
         greatest((select max(beside.version) from rungs.goal as beside
                    where beside.org_id = goal.org_id and beside.plan_id = goal.plan_id and beside.framework_id = goal.framework_id),
                  (select case when held.framework_id = goal.framework_id then held.version end
                     from rungs.placement_standing as held
                    where held.org_id = goal.org_id and held.person_id = goal.person_id and held.from_on <= $2::date
                    order by held.from_on desc, held.recorded_at desc, held.placement_id desc limit 1)) as version
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

/** What a release says of a goal; null where it says nothing: nobody was asked about it, or the version does not ask for it. */
async function releasedOf(goal: Goal, said: Said, on: string): Promise<Released | null> {
  const { review } = said;
  const read = await said.in(Math.max(goal.version, said.version));
  const level = read?.content.levels.find(({ id }) => id === goal.level);
  const asked = level?.expectations.find(({ id }) => id === goal.expectation);
  if (read === null || asked === undefined) return null;
  const result = read.results.findLast((each) => each.review === review && each.expectation === goal.expectation);
  const value = result?.carries === true && typeof result.answer === "number" ? result.answer : null;
  return { review, value, required: asked.target, on };
}

/**
 * Closes the goals that a release meets, and opens again those that it had met and, put right, no longer does; in the release's
 * own transaction. Three statements at most, however many people there are, beside versions that were not read lately.
 *
 * @param on the day of release.
 * @returns how many goals have changed.
 */
export async function settleGoals(tx: Tx, said: readonly Said[], on: string): Promise<number> {
  const people = [...new Set(said.map(({ person }) => person))];
  if (people.length === 0) return 0;
  const by = new Map(said.map((each) => [`${each.person} ${each.framework}`, each]));
  const changed: { id: string; state: GoalState; on: string | null; by: string | null; value: number | null }[] = [];
  for (const goal of await goalsOf(tx, people, on)) {
    const review = by.get(`${goal.person} ${goal.framework}`);
    const released = review === undefined ? null : await releasedOf(goal, review, on);
    const settled = released === null ? null : settleGoal(goal, released);
    if (settled === null) continue;
    const { id } = goal;
    changed.push(settled.state === "achieved" ? { id, ...settled } : { id, state: settled.state, on: null, by: null, value: null });
  }
  if (changed.length === 0) return 0;
  await settle(tx, JSON.stringify(changed));
  await raise(
    tx,
    changed.map(({ id }) => id),
  );
  return changed.length;
}
