import { levelLists, lists, type Change } from "./diff.ts";
import { isRecord } from "./raw.ts";

type Item = Record<string, unknown>;

/** All changes of one thing, folded into one: what the sender took it to be, and what it is to become. */
export type Group = {
  change: Pick<Change, "entity" | "id" | "parent">;
  /** As `keyOf` has it. */
  key: string;
  /** Of its adds, removes and moves. */
  indexes: number[];
  /** Whether the sender took it to be there, and leaves it there; null where no change says so. */
  was: boolean | null;
  is: boolean | null;
  /** The whole thing as the sender found it, where it is removed; as it was added. */
  before: Item | null;
  after: Item | null;
  /** Its place in the result. */
  at: number | null;
  fields: Map<string, { indexes: number[]; before: unknown; after: unknown }>;
};

export type Grouped = {
  framework: Group[];
  /** By the field of the list. */
  top: Map<string, Group[]>;
  /** What lies within levels, by the level's id. */
  inner: Map<string, Group[]>;
};

export function grouped(changes: readonly Change[]): Grouped {
  const groups = new Map<string, Group>();
  for (const [index, change] of changes.entries()) {
    const { entity, id, parent } = change;
    const key = `${entity} ${id}`;
    const path = `${parent ?? ""} ${key}`;
    let group = groups.get(path);
    if (group === undefined) {
      group = {
        change: { entity, id, ...(parent === undefined ? {} : { parent }) },
        key,
        indexes: [],
        was: null,
        is: null,
        before: null,
        after: null,
        at: null,
        fields: new Map(),
      };
      groups.set(path, group);
    }
    take(group, change, index);
  }
  const result: Grouped = { framework: [], top: new Map(), inner: new Map() };
  const add = (to: Map<string, Group[]>, name: string, group: Group) => to.set(name, [...(to.get(name) ?? []), group]);
  for (const group of groups.values()) {
    const list = lists.find(({ entities }) => entities.includes(group.change.entity));
    if (group.change.entity === "framework") result.framework.push(group);
    else if (list !== undefined) add(result.top, list.field, group);
    else if (levelLists.some(({ entities }) => entities.includes(group.change.entity))) add(result.inner, group.change.parent ?? "", group);
  }
  return result;
}

function take(group: Group, { op, field = "", before, after, at }: Change, index: number): void {
  if (op === "change") {
    const known = group.fields.get(field);
    group.fields.set(
      field,
      known === undefined ? { indexes: [index], before, after } : { indexes: [...known.indexes, index], before: known.before, after },
    );
    return;
  }
  group.indexes.push(index);
  if (op === "move") group.at = typeof after === "number" ? after : group.at;
  else if (op === "add") {
    group.was ??= false;
    group.is = true;
    group.after = isRecord(after) ? after : {};
    group.at = at ?? null;
  } else {
    // What the sender changed just before is in what they remove: taken back, it is what they had found.
    if (group.was === null && isRecord(before))
      group.before = { ...before, ...Object.fromEntries(Array.from(group.fields, ([name, known]) => [name, known.before])) };
    for (const known of group.fields.values()) group.indexes.push(...known.indexes);
    group.fields.clear();
    group.was ??= true;
    group.is = false;
    group.after = null;
    group.at = null;
  }
}
