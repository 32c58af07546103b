import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { operations, on, ratings } from "../../../test/reference/amara.ts";
import { tried } from "../../../test/command.ts";
import { UsageError } from "../../cli/command.ts";
import type { Rating } from "../../core/gap/report.ts";
import { gap } from "./cli.ts";

const { file, run, refusal } = tried(gap, on);
const csv = (rows: readonly Rating[]): string =>
  ["expectation,value,rated_on", ...rows.map(({ expectation, answer, ratedOn }) => `${expectation},${answer},${ratedOn}`)].join("\n");
const framework = () => file("operations.json", JSON.stringify(operations));
const rated = (text = csv(ratings)) => file("ratings.csv", text);
const against = (...more: string[]) => [framework(), "--level", "operations-manager", "--ratings", rated(), ...more];

describe("ratings in a file", () => {
  test.each([
    ["semicolons, a byte order mark and Windows line ends", "\ufeffexpectation;value;rated_on\r\nom-data;3;2026-03-09\r\n"],
    ["columns in another order, beside others", 'comment,rated_on,Value,EXPECTATION\n"well, yes",2026-03-09,3,om-data'],
    [
      "quoted cells with line breaks and quotes, and empty rows",
      'expectation,value,rated_on,note\n,,,\n\n"om-data","3",2026-03-09,"said ""so""\nat length"\n',
    ],
  ])("are read with %s", async (_, text) => {
    const { out } = await run(framework(), "--level", "operations-manager", "--ratings", rated(text), "--format", "json");
    expect(JSON.parse(out).expectations.find(({ id }: { id: string }) => id === "om-data")).toMatchObject({
      attained: 3,
      status: "exceeds",
    });
  });

  test.each([
    [
      "a value off the scale",
      "om-data,5,2026-03-09",
      /row 3: the value “5” is not on the scale; it can be 1, 2, 3, 4, not-observed or no-opportunity\./,
    ],
    ["a half point", "om-data,2.5,2026-03-09", /row 3: the value “2\.5” is not on the scale/],
    ["an unknown word", "om-data,unseen,2026-03-09", /row 3: the value “unseen” is not on the scale/],
    ["no value", "om-data,,2026-03-09", /row 3: the value “” is not on the scale/],
    ["a day that is none", "om-data,3,2026-02-30", /row 3: rated_on “2026-02-30” is not a date; write it as 2026-03-09\./],
    ["a date written otherwise", "om-data,3,09/03/2026", /row 3: rated_on “09\/03\/2026” is not a date/],
    ["no expectation", ",3,2026-03-09", /row 3: it names no expectation/],
    ["a missing cell", "om-data,3", /row 3: it has 2 cells where the first row has 3/],
    ["an open quotation mark", '"om-data,3,2026-03-09', /row 3: a quotation mark is opened and never closed/],
    ["a stray quotation mark", 'om"data,3,2026-03-09', /row 3: a quotation mark stands where none belongs/],
  ])("with %s are refused, row and all", async (_, row, sentence) => {
    const text = `expectation,value,rated_on\nom-risk,2,2026-03-09\n${row}\n`;
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", rated(text))).toMatch(sentence);
  });

  test("may name any point that a scale may have, however long its number", async () => {
    const far = Number.MAX_SAFE_INTEGER;
    const wide = file("wide.json", JSON.stringify({ ...operations, scale: [...operations.scale, { value: far, label: "Beyond" }] }));
    const ratingsFile = rated(`expectation,value,rated_on\nom-data,${far},2026-03-09\n`);
    const { out } = await run(wide, "--level", "operations-manager", "--ratings", ratingsFile, "--format", "json");
    expect(JSON.parse(out).expectations.find(({ id }: { id: string }) => id === "om-data")).toMatchObject({ attained: far, attainment: 1 });
  });

  test("are refused with every wrong row named at once, even of other days and levels", async () => {
    const sentence = await refusal(
      framework(),
      "--level",
      "operations-manager",
      "--ratings",
      rated("expectation,value,rated_on\nom-risk,9,2031-01-01\nsp-risk,8,2026-03-09\n"),
    );
    expect(sentence).toMatch(/row 2: the value “9”/);
    expect(sentence).toMatch(/row 3: the value “8”/);
  });

  test.each([
    ["a column missing", "expectation,value\nom-risk,2\n", /row 1: the column “rated_on” is missing/],
    ["a column twice", "expectation,value,value,rated_on\nom-risk,2,2,2026-03-09\n", /row 1: the column “value” is there twice/],
    ["nothing in it", "", /row 1: the columns “expectation”, “value” and “rated_on” are missing/],
  ])("with %s are refused", async (_, text, sentence) => {
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", rated(text))).toMatch(sentence);
  });

  test("saved as UTF-16 are refused with what to do", async () => {
    const path = file("utf16.csv", Buffer.from("\ufeffexpectation,value,rated_on\n", "utf16le"));
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", path)).toMatch(/UTF-16.*UTF-8/);
  });

  test("of an id that no level has are warned about, of another level's are not", async () => {
    const { code, err } = await run(
      framework(),
      "--level",
      "operations-manager",
      "--ratings",
      rated("expectation,value,rated_on\nom-rsik,2,2026-03-09\nsp-risk,2,2026-03-09\n"),
    );
    expect(code).toBe(0);
    expect(err).toBe("“om-rsik” is rated, but no level of Operations has an expectation of that id.\n");
  });
});

