import { carries, translated, type Step } from "../framework/carry.ts";
import type { Framework, Level } from "../framework/document.ts";
import { attainment } from "../gap/expectations.ts";
import { summable } from "../gap/readiness.ts";
import { lowestValue } from "../gap/scale.ts";

/** How answers that were given in one version read in another, for counting many at once. */
export type Reading = {
  rated: number;
  aim: number;
  /** By the value as given: as the version aimed at has it, and whether it carries. A value that is absent counts for nothing. */
  points: Record<string, readonly [value: number, carries: boolean]>;
  /** Expectations that have gone since, or had gone in between; and those whose words have changed in substance. */
  gone: string[];
  stale: string[];
};

/**
 * The same verdicts as `carriedInto` gives result by result, laid out as tables.
 *
 * @param expectations ids that may be asked about. @param versions both by their number.
 */
export function readingOf(
  rated: { version: number; content: Framework },
  aim: { version: number; content: Framework },
  steps: ReadonlyMap<number, Step>,
  expectations: readonly string[],
): Reading {
  const onScale = new Set(aim.content.scale.map(({ value }) => value));
  const points = rated.content.scale.flatMap(({ value }) => {
    const moved = translated(value, rated.version, aim.version, steps);
    const read = moved ?? value;
    return onScale.has(read) ? [[String(value), [read, moved !== null] as const] as const] : [];
  });
  const verdicts = expectations.map((id) => ({ id, verdict: carries(id, rated.version, aim.version, steps) }));
  const of = (wanted: "gone" | "stale") => verdicts.filter(({ verdict }) => verdict === wanted).map(({ id }) => id);
  return { rated: rated.version, aim: aim.version, points: Object.fromEntries(points), gone: of("gone"), stale: of("stale") };
}

/** What meeting each expectation is worth, as shares of the whole level: `s` all of it, and by value what that much of it is. */
export type Worth = Record<string, Record<string, number>>;

/** The parts that readiness towards a level is summed of. */
export function worthOf(level: Level, scale: Framework["scale"]): Worth {
  const weights = summable(level.expectations.map(({ weight }) => weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const lowest = lowestValue(scale);
  return Object.fromEntries(
    level.expectations.map(({ id, target }, index) => {
      const share = (weights[index] ?? 0) / total;
      const byValue = scale.map(({ value }) => [String(value), share * attainment(value, target, lowest)] as const);
      return [id, { s: share, ...Object.fromEntries(byValue) }];
    }),
  );
}
