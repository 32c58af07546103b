import type { Member, PersonSubject } from "../../core/access/actor.ts";
import { can } from "../../core/access/policy.ts";
import { ownRatings, type Result } from "../../core/assessment/settle.ts";
import type { Framework, Level } from "../../core/framework/document.ts";
import { expectationWording, type Library } from "../../core/gap/wording.ts";
import { recordsHeld, type RecordRow } from "../../core/gap/held.ts";
import { gapReport } from "../../core/gap/report.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import { Problem } from "../../core/problem.ts";
import { answersOf, calibrationsOf, givenAnswers, resultsIn, type Released } from "../../db/answers.ts";
import { chainOf } from "../../db/chain.ts";
import { managersOf, recordRowsOf, teamsOf } from "../../db/lines.ts";
import { statement } from "../../db/statement.ts";
import { versions, type VersionKey } from "../../db/versions.ts";
import type { Tx } from "../../http/route.ts";
import { way } from "../../core/pathway/way.ts";

/** A placement as stored; null where it ended the one before without a new one. In order of time. */
type Placement = VersionKey & {
  framework: string;
  title: string;
  level: string | null;
  from: string;
  /** The move to a version that wrote it, unless that was undone, and until when the version before counts as well. */
  move: string | null;
  overlapUntil: string | null;
};

/** The person with what every report of them needs, read in the one query that the policy asks for anyway. */
export type GapSubject = PersonSubject & { name: string; team: string | null; placements: readonly Placement[] };

const subjectOf = statement<GapSubject>(`
  select person.org_id as "orgId", person.person_id as "personId", person.name, team.name as team,
         ${managersOf("person", "$2::date")} as managers,
         ${teamsOf("person")} as teams,
         (select coalesce(json_agg(json_build_object(
                   'frameworkId', framework.framework_id, 'framework', framework.slug, 'title', framework.title,
                   'version', stored.version, 'hash', encode(stored.hash, 'hex'), 'level', placement.level_id, 'from', placement.from_on,
                   'move', moved.version_move_id, 'overlapUntil', moved.overlap_until)
                   order by placement.from_on, placement.recorded_at, placement.placement_id), '[]')
            from rungs.placement_standing as placement
            left join rungs.framework on framework.org_id = placement.org_id and framework.framework_id = placement.framework_id
            left join rungs.framework_version as stored
              on stored.org_id = placement.org_id and stored.framework_id = placement.framework_id and stored.version = placement.version
            left join rungs.version_move as moved
              on moved.org_id = placement.org_id and moved.version_move_id = placement.version_move_id and moved.undone_at is null
           where placement.org_id = person.org_id and placement.person_id = person.person_id) as placements
    from rungs.person
    left join rungs.team on team.org_id = person.org_id and team.team_id = person.team_id
   where person.person_id = $1`);

