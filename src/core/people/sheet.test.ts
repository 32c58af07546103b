import { writeXlsx } from "hucre/xlsx";
import { expect, test } from "vitest";
import { readSheet } from "./sheet.ts";

test("a number keeps the zeros that its format shows in a workbook, and only those", async () => {
  const cells = new Map([
    ["0,0", { value: "Number" }],
    ["1,0", { value: 7, style: { numFmt: "00000" } }],
    ["2,0", { value: 123_456, style: { numFmt: "00000" } }],
    ["3,0", { value: 42 }],
    ["4,0", { value: 0.5, style: { numFmt: "0.00" } }],
    ["5,0", { value: "007" }],
  ]);
  const book = await writeXlsx({ sheets: [{ name: "People", rows: Array.from({ length: 6 }, () => [null]), cells }] });
  expect(await readSheet(book, null)).toMatchObject({ rows: [["Number"], ["00007"], ["123456"], ["42"], ["0.5"], ["007"]] });
});

test("a file with more rows than are read at once says how many those are, and what to do", async () => {
  const rows = Array.from({ length: 20_001 }, (_, index) => `${index},Person ${index}`);
  expect(await readSheet(new TextEncoder().encode(rows.join("\n")), null)).toBe(
    "This table has more than 20000 rows, more than Rungs reads at once. Split it into several files.",
  );
});
