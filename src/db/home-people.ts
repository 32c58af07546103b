import type { Transaction } from "kysely";
import { gapReport } from "../core/gap/report.ts";
import type { Interval } from "../core/gap/readiness.ts";
import { nextOf } from "../core/pathway/direction.ts";
import { answersOf, calibrationsOf, givenAnswers, resultsIn, type Released } from "./answers.ts";
import { chainOf, type Link } from "./chain.ts";
import { atWork, managerOf } from "./lines.ts";
import { rowsOf, sortKeys, type Row } from "./person-rows.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";
import { versions, type StoredVersion, type VersionKey } from "./versions.ts";

type Tx = Transaction<Tables>;

const chosen = (after: string) => `
  select * from (
    select person.*, ${sortKeys.level} collate "C" as sort_key, ${after === "" ? "count(*) over ()" : "null::bigint"} as total
      from rungs.person
     where ${atWork("person", "$1::date")}
       and person_id in (select person_id from rungs.reporting_line_standing where manager_id = $2::uuid and from_on <= $1::date)
       and ${managerOf("person", "$1::date")} = $2::uuid) as person
   ${after} order by sort_key, search_name, person_id limit $3`;
const firstOf = statement<Row>(rowsOf(chosen("")));
const laterOf = statement<Row>(rowsOf(chosen("where (sort_key, search_name, person_id) > ($4::text, $5::text, $6::uuid)")));

/** Who reports to a manager, from the top of each ladder down; one more than asked for. @param after sort key, name and id of the last of the page before. */
export const reportsOn = (
  tx: Tx,
  manager: string,
  today: string,
  limit: number,
  after: readonly [string, string, string] | null,
): Promise<Row[]> => (after === null ? firstOf(tx, today, manager, limit + 1) : laterOf(tx, today, manager, limit + 1, ...after));

export type PartState = "waiting" | "begun" | "in";
/** A review in a cycle that runs. `manager` is the part of whoever rates as the manager, `mine` its id where the reader does. */
export type RunningReview = {
  id: string;
  cycle: string;
  self: PartState | null;
  manager: PartState | null;
  mine: string | null;
  /** The cycle is being calibrated; for whom something was decided in it nobody is told before the release. */
  calibrating: boolean;
};
type Beside = {
  person: string;
  place: (VersionKey & { framework: string; level: string }) | null;
  declared: string | null;
  review: RunningReview | null;
  lastTalk: string | null;
};

const partOf = (kind: string) => `(
  select case when part.state = 'submitted' then 'in' when part.state = 'not-started' then 'waiting' else 'begun' end
    from rungs.assessment as part
   where part.org_id = review.org_id and part.review_id = review.review_id and part.closed_at is null and part.kind = '${kind}'
   order by part.assessment_id limit 1)`;

// $1 today, $2 people, $3 the reader. They talked when they said so in a plan, wrote a note together, or began a check-in.
const besideOf = statement<Beside>(`
  select person.person_id as person,
         (select json_build_object('frameworkId', stored.framework_id, 'version', stored.version, 'hash', encode(stored.hash, 'hex'),
                   'framework', framework.slug, 'level', held.level_id)
            from (select * from rungs.placement_standing as placement
                   where placement.org_id = person.org_id and placement.person_id = person.person_id and placement.from_on <= $1::date
                   order by placement.from_on desc, placement.recorded_at desc, placement.placement_id desc limit 1) as held
            join rungs.framework on framework.org_id = held.org_id and framework.framework_id = held.framework_id
            join rungs.framework_version as stored
              on stored.org_id = held.org_id and stored.framework_id = held.framework_id and stored.version = held.version) as place,
         (select case when said.level_id is not null then framework.slug || '/' || said.level_id end
            from rungs.declared_direction as said
            join rungs.framework on framework.org_id = said.org_id and framework.framework_id = said.framework_id
           where said.org_id = person.org_id and said.person_id = person.person_id
           order by said.declared_at desc, said.declared_direction_id desc limit 1) as declared,
         (select json_build_object('id', review.review_id, 'cycle', cycle.title, 'self', ${partOf("self")}, 'manager', ${partOf("manager")},
                   'mine', (select part.assessment_id from rungs.assessment as part
                             where part.org_id = review.org_id and part.review_id = review.review_id and part.closed_at is null
                               and part.kind = 'manager' and part.rater_id = $3::uuid),
                   'calibrating', cycle.state = 'calibrating')
            from rungs.review
            join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id and cycle.state in ('open', 'calibrating')
           where review.org_id = person.org_id and review.person_id = person.person_id and review.withdrawn_at is null
           order by cycle.launched_at desc nulls last, cycle.cycle_id desc limit 1) as review,
         (select max(talk.on) from (
            select (coalesce(review.agreed_note_at, case review.kind when 'check-in' then review.opened_at end) at time zone organisation.time_zone)::date as on
              from rungs.review join rungs.organisation on organisation.org_id = review.org_id
             where review.org_id = person.org_id and review.person_id = person.person_id
            union all
            select note.held_on from rungs.plan_note as note
             where note.org_id = person.org_id and note.person_id = person.person_id and note.kind = 'check-in') as talk
           where talk.on <= $1::date) as "lastTalk"
    from rungs.person
   where person.person_id = any($2::uuid[])`);

type Aim = { person: string; framework: string; level: string; pinned: number | null };
type Facts = Omit<Released, "chain"> & {
  person: string;
  target: { frameworkId: string; framework: string; title: string; version: number } | null;
  chain: readonly Link[] | null;
};

