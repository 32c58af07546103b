import type { Requirement } from "../document.ts";
import { slug, unused } from "../slug.ts";
import { folded } from "./cells.ts";
import { part, type Desk, type Item } from "./desk.ts";
import type { Table } from "./table.ts";
import { ENTRY, GATEWAY, requirementSheet } from "./xlsx-sheets.ts";

type Asked = { row: number; item: Item; level: string | undefined; number: number | null; within: number | null };

/** What each kind has of the columns; what stands in another one is for the check to refuse. */
const own: Readonly<Record<string, readonly string[]>> = {
  qualification: ["equivalents", "regulated", "anyAtLevel"],
  experience: ["months", "at"],
  training: ["validMonths"],
  check: ["validMonths"],
  demonstrated: [],
};
const keys = ["months", "at", "validMonths", "equivalents", "regulated", "anyAtLevel"] as const;

/** Reads what entering a level takes into the levels, and what a standard asks into the standard. */
export function readRequirements(desk: Desk, said: Item): void {
  const table = desk.table(requirementSheet);
  if (table === null) return;
  const asked = table.rows().map((row) => askedIn(desk, table, row));
  giveIds(desk, table, asked);
  const groups = new Map(asked.flatMap((each) => (each.number === null ? [] : [[each.number, each] as const])));
  const lists = new Map<string, Item[]>();
  for (const each of asked) {
    if (each.within === null) continue;
    const group = groups.get(each.within);
    if (group === undefined || !Array.isArray(group.item["anyOf"]))
      desk.missing(
        `No row of kind “any of” has the number ${each.within}.`,
        "Correct the number, or add that row.",
        table.at(each.row, "within"),
      );
    else if (contains(each, group, groups))
      desk.missing(
        `Number ${each.within} is itself a way to meet this row.`,
        "Let one of the two stand by itself.",
        table.at(each.row, "within"),
      );
    else group.item["anyOf"].push(each.item);
  }
  for (const { item, level, within, row } of asked) {
    if (within !== null) continue;
    const where = level === undefined ? undefined : [ENTRY, GATEWAY].includes(level) ? level : desk.names("Levels").find(level);
    if (where === undefined || where === null) {
      desk.missing(
        level === undefined ? "This requirement is for no level." : `There is no level “${level}”.`,
        "Choose a level of the sheet “Levels”.",
        table.at(row, "level"),
      );
    } else lists.set(where, [...(lists.get(where) ?? []), item]);
  }
  handOut(desk, table, said, lists);
}

function handOut(desk: Desk, table: Table, said: Item, lists: ReadonlyMap<string, Item[]>): void {
  const levels = Array.isArray(said["levels"]) ? said["levels"] : [];
  for (const level of levels as Item[]) {
    // made by the reader of the sheet “Levels”
    level["requirements"] = desk.origins.put([...(lists.get(String(level["id"])) ?? [])], table.at(table.head));
  }
  const [entry, gateway] = [lists.get(ENTRY), lists.get(GATEWAY)];
  if (said["standard"] === undefined && entry === undefined && gateway === undefined) return;
  const before = part(said["standard"]);
  const standard: Item = { ...before, entry: entry ?? [] };
  if (gateway !== undefined || standard["gateway"] !== undefined)
    standard["gateway"] = { ...part(standard["gateway"]), requirements: gateway ?? [] };
  desk.origins.carry(before, standard);
  said["standard"] = standard;
}

function askedIn(desk: Desk, table: Table, row: number): Asked {
  const item = table.item(row, { title: "text", description: "text" }, desk.origins);
  const told = table.item(
    row,
    { months: "number", at: "list", validMonths: "number", equivalents: "list", regulated: "text", anyAtLevel: "yes" },
    desk.origins,
  );
  const kind = table.text(row, "kind")?.toLowerCase();
  const isGroup = kind !== undefined && /^any\s*of$/.test(kind);
  if (isGroup) item["anyOf"] = [];
  else item["kind"] = kind;
  const levels = desk.names("Levels");
  if (Array.isArray(told["at"]))
    told["at"] = told["at"].map((name: string) => levels.find(name) ?? (name.includes("/") ? name : slug(name, "unknown")));
  for (const key of keys) {
    const value = told[key];
    const isEmpty = value === undefined || (Array.isArray(value) && value.length === 0);
    const isOwn = !isGroup && kind !== undefined && own[kind]?.includes(key) === true;
    // A cell that its kind has no use for is kept only where something stands in it.
    if (isOwn ? table.has(key) : !isEmpty) item[key] = value;
  }
  const places = ["title", "description", "kind", ...keys].map((key) => [key, table.at(row, key)] as const);
  desk.origins.put(item, table.at(row, "kind"), [...places, ["id", table.at(row, "title")]]);
  const number = (key: string) => (table.text(row, key) === undefined ? null : Number(table.text(row, key)));
  return { row, item, level: table.text(row, "level"), number: isGroup ? number("number") : null, within: number("within") };
}

/** Whether `group` lies within `each`, at whatever depth: then neither can be put into the other. */
function contains(each: Asked, group: Asked, groups: ReadonlyMap<number, Asked>): boolean {
  const seen = new Set<Asked>();
  for (let at: Asked | undefined = group; at !== undefined && !seen.has(at); at = at.within === null ? undefined : groups.get(at.within)) {
    if (at === each) return true;
    seen.add(at);
  }
  return false;
}

function giveIds(desk: Desk, table: Table, asked: readonly Asked[]): void {
  const known =
    desk.base?.levels.flatMap((level) => withMembers(level.requirements).map(({ id, title }) => ({ id, title, level: level.id }))) ?? [];
  const written = new Set(asked.map(({ row }) => table.text(row, "id")));
  const taken = new Set([...known.map(({ id }) => id), ...Array.from(written, (id) => id ?? "")]);
  const given = new Set<string>();
  for (const { row, item, level } of asked) {
    const id = table.text(row, "id");
    const title = table.text(row, "title") ?? "";
    if (id !== undefined && !given.has(id)) item["id"] = id;
    else {
      const where = level === undefined ? null : desk.names("Levels").find(level);
      const same = known.find(
        (one) => one.level === where && folded(one.title ?? "") === folded(title) && !written.has(one.id) && !given.has(one.id),
      );
      item["id"] =
        id === undefined && same !== undefined
          ? same.id
          : unused(slug(title, `${where ?? "requirement"}-${table.text(row, "kind") ?? "requirement"}`), taken);
    }
    given.add(String(item["id"]));
  }
}

const withMembers = (requirements: readonly Requirement[]): Requirement[] =>
  requirements.flatMap((requirement) => [requirement, ...("anyOf" in requirement ? withMembers(requirement.anyOf) : [])]);
