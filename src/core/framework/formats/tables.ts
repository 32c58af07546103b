import type { Framework } from "../document.ts";
import { overlay } from "../overlay.ts";
import { slug } from "../slug.ts";
import { Assembly } from "./assembly.ts";
import { fromCell, isGuarded, isLiteral, listFromCell, numberFromCell, paragraphsFromCell, yesFromCell } from "./cells.ts";
import type { Item } from "./desk.ts";
import { Origins } from "./origins.ts";
import { syntax, unreadable, type Located, type Note, type Reading } from "./reading.ts";
import { headingRow, layoutOf, type ColumnIn, type Layout } from "./table-columns.ts";
import type { TableField, TableFound, TableOptions } from "./table-options.ts";
import { isNothing, scaleOf, type Scale } from "./table-scale.ts";
import type { Grid } from "./table.ts";

/** `sheet`: of a workbook, the one that is read; `sheets`: all that could be. */
type Given = { base: Framework | null; table: TableOptions; fileName: string; sheet?: string; sheets?: readonly string[] };

/** Somebody's own table as a framework; of one that it is to change, all that it does not speak of stays. */
export function readTable(grid: Grid, given: Given): Reading {
  const head = headingRow(grid);
  if (head === -1)
    return unreadable(
      syntax(
        "This is no table: no row has two cells.",
        "Give each column a heading; in CSV part the cells with commas or semicolons.",
        grid.at(0, 0),
      ),
    );
  return new TableReader(grid, head, given).read();
}

const counted = (expectations: number): string => (expectations === 1 ? "One expectation does" : `${expectations} expectations do`);

class TableReader {
  readonly #grid: Grid;
  readonly #head: number;
  readonly #given: Given;
  readonly #layout: Layout;
  readonly #rows: number[];
  readonly #scale: Scale;
  readonly #statements: "lines" | "paragraphs";
  readonly #origins = new Origins();
  readonly #assembly: Assembly;
  readonly #problems: Located[] = [];
  readonly #notes: Note[] = [];

