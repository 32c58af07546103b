import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AtlasLadder } from "./atlas.ts";
import { axisOf, heights } from "./heights.ts";
import type { Step } from "./routes.ts";

type Rung = readonly [id: string, rank: number, regulated: string | null, track?: string];
const ladder = (slug: string, rungs: readonly Rung[]): AtlasLadder => ({
  slug,
  title: slug,
  kind: "ladder",
  tracks: [
    { id: "core", title: "Core" },
    { id: "lead", title: "Lead" },
  ],
  levels: rungs.map(([id, rank, regulated, track = "core"]) => ({
    reference: `${slug}/${id}`,
    title: id,
    rank,
    track,
    regulated,
    roles: [],
    onward: [],
  })),
});
const way = (from: string, to: string, kind: Step["kind"] = "lateral"): Step => ({ from, to, kind, months: null, via: [] });

const regulated = fc.option(
  fc.integer({ min: 1, max: 8 }).map((level) => `RQF ${level}`),
  { nil: null },
);
const some = fc
  .array(
    fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom("core", "lead"), regulated), {
      maxLength: 8,
      selector: ([rank, track]) => `${rank}${track}`,
    }),
    {
      maxLength: 5,
    },
  )
  .map((ladders) =>
    ladders.map((rungs, index) =>
      ladder(
        `l${index}`,
        rungs.map(([rank, track, level]): Rung => [`${track}${rank}`, rank, level, track]),
      ),
    ),
  );
const ways = (ladders: readonly AtlasLadder[]) => {
  const references = ladders.flatMap(({ levels }) => levels.map(({ reference }) => reference));
  const end = references.length === 0 ? fc.constant("outside/x") : fc.constantFrom(...references, "outside/x");
  const kind = fc.constantFrom<Step["kind"]>("promotion", "lateral", "track-switch", "step-down");
  return fc.array(
    fc.tuple(end, end, kind).map(([from, to, how]) => way(from, to, how)),
    { maxLength: 10 },
  );
};

describe("how high levels hang on the map", () => {
  test("every level hangs somewhere, and on a track a higher rank always higher", () => {
    fc.assert(
      fc.property(
        some.chain((ladders) => ways(ladders).map((transitions) => ({ ladders, transitions }))),
        ({ ladders, transitions }) => {
          const hung = heights(ladders, transitions);
          const all = ladders.flatMap(({ levels }) => levels);
          expect([...hung.keys()].sort()).toEqual(all.map(({ reference }) => reference).sort());
          for (const { levels } of ladders)
            for (const one of levels)
              for (const other of levels)
                if (one.track === other.track && one.rank < other.rank)
                  expect((hung.get(other.reference) ?? NaN) - (hung.get(one.reference) ?? NaN)).toBeGreaterThanOrEqual(0.5);
        },
      ),
    );
  });

  test("national levels hang at their number, what stands between them between", () => {
    const hung = heights(
      [
        ladder("care", [
          ["a", 1, "RQF 2"],
          ["b", 2, null],
          ["c", 3, "RQF 4"],
          ["d", 4, null],
        ]),
      ],
      [],
    );
    expect([...hung.values()]).toEqual([2, 3, 4, 5]);
  });

  test("half a level stays half a level where thirds are met", () => {
    const anchors = ladder(
      "met",
      [1, 2, 2].map((level, index): Rung => [`m${index}`, index + 1, `RQF ${level}`]),
    );
    const thirds = ladder("thirds", [
      ["a", 1, null],
      ["b", 2, null],
    ]);
    const hung = heights(
      [anchors, thirds],
      ["a", "b"].flatMap((level) => ["m0", "m1", "m2"].map((end) => way(`met/${end}`, `thirds/${level}`))),
    );
    expect((hung.get("thirds/b") ?? NaN) - (hung.get("thirds/a") ?? NaN)).toBe(0.5);
  });

  test("a ladder with ranks of its own hangs where its transitions meet, and one that meets none from the lowest line up", () => {
    const hung = heights(
      [
        ladder("care", [
          ["a", 1, "RQF 3"],
          ["b", 2, "RQF 5"],
        ]),
        ladder("operations", [
          ["x", 1, null],
          ["y", 2, null],
        ]),
        ladder("alone", [["z", 1, null]]),
      ],
      [way("care/b", "operations/y")],
    );
    expect(hung.get("operations/y")).toBe(5);
    expect(hung.get("operations/x")).toBe(4);
    expect(hung.get("alone/z")).toBe(3);
  });

  test("the axis is the national framework that most levels name", () => {
    expect(
      axisOf([
        ladder("l", [
          ["a", 1, "SCQF 6"],
          ["b", 2, "RQF 3"],
          ["c", 3, "RQF 4"],
        ]),
      ]),
    ).toBe("RQF");
    expect(axisOf([ladder("l", [["a", 1, null]])])).toBeNull();
  });
});
