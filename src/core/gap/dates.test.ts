import fc from "fast-check";
import { expect, test } from "vitest";
import { Problem } from "../problem.ts";
import { addMonths, dateOf, dayNumber, daysBetween, isDate } from "./dates.ts";

/** The engine's own calendar, which knows the same days. */
const day = fc.integer({ min: -700_000, max: 2_900_000 });
const byEngine = (number: number) => new Date(number * 86_400_000).toISOString().slice(0, 10);

test("days are numbered as the calendar has them, and back", () => {
  fc.assert(
    fc.property(day, (number) => {
      expect(dateOf(number)).toBe(byEngine(number));
      expect(dayNumber(byEngine(number))).toBe(number);
    }),
    { numRuns: 3000 },
  );
  for (const date of ["2000-02-29", "2100-03-01", "1900-02-28", "2024-12-31", "2025-01-01", "0001-01-01", "9999-12-31"])
    expect(dateOf(dayNumber(date))).toBe(date);
});

test.each([
  "2026-02-29",
  "2100-02-29",
  "2026-04-31",
  "2026-13-01",
  "2026-00-10",
  "2026-01-00",
  "2026-1-1",
  "02026-01-01",
  "2026-01-01T00:00",
  " 2026-01-01",
  "",
])("%j is no date", (text) => {
  expect(isDate(text)).toBe(false);
});

test("a day that is none is refused where it is counted with", () => {
  expect(() => dayNumber("2026-02-30")).toThrow(Problem);
  expect(() => addMonths("soon", 1)).toThrow(Problem);
});

test.each([
  ["2026-01-31", 1, "2026-02-28"],
  ["2024-01-31", 1, "2024-02-29"],
  ["2024-02-29", 12, "2025-02-28"],
  ["2024-02-29", 48, "2028-02-29"],
  ["2026-12-15", 1, "2027-01-15"],
  ["2026-08-31", 6, "2027-02-28"],
  ["2026-11-30", 0, "2026-11-30"],
])("%s and %i months is %s", (date, months, later) => {
  expect(addMonths(date, months)).toBe(later);
});

test("as many months later is the same day of the month or the last of a shorter one", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 600 }), (number, months) => {
      const date = byEngine(Math.min(number, 2_800_000));
      const later = addMonths(date, months);
      expect(isDate(later)).toBe(true);
      const [one, other] = [date, later].map((text) => text.split("-").map(Number));
      const count = (parts: number[] | undefined) => (parts?.[0] ?? 0) * 12 + (parts?.[1] ?? 0);
      expect(count(other) - count(one)).toBe(months);
      expect(later.slice(8) === date.slice(8) || (later.slice(8) < date.slice(8) && dateOf(dayNumber(later) + 1).endsWith("-01"))).toBe(
        true,
      );
    }),
  );
});

test("days between two dates count neither twice", () => {
  expect(daysBetween("2026-03-12", "2026-04-28")).toBe(47);
  expect(daysBetween("2026-04-28", "2026-03-12")).toBe(-47);
  expect(daysBetween("2024-02-28", "2024-03-01")).toBe(2);
});
