import { competencyId } from "../competency.ts";
import type { Framework } from "../document.ts";
import { overlay } from "../overlay.ts";
import { folded, listFromCell } from "./cells.ts";
import { Desk, part, withIds, type Item } from "./desk.ts";
import type { Reading } from "./reading.ts";
import type { Table } from "./table.ts";
import type { WorkbookIn } from "./workbook.ts";
import { readForm } from "./xlsx-form.ts";
import { readMatrix } from "./xlsx-matrix-read.ts";
import { readRequirements } from "./xlsx-requirements.ts";
import {
  assessmentSheet,
  competencySheet,
  domainSheet,
  FRAMEWORK,
  levelSheet,
  MARK,
  MATRIX,
  NAMES,
  responsibilitySheet,
  scaleSheet,
  trackSheet,
  type Named,
  type SheetSpec,
} from "./xlsx-sheets.ts";
import { readWays } from "./xlsx-ways.ts";

/** Whether this is a workbook as Rungs writes them, and not somebody's own table. */
export const isOurs = ({ sheets }: WorkbookIn): boolean =>
  sheets.some(({ name, rows }) => name === NAMES && rows[0]?.[0] === MARK) ||
  [FRAMEWORK, levelSheet.name, competencySheet.name, MATRIX].filter((name) => sheets.some((sheet) => folded(sheet.name) === folded(name)))
    .length >= 3;

/**
 * The workbook of a ladder as a framework document.
 *
 * @param base the framework that it is to change: what no sheet and no column speaks of stays as it is there.
 * @param keep what a sheet leaves out stays too.
 */
export function readSheets({ sheets, notes }: WorkbookIn, base: Framework | null, keep: boolean): Reading {
  const desk = new Desk(sheets, base);
  const said: Item = { rungs: "framework@1" };
  readForm(desk, said);
  const set = (key: string, list: Item[] | null) => {
    if (list !== null) said[key] = list;
  };
  set("scale", scale(desk));
  set("tracks", plain(desk, trackSheet, "Tracks", "track", base?.tracks));
  set("domains", plain(desk, domainSheet, "Domains", "domain", base?.domains));
  set("responsibilities", plain(desk, responsibilitySheet, "Responsibilities", "responsibility", base?.responsibilities));
  set("competencies", competencies(desk));
  set("levels", levels(desk, said));
  readMatrix(desk, said);
  readRequirements(desk, said);
  readWays(desk, said);
  assessment(desk, said);

  const start = { line: 1, column: 1, sheet: sheets[0]?.number ?? 1, cell: `${sheets[0]?.name ?? FRAMEWORK}!A1` };
  const value = overlay(
    { ...base },
    said,
    () => ({ whole: !keep, ordered: true }),
    (from, to) => desk.origins.carry(from, to),
  );
  return {
    value,
    problems: desk.problems,
    notes: [...notes, ...desk.notes],
    locate: (pointer) => desk.origins.locate(value, pointer, start),
  };
}

function scale(desk: Desk): Item[] | null {
  const table = desk.table(scaleSheet);
  const points = table?.rows().map((row) => table.item(row, { value: "number", label: "text", description: "text" }, desk.origins)) ?? null;
  desk.name(
    "Scale",
    (points ?? desk.base?.scale ?? []).map((point) => ({ id: String(point["value"]), title: String(point["label"] ?? point["value"]) })),
  );
  return points === null || table === null ? null : desk.origins.put(points, table.at(table.head));
}

type Known = readonly { id: string; title: string }[];

/** Reads the rows of a sheet into things with ids, and makes their names known to the sheets that follow. */
function listed(
  desk: Desk,
  spec: SheetSpec,
  named: Named,
  noun: string,
  known: Known,
  read: (table: Table, row: number) => Item,
): Item[] | null {
  const table = desk.table(spec);
  const things = table === null ? null : withIds(desk, table, noun, new Map(table.rows().map((row) => [row, read(table, row)])), known);
  desk.name(
    named,
    things === null ? known : things.map((item) => ({ id: String(item["id"]), title: String(item["title"] ?? item["id"]) })),
  );
  return things === null || table === null ? null : desk.origins.put(things, table.at(table.head));
}

