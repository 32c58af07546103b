import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentArbitrary } from "../../../../test/arbitrary.ts";
import { ladder } from "../../../../test/ladder.ts";
import { diff } from "../diff.ts";
import { Framework, type FrameworkDocument } from "../document.ts";
import { checkReading, readAs, writeAs, type ReadOptions } from "./read.ts";
import type { TableLayout, TableOptions } from "./table-options.ts";

const utf8 = new TextEncoder();
const clean = Framework.parse(ladder());
const plain = (framework: Framework): Framework =>
  Framework.parse(JSON.parse(JSON.stringify(framework).replaceAll("\\r\\n", "\\n").replaceAll("\\r", "\\n")));
async function written(framework: Framework, layout: TableLayout): Promise<string> {
  const { content } = await writeAs("csv", framework, { layout });
  if (typeof content !== "string") throw new Error("A table is text.");
  return content;
}
async function read(text: string, options: ReadOptions = {}) {
  const reading = await readAs("csv", utf8.encode(text), options);
  return { reading, notes: (reading.notes ?? []).map(({ message }) => message), ...checkReading(reading) };
}
const through = async (framework: Framework, layout: TableLayout) =>
  read(await written(framework, layout), { base: framework, table: { keep: false } });
const asks = (framework: Framework | null) =>
  framework?.levels.map(({ id, expectations }) => [
    id,
    expectations.map(({ competency, target, markers }) => [competency, target, ...markers]),
  ]);

describe("the table of a framework", () => {
  test("changes nothing in it", async () => {
    await fc.assert(
      fc.asyncProperty(documentArbitrary, async (document) => {
        const framework = plain(Framework.parse(document));
        fc.pre(framework.levels.length > 0);
        const { framework: back, problems, notes } = await through(framework, "long");
        expect([problems, notes]).toEqual([[], []]);
        expect(back === null ? null : diff(framework, back)).toEqual([]);
      }),
    );
  });

  test.each(["levels-as-columns", "levels-as-rows"] as const)("nor does its matrix with %s, as far as it can hold it", async (layout) => {
    await fc.assert(
      fc.asyncProperty(documentArbitrary, async (document) => {
        const framework = plain(Framework.parse(document));
        // A cell holds one expectation.
        const levels = framework.levels.map((level) => ({
          ...level,
          expectations: [...new Map(level.expectations.map((each) => [each.competency, each])).values()],
        }));
        fc.pre(levels.length > 0 && framework.competencies.length > 0);
        const single = { ...framework, levels };
        const { framework: back, problems } = await through(single, layout);
        expect(problems).toEqual([]);
        expect(back === null ? null : diff(single, back)).toEqual([]);
      }),
    );
  });

  test("stands by itself: levels, competencies and what is asked come back without the framework at hand", async () => {
    await fc.assert(
      fc.asyncProperty(documentArbitrary, async (document) => {
        const framework = plain(Framework.parse(document));
        fc.pre(framework.levels.length > 0);
        const value = Object(
          (await read(await written(framework, "long"), { table: { scale: framework.scale.map(({ label }) => label) } })).reading.value,
        );
        expect([value.id, value.title]).toEqual([framework.id, framework.title]);
        expect(value.levels).toEqual(
          framework.levels.map(({ id, title, rank, track, expectations }) =>
            expect.objectContaining({
              id,
              title,
              rank,
              track,
              expectations: expectations.map((each) =>
                expect.objectContaining({
                  id: each.id,
                  competency: each.competency,
                  weight: each.weight,
                  critical: each.critical,
                  markers: each.markers,
                }),
              ),
            }),
          ),
        );
      }),
    );
  });

  test("is UTF-8 with its mark and CRLF, as spreadsheet programs expect it", async () => {
    const text = await written(clean, "long");
    expect(text.startsWith("\ufeffFramework id,Framework,Track id,")).toBe(true);
    expect(text.endsWith("\r\n")).toBe(true);
  });

  test.each(["long", "levels-as-columns", "levels-as-rows"] as const)(
    "never begins a cell with what a spreadsheet would run: %s",
    async (layout) => {
      const words = ["=1+1", "+44", "-5", "@here", "\tx", "＝A1", "'=quoted", '=HYPERLINK("https://example.org")'];
      const framework = Framework.parse({
        ...ladder(),
        title: words[7] ?? "",
        competencies: words.map((title, index) => ({ id: `c${index}`, domain: "process", title, definition: title })),
        equivalences: [],
        levels: (ladder().levels ?? []).map((level, rank) => ({
          ...level,
          title: words[rank] ?? "",
          expectations: words.map((text, index) => ({
            id: `${level.id}-${index}`,
            competency: `c${index}`,
            target: 2,
            markers: index === rank ? [] : [text, ...words],
          })),
        })),
      } satisfies FrameworkDocument);
      const { parse } = await import("csv-parse/sync");
      const cells = parse((await written(framework, layout)).slice(1)).flat();
      expect(cells.length).toBeGreaterThan(20);
      expect(cells.filter((cell) => /^[=+\-@\t\r＝]/u.test(cell))).toEqual([]);
      const { framework: back } = await through(framework, layout);
      expect(back === null ? null : diff(framework, back)).toEqual([]);
    },
  );

  test("says what it cannot hold of this framework, and nothing else", async () => {
    expect((await writeAs("csv", clean)).losses).toEqual([
      "the words of the rating scale",
      "scopes of levels",
      "requirements and readiness rules",
      "responsibilities",
      "transitions",
      "equivalences",
    ]);
    expect((await writeAs("csv", clean, { layout: "levels-as-rows" })).losses.slice(0, 4)).toEqual([
      "ids, which are found again by names",
      "weights, and what is critical",
      "domains and definitions",
      "what is inherited from libraries",
    ]);
  });

  test("brought back after an edit changes what was edited, and keeps what it has no column for", async () => {
    const text = (await written(clean, "long")).replace(",Analyst,2,", ",Senior Analyst,2,").replace(/^.*c-integrity.*\r\n/m, "");
    const { framework } = await read(text, { base: clean });
    expect(framework === null ? null : diff(clean, framework).map(({ op, entity, id, field }) => [op, entity, id, field])).toEqual([
      ["remove", "expectation", "c-integrity", undefined],
      ["change", "level", "analyst", "title"],
    ]);
    const kept = await read(text, { base: clean, table: { keep: true } });
    expect(kept.framework === null ? null : diff(clean, kept.framework).map(({ op }) => op)).toEqual(["change"]);
  });
});