  constructor(grid: Grid, head: number, given: Given) {
    this.#grid = grid;
    this.#head = head;
    this.#given = given;
    this.#layout = layoutOf(grid, head, given.table, given.base);
    this.#rows = this.#rowsMeant();
    this.#scale = scaleOf(
      given.base,
      given.table,
      this.#layout.layout === "long" ? this.#rows.map((row) => this.#cell(row, "target")) : [],
    );
    this.#statements = given.table.statements ?? this.#parted();
    this.#assembly = new Assembly(given.base, this.#scale, this.#origins);
  }

  read(): Reading {
    const { base } = this.#given;
    if (this.#layout.layout === "long") this.#long();
    else this.#matrix(this.#layout.layout);
    const said = this.#assembly.said();
    if (this.#assembly.unsaid > 0)
      this.#note(
        `${counted(this.#assembly.unsaid)} not say what is asked; read as “${this.#scale.points.find(({ value }) => value === this.#scale.asked)?.label ?? this.#scale.asked}”.`,
        this.#head,
      );
    const { id, title } = this.#called();
    const blank: Item = {
      rungs: "framework@1",
      id,
      kind: "ladder",
      title,
      language: "en",
      scale: this.#scale.points,
      tracks: [],
      domains: [],
      competencies: [],
      levels: [],
    };
    const whole = !this.#keeps();
    // Rows are expectations: that none is of a track, a domain or a competency any more does not do away with it.
    const spares = new Set(["tracks", "domains", ...(this.#layout.layout === "long" ? ["competencies"] : [])]);
    const says = (list: string) => ({
      whole: whole && !spares.has(list),
      ordered: list === "levels" || (list === "expectations" && this.#layout.layout === "long"),
    });
    const value = overlay(base ?? blank, said, says, (from, to) => this.#origins.carry(from, to));
    const start = this.#grid.at(this.#head, 0);
    return {
      value,
      problems: this.#problems,
      notes: this.#notes,
      table: this.#found(id, title),
      locate: (pointer) => this.#origins.locate(value, pointer, start),
    };
  }

  /** Somebody's own table seldom holds a whole ladder; one with ids was made from it. */
  #keeps(): boolean {
    return this.#given.table.keep ?? this.#column("levelId") === undefined;
  }

  #column(field: TableField): ColumnIn | undefined {
    return this.#layout.columns.find((column) => column.field === field);
  }

  #cell(row: number, field: TableField): string {
    const index = this.#column(field)?.index;
    return index === undefined ? "" : (this.#grid.rows[row]?.[index] ?? "");
  }

  #text(row: number, field: TableField): string | null {
    return fromCell(this.#cell(row, field));
  }

  #at(row: number, key: string) {
    // Asked for by the key of a field, of which only some have a column.
    return this.#grid.at(row, this.#column(key as TableField)?.index ?? 0);
  }

  #note(message: string, row: number, column = 0): void {
    this.#notes.push({ message, ...this.#grid.at(row, column) });
  }

  #rowsMeant(): number[] {
    const { only } = this.#given.table;
    const chosen = only === undefined ? undefined : this.#layout.columns.find(({ heading }) => heading === only.column);
    return Array.from({ length: this.#grid.rows.length - this.#head - 1 }, (_, index) => this.#head + 1 + index).filter((row) => {
      const cells = this.#grid.rows[row] ?? [];
      return (
        cells.some((cell) => cell.trim() !== "") &&
        (only === undefined || chosen === undefined || fromCell(cells[chosen.index] ?? "") === only.value)
      );
    });
  }

  /** By an empty line, where most cells that have several lines have one. */
  #parted(): "lines" | "paragraphs" {
    const columns = this.#layout.columns.filter(({ field }) => field === null || field === "statements").map(({ index }) => index);
    const cells = this.#rows.flatMap((row) => columns.map((column) => this.#grid.rows[row]?.[column] ?? ""));
    if (cells.some(isGuarded)) return "lines"; // as we write them
    const several = cells.filter((cell) => cell.trim().includes("\n") && this.#scale.alone(cell) === null);
    return several.filter((cell) => /\n[^\S\n]*\r?\n/.test(cell.trim())).length * 2 > several.length ? "paragraphs" : "lines";
  }

  #markers(cell: string): string[] {
    return this.#statements === "lines" ? listFromCell(cell) : paragraphsFromCell(cell);
  }

  #levelOf(row: number, title: string): Item {
    const rank = numberFromCell(this.#cell(row, "rank"));
    return this.#assembly.level(
      {
        id: this.#text(row, "levelId"),
        title,
        track: this.#text(row, "track"),
        trackId: this.#text(row, "trackId"),
        rank,
        scope: this.#text(row, "scope"),
      },
      (key) => this.#at(row, key),
    );
  }

  #competencyOf(row: number, title: string): Item {
    const told = { id: this.#text(row, "competencyId"), title, domain: this.#text(row, "domain"), domainId: this.#text(row, "domainId") };
    return this.#assembly.competency({ ...told, definition: this.#text(row, "definition"), use: this.#text(row, "use") }, (key) =>
      this.#at(row, key),
    );
  }

  /** One row for each expectation; a row with a level or a competency alone says that there is one. */
  #long(): void {
    const unused: number[] = [];
    for (const row of this.#rows) {
      const level = this.#text(row, "level") ?? this.#text(row, "levelId");
      const name = this.#text(row, "competency") ?? this.#text(row, "competencyId");
      const asked = this.#text(row, "target");
      if (level === null && name === null) this.#note("This row names neither a level nor a competency; it is passed over.", row);
      const competency = name === null ? null : this.#competencyOf(row, name);
      const isUnused = competency !== null && level !== null && asked !== null && isNothing(asked) && this.#scale.find(asked) === null;
      if (isUnused) unused.push(row);
      const rung = level === null || isUnused ? null : this.#levelOf(row, level);
      if (rung !== null && competency !== null) this.#askedIn(row, rung, competency, asked);
    }
    const [first] = unused;
    if (first !== undefined)
      this.#note(
        `${unused.length === 1 ? "One row says" : `${unused.length} rows say`} that nothing is asked (“${this.#text(first, "target")}”); of ${unused.length === 1 ? "it" : "them"} only the competency is read.`,
        first,
        this.#column("target")?.index,
      );
  }

  #askedIn(row: number, level: Item, competency: Item, asked: string | null): void {
    this.#assembly.asked(
      level,
      competency,
      {
        id: this.#text(row, "expectationId"),
        target: asked === null ? null : (this.#scale.find(asked) ?? numberFromCell(asked)),
        markers: this.#column("statements") === undefined ? null : this.#markers(this.#cell(row, "statements")),
        weight: numberFromCell(this.#cell(row, "weight")),
        critical: yesFromCell(this.#cell(row, "critical")),
      },
      (key) => this.#at(row, key),
    );
  }

  /** One row for each competency and a column for each level, or the other way round. */
  #matrix(layout: "levels-as-columns" | "levels-as-rows"): void {
    const isDown = layout === "levels-as-rows";
    const across = this.#layout.columns.filter(({ field }) => field === null);
    const heading = ({ heading: title, index }: ColumnIn): Item => {
      const at = () => this.#grid.at(this.#head, index);
      return isDown
        ? this.#assembly.competency({ id: null, title, domain: null, domainId: null, definition: null, use: null }, at)
        : this.#assembly.level({ id: null, title, track: null, trackId: null, rank: null, scope: null }, at);
    };
    const tops = across.map((column) => ({ column, thing: heading(column) }));
    for (const row of this.#rows) {
      const title = this.#text(row, isDown ? "level" : "competency");
      if (title === null) {
        this.#note(`This row names no ${isDown ? "level" : "competency"}; it is passed over.`, row);
        continue;
      }
      const side = isDown ? this.#levelOf(row, title) : this.#competencyOf(row, title);
      for (const { column, thing } of tops) this.#crossing(row, column.index, isDown ? side : thing, isDown ? thing : side);
    }
  }

  #crossing(row: number, column: number, level: Item, competency: Item): void {
    const cell = this.#grid.rows[row]?.[column] ?? "";
    const text = isLiteral(cell) ? null : fromCell(cell);
    const target = text === null ? null : this.#scale.alone(text);
    if (cell.trim() === "" || (text !== null && target === null && isNothing(text))) return;
    this.#assembly.asked(
      level,
      competency,
      { id: null, target, markers: target === null ? this.#markers(cell) : [], weight: null, critical: null },
      () => this.#grid.at(row, column),
    );
  }

  /** How a framework is called that is new: as told, as the table says, else as the file. */
  #called(): { id: string; title: string } {
    const { base, table, fileName } = this.#given;
    const [first = this.#head + 1] = this.#rows;
    const title =
      base?.title ??
      table.title ??
      this.#text(first, "framework") ??
      (fileName
        .replace(/\.[a-z0-9]{1,5}$/i, "")
        .replaceAll(/[_]+/g, " ")
        .trim() ||
        "Framework");
    return { title, id: base?.id ?? table.id ?? this.#text(first, "frameworkId") ?? slug(title, "framework") };
  }

  #found(id: string, title: string): TableFound {
    const columns = this.#layout.columns.map(({ index, heading, field }) => ({
      heading,
      field,
      samples: [...new Set(this.#rows.flatMap((row) => fromCell(this.#grid.rows[row]?.[index] ?? "") ?? []))]
        .slice(0, 3)
        .map((text) => text.slice(0, 120).toWellFormed()),
    }));
    return {
      layout: this.#layout.layout,
      sheet: this.#given.sheet ?? null,
      sheets: [...(this.#given.sheets ?? [])],
      columns,
      rows: this.#rows.length,
      statements: this.#statements,
      scale: this.#scale.points.map(({ value, label }) => ({ value, label })),
      target: this.#scale.asked,
      keep: this.#keeps(),
      id,
      title,
    };
  }
}
