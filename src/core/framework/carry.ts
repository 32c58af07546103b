import { competencyId, type Competency, type Expectation, type Framework } from "./document.ts";
import { sameValue } from "./same.ts";

/** What became of an expectation from one version to the next, from the mildest to the worst. */
export const meanings = ["unchanged", "editorial", "retarget", "substantive"] as const;
export type Meaning = (typeof meanings)[number];

/** What only the author can say of a new version. */
export type Choices = {
  /** Ids of reworded expectations that still mean what they meant. */
  editorial?: ReadonlySet<string>;
  /** Where the scale changed: the new value for each old one. A value that is left out has no successor. */
  points?: ReadonlyMap<number, number>;
};

/** From one version to the next. */
export type Step = {
  /** By id, for every expectation that both versions have at the same level. */
  meanings: ReadonlyMap<string, Meaning>;
  /** Null where values stay as they are. */
  points: ReadonlyMap<number, number> | null;
};

/**
 * What became of each expectation between a version and the next: *substantive* if its words, its competency or that
 * one's definition changed, unless the author calls the rewording *editorial*; *retarget* if only target, weight or the
 * critical flag did. A changed scale is substantive for all, unless the author says which point became which. A library
 * of another version counts as another definition, for its words are not at hand here.
 */
export function classify(before: Framework, after: Framework, choices: Choices = {}): Step {
  const rescaled = !sameValue(before.scale, after.scale);
  const lost = rescaled && choices.points === undefined;
  const asked = new Map(
    after.levels.flatMap((level) => level.expectations.map((expectation) => [`${level.id} ${expectation.id}`, expectation])),
  );
  const competencies = { before: byLocalId(before), after: byLocalId(after) };
  const found = new Map<string, Meaning>();
  for (const level of before.levels) {
    for (const old of level.expectations) {
      const expectation = asked.get(`${level.id} ${old.id}`);
      if (expectation === undefined) continue;
      const words = sameValue(wording(old, competencies.before), wording(expectation, competencies.after));
      const bar = old.target === expectation.target && old.weight === expectation.weight && old.critical === expectation.critical;
      found.set(
        old.id,
        lost ? "substantive" : !words ? (choices.editorial?.has(old.id) ? "editorial" : "substantive") : bar ? "unchanged" : "retarget",
      );
    }
  }
  return { meanings: found, points: rescaled ? (choices.points ?? null) : null };
}

const byLocalId = (framework: Framework) => new Map(framework.competencies.map((competency) => [competencyId(competency), competency]));

/** Everything of an expectation that a rater reads as what is asked. */
function wording(expectation: Expectation, competencies: ReadonlyMap<string, Competency>): unknown {
  const competency = competencies.get(expectation.competency);
  if (competency === undefined || "use" in competency) return [expectation.competency, competency?.use, expectation.markers];
  return [expectation.competency, competency.definition ?? "", expectation.markers.length > 0 ? expectation.markers : competency.markers];
}

/**
 * What became of an expectation between two versions, the worst step deciding; null if it is gone, or was gone in between.
 *
 * @param steps by the later version of each pair of neighbours: `steps.get(3)` leads from 2 to 3, and back.
 */
export function between(expectation: string, ratedIn: number, askedIn: number, steps: ReadonlyMap<number, Step>): Meaning | null {
  let worst: Meaning = "unchanged";
  for (let version = Math.min(ratedIn, askedIn) + 1; version <= Math.max(ratedIn, askedIn); version += 1) {
    const meaning = steps.get(version)?.meanings.get(expectation);
    if (meaning === undefined) return null;
    if (meanings.indexOf(meaning) > meanings.indexOf(worst)) worst = meaning;
  }
  return worst;
}

/** Whether a rating still stands in the version asked for: carried, stale (shown, but counted as unassessed) or gone (history only). */
export function carries(
  expectation: string,
  ratedIn: number,
  askedIn: number,
  steps: ReadonlyMap<number, Step>,
): "carries" | "stale" | "gone" {
  const meaning = between(expectation, ratedIn, askedIn, steps);
  return meaning === null ? "gone" : meaning === "substantive" ? "stale" : "carries";
}

/** A rated value on the scale of a later version; null where a change of scale left it without a successor. */
export function translated(value: number, ratedIn: number, askedIn: number, steps: ReadonlyMap<number, Step>): number | null {
  let current: number | undefined = value;
  for (let version = ratedIn + 1; version <= askedIn && current !== undefined; version += 1) {
    const points = steps.get(version)?.points;
    if (points) current = points.get(current);
  }
  return current ?? null;
}

/**
 * Of results, those that count in a version, as it reads them: `carries` is false where the words have changed in substance
 * since. What was said of expectations that have gone since is left out, and so are points that the version's scale has not.
 */
export function carriedInto<R extends { expectation: string; version: number; answer: number | string }>(
  content: Framework,
  aim: number,
  steps: ReadonlyMap<number, Step>,
  results: readonly R[],
): (R & { carries: boolean })[] {
  const points = new Set(content.scale.map(({ value }) => value));
  return results.flatMap((result): (R & { carries: boolean })[] => {
    const verdict = carries(result.expectation, result.version, aim, steps);
    if (verdict === "gone") return [];
    if (typeof result.answer !== "number") return [{ ...result, carries: verdict === "carries" }];
    const moved = translated(result.answer, result.version, aim, steps);
    const answer = moved ?? result.answer;
    return points.has(answer) ? [{ ...result, answer, carries: verdict === "carries" && moved !== null }] : [];
  });
}
