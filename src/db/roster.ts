import type { Transaction } from "kysely";
import type { Columns, KnownPerson, Organisation } from "../core/people/import.ts";
import type { KnownLevel } from "../core/people/levels.ts";
import type { KnownTeam } from "../core/people/teams.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

// Each of these goes through its table once, in an order that no statistics can spoil: an import often comes right after
// another, before the database has learnt how much there is. What belongs together is put together by id here.
const peopleOf = statement<Columns & { id: string; owner: boolean }>(`
  select person_id as id, employee_number as "employeeNumber", name, email, team_id as "teamId", location,
         coalesce((select held.share from rungs.share_change_standing as held
                    where held.org_id = person.org_id and held.person_id = person.person_id and held.from_on <= $1::date
                    order by held.from_on desc, held.recorded_at desc, held.share_change_id desc limit 1), employment_share)::float8 as share, started_on as "startedOn", left_on as "leftOn",
         person_id in (select role_grant.person_id from rungs.role_grant
                        where role = 'owner' and (expires_on is null or expires_on > $1::date)) as owner
    from rungs.person`);

type LineRow = Organisation["laterLines"][number];
/** Each person's line that holds today, then all that begin later in the order in which they will hold. */
const linesOf = statement<LineRow>(`
  (select distinct on (person_id) person_id as "personId", manager_id as "managerId", from_on as "from"
     from rungs.reporting_line_standing as reporting_line where from_on <= $1::date
    order by person_id, from_on desc, recorded_at desc, reporting_line_id desc)
  union all
  (select person_id, manager_id, from_on from rungs.reporting_line_standing as reporting_line where from_on > $1::date order by from_on, recorded_at, reporting_line_id)`);

type PlaceRow = { personId: string; frameworkId: string | null; level: string | null; title: string | null; from: string };
/** The same of placements. */
const placesOf = statement<PlaceRow>(`
  select held.person_id as "personId", held.framework_id as "frameworkId", held.level_id as level, level.title, held.from_on as "from"
    from (
      (select distinct on (person_id) *, 0 as later from rungs.placement_standing as placement where from_on <= $1::date
        order by person_id, from_on desc, recorded_at desc, placement_id desc)
      union all
      (select *, 1 from rungs.placement_standing as placement where from_on > $1::date)) as held
    left join rungs.level on level.org_id = held.org_id and level.framework_id = held.framework_id
     and level.version = held.version and level.level_id = held.level_id
   order by held.later, held.from_on, held.recorded_at, held.placement_id`);

const teamsOf = statement<KnownTeam>(`select team_id as id, name, parent_team_id as "parentId" from rungs.team order by team_id`);

const levelsOf = statement<KnownLevel>(`
  select level.framework_id as "frameworkId", level.version, framework.slug as framework, framework.title as "frameworkTitle",
         level.level_id as level, level.title, level.track
    from rungs.framework
    join rungs.level on level.org_id = framework.org_id and level.framework_id = framework.framework_id
   where framework.kind <> 'library'
     and level.version = (select max(stored.version) from rungs.framework_version as stored
                           where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
                             and stored.effective_on <= $1::date)
   order by framework.slug, level.position`);

/** The organisation as an import finds it. Five queries, however many people there are. */
export async function organisationOf(tx: Transaction<Tables>, today: string, importer: string): Promise<Organisation> {
  const people = await peopleOf(tx, today);
  const firstDays = new Map(people.map(({ id, startedOn }) => [id, startedOn]));
  // Who starts later is imported as they will be on their first day.
  const holds = ({ personId, from }: { personId: string; from: string }) => from <= today || from <= (firstDays.get(personId) ?? "");
  const lines = new Map<string, string | null>();
  const laterLines: LineRow[] = [];
  for (const line of await linesOf(tx, today)) {
    if (holds(line)) lines.set(line.personId, line.managerId);
    else laterLines.push(line);
  }
  const places = new Map((await placesOf(tx, today)).filter(holds).map((place) => [place.personId, place]));
  const levelOf = (id: string): KnownPerson["level"] => {
    const place = places.get(id);
    if (place === undefined || place.frameworkId === null || place.level === null) return null;
    return { frameworkId: place.frameworkId, level: place.level, title: place.title ?? place.level, from: place.from };
  };
  return {
    people: people.map(({ owner, ...person }) => ({
      ...person,
      managerId: lines.get(person.id) ?? null,
      level: levelOf(person.id),
      stays: owner || person.id === importer,
    })),
    teams: await teamsOf(tx),
    levels: await levelsOf(tx, today),
    laterLines,
  };
}