describe("records in a file", () => {
  const withRecords = async (content: unknown) =>
    against("--records", file("records.json", typeof content === "string" ? content : JSON.stringify(content)));
  test.each([
    [
      "a wrong date",
      {
        training: [
          { title: "A", completedOn: "2026-01-01" },
          { title: "B", completedOn: "yesterday" },
        ],
      },
      /training, entry 2, completedOn: is not a date/,
    ],
    ["no list", { checks: {} }, /checks: /],
    ["no records", [], /the file: /],
    ["broken JSON", '{ "checks": [', /line 1: /],
  ])("with %s are refused, with the place", async (_, content, sentence) => {
    expect(await refusal(...(await withRecords(content)))).toMatch(sentence);
  });
  test("of unknown names are said not to be read", async () => {
    const { code, err } = await run(
      ...(await withRecords({
        trainings: [],
        placements: [{ level: "specialist", from: "2026-02-01", to: "2025-02-01", until: "2026-01-01" }],
      })),
    );
    expect(code).toBe(0);
    expect(err).toMatch(/“trainings” is no list of records/);
    expect(err).toMatch(/“until” in placements is not read/);
    expect(err).toMatch(/placements, entry 1 ends before it starts/);
  });
  test("null lists are lists that nobody looked for", async () => {
    const { out } = await run(...(await withRecords({ training: null })), "--format", "json");
    expect(JSON.parse(out).requirements[1]).toEqual({ id: "safeguarding", kind: "training", status: "unknown" });
  });
});

describe("whatever the files hold", () => {
  const garbage = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: "binary", maxLength: 200 }).map((text) => Buffer.from(text)),
    fc.mixedCase(fc.constant(csv(ratings))).map((text) => Buffer.from(text)),
    fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
  );
  test("the command answers or refuses in a sentence", async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom("framework", "ratings", "records"), garbage, async (place, content) => {
        const path = file(`garbage.${place === "ratings" ? "csv" : "json"}`, content);
        const args = [
          place === "framework" ? path : framework(),
          "--level",
          "operations-manager",
          "--ratings",
          place === "ratings" ? path : rated(),
          ...(place === "records" ? ["--records", path] : []),
        ];
        const outcome: unknown = await run(...args).then(
          ({ code }) => code,
          (error: unknown) => error,
        );
        if (outcome === 0) return;
        expect(outcome).toBeInstanceOf(UsageError);
        refused += 1;
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(50);
  });

  test("a spreadsheet for ratings is refused with what to save it as", async () => {
    const path = file("ratings.xlsx", Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", path)).toMatch(
      /this is a spreadsheet, not text\. Save it as CSV in UTF-8\.$/,
    );
  });

  test("ratings of more than 5 MB are refused", async () => {
    const path = file("large.csv", Buffer.alloc(5 * 1024 * 1024 + 1, "a"));
    expect(await refusal(framework(), "--level", "operations-manager", "--ratings", path)).toMatch(/larger than 5 MB/);
  });
});
