/*
 * Texts in the cells of a spreadsheet. A spreadsheet runs what begins like a formula, people leave spaces and bullets about,
 * and one cell may hold a list: what is written here is shown as it is, and read back as it was.
 */

/** What a spreadsheet would run, or what begins so once apostrophes are taken off. The wide forms run in East Asian editions. */
const runs = /^'*[=+\-@\t\r\n＝＋－＠]/u;

/** With an apostrophe before what would run, so that it is shown instead. */
export const neutralised = (text: string): string => (runs.test(text) ? `'${text}` : text);

/** Without the apostrophe of `neutralised`. */
const plain = (cell: string): string => (cell.startsWith("'") && runs.test(cell) ? cell.slice(1) : cell);

/** Line ends as spreadsheets write them within a cell. */
const lineEnds = (text: string): string => text.replaceAll(/\r\n?/g, "\n");

/** Before what would else be read in another way: space at its ends, a bullet, nothing at all. */
const LITERAL = "\\";
/** Before each line of an entry but its first. */
const FURTHER = "↳ ";
const bullet = /^(?:[-–—•·*▪◦‣●○■]|→)\s+/u;

/** A text as it stands in a cell. Line ends become plain ones. */
export function toCell(text: string): string {
  const value = lineEnds(text);
  const guarded = value === "" || value.trim() !== value || value.startsWith(LITERAL);
  return neutralised(guarded ? LITERAL + value : value);
}

/** @returns null where the cell is empty. */
export function fromCell(cell: string): string | null {
  const value = plain(lineEnds(cell));
  if (value.startsWith(LITERAL)) return value.slice(LITERAL.length);
  const text = value.trim();
  return text === "" ? null : text;
}

/** A list as it stands in a cell, one entry per line. Nothing for an empty list. @param literal where the whole would be read as something else. */
export function listToCell(entries: readonly string[], literal = false): string {
  const lines = entries.flatMap((entry, index) => {
    const [first = "", ...further] = lineEnds(entry).split("\n");
    const guarded =
      (literal && index === 0) ||
      first === "" ||
      first.trim() !== first ||
      first.startsWith(LITERAL) ||
      first.startsWith("↳") ||
      bullet.test(first);
    return [guarded ? LITERAL + first : first, ...further.map((line) => FURTHER + line)];
  });
  return neutralised(lines.join("\n"));
}

/** The entries of a cell, one per line; bullets and empty lines are none of the text. */
export function listFromCell(cell: string): string[] {
  const entries: string[] = [];
  let bullets = 0;
  for (const line of plain(lineEnds(cell)).split("\n")) {
    const last = entries.length - 1;
    if (line.startsWith(FURTHER) && last >= 0) entries[last] += `\n${line.slice(FURTHER.length)}`;
    else if (line.startsWith(LITERAL)) entries.push(line.slice(LITERAL.length));
    else {
      const text = line.trim();
      const bare = text.replace(bullet, "");
      if (bare !== text) bullets += 1;
      if (bare !== "") entries.push(bare);
    }
  }
  // “You can:” before a list with bullets says nothing by itself; the colon is sometimes forgotten.
  return /(?::|^you can)$/i.test(entries[0] ?? "") && bullets > 0 && bullets === entries.length - 1 ? entries.slice(1) : entries;
}

/** The same where an empty line parts the entries, and lines without one between them belong together. */
export const paragraphsFromCell = (cell: string): string[] =>
  plain(lineEnds(cell))
    .split(/\n[^\S\n]*\n/)
    .map((paragraph) =>
      paragraph
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "")
        .join("\n"),
    )
    .filter((paragraph) => paragraph !== "");

/** @returns the text itself where it is no number, for the check to name. */
export function numberFromCell(cell: string): number | string | null {
  const text = fromCell(cell);
  if (text === null) return null;
  // Where people write a decimal comma their spreadsheets do too.
  const value = Number(/^[-+]?\d+,\d+$/.test(text) ? text.replace(",", ".") : text);
  return text.trim() !== "" && Number.isFinite(value) ? value : text;
}

/** @returns the text itself where it is neither. */
export function yesFromCell(cell: string): boolean | string | null {
  const text = fromCell(cell);
  if (text === null) return null;
  if (/^(yes|y|true|1|x|✓|✔)$/iu.test(text)) return true;
  return /^(no|n|false|0)$/i.test(text) ? false : text;
}

/** A cell that is meant to be read as text and nothing else. */
export const isLiteral = (cell: string): boolean => cell.startsWith(LITERAL);

/** Whether a list bears one of our marks, which nobody else writes. */
export const isGuarded = (cell: string): boolean => /^(?:\\|↳ )/mu.test(cell);

/** As two texts are compared where people type them: case, and how much space there is, are no difference. */
export const folded = (text: string): string => text.normalize("NFC").trim().replaceAll(/\s+/gu, " ").toLowerCase();

/** "C4", from a row and a column that count from 1. */
export function cellName(row: number, column: number): string {
  let letters = "";
  for (let left = column; left > 0; left = Math.floor((left - 1) / 26)) letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters;
  return `${letters}${row}`;
}
