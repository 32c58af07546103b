import type { Transaction } from "kysely";
import type { Member } from "../core/access/actor.ts";
import { ownRatings } from "../core/assessment/settle.ts";
import type { Framework } from "../core/framework/document.ts";
import { recordsHeld } from "../core/gap/held.ts";
import { linesOf } from "../core/gap/lines.ts";
import { gapReport } from "../core/gap/report.ts";
import type { GapReply } from "../core/gap/reply.ts";
import { trendOf } from "../core/gap/trend.ts";
import { nextOf } from "../core/pathway/direction.ts";
import { way } from "../core/pathway/way.ts";
import { Problem } from "../core/problem.ts";
import type { Tables } from "./tables.gen.ts";
import { givenAnswers, resultsIn } from "./answers.ts";
import { gapFactsOf, gapSubjectOf, type GapFacts, type GapSubject, type Placement } from "./gap-facts.ts";
import { versions } from "./versions.ts";

type Tx = Transaction<Tables>;

/** @throws Problem "not-found" */
export async function gapSubject(tx: Tx, personId: string, today: string): Promise<GapSubject> {
  const [found] = await gapSubjectOf(tx, personId, today);
  if (found === undefined) throw new Problem("not-found");
  return found;
}

type Reference = { framework: string; level: string };
type Relation = "current" | "next" | "same-ladder" | "other";
type Target = Reference & { title: string; frameworkTitle: string; relation: Relation };

const parts = (reference: string, framework: string): Reference => {
  const slash = reference.indexOf("/");
  return slash < 0 ? { framework, level: reference } : { framework: reference.slice(0, slash), level: reference.slice(slash + 1) };
};
const same = (a: Reference, b: Reference | null) => a.framework === b?.framework && a.level === b.level;

/**
 * @param asked `framework/level`; null for the next level that the person has declared, else the first of their own, or their own where none follows.
 * @throws Problem "invalid" if what was asked for is no level of a framework in force on the day.
 */
export async function reportFor(
  tx: Tx,
  actor: Member,
  person: GapSubject,
  asked: string | null,
  on: string,
  version: number | null = null,
): Promise<GapReply> {
  const now = placedOn(person.placements, on);
  const before = placeBefore(person.placements, now, on);
  if (version !== null && version !== now?.version && version !== before?.version) throw notCounted(version, on);
  const old = before !== null && version === before.version;
  const place = old ? before : now;
  const own = place === null ? undefined : (await versions(tx, person.orgId, [place])).get(place.hash);
  const next =
    place === null || own === undefined
      ? []
      : nextOf(own.content, place.level, person.declared?.value ?? null).map((each) => parts(each, place.framework));

  const aims: Reference[] = asked !== null ? [parts(asked, "")] : place === null ? [] : [...next, place];
  const neighbours = [...(place === null ? [] : [place.framework]), ...next.map(({ framework }) => framework)];
  let aim: Reference | undefined;
  let facts: GapFacts | undefined;
  do {
    aim = aims.shift();
    const pinned = place !== null && aim?.framework === place.framework ? place.version : null;
    [facts] = await gapFactsOf(tx, person.personId, on, aim?.framework ?? null, pinned, aim?.level ?? null, neighbours);
  } while (facts?.target === null && aims.length > 0);
  if (facts === undefined) throw new Problem("internal"); // a select without a from has one row

  const targets = targetsOf(facts, place, own?.content, next);
  const about = {
    person: { id: person.personId, name: person.name, you: actor.personId === person.personId, team: person.team },
    current: place === null || own === undefined ? null : placeOf(place, own.content, place.level),
    overlap: before === null || now === null ? null : { until: now.overlapUntil ?? on, now: now.version, before: before.version, old },
    assessor: person.manager,
  };
  if (aim === undefined) {
    const nothing = { target: null, cycle: null, scale: [], domains: [], ladder: [], report: null, lines: {}, requirements: [], trend: [] };
    return { ...about, ...nothing, targets: targets.map(option) };
  }

  if (facts.target === null) throw unknownTarget(aim, on);
  const answers = givenAnswers(facts);
  const { stored, results, settled, contents, steps } = await resultsIn(tx, person.orgId, facts.target.version, facts, answers);
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
  const documents = new Map([...contents].map(([number, each]) => [number, each.content]));
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
    lines: linesOf({
      stored: { content, libraries, version: facts.target.version },
      level,
      results,
      settled,
      contents,
      own: ownRatings(answers),
      lineage: facts.lineage ?? [],
      evidence: facts.evidence ?? [],
    }),
    requirements: level.requirements,
    trend: trendOf(level.id, settled, documents, steps).filter((point) => point.on <= on),
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
  facts: GapFacts,
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
