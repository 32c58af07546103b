import type { Transaction } from "kysely";
import type { Scope } from "../core/access/policy.ts";
import type { Step } from "../core/framework/carry.ts";
import type { Framework } from "../core/framework/document.ts";
import {
  effectsOn,
  isTouched,
  reading,
  settled,
  size,
  type Effect,
  type Given,
  type Place,
  type Reading,
  type Side,
} from "../core/framework/impact.ts";
import type { Answer } from "../core/gap/report.ts";
import { nextLevels } from "../core/pathway/next.ts";
import { chainOf, spanOf, type Link } from "./chain.ts";
import { atWork, placementsOn, reportsOf } from "./lines.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

type Standing = VersionKey & { person: string; name: string; framework: string; level: string; mine: boolean };

// People on the framework, or whose promotions lead there. $1 framework, $2 its slug, $3 day, $4 reader, $5 all, $6 the reader's units.
const peopleOf = statement<Standing>(`
  with recursive unit (team_id) as (
    select team_id from rungs.team where team_id = any($6::uuid[])
    union
    select team.team_id from unit join rungs.team on team.parent_team_id = unit.team_id
  ), report as materialized (select person_id from ${reportsOf("$4::uuid", "$3::date")} as below)
  select person.person_id as person, person.name, framework.slug as framework, held.framework_id as "frameworkId", held.version,
         encode(stored.hash, 'hex') as hash, held.level_id as level,
         $5::boolean or person.person_id = $4::uuid or coalesce(person.team_id in (select team_id from unit), false)
           or person.person_id in (select person_id from report) as mine
    from ${placementsOn("$3::date")} as held
    join rungs.person on person.org_id = held.org_id and person.person_id = held.person_id
    join rungs.framework on framework.org_id = held.org_id and framework.framework_id = held.framework_id
    join rungs.framework_version as stored on stored.org_id = held.org_id and stored.framework_id = held.framework_id and stored.version = held.version
   where ${atWork("person", "$3::date")}
     and (held.framework_id = $1 or exists (
           select from rungs.transition as way
            where way.org_id = held.org_id and way.framework_id = held.framework_id and way.version = held.version
              and way.kind = 'promotion' and way.from_framework = framework.slug and way.from_level = held.level_id and way.to_framework = $2))`);

type Submitted = { assessment: string; review: string; person: string; version: number; kind: "manager" | "assessor" };

// $1 framework, $2 people. In order of release.
const assessmentsOf = statement<Submitted>(`
  select assessment.assessment_id as assessment, review.review_id as review, review.person_id as person, review.version, assessment.kind
    from rungs.review
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
   where review.framework_id = $1 and review.person_id = any($2) and review.withdrawn_at is null
     and cycle.released_at is not null and assessment.state = 'submitted' and assessment.kind in ('manager', 'assessor')
   order by cycle.released_at, assessment.submitted_at`);

// The newest answers of each assessment to each expectation, as "place answer day" one after the other: hundreds of thousands
// of rows would take longer to be sent than to be found. $1 assessments, $2 expectations, $3 levels, $4 day.
const answersOf = statement<{ assessment: number; answers: string }>(`
  select assessment, string_agg(place || ' ' || answer || ' ' || rated_on, ',') as answers
    from (select distinct on (asked.number, named.place) asked.number::int as assessment, named.place - 1 as place,
                 coalesce(rating.value::text, rating.answer) as answer, rating.rated_on
            from rungs.rating
            join unnest($1::uuid[]) with ordinality as asked (assessment_id, number) on asked.assessment_id = rating.assessment_id
            join unnest($2::text[]) with ordinality as named (expectation_id, place) on named.expectation_id = rating.expectation_id
           where rating.level_id = any($3) and rating.rated_on <= $4
           order by asked.number, named.place, rating.recorded_at desc, rating.rating_id desc) as newest
   group by assessment`);

// $1 framework, $2 people, $3 day.
const calibrationsOf = statement<{ person: string; review: string; expectation: string; value: number; on: string }>(`
  select review.person_id as person, decided.review_id as review, decided.expectation_id as expectation, decided.value,
         (decided.decided_at at time zone organisation.time_zone)::date as on
    from rungs.review
    join rungs.organisation on organisation.org_id = review.org_id
    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
    join rungs.calibration as decided on decided.org_id = review.org_id and decided.review_id = review.review_id
   where review.framework_id = $1 and review.person_id = any($2) and cycle.released_at is not null and review.withdrawn_at is null
     and (decided.decided_at at time zone organisation.time_zone)::date <= $3
   order by decided.decided_at`);

