import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { between, carries, classify, meanings, translated, type Choices, type Meaning, type Step } from "./carry.ts";
import { diff } from "./diff.ts";
import { Framework, type FrameworkDocument } from "./document.ts";

const ladder = (): Framework =>
  Framework.parse({
    rungs: "framework@1",
    id: "operations",
    kind: "ladder",
    title: "Operations",
    scale: [
      { value: 1, label: "Not yet" },
      { value: 2, label: "Performing" },
    ],
    domains: [{ id: "process", title: "Process" }],
    competencies: [
      { id: "execution", domain: "process", title: "Execution", definition: "Runs it.", markers: ["Runs it alone"] },
      { use: "values@2/integrity", domain: "process" },
    ],
    tracks: [{ id: "core", title: "Core" }],
    levels: [
      {
        id: "a",
        rank: 1,
        track: "core",
        title: "A",
        expectations: [
          { id: "own", competency: "execution", target: 1, markers: ["Runs it daily"] },
          { id: "bare", competency: "execution", target: 1 },
          { id: "used", competency: "integrity", target: 2 },
        ],
      },
      { id: "b", rank: 2, track: "core", title: "B", expectations: [] },
    ],
  } satisfies FrameworkDocument);

const meaningsAfter = (edits: readonly Edit[], choices?: Choices): Record<string, Meaning> =>
  Object.fromEntries(classify(ladder(), Framework.parse(edited(ladder(), ...edits)), choices).meanings);
const same: Record<string, Meaning> = { own: "unchanged", bare: "unchanged", used: "unchanged" };

describe("what becomes of expectations", () => {
  test.each<[string, Edit[], Partial<Record<string, Meaning>>, Choices?]>([
    [
      "nothing where nothing of theirs changed",
      [
        set("/title", "Ops"),
        set("/levels/0/scope", "Wide"),
        set("/competencies/0/title", "Running it"),
        set("/levels/0/title", "Coordinator"),
      ],
      same,
    ],
    ["new markers are substantive", [set("/levels/0/expectations/0/markers", ["Owns it"])], { ...same, own: "substantive" }],
    [
      "unless the author says the meaning is kept",
      [set("/levels/0/expectations/0/markers", ["Owns it"])],
      { ...same, own: "editorial" },
      { editorial: new Set(["own", "bare"]) },
    ],
    ["another competency is substantive", [set("/levels/0/expectations/0/competency", "integrity")], { ...same, own: "substantive" }],
    [
      "a target, a weight, a critical flag only retarget",
      [
        set("/levels/0/expectations/0/target", 2),
        set("/levels/0/expectations/1/weight", 3),
        set("/levels/0/expectations/2/critical", true),
      ],
      { own: "retarget", bare: "retarget", used: "retarget" },
    ],
    [
      "words outweigh a new target",
      [set("/levels/0/expectations/0/target", 2), set("/levels/0/expectations/0/markers", [])],
      { ...same, own: "substantive" },
    ],
    [
      "a new definition counts for all its expectations",
      [set("/competencies/0/definition", "Owns it.")],
      { ...same, own: "substantive", bare: "substantive" },
    ],
    [
      "a competency's own markers count where the expectation has none",
      [set("/competencies/0/markers", ["Owns it"])],
      { ...same, bare: "substantive" },
    ],
    [
      "another version of a library counts as another definition",
      [set("/competencies/1/use", "values@3/integrity")],
      { ...same, used: "substantive" },
    ],
    [
      "a changed scale is substantive for all",
      [set("/scale/1/label", "Does it")],
      { own: "substantive", bare: "substantive", used: "substantive" },
    ],
    [
      "unless the author says which point became which",
      [set("/scale/1/label", "Does it")],
      same,
      {
        points: new Map([
          [1, 1],
          [2, 2],
        ]),
      },
    ],
    ["an expectation that is gone has no meaning left", [drop("/levels/0/expectations/0")], { bare: "unchanged", used: "unchanged" }],
    [
      "nor has one that went to another level",
      [drop("/levels/0/expectations/0"), add("/levels/1/expectations", ladder().levels[0]?.expectations[0])],
      { bare: "unchanged", used: "unchanged" },
    ],
  ])("%s", (_, edits, expected, choices) => {
    expect(meaningsAfter(edits, choices)).toEqual(expected);
  });

  test("is nothing exactly where a diff finds nothing about the expectation, its competency or the scale", () => {
    fc.assert(
      fc.property(frameworkArbitrary, frameworkArbitrary, (one, other) => {
        const after = {
          ...one,
          levels: one.levels.map((level, at) => ({
            ...level,
            expectations: level.expectations.map((expectation, index) => ({
              ...expectation,
              ...((at + index) % 2 === 0
                ? { markers: other.description === undefined ? expectation.markers : [other.description] }
                : { critical: !expectation.critical }),
            })),
          })),
        };
        const touched = new Set(diff(one, after).map(({ id }) => id));
        for (const [id, meaning] of classify(one, after).meanings) expect(meaning === "unchanged").toBe(!touched.has(id));
      }),
    );
  });
});

describe("over several versions", () => {
  const step = fc.record({
    meanings: fc
      .array(fc.option(fc.constantFrom(...meanings)), { minLength: 3, maxLength: 3 })
      .map((list) => new Map(list.flatMap((meaning, index): [string, Meaning][] => (meaning === null ? [] : [[`e${index}`, meaning]])))),
    points: fc.constant(null),
  });
  const steps = fc
    .array(step, { minLength: 4, maxLength: 4 })
    .map((list): Map<number, Step> => new Map(list.map((each, index) => [index + 2, each])));
  const version = fc.integer({ min: 1, max: 5 });

  test("the worst step decides, whichever way round", () => {
    fc.assert(
      fc.property(steps, version, version, fc.constantFrom("e0", "e1", "e2"), (all, from, to, id) => {
        const between2 = [...all]
          .filter(([later]) => later > Math.min(from, to) && later <= Math.max(from, to))
          .map(([, each]) => each.meanings.get(id));
        const worst = between2.includes(undefined) ? null : (meanings.findLast((meaning) => between2.includes(meaning)) ?? "unchanged");
        expect(between(id, from, to, all)).toBe(worst);
        expect(carries(id, from, to, all)).toBe(worst === null ? "gone" : worst === "substantive" ? "stale" : "carries");
        expect(carries(id, to, from, all)).toBe(carries(id, from, to, all));
      }),
    );
  });
  test("a rating always stands in the version it was given in", () => {
    expect(carries("anything", 3, 3, new Map())).toBe("carries");
  });
  test("values follow the scale from step to step, and end where a point has no successor", () => {
    const points = (...pairs: [number, number][]): Step => ({ meanings: new Map(), points: new Map(pairs) });
    const all = new Map<number, Step>([
      [2, points([1, 10], [2, 20])],
      [3, { meanings: new Map(), points: null }],
      [4, points([10, 100])],
    ]);
    expect([1, 2].map((value) => translated(value, 1, 3, all))).toEqual([10, 20]);
    expect([1, 2, 7].map((value) => translated(value, 1, 4, all))).toEqual([100, null, null]);
    expect(translated(10, 2, 3, all)).toBe(10);
  });
});
