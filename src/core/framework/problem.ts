import { pointer, type Path } from "./pointer.ts";
import { place } from "./place.ts";
import type { WordingCode } from "./statement.ts";

/** Every code that an error of a framework document can have, and what it means. */
export const errorCodes = {
  syntax: "The file cannot be read as YAML or JSON.",
  schema: "A value is missing or is not of the kind that belongs here.",
  "unknown-key": "A key is not one that a framework document has here.",
  "duplicate-id": "Two things of one kind have the same id.",
  "unknown-reference": "A reference names something that does not exist.",
  "target-off-scale": "A target is not a value of the rating scale.",
  "duplicate-rank": "Two levels of one track have the same rank.",
  "rank-order": "The levels of a track are not written from the lowest rank to the highest.",
  "promotion-downward": "A promotion leads to a lower rank of the same track.",
  "promotion-cycle": "Promotions lead round in a circle.",
  "no-levels": "A ladder or standard has no levels.",
  "library-with-levels": "A library has levels.",
  "weight-not-positive": "A weight is not greater than zero.",
  "text-too-long": "A text is longer than its limit.",
} as const;

/** Every code that a warning about the wording of a statement can have, and what it means. */
export const warningCodes: Readonly<Record<WordingCode, string>> = {
  vague: "Two people would read the words differently.",
  unobservable: "Nobody can see whether it happens.",
  "double-barrelled": "Two things are asked in one statement.",
  tenure: "Time served is measured instead of what somebody does.",
  absolute: "Taken at its word, nobody meets it.",
  biased: "The words leave some people out.",
  "too-long": "The statement is too long to hold in mind.",
};

export type DocumentProblemCode = keyof typeof errorCodes | WordingCode;

/** One thing to mend in a document. `path` is a JSON Pointer to the offending value, "" for the whole document. */
export type DocumentProblem = {
  code: DocumentProblemCode;
  severity: "error" | "warning";
  path: string;
  /** What is wrong and where, as a sentence. */
  message: string;
  /** What would mend it, as a sentence. */
  hint: string;
};

/**
 * 1-based, columns in UTF-16 units as editors count them. In a spreadsheet `line` and `column` count rows and columns of
 * sheet number `sheet`, and `cell` names the place as people see it: "Levels!C4". CSV is a text whose places also have a
 * `cell`, "C4".
 */
export type Position = { line: number; column: number; cell?: string; sheet?: number };

/** An error at `path` of `document`; `said` goes on after the place's name. */
export function fault(document: unknown, code: DocumentProblemCode, path: Path, said: string, hint: string): DocumentProblem {
  const where = place(document, path);
  return { code, severity: "error", path: pointer(path), message: where === "" ? said : `${where}: ${said}`, hint };
}