export type PinnedCycle = { id: string; title: string; state: string; version: number; participants: number };

const factsOf = statement<{
  chain: readonly Link[] | null;
  inForce: number | null;
  cycles: PinnedCycle[] | null;
  ratingsOf: string | null;
}>(`
  select ${chainOf("$1::uuid")} as chain,
         (select max(stored.version) from rungs.framework_version as stored where stored.framework_id = $1 and stored.effective_on <= $2::date) as "inForce",
         (select json_agg(json_build_object('id', pinned.cycle_id, 'title', pinned.title, 'state', pinned.state, 'version', pinned.version, 'participants', pinned.participants)
                   order by pinned.released_at desc nulls first, pinned.title, pinned.version)
            from (select cycle.cycle_id, cycle.title, cycle.state, cycle.released_at, review.version, count(*) as participants
                    from rungs.review
                    join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
                   where review.framework_id = $1 and review.withdrawn_at is null and cycle.state in ('open', 'calibrating', 'released')
                   group by cycle.cycle_id, cycle.title, cycle.state, cycle.released_at, review.version) as pinned) as cycles,
         (select (max(cycle.released_at) at time zone organisation.time_zone)::date
            from rungs.organisation
            join rungs.review on review.org_id = organisation.org_id
            join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
           where review.framework_id = $1 and cycle.released_at <= $3
           group by organisation.time_zone) as "ratingsOf"`);

/** One effect of one person; `version` is that of their reports now, `mine` whether the reader may see it. */
export type Touched = Effect & { person: { id: string; name: string }; version: number; mine: boolean };
export type Impact = { considered: number; touched: Touched[]; cycles: PinnedCycle[]; ratingsOf: string | null };

type About = { frameworkId: string; slug: string; today: string; now: Date; scope: Scope; orgId: string };

/**
 * Whom a version would touch that is not published yet, with each one's readiness before and after: five queries, however
 * many people there are, and two more where documents have not been read lately.
 *
 * @param after the version as it would be; `step` leads to it from the version in force.
 * @param measured false where nobody's readiness can be told, because the document has faults: nobody is `touched` then.
 * @returns effects in order of their size; equals by name.
 */
