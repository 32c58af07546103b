import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import { settle, type CalibratedValue, type GivenAnswer } from "../core/assessment/settle.ts";
import type { Answer } from "../core/gap/report.ts";
import { releasedAt } from "./answers.ts";
import { chainOf, type Link } from "./chain.ts";
import { declaredOf } from "./directions.ts";
import { atWork, placementsOn, reportsOf, teamsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Somebody at work with where they stand. */
export type Placed = {
  person: string;
  name: string;
  searchName: string;
  team: string | null;
  frameworkId: string;
  version: number;
  level: string;
  /** `framework/level` that they said they want next; null where they said nothing. */
  declared: string | null;
};
/** Whose people: those who report to a manager at any depth, those of a unit and the units below it, those on a ladder, at a level of it. */
export type Whom = { manager: string | null; team: string | null; framework: string | null; level: string | null };

// $1 day, $2 reader, $3 all, $4 the reader's units, $5 manager, $6 unit, $7 framework, $8 level, $9 how many.
const people = statement<Placed>(`
  select person.person_id as person, person.name, person.search_name as "searchName", team.name as team,
         held.framework_id as "frameworkId", held.version, held.level_id as level, ${declaredOf("person")} ->> 'value' as declared
    from ${placementsOn("$1::date")} as held
    join rungs.person on person.org_id = held.org_id and person.person_id = held.person_id
    join rungs.framework on framework.org_id = held.org_id and framework.framework_id = held.framework_id
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id
   where ${atWork("person", "$1::date")}
     and ($3::boolean or person.person_id = $2::uuid or person.person_id in ${reportsOf("$2::uuid", "$1::date")}
          or (cardinality($4::uuid[]) > 0 and ${teamsOf("person")} && $4::uuid[]))
     and ($5::uuid is null or person.person_id in ${reportsOf("$5::uuid", "$1::date")})
     and ($6::uuid is null or $6::uuid = any (${teamsOf("person")}))
     and ($7::text is null or framework.slug = $7) and ($8::text is null or held.level_id = $8)
   order by person.search_name, person.person_id limit $9`);

/** By name; those alone whose results the reader may see. @param limit one more than wanted tells that there are more. */
export const peopleOf = (tx: Tx, scope: Scope, today: string, whom: Whom, limit: number): Promise<Placed[]> =>
  people(tx, today, scope.personId, scope.all, [...scope.teams], whom.manager, whom.team, whom.framework, whom.level, limit);

export type Ladder = { frameworkId: string; slug: string; title: string; inForce: number | null; chain: Link[] };

const ladders = statement<Ladder>(`
  select framework.framework_id as "frameworkId", framework.slug, framework.title, ${chainOf("framework.framework_id")} as chain,
         (select max(stored.version) from rungs.framework_version as stored
           where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.effective_on <= $2::date) as "inForce"
    from rungs.framework
   where framework.framework_id = any($1::uuid[])
      or framework.slug in (select way.to_framework from rungs.transition as way where way.framework_id = any($1::uuid[]) and way.kind = 'promotion')
   order by framework.title, framework.slug`);

/** These ladders and those that promotions lead to from them. */
export const laddersOf = (tx: Tx, frameworkIds: readonly string[], today: string): Promise<Ladder[]> =>
  ladders(tx, [...frameworkIds], today);

/** Whom to measure against which level. */
export type Aim = { person: string; frameworkId: string; level: string };

type Row = {
  person: string;
  review: string;
  released: string;
  releasedOn: string;
  version: number;
  kind: GivenAnswer["kind"];
  answers: [string, Answer, string][];
};
const answers = statement<Row>(`
  select review.person_id as person, review.review_id as review, ${releasedAt}::text as released,
         (${releasedAt} at time zone organisation.time_zone)::date as "releasedOn", review.version, assessment.kind, given.answers
    from unnest($1::uuid[], $2::uuid[], $3::text[]) as asked (person_id, framework_id, level_id)
    join rungs.review on review.person_id = asked.person_id and review.framework_id = asked.framework_id
    join rungs.organisation on organisation.org_id = review.org_id
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
   cross join lateral (
         select json_agg(json_build_array(expectation_id, case answer when 'rated' then to_json(value) else to_json(answer) end, rated_on)) as answers
           from (select distinct on (expectation_id) expectation_id, answer, value, rated_on from rungs.rating
                  where rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
                    and rating.level_id = asked.level_id and rating.rated_on <= $4::date
                  order by expectation_id, recorded_at desc, rating_id desc) as newest) as given
   where review.withdrawn_at is null and ${releasedAt} is not null and assessment.state = 'submitted'
     and assessment.kind in ('manager', 'assessor') and given.answers is not null
   order by ${releasedAt}, assessment.submitted_at`);

const calibrated = statement<CalibratedValue & { person: string }>(`
  select review.person_id as person, decided.review_id as review, decided.expectation_id as expectation, decided.value, '' as reason, '' as by,
         (decided.decided_at at time zone organisation.time_zone)::date as on
    from unnest($1::uuid[], $2::uuid[]) as asked (person_id, framework_id)
    join rungs.review on review.person_id = asked.person_id and review.framework_id = asked.framework_id
    join rungs.organisation on organisation.org_id = review.org_id
    left join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.calibration as decided on decided.org_id = review.org_id and decided.review_id = review.review_id
   where review.withdrawn_at is null and ${releasedAt} is not null
     and (decided.decided_at at time zone organisation.time_zone)::date <= $3::date
   order by decided.decided_at`);

/** What counts of all that was released about these people, each against their own level: two statements, however many they are. */
export async function settledOf(tx: Tx, aims: readonly Aim[], today: string) {
  const [persons, frameworks] = [aims.map(({ person }) => person), aims.map(({ frameworkId }) => frameworkId)];
  const rows = await answers(
    tx,
    persons,
    frameworks,
    aims.map(({ level }) => level),
    today,
  );
  const given = Map.groupBy(rows, ({ person }) => person);
  const values = Map.groupBy(await calibrated(tx, persons, frameworks, today), ({ person }) => person);
  return (person: string) =>
    settle(
      (given.get(person) ?? []).flatMap(({ answers: said, ...review }) =>
        said.map(([expectation, answer, ratedOn]) => ({ ...review, cycle: "", rater: "", comment: null, expectation, answer, ratedOn })),
      ),
      values.get(person) ?? [],
    );
}
