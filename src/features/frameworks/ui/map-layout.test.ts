import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { Framework } from "../../../core/framework/document.ts";
import type { Neighbour } from "./ladder-data.ts";
import { columns } from "./map-columns.ts";
import { mapLayout } from "./map-layout.ts";

const template = (name: string) =>
  Framework.parse(parse(readFileSync(new URL(`../../../../templates/${name}.yaml`, import.meta.url), "utf8")));
const operations = template("operations");
const care = template("care");
const asNeighbour = ({ id, title, kind, levels }: Framework): Neighbour => ({
  slug: id,
  title,
  kind,
  version: 1,
  levels: levels.map((level) => ({ ...level, regulated: level.regulated ?? null })),
});
const leadership = asNeighbour(template("leadership-and-management"));
const seniorLeader = asNeighbour(template("senior-leader"));

const halves = (content: Framework) => Object.fromEntries(columns(content).rails.map(({ id, half, stem }) => [id, { half, stem }]));

test("at a fork the common stem stands in the middle, its arms to both sides, the one that leads to other ladders at the right", () => {
  expect(halves(operations)).toEqual({
    specialist: { half: 0, stem: false },
    core: { half: 1, stem: true },
    manager: { half: 2, stem: false },
  });
});

test("a track that goes on above its fork keeps a column, and one that begins above another's end stands over it", () => {
  expect(halves(care)).toEqual({
    dementia: { half: 0, stem: false },
    palliative: { half: 2, stem: false },
    core: { half: 4, stem: false },
    strategic: { half: 4, stem: false },
    operational: { half: 6, stem: false },
  });
});

test("ranks run from the bottom up, one line for each across the tracks, with room for the fork between", () => {
  const layout = mapLayout(operations, [leadership, seniorLeader]);
  expect(layout.ranks.map(({ rank, row }) => [rank, row])).toEqual([
    [5, 1],
    [4, 3],
    [3, 5],
    [2, 9],
    [1, 11],
  ]);
  expect(layout.forks.map(({ row, arms }) => [row, arms.map(({ rail }) => rail.id)])).toEqual([[7, ["specialist", "manager"]]]);
  expect(layout.lines.filter(({ open }) => open).map(({ rail }) => rail.id)).toEqual(["specialist"]);
});

test("a way to another ladder is drawn at the height it leaves from, and what has no room is said in words instead", () => {
  const layout = mapLayout(operations, [leadership, seniorLeader]);
  expect(layout.beside.map(({ neighbour, stops }) => [neighbour.slug, stops.map(({ row, level }) => [row, level.id])])).toEqual([
    ["senior-leader", [[2, "level-7"]]],
    [
      "leadership-and-management",
      [
        [6, "level-5"],
        [10, "level-4"],
        [12, "level-2"],
      ],
    ],
  ]);
  expect(layout.unseen).toEqual([]);
  // Four columns fill the page: no room beside them.
  const crowded = mapLayout(care, [leadership, seniorLeader]);
  expect(crowded.beside).toEqual([]);
  expect(crowded.unseen).toHaveLength(care.transitions.filter(({ to }) => to.includes("/")).length);
});

test("what tells two levels apart stands left of the rail, and never on another track's text", () => {
  const manager = mapLayout(operations, []).lines.find(({ rail }) => rail.id === "manager");
  expect(manager?.rungs.map(({ level, step }) => [level.id, step?.from ?? null])).toEqual([
    ["director", 2],
    ["senior-operations-manager", 2],
    ["operations-manager", null],
  ]);
});

test("whatever the ladder, each level stands once, on its rank's line, and no two on each other", () => {
  fc.assert(
    fc.property(frameworkArbitrary, (content) => {
      const layout = mapLayout(content, []);
      const rungs = layout.lines.flatMap((line) => line.rungs);
      expect(rungs.map(({ level }) => level.id).toSorted()).toEqual(content.levels.map(({ id }) => id).toSorted());
      const rows = new Map(layout.ranks.map(({ rank, row }) => [rank, row]));
      for (const { level, row } of rungs) expect(row).toBe(rows.get(level.rank));
      // Text is two half columns wide.
      for (const one of rungs)
        for (const other of rungs)
          if (one !== other && one.row === other.row) expect(Math.abs(one.column - other.column)).toBeGreaterThanOrEqual(2);
    }),
  );
});

test("a ladder of more ranks than the figure has lines for is stacked", () => {
  const many = {
    ...operations,
    levels: Array.from({ length: 8 }, (_, times) =>
      operations.levels.map((level) => ({ ...level, id: `${level.id}-${times}`, rank: level.rank + 10 * times })),
    ).flat(),
    transitions: [],
  };
  expect(mapLayout(many, []).drawn).toBe(false);
  expect(mapLayout(operations, []).drawn).toBe(true);
});
