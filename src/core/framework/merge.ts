import { Problem, type Fault } from "../problem.ts";
import { itemsIn, keyOf, levelLists, lists, type Change, type List } from "./diff.ts";
import type { Framework } from "./document.ts";
import { fitting, fittingField, type Fitting } from "./draft.ts";
import { grouped, type Group } from "./fold.ts";
import { sameValue } from "./same.ts";

type Item = Record<string, unknown>;

/** Not taken, and why: what stands there now (`theirs`, absent if there is nothing) beside what was sent (`yours`). */
export type Conflict = { index: number; reason: "changed" | "removed" | "exists"; yours?: unknown; theirs?: unknown };

export type Rebased = {
  content: Framework;
  /** Indexes of the changes that hold in `content`, whether they were taken now or before. */
  applied: number[];
  conflicts: Conflict[];
  /** What was done, so that it can be done again to the same content, or undone. Empty where nothing was. */
  effect: Change[];
};

/**
 * Takes over, into a draft that may have moved on, what somebody changed in an earlier state of it. A change is taken if
 * what it replaces is still what stands there, and is there already if what it leads to is; else it is a conflict, and
 * neither text is lost. Several changes of one thing count as one. Positions are those of the result, as `diff` tells them,
 * and only a hint: what others did to the order meanwhile is no conflict.
 *
 * Sent twice, the same changes lead to the same content. Changes of different things may come in either order.
 *
 * @throws Problem "invalid" if a change could not be part of any draft, with each fault below /changes/<index>.
 */
export function rebase(changes: readonly Change[], content: Framework): Rebased {
  const outcome = new Outcome();
  const { framework, top, inner } = grouped(changes);
  const result: Item = withOwnFields(content, framework, outcome);
  for (const list of lists) {
    const own = top.get(list.field) ?? [];
    const within = list.field === "levels" ? inner : new Map<string, Group[]>();
    if (own.length + within.size > 0) result[list.field] = entries(list, itemsIn(content, list), own, within, outcome);
  }
  if (outcome.faults.length > 0) throw new Problem("invalid", "These changes cannot be part of a draft.", outcome.faults);
  return {
    content: result as Framework, // whatever is new in it has passed the shape of its kind
    applied: outcome.applied.toSorted((a, b) => a - b),
    conflicts: outcome.conflicts.toSorted((a, b) => a.index - b.index),
    effect: outcome.effect,
  };
}

/** What undoes the effect of a `rebase`. Taken by `rebase` like any other changes, so what others did since is safe. */
export const inverse = (effect: readonly Change[]): Change[] =>
  effect.toReversed().map(({ op, before, after, ...change }): Change => {
    const swapped = { ...(after === undefined ? {} : { before: after }), ...(before === undefined ? {} : { after: before }) };
    return { ...change, op: op === "add" ? "remove" : op === "remove" ? "add" : op, ...swapped };
  });

class Outcome {
  readonly applied: number[] = [];
  readonly conflicts: Conflict[] = [];
  readonly effect: Change[] = [];
  readonly faults: Fault[] = [];

  /** Everything of a group holds. */
  all({ indexes, fields }: Group): void {
    this.applied.push(...indexes);
    for (const field of fields.values()) this.applied.push(...field.indexes);
  }

  against(indexes: readonly number[], reason: Conflict["reason"], yours: unknown, theirs: unknown): void {
    const texts = { ...(yours === undefined ? {} : { yours }), ...(theirs === undefined ? {} : { theirs }) };
    this.conflicts.push(...indexes.map((index) => ({ index, reason, ...texts })));
  }

  wrong(indexes: readonly number[], faults: readonly Fault[]): void {
    const [index = 0] = indexes;
    this.faults.push(...faults.map((fault) => ({ ...fault, path: `/changes/${index}/after${fault.path}` })));
  }
}

const misnamed: Fault[] = [{ code: "id", path: "", message: "The id of a thing stays what it is; add another thing instead." }];

/** What the list at this place may hold, called as the change calls it. */
function fit(list: List, group: Group, value: unknown): Fitting {
  const { entity } = group.change;
  const fitted: Fitting = entity === "framework" ? { ok: false, faults: [] } : fitting(entity, value);
  return fitted.ok && keyOf(list, fitted.value) !== group.key ? { ok: false, faults: misnamed } : fitted;
}

