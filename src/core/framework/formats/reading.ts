import type { DocumentProblem, Position } from "../problem.ts";
import { shorten } from "../place.ts";
import type { TableFound } from "./table-options.ts";

export type Located = DocumentProblem & Position;

/** Something odd in a file that was read all the same, and what was made of it; a sentence. */
export type Note = { message: string } & Position;

/** A file as it was read. `value` is undefined where it is too broken to say anything about what is in it. */
export type Reading = {
  value: unknown;
  /** Faults of the writing itself: code `syntax`, or `unknown-reference` where a table names what no table has. */
  problems: Located[];
  /** Absent from formats that are read to the letter. */
  notes?: readonly Note[];
  /** Of somebody's own table: how it was understood. */
  table?: TableFound;
  /** Where a JSON Pointer's value is written: its key in a mapping, its first character in a list; where it is missing, what should hold it. */
  locate: (pointer: string) => Position;
};

/** The largest document that is read, in bytes of UTF-8: 5 MB. */
export const largest = 5 * 1024 * 1024;

export const syntax = (message: string, hint: string, at: Position = { line: 1, column: 1 }, path = ""): Located => ({
  code: "syntax",
  severity: "error",
  path,
  message,
  hint,
  ...at,
});

export const unreadable = (...problems: Located[]): Reading => {
  const first = problems[0];
  return { value: undefined, problems, locate: () => ({ line: first?.line ?? 1, column: first?.column ?? 1 }) };
};

export const tooLarge = (): Reading =>
  unreadable(syntax("This is larger than 5 MB, more than Rungs reads as one framework.", "Split it into several frameworks."));

export const tooDeepAt = (at: Position): Located =>
  syntax("Values lie within values here, deeper than any framework goes.", "Take some of the nesting out.", at);

export const duplicateKey = (key: string, at: Position, path: string): Located =>
  syntax(`“${shorten(key)}” is written twice in one set of keys.`, "Keep one of the two.", at, path);

/**
 * Bytes as text.
 *
 * @returns the reading that says why not, where they are no text in UTF-8.
 */
export function decode(bytes: Uint8Array): string | Reading {
  if (bytes.length > largest) return tooLarge();
  const [first, second, third, fourth] = bytes;
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  const alternating =
    bytes.length > 3 && (first === 0) !== (second === 0) && (first === 0) === (third === 0) && (second === 0) === (fourth === 0);
  if (marked || alternating) return unreadable(syntax("This text is saved as UTF-16.", "Save it as UTF-8."));
  if (first === 0x50 && second === 0x4b && third === 0x03) {
    return unreadable(
      syntax(
        "This is a zip archive or a spreadsheet, not text.",
        "A spreadsheet is read where its name ends in .xlsx; a zip archive is not.",
      ),
    );
  }
  const nul = bytes.indexOf(0);
  if (nul !== -1) {
    const before = bytes.subarray(0, nul);
    const line = before.reduce((lines, byte) => (byte === 10 ? lines + 1 : lines), 1);
    return unreadable(
      syntax("This is not text: it holds a NUL byte.", "Give the framework as YAML or JSON, saved as UTF-8.", {
        line,
        column: nul - before.lastIndexOf(10),
      }),
    );
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return unreadable(syntax("This is not text in UTF-8.", "Save it as UTF-8."));
  }
}

/** From an offset in UTF-16 units to a line and column. Lines end with a line feed; they are counted when first asked for. */
export function positions(text: string): (offset: number) => Position {
  let starts: number[] | null = null;
  return (offset) => {
    if (starts === null) {
      starts = [0];
      for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
    }
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
