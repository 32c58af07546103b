/** From a day on somebody reports to this manager, or to nobody; it holds until the person's next line. */
export type DatedLine = { personId: string; managerId: string | null; from: string };

/**
 * A reporting line that comes back to this person, on the first day on which it would.
 *
 * @param lines in the order in which they hold, of the person and of everybody who stands above them at any time: of those
 *   for one person on one day the later holds.
 * @param since the day from which something has changed; what was before is not looked at. YYYY-MM-DD.
 * @returns the way round from the person back to them, both named; null where there is none on any day.
 */
export function loopSince(lines: readonly DatedLine[], personId: string, since: string): { on: string; way: string[] } | null {
  const days = [since, ...lines.flatMap(({ from }) => (from > since ? [from] : []))];
  for (const on of [...new Set(days)].toSorted()) {
    const managerOf = new Map<string, { managerId: string | null; from: string }>();
    for (const line of lines) {
      const known = managerOf.get(line.personId);
      if (line.from <= on && (known === undefined || known.from <= line.from)) managerOf.set(line.personId, line);
    }
    const way = [personId];
    const met = new Set<string>();
    let at = managerOf.get(personId)?.managerId ?? null;
    // Others above may go round among themselves, which is none of this person's.
    while (at !== null && at !== personId && !met.has(at)) {
      met.add(at);
      way.push(at);
      at = managerOf.get(at)?.managerId ?? null;
    }
    if (at === personId) return { on, way: [...way, personId] };
  }
  return null;
}