export async function impactOf(
  tx: Tx,
  about: About,
  after: { content: Framework; version: number },
  step: Step,
  measured = true,
): Promise<Impact> {
  const [facts] = await factsOf(tx, about.frameworkId, about.today, about.now);
  const chain = facts?.chain ?? [];
  const all = await spanOf(tx, about.orgId, chain, 1, after.version - 1);
  const side = (version: number): Side | null => {
    const stored = all.contents.get(version);
    return stored === undefined ? null : { content: stored.content, version, steps: all.steps };
  };
  const will: Side = { ...after, steps: new Map([...all.steps, [after.version, step]]) };

  const { scope } = about;
  const people = await peopleOf(tx, about.frameworkId, about.slug, about.today, scope.personId, scope.all, [...scope.teams]);
  const places = await placesOf(tx, about, people, facts?.inForce ?? null, (level, version) => {
    const before = side(version);
    return measured && before !== null && isTouched(level, before, will);
  });
  const concerned = people.flatMap((person) => {
    const at = places(person);
    return at.levels.length === 0 ? [] : [{ person, ...at }];
  });
  const levels = [...new Set(concerned.flatMap((each) => each.levels.map(({ level }) => level)))];
  const expectations = expectationsAt(levels, [will.content, ...[...all.contents.values()].map(({ content }) => content)]);
  const results = await resultsOf(
    tx,
    about,
    concerned.map(({ person }) => person.person),
    levels,
    expectations,
  );

  const readings = new Map<number, Reading>();
  const readingOf = (version: number): Reading | null => {
    const before = readings.has(version) ? null : side(version);
    if (before !== null) readings.set(version, reading(before, expectations, about.today));
    return readings.get(version) ?? null;
  };
  const later = concerned.length === 0 ? null : reading(will, expectations, about.today);
  const touched: Touched[] = [];
  let since = performance.now();
  for (const { person, version, levels: at } of concerned) {
    const before = readingOf(version);
    if (before === null || later === null) continue;
    for (const effect of effectsOn(at, results(person.person), before, later))
      touched.push({ ...effect, person: { id: person.person, name: person.name }, version, mine: person.mine });
    if (performance.now() - since < TURN) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  const order = (a: Touched, b: Touched) =>
    size(b) - size(a) ||
    b.newlyUnassessed.length - a.newlyUnassessed.length ||
    (a.person.name < b.person.name ? -1 : a.person.name > b.person.name ? 1 : 0) ||
    (a.person.id < b.person.id ? -1 : 1);
  return { considered: people.length, touched: touched.toSorted(order), cycles: facts?.cycles ?? [], ratingsOf: facts?.ratingsOf ?? null };
}

const expectationsAt = (levels: readonly string[], contents: readonly Framework[]): string[] => [
  ...new Set(
    contents.flatMap((content) =>
      content.levels.filter(({ id }) => levels.includes(id)).flatMap((level) => level.expectations.map(({ id }) => id)),
    ),
  ),
];

/** Milliseconds of computing before others get their turn. */
const TURN = 20;

/** Where each one stands, and what is next: the same for all who are at one level of one version. */
async function placesOf(
  tx: Tx,
  about: About,
  people: readonly Standing[],
  inForce: number | null,
  touched: (level: string, version: number) => boolean,
) {
  const keys = [
    ...new Map(
      people.map((person) => [person.hash, { frameworkId: person.frameworkId, version: person.version, hash: person.hash }]),
    ).values(),
  ];
  const contents = await versions(tx, about.orgId, keys);
  const known = new Map<string, { version: number; levels: Place[] }>();
  return ({ hash, framework, version, level }: Standing): { version: number; levels: Place[] } => {
    const key = `${hash} ${version} ${level}`;
    let found = known.get(key);
    if (found === undefined) {
      const content = contents.get(hash)?.content;
      const next = content?.levels.some(({ id }) => id === level) === true ? nextLevels(content, level) : [];
      const here = framework === about.slug;
      const against = here ? version : (inForce ?? 0);
      const levels: Place[] = [
        ...(here ? [{ relation: "is" as const, level }] : []),
        ...next.flatMap((each) =>
          each.startsWith(`${about.slug}/`) ? [{ relation: "towards" as const, level: each.slice(about.slug.length + 1) }] : [],
        ),
      ];
      known.set(key, (found = { version: against, levels: levels.filter((place) => touched(place.level, against)) }));
    }
    return found;
  };
}

/**
 * @param expectations by whose places results name them.
 * @returns of a person their settled results about these levels.
 */
async function resultsOf(
  tx: Tx,
  { frameworkId, today }: About,
  people: readonly string[],
  levels: readonly string[],
  expectations: readonly string[],
): Promise<(person: string) => Given[]> {
  if (people.length === 0) return () => [];
  const submitted = await assessmentsOf(tx, frameworkId, [...people]);
  const answered = await answersOf(
    tx,
    submitted.map(({ assessment }) => assessment),
    [...expectations],
    [...levels],
    today,
  );
  const answers = new Map(answered.map((row) => [row.assessment, row.answers]));
  const places = new Map(expectations.map((id, place) => [id, place]));
  const assessments = Map.groupBy(
    submitted.map((each, index) => ({ ...each, text: answers.get(index + 1) ?? "" })),
    ({ person }) => person,
  );
  const calibrations = Map.groupBy(await calibrationsOf(tx, frameworkId, [...people], today), ({ person }) => person);
  return (person) =>
    settled(
      (assessments.get(person) ?? []).map(({ text, ...each }) => ({ ...each, answers: text === "" ? [] : text.split(",").map(answerOf) })),
      (calibrations.get(person) ?? []).flatMap(({ expectation, ...each }) => {
        const place = places.get(expectation);
        return place === undefined ? [] : [{ ...each, expectation: place }];
      }),
    );
}

function answerOf(text: string): readonly [number, Answer, string] {
  const [place, said, ratedOn = ""] = text.split(" ");
  return [Number(place), said === "not-observed" || said === "no-opportunity" ? said : Number(said), ratedOn];
}