// What counts of each against the level that they aim at. $1 today, $2 people, $3 frameworks, $4 levels, $5 versions (null: in force today).
const factsOf = statement<Facts>(`
  with aim as materialized (
    select named.person_id, named.level_id, framework.org_id, framework.framework_id, framework.slug, framework.title,
           coalesce(named.version, (select max(stored.version) from rungs.framework_version as stored
             where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id and stored.effective_on <= $1::date)) as version
      from unnest($2::uuid[], $3::text[], $4::text[], $5::int[]) as named (person_id, slug, level_id, version)
      join rungs.framework on framework.slug = named.slug
  ), chains as materialized (
    select framework_id, ${chainOf("every.framework_id")} as chain from (select distinct framework_id from aim) as every
  )
  select aim.person_id as person,
         json_build_object('frameworkId', aim.framework_id, 'framework', aim.slug, 'title', aim.title, 'version', aim.version) as target,
         chains.chain,
         ${answersOf("aim.person_id", "aim.framework_id", "array[aim.level_id]", "$1::date")} as answers,
         ${calibrationsOf("aim.person_id", "aim.framework_id", "$1::date")} as calibrations
    from aim join chains on chains.framework_id = aim.framework_id
   where aim.version is not null`);

/** How far somebody is towards what comes next for them, or, where nothing does, what their own level asks. */
export type Towards = {
  framework: string;
  frameworkTitle: string;
  level: string;
  levelTitle: string;
  relation: "next" | "current";
  readiness: Interval;
  /** The share that the level asks for. */
  bar: number;
  /** Nobody has assessed any of it. */
  unassessed: boolean;
};
export type Standing = { review: RunningReview | null; lastTalk: string | null; towards: Towards | null };

const parts = (reference: string, framework: string) => {
  const slash = reference.indexOf("/");
  return slash < 0 ? { framework, level: reference } : { framework: reference.slice(0, slash), level: reference.slice(slash + 1) };
};

/** The versions of a chain that lie between what was answered and what is aimed at. */
function spanned({ target, chain, answers }: Facts): Link[] {
  const numbers = [target?.version ?? 0, ...(answers ?? []).map(({ version }) => version)];
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  return (chain ?? []).filter(({ version }) => version >= least && version <= most);
}

/**
 * How each of these stands, by their ids: two queries however many they are, and one or two more where documents have not been
 * read lately. Whoever asks has to have made sure that these are theirs to read.
 */
export async function standingOf(
  tx: Tx,
  { orgId, personId }: { orgId: string; personId: string },
  people: readonly string[],
  today: string,
): Promise<ReadonlyMap<string, Standing>> {
  if (people.length === 0) return new Map();
  const beside = await besideOf(tx, today, [...people], personId);
  const places = beside.flatMap(({ place }) => place ?? []);
  const own = await versions(tx, orgId, [...new Map(places.map((place) => [place.hash, place])).values()]);
  const aims = beside.flatMap(({ person, place, declared }): Aim[] => {
    const content = place === null ? undefined : own.get(place.hash)?.content;
    if (place === null || content === undefined) return [];
    const [next] = content.levels.some(({ id }) => id === place.level) ? nextOf(content, place.level, declared) : [];
    const aim = parts(next ?? place.level, place.framework);
    return [{ person, ...aim, pinned: aim.framework === place.framework ? place.version : null }];
  });
  const columns = [
    aims.map(({ person }) => person),
    aims.map(({ framework }) => framework),
    aims.map(({ level }) => level),
    aims.map(({ pinned }) => pinned),
  ] as const;
  const facts = aims.length === 0 ? [] : await factsOf(tx, today, ...columns);
  // All at once, so that none is read for one person alone.
  await versions(tx, orgId, [...new Map(facts.flatMap(spanned).map((link) => [link.hash, link])).values()]);
  const towards = new Map<string, Towards>();
  for (const each of facts) {
    const aim = aims.find(({ person }) => person === each.person);
    if (aim === undefined || each.target === null) continue;
    const { stored, results } = await resultsIn(tx, orgId, each.target.version, each, givenAnswers(each));
    const place = beside.find(({ person }) => person === each.person)?.place;
    const relation = place?.framework === aim.framework && place.level === aim.level ? "current" : "next";
    const found = stored === undefined ? null : towardsOf(stored, each.target, aim.level, relation, results, today);
    if (found !== null) towards.set(each.person, found);
  }
  return new Map(beside.map(({ person, review, lastTalk }) => [person, { review, lastTalk, towards: towards.get(person) ?? null }]));
}

function towardsOf(
  { content }: StoredVersion,
  target: NonNullable<Facts["target"]>,
  level: string,
  relation: Towards["relation"],
  ratings: Parameters<typeof gapReport>[0]["ratings"],
  on: string,
): Towards | null {
  const named = content.levels.find(({ id }) => id === level);
  if (named === undefined) return null;
  const report = gapReport({ framework: content, version: target.version, level, on, ratings, records: {} });
  const asked = report.clauses.find((line) => line.clause === "readinessAtLeast");
  return {
    framework: target.framework,
    frameworkTitle: target.title,
    level,
    levelTitle: named.title,
    relation,
    readiness: report.readiness,
    bar: asked === undefined ? 1 : asked.percent / 100,
    unassessed: report.expectations.length > 0 && report.expectations.every(({ attainment }) => attainment === null),
  };
}