/** @throws Problem "not-found" */
export async function subject(tx: Tx, personId: string, today: string): Promise<GapSubject> {
  const [found] = await subjectOf(tx, personId, today);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

type Facts = Released & {
  target: { frameworkId: string; framework: string; title: string; version: number } | null;
  records: RecordRow[] | null;
  menu: { framework: string; title: string; level: string; levelTitle: string }[] | null;
};

/** Frameworks whose levels the menu of targets offers, own ones and those that lead on first; an organisation may have hundreds. */
const MENU = 12;

// $1 person, $2 day, $3 framework aimed at, $4 its version (null: the one in force on the day), $5 level, $6 frameworks to offer first.
const factsOf = statement<Facts>(`
  with target as (
    select framework.org_id, framework.framework_id, framework.slug, framework.title,
           (select max(stored.version) from rungs.framework_version as stored
             where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
               and case when $4::int is null then stored.effective_on <= $2 else stored.version = $4 end) as version
      from rungs.framework where framework.slug = $3
  )
  select (select json_build_object('frameworkId', framework_id, 'framework', slug, 'title', title, 'version', version)
            from target where version is not null) as target,
         ${chainOf("(select framework_id from target)")} as chain,
         ${answersOf("$1", "(select framework_id from target)", "array[$5::text]", "$2::date")} as answers,
         ${calibrationsOf("$1", "(select framework_id from target)", "$2::date")} as calibrations,
         ${recordRowsOf("$1")} as records,
         (select json_agg(json_build_object('framework', offered.slug, 'title', offered.title, 'level', level.level_id, 'levelTitle', level.title)
                   order by offered.place, level.position)
            from (select framework.org_id, framework.framework_id, framework.slug, framework.title,
                         row_number() over (order by array_position($6::text[], framework.slug), framework.title, framework.slug) as place,
                         (select max(stored.version) from rungs.framework_version as stored
                           where stored.org_id = framework.org_id and stored.framework_id = framework.framework_id
                             and stored.effective_on <= $2) as version
                    from rungs.framework where framework.kind <> 'library'
                   order by place limit ${MENU}) as offered
            join rungs.level on level.org_id = offered.org_id and level.framework_id = offered.framework_id and level.version = offered.version) as menu`);

type Reference = { framework: string; level: string };
type Relation = "current" | "next" | "same-ladder" | "other";
type Target = Reference & { title: string; frameworkTitle: string; relation: Relation };

const parts = (reference: string, framework: string): Reference => {
  const slash = reference.indexOf("/");
  return slash < 0 ? { framework, level: reference } : { framework: reference.slice(0, slash), level: reference.slice(slash + 1) };
};
const same = (a: Reference, b: Reference | null) => a.framework === b?.framework && a.level === b.level;

/**
 * @param asked `framework/level`; null for the first next level of the person's own, or their own where none follows.
 * @throws Problem "invalid" if what was asked for is no level of a framework in force on the day.
 */
export async function report(tx: Tx, actor: Member, person: GapSubject, asked: string | null, on: string, version: number | null = null) {
  const now = placedOn(person.placements, on);
  const before = placeBefore(person.placements, now, on);
  if (version !== null && version !== now?.version && version !== before?.version) throw notCounted(version, on);
  const old = before !== null && version === before.version;
  const place = old ? before : now;
  const own = place === null ? undefined : (await versions(tx, person.orgId, [place])).get(place.hash);
  const next = place === null || own === undefined ? [] : nextLevels(own.content, place.level).map((each) => parts(each, place.framework));

  const aims: Reference[] = asked !== null ? [parts(asked, "")] : place === null ? [] : [...next, place];
  const neighbours = [...(place === null ? [] : [place.framework]), ...next.map(({ framework }) => framework)];
  let aim: Reference | undefined;
  let facts: Facts | undefined;
  do {
    aim = aims.shift();
    const pinned = place !== null && aim?.framework === place.framework ? place.version : null;
    [facts] = await factsOf(tx, person.personId, on, aim?.framework ?? null, pinned, aim?.level ?? null, neighbours);
  } while (facts?.target === null && aims.length > 0);
  if (facts === undefined) throw new Problem("internal"); // a select without a from has one row

  const targets = targetsOf(facts, place, own?.content, next);
  const about = {
    person: { id: person.personId, name: person.name, you: actor.personId === person.personId, team: person.team },
    current: place === null || own === undefined ? null : placeOf(place, own.content, place.level),
    overlap: before === null || now === null ? null : { until: now.overlapUntil ?? on, now: now.version, before: before.version, old },
    can: can(actor, ["gap.read", "checkin.start"], person),
  };
  if (aim === undefined) {
    const nothing = { target: null, cycle: null, scale: [], domains: [], ladder: [], report: null, lines: {}, requirements: [] };
    return { ...about, ...nothing, targets: targets.map(option) };
  }

  if (facts.target === null) throw unknownTarget(aim, on);
  const answers = givenAnswers(facts);
  const { stored, results } = await resultsIn(tx, person.orgId, facts.target.version, facts, answers);
  const level = stored?.content.levels.find(({ id }) => id === aim.level);
  if (stored === undefined || level === undefined) throw unknownTarget(aim, on);

  const { content, libraries } = stored;
  const made = gapReport({
    framework: content,
    version: facts.target.version,
    level: level.id,
    on,
    ratings: results,
    records: recordsHeld(facts.records ?? [], person.placements),
  });
  const measured = new Set(level.expectations.map(({ id }) => id));
  const cycle = results.findLast(({ expectation }) => measured.has(expectation));
  const relation = targets.find((target) => same(target, aim))?.relation ?? "other";
  if (relation === "other" && !targets.some((target) => same(target, aim)))
    targets.push({ ...aim, title: level.title, frameworkTitle: facts.target.title, relation });
  const from = place?.framework === aim.framework ? place.level : null;
  return {
    ...about,
    target: {
      ...placeOf(facts.target, content, level.id),
      relation,
      source: content.source?.title ?? null,
      licence: content.source?.licence ?? null,
    },
    targets: targets.map(option),
    cycle: cycle === undefined ? null : { title: cycle.cycle, releasedOn: cycle.releasedOn },
    scale: content.scale,
    domains: content.domains,
    ladder: way(content, level.id, from).map(({ id, title, rank }) => ({ level: id, title, rank, you: id === from, aim: id === level.id })),
    report: made,
    lines: linesOf(content, libraries, level, results, ownRatings(answers)),
    requirements: level.requirements,
  };
}

type Place = Placement & { level: string };

const placeAt = (placement: Placement | undefined): Place | null =>
  placement === undefined || placement.level === null ? null : { ...placement, level: placement.level };

const placedOn = (placements: readonly Placement[], on: string) => placeAt(placements.findLast(({ from }) => from <= on));

/** Where the person stood before they were moved to another version, while that counts as well; null otherwise. */
function placeBefore(placements: readonly Placement[], now: Place | null, on: string): Place | null {
  if (now === null || now.move === null || now.overlapUntil === null || now.overlapUntil < on) return null;
  const found = placeAt(placements.findLast(({ from, move }) => from <= on && move !== now.move));
  return found?.framework === now.framework && found.version !== now.version ? found : null;
}

const notCounted = (version: number, on: string) =>
  new Problem("invalid", `Version ${version} does not count for this person on ${on}.`, [
    { code: "unknown-reference", path: "/version", message: "It is neither the version of their place nor the one they were moved from." },
  ]);

const unknownTarget = ({ framework, level }: Reference, on: string) =>
  new Problem("invalid", `There is no level ${framework}/${level} in force on ${on}.`, [
    { code: "unknown-reference", path: "/target", message: `No framework in force on ${on} has this level.` },
  ]);

const placeOf = (at: { framework: string; version: number }, content: Framework, level: string) => ({
  framework: at.framework,
  frameworkTitle: content.title,
  version: at.version,
  level,
  levelTitle: content.levels.find(({ id }) => id === level)?.title ?? level,
});

const option = ({ framework, level, title, frameworkTitle, relation }: Target) => ({
  value: `${framework}/${level}`,
  title,
  frameworkTitle,
  relation,
});

/** The menu: the next levels, one's own, the others of one's ladder as the person's version has them, then other frameworks in force. */
function targetsOf(
  facts: Facts,
  place: (Reference & { title: string }) | null,
  own: Framework | undefined,
  next: readonly Reference[],
): Target[] {
  const elsewhere = (facts.menu ?? []).filter(({ framework }) => framework !== place?.framework);
  const all: Omit<Target, "relation">[] = [
    ...(place === null || own === undefined
      ? []
      : own.levels.map(({ id, title }) => ({ framework: place.framework, level: id, title, frameworkTitle: place.title }))),
    ...elsewhere.map(({ framework, level, levelTitle, title }) => ({ framework, level, title: levelTitle, frameworkTitle: title })),
  ];
  const relationOf = (target: Reference): Relation => {
    if (next.some((each) => same(each, target))) return "next";
    if (same(target, place)) return "current";
    return target.framework === place?.framework ? "same-ladder" : "other";
  };
  const order: readonly Relation[] = ["next", "current", "same-ladder", "other"];
  return all
    .map((target) => ({ ...target, relation: relationOf(target) }))
    .sort((a, b) => order.indexOf(a.relation) - order.indexOf(b.relation));
}

/** Beside each expectation of the report: its words, who rated it, what they said, and how it was rated before. */
function linesOf(
  content: Framework,
  libraries: readonly Library[],
  level: Level,
  results: readonly Result[],
  own: ReadonlyMap<string, number | null>,
) {
  const onScale = (value: number | null | undefined) => (content.scale.some((point) => point.value === value) ? (value ?? null) : null);
  return Object.fromEntries(
    level.expectations.map((expectation) => {
      const history = results.filter((result) => result.expectation === expectation.id);
      const newest = history.at(-1);
      const wording = expectationWording(content, expectation, libraries);
      const line = {
        ...wording,
        markers: [...wording.markers],
        self: onScale(own.get(expectation.id)),
        comment: newest?.comment ?? null,
        rater: newest?.rater ?? null,
        history: history.map(({ cycle, ratedOn, answer }) => ({ cycle, on: ratedOn, answer })),
        evidence: 0,
      };
      return [expectation.id, line];
    }),
  );
}
