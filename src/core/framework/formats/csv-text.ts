import { CsvError, parse } from "csv-parse/sync";
import { cellName } from "./cells.ts";
import { decode, syntax, unreadable, type Reading } from "./reading.ts";
import type { Grid } from "./table.ts";

const mostRows = 20_000;
const mostColumns = 2_000;
const delimiters = [",", ";", "\t", "|"] as const;

/** @returns the reading that says why not, where the bytes are no table. Every cell is text: leading zeros stay. */
export function gridOfCsv(bytes: Uint8Array): Grid | Reading {
  const text = decode(bytes);
  if (typeof text !== "string") return text;
  const delimiter = delimiterOf(text);
  try {
    const records = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, raw: true, to: mostRows + 1 }) as unknown as {
      raw: string;
      record: string[];
    }[]; // what `raw` makes of each record
    if (records.length > mostRows)
      return unreadable(
        syntax(`This table has more than ${mostRows} rows, more than Rungs reads at once.`, "Split it into several files."),
      );
    if (records.some(({ record }) => record.length > mostColumns))
      return unreadable(
        syntax(`This table has more than ${mostColumns} columns, more than any framework.`, "Split it into several files."),
      );
    return gridOfRecords(records, delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number(error["lines"] ?? 1);
    return unreadable(
      syntax(
        "A quotation mark is opened and never closed, or something stands after one that is closed.",
        "Write a quotation mark within a cell twice.",
        { line: Number.isSafeInteger(line) ? line : 1, column: 1 },
      ),
    );
  }
}

/** The sign that comes most often in the first line, outside quotation marks. */
function delimiterOf(text: string): string {
  const counts = new Map<string, number>();
  let isQuoted = false;
  for (const sign of text.slice(0, 100_000)) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (!isQuoted && sign === "\n" && counts.size > 0) break;
    else if (!isQuoted) for (const delimiter of delimiters) if (sign === delimiter) counts.set(delimiter, (counts.get(delimiter) ?? 0) + 1);
  }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? ",";
}

function gridOfRecords(records: readonly { raw: string; record: string[] }[], delimiter: string): Grid {
  const starts: number[] = [];
  let line = 1;
  for (const { raw } of records) {
    starts.push(line);
    line += (raw.match(/\n|\r(?!\n)/g) ?? []).length;
  }
  return {
    rows: records.map(({ record }) => record),
    at: (row, column) => {
      const before = (records[row]?.raw ?? "").slice(0, offsetOf(records[row]?.raw ?? "", delimiter, column));
      const lines = before.split(/\r\n|\n|\r/);
      return { line: (starts[row] ?? 1) + lines.length - 1, column: (lines.at(-1) ?? "").length + 1, cell: cellName(row + 1, column + 1) };
    },
  };
}

/** Where in a row as it is written its cell number `column` begins. */
function offsetOf(raw: string, delimiter: string, column: number): number {
  let isQuoted = false;
  let passed = 0;
  for (let at = 0; at < raw.length; at += 1) {
    if (passed === column) return at;
    if (raw[at] === '"') isQuoted = !isQuoted;
    else if (raw[at] === delimiter && !isQuoted) passed += 1;
  }
  return column === 0 ? 0 : raw.replace(/[\r\n]+$/, "").length;
}
