import type { Framework } from "./document.ts";

/**
 * Levels of a later version in which people of a level of an earlier one may stand: first the one that follows it, then
 * others that were split off it. The first is the level itself where it is still there, else what it was merged into.
 *
 * @returns ids, none where the level is gone and nothing takes its place.
 */
export function successorsOf(level: string, after: Pick<Framework, "levels">): string[] {
  const still = after.levels.some(({ id }) => id === level) ? [level] : [];
  return [...still, ...after.levels.flatMap(({ id, replaces }) => (id !== level && replaces?.includes(level) === true ? [id] : []))];
}

/**
 * By level of a version, the levels of the version before that it takes the place of, beside its own. What was said for an
 * earlier step says nothing of this one: a level counts only if it is gone now, or was split and the other part is new.
 */
export function replacedBy(before: Framework | null, after: Framework): ReadonlyMap<string, readonly string[]> {
  const [old, now] = [new Set(before?.levels.map(({ id }) => id)), new Set(after.levels.map(({ id }) => id))];
  return new Map(
    after.levels.map(({ id, replaces = [] }) => [
      id,
      [...new Set(replaces)].filter((level) => level !== id && old.has(level) && (!now.has(level) || !old.has(id))),
    ]),
  );
}
