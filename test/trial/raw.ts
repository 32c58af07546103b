import { readFileSync } from "node:fs";

// Files of others, counted without any code of ours that reads them: a trial is worth nothing if both sides err alike.

/** RFC 4180, a sign at a time: rows of cells. */
export function rowsOf(file: string): string[][] {
  const text = readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = "";
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (isQuoted) {
      if (sign === '"' && text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else if (sign === '"') isQuoted = false;
      else cell += sign;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ",") {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") {
      rows.push([...row, cell.replace(/\r$/, "")]);
      row = [];
      cell = "";
    } else cell += sign;
  }
  if (cell !== "" || row.length > 0) rows.push([...row, cell]);
  return rows;
}

/** The rows below the headings, each by heading. */
export function recordsOf(file: string): Map<string, string>[] {
  const [head = [], ...rows] = rowsOf(file);
  return rows.filter((row) => row.some((cell) => cell !== "")).map((row) => new Map(head.map((name, index) => [name, row[index] ?? ""])));
}

export const jsonOf = (file: string): unknown => JSON.parse(readFileSync(file, "utf8"));

/** Own values of an object or list; none of anything else. */
export const valuesOf = (value: unknown): unknown[] => (typeof value === "object" && value !== null ? Object.values(value) : []);

export const at = (value: unknown, ...keys: string[]): unknown =>
  keys.reduce<unknown>(
    (found, key) => (typeof found === "object" && found !== null ? Object.entries(found).find(([name]) => name === key)?.[1] : undefined),
    value,
  );

/** A text without what only its setting adds. */
export const plain = (text: unknown): string => (typeof text === "string" ? text.replaceAll(/\s+/g, " ").trim() : "");
