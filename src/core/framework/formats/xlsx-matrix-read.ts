import { slug, unused } from "../slug.ts";
import { folded, fromCell, listFromCell, numberFromCell, yesFromCell } from "./cells.ts";
import { askedUnlessSaid } from "./asked.ts";
import type { Desk, Item } from "./desk.ts";
import type { Names } from "./labels.ts";
import { syntax } from "./reading.ts";
import type { Grid } from "./table.ts";
import { matrixParts } from "./xlsx-matrix.ts";
import { levelSheet, MATRIX } from "./xlsx-sheets.ts";

type Part = (typeof matrixParts)[number]["key"];
/** The columns of one level. */
type Block = { level: string; columns: ReadonlyMap<Part, number> };
type Head = { parts: number; domain: number; competency: number; blocks: Block[] };
type Line = { row: number; competency: string };
/** What is asked where a cell does not say, and the cells that do not. */
type Unsaid = { asked: { value: number; label: string } | null; cells: { row: number; column: number }[] };

/** Reads what each level asks, and what each domain covers at it, into the levels; new names become new competencies. */
export function readMatrix(desk: Desk, said: Item): void {
  const grid = desk.grid(MATRIX);
  if (grid === null) return;
  // Without a sheet of their own the levels are those that are known already.
  said["levels"] ??= desk.base?.levels.map(({ id }) => ({ id })) ?? [];
  const levels = said["levels"] as Item[]; // made here or by the reader of the sheet “Levels”
  const head = headOf(desk, grid);
  if (head === null) return;
  const { lines, domains } = rowsOf(desk, grid, head, said);
  const ids = idsOf(desk, grid, head, lines);
  const unsaid: Unsaid = { asked: askedUnlessSaid(desk.base?.scale ?? [], said["scale"]), cells: [] };
  for (const level of levels) {
    const block = head.blocks.find((each) => each.level === level["id"]);
    level["expectations"] = desk.origins.put(
      block === undefined ? [] : expectations(desk, grid, block, lines, ids, unsaid),
      grid.at(head.parts, block?.columns.get("statements") ?? 0),
    );
    if (domains.size > 0) level["domainScope"] = block === undefined ? {} : scopes(desk, grid, block, domains);
  }
  const [first] = unsaid.cells;
  if (first !== undefined && unsaid.asked !== null) {
    const many = unsaid.cells.length === 1 ? "One expectation does" : `${unsaid.cells.length} expectations do`;
    desk.note(`${many} not say what is asked; read as “${unsaid.asked.label}”.`, grid.at(first.row, first.column));
  }
}

function headOf(desk: Desk, grid: Grid): Head | null {
  const statements = folded(matrixParts[0].head);
  const parts = grid.rows.slice(0, 12).findIndex((row) => row.some((cell) => folded(cell) === statements));
  const heads = (grid.rows[parts] ?? []).map(folded);
  const competency = heads.indexOf("competency");
  if (parts < 1 || competency === -1) {
    desk.problems.push(
      syntax(
        `The sheet “${MATRIX}” has lost its headings.`,
        `One row says “Domain”, “Competency” and, for each level, “${matrixParts.map(({ head }) => head).join("”, “")}”; the row above it names the levels.`,
        grid.at(0, 0),
      ),
    );
    return null;
  }
  const ids = grid.rows.slice(0, parts).findIndex(([first]) => first === "id");
  const starts = heads.flatMap((cell, column) => (cell === statements ? [column] : []));
  const seen = new Set<string>();
  const blocks = starts.flatMap((start, index): Block[] => {
    const end = starts[index + 1] ?? heads.length;
    const title = grid.rows[parts - 1]?.slice(start, end).find((cell) => cell.trim() !== "") ?? "";
    const id = ids === -1 ? "" : (grid.rows[ids]?.[start] ?? "");
    const level = levelOf(desk, grid, fromCell(title), id, { row: parts - 1, column: start });
    const columns = matrixParts.flatMap(({ key, head }) => {
      const column = heads.indexOf(folded(head), start);
      return column === -1 || column >= end ? [] : [[key, column] as const];
    });
    if (level === null) return [];
    if (seen.has(level)) {
      desk.problems.push(
        syntax(
          `These columns are headed “${title}”, and so are others before them.`,
          "Give each level one block of columns.",
          grid.at(parts - 1, start),
        ),
      );
      return [];
    }
    seen.add(level);
    return [{ level, columns: new Map(columns) }];
  });
  return { parts, domain: heads.indexOf("domain"), competency, blocks };
}

