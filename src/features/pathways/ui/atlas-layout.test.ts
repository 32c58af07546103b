import fc from "fast-check";
import { expect, test } from "vitest";
import type { AtlasLadder } from "../../../core/pathway/atlas.ts";
import type { Step } from "../../../core/pathway/routes.ts";
import { atlasLayout, RUNG } from "./atlas-layout.ts";

const rung = fc.record({
  rank: fc.integer({ min: 1, max: 7 }),
  track: fc.constantFrom("core", "lead", "expert"),
  regulated: fc.option(
    fc.integer({ min: 1, max: 8 }).map((level) => `RQF ${level}`),
    { nil: null },
  ),
});
const ladders = fc
  .array(fc.uniqueArray(rung, { minLength: 1, maxLength: 9, selector: ({ rank, track }) => `${rank} ${track}` }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((all) =>
    all.map((rungs, index): AtlasLadder => ({
      slug: `l${index}`,
      title: `Ladder ${index}`,
      kind: "ladder",
      tracks: ["core", "lead", "expert"].map((id) => ({ id, title: id })),
      levels: rungs
        .toSorted((a, b) => a.rank - b.rank)
        .map((each) => ({ ...each, reference: `l${index}/${each.track}-${each.rank}`, title: "A level of it", roles: [], onward: [] })),
    })),
  );
const drawn = ladders.chain((made) => {
  const end = fc.constantFrom(...made.flatMap(({ levels }) => levels.map(({ reference }) => reference)));
  const kind = fc.constantFrom<Step["kind"]>("promotion", "lateral", "track-switch", "step-down");
  const step = fc.tuple(end, end, kind).map(([from, to, how]): Step => ({ from, to, kind: how, months: null, via: [] }));
  return fc.array(step, { maxLength: 15 }).map((transitions) => ({ made, transitions }));
});

test("however many ladders there are, no title runs into another, all is on the map, and a national level is one line", () => {
  fc.assert(
    fc.property(drawn, ({ made, transitions }) => {
      const { rails, width, height, axis } = atlasLayout(made, transitions);
      const rungs = rails.flatMap((rail) => rail.rungs);
      expect(rungs).toHaveLength(made.flatMap(({ levels }) => levels).length);
      for (const rail of rails) {
        expect(rail.summit - 68).toBeGreaterThanOrEqual(0);
        expect(rail.x + RUNG).toBeLessThanOrEqual(width);
        for (const [index, { y }] of rail.rungs.entries()) {
          expect(y).toBeLessThanOrEqual(height);
          // From the top down, with room for three lines of a title between two rungs.
          if (index > 0) expect(y - (rail.rungs[index - 1]?.y ?? NaN)).toBeGreaterThanOrEqual(64);
        }
      }
      const columns = rails.map(({ x }) => x);
      for (const [index, x] of columns.entries()) if (index > 0) expect(x - (columns[index - 1] ?? NaN)).toBeGreaterThan(RUNG);
      expect(new Set(axis?.lines.map(({ y }) => y)).size).toBe(axis?.lines.length ?? 0);
    }),
    { numRuns: 200 },
  );
});

test("the ladders of a way stand first, in its order, and each ladder's tracks beside each other", () => {
  fc.assert(
    fc.property(drawn, ({ made, transitions }) => {
      const first = made.map(({ slug }) => slug).reverse();
      const { rails } = atlasLayout(made, transitions, first);
      expect([...new Set(rails.map(({ ladder }) => ladder.slug))]).toEqual(first);
      const changes = rails.filter((rail, index) => rail.ladder !== rails[index - 1]?.ladder).length;
      expect(changes).toBe(made.length);
    }),
    { numRuns: 50 },
  );
});
