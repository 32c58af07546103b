import { align } from "./alignment.ts";
import type { Framework } from "./document.ts";
import { isRecord, localCompetencyId, member, textOf, transitionId } from "./raw.ts";
import { sameValue } from "./same.ts";

export const entities = [
  "framework",
  "scale",
  "domain",
  "competency",
  "use",
  "track",
  "level",
  "expectation",
  "requirement",
  "responsibility",
  "transition",
  "equivalence",
] as const;
export type Entity = (typeof entities)[number];

/** Editorial is the author's to say; a diff alone never finds it. */
export type ChangeClass = "substantive" | "editorial" | "retarget";

/**
 * One difference. `before` and `after` hold the whole entity on add and remove (a level with what is in it), positions on
 * move, the field's values on change; a field that is absent on one side has no value there. All of them together are
 * enough to make the one framework of the other, also after a journey as JSON.
 */
export type Change = {
  op: "add" | "remove" | "move" | "change";
  entity: Entity;
  /** Of a scale point its value, of a transition or equivalence `from→to`, of a used competency its local id. */
  id: string;
  /** The level's id, for expectations and requirements. */
  parent?: string | undefined;
  /** The position: where it stood for remove, where it stands for add and move. */
  at?: number | undefined;
  field?: string | undefined;
  before?: unknown;
  after?: unknown;
  /** On changes of expectations only. */
  class?: ChangeClass | undefined;
};

type Item = Record<string, unknown>;
export type List = { field: string; entities: readonly Entity[]; entity: (item: Item) => Entity; id: (item: Item) => string };

const list = (field: string, entity: Entity, id: (item: Item) => string): List => ({ field, entities: [entity], entity: () => entity, id });
const byId = (field: string, entity: Entity): List => list(field, entity, (item) => textOf(item, "id") ?? "");
const byEnds = (field: string, entity: Entity): List =>
  list(field, entity, (item) => transitionId(textOf(item, "from") ?? "", textOf(item, "to") ?? ""));

/** The lists of a framework whose entries have an identity of their own. */
export const lists: readonly List[] = [
  list("scale", "scale", (item) => String(item["value"])),
  byId("domains", "domain"),
  {
    field: "competencies",
    entities: ["competency", "use"],
    entity: (item) => (textOf(item, "use") === null ? "competency" : "use"),
    id: (item) => localCompetencyId(item) ?? "",
  },
  byId("tracks", "track"),
  byId("levels", "level"),
  byId("responsibilities", "responsibility"),
  byEnds("transitions", "transition"),
  byEnds("equivalences", "equivalence"),
];

/** The lists of a level whose entries have an identity of their own. A requirement within a group is part of the group. */
export const levelLists: readonly List[] = [byId("expectations", "expectation"), byId("requirements", "requirement")];

export const itemsIn = (owner: Item, { field }: List): Item[] => {
  const items = member(owner, field);
  return Array.isArray(items) ? items.filter(isRecord) : [];
};

/** What tells the entries of one list apart: a competency that becomes a used one of the same name is another thing. */
export const keyOf = ({ entity, id }: List, item: Item): string => `${entity(item)} ${id(item)}`;

/**
 * What changed between two frameworks, by the ids of their parts. An entry that stands elsewhere in its list has moved;
 * of several ways to tell a new order, the one with the fewest moves is told. An expectation that went to another level
 * is another expectation.
 *
 * @param before and after: both free of errors; with ids that are not unique the result is not defined.
 * @returns in the order of a document's lists; within a list what was removed, then the rest as it stands now. Nothing for equal frameworks.
 */
export function diff(before: Framework, after: Framework): Change[] {
  const listed = new Set(lists.map(({ field }) => field));
  return [
    ...fieldChanges({ entity: "framework", id: before.id }, before, after, listed),
    ...lists.flatMap((each) => listChanges(each, before, after)),
  ];
}

type Named = Pick<Change, "entity" | "id" | "parent">;

function listChanges(of: List, ownerBefore: Item, ownerAfter: Item, parent?: string): Change[] {
  const before = new Map(itemsIn(ownerBefore, of).map((item) => [keyOf(of, item), item]));
  const after = new Map(itemsIn(ownerAfter, of).map((item) => [keyOf(of, item), item]));
  const { removed, moved } = align([...before.keys()], [...after.keys()]);
  const moves = new Map(moved.map((move) => [move.key, move]));
  const name = (item: Item): Named => ({ entity: of.entity(item), id: of.id(item), ...(parent === undefined ? {} : { parent }) });

  const changes: Change[] = [];
  for (const { key, at } of removed) {
    const item = before.get(key);
    if (item) changes.push({ op: "remove", ...name(item), at, before: item });
  }
  let at = -1;
  for (const [key, item] of after) {
    at += 1;
    const old = before.get(key);
    if (old === undefined) {
      changes.push({ op: "add", ...name(item), at, after: item });
      continue;
    }
    const move = moves.get(key);
    if (move) changes.push({ op: "move", ...name(item), at, before: move.from, after: move.to });
    changes.push(...fieldChanges(name(item), old, item, of.field === "levels" ? inLevels : none));
    if (of.field === "levels") changes.push(...levelLists.flatMap((inner) => listChanges(inner, old, item, of.id(item))));
  }
  return changes;
}

const none: ReadonlySet<string> = new Set();
const inLevels: ReadonlySet<string> = new Set(levelLists.map(({ field }) => field));

function fieldChanges(named: Named, before: Item, after: Item, listed: ReadonlySet<string>): Change[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .filter((field) => !listed.has(field) && !sameValue(before[field], after[field]))
    .map((field) => ({
      op: "change",
      ...named,
      field,
      ...(before[field] === undefined ? {} : { before: before[field] }),
      ...(after[field] === undefined ? {} : { after: after[field] }),
      ...(named.entity === "expectation" ? { class: field === "markers" || field === "competency" ? "substantive" : "retarget" } : {}),
    }));
}
