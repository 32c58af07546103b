import { Problem } from "../problem.ts";

/** Shares of the whole, both in [0, 1], low ≤ high. */
export type Interval = { low: number; high: number };

/**
 * Weights that can be summed and shared out: where the sum would overflow, or all are so small that a part of one could not be
 * held exactly, they come down or up by a power of two, which leaves every share as it is.
 */
export function summable(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const factor = !Number.isFinite(total) ? 2 ** -64 : total < 2 ** -900 ? 2 ** 600 : 1;
  return factor === 1 ? weights : weights.map((weight) => weight * factor);
}

/**
 * How far the assessed expectations carry a person towards a level, as an interval.
 *
 * @param lines one per expectation of ONE level of ONE version; `weight` > 0, `attainment` in [0, 1], null if unassessed or stale.
 * @returns low = share earned if every unassessed expectation counts 0, high = if each counts 1.
 *   The width is the weight that nobody has assessed. No lines: { low: 1, high: 1 } (nothing is asked).
 * @throws Problem "invalid" if a weight is not positive or an attainment lies outside [0, 1].
 */
export function readiness(lines: readonly { weight: number; attainment: number | null }[]): Interval {
  let total = 0;
  let earned = 0;
  let unassessed = 0;
  for (const { weight, attainment } of lines) {
    if (!(weight > 0) || !Number.isFinite(weight)) throw new Problem("invalid", "A weight must be a number above zero.");
    if (attainment !== null && !(attainment >= 0 && attainment <= 1)) throw new Problem("invalid", "An attainment lies between 0 and 1.");
  }
  for (const [index, weight] of summable(lines.map((line) => line.weight)).entries()) {
    const attainment = lines[index]?.attainment ?? null;
    total += weight;
    if (attainment === null) unassessed += weight;
    else earned += weight * attainment;
  }
  if (lines.length === 0) return { low: 1, high: 1 };
  return { low: earned / total, high: Math.min(1, (earned + unassessed) / total) };
}
