import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOf, dayNumber } from "../gap/dates.ts";
import { kindsToday } from "./reminders.ts";
import type { CycleSetup } from "./setup.ts";

const due = "2026-03-18"; // a Wednesday
const set = (daysBefore: number[], overdue: boolean) =>
  ({ stages: { selfDue: due, managerDue: null, peersDue: null }, reminders: { daysBefore, overdue } }) as unknown as CycleSetup; // what the rule reads of one
const fires = (setup: CycleSetup, days: readonly number[], from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, step) => from + step).filter((on) =>
    kindsToday(setup, dateOf(dayNumber(due) + on), days).includes("self"),
  );
const week = fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 });

test("whoever works every day is reminded on the very days, and weekly once the day is over", () => {
  expect(fires(set([7, 1], true), [1, 2, 3, 4, 5, 6, 7], -10, 20)).toEqual([-7, -1, 1, 8, 15]);
});

test("on days off nobody is reminded: before the due day it comes earlier, afterwards later", () => {
  // Saturday the 14th and Sunday the 15th are four and three days before; the 21st, three after, is a Saturday.
  expect(fires(set([4, 3], false), [1, 2, 3, 4, 5], -20, 0)).toEqual([-5]);
  expect(fires(set([], true), [6, 7], 1, 12)).toEqual([3, 10]);
});

test("each reminder goes out on one working day, never later than meant before the due day", () => {
  fc.assert(
    fc.property(week, fc.integer({ min: 0, max: 30 }), (days, before) => {
      const found = fires(set([before], false), days, -45, 0);
      expect(found).toHaveLength(1);
      expect(found[0]).toBeLessThanOrEqual(-before);
      expect(found[0]).toBeGreaterThan(-before - 7);
    }),
  );
});
