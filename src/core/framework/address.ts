import { itemsIn, levelLists, lists, type Change, type Entity, type List } from "./diff.ts";
import type { Framework } from "./document.ts";
import { isRecord } from "./raw.ts";

type Item = Record<string, unknown>;
/** A thing of a draft by its node, `<entity>/<id>`, and what follows it: the steps to one of its values. */
export type Addressed = { change: Pick<Change, "entity" | "id" | "parent">; item: Item; steps: string[] };

/** @returns null if nothing in the document is called so. */
export function addressed(content: Framework, node: string): Addressed | null {
  const slash = node.indexOf("/");
  const name = slash === -1 ? node : node.slice(0, slash);
  const rest = slash === -1 ? "" : node.slice(slash + 1);
  if (name === "framework")
    return { change: { entity: "framework", id: content.id }, item: content, steps: rest === "" ? [] : rest.split("/") };
  return (
    among(lists, content, name, rest) ??
    content.levels.reduce<Addressed | null>((found, level) => found ?? among(levelLists, level, name, rest, level.id), null)
  );
}

function among(of: readonly List[], owner: Item, name: string, rest: string, parent?: string): Addressed | null {
  const list = of.find(({ entities }) => entities.includes(name as Entity)); // a name that is no entity is in no list
  for (const item of list === undefined ? [] : itemsIn(owner, list)) {
    const id = list?.id(item) ?? "";
    // An id may hold a slash itself, as a transition's does that leads elsewhere.
    if (list?.entity(item) !== name || (rest !== id && !rest.startsWith(`${id}/`))) continue;
    return {
      change: { entity: list.entity(item), id, ...(parent === undefined ? {} : { parent }) },
      item,
      steps: rest === id ? [] : rest.slice(id.length + 1).split("/"),
    };
  }
  return null;
}

/**
 * The text that a node with a field names, such as `expectation/planning-2/markers/0`, and how it is changed to another.
 * One past the last of a list is a text to be added: it says "" as yet.
 *
 * @returns null if it names no text.
 */
export function textAt(content: Framework, node: string): { text: string; changedTo: (text: string) => Change } | null {
  const found = addressed(content, node);
  const [field, ...steps] = found?.steps ?? [];
  if (found === null || field === undefined) return null;
  const [step] = steps;
  const before = found.item[field];
  const change = (after: unknown): Change => ({ op: "change", ...found.change, field, ...(before === undefined ? {} : { before }), after });
  if (steps.length > 1) return null;
  if (step === undefined) return before === undefined || typeof before === "string" ? { text: before ?? "", changedTo: change } : null;
  if (isRecord(before)) {
    const text = Object.hasOwn(before, step) ? before[step] : "";
    return typeof text === "string" ? { text, changedTo: (to) => change({ ...before, [step]: to }) } : null;
  }
  if (!Array.isArray(before) || !/^\d{1,4}$/.test(step) || Number(step) > before.length) return null;
  const list: readonly unknown[] = before;
  const text = list[Number(step)] ?? "";
  return typeof text === "string"
    ? { text, changedTo: (to) => change([...list.slice(0, Number(step)), to, ...list.slice(Number(step) + 1)]) }
    : null;
}