/** What a heading names: what it was written for as long as nobody wrote over it, else what is called so now. */
function named(names: Names, title: string | null, id: string): string | null {
  const own = names.has(id) ? id : null;
  if (title === null) return own;
  return own !== null && names.was(title, own) ? own : (names.now(title) ?? own);
}

function levelOf(
  desk: Desk,
  grid: Grid,
  title: string | null,
  id: string,
  { row, column }: { row: number; column: number },
): string | null {
  const found = named(desk.names("Levels"), title, id);
  if (found === null && title !== null)
    desk.missing(
      `There is no level “${title}”.`,
      `Give it a row on the sheet “${levelSheet.name}”, or take its columns out here.`,
      grid.at(row, column),
    );
  return found;
}

/** Which rows are of which competency, and which say what a domain covers. */
function rowsOf(desk: Desk, grid: Grid, head: Head, said: Item): { lines: Line[]; domains: Map<number, string> } {
  const lines: Line[] = [];
  const domains = new Map<number, string>();
  const competencies = said["competencies"];
  const taken = new Set<string>(Array.isArray(competencies) ? competencies.map((each: Item) => String(each["id"] ?? each["use"])) : []);
  let under: string | undefined;
  for (let row = head.parts + 1; row < grid.rows.length; row += 1) {
    const cells = grid.rows[row] ?? [];
    const domain = fromCell(cells[head.domain] ?? "");
    const title = fromCell(cells[head.competency] ?? "");
    if (domain !== null) under = desk.reference("Domains", domain);
    if (title === null) {
      if (domain !== null && under !== undefined) domains.set(row, under);
      else if (
        head.blocks.some((block) =>
          block.columns.values().some((column) => column !== block.columns.get("id") && (cells[column] ?? "").trim() !== ""),
        )
      )
        desk.problems.push(
          syntax(
            "Something is asked here, but of no competency.",
            "Name the competency in its column, or empty the row.",
            grid.at(row, head.competency),
          ),
        );
      continue;
    }
    const names = desk.names("Competencies");
    const id = cells[0] ?? "";
    const found = named(names, title, id);
    if (found !== null) lines.push({ row, competency: found });
    else if (id !== "" || !Array.isArray(competencies)) {
      desk.missing(
        `The competency “${title}” is no longer on the sheet “Competencies”.`,
        "Take this row out too, or give the competency its row back.",
        grid.at(row, head.competency),
      );
    } else {
      const made = { id: unused(slug(title, "competency"), taken), domain: under, title };
      competencies.push(desk.origins.put(made, grid.at(row, head.competency), [["domain", grid.at(row, head.domain)]]));
      names.add(made.id, title);
      desk.note(`“${title}” is not on the sheet “Competencies”; it is read as a new one.`, grid.at(row, head.competency));
      lines.push({ row, competency: made.id });
    }
  }
  return { lines, domains };
}

const cellOf = (grid: Grid, block: Block, row: number, part: Part): string => {
  const column = block.columns.get(part);
  return column === undefined ? "" : (grid.rows[row]?.[column] ?? "");
};
const isAsked = (grid: Grid, block: Block, row: number): boolean =>
  (["statements", "target", "critical", "weight"] as const).some((part) => cellOf(grid, block, row, part).trim() !== "");

