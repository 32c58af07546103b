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
  readonly #unchanged = new Map<string, string>();
  readonly #before = new Map<string, string>();

  /** @param before names of the past. They count first where the thing is still called so, and last where it is not. */
  constructor(things: readonly Named[], before: Iterable<readonly [name: string, id: string]> = []) {
    const titles = new Map(things.map(({ id, title }) => [id, folded(title)]));
    for (const [id, label] of labelsOf(things)) this.#now.set(folded(label), id);
    for (const { id, title } of things) this.add(id, title);
    for (const [name, id] of before) {
      const title = titles.get(id);
      const label = folded(name);
      if (title === undefined) continue;
      const names = label === title || label.startsWith(`${title} (`) ? this.#unchanged : this.#before;
      if (!names.has(label)) names.set(label, id);
    }
  }

  /** @returns null where nothing is called so. */
  find(name: string): string | null {
    const label = folded(name);
    return this.#unchanged.get(label) ?? this.#now.get(label) ?? this.#before.get(label) ?? null;
  }

  /** As `find`, but only by the names of today. */
  now(name: string): string | null {
    const label = folded(name);
    return this.#unchanged.get(label) ?? this.#now.get(label) ?? null;
  }

  /** A title that several have stands for the first of them. */
  add(id: string, title: string): void {
    for (const name of [title, id, `${title} (${id})`]) if (!this.#now.has(folded(name))) this.#now.set(folded(name), id);
  }
}
