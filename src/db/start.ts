import type { Transaction } from "kysely";
import type { StartFacts } from "../core/organisation/start.ts";
import { Problem } from "../core/problem.ts";
import { atWork } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

// $1 today, $2 the reader.
const factsOf = statement<StartFacts & { putAway: boolean }>(`
  select (select count(*)::int from rungs.framework_version as stored
            join rungs.framework on framework.org_id = stored.org_id and framework.framework_id = stored.framework_id
           where stored.state = 'published' and framework.kind <> 'library') as published,
         (select json_build_object('slug', framework.slug, 'title', framework.title, 'inReview', draft.state = 'in-review')
            from rungs.draft join rungs.framework on framework.org_id = draft.org_id and framework.framework_id = draft.framework_id
           order by draft.updated_at desc limit 1) as draft,
         here.people, here.placed, here.managed,
         (select count(distinct invitation.person_id)::int from rungs.invitation where invitation.withdrawn_at is null) as invited,
         (select count(*)::int from rungs.cycle where cycle.launched_at is not null and cycle.state <> 'cancelled') as launched,
         (select json_build_object('id', cycle.cycle_id, 'title', cycle.title) from rungs.cycle where cycle.state = 'draft' order by cycle.created_at desc limit 1) as cycle,
         exists (select from rungs.put_away where put_away.person_id = $2 and put_away.thing = 'start') as "putAway"
    from (select count(*)::int as people,
                 count(*) filter (where exists (select from rungs.placement_standing as held
                    where held.org_id = person.org_id and held.person_id = person.person_id and held.from_on <= $1::date and held.level_id is not null))::int as placed,
                 count(*) filter (where exists (select from rungs.reporting_line_standing as line
                    where line.org_id = person.org_id and line.person_id = person.person_id and line.from_on <= $1::date and line.manager_id is not null))::int as managed
            from rungs.person where ${atWork("person", "$1::date")}) as here`);

/** How far the organisation has been set up, and whether this reader wants to be told of it. One query. */
export async function startFacts(tx: Tx, personId: string, today: string): Promise<StartFacts & { putAway: boolean }> {
  const [found] = await factsOf(tx, today, personId);
  if (found === undefined) throw new Problem("internal"); // a select from an aggregate has one row
  return found;
}

const put = statement(`
  insert into rungs.put_away (org_id, person_id, thing, at) values (rungs.current_org(), $1, 'start', $2) on conflict do nothing`);
const take = statement(`delete from rungs.put_away where person_id = $1 and thing = 'start'`);
export const putAwayStart = async (tx: Tx, personId: string, away: boolean, now: Date): Promise<void> =>
  void (await (away ? put(tx, personId, now) : take(tx, personId)));
