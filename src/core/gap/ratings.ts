import type { ScalePoint } from "../framework/document.ts";
import { shorten } from "../framework/place.ts";
import { isDate } from "./dates.ts";
import type { Answer, Rating } from "./report.ts";
import { position } from "./scale.ts";
import { listed } from "./words.ts";

/** `row` as a spreadsheet counts them: the one with the names of the columns is 1. */
export type RowFault = { row: number; message: string };

const columns = ["expectation", "value", "rated_on"] as const;
type Column = (typeof columns)[number];

/** Where each column stands; names may come in any order, in any case, beside others that are left alone. */
function placesOf(names: readonly string[]): { places: Record<Column, number>; missing: Column[]; twice: Column[] } {
  const given = names.map((name) => name.trim().toLowerCase());
  const [expectation, value, rated_on] = columns.map((column) => given.indexOf(column));
  const places = { expectation: expectation ?? -1, value: value ?? -1, rated_on: rated_on ?? -1 };
  return {
    places,
    missing: columns.filter((column) => places[column] < 0),
    twice: columns.filter((column) => given.filter((name) => name === column).length > 1),
  };
}

function answerOf(text: string, scale: readonly ScalePoint[]): Answer | null {
  if (text === "not-observed" || text === "no-opportunity") return text;
  if (!/^-?\d{1,16}$/.test(text)) return null;
  const value = Number(text) + 0; // "-0" is nought
  return position(scale, value) === null ? null : value;
}

const named = (names: readonly string[]): string => listed(names.map((name) => `“${name}”`));

function headFault(names: readonly string[]): RowFault | null {
  const { missing, twice } = placesOf(names);
  if (missing.length > 0) {
    const columnsAre = missing.length === 1 ? `the column ${named(missing)} is` : `the columns ${named(missing)} are`;
    return { row: 1, message: `${columnsAre} missing; the first row has to name ${named(columns)}.` };
  }
  return twice.length > 0 ? { row: 1, message: `the column ${named(twice)} is there twice.` } : null;
}

/**
 * Ratings from the rows of a table, in their order. Empty rows are passed over, every other row has to be right.
 *
 * @param rows the first one with the names of the columns: expectation, value (of the scale, `not-observed` or
 *   `no-opportunity`) and rated_on.
 */
export function ratingsOf(rows: readonly (readonly string[])[], scale: readonly ScalePoint[]): { ratings: Rating[]; faults: RowFault[] } {
  const [names = [], ...body] = rows;
  const wrong = headFault(names);
  if (wrong) return { ratings: [], faults: [wrong] };
  const { places } = placesOf(names);
  const answers = listed([...scale.map(({ value }) => String(value)), "not-observed", "no-opportunity"], "or");
  const ratings: Rating[] = [];
  const faults: RowFault[] = [];
  body.forEach((cells, index) => {
    const row = index + 2;
    if (cells.every((cell) => cell.trim() === "")) return;
    const at = (column: Column) => cells[places[column]]?.trim() ?? "";
    const answer = answerOf(at("value"), scale);
    const found = [
      cells.length === names.length ? "" : `it has ${cells.length} cells where the first row has ${names.length}.`,
      at("expectation") === "" ? "it names no expectation." : "",
      answer === null ? `the value “${shorten(at("value"))}” is not on the scale; it can be ${answers}.` : "",
      isDate(at("rated_on")) ? "" : `rated_on “${shorten(at("rated_on"))}” is not a date; write it as 2026-03-09.`,
    ].filter((message) => message !== "");
    faults.push(...found.slice(0, cells.length === names.length ? undefined : 1).map((message) => ({ row, message })));
    if (found.length === 0 && answer !== null) ratings.push({ expectation: at("expectation"), answer, ratedOn: at("rated_on") });
  });
  return { ratings, faults };
}
