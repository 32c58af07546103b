import { pointerSteps } from "../pointer.ts";
import type { Position } from "../problem.ts";
import { member } from "../raw.ts";

/**
 * Remembers of each object of a document in which row it was written, and of its keys in which cells: a table is not in the
 * shape of the document that is made of it.
 */
export class Origins {
  readonly #of = new WeakMap<object, { at: Position; keys: Map<string, Position> }>();

  /** @returns the object itself. */
  put<T extends object>(value: T, at: Position, keys: Iterable<readonly [string, Position]> = []): T {
    this.#of.set(value, { at, keys: new Map(keys) });
    return value;
  }

  /** `to` was made of `from`, and is where that was. */
  carry(from: object, to: object): void {
    const origin = this.#of.get(from);
    if (origin !== undefined && !this.#of.has(to)) this.#of.set(to, origin);
  }

  /** Where the value at a JSON Pointer is written; where it is missing, what should hold it. */
  locate(document: unknown, pointer: string, otherwise: Position): Position {
    let found = otherwise;
    let value = document;
    for (const step of pointerSteps(pointer)) {
      const origin = typeof value === "object" && value !== null ? this.#of.get(value) : undefined;
      found = origin?.keys.get(step) ?? origin?.at ?? found;
      value = member(value, Array.isArray(value) ? Number(step) : step);
    }
    const last = typeof value === "object" && value !== null ? this.#of.get(value) : undefined;
    return last?.at ?? found;
  }
}
