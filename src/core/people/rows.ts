import { cellName, fromCell } from "../framework/formats/cells.ts";
import { fieldNames, type Field, type Mapping } from "./columns.ts";
import { readDate, type DateOrder } from "./dates.ts";

/** Something that keeps an import from being made. `row` and `column` count from 1 as spreadsheets have them; null where it is about the whole file. */
export type RowProblem = {
  code:
    | "missing"
    | "too-long"
    | "duplicate"
    | "not-a-date"
    | "not-a-share"
    | "not-an-email"
    | "unknown-manager"
    | "ambiguous"
    | "unknown-level"
    | "loop"
    | "own-report"
    | "too-early"
    | "no-column"
    | "no-rows";
  row: number | null;
  column: string | null;
  field: Field | null;
  cell: string | null;
  message: string;
};

/** One person as the file has them. Null: an empty cell. What has no column is absent. */
export type PersonIn = {
  row: number;
  employeeNumber: string;
  name: string;
  email?: string | null;
  manager?: string | null;
  team?: string | null;
  family?: string | null;
  level?: string | null;
  levelFrom?: string | null;
  startedOn?: string | null;
  share?: number | null;
  location?: string | null;
};

export type Sheet = { rows: readonly (readonly string[])[]; head: number; mapping: Mapping; order: DateOrder };

/** What a problem says beside the row. */
export type Complain = (row: number, field: Field, code: RowProblem["code"], message: string) => void;

export function complaints(sheet: Sheet, into: RowProblem[]): Complain {
  return (row, field, code, message) => {
    const column = sheet.mapping[field];
    into.push({
      code,
      row,
      field,
      column: column === undefined ? fieldNames[field] : (fromCell(sheet.rows[sheet.head]?.[column] ?? "") ?? fieldNames[field]),
      cell: column === undefined ? null : cellName(row, column + 1),
      message,
    });
  };
}

const longest = 200;
const email = /^[^\s@<>(),;:"]+@[^\s@<>(),;:"]+\.[^\s@<>(),;:"]+$/;

/** Nothing wrong with a cell that says nothing, but with a table that has no such column. */
export function missingColumns(mapping: Mapping): RowProblem[] {
  const about = (field: Field, message: string): RowProblem => ({ code: "no-column", row: null, column: null, cell: null, field, message });
  return [
    ...(mapping.employeeNumber === undefined
      ? [about("employeeNumber", "Say which column holds the employee number: people are known by it.")]
      : []),
    ...(mapping.name === undefined && mapping.firstName === undefined && mapping.lastName === undefined
      ? [about("name", "Say which column holds the name.")]
      : []),
  ];
}

/** The people below the headings; rows without anything in a column that is read are no people. */
export function readPeople(sheet: Sheet, complain: Complain): PersonIn[] {
  const { mapping } = sheet;
  const people: PersonIn[] = [];
  const used = Object.values(mapping);
  sheet.rows.forEach((cells, index) => {
    if (index <= sheet.head || used.every((column) => (cells[column] ?? "").trim() === "")) return;
    const row = index + 1;
    const text = (field: Field): string | null => {
      const column = mapping[field];
      const value = column === undefined ? null : fromCell(cells[column] ?? "");
      if (value === null || value.length <= longest) return value;
      complain(row, field, "too-long", `This is longer than ${longest} characters.`);
      return value.slice(0, longest);
    };
    const given = <F extends Field, T>(field: F, value: (text: string | null) => T): Partial<Record<F, T>> => {
      const found: Partial<Record<F, T>> = {};
      if (mapping[field] !== undefined) found[field] = value(text(field));
      return found;
    };
    const date = (field: Field) => (written: string | null) => {
      const read = written === null ? null : readDate(written, sheet.order);
      if (written !== null && read === null) complain(row, field, "not-a-date", `“${written}” is no date that Rungs can read.`);
      return read;
    };
    const employeeNumber = text("employeeNumber");
    if (employeeNumber === null) complain(row, "employeeNumber", "missing", "Every person needs an employee number.");
    const name = text("name") ?? ([text("firstName"), text("lastName")].filter((part) => part !== null).join(" ") || null);
    if (name === null) complain(row, mapping.name === undefined ? "lastName" : "name", "missing", "Every person needs a name.");
    else if (name.length > longest) complain(row, "lastName", "too-long", `The whole name is longer than ${longest} characters.`);
    if (employeeNumber === null || name === null) return;
    people.push({
      row,
      employeeNumber,
      name,
      ...given("email", (written) => {
        const address = written?.replace(/^mailto:/i, "") ?? null;
        if (address !== null && !email.test(address)) complain(row, "email", "not-an-email", `“${address}” is no e-mail address.`);
        return address;
      }),
      ...given("manager", (written) => written),
      ...given("team", (written) => written),
      ...given("family", (written) => written),
      ...given("level", (written) => written),
      ...given("levelFrom", date("levelFrom")),
      ...given("startedOn", date("startedOn")),
      ...given("share", (written) => {
        const share = written === null ? null : readShare(written);
        if (written !== null && share === null)
          complain(row, "share", "not-a-share", `“${written}” is no share of full time, such as 0.8 or 80%.`);
        return share;
      }),
      ...given("location", (written) => written),
    });
  });
  return people;
}

/** A share of full time: 0.8, 0,8, 80%, 80. @returns above 0 and at most 1, to three decimals; null where it is none. */
export function readShare(written: string): number | null {
  if (/^full[\s-]?time$/i.test(written.trim())) return 1;
  const found = /^(\d{1,3}(?:[.,]\d+)?)\s*(%?)$/.exec(written.trim());
  if (!found) return null;
  const number = Number((found[1] ?? "").replace(",", "."));
  // Nobody works more than full time here, so what is above 1 was meant in per cent; 1 without a sign is full time.
  const share = Math.round((found[2] === "%" || number > 1 ? number / 100 : number) * 1000) / 1000;
  return share > 0 && share <= 1 ? share : null;
}
