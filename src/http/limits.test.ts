import fc from "fast-check";
import { expect, test } from "vitest";
import { limiter } from "./limits.ts";

test("a burst goes through, then as many as come back with time, each for themselves", () => {
  let now = 0;
  const limit = limiter({ burst: 2, perSecond: 0.5 }, () => now);
  expect([limit.take("a"), limit.take("a"), limit.take("a"), limit.take("b")]).toEqual([0, 0, 2, 0]);
  now = 1000;
  expect(limit.take("a")).toBe(1);
  now = 2000;
  expect([limit.take("a"), limit.take("a")]).toEqual([0, 2]);
});

test("what is given back can be taken again, and no more than that", () => {
  const limit = limiter({ burst: 1, perSecond: 0.001 }, () => 0);
  limit.take("a");
  limit.refund("a");
  limit.refund("a");
  expect([limit.take("a"), limit.take("a") > 0]).toEqual([0, true]);
});

test("however the tries are spread, no more get through than the burst and what time gives", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.integer({ min: 0, max: 500 })),
      (burst, perSecond, pauses) => {
        let now = 0;
        const limit = limiter({ burst, perSecond }, () => now);
        let through = 0;
        for (const pause of pauses) {
          now += pause;
          if (limit.take("a") === 0) through += 1;
        }
        expect(through).toBeLessThanOrEqual(burst + (now / 1000) * perSecond + 1e-6);
      },
    ),
  );
});

test("who has not come for a while is forgotten", () => {
  let now = 0;
  const limit = limiter({ burst: 10, perSecond: 10 }, () => now);
  for (let at = 0; at < 1000; at++) limit.take(`address ${at}`);
  now = 5000;
  limit.take("another");
  expect(limit.size()).toBe(1);
});
