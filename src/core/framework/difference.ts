import { z } from "zod";
import { spoken } from "../gap/wording.ts";
import { entities, type Change, type Entity } from "./diff.ts";
import { isRecord, itemsOf, levelsOf, localCompetencyId, member, textOf, transitionId } from "./raw.ts";
import { compareWords, type Stretch } from "./words.ts";

/** The shape of a `Change` as it travels. */
export const ChangeShape = z.strictObject({
  op: z.enum(["add", "remove", "move", "change"]),
  entity: z.enum(entities),
  id: z.string().max(420),
  parent: z.string().max(100).optional(),
  at: z.int().min(0).optional(),
  field: z.string().max(100).optional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  class: z.enum(["substantive", "editorial", "retarget"]).optional(),
});

export const LineageShape = z.strictObject({
  expectation: z.string().max(100),
  kind: z.enum(["kept", "reworded", "split", "merged", "new", "retired"]),
  from: z.array(z.string().max(100)).max(100),
});

/** Changes as a screen shows them. */
export const Difference = {
  changes: z.array(ChangeShape),
  /** By index into `changes`, of texts that changed: how, word by word. Markers are joined by line breaks. */
  words: z.record(z.string(), z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() }))),
  /** What people call the things that changed, by `<entity>/<id>`; an expectation has the name of its competency. */
  names: z.record(z.string(), z.string()),
};

type Titles = ReadonlyMap<string, string>;

/**
 * Changes with the words that differ and the names of what they are about.
 *
 * @param before and after: the documents on both sides, which may be drafts with faults.
 * @param inherited titles of competencies that come from libraries, by the id that expectations name.
 */
export function difference(before: unknown, after: unknown, changes: readonly Change[], inherited: Titles = new Map()) {
  const words: Record<string, Stretch[]> = {};
  for (const [index, change] of changes.entries()) {
    const compared = comparedWords(change);
    if (compared !== null) words[index] = compared;
  }
  const wanted = new Set(
    changes.flatMap(({ entity, id, parent }) => [`${entity}/${id}`, ...(parent === undefined ? [] : [`level/${parent}`])]),
  );
  const names: Record<string, string> = {};
  for (const document of [before, after]) {
    for (const [key, title] of titles(document, inherited)) if (wanted.has(key)) names[key] = title;
  }
  return { changes: [...changes], words, names };
}

const asText = (value: unknown): string | null => {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? value.join("\n") : null;
};

/** Null for what is no text: a target, a rule, an id, a whole entity. */
function comparedWords({ op, field, before, after }: Change): Stretch[] | null {
  if (op !== "change" || field === undefined || idFields.has(field)) return null;
  const [old, now] = [asText(before), asText(after)];
  return old === null || now === null ? null : compareWords(old, now);
}

const idFields: ReadonlySet<string> = new Set([
  "id",
  "competency",
  "domain",
  "track",
  "use",
  "kind",
  "from",
  "to",
  "responsibilities",
  "replaces",
  "at",
  "regulated",
  "language",
]);

function* titles(document: unknown, inherited: Titles): Generator<[key: string, title: string]> {
  const named = (entity: Entity, id: string | null, title: string | null): [string, string][] =>
    id === null || title === null ? [] : [[`${entity}/${id}`, title]];
  const lists: readonly [string, Entity][] = [
    ["domains", "domain"],
    ["tracks", "track"],
    ["levels", "level"],
    ["responsibilities", "responsibility"],
  ];
  yield* named("framework", textOf(document, "id"), textOf(document, "title"));
  for (const [list, entity] of lists)
    for (const { value } of itemsOf(document, list)) yield* named(entity, textOf(value, "id"), textOf(value, "title"));
  for (const { value } of itemsOf(document, "scale")) yield* named("scale", String(member(value, "value")), textOf(value, "label"));
  const competencies = new Map<string, string>();
  for (const { value } of itemsOf(document, "competencies")) {
    const id = localCompetencyId(value);
    if (id === null) continue;
    const used = textOf(value, "use") !== null;
    competencies.set(id, textOf(value, "title") ?? inherited.get(id) ?? spoken(id));
    yield* named(used ? "use" : "competency", id, competencies.get(id) ?? null);
  }
  const levels = new Map<string, string>();
  for (const level of levelsOf(document)) {
    const id = textOf(level.value, "id");
    if (id !== null) levels.set(id, textOf(level.value, "title") ?? id);
    for (const { value } of itemsOf(level.value, "expectations")) {
      const competency = textOf(value, "competency") ?? "";
      yield* named("expectation", textOf(value, "id"), competencies.get(competency) ?? spoken(competency));
    }
    for (const { value } of itemsOf(level.value, "requirements")) yield* named("requirement", textOf(value, "id"), textOf(value, "title"));
  }
  for (const [list, entity] of [
    ["transitions", "transition"],
    ["equivalences", "equivalence"],
  ] as const) {
    for (const { value } of itemsOf(document, list)) {
      const [from, to] = [textOf(value, "from"), textOf(value, "to")];
      if (!isRecord(value) || from === null || to === null) continue;
      yield* named(entity, transitionId(from, to), `${levels.get(from) ?? from} to ${levels.get(to) ?? to}`);
    }
  }
}
