import { isUnassessed } from "./expectations.ts";
import type { Names } from "./names.ts";
import type { ExpectationLine, GapReport } from "./report.ts";
import { lowestValue, pointLabel, stepsBetween } from "./scale.ts";
import {
  amount,
  capital,
  counted,
  dateInProse,
  isRounded,
  joined,
  numberWord,
  pointsInProse,
  sentence,
  wholePercent,
  type Run,
} from "./words.ts";

/** The arithmetic behind every number of a report, as sentences for the screen, the terminal and print. */

const totalWeight = (lines: readonly ExpectationLine[]): number => lines.reduce((sum, { weight }) => sum + weight, 0);
const are = (count: number, one: string, many: string): string => (count === 1 ? one : many);

/** "9.33 ÷ 14 = **66%**, rounded down." */
function division(earned: number, total: number, share: number): Run[] {
  const end = isRounded(share) ? ", rounded down." : ".";
  return sentence`${amount(earned)} ÷ ${amount(total)} = *${wholePercent(share)}%*${end}`;
}

/** "Were both met:" */
const wereMet = (count: number): string => (count === 1 ? "Were it met:" : `Were ${count === 2 ? "both" : "all"} met:`);

/** How both ends of the readiness come about. */
export function explainReadiness({ expectations, readiness: { low, high } }: GapReport): Run[] {
  const count = expectations.length;
  if (count === 0) return sentence`Nothing is asked here: the level has no expectations, so there is nothing to fall short of.`;
  const open = expectations.filter(isUnassessed);
  const rated = expectations.filter((line) => !isUnassessed(line));
  const [total, unassessed] = [totalWeight(expectations), totalWeight(open)];
  const earned = rated.reduce((sum, { weight, attainment }) => sum + weight * (attainment ?? 0), 0);
  const whole = capital(counted(count, "expectation weighs", "expectations weigh"));
  const together = count === 1 ? "" : " together";
  const best = division(earned + unassessed, total, high);

  if (open.length === 0) {
    const all = sentence`${whole} ${amount(total)}${together}. ${count === 1 ? "It is rated and earns" : "All are rated and earn"} ${amount(earned)}: `;
    return [...all, ...division(earned, total, low)];
  }
  if (rated.length === 0) {
    const none = sentence`${whole} ${amount(total)}${together}. ${count === 1 ? "It has no current rating" : "None has a current rating"}: `;
    return joined([...none, ...division(0, total, low)], [...sentence`${wereMet(open.length)} `, ...best]);
  }
  const known = sentence`The ${numberWord(rated.length)} with a current rating ${are(rated.length, "weighs", "weigh")} ${amount(totalWeight(rated))} and ${are(rated.length, "earns", "earn")} ${amount(earned)}: `;
  return joined(
    sentence`${whole} ${amount(total)}${together}.`,
    [...known, ...division(earned, total, low)],
    sentence`The other ${numberWord(open.length)} ${are(open.length, "weighs", "weigh")} ${amount(unassessed)}.`,
    [...sentence`${wereMet(open.length)} `, ...best],
  );
}

/** A scale value inside a formula: with its own sign where it is below zero. */
const term = (value: number): string => (value < 0 ? `(−${-value})` : String(value));

const ended = (gain: number): string =>
  Math.abs(gain * 100 - Math.round(gain * 100)) > 1e-9 && gain * 100 >= 0.5 ? ", to the nearest" : "";

/** How many points meeting this expectation wins. */
export function explainGain(line: ExpectationLine, { expectations }: GapReport, { scale }: Names): Run[] {
  const total = amount(totalWeight(expectations));
  const weight = amount(line.weight);
  const won = pointsInProse(line.gain);
  if (line.status === "met" || line.status === "exceeds") return sentence`It is met, so nothing is left to win here.`;
  if (line.attained === null) {
    const why = line.status === "stale" ? "its rating was for an earlier wording" : "nobody has assessed it";
    return sentence`It weighs ${weight} of ${total}, and ${why}. Meeting it wins up to ${weight} ÷ ${total} = *${won}*${ended(line.gain)}; part of that may be there already.`;
  }
  const missing = `(${term(line.required)} − ${term(line.attained)}) ÷ (${term(line.required)} − ${term(lowestValue(scale))})`;
  return sentence`It weighs ${weight} of ${total}, and ${missing} of that is missing. Meeting it wins ${weight} × ${missing} ÷ ${total} = *${won}*${ended(line.gain)}.`;
}

/** The state of a line in a word or three: "One step short". */
export function statusWord(line: Pick<ExpectationLine, "status" | "attained" | "required">, { scale }: Pick<Names, "scale">): string {
  const steps = line.attained === null ? 0 : stepsBetween(scale, line.attained, line.required);
  switch (line.status) {
    case "met":
      return "Met";
    case "exceeds":
      return `Exceeds by ${numberWord(steps)}`;
    case "gap":
      return capital(`${counted(steps, "step", "steps")} short`);
    case "not-assessed":
      return "Not assessed";
    case "stale":
      return "Stale";
  }
}

/** Why there is no current rating, in a few words without a full stop; null where there is one. */
export function unassessedBecause(line: ExpectationLine, { scale }: Pick<Names, "scale">): string | null {
  const was = line.was === null ? "" : `, was ${pointLabel(scale, line.was)}`;
  if (line.status === "stale") return "reworded since it was rated";
  if (line.status !== "not-assessed") return null;
  if (line.answer === "not-observed") return `not observed${was}`;
  if (line.answer === "no-opportunity") return `no opportunity to show it${was}`;
  return "nobody has assessed it";
}

const rangeOf = (weight: number): string => `It counts as none of its weight of ${amount(weight)} at worst and as all of it at best.`;

/** What was asked, what was found, and how much of its weight that earns. */
export function explainExpectation(line: ExpectationLine, { scale }: Names): Run[] {
  const asked = pointLabel(scale, line.required);
  const on = line.ratedOn === null ? "" : ` on ${dateInProse(line.ratedOn)}`;
  if (line.attained === null) {
    const before = line.was === null ? "" : `; before that it was ${pointLabel(scale, line.was)}`;
    if (typeof line.answer === "number") {
      return sentence`Asked *${asked}*. It was rated ${pointLabel(scale, line.answer)}${on}, under a wording that has changed since. ${rangeOf(line.weight)}`;
    }
    if (line.answer === null) return sentence`Asked *${asked}*. Nobody has assessed it. ${rangeOf(line.weight)}`;
    const said = line.answer === "not-observed" ? "It was not observed" : "There was no opportunity to show it";
    return sentence`Asked *${asked}*. ${said}${on}${before}. ${rangeOf(line.weight)}`;
  }
  const lowest = lowestValue(scale);
  const found = sentence`Asked *${asked}*, rated *${pointLabel(scale, line.attained)}*${on}: ${statusWord(line, { scale }).toLowerCase()}.`;
  const weight = amount(line.weight);
  if (line.required === lowest)
    return joined(found, sentence`Asked is the lowest point, so any rating earns all of its weight of ${weight}.`);
  if (line.status === "met") return joined(found, sentence`It earns all of its weight of ${weight}.`);
  if (line.status === "exceeds") return joined(found, sentence`It earns all of its weight of ${weight}; more than is asked earns no more.`);
  const share = `(${term(line.attained)} − ${term(lowest)}) ÷ (${term(line.required)} − ${term(lowest)})`;
  return joined(found, sentence`It earns ${share} of its weight of ${weight}: *${amount(line.weight * (line.attainment ?? 0))}*.`);
}
