import { Problem } from "../problem.ts";
import { weave } from "./alignment.ts";
import { itemsIn, keyOf, levelLists, lists, type Change, type List } from "./diff.ts";
import { Framework } from "./document.ts";
import { isRecord } from "./raw.ts";

type Item = Record<string, unknown>;

/**
 * The framework that the changes lead to: `apply(a, diff(a, b))` equals `b`. Neither argument is altered.
 *
 * @throws Problem "conflict" if the changes were not made for this framework; "invalid" if what they lead to has not the
 *   shape of a framework. Rules between values are not asked; that is `check`'s part.
 */
export function apply(framework: Framework, changes: readonly Change[]): Framework {
  const byEntity = Map.groupBy(changes, (change) => change.entity);
  const ofLists = (wanted: readonly List[]) => wanted.flatMap(({ entities }) => entities).flatMap((entity) => byEntity.get(entity) ?? []);
  const result: Item = withFields(framework, byEntity.get("framework") ?? []);
  for (const list of lists) {
    const own = ofLists([list]);
    const inner = list.field === "levels" ? ofLists(levelLists) : [];
    if (own.length + inner.length > 0) result[list.field] = withEntries(list, itemsIn(framework, list), own, inner);
  }
  const parsed = Framework.safeParse(result);
  if (!parsed.success) throw new Problem("invalid", "These changes do not lead to a framework document.");
  return parsed.data;
}

const unfit = () => new Problem("conflict", "These changes were made for another state of this framework.");

/** @param inner changes of what lies within the entries, each with its `parent`. */
function withEntries(list: List, entries: readonly Item[], changes: readonly Change[], inner: readonly Change[]): Item[] {
  const items = new Map(entries.map((item) => [keyOf(list, item), item]));
  const placed = new Map<number, string>();
  const place = (key: string, position: unknown) => {
    if (typeof position !== "number" || placed.has(position)) throw unfit();
    placed.set(position, key);
  };
  const fields = new Map<string, Change[]>();
  for (const change of changes) {
    const key = `${change.entity} ${change.id}`;
    if (items.has(key) === (change.op === "add")) throw unfit();
    if (change.op === "remove") items.delete(key);
    else if (change.op === "move") place(key, change.after);
    else if (change.op === "change") fields.set(key, [...(fields.get(key) ?? []), change]);
    else {
      if (!isRecord(change.after)) throw unfit();
      items.set(key, change.after);
      place(key, change.at);
    }
  }
  for (const [key, ofEntry] of fields) items.set(key, withFields(items.get(key) ?? {}, ofEntry));
  for (const [parent, ofEntry] of Map.groupBy(inner, (change) => change.parent)) {
    const key = `level ${parent}`;
    const level = items.get(key);
    if (level === undefined) throw unfit();
    items.set(key, withInner(level, ofEntry));
  }
  const put = new Set(placed.values());
  const order = weave(
    [...items.keys()].filter((key) => !put.has(key)),
    placed,
  );
  if (order === null) throw unfit();
  return order.map((key) => items.get(key)).filter((item) => item !== undefined);
}

function withInner(level: Item, changes: readonly Change[]): Item {
  const result = { ...level };
  for (const list of levelLists) {
    const own = changes.filter(({ entity }) => list.entities.includes(entity));
    if (own.length > 0) result[list.field] = withEntries(list, itemsIn(level, list), own, []);
  }
  return result;
}

function withFields(item: Item, changes: readonly Change[]): Item {
  const result = { ...item };
  for (const { op, field, after } of changes) {
    if (op !== "change" || field === undefined || field === "__proto__") throw unfit();
    if (after === undefined) delete result[field];
    else result[field] = after;
  }
  return result;
}
