import type { CellStyle, DataValidation, Sheet, WriteSheet } from "hucre/xlsx";
import { Problem } from "../../problem.ts";
import { cellName } from "./cells.ts";
import { largest, syntax, tooLarge, unreadable, type Note, type Reading } from "./reading.ts";
import { zipFault } from "./zip.ts";

/*
 * Workbooks as Rungs needs them, and the only place that knows the package which reads and writes them (it is loaded when
 * the first one is asked for).
 */

export type Voice = "about" | "head" | "text" | "firm" | "domain" | "choice" | "machine";
export type CellOut = { value: string | number | null; voice?: Voice; note?: string };
export type ColumnOut = { width: number; hidden?: boolean; folded?: boolean };
/** What may be chosen in the cells of a range such as "C3:C300": words, or the texts of another range. */
export type Choice = { range: string; among: readonly string[] | string };
export type SheetOut = {
  name: string;
  hidden?: boolean;
  rows: readonly (readonly (CellOut | null)[])[];
  columns: readonly ColumnOut[];
  /** Counted from 0. */
  hiddenRows?: readonly number[];
  frozen?: { rows: number; columns: number };
  choices?: readonly Choice[];
};

/** What a cell may hold at most, in UTF-16 units. */
const longestText = 32_767;
const ink = { rgb: "1B1A17" };
const line = { style: "thin", color: { rgb: "C3BDAF" } } as const;
const border = { top: line, bottom: line, left: line, right: line };
const at = (wrapText: boolean) => ({ vertical: "top", wrapText }) as const;
const fill = (rgb: string) => ({ type: "pattern", pattern: "solid", fgColor: { rgb } }) as const;
const voices: Readonly<Record<Voice, CellStyle>> = {
  about: { font: { italic: true, color: { rgb: "4E4A42" } }, alignment: at(false) },
  head: { font: { bold: true, color: ink }, fill: fill("E5EEE7"), border, alignment: at(true) },
  text: { font: { color: ink }, border, alignment: at(true), numFmt: "@" },
  firm: { font: { bold: true, color: ink }, border, alignment: at(true), numFmt: "@" },
  domain: { font: { bold: true, color: ink }, fill: fill("F4F2EB"), border, alignment: at(true), numFmt: "@" },
  choice: { font: { color: ink }, border, alignment: at(true) },
  machine: { font: { color: { rgb: "827C6F" } }, numFmt: "@" },
};

/** A workbook without a clock in it: the same sheets are the same bytes. */
const epoch = new Date("2000-01-01T00:00:00Z");

/** @throws Problem "too-large" where a text is longer than a cell holds: it is not cut. */
export async function writeWorkbook(title: string, sheets: readonly SheetOut[]): Promise<Uint8Array> {
  const { writeXlsx } = await import("hucre/xlsx");
  return writeXlsx({
    sheets: sheets.map(written),
    properties: { title: escaped(title), creator: "Rungs", created: epoch, modified: epoch },
    defaultFont: { name: "Calibri", size: 11 },
  });
}

