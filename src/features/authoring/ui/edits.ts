import { competencyId } from "../../../core/framework/competency.ts";
import type { Change } from "../../../core/framework/diff.ts";
import type { Expectation, Framework, Level } from "../../../core/framework/document.ts";
import { slug, unused } from "../../../core/framework/slug.ts";
import { asked } from "./draft-store.ts";
import type { CellRow } from "./table.ts";

/** One line, one marker; empty lines are none. */
export const markersOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

const changed = (entity: Change["entity"], id: string, field: string, before: unknown, after: unknown, parent?: string): Change => ({
  op: "change",
  entity,
  id,
  ...(parent === undefined ? {} : { parent }),
  field,
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

/** A field of anything in the draft; an empty text is no text. */
export const setField = (
  entity: Change["entity"],
  item: Record<string, unknown>,
  id: string,
  field: string,
  value: unknown,
  parent?: string,
): Change[] => {
  const change = changed(entity, id, field, item[field], value, parent);
  return entity === "expectation"
    ? [{ ...change, class: field === "markers" || field === "competency" ? "substantive" : "retarget" }]
    : [change];
};

const idsOf = (content: Framework, entity: Change["entity"]): Set<string> => {
  if (entity === "expectation") return new Set(content.levels.flatMap(({ expectations }) => expectations.map(({ id }) => id)));
  if (entity === "competency") return new Set(content.competencies.map(competencyId));
  if (entity === "requirement")
    return new Set(
      [
        ...content.levels.flatMap(({ requirements }) => requirements),
        ...(content.standard?.entry ?? []),
        ...(content.standard?.gateway?.requirements ?? []),
      ].flatMap(function ids(one): string[] {
        return [one.id, ...("anyOf" in one ? one.anyOf.flatMap(ids) : [])];
      }),
    );
  const lists = {
    domain: content.domains,
    track: content.tracks,
    level: content.levels,
    responsibility: content.responsibilities,
  } as const;
  return entity in lists ? new Set(lists[entity as keyof typeof lists].map(({ id }) => id)) : new Set(); // just asked
};

/** An id made from the title, once; it stays when the title changes. */
export const idFor = (content: Framework, entity: Change["entity"], title: string): string =>
  unused(slug(title, entity), idsOf(content, entity));

/** What a new cell asks: what the level before it asks of the same competency, else the second-highest point of the scale. */
function usualTarget(content: Framework, level: Level, competency: string): number {
  const before = content.levels.slice(0, content.levels.indexOf(level)).findLast((other) => asked(other).has(competency));
  const values = content.scale.map(({ value }) => value).toSorted((a, b) => a - b);
  return (before && asked(before).get(competency)?.target) ?? values.at(-2) ?? values[0] ?? 1;
}

export function newExpectation(content: Framework, level: Level, competency: string, fields: Partial<Expectation>): Change[] {
  // The same id whoever fills the cell first, so that two who do it at once meet.
  const wanted = `${level.id}-${competency}`.slice(0, 96).replace(/[-._]+$/, "");
  const id = unused(wanted, idsOf(content, "expectation"));
  const after: Expectation = {
    id,
    competency,
    target: usualTarget(content, level, competency),
    weight: 1,
    critical: false,
    markers: [],
    ...fields,
  };
  return [{ op: "add", entity: "expectation", id, parent: level.id, at: level.expectations.length, after }];
}

/** What stands in one cell, a marker a line. */
export const textOf = (level: Level, row: CellRow): string =>
  row.kind === "scope" ? (level.domainScope[row.domain] ?? "") : (asked(level).get(row.key)?.markers.join("\n") ?? "");

/** What is written in one cell, a marker a line. */
export function writeCell(content: Framework, level: Level, row: CellRow, text: string): Change[] {
  if (row.kind === "scope") {
    const { [row.domain]: _old, ...rest } = level.domainScope;
    const words = text.replaceAll(/\s*\n\s*/g, " ").trimStart();
    return setField("level", level, level.id, "domainScope", words === "" ? rest : { ...rest, [row.domain]: words });
  }
  const expectation = asked(level).get(row.key);
  const markers = markersOf(text);
  if (expectation) return setField("expectation", expectation, expectation.id, "markers", markers, level.id);
  return markers.length === 0 ? [] : newExpectation(content, level, row.key, { markers });
}

export const setExpectation = (content: Framework, level: Level, row: CellRow, fields: Partial<Expectation>): Change[] => {
  const expectation = asked(level).get(row.key);
  if (!expectation) return newExpectation(content, level, row.key, fields);
  return Object.entries(fields).flatMap(([field, value]) => setField("expectation", expectation, expectation.id, field, value, level.id));
};

const removed = (entity: Change["entity"], id: string, at: number, before: unknown, parent?: string): Change => ({
  op: "remove",
  entity,
  id,
  at,
  before,
  ...(parent === undefined ? {} : { parent }),
});

/** Empties a cell: nothing is asked there any more. */
export function clearCell(level: Level, row: CellRow): Change[] {
  if (row.kind === "scope") {
    const { [row.domain]: old, ...rest } = level.domainScope;
    return old === undefined ? [] : setField("level", level, level.id, "domainScope", rest);
  }
  return level.expectations.flatMap((one, at) => (one.competency === row.key ? [removed("expectation", one.id, at, one, level.id)] : []));
}

/** A block of texts laid over the matrix from a cell on; what would stand outside it is left out. */
export function pasteBlock(
  content: Framework,
  levels: readonly Level[],
  rows: readonly CellRow[],
  from: { row: number; column: number },
  block: readonly (readonly string[])[],
): Change[] {
  const scopes = new Map<Level, Record<string, string>>();
  const changes = block.flatMap((texts, down) =>
    texts.flatMap((text, along): Change[] => {
      const [level, row] = [levels[from.column + along], rows[from.row + down]];
      if (level === undefined || row === undefined) return [];
      if (row.kind === "competency") return writeCell(content, level, row, text);
      scopes.set(level, { ...(scopes.get(level) ?? level.domainScope), [row.domain]: text.replaceAll(/\s*\n\s*/g, " ").trim() });
      return [];
    }),
  );
  const kept = (scope: Record<string, string>) => Object.fromEntries(Object.entries(scope).filter(([, text]) => text !== ""));
  return [...changes, ...[...scopes].flatMap(([level, scope]) => setField("level", level, level.id, "domainScope", kept(scope)))];
}

export function addDomain(content: Framework, title: string): Change[] {
  const id = idFor(content, "domain", title);
  return [{ op: "add", entity: "domain", id, at: content.domains.length, after: { id, title, kind: "skill" } }];
}

export function addCompetency(content: Framework, domain: string, title: string): Change[] {
  const id = idFor(content, "competency", title);
  return [{ op: "add", entity: "competency", id, at: content.competencies.length, after: { id, domain, title, markers: [] } }];
}

/** A competency of a library, as it is there. @param use `library@version/competency`. */
export function addUsed(content: Framework, domain: string, use: string): Change[] {
  return [{ op: "add", entity: "use", id: use.slice(use.indexOf("/") + 1), at: content.competencies.length, after: { use, domain } }];
}

export function addTrack(content: Framework, title: string): Change[] {
  const id = idFor(content, "track", title);
  return [{ op: "add", entity: "track", id, at: content.tracks.length, after: { id, title } }];
}

/** @param after the level it stands above, on the same track; those further up make room. Absent: at the top of the first track. */
export function addLevel(content: Framework, title: string, after?: Level): Change[] {
  const track = after?.track ?? content.tracks[0]?.id;
  const made: Change[] = track === undefined ? addTrack(content, "Core") : [];
  const own = content.levels.filter((level) => level.track === (track ?? "core"));
  const rank = (after?.rank ?? Math.max(0, ...own.map((level) => level.rank))) + 1;
  const id = idFor(content, "level", title);
  const taken = own.some((level) => level.rank === rank);
  const room = taken
    ? own.filter((level) => level.rank >= rank).flatMap((level) => setField("level", level, level.id, "rank", level.rank + 1))
    : [];
  const at = after ? content.levels.indexOf(after) + 1 : content.levels.length;
  const level: Level = {
    id,
    rank,
    track: track ?? "core",
    title,
    roles: [],
    onward: [],
    domainScope: {},
    expectations: [],
    responsibilities: [],
    requirements: [],
  };
  return [...made, ...room, { op: "add", entity: "level", id, at, after: level }];
}

/** A level with what leads to it and from it. */
export function removeLevel(content: Framework, level: Level): Change[] {
  return [
    ...content.transitions.flatMap((one, at) =>
      one.from === level.id || one.to === level.id ? [removed("transition", `${one.from}→${one.to}`, at, one)] : [],
    ),
    removed("level", level.id, content.levels.indexOf(level), level),
  ];
}

/** A competency with everything that is asked of it and what it is equivalent to. */
export function removeCompetency(content: Framework, id: string): Change[] {
  return [
    ...content.levels.flatMap((level) =>
      level.expectations.flatMap((one, at) => (one.competency === id ? [removed("expectation", one.id, at, one, level.id)] : [])),
    ),
    ...content.equivalences.flatMap((one, at) => (one.from === id ? [removed("equivalence", `${one.from}→${one.to}`, at, one)] : [])),
    ...content.competencies.flatMap((one, at) =>
      competencyId(one) === id ? [removed("use" in one ? "use" : "competency", id, at, one)] : [],
    ),
  ];
}

/** A domain with its competencies and its scope at every level. */
export function removeDomain(content: Framework, id: string): Change[] {
  return [
    ...content.competencies.filter(({ domain }) => domain === id).flatMap((one) => removeCompetency(content, competencyId(one))),
    ...content.levels.flatMap((level) => clearCell(level, { kind: "scope", key: `scope/${id}`, title: "", domain: id })),
    ...content.domains.flatMap((one, at) => (one.id === id ? [removed("domain", id, at, one)] : [])),
  ];
}

/** Any entry of a list of the draft. */
export const removeEntry = (entity: Change["entity"], id: string, at: number, item: unknown, parent?: string): Change[] => [
  removed(entity, id, at, item, parent),
];
export const addEntry = (entity: Change["entity"], id: string, at: number, item: unknown, parent?: string): Change[] => [
  { op: "add", entity, id, at, after: item, ...(parent === undefined ? {} : { parent }) },
];
export const moveEntry = (entity: Change["entity"], id: string, from: number, to: number, parent?: string): Change[] =>
  from === to ? [] : [{ op: "move", entity, id, at: to, before: from, after: to, ...(parent === undefined ? {} : { parent }) }];

/** One place up or down among the competencies of its domain; at the edge, into the next domain. */
export function moveCompetency(content: Framework, id: string, by: -1 | 1): Change[] {
  const at = content.competencies.findIndex((one) => competencyId(one) === id);
  const own = content.competencies[at];
  if (own === undefined) return [];
  const among = content.competencies.filter(({ domain }) => domain === own.domain);
  const next = among[among.indexOf(own) + by];
  if (next !== undefined) return moveEntry("use" in own ? "use" : "competency", id, at, content.competencies.indexOf(next));
  const domain = content.domains[content.domains.findIndex((one) => one.id === own.domain) + by];
  return domain === undefined ? [] : setField("use" in own ? "use" : "competency", own, id, "domain", domain.id);
}

export function moveDomain(content: Framework, id: string, by: -1 | 1): Change[] {
  const at = content.domains.findIndex((one) => one.id === id);
  const to = at + by;
  return at < 0 || to < 0 || to >= content.domains.length ? [] : moveEntry("domain", id, at, to);
}

/** One rung up or down on its track: the two exchange their ranks and their places. */
export function moveLevel(content: Framework, id: string, by: -1 | 1): Change[] {
  const level = content.levels.find((one) => one.id === id);
  if (level === undefined) return [];
  const track = content.levels.filter((one) => one.track === level.track).toSorted((a, b) => a.rank - b.rank);
  const other = track[track.indexOf(level) + by];
  if (other === undefined) return [];
  return [
    ...setField("level", level, level.id, "rank", other.rank),
    ...setField("level", other, other.id, "rank", level.rank),
    ...moveEntry("level", level.id, content.levels.indexOf(level), content.levels.indexOf(other)),
  ];
}
