import type { Clause, Framework } from "../document.ts";
import type { Position } from "../problem.ts";
import { isRecord } from "../raw.ts";
import { slug, unused } from "../slug.ts";
import { cellName, folded, fromCell } from "./cells.ts";
import { clauseForms, clauseFromText } from "./clauses.ts";
import { Names } from "./labels.ts";
import { Origins } from "./origins.ts";
import { syntax, type Located, type Note } from "./reading.ts";
import { Table, type Grid } from "./table.ts";
import type { SheetIn } from "./workbook.ts";
import { NAMES, type Named, type SheetSpec } from "./xlsx-sheets.ts";

export type Item = Record<string, unknown>;
/** What is there of a part that may not be there at all. */
export const part = (value: unknown): Item => (isRecord(value) ? value : {});

/** The desk on which a workbook is taken apart: what several of its sheets need. */
export class Desk {
  readonly origins = new Origins();
  readonly problems: Located[] = [];
  readonly notes: Note[] = [];
  readonly base: Framework | null;
  readonly #sheets: ReadonlyMap<string, SheetIn>;
  readonly #names = new Map<Named, Names>();

  constructor(sheets: readonly SheetIn[], base: Framework | null) {
    this.base = base;
    this.#sheets = new Map(sheets.map((sheet) => [folded(sheet.name), sheet]));
  }

  grid(name: string): Grid | null {
    const sheet = this.#sheets.get(folded(name));
    return sheet === undefined ? null : gridOf(sheet);
  }

  /** @returns null where the workbook has no such sheet, or one that has lost its headings, which is then said. */
  table({ name, columns }: SheetSpec): Table | null {
    const grid = this.grid(name);
    const table = grid === null ? null : Table.under(grid, columns);
    if (grid !== null && table === null) {
      const headings = columns.filter(({ hidden }) => hidden !== true).map(({ head }) => head);
      this.problems.push(
        syntax(`The sheet “${name}” has lost its headings.`, `Write them into one row: ${headings.join(", ")}.`, grid.at(0, 0)),
      );
    }
    return table;
  }

  /** The names of things of one kind, as they stand on its sheet now and as they stood when the workbook was written. */
  name(named: Named, things: readonly { id: string; title: string }[]): void {
    const rows = this.grid(NAMES)?.rows ?? [];
    const before = rows.filter(([of]) => of === named).map(([, id = "", label = ""]): [string, string] => [fromCell(label) ?? "", id]);
    this.#names.set(named, new Names(things, before));
  }

  names(named: Named): Names {
    return this.#names.get(named) ?? new Names([]);
  }

  /** The id of what is called so; where nothing is, what its id would be, for the check to miss. */
  reference(named: Named, text: string | undefined): string | undefined {
    return text === undefined ? undefined : (this.names(named).find(text) ?? slug(text, "unknown"));
  }

  note(message: string, at: Position): void {
    this.notes.push({ message, ...at });
  }

  /** Says that a cell names what no sheet has. */
  missing(what: string, hint: string, at: Position): void {
    this.problems.push({ code: "unknown-reference", severity: "error", path: "", message: what, hint, ...at });
  }

  clauses(lines: readonly string[], at: Position): Clause[] {
    return lines.flatMap((line) => {
      const clause = clauseFromText(line);
      if (clause !== null) return [clause];
      this.problems.push(syntax(`“${line}” is no clause of a readiness rule.`, `Write one of ${clauseForms}.`, at));
      return [];
    });
  }
}

export const gridOf = ({ name, number, rows }: SheetIn): Grid => ({
  rows,
  at: (row, column) => ({ line: row + 1, column: column + 1, sheet: number, cell: `${name}!${cellName(row + 1, column + 1)}` }),
});

type Known = { id: string; title: string };
type Row = { row: number; id: string | undefined; title: string; item: Item };

/**
 * Gives the things of a sheet their ids. A row that has none gets that of the thing in the framework which is called so, else
 * one made of its title. A row that was copied, id and all, and then named anew is a new thing.
 *
 * @param noun what a thing without any letters in its title is called.
 */
export function withIds(desk: Desk, table: Table, noun: string, items: ReadonlyMap<number, Item>, known: readonly Known[]): Item[] {
  const rows = Array.from(items, ([row, item]): Row => ({ row, id: table.text(row, "id"), title: table.text(row, "title") ?? "", item }));
  const written = new Set(rows.map(({ id }) => id));
  const taken = new Set([...known.map(({ id }) => id), ...rows.flatMap(({ id }) => id ?? [])]);
  const owners = ownersOf(rows, known);
  const given = new Set<string>();
  return rows.map(({ row, id, title, item }) => {
    const owner = id === undefined ? undefined : owners.get(id);
    if (id !== undefined && (owner === undefined || folded(owner) === folded(title))) return Object.assign(item, { id });
    if (id !== undefined) desk.note(`This row is a copy of “${owner}” under another name; it is read as a new one.`, table.at(row));
    const same = known.find((thing) => folded(thing.title) === folded(title) && !written.has(thing.id) && !given.has(thing.id));
    const own = same?.id ?? unused(slug(title, noun), taken);
    given.add(own);
    return Object.assign(item, { id: own });
  });
}

/** Of the rows that carry one id, the title of the one that it belongs to: the one called as before, else the first. */
function ownersOf(rows: readonly Row[], known: readonly Known[]): Map<string, string> {
  const titles = new Map(known.map(({ id, title }) => [id, title]));
  const owners = new Map<string, string>();
  for (const [id, same] of Map.groupBy(rows, (row) => row.id)) {
    const owner = same.find(({ title }) => id !== undefined && title === titles.get(id)) ?? same[0];
    if (id !== undefined && owner !== undefined && same.length > 1) owners.set(id, owner.title);
  }
  return owners;
}
