import type { Line } from "./import.ts";
import type { Complain } from "./rows.ts";

/**
 * Reporting lines that come back to where they began. Everybody has at most one manager, so no two loops share a person.
 *
 * @param managerOf ids by id; null or absent for those who report to nobody.
 * @returns each loop once, from the member that comes first in the map along the line of managers; nobody twice.
 */
export function loops(managerOf: ReadonlyMap<string, string | null>): string[][] {
  const found: string[][] = [];
  const walkOf = new Map<string, number>();
  let walk = 0;
  for (const start of managerOf.keys()) {
    walk += 1;
    let at: string | null = start;
    while (at !== null && !walkOf.has(at)) {
      walkOf.set(at, walk);
      at = managerOf.get(at) ?? null;
    }
    // Met in this very walk: the line closed. Met in an earlier one: that one has told of it.
    if (at === null || walkOf.get(at) !== walk) continue;
    const loop = [at];
    for (let next = managerOf.get(at) ?? null; next !== null && next !== at; next = managerOf.get(next) ?? null) loop.push(next);
    found.push(loop);
  }
  return found;
}

/** The whole way round, but for the middle of one that nobody would read. */
const spelled = (way: readonly string[]) =>
  (way.length <= 24 ? way : [...way.slice(0, 12), `… ${way.length - 24} more …`, ...way.slice(-12)]).join(" → ");

/** On the day itself, and on each later day on which a line that is known already begins. */
export function refuseLoops(
  managerOf: Map<string, string | null>,
  laterLines: readonly Line[],
  rowOf: ReadonlyMap<string, number>,
  label: (id: string) => string | null,
  complain: Complain,
): void {
  const told = new Set<string>();
  const look = (when: string) => {
    for (const loop of loops(managerOf)) {
      // Where it was before this file, or whoever is in it is not: told at the first row that has a part in it.
      const row = Math.min(...loop.flatMap((id) => rowOf.get(id) ?? []));
      if (!Number.isFinite(row) || told.has(loop.toSorted().join())) continue;
      told.add(loop.toSorted().join());
      const start = loop.findIndex((id) => rowOf.get(id) === row);
      const way = [...loop.slice(start), ...loop.slice(0, start), loop[start] ?? ""];
      complain(
        row,
        "manager",
        "loop",
        `A reporting line that comes back to where it began${when}: ${spelled(way.map((id) => label(id) ?? ""))}.`,
      );
    }
  };
  look("");
  for (const [index, line] of laterLines.entries()) {
    managerOf.set(line.personId, line.managerId);
    if (laterLines[index + 1]?.from !== line.from) look(` on ${line.from}`);
  }
}
