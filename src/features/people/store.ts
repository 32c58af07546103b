import { z } from "zod";
import type { Member, PersonSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { Problem } from "../../core/problem.ts";
import { atWork, managerOf, managersOf, placementsOn, reportsOf, teamsOf } from "../../db/lines.ts";
import { statement } from "../../db/statement.ts";
import { decodeCursor, page } from "../../http/cursor.ts";
import type { Tx } from "../../http/route.ts";

type Place = { framework: string; frameworkTitle: string; version: number; level: string; levelTitle: string; rank: number; from: string };
type Named = { id: string; name: string };

/** A person of a list, with what the policy asks about them. */
type Row = PersonSubject & { name: string; searchName: string; team: string | null; place: Place | null; manager: Named | null };

/** How a stored placement reads; `from` since when at this level, whichever versions it was under. */
const placeOf = (placement: string, from: string) => `json_build_object(
  'framework', framework.slug, 'frameworkTitle', framework.title, 'version', ${placement}.version,
  'level', ${placement}.level_id, 'levelTitle', level.title, 'rank', level.rank, 'from', ${from})`;
const levelOf = (placement: string) => `
    join rungs.framework on framework.org_id = ${placement}.org_id and framework.framework_id = ${placement}.framework_id
    join rungs.level on level.org_id = ${placement}.org_id and level.framework_id = ${placement}.framework_id
     and level.version = ${placement}.version and level.level_id = ${placement}.level_id`;

/**
 * People as every screen lists them, in the order of their names. `chosen` selects rows of rungs.person; the day is $1.
 * Everything beside a name is looked up for the rows of one page only.
 */
const rowsOf = (chosen: string) => `
  with chosen as materialized (${chosen})
  select person.org_id as "orgId", person.person_id as "personId", person.name, person.search_name as "searchName", team.name as team,
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
            from (select * from rungs.placement_standing as placement
                   where placement.org_id = person.org_id and placement.person_id = person.person_id and placement.from_on <= $1::date
                   order by placement.from_on desc, placement.recorded_at desc limit 1) as held
            ${levelOf("held")}) as place
    from chosen as person
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id
   order by person.search_name, person.person_id`;

const oneOf = statement<Row>(rowsOf("select * from rungs.person where person_id = $2"));

const shown = (actor: Member, row: Row) => ({
  id: row.personId,
  name: row.name,
  team: row.team,
  place: row.place,
  manager: row.manager,
  can: can(actor, ["gap.read"], row),
});

/** @throws Problem "not-found" */
export async function subject(tx: Tx, personId: string, today: string): Promise<Row> {
  const [found] = await oneOf(tx, today, personId);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

type Filter = {
  limit: number;
  cursor?: string | undefined;
  q?: string | undefined;
  manager?: string | undefined;
  depth: "direct" | "all";
  framework?: string | undefined;
  level?: string | undefined;
};

/** Direct reports, out of all who ever reported to this manager. */
const direct = (manager: string) =>
  `person_id in (select person_id from rungs.reporting_line_standing as reporting_line where manager_id = ${manager} and from_on <= $1::date)
   and ${managerOf("person", "$1::date")} = ${manager}`;

/** Every word of the search is somewhere in the name. What LIKE would read as a pattern is taken as it is. */
const matches = (words: string) => `search_name like all ((
  select array_agg('%' || regexp_replace(word, '([\\\\%_])', '\\\\\\1', 'g') || '%')
    from regexp_split_to_table(rungs.name_key(${words}), '\\s+') as word where word <> '')::text[])`;

/** Each combination of filters is one text, and so one prepared statement. */
const lists = new Map<string, (tx: Tx, ...values: unknown[]) => Promise<Row[]>>();

function listOf(conditions: readonly string[]): (tx: Tx, ...values: unknown[]) => Promise<Row[]> {
  const where = conditions.join("\n and ");
  const known = lists.get(where);
  if (known !== undefined) return known;
  const made = statement<Row>(rowsOf(`select * from rungs.person where ${where} order by search_name, person_id limit $2`));
  lists.set(where, made);
  return made;
}

/** People at work today, by name. One query. */
export async function list(tx: Tx, actor: Member, filter: Filter, today: string) {
  const values: unknown[] = [today, filter.limit + 1];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions = [atWork("person", "$1::date")];
  if (filter.q !== undefined && filter.q.trim() !== "") conditions.push(matches(`${value(filter.q)}::text`));
  if (filter.manager !== undefined) {
    const manager = `${value(filter.manager)}::uuid`;
    conditions.push(filter.depth === "direct" ? direct(manager) : `person_id in ${reportsOf(manager, "$1::date")}`);
  }
  if (filter.framework !== undefined || filter.level !== undefined) {
    const at = [
      ...(filter.framework === undefined
        ? []
        : [`held.framework_id = (select framework_id from rungs.framework where slug = ${value(filter.framework)})`]),
      ...(filter.level === undefined ? [] : [`held.level_id = ${value(filter.level)}`]),
    ];
    conditions.push(`person_id in (select person_id from ${placementsOn("$1::date")} as held where ${at.join(" and ")})`);
  }
  if (filter.cursor !== undefined) {
    const [name, id] = decodeCursor(filter.cursor, z.tuple([z.string(), z.uuid()]));
    conditions.push(`(search_name, person_id) > (${value(name)}::text, ${value(id)}::uuid)`);
  }
  const rows = await listOf(conditions)(tx, ...values);
  const { items, next } = page(rows, filter.limit, (row) => [row.searchName, row.personId]);
  return { items: items.map((row) => shown(actor, row)), next };
}

type Mine = {
  email: string | null;
  organisation: { id: string; name: string; slug: string; timeZone: string; demo: boolean };
  reports: number;
};

const mineOf = statement<Mine>(`
  select person.email,
         json_build_object('id', organisation.org_id, 'name', organisation.name, 'slug', organisation.slug, 'timeZone', organisation.time_zone,
           'demo', coalesce((organisation.settings ->> 'demo')::boolean, false)) as organisation,
         (select count(*) from rungs.person where ${direct("$2::uuid")} and ${atWork("person", "$1::date")}) as reports
    from rungs.person join rungs.organisation on organisation.org_id = person.org_id
   where person.person_id = $2`);

export async function me(tx: Tx, actor: Member, today: string) {
  const row = await subject(tx, actor.personId, today);
  const [mine] = await mineOf(tx, today, actor.personId);
  if (mine === undefined) throw new Problem("not-found");
  return {
    person: shown(actor, row),
    ...mine,
    roles: [...new Set(actor.grants.map(({ role }) => role))],
    can: can(actor, ["key.manage", "audit.read", "people.import"], { orgId: actor.orgId }),
  };
}

type Placed = Place & { to: string | null };
type Recorded = {
  id: string;
  kind: "qualification" | "training" | "check" | "demonstrated" | "responsibility";
  title: string;
  regulated: string | null;
  on: string;
  validMonths: number | null;
};
type Beside = { line: Named[]; history: Placed[]; records: Recorded[] };

// $2 the person, $3 their managers from the direct one up.
const besideOf = statement<Beside>(`
  select (select coalesce(json_agg(json_build_object('id', manager.person_id, 'name', manager.name) order by line.step), '[]')
            from unnest($3::uuid[]) with ordinality as line (person_id, step)
            join rungs.person as manager on manager.person_id = line.person_id) as line,
         (select coalesce(json_agg((${placeOf("held", "held.from_on")})::jsonb || jsonb_build_object('to', held.to_on)
                   order by held.from_on desc, held.recorded_at desc), '[]')
            from (select placement.*, lead(from_on) over (order by from_on, recorded_at, placement_id) as to_on
                    from rungs.placement_standing as placement where person_id = $2::uuid) as held
            ${levelOf("held")}
           where held.from_on <= $1::date and held.from_on is distinct from held.to_on) as history,
         (select coalesce(json_agg(json_build_object('id', record_id, 'kind', kind, 'title', title, 'regulated', regulated,
                   'on', on_date, 'validMonths', valid_months) order by on_date desc, recorded_at desc, record_id), '[]')
            from rungs.record where person_id = $2::uuid and on_date <= $1::date) as records`);

/** More direct reports than this are found by filtering the directory. */
const MOST_REPORTS = 200;

/** One person, as far as the reader may see them. Two queries. */
export async function read(tx: Tx, actor: Member, person: Row, today: string) {
  const [beside] = await besideOf(tx, today, person.personId, person.managers);
  const reports = await listOf([atWork("person", "$1::date"), direct("$3::uuid")])(tx, today, MOST_REPORTS, person.personId);
  const allowed = can(actor, ["gap.read", "person.history"], person);
  return {
    person: shown(actor, person),
    line: beside?.line ?? [],
    reports: reports.map((row) => shown(actor, row)),
    history: allowed["person.history"] ? (beside?.history ?? []) : null,
    records: allowed["person.history"] ? (beside?.records ?? []) : null,
    can: allowed,
  };
}
