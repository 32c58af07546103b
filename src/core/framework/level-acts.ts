import { Problem } from "../problem.ts";
import type { Expectation, Framework, Level, Requirement } from "./document.ts";
import { led, withExperienceAt, withinOwn, withoutFalsePromotions } from "./references.ts";
import { sameValue } from "./same.ts";
import { slug, unused } from "./slug.ts";

/*
 * What is done to a level that people may stand on, each as one act: everything that refers to it is led to where it belongs
 * then. Levels and expectations that stay keep their ids, so that ratings of them carry. Levels that take the place of others
 * say so (`replaces`): from that follow the lineage of the expectations, and where people go when they are moved.
 */

/** `level` is the id of the level that was made, or that stays. */
export type Acted = { framework: Framework; level: string };

/** Whether it stands above the level that it is named by, or below. */
export type Side = "above" | "below";

const levelIn = (framework: Framework, id: string): Level => {
  const found = framework.levels.find((level) => level.id === id);
  if (found === undefined) throw new Problem("invalid", "There is no such level in this draft.");
  return found;
};

const idsOf = (framework: Framework) => new Set(framework.levels.map(({ id }) => id));
const expectationIdsOf = ({ levels }: Framework) => new Set(levels.flatMap(({ expectations }) => expectations.map(({ id }) => id)));
const newExpectationId = (level: string, competency: string, taken: Set<string>) =>
  unused(`${level}-${competency}`.slice(0, 94).replace(/[-._]+$/, ""), taken);

/** Puts a level beside another on its track; those from there on up move up by one, where its rank is taken. */
function placed(framework: Framework, beside: Level, where: Side, level: Omit<Level, "rank" | "track">): Framework {
  const rank = where === "above" ? beside.rank + 1 : beside.rank;
  const taken = framework.levels.some((other) => other.track === beside.track && other.rank === rank);
  const up = (other: Level): Level =>
    taken && other.track === beside.track && other.rank >= rank ? { ...other, rank: other.rank + 1 } : other;
  const at = framework.levels.indexOf(beside) + (where === "above" ? 1 : 0);
  return { ...framework, levels: framework.levels.map(up).toSpliced(at, 0, { ...level, rank, track: beside.track }) };
}

/** Undefined where the level says nothing of the domain, whatever the domain is called. */
const scopeIn = ({ domainScope }: Pick<Level, "domainScope">, domain: string) =>
  Object.hasOwn(domainScope, domain) ? domainScope[domain] : undefined;
const nothing = { roles: [], onward: [], domainScope: {}, expectations: [], responsibilities: [], requirements: [] };

/**
 * A new rung between two: a promotion that led from the one below to the one above leads through it. What it asks is still
 * to be written, and nobody stands on it until they are placed there.
 */
export function insertLevel(framework: Framework, { title, beside, where }: { title: string; beside: string; where: Side }): Acted {
  const own = levelIn(framework, beside);
  const id = unused(slug(title, "level"), idsOf(framework));
  const track = framework.levels.filter((level) => level.track === own.track).toSorted((a, b) => a.rank - b.rank);
  const other = track[track.indexOf(own) + (where === "above" ? 1 : -1)];
  const [low, high] = where === "above" ? [own.id, other?.id] : [other?.id, own.id];
  const made = placed(framework, own, where, { ...nothing, id, title });
  const transitions = led(made.transitions, (each) => {
    const [from, to] = [withinOwn(framework, each.from), withinOwn(framework, each.to)];
    if (each.kind !== "promotion" || from !== low || to !== high) return [each];
    return [
      { from, to: id, kind: "promotion", via: [] },
      { ...each, from: id, to },
    ];
  });
  return { framework: { ...made, transitions }, level: id };
}

export type Merging = {
  /** The level that goes. */
  from: string;
  /** The one that stays, with its id, its title and what it asks. */
  into: string;
  /** What both ask for: in the words of the level that stays, so that its ratings carry; or in both. */
  words: "own" | "both";
  /** Ids of levels that were ever published: of others nobody can hold a place. */
  published: ReadonlySet<string>;
};

