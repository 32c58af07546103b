import type { Framework } from "../document.ts";
import { folded, fromCell } from "./cells.ts";
import { Names } from "./labels.ts";
import type { Grid } from "./table.ts";
import { competencyId } from "../competency.ts";
import type { TableField, TableLayout, TableOptions } from "./table-options.ts";

/** What people call the columns of such tables, in the order in which they are believed. */
const headings: Readonly<Record<TableField, readonly string[]>> = {
  frameworkId: ["framework id"],
  framework: ["framework", "ladder"],
  trackId: ["track id"],
  track: ["track", "role", "stream", "path", "career path"],
  levelId: ["level id"],
  level: ["level", "role level", "level title", "grade", "band", "rung", "job level", "seniority", "job title", "position"],
  rank: ["rank", "level number"],
  scope: ["scope", "role level description", "level description"],
  domainId: ["domain id"],
  domain: ["domain", "category", "theme", "pillar", "area", "competency area", "skill area"],
  competencyId: ["competency id", "skill id"],
  competency: [
    "competency",
    "competence",
    "skill",
    "skill name",
    "competency name",
    "capability",
    "behaviour",
    "topic",
    "attribute",
    "criterion",
    "dimension",
  ],
  use: ["inherited from"],
  definition: ["definition", "skill description", "competency description", "competency definition"],
  expectationId: ["expectation id"],
  target: ["asked", "target", "skill level", "expected", "expected level", "required level", "proficiency", "proficiency level", "rating"],
  weight: ["weight"],
  critical: ["critical", "essential", "mandatory"],
  statements: [
    "statements",
    "statement",
    "what one sees",
    "expectations",
    "expectation",
    "skill level description",
    "behaviours",
    "indicators",
    "markers",
    "criteria",
    "description",
  ],
};
/** Columns that say nothing about the ladder. */
const aside = new Set([
  "note",
  "notes",
  "comment",
  "comments",
  "remark",
  "remarks",
  "owner",
  "status",
  "updated",
  "last updated",
  "roles that require skill",
]);

/** All words that a column's heading is recognised by. */
export const recognised: readonly string[] = [...Object.values(headings).flat(), ...aside];

export type ColumnIn = { index: number; heading: string; field: TableField | "" | null };
export type Layout = { layout: TableLayout; columns: ColumnIn[] };

/** What names a row of a matrix, and what may stand beside it. */
export const besides: Readonly<Record<Exclude<TableLayout, "long">, readonly TableField[]>> = {
  "levels-as-columns": ["competency", "competencyId", "domain", "domainId", "definition", "use", "frameworkId", "framework"],
  "levels-as-rows": ["level", "levelId", "track", "trackId", "rank", "scope", "frameworkId", "framework"],
};

/** The row with the headings: the first in which two cells are filled, for a title may stand above it. -1 where there is none. */
export const headingRow = ({ rows }: Grid): number =>
  rows.slice(0, 20).findIndex((row) => row.filter((cell) => cell.trim() !== "").length >= 2);

/** How the table is laid out and what its columns say; `options` first, then what headings and a known framework tell, then how it looks. */
export function layoutOf(grid: Grid, head: number, options: TableOptions, base: Framework | null): Layout {
  const names = headingsIn(grid.rows[head] ?? []);
  const told = options.columns ?? {};
  const levels = new Names(base?.levels ?? []);
  const competencies = new Names(
    base?.competencies.map((each) => ({ id: competencyId(each), title: "use" in each ? competencyId(each) : each.title })) ?? [],
  );
  const guess = names.map((heading) => (levels.find(heading) !== null || competencies.find(heading) !== null ? null : guessed(heading)));
  const columns = names.map((heading, index): ColumnIn => ({
    index,
    heading,
    field: Object.hasOwn(told, heading) ? (told[heading] ?? null) : (guess[index] ?? null),
  }));
  const has = (field: TableField) => columns.some((column) => column.field === field);

  const layout = options.layout ?? (has("level") && has("competency") ? "long" : matrixOf(grid, head, columns, { levels, competencies }));
  return {
    layout,
    columns:
      layout === "long"
        ? once(columns, told).map((column) => ({ ...column, field: column.field ?? "" }))
        : inMatrix(layout, once(columns, told), told),
  };
}