function withOwnFields(content: Framework, groups: readonly Group[], outcome: Outcome): Item {
  const result: Item = { ...content };
  for (const { indexes, fields } of groups) {
    if (indexes.length > 0)
      outcome.wrong(indexes, [{ code: "op", path: "", message: "The framework itself is not added, removed or moved." }]);
    for (const [field, { indexes: of, before, after }] of fields) {
      const fitted = fittingField(field, after);
      if (!fitted.ok) outcome.wrong(of, fitted.faults);
      else settle(result, field, { of, before, after: fitted.value[field] }, { entity: "framework", id: content.id }, outcome);
    }
  }
  return result;
}

/** Sets one field if what was to be replaced is there. */
function settle(
  item: Item,
  field: string,
  { of, before, after }: { of: readonly number[]; before: unknown; after: unknown },
  change: Group["change"],
  outcome: Outcome,
): void {
  const current = item[field];
  if (sameValue(current, after)) outcome.applied.push(...of);
  else if (!sameValue(current, before)) outcome.against(of, "changed", after, current);
  else {
    outcome.applied.push(...of);
    outcome.effect.push({
      op: "change",
      ...change,
      field,
      ...(current === undefined ? {} : { before: current }),
      ...(after === undefined ? {} : { after }),
    });
    if (after === undefined) delete item[field];
    else item[field] = after;
  }
}

/** @param inner changes of what lies within entries, by the entry's id; of levels only. */
function entries(
  list: List,
  before: readonly Item[],
  groups: readonly Group[],
  inner: ReadonlyMap<string, readonly Group[]>,
  outcome: Outcome,
): Item[] {
  const items = new Map(before.map((item) => [keyOf(list, item), item]));
  const stood = new Map([...items.keys()].map((key, at) => [key, at]));
  const placed: { key: string; at: number; group: Group }[] = [];
  for (const [id, within] of inner) {
    const key = `level ${id}`;
    const level = items.get(key);
    const own = groups.find((group) => group.key === key);
    if (level !== undefined) items.set(key, withInner(level, within, outcome));
    if (own?.is === true) {
      const fitted = fit(list, own, own.after);
      own.after = withInner(fitted.ok ? fitted.value : (own.after ?? {}), within, level === undefined ? outcome : new Outcome(), true);
    } else if (level === undefined && own?.is === false) within.forEach((group) => outcome.all(group));
    else if (level === undefined) within.forEach((group) => gone(group, outcome));
  }
  for (const group of groups) {
    const current = items.get(group.key);
    if (group.is === true) added(list, group, current, items, stood, placed, outcome);
    else if (group.is === false) removed(list, group, current, items, stood, outcome);
    else if (current === undefined) gone(group, outcome);
    else {
      if (group.fields.size > 0) items.set(group.key, withFields(list, group, current, outcome));
      outcome.applied.push(...group.indexes);
      if (group.at !== null) placed.push({ key: group.key, at: group.at, group });
    }
  }
  const keys = ordered([...items.keys()], placed);
  notePlaces(keys, stood, placed, items, outcome);
  return keys.map((key) => items.get(key)).filter((item) => item !== undefined);
}

/** Moving what is not there any more changes nothing; changing it does. */
function gone({ indexes, fields }: Group, outcome: Outcome): void {
  outcome.applied.push(...indexes);
  for (const field of fields.values()) outcome.against(field.indexes, "removed", field.after, undefined);
}

