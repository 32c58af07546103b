import { folded } from "../framework/formats/cells.ts";
import { suggester } from "../framework/nearest.ts";

/** A level of a ladder in force; `framework` is its slug. */
export type KnownLevel = {
  frameworkId: string;
  version: number;
  framework: string;
  frameworkTitle: string;
  level: string;
  title: string;
  track: string;
};

export type LevelFound = { level: KnownLevel } | { code: "unknown-level" | "ambiguous"; message: string };

/** Finds levels as people write them: `framework/level`, a level's id or its title, with a job family or without. */
export function levelFinder(levels: readonly KnownLevel[]): (family: string | null, written: string) => LevelFound {
  const byName = new Map<string, KnownLevel[]>();
  const add = (name: string, level: KnownLevel) => {
    const known = byName.get(folded(name));
    if (known === undefined) byName.set(folded(name), [level]);
    else if (!known.includes(level)) known.push(level);
  };
  for (const level of levels)
    for (const framework of ["", `${level.framework}/`, `${level.frameworkTitle}/`])
      for (const name of [level.level, level.title]) add(`${framework}${name}`, level);
  const kept = new Map<string, LevelFound>();
  const suggest = suggester();

  const find = (family: string | null, written: string): LevelFound => {
    const named = byName.get(folded(written)) ?? [];
    const inFamily = (level: KnownLevel) =>
      family === null || [level.framework, level.frameworkTitle, level.track].some((name) => folded(name) === folded(family));
    const found = named.filter(inFamily);
    const [level, second] = found;
    if (level !== undefined && second === undefined) return { level };
    if (second !== undefined)
      return {
        code: "ambiguous",
        message: `“${written}” is a level of several ladders: ${found.map((each) => `${each.framework}/${each.level}`).join(", ")}. Write one of these.`,
      };
    const elsewhere = named.map((each) => `${each.framework}/${each.level}`);
    if (elsewhere.length > 0)
      return { code: "unknown-level", message: `There is no level “${written}” in “${family ?? ""}”; there is ${elsewhere.join(", ")}.` };
    const meant = suggest(
      written,
      levels.flatMap((each) => [each.title, each.level]),
    );
    return {
      code: "unknown-level",
      message: `No published ladder has a level “${written}”.${meant === null ? "" : ` Did you mean “${meant}”?`}`,
    };
  };

  return (family, written) => {
    const key = `${family ?? ""}\u0000${written}`;
    const before = kept.get(key);
    if (before !== undefined) return before;
    const found = find(family, written);
    kept.set(key, found);
    return found;
  };
}
