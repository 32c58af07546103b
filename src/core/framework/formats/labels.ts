import { folded } from "./cells.ts";

type Named = { id: string; title: string };

/**
 * What people choose a thing by in a table: its title, with the id behind it where titles do not tell things apart.
 *
 * @param taken words that no title may stand for, such as references to other frameworks.
 */
export function labelsOf(things: readonly Named[], taken: Iterable<string> = []): Map<string, string> {
  const used = new Set(Array.from(taken, folded));
  for (const { id } of things) used.add(folded(id));
  const counts = Map.groupBy(things, ({ title }) => folded(title));
  return new Map(
    things.map(({ id, title }) => {
      const alone = counts.get(folded(title))?.length === 1 && (!used.has(folded(title)) || folded(title) === folded(id));
      let label = title;
      if (!alone)
        do label += ` (${id})`;
        while (used.has(folded(label)));
      used.add(folded(label));
      return [id, label];
    }),
  );
}

/** Finds things by their label, title or id, and by what they were called when the table was written. */
export class Names {
  readonly #now = new Map<string, string>();
  readonly #before = new Map<string, string>();
  readonly #ids: Set<string>;

  /** @param before names of the past. A cell that nobody touched still says one of them. */
  constructor(things: readonly Named[], before: Iterable<readonly [name: string, id: string]> = []) {
    this.#ids = new Set(things.map(({ id }) => id));
    for (const [id, label] of labelsOf(things)) this.#now.set(folded(label), id);
    for (const { id, title } of things) this.add(id, title);
    for (const [name, id] of before) if (this.#ids.has(id) && !this.#before.has(folded(name))) this.#before.set(folded(name), id);
  }

  /** What a cell means by a name. @returns null where nothing is called so. */
  find(name: string): string | null {
    return this.#before.get(folded(name)) ?? this.now(name);
  }

  /** As `find`, for a cell that was not there when the table was written. */
  now(name: string): string | null {
    return this.#now.get(folded(name)) ?? this.#before.get(folded(name)) ?? null;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Whether a name is the one that a thing had. */
  was(name: string, id: string): boolean {
    return this.#before.get(folded(name)) === id;
  }

  /** A title that several have stands for the first of them. */
  add(id: string, title: string): void {
    this.#ids.add(id);
    for (const name of [title, id, `${title} (${id})`]) if (!this.#now.has(folded(name))) this.#now.set(folded(name), id);
  }
}
