import pg from "pg";

/** pg's own parsers, which it types as any function of a listed oid. */
const parserOf: (oid: number, format?: "text" | "binary") => (text: string) => unknown = pg.types.getTypeParser;
const TEXT_ARRAY = 1009;

const asText = (text: string) => text;

function asNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new RangeError(`${text} is too large to be held exactly.`);
  return value;
}

const arrayOf = (parse: (text: string) => unknown) => (text: string) => {
  const elements = parserOf(TEXT_ARRAY)(text) as (string | null)[]; // what the parser of text[] makes
  return elements.map((element) => (element === null ? null : parse(element)));
};

// By type oid: date and its array stay YYYY-MM-DD, int8 and numeric become numbers, and their arrays likewise.
const parsers = new Map<number, (text: string) => unknown>([
  [1082, asText],
  [1182, arrayOf(asText)],
  [20, asNumber],
  [1016, arrayOf(asNumber)],
  [1700, asNumber],
  [1231, arrayOf(asNumber)],
]);

/** How values of PostgreSQL become values here; instants (timestamptz) are Dates, as pg has them. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format) => (format === "binary" ? undefined : parsers.get(oid)) ?? parserOf(oid, format),
};
