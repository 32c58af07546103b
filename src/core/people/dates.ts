/*
 * Dates as people type them. All but one kind say themselves what they mean; "03/04/2026" does not, and what it is taken
 * for is shown with the import and may be changed.
 */

/** Which number comes first where only numbers stand: 3 April or 4 March. */
export const dateOrders = ["day-first", "month-first"] as const;
export type DateOrder = (typeof dateOrders)[number];

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const numbers = /^(\d{1,2})[./\s-]+(\d{1,2})[./\s-]+(\d{4}|\d{2})$/;

/** What spreadsheets count days from, in days of 1970. */
const SERIAL_ZERO = -25_569;
/** Serial numbers from 1954 to 2119: what is smaller or larger is some other number. */
const isSerial = (days: number) => days >= 20_000 && days <= 80_000;

/** @returns YYYY-MM-DD, null where there is no such day. @param month 1 to 12. */
function day(year: number, month: number, date: number): string | null {
  const full = year < 50 ? 2000 + year : year < 100 ? 1900 + year : year;
  const made = new Date(Date.UTC(full, month - 1, date));
  return full >= 1900 && full <= 2200 && made.getUTCMonth() === month - 1 && made.getUTCDate() === date
    ? made.toISOString().slice(0, 10)
    : null;
}

const monthNamed = (word: string | undefined): number => (word === undefined ? 0 : months.indexOf(word.slice(0, 3).toLowerCase()) + 1);

/**
 * A date in any form that is common: 2026-04-03, 20260403, 3.4.2026, 03/04/26, 3 April 2026, Apr 3, 2026, 3-Apr-26, or the
 * number of days that a spreadsheet keeps. Of two digits a year up to 49 is of this century. A time after it is left out.
 *
 * @returns YYYY-MM-DD; null where it is none of these, or no day of the calendar.
 */
export function readDate(written: string, order: DateOrder): string | null {
  const text = written.trim().replace(/[T\s]+\d{1,2}:\d{2}.*$/, "");
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const both = numbers.exec(text);
  if (both) {
    const [first, second] = [Number(both[1]), Number(both[2])];
    return order === "day-first" ? day(Number(both[3]), second, first) : day(Number(both[3]), first, second);
  }
  const words =
    /^(?:\p{L}+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s./-]+(?:of\s+)?(\p{L}{3,9})\.?,?[\s./-]+(\d{4}|\d{2})$/u.exec(text) ??
    swapped(/^(?:\p{L}+,\s+)?(\p{L}{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4}|\d{2})$/u.exec(text));
  if (words) {
    const month = monthNamed(words[2]);
    return month === 0 ? null : day(Number(words[3]), month, Number(words[1]));
  }
  if (/^\d{5}$/.test(text) && isSerial(Number(text))) return new Date((SERIAL_ZERO + Number(text)) * 86_400_000).toISOString().slice(0, 10);
  return null;
}

const swapped = (found: RegExpExecArray | null): readonly (string | undefined)[] | null =>
  found === null ? null : [found[0], found[2], found[1], found[3]];

/** What decides the order among dates of one file. `open`: the first date that could be read either way, where none decides it. */
export type OrderFound = { order: DateOrder; open: string | null };

/** Of dates as they are typed in one file; all of one order, as whoever exports them has it. Undecided, the day comes first. */
export function orderOf(written: Iterable<string>): OrderFound {
  const votes = { "day-first": 0, "month-first": 0 };
  let open: string | null = null;
  for (const text of written) {
    const both = numbers.exec(text.trim());
    if (!both) continue;
    const asDay = readDate(text, "day-first");
    const asMonth = readDate(text, "month-first");
    if (asDay !== null && asMonth !== null) {
      if (asDay !== asMonth) open ??= text.trim();
    } else if (asDay !== null) votes["day-first"] += 1;
    else if (asMonth !== null) votes["month-first"] += 1;
  }
  if (votes["day-first"] + votes["month-first"] > 0)
    return { order: votes["month-first"] > votes["day-first"] ? "month-first" : "day-first", open: null };
  return { order: "day-first", open };
}
