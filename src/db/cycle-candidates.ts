import type { Transaction } from "kysely";
import { preflight, type Candidate, type Preflight } from "../core/cycle/preflight.ts";
import type { CycleSetup } from "../core/cycle/setup.ts";
import { loops } from "../core/people/loops.ts";
import { atWork } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;
type Row = Omit<Candidate, "loop">;

// Each table is gone through once. $1 day, $2 units, $3 ladders, $4 people, $5 left out, $6 joined by, $7 who rates whom instead.
const rowsOf = statement<Row>(`
  with recursive unit (team_id) as (
    select team_id from rungs.team where team_id = any($2::uuid[])
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id
  ), line as materialized (
    select distinct on (person_id) person_id, manager_id from rungs.reporting_line_standing where from_on <= $1::date
     order by person_id, from_on desc, recorded_at desc, reporting_line_id desc
  ), held as materialized (
    select distinct on (person_id) person_id, framework_id, version, level_id from rungs.placement_standing where from_on <= $1::date
     order by person_id, from_on desc, recorded_at desc, placement_id desc)
  select json_build_object('id', person.person_id, 'name', person.name) as person,
         case when held.level_id is not null then json_build_object('framework', framework.slug, 'frameworkId', held.framework_id,
           'version', held.version, 'hash', encode(stored.hash, 'hex'), 'level', held.level_id) end as place,
         line.manager_id as "managerId", rater.person_id is not null as "raterHere", person.started_on as "startedOn", leave.told as leave
    from rungs.person
    left join held on held.person_id = person.person_id
    left join rungs.framework on framework.framework_id = held.framework_id
    left join rungs.framework_version as stored on stored.framework_id = held.framework_id and stored.version = held.version
    left join line on line.person_id = person.person_id
    left join rungs.person as rater
      on rater.person_id = coalesce(($7::jsonb ->> person.person_id::text)::uuid, line.manager_id) and ${atWork("rater", "$1::date")}
    left join (
         select person_id, json_build_object('until', case when bool_or(to_on is null) then null else max(to_on) end) as told
           from rungs.leave_standing where from_on <= $1::date and (to_on is null or to_on >= $1::date) group by person_id) as leave
      on leave.person_id = person.person_id
   where ${atWork("person", "$1::date")}
     and (cardinality($2::uuid[]) = 0 or person.team_id in (select team_id from unit))
     and (cardinality($3::text[]) = 0 or framework.slug = any($3))
     and (cardinality($4::uuid[]) = 0 or person.person_id = any($4))
     and not person.person_id = any($5::uuid[])
     and ($6::date is null or person.started_on is null or person.started_on <= $6)
   order by person.search_name, person.person_id`);

const linesOf = statement<{ person: string; manager: string | null; name: string }>(`
  select person.person_id as person, person.name,
         (select line.manager_id from rungs.reporting_line_standing as line where line.person_id = person.person_id and line.from_on <= $1::date
           order by line.from_on desc, line.recorded_at desc, line.reporting_line_id desc limit 1) as manager
    from rungs.person where ${atWork("person", "$1::date")} order by person.search_name, person.person_id`);

/** Of everybody whose line of managers comes back to them, the names along it. */
async function loopsOn(tx: Tx, on: string): Promise<Map<string, string[]>> {
  const rows = await linesOf(tx, on);
  const names = new Map(rows.map(({ person, name }) => [person, name]));
  const found = loops(new Map(rows.map(({ person, manager }) => [person, manager])));
  return new Map(
    found.flatMap((loop) => {
      const line = loop.map((id) => names.get(id) ?? id);
      return loop.map((id) => [id, line] as const);
    }),
  );
}

/** Whom a set-up takes in on a day, by name. Two queries. */
export async function candidatesOn(tx: Tx, { who }: CycleSetup, on: string): Promise<Candidate[]> {
  const rows = await rowsOf(tx, on, who.units, who.frameworks, who.people, who.except, who.joinedBefore, JSON.stringify(who.ratedBy));
  const round = await loopsOn(tx, on);
  return rows.map((row) => ({ ...row, loop: round.get(row.person.id) ?? null }));
}

/** What a launch on that day would pin, and what keeps it from being one. Three queries, however many people there are. */
export async function preflightOn(tx: Tx, orgId: string, setup: CycleSetup, on: string): Promise<Preflight & { candidates: Candidate[] }> {
  const candidates = await candidatesOn(tx, setup, on);
  const keys = new Map<string, VersionKey>();
  for (const { place } of candidates) if (place !== null) keys.set(place.hash, place);
  const contents = await versions(tx, orgId, [...keys.values()]);
  return { ...preflight(candidates, setup, (hash) => contents.get(hash)?.content, on), candidates };
}
