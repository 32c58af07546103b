import { gridOfCsv } from "../framework/formats/csv-text.ts";
import { largest, type Reading } from "../framework/formats/reading.ts";
import { readWorkbook } from "../framework/formats/workbook.ts";

/** A table of people as it stands in a file. Rows and columns count from 0. `sheets` are the names to choose from, none in CSV. */
export type PeopleSheet = { rows: readonly (readonly string[])[]; sheet: string | null; sheets: readonly string[] };

const first = ({ problems }: Reading): string =>
  problems.map(({ message, hint }) => `${message}${hint === undefined ? "" : ` ${hint}`}`)[0] ?? "This file cannot be read.";

/**
 * A workbook or a CSV file, told apart by how it begins and not by its name. Every cell is text: leading zeros stay, where
 * the file has them or the format of a number shows them.
 *
 * @param wanted the sheet of a workbook; the first that holds two rows or more where absent.
 * @returns a sentence that says why not, where there is no table in it.
 */
export async function readSheet(bytes: Uint8Array, wanted: string | null): Promise<PeopleSheet | string> {
  if (bytes.length === 0) return "This file is empty.";
  if (bytes.length > largest)
    return "This file is larger than 5 MB, more than Rungs reads at once. Leave out columns that it does not need.";
  const isZip = bytes[0] === 0x50 && bytes[1] === 0x4b;
  const isOldWorkbook = bytes[0] === 0xd0 && bytes[1] === 0xcf;
  if (!isZip && !isOldWorkbook) {
    const grid = gridOfCsv(bytes);
    return "rows" in grid ? { rows: grid.rows, sheet: null, sheets: [] } : first(grid);
  }
  const book = await readWorkbook(bytes, true);
  if (!("sheets" in book)) return first(book);
  const seen = book.sheets.filter(({ hidden }) => !hidden);
  const sheets = seen.map(({ name }) => name);
  const chosen = wanted === null ? (seen.find(({ rows }) => rows.length > 1) ?? seen[0]) : seen.find(({ name }) => name === wanted);
  if (chosen === undefined)
    return wanted === null ? "There is no sheet in this workbook." : `There is no sheet “${wanted}” in this workbook.`;
  return { rows: chosen.rows, sheet: chosen.name, sheets };
}
