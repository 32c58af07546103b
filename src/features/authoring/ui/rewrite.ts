import type { Change } from "../../../core/framework/diff.ts";
import { setField } from "./edits.ts";

type Item = Record<string, unknown>;

/**
 * Changes that make one thing of a draft another of the same name. Where its kind changes with it, it is taken out and put
 * back whole: half of one kind and half of another is nothing that a draft can hold.
 */
export function rewrite(entity: Change["entity"], id: string, at: number, before: Item, after: Item, parent?: string): Change[] {
  const inside = parent === undefined ? {} : { parent };
  if (before["kind"] !== after["kind"] && entity === "requirement")
    return [
      { op: "remove", entity, id, at, before, ...inside },
      { op: "add", entity, id, at, after, ...inside },
    ];
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...fields]
    .filter((field) => before[field] !== after[field])
    .flatMap((field) => setField(entity, before, id, field, after[field], parent));
}

/** A text that is empty is no text. */
export const orNothing = (text: string): string | undefined => (text === "" ? undefined : text);

/** The thing with a field changed, and without it where the value is undefined. */
export function withField<T extends object>(item: T, field: string, value: unknown): T {
  const { [field]: _old, ...rest } = item as Item; // any object has keys
  return (value === undefined ? rest : { ...item, [field]: value }) as T; // the field is one of T's, said by who calls
}
