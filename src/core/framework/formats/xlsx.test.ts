import fc from "fast-check";
import readExcelFile from "read-excel-file/node";
import { describe, expect, test } from "vitest";
import { documentArbitrary } from "../../../../test/arbitrary.ts";
import { ladder } from "../../../../test/ladder.ts";
import { opened } from "../../../../test/workbook.ts";
import { diff } from "../diff.ts";
import { Framework, type FrameworkDocument } from "../document.ts";
import { checkReading, readAs, writeAs } from "./read.ts";
import type { SheetIn } from "./workbook.ts";
import { readSheets } from "./xlsx-read.ts";
import { sheetsOf } from "./xlsx-write.ts";

const bytesOf = async (framework: Framework): Promise<Uint8Array> => {
  const { content } = await writeAs("xlsx", framework);
  if (typeof content === "string") throw new Error("A workbook is bytes.");
  return content;
};
/** Without what the workbook says it cannot hold. */
function held(framework: Framework): Framework {
  const { source, ...rest } = Framework.parse(JSON.parse(JSON.stringify(framework).replaceAll("\\r\\n", "\\n").replaceAll("\\r", "\\n")));
  return source === undefined || Object.keys(source).length === 0 ? rest : { ...rest, source };
}
const changesOf = (before: Framework, after: Framework | null) => (after === null ? null : diff(before, after));
const told = (before: Framework, after: Framework | null) =>
  changesOf(before, after)?.map(({ op, entity, id, field, after: now }) => [
    op,
    entity,
    id,
    field ?? null,
    typeof now === "object" ? null : now,
  ]);
const clean = Framework.parse(ladder());

describe("the workbook of a framework", () => {
  test("holds all that is in it: read again, nothing has changed", () => {
    fc.assert(
      fc.property(documentArbitrary, (document) => {
        const framework = held(Framework.parse(document));
        const sheets = sheetsOf(framework).map(({ name, hidden, rows }, index): SheetIn => ({
          name,
          hidden: hidden === true,
          number: index + 1,
          rows: rows.map((row) => row.map((cell) => String(cell?.value ?? ""))),
        }));
        const reading = readSheets({ sheets, notes: [] }, null, false);
        const { framework: back, problems } = checkReading(reading);
        expect(problems).toEqual([]);
        expect(reading.notes).toEqual([]);
        expect(changesOf(framework, back)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test("holds it as a file too, and onto the framework itself it changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(documentArbitrary, async (document) => {
        const framework = held(Framework.parse(document));
        expect((await writeAs("xlsx", framework)).losses).toEqual([]);
        const bytes = await bytesOf(framework);
        expect(changesOf(framework, checkReading(await readAs("xlsx", bytes)).framework)).toEqual([]);
        expect(changesOf(framework, checkReading(await readAs("xlsx", bytes, { base: framework })).framework)).toEqual([]);
      }),
      { numRuns: 15 },
    );
  });

  test("says what it cannot hold", async () => {
    const framework = Framework.parse({ ...ladder(), description: "One line\r\nand another", source: {} } satisfies FrameworkDocument);
    expect((await writeAs("xlsx", framework)).losses).toEqual([
      "carriage returns, which become plain line breaks",
      "a source without anything in it",
    ]);
  });

  test("is the same file every time", async () => {
    expect(Buffer.compare(await bytesOf(clean), await bytesOf(clean))).toBe(0);
  });

  test("opens elsewhere with the same texts in the same cells", async () => {
    const sheets = await readExcelFile(Buffer.from(await bytesOf(clean)));
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      "Framework",
      "Scale",
      "Tracks",
      "Levels",
      "Domains",
      "Competencies",
      "Matrix",
      "Requirements",
      "Responsibilities",
      "Transitions",
      "Ways",
      "Equivalences",
      "Rungs",
    ]);
    const written = new Map(sheetsOf(clean).map(({ name, rows }) => [name, rows]));
    for (const { sheet, data } of sheets) {
      for (const [r, row] of data.entries())
        for (const [c, value] of row.entries())
          expect(value ?? null, `${sheet} ${r} ${c}`).toEqual(written.get(sheet)?.[r]?.[c]?.value ?? null);
    }
  });

  test("never begins a cell with what a spreadsheet would run", async () => {
    const words = ["=1+1", "+44", "-5", "@here", "\tx", "＝A1", "'=quoted", "=cmd|' /C calc'!A0"];
    const framework = Framework.parse({
      ...ladder(),
      description: words[0],
      domains: words.map((title, index) => ({ id: `d${index}`, title })).concat(ladder().domains.map(({ id, title }) => ({ id, title }))),
      levels: ladder().levels?.map((level) => ({
        ...level,
        scope: words[7],
        roles: words,
        expectations: level.expectations.map((each) => ({ ...each, markers: words })),
      })),
    });
    const texts = sheetsOf(framework).flatMap(({ rows }) =>
      rows.flatMap((row) => row.flatMap((cell) => (typeof cell?.value === "string" ? [cell.value] : []))),
    );
    expect(texts.filter((text) => /^[=+\-@\t\r＝]/u.test(text))).toEqual([]);
    expect(changesOf(framework, checkReading(await readAs("xlsx", await bytesOf(framework))).framework)).toEqual([]);
  });

  test("refuses a text that no cell holds, instead of cutting it", async () => {
    const long = {
      ...clean,
      levels: clean.levels.map((level) => ({ ...level, roles: Array.from({ length: 200 }, (_, index) => `${index} ${"r".repeat(190)}`) })),
    };
    await expect(bytesOf(long)).rejects.toMatchObject({
      code: "too-large",
      message: "Levels!H3 would hold 38889 characters; 32767 is what a cell of a workbook holds.",
    });
  });

  test("offers what can be chosen where it is chosen, in the cells where it goes", () => {
    const sheets = new Map(sheetsOf(clean).map((sheet) => [sheet.name, sheet]));
    expect(sheets.get("Levels")?.choices).toContainEqual({ range: "D3:D26", among: "Tracks!$B$3:$B$10" });
    expect(sheets.get("Transitions")?.choices).toContainEqual({
      range: "C3:C26",
      among: ["promotion", "lateral", "track-switch", "step-down"],
    });
    expect(sheets.get("Matrix")?.choices).toContainEqual({ range: "E5:E28", among: "Scale!$A$3:$A$9" });
    for (const [name, { columns, frozen, rows }] of sheets) {
      if (name === "Rungs") continue;
      expect(frozen?.rows ?? 0, name).toBeGreaterThan(0);
      expect(columns.every(({ width }) => width > 0 && width <= 80)).toBe(true);
      expect(rows.some((row) => row.some((cell) => (cell?.note ?? "") !== "")) || name === "Framework", `${name} has notes`).toBe(true);
    }
  });
});