function added(
  list: List,
  group: Group,
  current: Item | undefined,
  items: Map<string, Item>,
  stood: ReadonlyMap<string, number>,
  placed: { key: string; at: number; group: Group }[],
  outcome: Outcome,
): void {
  const indexes = [...group.indexes, ...[...group.fields.values()].flatMap((field) => field.indexes)];
  const fitted = fit(list, group, {
    ...group.after,
    ...Object.fromEntries(Array.from(group.fields, ([field, { after }]) => [field, after])),
  });
  if (!fitted.ok) return outcome.wrong(indexes, fitted.faults);
  if (current !== undefined && !sameValue(current, fitted.value)) {
    if (!(group.was === true && isAs(list, group, current))) return outcome.against(indexes, "exists", fitted.value, current);
    outcome.effect.push({ op: "remove", ...group.change, at: stood.get(group.key) ?? 0, before: current });
  }
  outcome.all(group);
  if (current !== undefined && sameValue(current, fitted.value)) return;
  items.delete(group.key);
  items.set(group.key, fitted.value);
  placed.push({ key: group.key, at: group.at ?? items.size, group });
}

function removed(
  list: List,
  group: Group,
  current: Item | undefined,
  items: Map<string, Item>,
  stood: ReadonlyMap<string, number>,
  outcome: Outcome,
): void {
  // Added and removed again by the same hand: whatever is there by now is somebody else's.
  if (group.was === false || current === undefined) return outcome.all(group);
  if (!isAs(list, group, current)) return outcome.against(group.indexes, "changed", undefined, current);
  outcome.all(group);
  outcome.effect.push({ op: "remove", ...group.change, at: stood.get(group.key) ?? 0, before: current });
  items.delete(group.key);
}

/** Whether a thing is what the sender took it to be when they removed it. */
function isAs(list: List, group: Group, current: Item): boolean {
  if (group.before === null) return false;
  const fitted = fit(list, group, group.before);
  return sameValue(current, fitted.ok ? fitted.value : group.before);
}

function withFields(list: List, group: Group, current: Item, outcome: Outcome): Item {
  const result = { ...current };
  for (const [field, { indexes: of, before, after }] of group.fields) {
    const { [field]: _old, ...rest } = current;
    const fitted = fit(list, group, after === undefined ? rest : { ...rest, [field]: after });
    const listed = list.field === "levels" && levelLists.some((inner) => inner.field === field);
    if (!fitted.ok) outcome.wrong(of, fitted.faults);
    else if (listed) outcome.wrong(of, [{ code: "unknown-key", path: "", message: `What is in “${field}” is changed one by one.` }]);
    else settle(result, field, { of, before, after: fitted.value[field] }, group.change, outcome);
  }
  return result;
}

/** @param quiet the level itself is new: what it holds is part of its being added, and no effect of its own. */
function withInner(level: Item, groups: readonly Group[], outcome: Outcome, quiet = false): Item {
  const result = { ...level };
  const told = quiet ? new Outcome() : outcome;
  for (const list of levelLists) {
    const own = groups.filter(({ change }) => list.entities.includes(change.entity));
    if (own.length > 0) result[list.field] = entries(list, itemsIn(level, list), own, new Map(), told);
  }
  if (quiet) {
    outcome.applied.push(...told.applied);
    outcome.conflicts.push(...told.conflicts);
    outcome.faults.push(...told.faults);
  }
  return result;
}

/** What was placed stands at its place, as far as the list goes; the rest keeps its order around it. */
export function ordered(keys: readonly string[], placed: readonly { key: string; at: number }[]): string[] {
  const put = new Set(placed.map(({ key }) => key));
  const order = keys.filter((key) => !put.has(key));
  for (const { key, at } of placed.toSorted((a, b) => a.at - b.at)) order.splice(Math.min(at, order.length), 0, key);
  return order;
}

/** Adds and moves with the places that they have come to have. Where the order is what it was, nothing was moved. */
function notePlaces(
  keys: readonly string[],
  stood: ReadonlyMap<string, number>,
  placed: readonly { key: string; group: Group }[],
  items: ReadonlyMap<string, Item>,
  outcome: Outcome,
): void {
  if (placed.length === 0) return;
  const at = new Map(keys.map((key, index) => [key, index]));
  const still = keys.length === stood.size && keys.every((key, index) => stood.get(key) === index);
  for (const { key, group } of placed) {
    const now = at.get(key) ?? 0;
    if (group.is === true) outcome.effect.push({ op: "add", ...group.change, at: now, after: items.get(key) });
    else if (!still) outcome.effect.push({ op: "move", ...group.change, at: now, before: stood.get(key) ?? 0, after: now });
  }
}
