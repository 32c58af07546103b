/** Cells that came from a spreadsheet: as many as fit, and how many do not. */
export type Block = { texts: string[][]; rows: number; columns: number; cells: number; left: number };

/**
 * Text as spreadsheets put it on the clipboard: a tab between cells, a line break between rows, quotation marks around a
 * cell that has either in it. @param room what there is from the chosen cell on.
 */
export function block(text: string, room: { rows: number; columns: number }): Block {
  const all = cellsOf(text.replace(/\r\n?/g, "\n").replace(/\n$/, ""));
  const texts = all.slice(0, room.rows).map((row) => row.slice(0, room.columns));
  const cells = texts.reduce((sum, row) => sum + row.length, 0);
  return {
    texts,
    cells,
    rows: texts.length,
    columns: texts.reduce((most, row) => Math.max(most, row.length), 0),
    left: all.reduce((sum, row) => sum + row.length, 0) - cells,
  };
}

function cellsOf(text: string): string[][] {
  if (text === "") return [];
  const rows: string[][] = [[]];
  // A quoted cell, or one up to the next tab or line break; then what ends it.
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"(?=\t|\n|$)|([^\t\n]*))(\t|\n|$)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? "") : quoted.replaceAll('""', '"'));
    if (end === "\n") rows.push([]);
    else if (end === "") break;
  }
  return rows;
}
