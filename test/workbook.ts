import type { Framework } from "../src/core/framework/document.ts";
import { cellName } from "../src/core/framework/formats/cells.ts";
import { checkReading, readAs, type ReadOptions } from "../src/core/framework/formats/read.ts";
import { writeWorkbook, type CellOut } from "../src/core/framework/formats/workbook.ts";
import { sheetsOf } from "../src/core/framework/formats/xlsx-write.ts";

/** The workbook of a framework, open to be edited as somebody would in a spreadsheet. Rows count from 1, as people count them. */
export function opened(framework: Framework) {
  const sheets = sheetsOf(framework).map((sheet) => ({ ...sheet, rows: sheet.rows.map((row): (CellOut | null)[] => [...row]) }));
  const sheet = (name: string) => {
    const found = sheets.find((each) => each.name === name);
    if (found === undefined) throw new Error(`There is no sheet ${name}.`);
    return found;
  };
  const rows = (name: string) => sheet(name).rows;

  /** Where a cell says exactly this, the first by rows: "B3". */
  const where = (name: string, text: string | number): { row: number; column: number } => {
    const row = rows(name).findIndex((cells) => cells.some((cell) => cell?.value === text));
    if (row === -1) throw new Error(`No cell of ${name} says ${text}.`);
    return { row: row + 1, column: (rows(name)[row] ?? []).findIndex((cell) => cell?.value === text) + 1 };
  };
  const set = (name: string, row: number, column: number, value: string | number | null): void => {
    const cells = rows(name)[row - 1];
    if (cells === undefined) throw new Error(`${name} has no row ${row}.`);
    cells[column - 1] = { value };
  };

  return {
    sheets,
    where,
    set,
    /** Writes over the first cell that says `text`. */
    change: (name: string, text: string | number, value: string | number | null) => {
      const { row, column } = where(name, text);
      set(name, row, column, value);
    },
    /** A heading's column. */
    column: (name: string, heading: string, nth = 1) => {
      const cells = rows(name).find((each) => each.some((cell) => cell?.value === heading)) ?? [];
      return cells.flatMap((cell, index) => (cell?.value === heading ? [index + 1] : []))[nth - 1] ?? 0;
    },
    /** Fills in the first row in which nothing stands, by headings. @returns its number. */
    add: (name: string, values: Readonly<Record<string, string | number>>): number => {
      const head = rows(name).findIndex((cells) => cells.some((cell) => cell?.value === Object.keys(values)[0]));
      const at = rows(name).findIndex((cells, row) => row > head && cells.every((cell) => cell?.value === null || cell === null));
      for (const [heading, value] of Object.entries(values)) {
        const column = (rows(name)[head] ?? []).findIndex((cell) => cell?.value === heading);
        set(name, at + 1, column + 1, value);
      }
      return at + 1;
    },
    remove: (name: string, row: number) => void rows(name).splice(row - 1, 1),
    move: (name: string, from: number, to: number) => void rows(name).splice(to - 1, 0, ...rows(name).splice(from - 1, 1)),
    copy: (name: string, row: number) => void rows(name).splice(row, 0, [...(rows(name)[row - 1] ?? [])]),
    drop: (name: string) => void sheets.splice(sheets.indexOf(sheet(name)), 1),
    cellAt: (name: string, row: number, column: number) => `${name}!${cellName(row, column)}`,
    bytes: () => writeWorkbook("Test", sheets),
    read: async (options: ReadOptions = {}) => {
      const reading = await readAs("xlsx", await writeWorkbook("Test", sheets), options);
      return { reading, notes: (reading.notes ?? []).map(({ message }) => message), ...checkReading(reading) };
    },
  };
}