/** Every heading of its own: what is empty is named by its place, what comes twice is counted. */
function headingsIn(row: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return row.map((cell, index) => {
    const name = fromCell(cell) ?? `Column ${index + 1}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  });
}

function guessed(heading: string): TableField | "" | null {
  const name = folded(heading).replaceAll(/[_-]/g, " ");
  for (const [field, words] of Object.entries(headings)) if (words.includes(name)) return field as TableField; // a key of `headings`
  return aside.has(name) ? "" : null;
}

/** Each thing is said by one column: the one that was told, else the one with the most usual heading. */
function once(columns: readonly ColumnIn[], told: Readonly<Record<string, unknown>>): ColumnIn[] {
  const rank = ({ heading, field }: ColumnIn) =>
    Object.hasOwn(told, heading)
      ? -1
      : field === null || field === ""
        ? 0
        : headings[field].indexOf(folded(heading).replaceAll(/[_-]/g, " "));
  return columns.map((column) => {
    const better = columns.some(
      (other) =>
        other !== column &&
        other.field === column.field &&
        (rank(other) < rank(column) || (rank(other) === rank(column) && other.index < column.index)),
    );
    return column.field !== null && column.field !== "" && better ? { ...column, field: "" } : column;
  });
}

/** In a matrix the first column names the rows unless another does; what nothing else is known of is a level or a competency. */
function inMatrix(layout: keyof typeof besides, columns: readonly ColumnIn[], told: Readonly<Record<string, unknown>>): ColumnIn[] {
  const label = layout === "levels-as-columns" ? "competency" : "level";
  const fits = columns.map((column): ColumnIn => {
    if (column.field === null || column.field === "" || besides[layout].includes(column.field)) return column;
    // “Description” beside a competency is its definition; anything else that fits nowhere is one of those across the top.
    return column.field === "statements" && folded(column.heading) === "description" && layout === "levels-as-columns"
      ? { ...column, field: "definition" }
      : { ...column, field: null };
  });
  const first = fits.find(({ field, heading }) => field === null && !Object.hasOwn(told, heading));
  if (first !== undefined && !fits.some(({ field }) => field === label)) first.field = label;
  return fits;
}

/** Words by which a rung is told from a topic. */
const rung =
  /\b(junior|senior|lead|principal|staff|associate|head|director|manager|chief|entry|mid|intern|trainee|level|grade|band|executive|vp|coordinator|specialist|assistant)\b|^[a-z]{0,3}[\s-]?\d{1,2}$|^[ivx]{1,4}$/i;

/** Whether levels run down the side or across the top. */
function matrixOf(
  grid: Grid,
  head: number,
  columns: readonly ColumnIn[],
  { levels, competencies }: { levels: Names; competencies: Names },
): Exclude<TableLayout, "long"> {
  const said = (field: TableField) => columns.find((column) => column.field === field);
  if (said("competency") !== undefined) return "levels-as-columns";
  if (said("level") !== undefined) return "levels-as-rows";
  const side = columns.find(({ field }) => field === null)?.index ?? 0;
  const across = columns.filter(({ index, field }) => field === null && index !== side).map(({ heading }) => heading);
  const down = grid.rows.slice(head + 1).flatMap((row) => fromCell(row[side] ?? "") ?? []);
  const share = (words: readonly string[], is: (word: string) => boolean) =>
    words.length === 0 ? 0 : words.filter(is).length / words.length;
  const known = share(across, (word) => levels.find(word) !== null) + share(down, (word) => competencies.find(word) !== null);
  const turned = share(down, (word) => levels.find(word) !== null) + share(across, (word) => competencies.find(word) !== null);
  if (known !== turned) return known > turned ? "levels-as-columns" : "levels-as-rows";
  return share(down, (word) => rung.test(word)) > share(across, (word) => rung.test(word)) ? "levels-as-rows" : "levels-as-columns";
}
