/**
 * How one order of things becomes another: what goes, what comes, and the fewest things that must be picked up and put
 * elsewhere. Keys are unique within each list; positions count from 0.
 */
export type Alignment = {
  removed: { key: string; at: number }[];
  added: { key: string; at: number }[];
  moved: { key: string; from: number; to: number }[];
};

export function align(before: readonly string[], after: readonly string[]): Alignment {
  const positionBefore = new Map(before.map((key, at) => [key, at]));
  const kept = new Set(after.filter((key) => positionBefore.has(key)));
  const common: { key: string; from: number; to: number }[] = [];
  after.forEach((key, to) => {
    const from = positionBefore.get(key);
    if (from !== undefined) common.push({ key, from, to });
  });
  const still = longestRising(common.map(({ from }) => from));
  return {
    removed: before.flatMap((key, at) => (kept.has(key) ? [] : [{ key, at }])),
    added: after.flatMap((key, at) => (kept.has(key) ? [] : [{ key, at }])),
    moved: common.filter((_, index) => !still.has(index)),
  };
}

/** The positions of a longest strictly rising subsequence; n log n. */
function longestRising(values: readonly number[]): Set<number> {
  /** At k: the position of the smallest value that ends a rising run of k + 1. */
  const ends: number[] = [];
  const previous: number[] = [];
  values.forEach((value, position) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[position] = ends[low - 1] ?? -1;
    ends[low] = position;
  });
  const chosen = new Set<number>();
  for (let position = ends.at(-1) ?? -1; position !== -1; position = previous[position] ?? -1) chosen.add(position);
  return chosen;
}

/** Puts what was placed at its position and fills the places between with the rest, in order; null where that leaves a hole. */
export function weave<T>(rest: readonly T[], placed: ReadonlyMap<number, T>): T[] | null {
  const woven: T[] = [];
  let next = 0;
  for (let position = 0; position < rest.length + placed.size; position += 1) {
    const item = placed.has(position) ? placed.get(position) : rest[next++];
    if (item === undefined) return null;
    woven.push(item);
  }
  return woven;
}