describe("a table of somebody's own", () => {
  const grid =
    'Skill,Description,Junior,Senior,Notes\n"Baking, bread",From dough to loaf,"Kneads by hand\nShapes a loaf","• Plans the week\n• Writes the recipe down",ask Ida\nOvens,,x,2,\n';

  test("is understood with levels across the top", async () => {
    const { framework, reading, problems } = await read(grid, { fileName: "Bakery_ladder.csv" });
    expect(problems).toEqual([]);
    expect(reading.table).toMatchObject({
      layout: "levels-as-columns",
      id: "bakery-ladder",
      title: "Bakery ladder",
      rows: 2,
      statements: "lines",
      columns: [
        { field: "competency" },
        { field: "definition" },
        { heading: "Junior", field: null, samples: ["Kneads by hand\nShapes a loaf", "x"] },
        { field: null },
        { heading: "Notes", field: "" },
      ],
    });
    expect(framework?.competencies).toMatchObject([
      { id: "baking-bread", title: "Baking, bread", definition: "From dough to loaf", domain: "general" },
      { id: "ovens" },
    ]);
    expect(asks(framework)).toEqual([
      [
        "junior",
        [
          ["baking-bread", 3, "Kneads by hand", "Shapes a loaf"],
          ["ovens", 3],
        ],
      ],
      [
        "senior",
        [
          ["baking-bread", 3, "Plans the week", "Writes the recipe down"],
          ["ovens", 2],
        ],
      ],
    ]);
  });

  test("or down the side, statements parted by empty lines", async () => {
    const text =
      ',Courage,Craft\nB1,"Says what is unclear\n\nAsks for help\nExample: at the stand-up","Kneads"\nB2,"Names a risk\n\nStops the line",""\n';
    const { framework, reading, notes } = await read(text);
    expect(reading.table).toMatchObject({
      layout: "levels-as-rows",
      statements: "paragraphs",
      columns: [{ heading: "Column 1", field: "level" }, { field: null }, { field: null }],
    });
    expect(asks(framework)).toEqual([
      [
        "b1",
        [
          ["courage", 3, "Says what is unclear", "Asks for help\nExample: at the stand-up"],
          ["craft", 3, "Kneads"],
        ],
      ],
      ["b2", [["courage", 3, "Names a risk", "Stops the line"]]],
    ]);
    expect(notes).toEqual(["3 expectations do not say what is asked; read as “Performing”."]);
  });

  test("or long: several roles as tracks, a scale in words put into order, rows that are not in use", async () => {
    const text = [
      "Role Family;Role;Role Level;Role Level Description;Skill Name;Skill Description;Skill Level;Skill Level Description",
      'Bakery;Baker;Junior baker;"Works\nunder guidance";Ovens;Heat and time;Practitioner;"You can:\n- set the oven\n- read the crust"',
      "Bakery;Baker;Baker;;Ovens;Heat and time;Awareness;You can name the zones",
      "Bakery;Baker;Baker;;Dough;Flour and water;NOT IN USE;",
      "Shop;Seller;Seller;;Dough;;Expert;",
    ].join("\r\n");
    const { framework, reading, problems, notes } = await read(`\ufeff${text}`);
    expect(problems).toEqual([]);
    expect(reading.table).toMatchObject({
      layout: "long",
      scale: [{ value: 1, label: "Awareness" }, { label: "Practitioner" }, { label: "Expert" }],
      columns: [
        { field: "" },
        { field: "track" },
        { field: "level" },
        { field: "scope" },
        { field: "competency" },
        { field: "definition" },
        { field: "target" },
        { field: "statements" },
      ],
    });
    expect(framework?.tracks.map(({ id }) => id)).toEqual(["baker", "seller"]);
    expect(framework?.levels.map(({ id, track, rank, scope }) => [id, track, rank, scope])).toEqual([
      ["junior-baker", "baker", 1, "Works\nunder guidance"],
      ["baker", "baker", 2, undefined],
      ["seller", "seller", 1, undefined],
    ]);
    expect(asks(framework)?.map(([, each]) => each)).toEqual([
      [["ovens", 2, "set the oven", "read the crust"]],
      [["ovens", 1, "You can name the zones"]],
      [["dough", 3]],
    ]);
    expect(notes).toEqual(["One row says that nothing is asked (“NOT IN USE”); of it only the competency is read."]);
  });

  test("is read as it is told, where the guess is wrong", async () => {
    const told = async (text: string, table: TableOptions) => read(text, { table });
    const turned = await told("Stufe,Backen,Kneten\nMeister,Plant,Prüft\nLehrling,Hilft,Knetet\n", {
      layout: "levels-as-rows",
      columns: { Stufe: "level" },
      target: 4,
    });
    expect(asks(turned.framework)).toEqual([
      [
        "meister",
        [
          ["backen", 4, "Plant"],
          ["kneten", 4, "Prüft"],
        ],
      ],
      [
        "lehrling",
        [
          ["backen", 4, "Hilft"],
          ["kneten", 4, "Knetet"],
        ],
      ],
    ]);
    const mapped = await told("Wer,Was,Wie,Soll\nLehrling,Backen,Hilft,hoch\n", {
      columns: { Wer: "level", Was: "competency", Wie: "statements", Soll: "target" },
      scale: ["niedrig", "hoch"],
      title: "Backstube",
    });
    expect(mapped.framework).toMatchObject({
      id: "backstube",
      scale: [
        { value: 1, label: "niedrig" },
        { value: 2, label: "hoch" },
      ],
    });
    expect(asks(mapped.framework)).toEqual([["lehrling", [["backen", 2, "Hilft"]]]]);
    const one = await told("Role,Level,Skill\nBaker,Junior,Ovens\nSeller,Senior,Tills\n", { only: { column: "Role", value: "Seller" } });
    expect(asks(one.framework)).toEqual([["senior", [["tills", 3]]]]);
  });

  test("finds by name what a known ladder has, and offers the rest as new", async () => {
    const text = "Competency,Coordinator,Analyst,Director\nprocess  EXECUTION,Runs it,Changes it,Owns it\nBudget,,Plans it,\n";
    const { framework } = await read(text, { base: clean, table: { keep: true } });
    expect(framework === null ? null : diff(clean, framework).map(({ op, entity, id, parent }) => [op, entity, id, parent])).toEqual([
      ["add", "competency", "budget", undefined],
      ["change", "expectation", "c-execution", "coordinator"],
      ["change", "expectation", "a-execution", "analyst"],
      ["add", "expectation", "analyst-budget", "analyst"],
      ["add", "level", "director", undefined],
    ]);
    // A table without ids is a part of the ladder; what it leaves out goes only where that is asked for.
    expect((await read(text, { base: clean })).framework).toEqual(framework);
    const whole = await read(text, { base: clean, table: { keep: false } });
    expect(whole.reading.table?.keep).toBe(false);
    expect(Object(whole.reading.value).levels).toHaveLength(3);
  });

  test.each([
    [",", "Level,Competency,Statements\nOne,Bread,Bakes"],
    [";", "Level;Competency;Statements\nOne;Bread;Bakes"],
    ["tabs", "Level\tCompetency\tStatements\nOne\tBread\tBakes"],
    ["|", "Level|Competency|Statements\nOne|Bread|Bakes"],
    ["; with commas in quotes", 'Level;"Competency";Statements\nOne;"Bread, rolls, cake";Bakes'],
    ["old line ends", "Level,Competency,Statements\rOne,Bread,Bakes"],
  ])("may part its cells with %s", async (_, text) => {
    const { framework, problems } = await read(text);
    expect(problems).toEqual([]);
    expect(framework?.levels.map(({ title, expectations }) => [title, expectations[0]?.markers])).toEqual([["One", ["Bakes"]]]);
  });

  test("keeps leading zeros, and long numbers as they are", async () => {
    const { framework } = await read("Level id,Level,Competency id,Competency,Statements\n007,0042,01,00012345678901234567890,0010\n");
    expect(framework?.levels).toMatchObject([{ id: "007", title: "0042", expectations: [{ competency: "01", markers: ["0010"] }] }]);
    expect(framework?.competencies).toMatchObject([{ id: "01", title: "00012345678901234567890" }]);
  });

  test("has its faults named by line, column and cell, also behind cells of several lines", async () => {
    const { problems } = await read(
      'Level,Rank,Competency,Asked,Statements\nOne,1,"Bread\nand rolls",2,Bakes\nTwo,second,Bread,"9",Bakes\n',
    );
    expect(problems.map(({ code, path, line, column, cell }) => [code, path, line, column, cell])).toEqual([
      ["schema", "/levels/1/rank", 4, 5, "B3"],
    ]);
    const off = await read("Level,Competency,Asked\nOne,Bread,7\n", { base: clean });
    expect(off.problems).toContainEqual(expect.objectContaining({ code: "target-off-scale", line: 2, column: 11, cell: "C2" }));
  });

  test.each([
    ["one column", "Just a text\nand another", "This is no table: no row has two cells."],
    ["nothing", "", "This is no table: no row has two cells."],
    ["a quotation mark that is never closed", 'Level,Competency\n"One,Bread\nTwo,Rolls\n', "A quotation mark is opened and never closed"],
    ["too many rows", `a,b\n${"1,2\n".repeat(20_001)}`, "This table has more than 20000 rows"],
    ["too many columns", ",".repeat(2_001), "This table has more than 2000 columns"],
  ])("with %s is refused in a sentence", async (_, text, sentence) => {
    const { reading, problems } = await read(text);
    expect(reading.value).toBeUndefined();
    expect(problems).toMatchObject([{ code: "syntax", message: expect.stringContaining(sentence) }]);
  });
});
