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
