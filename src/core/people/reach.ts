import type { Line } from "./import.ts";
import type { Complain } from "./rows.ts";
import type { KnownTeam } from "./teams.ts";

/** Whoever changes the organisation, as far as what they see of others rests on lines and units: `units` they are people partner of. */
export type Reader = { personId: string; units: readonly string[] };

/** Everybody's manager and team, by id; null or absent for none. */
export type Order = { managerOf: ReadonlyMap<string, string | null>; teamOf: ReadonlyMap<string, string | null> };

/** By a line up to the reader, or by a team in one of their units. */
export type Seen = "line" | "unit";

/**
 * Whose results are open to somebody by where everybody stands. A line that comes back to where it began ends there.
 *
 * @returns by id, the reader apart: nobody needs a line to see what is their own.
 */
export function seenBy({ personId, units }: Reader, { managerOf, teamOf }: Order, teams: readonly KnownTeam[]): Map<string, Seen> {
  const under = upwards(new Map(teams.map(({ id, parentId }) => [id, parentId])), new Set(units), true);
  const below = upwards(managerOf, new Set([personId]), false);
  const seen = new Map<string, Seen>();
  for (const id of new Set([...managerOf.keys(), ...teamOf.keys()])) {
    if (id === personId) continue;
    const team = teamOf.get(id) ?? null;
    if (below(id)) seen.set(id, "line");
    else if (team !== null && under(team)) seen.set(id, "unit");
  }
  return seen;
}

/** @returns whether the way up from an id comes to one of these; each step is taken once, whoever asks. @param own an id leads to itself. */
function upwards(above: ReadonlyMap<string, string | null>, to: ReadonlySet<string>, own: boolean): (id: string) => boolean {
  const known = new Map<string, boolean>();
  return (id) => {
    const way: string[] = [];
    const met = new Set<string>();
    let at: string | null = id;
    let leads = false;
    while (at !== null && !met.has(at)) {
      const before = known.get(at);
      if (before !== undefined) {
        leads = before;
        break;
      }
      if (to.has(at) && (own || at !== id)) {
        leads = true;
        break;
      }
      met.add(at);
      way.push(at);
      at = above.get(at) ?? null;
    }
    for (const each of way) known.set(each, leads);
    return leads;
  };
}

/**
 * A line up to whoever imports, or a team in a unit of theirs, shows them results, and nobody gives that to themselves: on the
 * day itself and on each later day on which a line that is known already begins. Told at the row that brings it about.
 */
export function refuseOwnReach(
  reader: Reader,
  before: Order,
  after: Order,
  teams: readonly KnownTeam[],
  laterLines: readonly Line[],
  rowOfNews: (id: string) => number | undefined,
  label: (id: string) => string | null,
  complain: Complain,
): void {
  const were = new Map(before.managerOf);
  const are = new Map(after.managerOf);
  const told = new Set<string>();
  /** The first row of what moves on the way up from somebody. */
  const cause = (id: string): number => {
    let at: string | null = id;
    for (let step = 0; at !== null && step <= are.size; step += 1) {
      const row = rowOfNews(at);
      if (row !== undefined) return row;
      at = are.get(at) ?? null;
    }
    return 0;
  };
  const look = (when: string) => {
    const sawBefore = seenBy(reader, { ...before, managerOf: were }, teams);
    const byRow = new Map<string, { row: number; field: "manager" | "team"; names: string[] }>();
    for (const [id, how] of seenBy(reader, { ...after, managerOf: are }, teams)) {
      // Of those whom the file adds nothing is known yet.
      if (sawBefore.has(id) || !before.managerOf.has(id) || told.has(id)) continue;
      told.add(id);
      const row = cause(id);
      const field = how === "line" ? "manager" : "team";
      const found = byRow.get(`${row} ${field}`) ?? { row, field, names: [] };
      byRow.set(`${row} ${field}`, found);
      found.names.push(label(id) ?? id);
    }
    for (const { row, field, names } of byRow.values())
      complain(
        row,
        field,
        "own-report",
        `${names[0] ?? ""}${names.length > 1 ? ` and ${names.length - 1} more` : ""} would ${field === "manager" ? "report to you" : "come under you"}${when}, and their results be open to you. Somebody else has to import that.`,
      );
  };
  look("");
  for (const [index, { personId, managerId, from }] of laterLines.entries()) {
    were.set(personId, managerId);
    are.set(personId, managerId);
    if (laterLines[index + 1]?.from !== from) look(` on ${from}`);
  }
}
