/**
 * Pieces of SQL that more than one store composes its statements of, so that "current" is asked in one way everywhere.
 * Arguments are SQL: a column, a parameter, a scalar query.
 */

/** The direct manager's id on a date, null without one: the newest line that holds then. `person` is an alias of `rungs.person`. */
export const managerOf = (person: string, on: string): string => `(
  select reported.manager_id from rungs.reporting_line_standing as reported
   where reported.org_id = ${person}.org_id and reported.person_id = ${person}.person_id and reported.from_on <= ${on}
   order by reported.from_on desc, reported.recorded_at desc, reported.reporting_line_id desc limit 1)`;

/** Ids of the managers of a person on a date, the direct one first. Forty steps bound a loop that no import should have let in. */
export const managersOf = (person: string, on: string): string => `array(
  with recursive line (manager_id, step) as (
    select ${managerOf(person, on)}, 1
    union all
    select (select above.manager_id from rungs.reporting_line_standing as above
             where above.org_id = ${person}.org_id and above.person_id = line.manager_id and above.from_on <= ${on}
             order by above.from_on desc, above.recorded_at desc, above.reporting_line_id desc limit 1), step + 1
      from line where line.manager_id is not null and step < 40)
  select manager_id from line where manager_id is not null order by step)`;

/** Ids of those who report to a manager on a date, at any depth, as rows to select from. A loop ends where it closes. */
export const reportsOf = (manager: string, on: string): string => {
  const holds = `line.from_on <= ${on} and not exists (
      select from rungs.reporting_line_standing as later
       where later.org_id = line.org_id and later.person_id = line.person_id and later.from_on <= ${on}
         and (later.from_on, later.recorded_at, later.reporting_line_id) > (line.from_on, line.recorded_at, line.reporting_line_id))`;
  return `(
  with recursive below (person_id) as (
    select line.person_id from rungs.reporting_line_standing as line where line.manager_id = ${manager} and ${holds}
    union
    select line.person_id from below join rungs.reporting_line_standing as line on line.manager_id = below.person_id where ${holds})
  select person_id from below)`;
};

/** Ids of a person's own team and of those above it. */
export const teamsOf = (person: string): string => `array(
  with recursive unit (team_id, parent_team_id, step) as (
    select team_id, parent_team_id, 1 from rungs.team where team.org_id = ${person}.org_id and team.team_id = ${person}.team_id
    union all
    select team.team_id, team.parent_team_id, step + 1
      from unit join rungs.team on team.org_id = ${person}.org_id and team.team_id = unit.parent_team_id
     where step < 40)
  select team_id from unit order by step)`;

/** Whether somebody is at work on a date. */
export const atWork = (person: string, on: string): string =>
  `(${person}.started_on is null or ${person}.started_on <= ${on}) and (${person}.left_on is null or ${person}.left_on > ${on})`;

/** The placements that hold on a date, as rows to select from: each person's newest that has begun, where it names a level. */
export const placementsOn = (on: string): string => `(
  select held.* from rungs.placement_standing as held
   where held.from_on <= ${on} and held.level_id is not null
     and not exists (
           select from rungs.placement_standing as later
            where later.org_id = held.org_id and later.person_id = held.person_id and later.from_on <= ${on}
              and (later.from_on, later.recorded_at, later.placement_id) > (held.from_on, held.recorded_at, held.placement_id)))`;

/** What is recorded of a person, as a JSON column; null where nothing is. */
export const recordRowsOf = (person: string): string => `(
  select json_agg(json_build_object('kind', kind, 'title', title, 'regulated', regulated, 'on', on_date, 'months', valid_months,
           'own', verified_at is null)
           order by on_date, recorded_at, record_id)
    from rungs.record_standing as record where record.person_id = ${person})`;
