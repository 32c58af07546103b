import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOf, dayNumber } from "../gap/dates.ts";
import { ageBand, ageFrom, ageOf, ages } from "./barrier.ts";

const day = fc.integer({ min: 0, max: 5000 }).map((days) => dateOf(dayNumber("2020-01-01") + days));

test("a barrier grows older by a day each day while it stands, and no older once it is resolved", () => {
  fc.assert(
    fc.property(day, fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 900 }), (raised, stood, since) => {
      const resolved = dateOf(dayNumber(raised) + stood);
      const today = dateOf(dayNumber(resolved) + since);
      expect(ageOf(raised, resolved, today)).toBe(stood);
      expect(ageOf(raised, null, today)).toBe(stood + since);
    }),
  );
});

test("every age has a band, and none gets younger with time", () => {
  fc.assert(
    fc.property(fc.nat(2000), fc.nat(2000), (one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(ages.indexOf(ageBand(less))).toBeLessThanOrEqual(ages.indexOf(ageBand(more)));
      expect(ageFrom[ageBand(less)]).toBeLessThanOrEqual(less);
    }),
  );
  expect([29, 30, 89, 90].map(ageBand)).toEqual(["fresh", "ageing", "ageing", "old"]);
});
