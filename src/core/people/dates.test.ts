import fc from "fast-check";
import { expect, test } from "vitest";
import { orderOf, readDate } from "./dates.ts";

test.each([
  ["2026-04-03", "2026-04-03"],
  ["2026/4/3", "2026-04-03"],
  ["20260403", "2026-04-03"],
  ["2026-04-03T09:30:00Z", "2026-04-03"],
  ["03/04/2026", "2026-04-03"],
  ["3.4.26", "2026-04-03"],
  ["3-4-1998", "1998-04-03"],
  ["03/04/98 00:00", "1998-04-03"],
  ["3 April 2026", "2026-04-03"],
  ["3rd of April 2026", "2026-04-03"],
  ["3-Apr-26", "2026-04-03"],
  ["Fri, 3 Apr 2026", "2026-04-03"],
  ["April 3, 2026", "2026-04-03"],
  ["Apr 3 2026", "2026-04-03"],
  ["46115", "2026-04-03"],
  ["29 February 2024", "2024-02-29"],
  ["29 February 2026", null],
  ["31/04/2026", null],
  ["04/13/2026", null],
  ["soon", null],
  ["7", null],
])("%s, the day first: %s", (written, read) => {
  expect(readDate(written, "day-first")).toBe(read);
});

const days = fc
  .date({ min: new Date("1950-01-01"), max: new Date("2049-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

test("every day is read back from each form it may be written in", () => {
  fc.assert(
    fc.property(days, (day) => {
      const [year = "", at = "", date = ""] = day.split("-");
      const named = month[Number(at) - 1] ?? "";
      for (const written of [
        day,
        `${year}${at}${date}`,
        `${Number(date)} ${named} ${year}`,
        `${named} ${Number(date)}, ${year}`,
        `${date}-${named}-${year.slice(2)}`,
      ])
        for (const order of ["day-first", "month-first"] as const) expect(readDate(written, order)).toBe(day);
      expect(readDate(`${date}.${at}.${year}`, "day-first")).toBe(day);
      expect(readDate(`${at}/${date}/${year}`, "month-first")).toBe(day);
      expect(readDate(String(Date.parse(day) / 86_400_000 + 25_569), "day-first")).toBe(
        Date.parse(day) / 86_400_000 + 25_569 >= 20_000 ? day : null,
      );
    }),
  );
});

test("the order is what one date of the file proves, and else it is said that it is open", () => {
  const order = fc.constantFrom("day-first", "month-first");
  fc.assert(
    fc.property(order, fc.array(days, { minLength: 1, maxLength: 20 }), (wanted, some) => {
      const written = some.map((day) => {
        const [year = "", at = "", date = ""] = day.split("-");
        return wanted === "day-first" ? `${date}/${at}/${year}` : `${at}/${date}/${year}`;
      });
      const proved = some.some((day) => Number(day.slice(8)) > 12);
      const doubted = some.some((day) => Number(day.slice(8)) <= 12 && day.slice(5, 7) !== day.slice(8));
      const found = orderOf(written);
      if (proved) expect(found).toEqual({ order: wanted, open: null });
      else expect([found.order, found.open !== null]).toEqual(["day-first", doubted]);
    }),
  );
});