const plain = (desk: Desk, spec: SheetSpec, named: Named, noun: string, known: Known = []): Item[] | null =>
  listed(desk, spec, named, noun, known, (table, row) => {
    const item = table.item(row, { title: "text", kind: "text", description: "text" }, desk.origins);
    if (typeof item["kind"] === "string") item["kind"] = item["kind"].toLowerCase();
    return item;
  });

function competencies(desk: Desk): Item[] | null {
  const known =
    desk.base?.competencies.map((competency) => ({
      id: competencyId(competency),
      title: "use" in competency ? competencyId(competency) : competency.title,
    })) ?? [];
  const things = listed(desk, competencySheet, "Competencies", "competency", known, (table, row) => {
    const item = table.item(row, { title: "text", domain: "text", definition: "text", markers: "list", use: "text" }, desk.origins);
    if (table.has("domain")) item["domain"] = desk.reference("Domains", table.text(row, "domain"));
    return item;
  });
  if (things === null) return null;
  const made = things.map((item) => {
    const { use, id, title, definition, markers, domain } = item;
    // What is inherited has no wording of its own.
    const kept: Item = typeof use === "string" ? { use, domain } : { id, title, definition, markers, domain };
    for (const key of Object.keys(kept)) if (!Object.hasOwn(item, key)) delete kept[key];
    desk.origins.carry(item, kept);
    return kept;
  });
  desk.origins.carry(things, made);
  return made;
}

function levels(desk: Desk, said: Item): Item[] | null {
  const tracks = (Array.isArray(said["tracks"]) ? said["tracks"] : (desk.base?.tracks ?? [])) as { id: string }[]; // both have ids
  const ranks = new Map<unknown, number>();
  return listed(desk, levelSheet, "Levels", "level", desk.base?.levels ?? [], (table, row) => {
    const item = table.item(
      row,
      {
        title: "text",
        rank: "number",
        track: "text",
        scope: "text",
        distinguishes: "text",
        regulated: "text",
        roles: "list",
        responsibilities: "list",
        replaces: "list",
      },
      desk.origins,
    );
    if (Array.isArray(item["replaces"]) && item["replaces"].length === 0) item["replaces"] = undefined;
    if (table.has("track")) item["track"] = desk.reference("Tracks", table.text(row, "track")) ?? tracks[0]?.id;
    if (table.has("rank") && item["rank"] === undefined) {
      item["rank"] = (ranks.get(item["track"]) ?? 0) + 1;
      desk.note(`No rank stands here; it is read as ${String(item["rank"])}.`, table.at(row, "rank"));
    }
    if (typeof item["rank"] === "number") ranks.set(item["track"], item["rank"]);
    if (Array.isArray(item["responsibilities"]))
      item["responsibilities"] = item["responsibilities"].map((name: string) => desk.reference("Responsibilities", name));
    if (table.has("readiness")) {
      const clauses = desk.clauses(listFromCell(table.cell(row, "readiness")), table.at(row, "readiness"));
      item["readiness"] = clauses.length > 0 ? clauses : undefined;
    }
    const keys = [
      "id",
      "title",
      "rank",
      "track",
      "scope",
      "distinguishes",
      "regulated",
      "roles",
      "responsibilities",
      "readiness",
      "replaces",
    ];
    return desk.origins.put(
      item,
      table.at(row, "title"),
      keys.map((key) => [key, table.at(row, key === "id" ? "title" : key)] as const),
    );
  });
}

function assessment(desk: Desk, said: Item): void {
  const table = desk.table(assessmentSheet);
  const parts = table?.rows().map((row) => table.item(row, { title: "text", description: "text" }, desk.origins)) ?? [];
  if (table === null || (parts.length === 0 && said["standard"] === undefined)) return;
  const before = part(said["standard"]);
  const standard: Item = { ...before, assessment: parts };
  desk.origins.carry(before, standard);
  said["standard"] = standard;
}