/** Two levels made one. What only the one that goes asks for, the other asks from now on as well, as expectations of its own. */
export function mergeLevels(framework: Framework, { from, into, words, published }: Merging): Acted {
  const [gone, own] = [levelIn(framework, from), levelIn(framework, into)];
  if (gone === own) throw new Problem("invalid", "A level cannot be merged into itself.");
  const both = words === "both";
  const texts = (a: string | undefined, b: string | undefined) =>
    a === undefined || b === undefined || a === b || !both ? (a ?? b) : `${a}\n${b}`;
  const replaces = together(own.replaces ?? [], [...(published.has(from) ? [from] : []), ...(gone.replaces ?? [])]).filter(
    (id) => id !== into,
  );
  const scope = texts(own.scope, gone.scope);
  const upper = own.rank >= gone.rank ? own : gone;
  const { scope: _scope, distinguishes: _distinguishes, replaces: _replaces, ...rest } = own;
  const merged: Level = {
    ...rest,
    ...(scope === undefined ? {} : { scope }),
    ...(upper.distinguishes === undefined ? {} : { distinguishes: upper.distinguishes }),
    ...(replaces.length === 0 ? {} : { replaces }),
    roles: together(own.roles, gone.roles),
    onward: [...own.onward, ...gone.onward.filter((way) => !own.onward.some((known) => sameValue(known, way)))],
    responsibilities: together(own.responsibilities, gone.responsibilities),
    domainScope: Object.fromEntries(
      together(Object.keys(own.domainScope), Object.keys(gone.domainScope)).map((domain) => [
        domain,
        texts(scopeIn(own, domain), scopeIn(gone, domain)) ?? "",
      ]),
    ),
    expectations: expectationsOf(framework, own, gone, both),
    requirements: [
      ...own.requirements,
      ...gone.requirements.filter((asked) => !own.requirements.some((known) => sameRequirement(known, asked))),
    ],
  };
  const ends = [from, into];
  const to = (level: string) => (ends.includes(withinOwn(framework, level)) ? into : level);
  const made: Framework = {
    ...framework,
    levels: framework.levels.flatMap((level) => (level === gone ? [] : [level === own ? merged : withoutClaim(level, from)])),
    transitions: led(framework.transitions, (each) => [{ ...each, from: to(each.from), to: to(each.to) }]),
  };
  return {
    framework: withoutFalsePromotions(
      withExperienceAt(made, (level) => [level === from ? into : level]),
      framework,
    ),
    level: into,
  };
}

/** What was split off a level takes its place no more, once that has another to go into. */
function withoutClaim(level: Level, gone: string): Level {
  const { replaces, ...rest } = level;
  if (replaces?.includes(gone) !== true) return level;
  const left = replaces.filter((id) => id !== gone);
  return left.length === 0 ? rest : { ...rest, replaces: left };
}

const together = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

const sameRequirement = (
  { id: _id, description: _description, ...a }: Requirement,
  { id: _other, description: _said, ...b }: Requirement,
) => sameValue(a, b);

function expectationsOf(framework: Framework, own: Level, gone: Level, both: boolean): Expectation[] {
  const taken = expectationIdsOf(framework);
  const open = [...gone.expectations];
  const kept = own.expectations.map((expectation) => {
    const at = open.findIndex(({ competency }) => competency === expectation.competency);
    const [other] = at === -1 ? [] : open.splice(at, 1);
    return other === undefined || !both ? expectation : { ...expectation, markers: together(expectation.markers, other.markers) };
  });
  return [...kept, ...open.map((expectation) => ({ ...expectation, id: newExpectationId(own.id, expectation.competency, taken) }))];
}

export type Splitting = {
  level: string;
  /** Of the new part. */
  title: string;
  where: Side;
  /** Where each expectation belongs from now on; to both where nothing is said. */
  goes: Readonly<Record<string, "stays" | "goes" | "both">>;
  published: ReadonlySet<string>;
};

/**
 * One level made two: a new one beside it begins with what it asks. The way up leads through both; other ways that lead to or
 * from the level hold for each, and so does experience at it. What it takes to enter stays where it was.
 */
export function splitLevel(framework: Framework, { level, title, where, goes, published }: Splitting): Acted {
  const own = levelIn(framework, level);
  const id = unused(slug(title, "level"), idsOf(framework));
  const taken = expectationIdsOf(framework);
  const replaces = published.has(level) ? [level] : (own.replaces ?? []);
  const part: Omit<Level, "rank" | "track"> = {
    ...nothing,
    id,
    title,
    ...(own.regulated === undefined ? {} : { regulated: own.regulated }),
    ...(own.scope === undefined ? {} : { scope: own.scope }),
    ...(own.readiness === undefined ? {} : { readiness: own.readiness }),
    ...(where === "above" && own.distinguishes !== undefined ? { distinguishes: own.distinguishes } : {}),
    ...(replaces.length === 0 ? {} : { replaces }),
    domainScope: own.domainScope,
    responsibilities: own.responsibilities,
    onward: where === "above" ? own.onward : [],
    expectations: own.expectations
      .filter((each) => goes[each.id] !== "stays")
      .map((each) => ({ ...each, id: newExpectationId(id, each.competency, taken) })),
  };
  const { distinguishes, ...bare } = own;
  const rest: Level = {
    ...bare,
    ...(where === "below" && distinguishes !== undefined ? { distinguishes } : {}),
    onward: where === "above" ? [] : own.onward,
    expectations: own.expectations.filter((each) => goes[each.id] !== "goes"),
  };
  const kept = { ...framework, levels: framework.levels.map((each) => (each === own ? rest : each)) };
  const made = placed(kept, rest, where, part);
  const [low, high] = where === "above" ? [level, id] : [id, level];
  const transitions = led([...framework.transitions, { from: low, to: high, kind: "promotion" as const, via: [] }], (each) => {
    const [from, to] = [withinOwn(framework, each.from), withinOwn(framework, each.to)];
    if (from === low && to === high) return [each];
    const up = each.kind === "promotion";
    const ends = (end: string, single: string) => (withinOwn(framework, end) !== level ? [end] : up ? [single] : [level, id]);
    if (from !== level && to !== level) return [each];
    return ends(each.from, high).flatMap((start) => ends(each.to, low).map((end) => ({ ...each, from: start, to: end })));
  });
  const full = withExperienceAt({ ...made, transitions }, (each) => (each === level ? [level, id] : [each]));
  return { framework: withoutFalsePromotions(full, framework), level: id };
}
