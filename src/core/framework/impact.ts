import { attainment } from "../gap/expectations.ts";
import { readiness, type Interval } from "../gap/readiness.ts";
import type { Answer } from "../gap/report.ts";
import { lowestValue } from "../gap/scale.ts";
import { between, carries, translated, type Step } from "./carry.ts";
import type { Framework, Level } from "./document.ts";
import { sameValue } from "./same.ts";

/** A version as reports against it are made; `steps` lead to it from every version that anybody was rated in. */
export type Side = { content: Framework; version: number; steps: ReadonlyMap<number, Step> };

/** One settled result of a released review; `expectation` is its place in the list that readings are made with. */
export type Given = { expectation: number; version: number; answer: Answer; ratedOn: string };

/** One submitted assessment of a released review; `answers` the newest to each expectation. */
export type Assessed = {
  review: string;
  version: number;
  kind: "manager" | "assessor";
  answers: readonly (readonly [expectation: number, answer: Answer, ratedOn: string])[];
};
export type Calibrated = { review: string; expectation: number; value: number; on: string };

/**
 * What counts of all that was said of one person, as `settle` has it, without the words around it: the calibrated value, else
 * the manager's, else the assessor's.
 *
 * @param assessments in order of release and of submission.
 * @param calibrations in order of decision.
 */
export function settled(assessments: readonly Assessed[], calibrations: readonly Calibrated[]): Given[] {
  const results: Given[] = [];
  const kinds: Assessed["kind"][] = [];
  const places = new Map<string, number[]>();
  for (const { review, version, kind, answers } of assessments) {
    let own = places.get(review);
    if (own === undefined) places.set(review, (own = []));
    for (const [expectation, answer, ratedOn] of answers) {
      const place = own[expectation] ?? results.length;
      if (kinds[place] === "manager" && kind === "assessor") continue;
      own[expectation] = place;
      kinds[place] = kind;
      results[place] = { expectation, version, answer, ratedOn };
    }
  }
  for (const { review, expectation, value, on } of calibrations) {
    const place = places.get(review)?.[expectation];
    const result = place === undefined ? undefined : results[place];
    if (place !== undefined && result !== undefined) results[place] = { ...result, answer: value, ratedOn: on };
  }
  return results;
}

/** A level that a person is at, or that is next for them. */
export type Place = { relation: "is" | "towards"; level: string };

/** How publishing would show on one report of one person. `after` is null where the level is gone. */
export type Effect = Place & { before: Interval; after: Interval | null; newlyUnassessed: string[] };

const levelIn = ({ content }: Side, id: string): Level | undefined => content.levels.find((level) => level.id === id);

/** Whether anybody's readiness for the level could differ between the two: what is asked, how much, on which scale, in which words. */
export function isTouched(id: string, before: Side, after: Side): boolean {
  const [old, now] = [levelIn(before, id), levelIn(after, id)];
  if (old === undefined || now === undefined) return old !== now;
  const asked = (level: Level) => level.expectations.map(({ id: expectation, target, weight }) => [expectation, target, weight]);
  const values = ({ content }: Side) => content.scale.map(({ value }) => value);
  if (!sameValue(asked(old), asked(now)) || !sameValue(values(before), values(after))) return true;
  return old.expectations.some((expectation) => {
    const meaning = between(expectation.id, before.version, after.version, after.steps);
    return meaning === null || meaning === "substantive";
  });
}

/** What stands for each expectation: a point of the scale, null where the newest answer gives none, undefined without any. */
type Standing = readonly (number | null | undefined)[];

/**
 * Reads many people's results as one version does, as a gap report would read each of them, but with everything worked out
 * beforehand that is the same for all.
 *
 * @param expectations ids; results name them by their places here.
 */
export function reading(side: Side, expectations: readonly string[], on: string) {
  const { content, version: aim, steps } = side;
  const points = new Set(content.scale.map(({ value }) => value));
  const lowest = lowestValue(content.scale);
  const places = new Map(expectations.map((id, index) => [id, index]));
  const levels = new Map(
    content.levels.map((level) => [level.id, level.expectations.map((each) => ({ ...each, place: places.get(each.id) ?? -1 }))]),
  );
  const verdicts = new Map<number, ReturnType<typeof carries>[]>();
  const verdictsOf = (version: number) => {
    let found = verdicts.get(version);
    if (found === undefined) verdicts.set(version, (found = expectations.map((id) => carries(id, version, aim, steps))));
    return found;
  };

  return {
    has: (level: string): boolean => levels.has(level),

    /** @param results of one person, in order of release: on the same day the later row is the newer answer. */
    standing(results: readonly Given[]): Standing {
      const values: (number | null | undefined)[] = [];
      const days: string[] = [];
      for (const { expectation, version, answer, ratedOn } of results) {
        const verdict = verdictsOf(version)[expectation];
        if (ratedOn > on || verdict === undefined || verdict === "gone" || ratedOn < (days[expectation] ?? "")) continue;
        let value: number | null = null;
        if (typeof answer === "number") {
          const moved = translated(answer, version, aim, steps);
          if (!points.has(moved ?? answer)) continue;
          value = verdict === "carries" ? moved : null;
        }
        values[expectation] = value;
        days[expectation] = ratedOn;
      }
      return values;
    },

    /** @returns ids of what nobody's current word stands for. Levels that the version has not are not asked for. */
    report(level: string, standing: Standing): { readiness: Interval; unassessed: string[] } {
      const asked = levels.get(level) ?? [];
      const lines = asked.map(({ place, target, weight }) => {
        const attained = standing[place] ?? null;
        return { weight, attainment: attained === null ? null : attainment(attained, target, lowest) };
      });
      return {
        readiness: readiness(lines),
        unassessed: asked.filter(({ place }) => typeof standing[place] !== "number").map(({ id }) => id),
      };
    },
  };
}
export type Reading = ReturnType<typeof reading>;

/**
 * What publishing would change on the reports of one person.
 *
 * @param results all of the person's of these levels.
 * @returns the places where readiness moves, or something asked is newly unassessed.
 */
export function effectsOn(places: readonly Place[], results: readonly Given[], before: Reading, after: Reading): Effect[] {
  const [stood, stands] = [before.standing(results), after.standing(results)];
  return places.flatMap((place): Effect[] => {
    if (!before.has(place.level)) return [];
    const was = before.report(place.level, stood);
    const will = after.has(place.level) ? after.report(place.level, stands) : null;
    const newlyUnassessed = will === null ? [] : will.unassessed.filter((id) => !was.unassessed.includes(id));
    const moved = will === null || was.readiness.low !== will.readiness.low || was.readiness.high !== will.readiness.high;
    return moved || newlyUnassessed.length > 0
      ? [{ ...place, before: was.readiness, after: will?.readiness ?? null, newlyUnassessed }]
      : [];
  });
}

/** How much an effect matters to whoever looks through them: a level that is gone most, then by how far readiness moves. */
export const size = ({ before, after }: Pick<Effect, "before" | "after">): number =>
  after === null ? 2 : Math.max(Math.abs(after.low - before.low), Math.abs(after.high - before.high));
