import type { Reply } from "../../../web/api.ts";

type Chart = Reply<"/people/chart">;
export type Node = Chart["items"][number];
/** What has been fetched below somebody so far. */
export type Branch = { items: readonly Node[]; next: string | null; total: number };
/** By whose branch it is, "" for the top. */
export type Branches = ReadonlyMap<string, Branch>;

/** A row of the chart as it is drawn. `rails`: for each level above, outermost first, whether its rail goes on below this row. */
export type Row = {
  key: string;
  parent: string;
  level: number;
  position: number;
  size: number;
  rails: readonly boolean[];
  last: boolean;
} & ({ node: Node; open: boolean; waits: boolean } | { more: string; left: number });

/** The rows that can be seen, from the top down: what is open shows what is below it, as far as it has been fetched. */
export function rowsOf(branches: Branches, opened: ReadonlySet<string>, root: string): Row[] {
  const rows: Row[] = [];
  const seen = new Set<string>();
  const add = (parent: string, level: number, rails: readonly boolean[]) => {
    const branch = branches.get(parent);
    // Somebody twice on one way down would be a loop, and no end of rows.
    if (branch === undefined || seen.has(parent)) return;
    seen.add(parent);
    branch.items.forEach((node, index) => {
      const last = index === branch.items.length - 1 && branch.next === null;
      const open = opened.has(node.id);
      const at = { parent, level, position: index + 1, size: branch.total, rails, last };
      rows.push({ ...at, key: node.id, node, open, waits: open && !branches.has(node.id) });
      if (open) add(node.id, level + 1, [...rails, !last]);
    });
    if (branch.next !== null) {
      const left = branch.total - branch.items.length;
      const at = { parent, level, position: branch.items.length + 1, size: branch.total, rails, last: true };
      rows.push({ ...at, key: `more ${parent}`, more: branch.next, left });
    }
  };
  add(root, 1, []);
  return rows;
}

/** Where the next row lies whose name begins so, from the one after `from` and round; -1 where there is none. */
export function typedTo(rows: readonly Row[], from: number, letters: string): number {
  const begins = (row: Row | undefined) =>
    row !== undefined &&
    "node" in row &&
    row.node.name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().startsWith(letters.toLowerCase());
  for (let step = letters.length > 1 ? 0 : 1; step <= rows.length; step += 1) {
    const at = (from + step) % rows.length;
    if (begins(rows[at])) return at;
  }
  return -1;
}
