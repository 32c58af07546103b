import type { Level, ScalePoint } from "../framework/document.ts";
import { summable } from "./readiness.ts";
import type { ExpectationLine, ExpectationStatus, Rating } from "./report.ts";
import { lowestValue, position } from "./scale.ts";

/** The answers that count for one expectation on the day, oldest first: one a day, the later row instead of the earlier. */
function answersOf(ratings: readonly Rating[], on: string): Map<string, Rating[]> {
  const byExpectation = new Map<string, Map<string, Rating>>();
  for (const rating of ratings) {
    if (rating.ratedOn > on) continue;
    const days = byExpectation.get(rating.expectation) ?? new Map<string, Rating>();
    days.set(rating.ratedOn, rating);
    byExpectation.set(rating.expectation, days);
  }
  return new Map([...byExpectation].map(([id, days]) => [id, [...days.values()].sort((a, b) => (a.ratedOn < b.ratedOn ? -1 : 1))]));
}

/** The share of the way from the lowest point to the one asked for, in [0, 1]; where the lowest is asked for, any rating is all of it. */
export function attainment(attained: number, required: number, lowest: number): number {
  if (required === lowest) return 1;
  return Math.min(1, Math.max(0, (attained - lowest) / (required - lowest)));
}

/** A value off the scale was given on another one: it can be shown, not counted. */
function standingValue(rating: Rating | undefined, scale: readonly ScalePoint[]): number | null {
  if (!rating || typeof rating.answer !== "number" || rating.carries === false) return null;
  return position(scale, rating.answer) === null ? null : rating.answer;
}

function statusOf(attained: number | null, required: number, newest: Rating | undefined): ExpectationStatus {
  if (attained === null) return typeof newest?.answer === "number" ? "stale" : "not-assessed";
  if (attained === required) return "met";
  return attained > required ? "exceeds" : "gap";
}

/** One line per expectation of the level, in document order. Ratings of other expectations are left alone. */
export function expectationLines(level: Level, scale: readonly ScalePoint[], ratings: readonly Rating[], on: string): ExpectationLine[] {
  const answers = answersOf(ratings, on);
  const lowest = lowestValue(scale);
  const weights = summable(level.expectations.map(({ weight }) => weight));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return level.expectations.map(({ id, competency, target, weight, critical }, index) => {
    const given = answers.get(id) ?? [];
    const newest = given.at(-1);
    const attained = standingValue(newest, scale);
    const share = attained === null ? null : attainment(attained, target, lowest);
    const before = given.slice(0, -1).findLast(({ answer }) => typeof answer === "number")?.answer;
    return {
      id,
      competency,
      required: target,
      attained,
      status: statusOf(attained, target, newest),
      attainment: share,
      weight,
      critical,
      gain: ((weights[index] ?? 0) * (1 - (share ?? 0))) / total,
      answer: newest?.answer ?? null,
      ratedOn: newest?.ratedOn ?? null,
      was: typeof before === "number" ? before : null,
    };
  });
}

/** Nobody's current word stands for it. */
export const isUnassessed = ({ status }: ExpectationLine): boolean => status === "not-assessed" || status === "stale";

/** Not met as far as anybody knows: short, unassessed or stale. */
export const isOpen = (line: ExpectationLine): boolean => line.status === "gap" || isUnassessed(line);

/**
 * Ids of the open expectations, critical ones first, then by what meeting them wins. Gains are compared to nine
 * decimals, so that the order does not hang on the last bit of a division; equals stay in document order.
 */
export function movesMost(lines: readonly ExpectationLine[]): string[] {
  const decimals = (gain: number) => Math.round(gain * 1e9);
  return lines
    .filter(isOpen)
    .sort((a, b) => Number(b.critical) - Number(a.critical) || decimals(b.gain) - decimals(a.gain))
    .map(({ id }) => id);
}
