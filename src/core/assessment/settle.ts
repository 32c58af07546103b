import type { Answer } from "../gap/report.ts";

/** The review that something was said in: its cycle's title, the instant of release (RFC 3339) and its date, the version it is pinned to. */
export type ReleasedReview = { review: string; cycle: string; released: string; releasedOn: string; version: number };

/** One released answer of one assessment; `ratedOn` a date. */
export type GivenAnswer = ReleasedReview & {
  expectation: string;
  kind: "self" | "manager" | "assessor" | "peer";
  answer: Answer;
  comment: string | null;
  rater: string;
  ratedOn: string;
};

/** A value that calibration put beside the rater's; `on` its date. */
export type CalibratedValue = { review: string; expectation: string; value: number; reason: string; by: string; on: string };

/** What counts for one expectation in one review. */
export type Result = ReleasedReview & {
  expectation: string;
  answer: Answer;
  comment: string | null;
  rater: { name: string; kind: "manager" | "assessor" | "calibration" };
  ratedOn: string;
};

const byRelease = (a: { released: string }, b: { released: string }) => Number(a.released > b.released) - Number(a.released < b.released);
const key = (fact: { review: string; expectation: string }) => `${fact.review} ${fact.expectation}`;

/**
 * Of all that was said of each expectation in each review, what counts: the calibrated value, else the manager's answer,
 * else the assessor's. Peers and the person's own rating never make a result. A calibrated value is explained by its own
 * reason, and dates from its own day.
 *
 * @param answers in order of submission: of two managers of one review the later counts.
 * @param calibrations in order of decision, likewise; one of an expectation that nobody answered counts for nothing.
 * @returns in order of release, within a review as given: on the same day the later row is the newer answer.
 */
export function settle(answers: readonly GivenAnswer[], calibrations: readonly CalibratedValue[]): Result[] {
  const calibrated = new Map(calibrations.map((value) => [key(value), value]));
  const chosen = new Map<string, GivenAnswer>();
  for (const given of answers) {
    if (given.kind !== "manager" && given.kind !== "assessor") continue;
    const before = chosen.get(key(given));
    if (before?.kind === "manager" && given.kind === "assessor") continue;
    chosen.set(key(given), given);
  }
  return [...chosen.values()]
    .map(({ kind, rater, ...given }): Result => {
      const value = calibrated.get(key(given));
      return value === undefined
        ? { ...given, rater: { name: rater, kind: kind === "manager" ? "manager" : "assessor" } }
        : { ...given, answer: value.value, comment: value.reason, ratedOn: value.on, rater: { name: value.by, kind: "calibration" } };
    })
    .sort(byRelease);
}

/** @returns expectation → the person's own newest rating, null where they gave no point; expectations they never answered are absent. */
export function ownRatings(answers: readonly GivenAnswer[]): Map<string, number | null> {
  const own = answers.filter((given) => given.kind === "self").sort(byRelease);
  return new Map(own.map((given) => [given.expectation, typeof given.answer === "number" ? given.answer : null]));
}
