import fc from "fast-check";
import { expect, test } from "vitest";
import { dateOf, dayNumber } from "../gap/dates.ts";
import { actionStates, costs, faultsOf, minorOf, minorUnits, moneyWords, nextState, reminderDue } from "./action.ts";

const TODAY = "2026-11-21";
const inDays = (days: number) => dateOf(dayNumber(TODAY) + days);

test("taps lead from planned to done in two, and from anywhere back to planned", () => {
  expect(nextState("planned")).toBe("doing");
  expect(nextState("doing")).toBe("done");
  for (const state of actionStates) {
    let now = state;
    for (let taps = 0; taps < 3 && (taps === 0 || now !== "planned"); taps += 1) now = nextState(now);
    expect(now).toBe("planned");
  }
});

test("an action is reminded of in its last week and on its day, and not once it is late", () => {
  fc.assert(
    fc.property(fc.integer({ min: -400, max: 400 }), (days) => {
      expect(reminderDue(TODAY, inDays(days))).toBe(days < 0 || days > 7 ? null : days === 0 ? 0 : 7);
    }),
  );
});

test("what people type as an amount and what they read of it are the same amount", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999_999 }), fc.constantFrom("GBP", "EUR", "JPY"), (minor, currency) => {
      expect(minorOf(moneyWords(minor, currency).replaceAll(/[^\d.,]/g, ""), currency)).toBe(minor);
    }),
  );
  expect(minorUnits("JPY")).toBe(1);
  expect(minorOf(" £1,200.50 ", "GBP")).toBe(120_050);
  for (const typed of ["", "about 20", "-3", "1.2.3", "12.345"]) expect(minorOf(typed, "GBP")).toBe(null);
  expect(moneyWords(24_000, "GBP")).toBe("£240");
  expect(moneyWords(1_250, "GBP")).toBe("£12.50");
});

test("what a plan costs is said by currency, without what was given up, whatever the order", () => {
  const action = fc.record({
    costMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
    currency: fc.constantFrom("GBP", "EUR"),
    state: fc.constantFrom(...actionStates),
  });
  fc.assert(
    fc.property(fc.array(action), (actions) => {
      const sums = costs(actions);
      expect(costs(actions.toReversed())).toEqual(sums);
      for (const { currency, minor } of sums)
        expect(minor).toBe(
          actions.reduce((sum, each) => sum + (each.currency === currency && each.state !== "dropped" ? (each.costMinor ?? 0) : 0), 0),
        );
    }),
  );
});

test("an action that is due before it starts, or costs what nobody is asked for, is refused with its place", () => {
  expect(faultsOf({ startsOn: "2026-03-02", dueOn: "2026-03-01", costMinor: 100, funding: "none-needed" }).map(({ path }) => path)).toEqual(
    ["/dueOn", "/funding"],
  );
  expect(faultsOf({ startsOn: "2026-03-01", dueOn: "2026-03-01", costMinor: 100, funding: "asked" })).toEqual([]);
});
