/** The house style of dates, numbers and counts, for everything that a person reads on a screen. */

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const short = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const dayMonth = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", timeZone: "UTC" });

/** "9 March 2026" @param date YYYY-MM-DD, or an instant of which the UTC day is meant. */
export const longDate = (date: string): string => long.format(new Date(date));
/** "9 Mar 2026" */
export const shortDate = (date: string): string => short.format(new Date(date));
/** "9 Mar", for a date whose year is plain from what stands around it. */
export const dayAndMonth = (date: string): string => dayMonth.format(new Date(date));

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
/** Numbers to twelve as words, in the middle of a sentence: "three", "14", and for none "no". */
export const spoken = (count: number): string => small[count] ?? String(count);
/** The same at the start of a sentence: "Three". */
export const Spoken = (count: number): string => capital(spoken(count));
/** "1 person", "14 people" */
export const counted = (count: number, one: string, many: string = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Whole per cent, rounded down, because 99.6 is not 100. The grain of binary fractions (0.57 · 100 = 56.99…) is no reason to lose a point. @param share in [0, 1] */
export const percent = (share: number): number => Math.floor(share * 100 + 1e-9);
/** "67–81%" in figures; one number where both ends are the same. */
export const percentRange = ({ low, high }: { low: number; high: number }): string =>
  percent(low) === percent(high) ? `${percent(low)}%` : `${percent(low)}–${percent(high)}%`;
/** "67 to 81%" in prose. */
export const percentProse = ({ low, high }: { low: number; high: number }): string =>
  percent(low) === percent(high) ? `${percent(low)}%` : `${percent(low)} to ${percent(high)}%`;

/** "a, b and c" */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
