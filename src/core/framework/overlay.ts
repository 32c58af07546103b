import { itemsIn, keyOf, levelLists, lists, type List } from "./diff.ts";
import { isRecord } from "./raw.ts";

type Item = Record<string, unknown>;

/**
 * What a file says about the entries of a list. `whole`: those it does not name are gone, else they stay. `ordered`: they
 * stand as they stand in it, else as before, new ones last.
 */
export type Says = { whole: boolean; ordered: boolean };

/** What is taken over key by key; everything else that is said replaces what was there. */
const parts: ReadonlySet<string> = new Set(["source", "standard", "gateway"]);

/**
 * What a framework becomes by a file that speaks of a part of it. A key that is missing from `said` was not spoken of and
 * stays; one that is there without a value is taken away. Entries of lists are the same by their id.
 *
 * @param says asked for each list by its key in the document or in a level.
 * @param carry called with each thing that was said and what it became.
 */
export const overlay = (
  base: Item,
  said: Item,
  says: (field: string) => Says,
  carry: (from: object, to: object) => void = () => {},
): Item => over(lists, base, said, { says, carry });

type How = { says: (field: string) => Says; carry: (from: object, to: object) => void };

/** @param of the lists in which entries have an identity here. */
function over(of: readonly List[], base: Item, said: Item, how: How): Item {
  const result: Item = { ...base };
  for (const [key, value] of Object.entries(said)) {
    const list = of.find(({ field }) => field === key);
    if (list !== undefined && Array.isArray(value)) {
      const merged = entries(list, base, said, how);
      how.carry(value, merged);
      result[key] = merged;
    } else if (parts.has(key) && isRecord(value) && isRecord(base[key])) result[key] = over([], base[key], value, how);
    else if (value === undefined) delete result[key];
    else result[key] = value;
  }
  how.carry(said, result);
  return result;
}

function entries(list: List, base: Item, said: Item, how: How): Item[] {
  const { whole, ordered } = how.says(list.field);
  const within = list.field === "levels" ? levelLists : [];
  const before = new Map(itemsIn(base, list).map((item) => [keyOf(list, item), item]));
  const merged = itemsIn(said, list).map((item) => ({
    key: keyOf(list, item),
    item: over(within, before.get(keyOf(list, item)) ?? {}, item, how),
  }));
  if (ordered) return (whole ? merged : withUnnamed(merged, before)).map(({ item }) => item);
  // Of two entries with one id both are kept: that they are two is for the check to say.
  const named = Map.groupBy(merged, ({ key }) => key);
  const kept = [...before].flatMap(([key, item]) => named.get(key)?.map((entry) => entry.item) ?? (whole ? [] : [item]));
  return [...kept, ...merged.filter(({ key }) => !before.has(key)).map(({ item }) => item)];
}

/** What is not named stands after what it stood after. */
function withUnnamed(merged: readonly { key: string; item: Item }[], before: ReadonlyMap<string, Item>): { key: string; item: Item }[] {
  const result = [...merged];
  let after = -1;
  for (const [key, item] of before) {
    const at = result.findIndex((entry) => entry.key === key);
    if (at !== -1) after = at;
    else result.splice((after += 1), 0, { key, item });
  }
  return result;
}
