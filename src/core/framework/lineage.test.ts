import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { bakery } from "../../../test/bakery.ts";
import { Framework } from "./document.ts";
import { across, corrected, lineageKinds, lineageOf, type Lineage } from "./lineage.ts";

const shop = Framework.parse(bakery);
const idsOf = (framework: Framework | null) => (framework?.levels ?? []).flatMap(({ expectations }) => expectations.map(({ id }) => id));
const now = (lineage: readonly Lineage[]) => lineage.filter(({ kind }) => kind !== "retired");

/** What follows a framework: some expectations dropped, renamed, reworded or put in twice, some levels gone. */
const next = fc
  .tuple(frameworkArbitrary, fc.infiniteStream(fc.constantFrom("keep", "keep", "keep", "drop", "rename", "reword", "twice")))
  .map(([before, fate]): [Framework, Framework] => [
    before,
    {
      ...before,
      levels: before.levels.map((level) => ({
        ...level,
        expectations: level.expectations.flatMap((each) => {
          const what = fate.next().value ?? "keep";
          if (what === "drop") return [];
          if (what === "rename") return [{ ...each, id: `${each.id}-anew` }];
          if (what === "reword") return [{ ...each, markers: [...each.markers, "And more."] }];
          return what === "twice"
            ? [
                { ...each, id: `${each.id}-one` },
                { ...each, id: `${each.id}-two` },
              ]
            : [each];
        }),
      })),
    },
  ]);

/** Every line names what is there, as many sources as its kind has, and nothing is told twice or forgotten. */
function whole(before: Framework | null, after: Framework, lineage: readonly Lineage[]): void {
  const old = new Set(idsOf(before));
  expect(now(lineage).map(({ expectation }) => expectation)).toEqual(idsOf(after));
  expect(new Set(lineage.map(({ expectation }) => expectation)).size).toBe(lineage.length);
  for (const { expectation, kind, from } of lineage) {
    expect(from.filter((id) => !old.has(id))).toEqual([]);
    expect(new Set(from).size).toBe(from.length);
    if (kind === "retired") expect(old.has(expectation)).toBe(true);
    expect(kind === "merged" ? from.length > 1 : from.length === (kind === "new" || kind === "retired" ? 0 : 1)).toBe(true);
  }
  const accounted = new Set(
    lineage.flatMap(({ expectation, kind, from }) => (kind === "retired" ? [expectation] : [expectation, ...from])),
  );
  expect([...old].filter((id) => !accounted.has(id))).toEqual([]);
}

describe("lineage", () => {
  test("accounts for every expectation of both versions, once", () =>
    fc.assert(
      fc.property(next, ([before, after]) => whole(before, after, lineageOf(before, after))),
      { numRuns: 300 },
    ));

  test("between strangers does as well, and of a first version everything is new", () =>
    fc.assert(
      fc.property(frameworkArbitrary, frameworkArbitrary, (before, after) => {
        whole(before, after, lineageOf(before, after));
        expect(lineageOf(null, after).filter(({ kind }) => kind !== "new")).toEqual([]);
      }),
    ));

  test("of what has not changed is that it was kept", () =>
    fc.assert(
      fc.property(frameworkArbitrary, (framework) => {
        expect(lineageOf(framework, structuredClone(framework))).toEqual(
          idsOf(framework).map((id): Lineage => ({ expectation: id, kind: "kept", from: [id] })),
        );
      }),
    ));

  test("over several steps accounts for the first and the last version, and starts where the steps do", () =>
    fc.assert(
      fc.property(next, fc.nat(), ([before, middle], seed) => {
        const levels = middle.levels.map((level, index) =>
          (seed + index) % 3 === 0 ? { ...level, expectations: level.expectations.toReversed().slice(seed % 2) } : level,
        );
        const after = { ...middle, levels };
        const told = across([lineageOf(before, middle), lineageOf(middle, after)]);
        expect(now(told).map(({ expectation }) => expectation)).toEqual(idsOf(after));
        const old = new Set(idsOf(before));
        expect(told.flatMap(({ from }) => from).filter((id) => !old.has(id))).toEqual([]);
        expect(across([lineageOf(before, middle)])).toEqual(lineageOf(before, middle));
      }),
      { numRuns: 200 },
    ));

  test("tells a renamed expectation, one of two and two of one by what they ask for at one level", () => {
    const levels = shop.levels.map((level) => ({
      ...level,
      expectations: level.expectations.flatMap((each) =>
        each.id === "head-ovens"
          ? [
              { ...each, id: "gas-ovens" },
              { ...each, id: "wood-ovens" },
            ]
          : each.id === "head-team"
            ? [{ ...each, id: "head-shift" }]
            : [each],
      ),
    }));
    const told = lineageOf(shop, { ...shop, levels });
    expect(told).toContainEqual({ expectation: "gas-ovens", kind: "split", from: ["head-ovens"] });
    expect(told).toContainEqual({ expectation: "wood-ovens", kind: "split", from: ["head-ovens"] });
    expect(told).toContainEqual({ expectation: "head-shift", kind: "reworded", from: ["head-team"] });
    expect(lineageOf({ ...shop, levels }, shop)).toContainEqual({
      expectation: "head-ovens",
      kind: "merged",
      from: ["gas-ovens", "wood-ovens"],
    });
  });
});

describe("what an author says of it", () => {
  const line = fc.record({
    expectation: fc.constantFrom(...idsOf(shop), "stranger"),
    kind: fc.constantFrom(...lineageKinds),
    from: fc.array(fc.constantFrom(...idsOf(shop), "stranger"), { maxLength: 3 }),
  });

  test("is taken where it names what is there, and then nothing is forgotten", () =>
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), (corrections) => {
        const { lineage, faults } = corrected(shop, shop, corrections);
        expect(faults.every(({ path }) => /^\/lineage\/\d+(\/expectation|\/from(\/\d+)?)?$/.test(path))).toBe(true);
        if (faults.length > 0) return;
        whole(shop, shop, lineage);
        for (const said of corrections) expect(lineage).toContainEqual(said);
      }),
      { numRuns: 300 },
    ));

  test.each([
    [{ expectation: "stranger", kind: "new", from: [] }, "/lineage/0/expectation"],
    [{ expectation: "head-bread", kind: "kept", from: ["stranger"] }, "/lineage/0/from/0"],
    [{ expectation: "head-bread", kind: "merged", from: ["head-bread"] }, "/lineage/0/from"],
    [{ expectation: "head-bread", kind: "retired", from: [] }, "/lineage/0/expectation"],
  ] as const)("is refused at its place where it cannot be: %j", (said, path) => {
    expect(corrected(shop, shop, [{ ...said, from: [...said.from] }]).faults.map((fault) => fault.path)).toEqual([path]);
  });
});
