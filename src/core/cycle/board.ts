import { toCell } from "../framework/formats/cells.ts";

type Named = { id: string; name: string };
type Part = {
  kind: "self" | "manager" | "peer" | "assessor";
  rater: Named;
  state: string;
  dueOn: string | null;
  submittedAt: string | null;
};

/** A participant as the board shows them. */
export type BoardRow = {
  person: Named;
  unit: string | null;
  manager: Named | null;
  reportsTo: Named | null;
  frameworkTitle: string;
  version: number;
  levelTitle: string;
  targets: readonly string[];
  state: string;
  late: boolean;
  parts: readonly Part[];
  peers: { asked: number; done: number };
  acknowledged: boolean;
  withdrawnReason: string | null;
  nudgedAt: string | null;
};

const columns = ["self", "manager", "assessor"] as const;
const titles = { self: "own_form", manager: "managers_form", assessor: "assessors_form" } as const;

function formCells(parts: readonly Part[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((kind) => {
      const part = parts.find((each) => each.kind === kind);
      return [
        [titles[kind], part?.state ?? ""],
        [`${titles[kind]}_due`, part === undefined || part.state === "submitted" ? "" : (part.dueOn ?? "")],
        [`${titles[kind]}_sent_in`, part?.submittedAt?.slice(0, 10) ?? ""],
      ];
    }),
  );
}

/** A participant as a line of a spreadsheet, by column; what would be taken for a formula is not. */
export const boardCells = (row: BoardRow) => ({
  name: toCell(row.person.name),
  unit: toCell(row.unit ?? ""),
  rated_by: toCell(row.manager?.name ?? ""),
  reports_to: toCell(row.reportsTo?.name ?? ""),
  ladder: toCell(row.frameworkTitle),
  version: row.version,
  level: toCell(row.levelTitle),
  asked_about: toCell(row.targets.join("; ")),
  state: row.state,
  overdue: row.late ? "yes" : "no",
  ...formCells(row.parts),
  peers_asked: row.peers.asked,
  peers_done: row.peers.done,
  reminded: row.nudgedAt?.slice(0, 10) ?? "",
  acknowledged: row.acknowledged ? "yes" : "no",
  taken_out_because: toCell(row.withdrawnReason ?? ""),
});
