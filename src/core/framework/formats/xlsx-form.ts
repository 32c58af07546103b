import { folded, fromCell, listFromCell, numberFromCell, yesFromCell } from "./cells.ts";
import type { Desk, Item } from "./desk.ts";
import { FRAMEWORK, frameworkLines, standardLines, type Line } from "./xlsx-sheets.ts";

const lines: readonly Line[] = [...frameworkLines, ...standardLines];

/** Reads the sheet about the framework itself. What it has no line for was not spoken of. */
export function readForm(desk: Desk, said: Item): void {
  const grid = desk.grid(FRAMEWORK);
  if (grid === null) return;
  const found = new Map<string, { row: number; cell: string }>();
  for (const [row, [key = "", label = "", cell = ""]] of grid.rows.entries()) {
    const line = lines.find((each) => each.key === key) ?? lines.find((each) => folded(each.label) === folded(label));
    if (line !== undefined && !found.has(line.key)) found.set(line.key, { row, cell });
  }
  const text = (key: string) => fromCell(found.get(key)?.cell ?? "") ?? undefined;
  const at = (key: string) => grid.at(found.get(key)?.row ?? 0, 2);
  /** The keys below `prefix` that have a line, as an object; with its places. */
  const part = (keys: readonly (readonly [key: string, line: string, value: unknown])[]): Item => {
    const told = keys.filter(([, line]) => found.has(line));
    return desk.origins.put(
      Object.fromEntries(told.map(([key, , value]) => [key, value])),
      grid.at(0, 1),
      told.map(([key, line]) => [key, at(line)] as const),
    );
  };
  const simple = (prefix: string, keys: readonly string[]) => keys.map((key) => [key, prefix + key, text(prefix + key)] as const);

  const top = part(simple("", ["title", "id", "kind", "language", "description"]));
  if (typeof top["kind"] === "string") top["kind"] = top["kind"].toLowerCase();
  Object.assign(said, top);
  desk.origins.carry(top, said);

  const source = part(simple("source.", ["title", "url", "licence", "attribution", "basedOn"]));
  if (Object.keys(source).length > 0) said["source"] = anything(source) ? source : undefined;

  if (!standardLines.some(({ key }) => found.has(key))) return;
  const number = (key: string) => numberFromCell(found.get(key)?.cell ?? "") ?? undefined;
  const months = ["standard.months.0", "standard.months.1"].map(number);
  const clauses = desk.clauses(listFromCell(found.get("standard.gateway.clauses")?.cell ?? ""), at("standard.gateway.clauses"));
  const isGateway = yesFromCell(found.get("standard.gateway")?.cell ?? "") === true || clauses.length > 0;
  const standard = part([
    ...simple("standard.", ["reference", "regulated", "qualification"]),
    ["months", "standard.months.0", months.some((value) => value !== undefined) ? months : undefined],
    ["gateway", "standard.gateway", isGateway ? { clauses } : undefined],
  ]);
  said["standard"] = yesFromCell(found.get("standard")?.cell ?? "") === true || anything(standard) ? standard : undefined;
}

const anything = (item: Item): boolean => Object.values(item).some((value) => value !== undefined);
