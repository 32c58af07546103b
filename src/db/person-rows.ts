import type { Transaction } from "kysely";
import type { PersonSubject } from "../core/access/actor.ts";
import { Problem } from "../core/problem.ts";
import { managerOf, managersOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;
export type Named = { id: string; name: string };
export type Place = {
  framework: string;
  frameworkTitle: string;
  version: number;
  level: string;
  levelTitle: string;
  rank: number;
  from: string;
};

/** A person of a list, with what the policy asks about them and what the list is ordered by. */
export type Row = PersonSubject & {
  name: string;
  searchName: string;
  sortKey: string;
  team: string | null;
  place: Place | null;
  manager: Named | null;
  startedOn: string | null;
  leftOn: string | null;
  /** How many the list holds in all; null on every page but the first. */
  total: number | null;
};

/** How a stored placement reads; `from` since when at this level, whichever versions it was under. */
export const placeOf = (placement: string, from: string): string => `json_build_object(
  'framework', framework.slug, 'frameworkTitle', framework.title, 'version', ${placement}.version,
  'level', ${placement}.level_id, 'levelTitle', level.title, 'rank', level.rank, 'from', ${from})`;
export const levelOf = (placement: string): string => `
    join rungs.framework on framework.org_id = ${placement}.org_id and framework.framework_id = ${placement}.framework_id
    join rungs.level on level.org_id = ${placement}.org_id and level.framework_id = ${placement}.framework_id
     and level.version = ${placement}.version and level.level_id = ${placement}.level_id`;

/** The placement that holds on a day as a table of one row, or none; its level may be null, which ended the one before. */
const heldBy = (person: string, on: string): string => `(
                  select * from rungs.placement_standing as placement
                   where placement.org_id = ${person}.org_id and placement.person_id = ${person}.person_id and placement.from_on <= ${on}
                   order by placement.from_on desc, placement.recorded_at desc, placement.placement_id desc limit 1)`;

/**
 * People as every screen lists them. `chosen` selects the columns of rungs.person with `sort_key` and `total`; the day is $1.
 * Everything beside a name is looked up for the rows of one page only.
 */
export const rowsOf = (chosen: string): string => `
  with chosen as materialized (${chosen})
  select person.org_id as "orgId", person.person_id as "personId", person.name, person.search_name as "searchName",
         person.sort_key as "sortKey", person.total, team.name as team, person.started_on as "startedOn", person.left_on as "leftOn",
         ${managersOf("person", "$1::date")} as managers,
         ${teamsOf("person")} as teams,
         (select json_build_object('id', manager.person_id, 'name', manager.name) from rungs.person as manager
           where manager.org_id = person.org_id and manager.person_id = ${managerOf("person", "$1::date")}) as manager,
         (select ${placeOf(
           "held",
           `(
                   select min(stay.from_on) from rungs.placement_standing as stay
                    where stay.org_id = held.org_id and stay.person_id = held.person_id and stay.from_on <= $1::date
                      and stay.framework_id = held.framework_id and stay.level_id = held.level_id
                      and not exists (
                            select from rungs.placement_standing as away
                             where away.org_id = held.org_id and away.person_id = held.person_id
                               and away.from_on between stay.from_on and held.from_on
                               and (away.from_on, away.recorded_at) > (stay.from_on, stay.recorded_at)
                               and (away.framework_id, away.level_id) is distinct from (held.framework_id, held.level_id)))`,
         )}
            from ${heldBy("person", "$1::date")} as held
            ${levelOf("held")}) as place
    from chosen as person
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id
   order by person.sort_key, person.search_name, person.person_id`;

/** By what a list may be ordered; the name comes second in each. Texts in byte order; who has none of it stands last. */
export const sortKeys = {
  name: "''",
  team: `coalesce((select '0' || rungs.name_key(team.name) from rungs.team where team.org_id = person.org_id and team.team_id = person.team_id), '1')`,
  /** Ladder by ladder, the highest rung first. */
  level: `coalesce((select '0' || rungs.name_key(framework.title) || ' ' || lpad((1000000 - level.rank)::text, 7, '0') || level.title
                      from ${heldBy("person", "$1::date")} as held ${levelOf("held")}), '1')`,
} as const;
export type SortBy = keyof typeof sortKeys;

const oneOf = statement<Row>(rowsOf("select person.*, ''::text as sort_key, null::int as total from rungs.person where person_id = $2"));

/** @throws Problem "not-found" */
export async function personOn(tx: Tx, personId: string, today: string): Promise<Row> {
  const [found] = await oneOf(tx, today, personId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

/** What a person's own row says, and a tag that changes with all that is recorded of them. */
export type Details = {
  employeeNumber: string;
  email: string | null;
  teamId: string | null;
  teamPath: Named[];
  location: string | null;
  startedOn: string | null;
  leftOn: string | null;
  /** Before the first change of it that is recorded. */
  firstShare: number;
  tag: string;
};

const countOf = (table: string) =>
  `(select count(*) from rungs.${table} as fact where fact.org_id = person.org_id and fact.person_id = person.person_id)`;
const detailsOf = (lock: string) => `
  select employee_number as "employeeNumber", email, team_id as "teamId", location, started_on as "startedOn", left_on as "leftOn",
         employment_share::float8 as "firstShare",
         (select coalesce(json_agg(json_build_object('id', team.team_id, 'name', team.name) order by above.step desc), '[]')
            from unnest(${teamsOf("person")}) with ordinality as above (team_id, step)
            join rungs.team on team.org_id = person.org_id and team.team_id = above.team_id) as "teamPath",
         substr(md5(concat_ws(' ', employee_number, quote_nullable(name), quote_nullable(email), team_id, quote_nullable(location), started_on,
           quote_nullable(left_on), ${["placement", "reporting_line", "leave", "share_change"].map(countOf).join(", ")},
           (select count(*) + count(undone_at) from rungs.person_act as fact where fact.org_id = person.org_id and fact.person_id = person.person_id))), 1, 16) as tag
    from rungs.person where person_id = $1 ${lock}`;
const detailsRead = statement<Details>(detailsOf(""));
const detailsLocked = statement<Details>(detailsOf("for update"));

export type PersonToChange = Row & { details: Details };

/** A person whom somebody is about to change: nobody else changes them until this transaction ends. @throws Problem "not-found" */
export async function personToChange(tx: Tx, personId: string, today: string): Promise<PersonToChange> {
  const [details] = await detailsLocked(tx, personId);
  if (details === undefined) throw new Problem("not-found");
  return { ...(await personOn(tx, personId, today)), details };
}

/** @throws Problem "not-found" */
export async function detailsOn(tx: Tx, personId: string): Promise<Details> {
  const [details] = await detailsRead(tx, personId);
  if (details === undefined) throw new Problem("not-found");
  return details;
}
