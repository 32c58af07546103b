import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { bakery, reworded } from "../../../test/bakery.ts";
import { classify } from "./carry.ts";
import { decide, pointsOf, type Decisions } from "./decisions.ts";
import { Framework } from "./document.ts";
import { lineageOf } from "./lineage.ts";

const shop = Framework.parse(bakery);
const ovens = Framework.parse(reworded("head-ovens", ["Fires four ovens."]));
const nothing: Decisions = { choices: {}, lineage: [] };
const codes = (after: Framework, said: Partial<Decisions>, before: Framework | null = shop) =>
  decide(before, after, { ...nothing, ...said }).faults.map(({ code, path }) => `${code} ${path}`);
const rescaled = (framework: Framework, values: readonly number[]): Framework => ({
  ...framework,
  scale: values.map((value) => ({ value, label: `Point ${value}` })),
});

/** A framework and the same with some markers changed. */
const revised = fc.tuple(frameworkArbitrary, fc.infiniteStream(fc.boolean())).map(([before, changes]): [Framework, Framework] => [
  before,
  {
    ...before,
    levels: before.levels.map((level) => ({
      ...level,
      expectations: level.expectations.map((each) =>
        changes.next().value === true ? { ...each, markers: [...each.markers, "More."] } : each,
      ),
    })),
  },
]);

describe("what an author decides", () => {
  test("of nothing said: the step and the lineage that the documents tell", () =>
    fc.assert(
      fc.property(frameworkArbitrary, frameworkArbitrary, (before, after) => {
        expect(decide(before, after, nothing)).toEqual({
          step: classify(before, after),
          lineage: lineageOf(before, after),
          points: null,
          classes: {},
          faults: [],
        });
        expect(decide(null, after, nothing)).toMatchObject({ step: null, points: null, classes: {}, faults: [] });
      }),
    ));

  test("makes editorial exactly the reworded expectations that are called so, and faults every other choice", () =>
    fc.assert(
      fc.property(revised, fc.infiniteStream(fc.boolean()), ([before, after], chosen) => {
        const ids = after.levels.flatMap(({ expectations }) => expectations.map(({ id }) => id));
        const called = ids.filter(() => chosen.next().value === true);
        const choices = Object.fromEntries(called.map((id) => [id, { class: "editorial" as const, reason: "The same, said shorter." }]));
        const open = classify(before, after).meanings;
        const { step, faults, classes } = decide(before, after, { ...nothing, choices });
        expect(faults.map(({ path }) => path).toSorted()).toEqual(
          called.flatMap((id) => (open.get(id) === "substantive" ? [] : [`/choices/${id}`])).toSorted(),
        );
        for (const [id, meaning] of open)
          expect(step?.meanings.get(id)).toBe(meaning === "substantive" && called.includes(id) ? "editorial" : meaning);
        expect(classes).toEqual(choices);
      }),
      { numRuns: 200 },
    ));

  test("needs a reason to call a rewording editorial, and none to call it substantive", () => {
    expect(codes(ovens, { choices: { "head-ovens": { class: "editorial", reason: "" } } })).toEqual(["reason /choices/head-ovens/reason"]);
    expect(codes(ovens, { choices: { "head-ovens": { class: "substantive", reason: "" } } })).toEqual([]);
    expect(codes(ovens, { choices: { "head-ovens": { class: "editorial", reason: "Four since May." } } })).toEqual([]);
  });

  test("cannot be said of a first version, nor of what is not there", () => {
    expect(codes(shop, { choices: { "head-ovens": { class: "editorial", reason: "So." } } }, null)).toEqual([
      "not-reworded /choices/head-ovens",
    ]);
    expect(codes(ovens, { choices: JSON.parse('{"constructor":{"class":"editorial","reason":"So."}}') })).toEqual([
      "not-reworded /choices/constructor",
    ]);
  });
});

describe("a changed scale", () => {
  const values = fc.uniqueArray(fc.integer({ min: -3, max: 9 }), { minLength: 1, maxLength: 6 });

  test("is mapped from points of the old one to points of the new one, and nowhere else", () =>
    fc.assert(
      fc.property(
        values,
        values,
        fc.dictionary(fc.integer({ min: -3, max: 9 }).map(String), fc.integer({ min: -3, max: 9 })),
        (old, now, map) => {
          const [before, after] = [rescaled(shop, old), rescaled({ ...shop, title: "Another" }, now)];
          const same = JSON.stringify(before.scale) === JSON.stringify(after.scale);
          const wrong = Object.entries(map).filter(([from, to]) => !old.includes(Number(from)) || !now.includes(to));
          const { faults, points, step } = decide(before, after, { ...nothing, scaleMap: map });
          expect(faults.map(({ path }) => path)).toEqual(same ? ["/scaleMap"] : wrong.map(([from]) => `/scaleMap/${from}`));
          if (faults.length > 0) return;
          expect(points).toEqual(pointsOf(map));
          // Words that stay keep their meaning once somebody says what the points have become.
          expect([...(step?.meanings.values() ?? [])].includes("substantive")).toBe(false);
        },
      ),
      { numRuns: 300 },
    ));

  test("that nobody maps makes every rating stale", () => {
    const { step } = decide(shop, rescaled(shop, [1, 2, 3, 4, 5]), nothing);
    expect(new Set(step?.meanings.values())).toEqual(new Set(["substantive"]));
  });
});
