import { describe, expect, test } from "vitest";
import { opened } from "../../../../test/workbook.ts";
import { blank } from "../begin.ts";
import { checkReading, readAs } from "./read.ts";
import { writeWorkbook } from "./workbook.ts";

describe("an empty workbook", () => {
  const empty = blank("ladder", { id: "drivers", title: "Drivers" });

  test("says what it still lacks, in words and by cell", async () => {
    const { problems } = await opened(empty).read();
    expect(problems).toMatchObject([{ code: "no-levels", cell: "Levels!A2" }]);
  });

  test("becomes a ladder by being filled in from tab to tab", async () => {
    const book = opened(empty);
    book.add("Domains", { Title: "Road" });
    book.add("Levels", { Title: "Driver" });
    book.add("Levels", { Title: "Senior driver" });
    const heading = book.column("Matrix", "What one sees", 1);
    book.set("Matrix", 3, heading, "Driver");
    book.set("Matrix", 3, heading + 5, "Senior driver");
    const row = book.add("Matrix", { Domain: "Road", Competency: "Safety" });
    book.set("Matrix", row, heading, "Checks the tyres before each tour");
    book.set("Matrix", row, heading + 1, "Performing");
    book.set("Matrix", row, heading + 5, "Trains a new driver on the checks");
    const { framework, problems, notes } = await book.read();
    expect(problems).toEqual([]);
    expect(framework?.levels).toMatchObject([
      {
        id: "driver",
        rank: 1,
        track: "core",
        expectations: [{ id: "driver-safety", competency: "safety", target: 3, markers: ["Checks the tyres before each tour"] }],
      },
      { id: "senior-driver", rank: 2, track: "core", expectations: [{ target: 3 }] },
    ]);
    expect(notes.filter((note) => note.startsWith("No rank"))).toEqual([
      "No rank stands here; it is read as 1.",
      "No rank stands here; it is read as 2.",
    ]);
  });
});

describe("a workbook of somebody's own", () => {
  const theirs = (name: string, rows: readonly (readonly (string | number)[])[]) => ({
    name,
    rows: rows.map((row) => row.map((value) => ({ value }))),
    columns: [],
  });

  test("is read as a table, from its first sheet with anything in it or the one that is named", async () => {
    const bytes = await writeWorkbook("Theirs", [
      theirs("Read me", []),
      theirs("Grid", [["Bakery ladder"], ["Skill", "Junior", "Senior"], ["Bread", "Kneads\nBakes", 3], ["Ovens", "", "Fires three ovens"]]),
      theirs("Other", [
        ["Skill", "Apprentice"],
        ["Bread", "Watches"],
      ]),
    ]);
    const reading = await readAs("xlsx", bytes, { fileName: "Our bakery.xlsx" });
    expect(reading.table).toMatchObject({
      layout: "levels-as-columns",
      sheet: "Grid",
      sheets: ["Grid", "Other"],
      rows: 2,
      title: "Our bakery",
      id: "our-bakery",
    });
    expect(
      checkReading(reading).framework?.levels.map(({ id, expectations }) => [
        id,
        expectations.map(({ competency, target, markers }) => [competency, target, markers]),
      ]),
    ).toEqual([
      ["junior", [["bread", 3, ["Kneads", "Bakes"]]]],
      [
        "senior",
        [
          ["bread", 3, []],
          ["ovens", 3, ["Fires three ovens"]],
        ],
      ],
    ]);
    expect((await readAs("xlsx", bytes, { table: { sheet: "Other" } })).table).toMatchObject({
      sheet: "Other",
      columns: [{ field: "competency" }, { heading: "Apprentice", field: null }],
    });
  });
});
