import fc from "fast-check";
import { expect, test } from "vitest";
import { startOf, startSteps, type StartFacts } from "./start.ts";

const count = fc.nat({ max: 3 });
const facts: fc.Arbitrary<StartFacts> = fc.record({
  published: count,
  draft: fc.option(fc.record({ slug: fc.constant("care"), title: fc.constant("Care"), inReview: fc.boolean() })),
  people: fc.integer({ min: 1, max: 4 }),
  placed: count,
  managed: count,
  invited: count,
  launched: count,
  cycle: fc.option(fc.record({ id: fc.constant("1"), title: fc.constant("Spring") })),
});
const nothing: StartFacts = { published: 0, draft: null, people: 1, placed: 0, managed: 0, invited: 0, launched: 0, cycle: null };

test("whoever has just begun has everything before them, in order", () => {
  const { steps, upNext } = startOf(nothing);
  expect(steps.map(({ step }) => step)).toEqual([...startSteps]);
  expect(steps.every(({ state }) => state === "open")).toBe(true);
  expect(upNext).toBe("ladder");
});

test("what comes next is the first thing that is not done, and nothing once all is", () =>
  fc.assert(
    fc.property(facts, (found) => {
      const { steps, upNext } = startOf(found);
      const at = steps.findIndex(({ step }) => step === upNext);
      expect(at === -1 ? steps : steps.slice(0, at)).toSatisfy((before: typeof steps) => before.every(({ state }) => state === "done"));
      if (at !== -1) expect(steps[at]?.state).not.toBe("done");
    }),
  ));

test("more of anything never takes a step back", () => {
  const order = ["open", "begun", "done"];
  fc.assert(
    fc.property(facts, fc.constantFrom("published", "people", "placed", "managed", "invited", "launched"), (found, more) => {
      const before = startOf(found).steps;
      const after = startOf({ ...found, [more]: found[more] + 1 }).steps;
      for (const [index, { state }] of before.entries())
        expect(order.indexOf(after[index]?.state ?? "")).toBeGreaterThanOrEqual(order.indexOf(state));
    }),
  );
});

test("a draft begins the first step, and a cycle that is being set up the last", () => {
  const { steps } = startOf({ ...nothing, draft: { slug: "care", title: "Care", inReview: false }, cycle: { id: "1", title: "Spring" } });
  expect(steps.map(({ state }) => state)).toEqual(["begun", "open", "open", "open", "begun"]);
});
