import { pointerSteps } from "../src/core/framework/pointer.ts";
import { isRecord } from "../src/core/framework/raw.ts";

/** One thing done to a document by JSON Pointer, right or wrong: tests spoil documents in ways that types forbid. */
export type Edit = (document: unknown) => void;

function parentOf(document: unknown, pointer: string): [owner: Record<string, unknown> | unknown[], key: string] {
  const steps = pointerSteps(pointer);
  const key = steps.pop() ?? "";
  let owner = document;
  for (const step of steps) owner = Array.isArray(owner) ? owner[Number(step)] : isRecord(owner) ? owner[step] : undefined;
  if (!Array.isArray(owner) && !isRecord(owner)) throw new Error(`${pointer} leads nowhere`);
  return [owner, key];
}

/** Gives a key or a place in a list a value. `__proto__` becomes an own key, as `JSON.parse` makes it. */
export const set =
  (pointer: string, value: unknown): Edit =>
  (document) => {
    const [owner, key] = parentOf(document, pointer);
    Object.defineProperty(owner, key, { value, enumerable: true, configurable: true, writable: true });
  };

/** Takes a key out, or an entry out of a list. */
export const drop =
  (pointer: string): Edit =>
  (document) => {
    const [owner, key] = parentOf(document, pointer);
    if (Array.isArray(owner)) owner.splice(Number(key), 1);
    else delete owner[key];
  };

/** Puts entries at the end of a list. */
export const add =
  (pointer: string, ...entries: readonly unknown[]): Edit =>
  (document) => {
    const [list] = parentOf(document, `${pointer}/0`);
    if (!Array.isArray(list)) throw new Error(`${pointer} is no list`);
    list.push(...entries);
  };

/** A copy with the edits made, in order. */
export function edited(document: unknown, ...edits: readonly Edit[]): unknown {
  const copy: unknown = structuredClone(document);
  for (const edit of edits) edit(copy);
  return copy;
}
