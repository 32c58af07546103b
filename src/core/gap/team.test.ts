import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { Framework } from "../framework/document.ts";
import { gapReport } from "./report.ts";
import { lacks, standing, type Cell } from "./team.ts";

const ladder = Framework.parse(bakery);
const head = ladder.levels[1];
if (head === undefined) throw new Error("The bakery has a head baker.");
const rated = (answers: Record<string, number>) =>
  Object.entries(answers).map(([expectation, answer]) => ({ expectation, answer, ratedOn: "2026-03-09" }));

describe("a row of many", () => {
  test("says of each competency how far it is from what is asked", () => {
    const { cells, met, short, open } = standing(ladder, head, rated({ "head-bread": 1, "head-ovens": 4 }), "2026-11-21");
    expect(cells["bread"]).toEqual({ status: "gap", required: 3, attained: 1, steps: 2, critical: true });
    expect(cells["ovens"]).toEqual({ status: "exceeds", required: 3, attained: 4, steps: 1, critical: false });
    expect(cells["team"]).toEqual({ status: "not-assessed", required: 3, attained: null, steps: 0, critical: false });
    expect([met, short, open]).toEqual([1, 1, 2]);
  });
  test("counts what the person's own report counts", () => {
    const answers = fc.dictionary(fc.constantFrom(...head.expectations.map(({ id }) => id)), fc.integer({ min: 1, max: 4 }));
    fc.assert(
      fc.property(answers, (given) => {
        const row = standing(ladder, head, rated(given), "2026-11-21");
        const report = gapReport({ framework: ladder, version: 1, level: head.id, ratings: rated(given), records: {}, on: "2026-11-21" });
        expect(row.readiness).toEqual(report.readiness);
        expect(row.short).toBe(report.expectations.filter(({ status }) => status === "gap").length);
        expect(Object.keys(row.cells)).toEqual(report.expectations.map(({ competency }) => competency));
      }),
    );
  });
  test("shows the worst where two expectations ask for one competency", () => {
    const twice = { ...head, expectations: head.expectations.map((each) => ({ ...each, competency: "bread" })) };
    const { cells } = standing(ladder, twice, rated({ "head-bread": 4, "head-ovens": 2, "head-team": 1 }), "2026-11-21");
    expect(cells["bread"]).toMatchObject({ status: "gap", steps: 2 });
  });
});

describe("what many lack", () => {
  const cell = (status: Cell["status"], steps = 0): Cell => ({ status, required: 3, attained: null, steps, critical: false });
  test("begins with what most are short of", () => {
    const rows = [
      { framework: "bakery", cells: { bread: cell("gap", 1), ovens: cell("gap", 1), team: cell("met") } },
      { framework: "bakery", cells: { bread: cell("gap", 2), ovens: cell("gap", 1), team: cell("stale") } },
      { framework: "mill", cells: { bread: cell("gap", 3) } },
    ];
    expect(
      lacks(rows).map(
        ({ framework, competency, asked, short, steps, open }) => `${framework}/${competency} ${asked} ${short} ${steps} ${open}`,
      ),
    ).toEqual(["bakery/bread 2 2 3 0", "bakery/ovens 2 2 2 0", "mill/bread 1 1 3 0", "bakery/team 2 0 0 1"]);
  });
  test("does not hang on the order of the people", () => {
    const status = fc.constantFrom<Cell["status"]>("met", "exceeds", "gap", "stale", "not-assessed");
    const row = fc.record({
      framework: fc.constantFrom("bakery", "mill"),
      cells: fc.dictionary(
        fc.constantFrom("bread", "ovens"),
        fc.tuple(status, fc.nat(3)).map(([is, steps]) => cell(is, steps)),
      ),
    });
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        expect(lacks(rows.toReversed())).toEqual(lacks(rows));
        expect(lacks(rows).reduce((sum, { asked }) => sum + asked, 0)).toBe(
          rows.reduce((sum, { cells }) => sum + Object.keys(cells).length, 0),
        );
      }),
    );
  });
});
