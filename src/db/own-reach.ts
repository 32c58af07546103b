import type { Transaction } from "kysely";
import type { Member } from "../core/access/actor.ts";
import { scope } from "../core/access/policy.ts";
import { Problem } from "../core/problem.ts";
import { reportsOf } from "./lines.ts";
import { personNamed } from "./named.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

// On the day $2 and on each later day on which a line begins: between two of them nothing changes by itself.
const openTo = statement<{ on: string; people: string[] }>(`
  with recursive unit (team_id) as (
    select unnest($3::uuid[])
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id)
  select day.on_date as "on", array(
           select person_id from ${reportsOf("$1::uuid", "day.on_date")} as reports
           union
           select person_id from rungs.person where team_id in (select team_id from unit)) as people
    from (select $2::date as on_date union select from_on from rungs.reporting_line_standing where from_on > $2::date) as day
   order by day.on_date`);

/**
 * Does what moves people, teams or lines, as long as nobody's results come to be open to whoever does it by that: by a line up
 * to them, at any depth, or by a unit of theirs, today or on a day to come.
 *
 * @param act the end of the sentence "Somebody else has to …".
 * @throws Problem "forbidden" naming somebody whom they would come to see; what was done is then to be undone with the transaction.
 */
export async function withoutSeeingMore<T>(tx: Tx, actor: Member, today: string, act: string, work: () => Promise<T>): Promise<T> {
  const { all, personId, teams } = scope(actor);
  // Everything is open to them as it is.
  if (all) return work();
  const look = async () => (await openTo(tx, personId, today, teams)).map(({ on, people }) => ({ on, people: new Set(people) }));
  const before = await look();
  const done = await work();
  for (const { on, people } of await look()) {
    const then = before.findLast((each) => each.on <= on)?.people ?? new Set<string>();
    const news = [...people].filter((id) => id !== personId && !then.has(id));
    const [first] = news;
    if (first === undefined) continue;
    const { name } = await personNamed(tx, first);
    throw new Problem(
      "forbidden",
      `${name}${news.length > 1 ? ` and ${news.length - 1} more` : ""} would come under you${on > today ? ` on ${on}` : ""}, and their results be open to you. Somebody else has to ${act}.`,
    );
  }
  return done;
}