describe("a workbook that somebody edited", () => {
  test("renames a level everywhere by its row alone", async () => {
    const book = opened(clean);
    book.change("Levels", "Coordinator", "Assistant");
    const { framework, problems, notes } = await book.read();
    expect([problems, notes]).toEqual([[], []]);
    expect(told(clean, framework)).toEqual([["change", "level", "coordinator", "title", "Assistant"]]);
  });

  test("and swaps the names of two, if that is what was done", async () => {
    const book = opened(clean);
    const [one, two] = [book.where("Levels", "Coordinator"), book.where("Levels", "Analyst")];
    book.set("Levels", one.row, one.column, "Analyst");
    book.set("Levels", two.row, two.column, "Coordinator");
    const { framework } = await book.read();
    const names = new Map(framework?.levels.map(({ id, title }) => [id, title]));
    expect([names.get("coordinator"), names.get("analyst")]).toEqual(["Analyst", "Coordinator"]);
  });

  test("gives new rows ids made of their titles, and keeps all others", async () => {
    const book = opened(clean);
    book.add("Levels", { Title: "Café Director & Co.", Rank: 4, Track: "Manager", Scope: "Everything" });
    book.add("Responsibilities", { Title: "First aider" });
    const { framework, problems } = await book.read();
    expect(problems).toEqual([]);
    expect(told(clean, framework)).toEqual([
      ["add", "level", "cafe-director-and-co", null, null],
      ["add", "responsibility", "first-aider", null, null],
    ]);
  });

  test("moves what was moved, and does not remove and add it", async () => {
    const book = opened(clean);
    const { row } = book.where("Competencies", "integrity");
    book.move("Competencies", row, row - 1);
    const transition = book.where("Transitions", "Head");
    book.move("Transitions", transition.row, 3);
    const { framework } = await book.read();
    expect(changesOf(clean, framework)?.map(({ op, entity }) => [op, entity])).toEqual([
      ["move", "use"],
      ["move", "transition"],
    ]);
  });

  test("reads a row that was copied and named anew as a new thing", async () => {
    const book = opened(clean);
    const { row, column } = book.where("Levels", "Analyst");
    book.copy("Levels", row);
    book.set("Levels", row + 1, column, "Senior Analyst");
    book.set("Levels", row + 1, column + 1, 3);
    const { framework, notes } = await book.read();
    expect(told(clean, framework)).toEqual([["add", "level", "senior-analyst", null, null]]);
    expect(notes).toEqual(["This row is a copy of “Analyst” under another name; it is read as a new one."]);
  });

  test("takes away what was taken out, on every sheet that names it", async () => {
    const book = opened(clean);
    book.remove("Levels", book.where("Levels", "Head").row);
    const { problems } = await book.read();
    expect(problems.map(({ code, cell }) => [code, cell])).toEqual([
      ["unknown-reference", "Matrix!S3"],
      ["unknown-reference", "Transitions!B5"],
      ["unknown-reference", "Transitions!A6"],
    ]);
  });

  test("lets the matrix be filled in alone: new names become competencies, what is not said is asked as usual", async () => {
    const book = opened(clean);
    const row = book.add("Matrix", { Competency: "Rota planning" });
    book.set("Matrix", row, book.column("Matrix", "Domain"), "People");
    book.set("Matrix", row, book.column("Matrix", "What one sees", 2), "• Publishes the rota by Thursday\n- Covers a gap within a day");
    const { framework, problems, notes } = await book.read();
    expect(problems).toEqual([]);
    expect(changesOf(clean, framework)?.map(({ op, entity, id, after }) => [op, entity, id, after])).toEqual([
      ["add", "competency", "rota-planning", { id: "rota-planning", domain: "people", title: "Rota planning", markers: [] }],
      [
        "add",
        "expectation",
        "analyst-rota-planning",
        expect.objectContaining({ target: 2, markers: ["Publishes the rota by Thursday", "Covers a gap within a day"] }),
      ],
    ]);
    expect(notes).toEqual([
      "“Rota planning” is not on the sheet “Competencies”; it is read as a new one.",
      "One expectation does not say what is asked; read as “Developing”.",
    ]);
  });

  test("takes an expectation away where its cells were emptied", async () => {
    const book = opened(clean);
    const { row } = book.where("Matrix", "execution");
    book.set("Matrix", row, book.column("Matrix", "Asked", 1), null);
    const { framework } = await book.read();
    expect(told(clean, framework)).toEqual([["remove", "expectation", "c-execution", null, undefined]]);
  });

  test("keeps of a known ladder what a sheet that is gone would have said", async () => {
    const book = opened(clean);
    for (const name of ["Requirements", "Transitions", "Equivalences", "Responsibilities", "Framework"]) book.drop(name);
    book.change("Scale", "Developing", "On the way");
    const { framework } = await book.read({ base: clean });
    expect(told(clean, framework)).toEqual([["change", "scale", "2", "label", "On the way"]]);
  });

  test("and, where asked, what its rows leave out", async () => {
    const book = opened(clean);
    book.remove("Transitions", book.where("Transitions", "Head").row);
    expect(told(clean, (await book.read({ base: clean })).framework)).toEqual([["remove", "transition", "lead→head", null, undefined]]);
    expect(told(clean, (await book.read({ base: clean, table: { keep: true } })).framework)).toEqual([]);
  });

  test("finds by their names things that have lost their ids", async () => {
    const book = opened(clean);
    for (const { rows, name } of book.sheets)
      if (!["Framework", "Rungs"].includes(name))
        for (const [index, row] of rows.entries())
          if (
            index > 1 &&
            row[0] &&
            name !== "Scale" &&
            name !== "Transitions" &&
            name !== "Ways" &&
            name !== "Equivalences" &&
            index !== 3
          )
            row[0] = { value: null };
    const { framework, problems } = await book.read({ base: clean });
    expect(problems).toEqual([]);
    expect(told(clean, framework)).toEqual([]);
  });

  test("has each fault named by the cell it stands in", async () => {
    const book = opened(clean);
    book.change("Levels", 2, "second");
    book.change("Transitions", "promotion", "jump");
    book.change("Requirements", 12, "a year");
    book.change("Framework", "ladder", "stairs");
    book.set("Matrix", book.where("Matrix", "execution").row, book.column("Matrix", "Asked", 1), "Superb");
    book.set("Levels", 3, book.column("Levels", "Readiness rule"), "When the moon is full");
    const { problems } = await book.read();
    expect(problems.map(({ cell, code }) => `${cell} ${code}`)).toEqual([
      "Framework!C6 schema",
      "Levels!J3 syntax",
      "Levels!C4 schema",
      "Matrix!E6 schema",
      "Requirements!G5 schema",
      "Transitions!C3 schema",
    ]);
    expect(problems.every(({ line, column, sheet }) => line > 0 && column > 0 && (sheet ?? 0) > 0)).toBe(true);
  });

  test("says when one level has two blocks of columns", async () => {
    const book = opened(clean);
    book.set("Matrix", 3, book.column("Matrix", "What one sees", 5), "Analyst");
    expect((await book.read()).problems).toMatchObject([{ code: "syntax", cell: "Matrix!X3" }]);
  });

  test("says when a sheet has lost its headings", async () => {
    const book = opened(clean);
    book.remove("Levels", 2);
    expect((await book.read({ base: clean })).problems).toMatchObject([
      { code: "syntax", cell: "Levels!A1", message: "The sheet “Levels” has lost its headings." },
    ]);
  });

  test("never puts two ways into each other, or into what is no group", async () => {
    const book = opened(clean);
    const within = book.column("Requirements", "Way to meet no.");
    book.set("Requirements", book.where("Requirements", "any of").row, within, 1);
    book.set("Requirements", book.where("Requirements", "Diploma").row, within, 9);
    const { problems } = await book.read();
    expect(problems.map(({ cell, message }) => [cell, message])).toEqual([
      ["Requirements!F3", "Number 1 is itself a way to meet this row."],
      ["Requirements!F4", "No row of kind “any of” has the number 9."],
    ]);
  });
});
