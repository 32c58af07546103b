import fc from "fast-check";
import { expect, test } from "vitest";
import { Framework } from "../framework/document.ts";
import { way } from "./way.ts";

const ladder = (levels: readonly { id: string; rank: number; track: string }[]): Framework =>
  Framework.parse({
    rungs: "framework@1",
    id: "ladder",
    kind: "ladder",
    title: "Ladder",
    scale: [{ value: 1, label: "Yes" }],
    domains: [],
    competencies: [],
    tracks: ["core", "left", "right"].map((id) => ({ id, title: id })),
    levels: levels.map((level) => ({ ...level, title: level.id, expectations: [] })),
  });
const forked = ladder([
  { id: "one", rank: 1, track: "core" },
  { id: "two", rank: 2, track: "core" },
  { id: "left-three", rank: 3, track: "left" },
  { id: "left-four", rank: 4, track: "left" },
  { id: "right-three", rank: 3, track: "right" },
  { id: "right-five", rank: 5, track: "right" },
]);
const drawn = (aim: string, from: string | null) => way(forked, aim, from).map(({ id }) => id);

test("the way to a level follows the arm of the fork that it is on, from the top down", () => {
  expect(drawn("left-three", "two")).toEqual(["right-five", "left-four", "left-three", "two", "one"]);
  expect(drawn("right-three", "two")).toEqual(["right-five", "left-four", "right-three", "two", "one"]);
  expect(drawn("right-five", null)).toEqual(["right-five", "left-four", "right-three", "two", "one"]);
});

test("a step across the fork shows both levels of the rank", () => {
  expect(drawn("right-three", "left-three")).toEqual(["right-five", "left-four", "left-three", "right-three", "two", "one"]);
});

test("where one stands and where one aims are always drawn, no rank is left out, and ranks only fall", () => {
  const levels = fc
    .uniqueArray(fc.record({ rank: fc.integer({ min: 1, max: 6 }), track: fc.constantFrom("core", "left", "right") }), {
      selector: ({ rank, track }) => `${track} ${rank}`,
      minLength: 1,
    })
    .map((all) => all.map((level) => ({ ...level, id: `${level.track}-${level.rank}` })));
  fc.assert(
    fc.property(levels, fc.nat(), fc.option(fc.nat()), (all, aimed, stood) => {
      const aim = all[aimed % all.length]?.id ?? "";
      const from = stood === null ? null : (all[stood % all.length]?.id ?? null);
      const rungs = way(ladder(all), aim, from);
      const ids = rungs.map(({ id }) => id);
      expect(ids).toContain(aim);
      if (from !== null) expect(ids).toContain(from);
      expect(new Set(rungs.map(({ rank }) => rank))).toEqual(new Set(all.map(({ rank }) => rank)));
      expect(rungs.map(({ rank }) => rank)).toEqual(rungs.map(({ rank }) => rank).toSorted((a, b) => b - a));
    }),
  );
});