function written({ name, hidden, rows, columns, hiddenRows, frozen, choices }: SheetOut): WriteSheet {
  const cells: NonNullable<WriteSheet["cells"]> = new Map();
  rows.forEach((row, r) =>
    row.forEach((cell, c) => {
      if (cell === null) return;
      const { value, voice, note } = cell;
      if (typeof value === "string" && value.length > longestText) {
        throw new Problem(
          "too-large",
          `${name}!${cellName(r + 1, c + 1)} would hold ${value.length} characters; ${longestText} is what a cell of a workbook holds.`,
        );
      }
      cells.set(`${r},${c}`, {
        value: typeof value === "string" ? escaped(value) : value,
        ...(voice === undefined ? {} : { style: voices[voice] }),
        ...(note === undefined ? {} : { comment: { author: "Rungs", text: note } }),
      });
    }),
  );
  return {
    name,
    ...(hidden === true ? { hidden } : {}),
    rows: rows.map((row) => row.map(() => null)),
    cells,
    columns: columns.map((column) => ({
      width: column.width,
      ...(column.hidden === true ? { hidden: true } : {}),
      ...(column.folded === undefined ? {} : { outlineLevel: 1, hidden: column.folded }),
    })),
    ...(hiddenRows === undefined ? {} : { rowDefs: new Map(hiddenRows.map((row) => [row, { hidden: true }])) }),
    ...(frozen === undefined ? {} : { freezePane: frozen }),
    dataValidations: (choices ?? []).map(validation),
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

/** Something else may still be typed: reading says what it makes of it. */
const validation = ({ range, among }: Choice): DataValidation => ({
  type: "list",
  range,
  allowBlank: true,
  showErrorMessage: false,
  ...(typeof among === "string" ? { formula1: among } : { values: [...among] }),
});

/** What XML cannot hold, and what would be read back as that: U+FFFE, U+FFFF, and "_x000D_" where somebody wrote just that. */
const escaped = (text: string): string =>
  text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll(/[\uFFFE\uFFFF]/g, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase()}_`);

/** A sheet as people see it: texts, "" where nothing stands. Rows and columns count from 0. */
export type SheetIn = { name: string; hidden: boolean; number: number; rows: readonly (readonly string[])[] };
export type WorkbookIn = { sheets: SheetIn[]; notes: Note[] };

const mostSheets = 60;
const mostRows = 20_000;
const mostColumns = 2_000;

/**
 * @param asShown whether numbers keep the zeros before them that their format shows, as a number of an employee does.
 * @returns the reading that says why not, where it is no workbook or more than one. Nothing in it is run, and nothing is fetched.
 */
export async function readWorkbook(bytes: Uint8Array, asShown = false): Promise<WorkbookIn | Reading> {
  if (bytes.length > largest) return tooLarge();
  const fault = zipFault(bytes);
  if (fault !== null) return unreadable(syntax(fault.message, fault.hint, { line: 1, column: 1, sheet: 0, cell: "" }));
  const { readXlsx } = await import("hucre/xlsx");
  try {
    const { sheets } = await readXlsx(bytes, { sheets: (_, index) => index < mostSheets, ...(asShown ? { readStyles: true } : {}) });
    return gathered(sheets);
  } catch {
    // Whatever it stumbled over lies in the file; what it says is about XML, which nobody here wrote by hand.
    return unreadable(
      syntax(
        "This workbook is damaged, protected by a password, or not a workbook at all.",
        "Open it in a spreadsheet program and save it as .xlsx, without a password.",
        { line: 1, column: 1, sheet: 0, cell: "" },
      ),
    );
  }
}

function gathered(read: readonly Sheet[]): WorkbookIn | Reading {
  const notes: Note[] = [];
  const sheets: SheetIn[] = [];
  for (const [index, { name, hidden, veryHidden, rows, cells }] of read.entries()) {
    const columns = rows.reduce((most, row) => Math.max(most, row.length), 0);
    const number = index + 1;
    const place = (row: number, column: number) => ({
      line: row + 1,
      column: column + 1,
      cell: `${name}!${cellName(row + 1, column + 1)}`,
      sheet: number,
    });
    if (rows.length > mostRows || columns > mostColumns) {
      return unreadable(
        syntax(
          `The sheet “${name}” reaches to row ${rows.length} and column ${columns}; Rungs reads ${mostRows} rows and ${mostColumns} columns at once.`,
          "Take out what stands far away from the rest, or bring it in several files.",
          place(0, 0),
        ),
      );
    }
    for (const [key, { formula, type }] of cells ?? []) {
      const [row = 0, column = 0] = key.split(",").map(Number);
      if (type === "error")
        notes.push({ message: "An error of the spreadsheet stands here; it is read as nothing.", ...place(row, column) });
      else if (formula !== undefined)
        notes.push({ message: "A formula stands here; its result as it was saved is read.", ...place(row, column) });
    }
    const texts = rows.map((row, r) =>
      row.map((value, c) => {
        if (!(value instanceof Date)) {
          const cell = cells?.get(`${r},${c}`);
          return shown(value, cell?.type === "error", cell?.style?.numFmt);
        }
        notes.push({
          message: "A date stands here. Spreadsheets make dates of texts such as 3-4; format the cell as text to keep them.",
          ...place(r, c),
        });
        return Number.isNaN(value.getTime()) ? "" : value.toISOString().slice(0, 10);
      }),
    );
    sheets.push({ name, hidden: hidden === true || veryHidden === true, number, rows: texts });
  }
  return { sheets, notes };
}

/** A format of zeros alone, "00000", shows a whole number with as many digits. Read only where asked for. */
const shown = (value: string | number | boolean | null, isError: boolean, format: string | undefined): string => {
  if (value === null || isError) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const digits =
    typeof value === "number" && Number.isInteger(value) && value >= 0 ? /^0+(?=;|$)/.exec(format ?? "")?.[0].length : undefined;
  return digits === undefined ? String(value) : String(value).padStart(digits, "0");
};
