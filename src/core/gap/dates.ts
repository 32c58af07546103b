import { Problem } from "../problem.ts";

/**
 * Civil dates as YYYY-MM-DD, without time, zone or clock. A day number counts days from 1970-01-01 in the Gregorian
 * calendar; two dates of four-digit years also compare as texts.
 */
const shape = /^(\d{4,})-(\d{2})-(\d{2})$/;

type Civil = { year: number; month: number; day: number };

const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const monthLength = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (lengths[month - 1] ?? 0));

function parse(date: string): Civil | null {
  const found = shape.exec(date);
  if (!found) return null;
  const civil = { year: Number(found[1]), month: Number(found[2]), day: Number(found[3]) };
  return civil.day >= 1 && civil.day <= monthLength(civil.year, civil.month) ? civil : null;
}

function civilOf(date: string): Civil {
  const civil = parse(date);
  if (!civil) throw new Problem("invalid", `“${date}” is not a date; write it as 2026-03-09.`);
  return civil;
}

const written = ({ year, month, day }: Civil): string =>
  `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;

/** A day that exists, of a year with four digits. */
export const isDate = (text: string): boolean => text.length === 10 && parse(text) !== null;

/** Leap days of the years before this one, counted from year 0. */
const leapDaysBefore = (year: number): number => {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
};
const daysBeforeYear = (year: number): number => year * 365 + leapDaysBefore(year);
const epoch = daysBeforeYear(1970);

/** @throws Problem "invalid" if it is no date. */
export function dayNumber(date: string): number {
  const { year, month, day } = civilOf(date);
  let days = daysBeforeYear(year) - epoch + day - 1;
  for (let earlier = 1; earlier < month; earlier += 1) days += monthLength(year, earlier);
  return days;
}

export function dateOf(number: number): string {
  let year = 1970 + Math.floor(number / 365.2425);
  while (daysBeforeYear(year) - epoch > number) year -= 1;
  while (daysBeforeYear(year + 1) - epoch <= number) year += 1;
  let day = number - (daysBeforeYear(year) - epoch) + 1;
  let month = 1;
  while (day > monthLength(year, month)) {
    day -= monthLength(year, month);
    month += 1;
  }
  return written({ year, month, day });
}

/** As many calendar months later; 31 January and one month is the last day of February. */
export function addMonths(date: string, months: number): string {
  const { year, month, day } = civilOf(date);
  const count = year * 12 + (month - 1) + months;
  const later = { year: Math.floor(count / 12), month: (((count % 12) + 12) % 12) + 1 };
  return written({ ...later, day: Math.min(day, monthLength(later.year, later.month)) });
}

/** From the first to the second; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);
