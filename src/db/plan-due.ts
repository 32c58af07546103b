import type { Transaction } from "kysely";
import { atWork, managerOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/**
 * Actions that are still to be done about goals that are open, of plans that are not done, as rows to select from: each as long
 * as its owner may read the plan (`plan.read`), for whoever no longer answers for somebody is told no more of what they plan.
 * Arguments are SQL.
 *
 * @param which of `action` and its `plan`.
 * @param on the day on which lines and roles have to hold.
 */
export const actionsToDo = (which: string, on: string): string => `(
  with recursive wanted as (
    select action.* from rungs.action
      join rungs.goal on goal.org_id = action.org_id and goal.goal_id = action.goal_id and goal.state = 'open'
      join rungs.plan on plan.org_id = action.org_id and plan.plan_id = action.plan_id and plan.state <> 'done'
     where action.state in ('planned', 'doing') and ${which}
  ), line (org_id, below, person_id, step) as (
    select distinct org_id, person_id, person_id, 0 from wanted where owner_person_id <> person_id
    union
    select line.org_id, line.below, ${managerOf("line", on)}, step + 1 from line where line.person_id is not null and step < 40
  )
  select wanted.* from wanted
   where wanted.owner_person_id = wanted.person_id
      or exists (select from line where line.below = wanted.person_id and line.person_id = wanted.owner_person_id)
      or exists (select from rungs.person as whose
                   join rungs.role_grant as held on held.org_id = whose.org_id and held.person_id = wanted.owner_person_id
                  where whose.org_id = wanted.org_id and whose.person_id = wanted.person_id
                    and (held.expires_on is null or held.expires_on > ${on})
                    and (held.role = 'auditor'
                         or held.role = 'people-partner' and (held.team_ids is null or held.team_ids && ${teamsOf("whose")}))))`;

/** An action that is not done, of a plan that is agreed or under way. */
export type DueAction = { id: string; title: string; dueOn: string; ownerId: string; personId: string; person: string };

const due = statement<DueAction>(`
  select action.action_id as id, action.title, action.due_on as "dueOn", action.owner_person_id as "ownerId", action.person_id as "personId",
         person.name as person
    from ${actionsToDo("plan.state in ('agreed', 'active') and action.due_on between $1::date and $1::date + $2::int", "$1::date")} as action
    join rungs.person on person.org_id = action.org_id and person.person_id = action.person_id
   where ${atWork("person", "$1::date")}
   order by action.due_on, person.search_name, action.position, action.action_id`);

/** What is due within so many days, today included, of everybody at work; by day. */
export const actionsDue = (tx: Transaction<Tables>, today: string, days: number): Promise<DueAction[]> => due(tx, today, days);
