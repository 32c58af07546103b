import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dateOf, dayNumber } from "../gap/dates.ts";
import { numberWord } from "../gap/words.ts";
import { agoWords, dayWords, fullDate, onDay } from "./days.ts";
import { headline } from "./headline.ts";

const TODAY = "2026-02-17";
const day = fc.integer({ min: dayNumber("2000-01-01"), max: dayNumber("2090-12-31") }).map(dateOf);

describe("days as one speaks of them", () => {
  test("a weekday is that of the calendar, and stands for a day of the coming week alone", () => {
    expect(fullDate(TODAY)).toBe("Tuesday 17 February 2026");
    fc.assert(
      fc.property(day, fc.integer({ min: -400, max: 400 }), (today, away) => {
        const other = dateOf(dayNumber(today) + away);
        const words = dayWords(other, today);
        const named = new Intl.DateTimeFormat("en-GB", { weekday: "long", timeZone: "UTC" }).format(new Date(other));
        expect(words === named).toBe(away > 1 && away < 7);
        expect(words.endsWith(other.slice(0, 4))).toBe(other.slice(0, 4) !== today.slice(0, 4) && (away < -1 || away > 6));
        expect(onDay(other, today).startsWith("on ")).toBe(Math.abs(away) > 1);
      }),
    );
  });

  test("what is past is told in days, then in weeks", () => {
    expect(["2026-02-17", "2026-02-16", "2026-02-04", "2026-02-03", "2026-01-06"].map((each) => agoWords(each, TODAY, numberWord))).toEqual(
      ["today", "yesterday", "13 days ago", "two weeks ago", "six weeks ago"],
    );
  });
});

test.each<[number, string | null, string | null, string]>([
  [3, "2026-02-20", "2026-02-20", "Three reviews wait for you, all due on Friday"],
  [2, "2026-02-18", "2026-03-20", "Two reviews wait for you, the first is due tomorrow"],
  [1, "2026-02-17", "2026-02-17", "One review waits for you, due today"],
  [1, "2026-01-30", "2026-01-30", "One review waits for you, overdue since 30 January"],
  [2, "2025-12-30", "2025-12-30", "Two reviews wait for you, all overdue since 30 December 2025"],
  [2, "2026-01-30", "2026-03-30", "Two reviews wait for you, the first is overdue"],
  [14, null, null, "14 reviews wait for you"],
])("%i reviews due from %s to %s: %s", (all, from, to, title) => {
  expect(headline({ toWrite: { all, from, to }, results: ["Spring"] }, TODAY)).toBe(title);
});

test("where nothing is to be written a result that is out is the title, and else there is none", () => {
  const none = { all: 0, from: null, to: null };
  expect(headline({ toWrite: none, results: ["Spring 2026"] }, TODAY)).toBe("Your result of Spring 2026 is out");
  expect(headline({ toWrite: none, results: ["Spring", "Autumn"] }, TODAY)).toBe("Two results of yours are out");
  expect(headline({ toWrite: none, results: [] }, TODAY)).toBeNull();
});
