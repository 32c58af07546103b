import type { Transaction } from "kysely";
import { atWork } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

/** An action that is not done, of a plan that is agreed or under way. */
export type DueAction = { id: string; title: string; dueOn: string; ownerId: string; personId: string; person: string };

const due = statement<DueAction>(`
  select action.action_id as id, action.title, action.due_on as "dueOn", action.owner_person_id as "ownerId", action.person_id as "personId",
         person.name as person
    from rungs.action
    join rungs.goal on goal.org_id = action.org_id and goal.goal_id = action.goal_id and goal.state = 'open'
    join rungs.plan on plan.org_id = action.org_id and plan.plan_id = action.plan_id and plan.state in ('agreed', 'active')
    join rungs.person on person.org_id = action.org_id and person.person_id = action.person_id
   where action.state in ('planned', 'doing') and action.due_on between $1::date and $1::date + $2::int and ${atWork("person", "$1::date")}
   order by action.due_on, person.search_name, action.position, action.action_id`);

/** What is due within so many days, today included, of everybody at work; by day. */
export const actionsDue = (tx: Transaction<Tables>, today: string, days: number): Promise<DueAction[]> => due(tx, today, days);
