import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify } from "yaml";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { operations, on, ratings, records } from "../../../test/reference/amara.ts";
import { gapCase } from "../../../test/reference/cases.ts";
import { reference } from "../../../test/reference/gap.ts";
import { UsageError } from "../../cli/command.ts";
import type { Rating } from "../../core/gap/report.ts";
import { gap } from "./cli.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rungs-gap-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const csv = (rows: readonly Rating[]): string => ["expectation,value,rated_on", ...rows.map(({ expectation, answer, ratedOn }) => `${expectation},${answer},${ratedOn}`)].join("\n");

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const code = await gap.run(args, {
    out: (text) => { said.out += text; }, err: (text) => { said.err += text; }, env: {}, today: () => on,
  });
  return { code, ...said };
}
/** The sentence with which a command refuses. */
async function refusal(...args: string[]): Promise<string> {
  const error: unknown = await run(...args).then(() => null, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  return error instanceof Error ? error.message : "";
}

const framework = () => file("operations.yaml", stringify(operations));
const rated = (text = csv(ratings)) => file("ratings.csv", text);
const against = (...more: string[]) => [framework(), "--level", "operations-manager", "--ratings", rated(), ...more];

describe("the report as data", () => {
  test("has the documented keys and no others, and numbers that are not rounded", async () => {
    const { code, out, err } = await run(...against("--records", file("records.json", JSON.stringify(records)), "--format", "json"));
    const report: Record<string, unknown> = JSON.parse(out);
    expect(code).toBe(0);
    expect(err).toBe("");
    expect(Object.keys(report)).toEqual(["framework", "version", "level", "on", "readiness", "ready", "clauses", "expectations", "requirements", "movesMost"]);
    // In a file every rating carries: eleven of twelve are rated, and what they earn is 9 1/3 and a half.
    expect(report).toMatchObject({ framework: "operations", version: null, level: "operations-manager", on, ready: false });
    const { low, high } = JSON.parse(out).readiness;
    expect(low).toBeCloseTo((9 + 1 / 3 + 0.5) / 14, 12);
    expect(high).toBeCloseTo((10 + 1 / 3 + 0.5) / 14, 12);
    expect(report["clauses"]).toEqual([{ clause: "criticalMet", status: "not-met" }, { clause: "gapsAtMost", status: "not-met" }, { clause: "requirementsMet", status: "not-met" }]);
    expect(report["requirements"]).toEqual([
      { id: "time", kind: "experience", status: "met" },
      { id: "safeguarding", kind: "training", status: "expiring", expiresOn: "2026-04-28" },
      { id: "diploma", kind: "anyOf", status: "unmet" },
      { id: "dbs", kind: "check", status: "met" },
    ]);
    expect(JSON.parse(out).expectations.slice(3, 5)).toEqual([
      { id: "om-people-management", competency: "people-management", required: 3, attained: 2, status: "gap", attainment: 0.5, weight: 2, critical: true, gain: 1 / 14 },
      { id: "om-hiring", competency: "hiring", required: 2, attained: null, status: "not-assessed", attainment: null, weight: 1, critical: false, gain: 1 / 14 },
    ]);
  });

  test("agrees with the independent reference on random frameworks, ratings, records and days, file by file", async () => {
    await fc.assert(
      fc.asyncProperty(gapCase, async (made) => {
        const carrying = made.ratings.map(({ expectation, answer, ratedOn }) => ({ expectation, answer, ratedOn }));
        const { out } = await run(
          file("random.json", JSON.stringify(made.framework)), "--level", made.level, "--ratings", file("random.csv", csv(carrying)),
          "--records", file("random-records.json", JSON.stringify(made.records)), "--on", made.on, "--format", "json",
        );
        const ours = JSON.parse(out);
        const theirs = reference(made.framework, made.level, carrying, made.records, made.on);
        expect(Math.abs(ours.readiness.low - theirs.readiness.low)).toBeLessThanOrEqual(1e-9);
        expect(Math.abs(ours.readiness.high - theirs.readiness.high)).toBeLessThanOrEqual(1e-9);
        expect(ours).toMatchObject({
          ready: theirs.ready, clauses: theirs.clauses, movesMost: theirs.movesMost,
          expectations: theirs.expectations.map(({ id, status, attained }) => ({ id, status, attained })),
          requirements: theirs.requirements.map(({ id, status, expiresOn }) => ({ id, status, ...(expiresOn === undefined ? {} : { expiresOn }) })),
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("ratings in a file", () => {
  test.each([
    ["semicolons, a byte order mark and Windows line ends", "\ufeffexpectation;value;rated_on\r\nom-data;3;2026-03-09\r\n"],
    ["columns in another order, beside others", "comment,rated_on,Value,EXPECTATION\n\"well, yes\",2026-03-09,3,om-data"],
    ["quoted cells with line breaks and quotes, and empty rows", "expectation,value,rated_on,note\n,,,\n\n\"om-data\",\"3\",2026-03-09,\"said \"\"so\"\"\nat length\"\n"],
  ])("are read with %s", async (_, text) => {
    const { out } = await run(framework(), "--level", "operations-manager", "--ratings", rated(text), "--format", "json");
    expect(JSON.parse(out).expectations.find(({ id }: { id: string }) => id === "om-data")).toMatchObject({ attained: 3, status: "exceeds" });
  });

  test.each([
    ["a value off the scale", "om-data,5,2026-03-09", /row 3: the value "5" is not on the scale; it can be 1, 2, 3, 4, not-observed or no-opportunity\./],
    ["a half point", "om-data,2.5,2026-03-09", /row 3: the value "2\.5" is not on the scale/],
    ["an unknown word", "om-data,unseen,2026-03-09", /row 3: the value "unseen" is not on the scale/],
    ["no value", "om-data,,2026-03-09", /row 3: the value "" is not on the scale/],
    ["a day that is none", "om-data,3,2026-02-30", /row 3: rated_on "2026-02-30" is not a date; write it as 2026-03-09\./],
    ["a date written otherwise", "om-data,3,09/03/2026", /row 3: rated_on "09\/03\/2026" is not a date/],
    ["no expectation", ",3,2026-03-09", /row 3: it names no expectation/],
    ["a missing cell", "om-data,3", /row 3: it has 2 cells where the first row has 3/],
    ["an open quotation mark", "\"om-data,3,2026-03-09", /row 3: a quotation mark is opened and never closed/],
    ["a stray quotation mark", "om\"data,3,2026-03-09", /row 3: a quotation mark stands where none belongs/],
  ])("with %s are refused, row and all", async (_, row, sentence) => {
    const text = `expectation,value,rated_on\nom-risk,2,2026-03-09\n${row}\n`;
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", rated(text))).toMatch(sentence);
  });

  test("are refused with every wrong row named at once, even of other days and levels", async () => {
    const sentence = await refusal(framework(), "--level", "operations-manager", "--ratings", rated("expectation,value,rated_on\nom-risk,9,2031-01-01\nsp-risk,8,2026-03-09\n"));
    expect(sentence).toMatch(/row 2: the value "9"/);
    expect(sentence).toMatch(/row 3: the value "8"/);
  });

  test.each([
    ["a column missing", "expectation,value\nom-risk,2\n", /row 1: the column "rated_on" is missing/],
    ["a column twice", "expectation,value,value,rated_on\nom-risk,2,2,2026-03-09\n", /row 1: the column "value" is there twice/],
    ["nothing in it", "", /row 1: the columns "expectation", "value" and "rated_on" are missing/],
  ])("with %s are refused", async (_, text, sentence) => {
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", rated(text))).toMatch(sentence);
  });

  test("saved as UTF-16 are refused with what to do", async () => {
    const path = file("utf16.csv", Buffer.from("\ufeffexpectation,value,rated_on\n", "utf16le"));
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", path)).toMatch(/UTF-16.*UTF-8/);
  });

  test("of an id that no level has are warned about, of another level's are not", async () => {
    const { code, err } = await run(framework(), "--level", "operations-manager", "--ratings", rated("expectation,value,rated_on\nom-rsik,2,2026-03-09\nsp-risk,2,2026-03-09\n"));
    expect(code).toBe(0);
    expect(err).toBe('"om-rsik" is rated, but no level of Operations has an expectation of that id.\n');
  });
});

describe("records in a file", () => {
  const withRecords = async (content: unknown) => against("--records", file("records.json", typeof content === "string" ? content : JSON.stringify(content)));
  test.each([
    ["a wrong date", { training: [{ title: "A", completedOn: "2026-01-01" }, { title: "B", completedOn: "yesterday" }] }, /training, entry 2, completedOn: is not a date/],
    ["no list", { checks: {} }, /checks: /],
    ["no records", [], /the file: /],
    ["broken JSON", '{ "checks": [', /line 1: /],
  ])("with %s are refused, with the place", async (_, content, sentence) => {
    expect(await refusal(...(await withRecords(content)))).toMatch(sentence);
  });
  test("of unknown names are said not to be read", async () => {
    const { code, err } = await run(...(await withRecords({ trainings: [], placements: [{ level: "specialist", from: "2026-02-01", to: "2025-02-01", until: "2026-01-01" }] })));
    expect(code).toBe(0);
    expect(err).toMatch(/"trainings" is no list of records/);
    expect(err).toMatch(/"until" in placements is not read/);
    expect(err).toMatch(/placements, entry 1 ends before it starts/);
  });
  test("null lists are lists that nobody looked for", async () => {
    const { out } = await run(...(await withRecords({ training: null })), "--format", "json");
    expect(JSON.parse(out).requirements[1]).toEqual({ id: "safeguarding", kind: "training", status: "unknown" });
  });
});

describe("what is asked for", () => {
  test("can name the level with its framework", async () => {
    const { code } = await run(framework(), "--level", "operations/operations-manager", "--ratings", rated());
    expect(code).toBe(0);
  });
  test("at a level that is not there is refused with those that are", async () => {
    expect(await refusal(framework(), "--level", "manager", "--ratings", rated())).toBe('There is no level "manager" in Operations: it has specialist, operations-manager.');
  });
  test("of a framework with faults is refused with the first of them", async () => {
    const broken = file("broken.yaml", stringify({ ...operations, tracks: [] }));
    expect(await refusal(broken, "--level", "specialist", "--ratings", rated())).toMatch(/broken\.yaml cannot be used as it is:\n.*track “core”/);
  });
  test.each([
    [["--level", "specialist", "--ratings", "x.csv"], /Name one framework file/],
    [["a.yaml", "b.yaml", "--level", "specialist", "--ratings", "x.csv"], /Name one framework file/],
    [["a.yaml", "--ratings", "x.csv"], /Say against which level/],
    [["a.yaml", "--level", "specialist"], /Say where the ratings are/],
    [["a.yaml", "--level", "specialist", "--ratings", "x.csv", "--on", "2026-13-01"], /--on "2026-13-01" is not a date/],
    [["a.yaml", "--level", "specialist", "--ratings", "x.csv", "--format", "xml"], /--format can be text or json/],
    [["a.docx", "--level", "specialist", "--ratings", "x.csv"], /a\.docx: the name ends in none of yaml, yml, json/],
    [["a.yaml", "--levels", "specialist"], /Unknown option '--levels'/],
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
