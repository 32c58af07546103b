import fc from "fast-check";
import { stringify } from "yaml";
import { describe, expect, test } from "vitest";
import { operations, on, ratings, records } from "../../../test/reference/amara.ts";
import { gapCase } from "../../../test/reference/cases.ts";
import { reference } from "../../../test/reference/gap.ts";
import { tried } from "../../../test/command.ts";
import type { Rating } from "../../core/gap/report.ts";
import { gap } from "./cli.ts";

const { file, run, refusal } = tried(gap, on);
const csv = (rows: readonly Rating[]): string =>
  ["expectation,value,rated_on", ...rows.map(({ expectation, answer, ratedOn }) => `${expectation},${answer},${ratedOn}`)].join("\n");
const framework = () => file("operations.yaml", stringify(operations));
const rated = (text = csv(ratings)) => file("ratings.csv", text);
const against = (...more: string[]) => [framework(), "--level", "operations-manager", "--ratings", rated(), ...more];

describe("the report as data", () => {
  test("has the documented keys and no others, and numbers that are not rounded", async () => {
    const { code, out, err } = await run(...against("--records", file("records.json", JSON.stringify(records)), "--format", "json"));
    const report: Record<string, unknown> = JSON.parse(out);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(Object.keys(report)).toEqual([
      "framework",
      "version",
      "level",
      "on",
      "readiness",
      "ready",
      "clauses",
      "expectations",
      "requirements",
      "movesMost",
    ]);
    // In a file every rating carries: eleven of twelve are rated, and what they earn is 9 1/3 and a half.
    expect(report).toMatchObject({ framework: "operations", version: null, level: "operations-manager", on, ready: false });
    const { low, high } = JSON.parse(out).readiness;
    expect(low).toBeCloseTo((9 + 1 / 3 + 0.5) / 14, 12);
    expect(high).toBeCloseTo((10 + 1 / 3 + 0.5) / 14, 12);
    expect(report["clauses"]).toEqual([
      { clause: "criticalMet", status: "not-met" },
      { clause: "gapsAtMost", status: "not-met" },
      { clause: "requirementsMet", status: "not-met" },
    ]);
    expect(report["requirements"]).toEqual([
      { id: "time", kind: "experience", status: "met" },
      { id: "safeguarding", kind: "training", status: "expiring", expiresOn: "2026-04-28" },
      { id: "diploma", kind: "anyOf", status: "unmet" },
      { id: "dbs", kind: "check", status: "met" },
    ]);
    expect(JSON.parse(out).expectations.slice(3, 5)).toEqual([
      {
        id: "om-people-management",
        competency: "people-management",
        required: 3,
        attained: 2,
        status: "gap",
        attainment: 0.5,
        weight: 2,
        critical: true,
        gain: 1 / 14,
      },
      {
        id: "om-hiring",
        competency: "hiring",
        required: 2,
        attained: null,
        status: "not-assessed",
        attainment: null,
        weight: 1,
        critical: false,
        gain: 1 / 14,
      },
    ]);
  });

  test("agrees with the independent reference on random frameworks, ratings, records and days, file by file", async () => {
    await fc.assert(
      fc.asyncProperty(gapCase, async (made) => {
        const carrying = made.ratings.map(({ expectation, answer, ratedOn }) => ({ expectation, answer, ratedOn }));
        const { out } = await run(
          file("random.json", JSON.stringify(made.framework)),
          "--level",
          made.level,
          "--ratings",
          file("random.csv", csv(carrying)),
          "--records",
          file("random-records.json", JSON.stringify(made.records)),
          "--on",
          made.on,
          "--format",
          "json",
        );
        const ours = JSON.parse(out);
        const theirs = reference(made.framework, made.level, carrying, made.records, made.on);
        expect(Math.abs(ours.readiness.low - theirs.readiness.low)).toBeLessThanOrEqual(1e-9);
        expect(Math.abs(ours.readiness.high - theirs.readiness.high)).toBeLessThanOrEqual(1e-9);
        expect(ours).toMatchObject({
          ready: theirs.ready,
          clauses: theirs.clauses,
          movesMost: theirs.movesMost,
          expectations: theirs.expectations.map(({ id, status, attained }) => ({ id, status, attained })),
          requirements: theirs.requirements.map(({ id, status, expiresOn }) => ({
            id,
            status,
            ...(expiresOn === undefined ? {} : { expiresOn }),
          })),
        });
      }),
      { numRuns: 200 },
    );
  });
});

describe("what is asked for", () => {
  test("can name the level with its framework", async () => {
    const { code } = await run(framework(), "--level", "operations/operations-manager", "--ratings", rated());
    expect(code).toBe(0);
  });
  test("at a level that is not there is refused with those that are", async () => {
    expect(await refusal(framework(), "--level", "manager", "--ratings", rated())).toBe(
      "There is no level “manager” in Operations: it has specialist, operations-manager.",
    );
  });
  test("of a framework with faults is refused with the first of them", async () => {
    const broken = file("broken.yaml", stringify({ ...operations, tracks: [] }));
    expect(await refusal(broken, "--level", "specialist", "--ratings", rated())).toMatch(
      /broken\.yaml cannot be used as it is:\n.*track “core”/,
    );
  });
  test.each([
    [["--level", "specialist", "--ratings", "x.csv"], /Name one framework file/],
    [["a.yaml", "b.yaml", "--level", "specialist", "--ratings", "x.csv"], /Name one framework file/],
    [["a.yaml", "--ratings", "x.csv"], /Say against which level/],
    [["a.yaml", "--level", "specialist"], /Say where the ratings are/],
    [["a.yaml", "--level", "specialist", "--ratings", "x.csv", "--on", "2026-13-01"], /--on “2026-13-01” is not a date/],
    [["a.yaml", "--level", "specialist", "--ratings", "x.csv", "--format", "xml"], /--format can be text or json/],
    [["a.yaml", "--levels", "specialist"], /There is no option --levels here\. Did you mean --level\?/],
    [["nowhere.yaml", "--level", "specialist", "--ratings", "x.csv"], /nowhere\.yaml: there is no such file/],
  ])("%j is refused in a sentence", async (args, sentence) => {
    expect(await refusal(...args)).toMatch(sentence);
  });
  test("without a day is asked for today", async () => {
    const { out } = await run(...against("--format", "json"));
    expect(JSON.parse(out).on).toBe(on);
  });
});

test("the report as a page says what is so, draws every line and explains the rule", async () => {
  const { code, out } = await run(...against("--records", file("records.json", JSON.stringify(records))));
  expect(code).toBe(0);
  const lines = out.split("\n");
  expect(lines.slice(0, 2)).toEqual(["Operations Manager", "Operations, as of 12 March 2026"]);
  expect(out).toContain("This person is 70 to 77% there. Five gaps are open, one of them critical.");
  expect(lines.find((line) => line.includes("Process design  "))).toMatch(/^◐ Process design +┼─────┼─────●━━━━━┃ {2}One step short$/);
  expect(lines.find((line) => line.includes("Data fluency"))).toMatch(/^▲ Data fluency +┼─────┃━━━━━●─────┼ {2}Exceeds by one$/);
  expect(out).toContain("runs out 28 April 2026, in 47 days");
  expect(out).toContain("not met  Every critical expectation must be met. People management is short.");
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(92);
});

test("a title cannot move the cursor of whoever reads the page", async () => {
  const sly = file("sly.json", JSON.stringify({ ...operations, title: "Ops\u202e\rtions" }));
  const { out } = await run(sly, "--level", "operations-manager", "--ratings", rated());
  expect(out).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
});
