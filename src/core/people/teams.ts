import { folded } from "../framework/formats/cells.ts";

export type KnownTeam = { id: string; name: string; parentId: string | null };
export type TeamFound = { id: string | null } | { message: string };

/**
 * Finds teams by name, or by the way to them from above, "Care > North", and makes those that are missing.
 *
 * @param made is given every new team, parents first.
 */
export function teamFinder(teams: readonly KnownTeam[], newId: () => string, made: KnownTeam[]): (written: string) => TeamFound {
  const below = new Map<string, KnownTeam[]>();
  const anywhere = new Map<string, KnownTeam[]>();
  const add = (team: KnownTeam) => {
    for (const [map, key] of [
      [below, `${team.parentId ?? ""}/${folded(team.name)}`],
      [anywhere, folded(team.name)],
    ] as const)
      map.set(key, [...(map.get(key) ?? []), team]);
  };
  for (const team of teams) add(team);
  const make = (name: string, parentId: string | null): KnownTeam => {
    const team = { id: newId(), name, parentId };
    made.push(team);
    add(team);
    return team;
  };
  const kept = new Map<string, TeamFound>();

  const find = (written: string): TeamFound => {
    const names = written
      .split(/\s+[>›»]\s+/)
      .map((name) => name.trim())
      .filter((name) => name !== "");
    const [first, ...further] = names;
    if (first === undefined) return { id: null };
    const tops = anywhere.get(folded(first)) ?? [];
    const roots = tops.filter(({ parentId }) => parentId === null);
    const starts = further.length > 0 && roots.length === 1 ? roots : tops;
    if (starts.length > 1)
      return {
        message: `There are ${starts.length} teams called “${first}”. Write the way to the one you mean, such as “Above > ${first}”.`,
      };
    let team = starts[0] ?? make(first, null);
    for (const name of further) team = below.get(`${team.id}/${folded(name)}`)?.[0] ?? make(name, team.id);
    return { id: team.id };
  };

  return (written) => {
    const before = kept.get(written);
    if (before !== undefined) return before;
    const found = find(written);
    kept.set(written, found);
    return found;
  };
}
