import type { Position } from "../problem.ts";
import { folded, fromCell, listFromCell, numberFromCell, yesFromCell } from "./cells.ts";
import type { Origins } from "./origins.ts";

/** Cells with their places: a sheet of a workbook, or a file of CSV. Rows and columns count from 0, "" where nothing stands. */
export type Grid = { rows: readonly (readonly string[])[]; at: (row: number, column: number) => Position };

/** How the cells of a column are read; each answers null for an empty cell, and the text itself where it is none of its kind. */
export const readings = { text: fromCell, number: numberFromCell, yes: yesFromCell, list: listFromCell } as const;

/** A table under its row of headings: cells by the key of their column. */
export class Table {
  readonly grid: Grid;
  /** The row of the headings. */
  readonly head: number;
  readonly #columns: ReadonlyMap<string, number>;

  constructor(grid: Grid, head: number, columns: ReadonlyMap<string, number>) {
    this.grid = grid;
    this.head = head;
    this.#columns = columns;
  }

  /** @returns null where none of the first rows has these headings: two of them, or all where there are fewer. */
  static under(grid: Grid, headings: readonly { key: string; head: string }[]): Table | null {
    const known = new Map(headings.map(({ key, head }) => [folded(head), key]));
    for (let row = 0; row < Math.min(grid.rows.length, 12); row += 1) {
      const columns = new Map<string, number>();
      for (const [column, cell] of (grid.rows[row] ?? []).entries()) {
        const key = known.get(folded(cell));
        if (key !== undefined && !columns.has(key)) columns.set(key, column);
      }
      if (columns.size >= Math.min(2, headings.length)) return new Table(grid, row, columns);
    }
    return null;
  }

  has(key: string): boolean {
    return this.#columns.has(key);
  }

  at(row: number, key?: string): Position {
    return this.grid.at(row, key === undefined ? 0 : (this.#columns.get(key) ?? 0));
  }

  /** The cell as it is; "" where there is none. */
  cell(row: number, key: string): string {
    const column = this.#columns.get(key);
    return column === undefined ? "" : (this.grid.rows[row]?.[column] ?? "");
  }

  text(row: number, key: string): string | undefined {
    return fromCell(this.cell(row, key)) ?? undefined;
  }

  /** The rows below the headings in which anything stands beside an id. */
  rows(): number[] {
    const visible = [...this.#columns].filter(([key]) => key !== "id").map(([, column]) => column);
    return Array.from({ length: Math.max(0, this.grid.rows.length - this.head - 1) }, (_, index) => this.head + 1 + index).filter((row) =>
      visible.some((column) => (this.grid.rows[row]?.[column] ?? "").trim() !== ""),
    );
  }

  /**
   * The object that a row tells of. A key whose column is not in the table is missing; one whose cell is empty is there
   * without a value.
   */
  item(row: number, keys: Readonly<Record<string, keyof typeof readings>>, origins: Origins): Record<string, unknown> {
    const told = Object.entries(keys).filter(([key]) => this.has(key));
    const item = Object.fromEntries(told.map(([key, reading]) => [key, readings[reading](this.cell(row, key)) ?? undefined]));
    return origins.put(
      item,
      this.at(row),
      told.map(([key]) => [key, this.at(row, key)] as const),
    );
  }
}
