import { dateOf, dayNumber } from "../gap/dates.ts";

/** What an organisation decides about learning: hours a year, null where it asks for none; the month its year begins with, 1 to 12. */
export type CpdRule = { hours: number | null; startsIn: number; inProportion: boolean };

/**
 * A year of learning, both days in it. `first` the calendar year in which it begins, by which it is asked for; `label` "2026", or
 * "2026/27" where it begins in another month than January.
 */
export type CpdYear = { first: number; from: string; to: string; label: string };

const two = (value: number) => String(value).padStart(2, "0");

export function yearFrom(first: number, startsIn: number): CpdYear {
  const from = `${String(first).padStart(4, "0")}-${two(startsIn)}-01`;
  const next = `${String(first + 1).padStart(4, "0")}-${two(startsIn)}-01`;
  return { first, from, to: dateOf(dayNumber(next) - 1), label: startsIn === 1 ? String(first) : `${first}/${two((first + 1) % 100)}` };
}

/** The year that a day lies in. */
export function yearOf(day: string, startsIn: number): CpdYear {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))];
  return yearFrom(month >= startsIn ? year : year - 1, startsIn);
}

/** Share of full time from a day on, the earliest first; the first holds before its day as well. In (0, 1]. */
export type ShareFrom = { from: string; share: number };

export type Target = {
  /** What is asked of the person in the year; null where nothing is. */
  minutes: number | null;
  /** Of a full year at full time, in [0, 1], to four decimals; 1 where the organisation asks everybody for the same. */
  proportion: number;
};

/**
 * What a year asks of somebody. In proportion, each day of the year counts with the share of full time worked on it, and days
 * before they came or after they left count nothing.
 *
 * @param leftOn the first day on which they are no longer at work.
 */
export function targetOf(
  year: CpdYear,
  rule: CpdRule,
  worked: { startedOn: string | null; leftOn: string | null; shares: readonly ShareFrom[] },
): Target {
  if (rule.hours === null) return { minutes: null, proportion: 1 };
  const proportion = rule.inProportion ? proportionOf(year, worked) : 1;
  return { minutes: Math.round(rule.hours * 60 * proportion), proportion };
}

function proportionOf(year: CpdYear, { startedOn, leftOn, shares }: Parameters<typeof targetOf>[2]): number {
  const [first, end] = [dayNumber(year.from), dayNumber(year.to) + 1];
  const from = Math.max(first, startedOn === null ? first : dayNumber(startedOn));
  const to = Math.min(end, leftOn === null ? end : dayNumber(leftOn));
  const spans = shares.length === 0 ? [{ from: year.from, share: 1 }] : shares;
  let days = 0;
  for (const [index, { from: begins, share }] of spans.entries()) {
    const next = spans[index + 1];
    const start = index === 0 ? from : Math.max(from, dayNumber(begins));
    const stop = next === undefined ? to : Math.min(to, dayNumber(next.from));
    days += share * Math.max(0, stop - start);
  }
  return Math.round((days / (end - first)) * 10_000) / 10_000;
}