/** The ids that the cells carry or get, by row and level. Of two cells with one id the first keeps it. */
function idsOf(desk: Desk, grid: Grid, head: Head, lines: readonly Line[]): Map<string, { id: string; place: number | null }> {
  const cells = head.blocks.flatMap((block) => lines.filter(({ row }) => isAsked(grid, block, row)).map((line) => ({ ...line, block })));
  const written = cells.map(({ row, block }) => /^(.+?)(?:@(\d+))?$/.exec(cellOf(grid, block, row, "id").trim()));
  const known = desk.base?.levels.flatMap((level) => level.expectations.map((expectation) => ({ ...expectation, level: level.id }))) ?? [];
  const taken = new Set([...written.flatMap((match) => match?.[1] ?? []), ...known.map(({ id }) => id)]);
  const carried = new Set(written.map((match) => match?.[1]));
  const given = new Set<string>();
  const ids = new Map<string, { id: string; place: number | null }>();
  for (const [index, { row, competency, block }] of cells.entries()) {
    const [, own, place] = written[index] ?? [];
    const free =
      own === undefined || given.has(own)
        ? known.find((one) => one.level === block.level && one.competency === competency && !given.has(one.id) && !carried.has(one.id))?.id
        : own;
    const id = free ?? unused(`${block.level}-${competency}`.slice(0, 95).replace(/[-._]+$/, ""), taken);
    given.add(id);
    ids.set(`${row} ${block.level}`, { id, place: id === own && place !== undefined ? Number(place) : null });
  }
  return ids;
}

function expectations(
  desk: Desk,
  grid: Grid,
  block: Block,
  lines: readonly Line[],
  ids: ReadonlyMap<string, { id: string; place: number | null }>,
  unsaid: Unsaid,
): Item[] {
  const names = desk.names("Scale");
  const found = lines
    .filter(({ row }) => isAsked(grid, block, row))
    .map(({ row, competency }) => {
      const { id = "", place = null } = ids.get(`${row} ${block.level}`) ?? {};
      const at = (part: Part) => grid.at(row, block.columns.get(part) ?? 0);
      const asked = fromCell(cellOf(grid, block, row, "target"));
      const point = asked === null ? null : names.find(asked);
      const item: Item = {
        id,
        competency,
        target: asked === null ? unsaid.asked?.value : point === null ? numberFromCell(asked) : Number(point),
      };
      if (asked === null) unsaid.cells.push({ row, column: block.columns.get("target") ?? 0 });
      if (block.columns.has("statements"))
        item["markers"] = desk.origins.put(listFromCell(cellOf(grid, block, row, "statements")), at("statements"));
      if (block.columns.has("critical")) item["critical"] = yesFromCell(cellOf(grid, block, row, "critical")) ?? undefined;
      if (block.columns.has("weight")) item["weight"] = numberFromCell(cellOf(grid, block, row, "weight")) ?? undefined;
      const places = [
        ["target", at("target")],
        ["markers", at("statements")],
        ["critical", at("critical")],
        ["weight", at("weight")],
        ["id", at("statements")],
      ] as const;
      return { place, item: desk.origins.put(item, at("statements"), places) };
    });
  return inPlace(found);
}

/** In the order of the rows, or that which their places give; what has no place stays behind what it stands under. */
function inPlace(found: readonly { place: number | null; item: Item }[]): Item[] {
  let last = -1;
  return found
    .map(({ place, item }, index) => ({ item, index, place: (last = place ?? last) }))
    .toSorted((a, b) => a.place - b.place || a.index - b.index)
    .map(({ item }) => item);
}

function scopes(desk: Desk, grid: Grid, block: Block, domains: ReadonlyMap<number, string>): Item {
  const column = block.columns.get("statements") ?? 0;
  const told = Array.from(domains, ([row, domain]) => ({ row, domain, text: fromCell(grid.rows[row]?.[column] ?? "") })).filter(
    ({ text }) => text !== null,
  );
  const first = domains.keys().next().value ?? 0;
  return desk.origins.put(
    Object.fromEntries(told.map(({ domain, text }) => [domain, text])),
    grid.at(first, column),
    told.map(({ row, domain }) => [domain, grid.at(row, column)] as const),
  );
}
