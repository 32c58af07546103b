import type { Transaction } from "kysely";
import { preflight, type Candidate, type Preflight } from "../core/cycle/preflight.ts";
import type { CycleSetup } from "../core/cycle/setup.ts";
import { loops } from "../core/people/loops.ts";
import { declaredOf } from "./directions.ts";
import { atWork, managerOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;
type Row = Omit<Candidate, "loop">;

// Found person by person: right after an import, before the database has looked at its tables, it would find worse ways by
// itself. $1 day, $2 units, $3 ladders, $4 people, $5 left out, $6 joined by, $7 who rates whom instead.
const rowsOf = statement<Row>(`
  with recursive unit (team_id) as (
    select team_id from rungs.team where team_id = any($2::uuid[])
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id
  ), instead as materialized (select key::uuid as person_id, value::uuid as rater_id from jsonb_each_text($7::jsonb)
  ), here as materialized (select person_id from rungs.person where ${atWork("person", "$1::date")}
  ), standing as materialized (
    select person.*, held.framework_id, held.version, held.level_id, ${managerOf("person", "$1::date")} as manager_id,
           ${declaredOf("person")} as declared,
           (select rater_id from instead where instead.person_id = person.person_id) as named_id
      from rungs.person
      left join lateral (
           select framework_id, version, level_id from rungs.placement_standing as placement
            where placement.org_id = person.org_id and placement.person_id = person.person_id and placement.from_on <= $1::date
            order by placement.from_on desc, placement.recorded_at desc, placement.placement_id desc limit 1) as held on true
     where ${atWork("person", "$1::date")}
       and (cardinality($2::uuid[]) = 0 or person.team_id in (select team_id from unit))
       and (cardinality($4::uuid[]) = 0 or person.person_id = any($4))
       and not person.person_id = any($5::uuid[])
       and ($6::date is null or person.started_on is null or person.started_on <= $6)
  )
  select json_build_object('id', standing.person_id, 'name', standing.name) as person,
         case when standing.level_id is not null then json_build_object('framework', ladder.slug, 'frameworkId', standing.framework_id,
           'version', standing.version, 'hash', ladder.hash, 'level', standing.level_id) end as place,
         case when split_part(standing.declared ->> 'value', '/', 1) = ladder.slug then split_part(standing.declared ->> 'value', '/', 2) end as declared,
         standing.manager_id as "managerId", standing.started_on as "startedOn",
         coalesce(coalesce(standing.named_id, standing.manager_id) in (select person_id from here), false) as "raterHere",
         (select case when count(*) > 0 then json_build_object('until', case when bool_or(away.to_on is null) then null else max(away.to_on) end) end
            from rungs.leave_standing as away
           where away.org_id = standing.org_id and away.person_id = standing.person_id
             and away.from_on <= $1::date and (away.to_on is null or away.to_on >= $1::date)) as leave
    from standing
    left join lateral (
         select framework.slug, encode(stored.hash, 'hex') as hash
           from rungs.framework_version as stored
           join rungs.framework on framework.org_id = stored.org_id and framework.framework_id = stored.framework_id
          where stored.org_id = standing.org_id and stored.framework_id = standing.framework_id and stored.version = standing.version
          limit 1) as ladder on true
   where cardinality($3::text[]) = 0 or ladder.slug = any($3)
   order by standing.search_name, standing.person_id`);

const linesOf = statement<{ person: string; manager: string | null; name: string }>(`
  select person.person_id as person, person.name, ${managerOf("person", "$1::date")} as manager
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
