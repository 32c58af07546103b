import { dayNumber, daysBetween } from "../gap/dates.ts";

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"] as const;
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** Day 0 of the count was a Thursday. */
const weekday = (day: string): string => weekdays[(((dayNumber(day) + 4) % 7) + 7) % 7] ?? "";

/** "Tuesday 17 February 2026" */
export const fullDate = (day: string): string => `${weekday(day)} ${dateWords(day)}`;

/** "9 March 2026", without the year where it is that of `today`. */
export function dateWords(day: string, today?: string): string {
  const words = `${Number(day.slice(8, 10))} ${months[Number(day.slice(5, 7)) - 1] ?? ""}`;
  return today?.slice(0, 4) === day.slice(0, 4) ? words : `${words} ${Number(day.slice(0, 4))}`;
}

/** A day as one speaks of it: "today", "tomorrow", "yesterday", a weekday where it is one of the next six, else the date. */
export function dayWords(day: string, today: string): string {
  const ahead = daysBetween(today, day);
  if (ahead === 0) return "today";
  if (ahead === 1) return "tomorrow";
  if (ahead === -1) return "yesterday";
  return ahead > 1 && ahead < 7 ? weekday(day) : dateWords(day, today);
}

/** "on Friday", "today", "on 9 March": the day after a verb. */
export const onDay = (day: string, today: string): string =>
  Math.abs(daysBetween(today, day)) <= 1 ? dayWords(day, today) : `on ${dayWords(day, today)}`;

/** "six weeks ago", "two days ago"; whole weeks from two on. @param day on or before today. */
export function agoWords(day: string, today: string, words: (count: number) => string): string {
  const days = daysBetween(day, today);
  if (days === 0) return "today";
  if (days < 14) return days === 1 ? "yesterday" : `${words(days)} days ago`;
  const weeks = Math.floor(days / 7);
  return `${words(weeks)} weeks ago`;
}

/** "12.5 hours", "1 hour", "no hours"; quarters of an hour, rounded down. */
export function hoursWords(minutes: number): string {
  const hours = Math.floor(minutes / 15) / 4;
  return hours === 0 ? "no hours" : `${hours} ${hours === 1 ? "hour" : "hours"}`;
}
