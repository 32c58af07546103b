import type { Desk, Item } from "./desk.ts";
import type { Table } from "./table.ts";
import { competencySheet, equivalenceSheet, transitionSheet, waySheet } from "./xlsx-sheets.ts";

/** Reads the ways between levels, onward from them, and to what is the same elsewhere. */
export function readWays(desk: Desk, said: Item): void {
  const transitions = transitionsOf(desk);
  if (transitions !== null) said["transitions"] = transitions;
  ways(desk, said, transitions);
  const equivalences = equivalencesOf(desk);
  if (equivalences !== null) said["equivalences"] = equivalences;
}

/** A level here, or one of another framework by its address. */
function levelIn(desk: Desk, table: Table, row: number, key: string): string | undefined {
  const text = table.text(row, key);
  if (text === undefined) return undefined;
  return desk.names("Levels").find(text) ?? (text.includes("/") ? text : desk.reference("Levels", text));
}

function transitionsOf(desk: Desk): Item[] | null {
  const table = desk.table(transitionSheet);
  return (
    table?.rows().map((row) => {
      const item = table.item(row, { from: "text", to: "text", kind: "text", months: "number", description: "text" }, desk.origins);
      for (const key of ["from", "to"]) if (table.has(key)) item[key] = levelIn(desk, table, row, key);
      if (typeof item["kind"] === "string") item["kind"] = item["kind"].toLowerCase().replace(/\s+/g, "-");
      return item;
    }) ?? null
  );
}

function ways(desk: Desk, said: Item, transitions: readonly Item[] | null): void {
  const table = desk.table(waySheet);
  if (table === null) return;
  const levels = (Array.isArray(said["levels"]) ? said["levels"] : []) as Item[]; // made by the reader of the sheet “Levels”
  const onward = new Map(levels.map((level) => [level["id"], desk.origins.put<Item[]>([], table.at(table.head))]));
  const via = new Map(
    (transitions ?? []).map((transition) => [
      `${String(transition["from"])}→${String(transition["to"])}`,
      desk.origins.put<Item[]>([], table.at(table.head)),
    ]),
  );
  for (const row of table.rows()) {
    const way = table.item(row, { title: "text", kind: "text", regulated: "text", months: "number", url: "text" }, desk.origins);
    if (typeof way["kind"] === "string") way["kind"] = way["kind"].toLowerCase();
    const [from, to] = [levelIn(desk, table, row, "from"), levelIn(desk, table, row, "to")];
    const owner = to === undefined ? onward.get(from) : via.get(`${from}→${to}`);
    if (owner !== undefined) owner.push(way);
    else if (to === undefined)
      desk.missing(
        from === undefined ? "This way begins nowhere." : `There is no level “${table.text(row, "from")}”.`,
        "Choose a level of the sheet “Levels”.",
        table.at(row, "from"),
      );
    else
      desk.missing(
        `No transition leads from “${table.text(row, "from") ?? ""}” to “${table.text(row, "to")}”.`,
        "Add it to the sheet “Transitions”, or correct the two ends.",
        table.at(row, "from"),
      );
  }
  for (const level of levels) level["onward"] = onward.get(level["id"]);
  for (const transition of transitions ?? []) transition["via"] = via.get(`${String(transition["from"])}→${String(transition["to"])}`);
}

function equivalencesOf(desk: Desk): Item[] | null {
  const table = desk.table(equivalenceSheet);
  return (
    table?.rows().map((row) => {
      const item = table.item(row, { from: "text", to: "text", kind: "text" }, desk.origins);
      const from = table.text(row, "from");
      // An expectation or a level is named by its id here.
      if (from !== undefined)
        item["from"] = (desk.grid(competencySheet.name) === null ? null : desk.names("Competencies").find(from)) ?? from;
      if (typeof item["kind"] === "string") item["kind"] = item["kind"].toLowerCase();
      return item;
    }) ?? null
  );
}
