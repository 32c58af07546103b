import { itemsIn, keyOf, levelLists, lists, type Change, type List } from "../../../core/framework/diff.ts";
import type { Framework } from "../../../core/framework/document.ts";
import { grouped, type Group } from "../../../core/framework/fold.ts";
import { ordered } from "../../../core/framework/merge.ts";

type Item = Record<string, unknown>;

/**
 * The draft with these changes made, whether or not they fit: what was removed meanwhile stays away, what stands there is
 * replaced. The server judges what fits; here it is only shown. Of changes that the server has taken, it is what the server
 * has. Whatever is not touched stays the same object, so that only the cells concerned are drawn again.
 *
 * @param changes of one act, or one entry of the journal: positions are those of the result.
 */
export function take(content: Framework, changes: readonly Change[]): Framework {
  if (changes.length === 0) return content;
  const { framework, top, inner } = grouped(changes);
  const result: Item = { ...content };
  for (const { fields } of framework) for (const [field, { after }] of fields) put(result, field, after);
  for (const list of lists) {
    const own = top.get(list.field) ?? [];
    const within = list.field === "levels" ? inner : new Map<string, Group[]>();
    if (own.length + within.size > 0) result[list.field] = entries(list, itemsIn(content, list), own, within);
  }
  return result as Framework; // every part of it was one of a draft, or is what a change puts there
}

function put(item: Item, field: string, value: unknown): void {
  if (value === undefined) delete item[field];
  else item[field] = value;
}

function entries(list: List, before: readonly Item[], groups: readonly Group[], inner: ReadonlyMap<string, readonly Group[]>): Item[] {
  const items = new Map(before.map((item) => [keyOf(list, item), item]));
  const placed: { key: string; at: number }[] = [];
  for (const { key, is, after, fields, at } of groups) {
    const current = is === true ? after : items.get(key);
    if (is === false) items.delete(key);
    else if (current !== undefined && current !== null) {
      const item = { ...current };
      for (const [field, { after: value }] of fields) put(item, field, value);
      if (is === true) items.delete(key);
      items.set(key, fields.size > 0 || is === true ? item : current);
      if (is === true || at !== null) placed.push({ key, at: at ?? items.size });
    }
  }
  for (const [id, within] of inner) {
    const level = items.get(`level ${id}`);
    if (level !== undefined) items.set(`level ${id}`, withInner(level, within));
  }
  return ordered([...items.keys()], placed)
    .map((key) => items.get(key))
    .filter((item) => item !== undefined);
}

function withInner(level: Item, groups: readonly Group[]): Item {
  const result = { ...level };
  for (const list of levelLists) {
    const own = groups.filter(({ change }) => list.entities.includes(change.entity));
    if (own.length > 0) result[list.field] = entries(list, itemsIn(level, list), own, new Map());
  }
  return result;
}
