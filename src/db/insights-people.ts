import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import type { Quarters } from "../core/insight/quarters.ts";
import { settingsOf } from "../core/organisation/settings.ts";
import { atWork, placementsOn, reportsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

export type Tx = Transaction<Tables>;

/** Whom figures are about: of everybody or of those whose results one may see, in one unit and those below it or in all. */
export type About = { today: string; scope: Scope; team: string | null; everybody: boolean };

/** The first six parameters of every statement here: $1 day, $2 reader, $3 whether all results are theirs to see, $4 their units, $5 a unit or null, $6 everybody. */
export const given = ({ today, scope, team, everybody }: About) => [today, scope.personId, scope.all, [...scope.teams], team, everybody];

/**
 * Common tables of the statements below: `whom`, each with whether their own results are the reader's to see (`seen`). They follow
 * the word `recursive`. One walk down the units and one down the reporting lines, however many people there are.
 */
export const whom = `
  unit (team_id) as (
    select team_id from rungs.team where team_id = any($4::uuid[])
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id
  ), inside (team_id) as (
    select $5::uuid where $5::uuid is not null
    union
    select team.team_id from inside join rungs.team on team.parent_team_id = inside.team_id
  ), report as materialized (select person_id from ${reportsOf("$2::uuid", "$1::date")} as below where not $3::boolean
  ), whom as materialized (
    select * from (
      select person.org_id, person.person_id, person.name, person.search_name, person.team_id,
             $3::boolean or person.person_id = $2::uuid or coalesce(person.team_id in (select team_id from unit), false)
               or person.person_id in (select person_id from report) as seen
        from rungs.person
       where ${atWork("person", "$1::date")} and ($5::uuid is null or person.team_id in (select team_id from inside))) as person
     where person.seen or $6::boolean
  )`;

/**
 * A common table beside `whom`: whither somebody said that they want to go, as `framework/level`. Of those whose results the reader may not
 * see nothing is read: how many are on their way to a level would tell what one of them said.
 */
export const heading = `
  heading as materialized (
    select distinct on (said.person_id) said.person_id, case when said.level_id is not null then framework.slug || '/' || said.level_id end as declared
      from whom
      join rungs.declared_direction as said on said.org_id = whom.org_id and said.person_id = whom.person_id
      join rungs.framework on framework.org_id = said.org_id and framework.framework_id = said.framework_id
     where whom.seen
     order by said.person_id, said.declared_at desc, said.declared_direction_id desc
  )`;

/** What everything about groups needs to know beside: below how many people nothing is said of those whom the reader may not see. */
export const settingsBeside = `(select settings from rungs.organisation) as settings`;
export const smallestIn = (settings: unknown): number => settingsOf(settings ?? {}).thresholds.smallestGroup;

export type StoodAt = {
  frameworkId: string;
  framework: string;
  title: string;
  version: number;
  hash: string;
  level: string;
  declared: string | null;
  people: number;
  unseen: number;
};
const places = statement<{ settings: unknown; rows: StoodAt[] | null }>(`
  with recursive ${whom}, ${heading}, held as materialized (
    select held.framework_id, held.version, held.level_id, heading.declared, count(*) as people, count(*) filter (where not whom.seen) as unseen
      from ${placementsOn("$1::date")} as held
      join whom on whom.person_id = held.person_id
      left join heading on heading.person_id = whom.person_id
     group by held.framework_id, held.version, held.level_id, heading.declared
  )
  select ${settingsBeside},
         (select json_agg(json_build_object('frameworkId', held.framework_id, 'framework', framework.slug, 'title', framework.title,
                   'version', held.version, 'hash', encode(stored.hash, 'hex'), 'level', held.level_id, 'declared', held.declared, 'people', held.people, 'unseen', held.unseen)
                   order by framework.slug, held.version, held.level_id, held.declared)
            from held
            join rungs.framework on framework.framework_id = held.framework_id
            join rungs.framework_version as stored on stored.framework_id = held.framework_id and stored.version = held.version) as rows`);

/** Where the people stand whom a figure is about and whither they want, as many of each as there are, with the organisation's settings. One statement. */
export async function placesOf(tx: Tx, about: About): Promise<{ settings: unknown; rows: StoodAt[] }> {
  const [found] = await places(tx, ...given(about));
  return { settings: found?.settings ?? {}, rows: found?.rows ?? [] };
}

/** As SQL: the newest version of `rungs.framework` that is in force on a day, as the gap report and Home have it; null where none is yet. One may be published for a day to come. */
export const inForceOn = (day: string): string => `(
  select max(stored.version) from rungs.framework_version as stored
   where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.effective_on <= ${day})`;

export type LevelCount = {
  framework: string;
  title: string;
  kind: "ladder" | "standard";
  level: string;
  levelTitle: string;
  rank: number;
  track: string;
  people: number;
};

// A rung on which nobody stands is shown too, as the version in force has it; one that it lost as the newest version that somebody
// is under had it.
const levels = statement<{ rows: LevelCount[] | null; people: number; nowhere: number }>(`
  with recursive ${whom}, held as materialized (
    select held.framework_id, held.version, held.level_id
      from ${placementsOn("$1::date")} as held join whom on whom.person_id = held.person_id
  ), counted as (
    select framework_id, level_id, max(version) as version, count(*) as people from held group by framework_id, level_id
  ), ladder as (
    select framework.framework_id, framework.slug, framework.title, framework.kind, ${inForceOn("$1::date")} as version
      from rungs.framework
     where framework.kind <> 'library' and framework.framework_id in (select framework_id from counted)
  ), rung as (
    select ladder.*, level.level_id, level.title as level_title, level.rank, level.track, level.position
      from ladder
      join rungs.level on level.framework_id = ladder.framework_id and level.version = ladder.version
    union all
    select ladder.*, level.level_id, level.title, level.rank, level.track, level.position
      from counted
      join ladder on ladder.framework_id = counted.framework_id
      join rungs.level on level.framework_id = counted.framework_id and level.version = counted.version and level.level_id = counted.level_id
     where not exists (select from rungs.level as kept
                        where kept.framework_id = ladder.framework_id and kept.version = ladder.version and kept.level_id = counted.level_id)
  )
  select (select json_agg(json_build_object('framework', rung.slug, 'title', rung.title, 'kind', rung.kind, 'level', rung.level_id,
                   'levelTitle', rung.level_title, 'rank', rung.rank, 'track', rung.track, 'people', coalesce(counted.people, 0))
                   order by rung.title, rung.slug, rung.rank desc, rung.position)
            from rung left join counted on counted.framework_id = rung.framework_id and counted.level_id = rung.level_id) as rows,
         (select count(*) from whom) as people,
         (select count(*) from whom) - (select count(*) from held) as nowhere`);

/** How many people stand on each rung: ladder by ladder, the highest rung first. One statement. */
export async function levelsOf(tx: Tx, about: About) {
  const [found] = await levels(tx, ...given(about));
  return { rows: found?.rows ?? [], people: found?.people ?? 0, nowhere: found?.nowhere ?? 0 };
}

export type Stays = {
  level: string;
  title: string;
  rank: number;
  track: string;
  /** On the rung today, with how long so far; and who went from it to another rung, with how long they had stayed: quarters of both in days. */
  now: { people: number; unseen: number; days: Quarters | null };
  moved: { people: number; unseen: number; days: Quarters | null };
};

// A move to another version of the ladder is no end of a stay. $7 the ladder by its name, null for the one with the most people.
const stays = statement<{ framework: string; title: string; settings: unknown; rows: Stays[] }>(`
  with recursive ${whom}, fact as materialized (
    select distinct on (placement.person_id, placement.from_on) placement.person_id, placement.from_on, placement.framework_id, placement.level_id, whom.seen
      from whom
      join rungs.placement_standing as placement on placement.person_id = whom.person_id and placement.from_on <= $1::date
     order by placement.person_id, placement.from_on, placement.recorded_at desc, placement.placement_id desc
  ), begun as (
    select *, lag((framework_id, level_id)) over span as before from fact window span as (partition by person_id order by from_on)
  ), stay as materialized (
    select person_id, seen, framework_id, level_id, from_on, lead(from_on) over span as until_on, lead(level_id) over span as onto
      from begun where before is null or before is distinct from (framework_id, level_id) window span as (partition by person_id order by from_on)
  ), ladder as (
    select * from (
      select framework.framework_id, framework.slug, framework.title, ${inForceOn("$1::date")} as version
        from rungs.framework
       where framework.kind <> 'library' and ($7::text is null or framework.slug = $7)) as framework
     where framework.version is not null
     order by (select count(*) from stay where stay.framework_id = framework.framework_id and until_on is null) desc, framework.slug limit 1
  ), measured as (
    select stay.level_id, until_on is null as now, count(distinct person_id) as people, count(distinct person_id) filter (where not seen) as unseen,
           percentile_cont(array[0.25, 0.5, 0.75]) within group (order by (coalesce(until_on, $1::date) - from_on)::float8) as days
      from stay join ladder on ladder.framework_id = stay.framework_id
     where stay.level_id is not null and (until_on is null or onto is not null)
     group by 1, 2
  )
  select ladder.slug as framework, ladder.title, ${settingsBeside},
         (select coalesce(json_agg(json_build_object('level', level.level_id, 'title', level.title, 'rank', level.rank, 'track', level.track,
                   'now', json_build_object('people', coalesce(here.people, 0), 'unseen', coalesce(here.unseen, 0), 'days', here.days),
                   'moved', json_build_object('people', coalesce(gone.people, 0), 'unseen', coalesce(gone.unseen, 0), 'days', gone.days))
                   order by level.rank desc, level.position), '[]')
            from rungs.level
            left join measured as here on here.level_id = level.level_id and here.now
            left join measured as gone on gone.level_id = level.level_id and not gone.now
           where level.framework_id = ladder.framework_id and level.version = ladder.version) as rows
    from ladder`);

/** How long people stay on the rungs of a ladder as it is in force, the highest first; null where there is no such ladder. One statement. */
export async function staysOf(tx: Tx, about: About, ladder: string | null) {
  const [found] = await stays(tx, ...given(about), ladder);
  return found ?? null;
}
