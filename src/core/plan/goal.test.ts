import fc from "fast-check";
import { expect, test } from "vitest";
import { gapIn, gapsOf, goalStates, settleGoal, type OpenGoal, type Released } from "./goal.ts";

const goals = fc.record({ state: fc.constantFrom(...goalStates), by: fc.constantFrom(null, "spring", "autumn") });
const releases = fc.record({
  review: fc.constantFrom("spring", "autumn"),
  value: fc.option(fc.integer({ min: 1, max: 5 })),
  required: fc.integer({ min: 1, max: 5 }),
  on: fc.constant("2026-03-09"),
});
const after = (goal: OpenGoal, released: Released): OpenGoal => {
  const settled = settleGoal(goal, released);
  return settled === null ? goal : { state: settled.state, by: settled.state === "achieved" ? settled.by : null };
};

test("a rating that meets what is asked achieves an open goal, and says which review and which value did", () => {
  fc.assert(
    fc.property(goals, releases, (goal, released) => {
      const met = released.value !== null && released.value >= released.required;
      const settled = settleGoal(goal, released);
      if (goal.state === "open" && met)
        expect(settled).toEqual({ state: "achieved", on: released.on, value: released.value, by: released.review });
      else expect(settled?.state).not.toBe("achieved");
    }),
  );
});

test("the same release said twice changes nothing the second time", () => {
  fc.assert(
    fc.property(goals, releases, (goal, released) => {
      expect(settleGoal(after(goal, released), released)).toBe(null);
    }),
  );
});

test("what people have dropped, or called achieved themselves, no release touches", () => {
  fc.assert(
    fc.property(releases, (released) => {
      expect(settleGoal({ state: "dropped", by: null }, released)).toBe(null);
      expect(settleGoal({ state: "achieved", by: null }, released)).toBe(null);
    }),
  );
});

test("a second look that lowers a rating opens the goal again that it had achieved, and no other review does", () => {
  const low = { value: 2, required: 3, on: "2026-04-01" };
  expect(settleGoal({ state: "achieved", by: "spring" }, { ...low, review: "spring" })).toEqual({ state: "open" });
  expect(settleGoal({ state: "achieved", by: "spring" }, { ...low, review: "autumn" })).toBe(null);
});

test("a draft begins with what moves most, and goes on with what the records lack or will lack soon", () => {
  const requirement = (id: string, status: "met" | "expiring" | "unknown" | "expired" | "unmet") => ({
    id,
    status,
    kind: "check" as const,
  });
  expect(
    gapsOf({
      movesMost: ["b", "a"],
      requirements: [
        requirement("held", "met"),
        requirement("soon", "expiring"),
        requirement("gone", "expired"),
        requirement("none", "unmet"),
      ],
    }),
  ).toEqual([
    { source: "expectation", id: "b" },
    { source: "expectation", id: "a" },
    { source: "requirement", id: "soon" },
    { source: "requirement", id: "gone" },
    { source: "requirement", id: "none" },
  ]);
});

test("what a level does not ask is no gap of it", () => {
  const level = {
    id: "first",
    rank: 1,
    track: "core",
    title: "First",
    roles: [],
    onward: [],
    domainScope: {},
    responsibilities: [],
    expectations: [{ id: "plans", competency: "planning", target: 3, weight: 1, critical: false, markers: [] }],
    requirements: [{ id: "dbs", kind: "check" as const, title: "Enhanced DBS" }],
  };
  expect(gapIn(level, "plans")).toEqual({ source: "expectation", id: "plans" });
  expect(gapIn(level, "dbs")).toEqual({ source: "requirement", id: "dbs" });
  expect(gapIn(level, "elsewhere")).toBe(null);
});
