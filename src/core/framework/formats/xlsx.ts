import type { FormatCode } from "./read.ts";
import { readTable } from "./tables.ts";
import { gridOf } from "./desk.ts";
import { writeWorkbook, readWorkbook } from "./workbook.ts";
import { isOurs, readSheets } from "./xlsx-read.ts";
import { sheetsOf } from "./xlsx-write.ts";

/** A ladder as a workbook that people fill in; and back, also from a table of somebody's own. */
export const xlsx: FormatCode = {
  read: async (source, { base, table = {}, fileName }) => {
    const workbook = await readWorkbook(source);
    if (!("sheets" in workbook)) return workbook;
    if (table.sheet === undefined && table.layout === undefined && isOurs(workbook))
      return readSheets(workbook, base ?? null, table.keep ?? false);
    const filled = workbook.sheets.filter(({ hidden, rows }) => !hidden && rows.some((row) => row.some((cell) => cell.trim() !== "")));
    const sheet = filled.find(({ name }) => name === table.sheet) ?? filled[0] ?? { name: "Sheet1", hidden: false, number: 1, rows: [] };
    const reading = readTable(gridOf(sheet), {
      base: base ?? null,
      table,
      fileName: fileName ?? "Framework",
      sheet: sheet.name,
      sheets: filled.map(({ name }) => name),
    });
    return { ...reading, notes: [...workbook.notes.filter((note) => note.sheet === sheet.number), ...(reading.notes ?? [])] };
  },
  write: (framework) => writeWorkbook(framework.title, sheetsOf(framework)),
  losses: (framework) => {
    const texts = JSON.stringify(framework);
    return [
      ...(texts.includes("\\r") ? ["carriage returns, which become plain line breaks"] : []),
      ...(framework.source !== undefined && Object.keys(framework.source).length === 0 ? ["a source without anything in it"] : []),
    ];
  },
};
