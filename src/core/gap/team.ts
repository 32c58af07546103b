import type { Framework, Level } from "../framework/document.ts";
import { expectationLines, isUnassessed } from "./expectations.ts";
import { readiness, type Interval } from "./readiness.ts";
import type { ExpectationStatus, Rating } from "./report.ts";
import { stepsBetween } from "./scale.ts";

/** How one person stands in one competency. `steps` counts points of the scale: short of what is asked, or beyond it; else 0. */
export type Cell = { status: ExpectationStatus; required: number; attained: number | null; steps: number; critical: boolean };

/** One person against one level, as a row of many: competencies by their id. */
export type Standing = { readiness: Interval; met: number; short: number; open: number; cells: Record<string, Cell> };

/** The less is known or met, the further back it stands. */
const worstFirst: readonly ExpectationStatus[] = ["gap", "stale", "not-assessed", "met", "exceeds"];

const worse = (one: Cell, other: Cell): Cell => {
  const order = worstFirst.indexOf(one.status) - worstFirst.indexOf(other.status);
  return order < 0 || (order === 0 && one.status === "gap" && one.steps > other.steps) ? one : other;
};

/** @param ratings as `gapReport` takes them. Where several expectations ask for one competency, its cell is the worst of them. */
export function standing(framework: Framework, level: Level, ratings: readonly Rating[], on: string): Standing {
  const lines = expectationLines(level, framework.scale, ratings, on);
  const cells: Record<string, Cell> = {};
  for (const { competency, status, required, attained, critical } of lines) {
    const cell = { status, required, attained, critical, steps: attained === null ? 0 : stepsBetween(framework.scale, attained, required) };
    const before = Object.hasOwn(cells, competency) ? cells[competency] : undefined;
    cells[competency] = before === undefined ? cell : worse(before, cell);
  }
  const short = lines.filter(({ status }) => status === "gap").length;
  const open = lines.filter(isUnassessed).length;
  return { readiness: readiness(lines), met: lines.length - short - open, short, open, cells };
}

/** What many lack in one competency: `asked` of how many people, `short` of how many, by how many steps together; `open` nobody has assessed. */
export type Lack = { framework: string; competency: string; asked: number; short: number; steps: number; open: number };

/** One line per competency of each framework, what most are short of first; then the most steps, then the most unassessed, then by name. */
export function lacks(rows: readonly { framework: string; cells: Readonly<Record<string, Cell>> }[]): Lack[] {
  const found = new Map<string, Lack>();
  for (const { framework, cells } of rows) {
    for (const [competency, { status, steps }] of Object.entries(cells)) {
      const key = `${framework}/${competency}`;
      const line = found.get(key) ?? { framework, competency, asked: 0, short: 0, steps: 0, open: 0 };
      line.asked += 1;
      if (status === "gap") {
        line.short += 1;
        line.steps += steps;
      }
      if (status === "stale" || status === "not-assessed") line.open += 1;
      found.set(key, line);
    }
  }
  const name = ({ framework, competency }: Lack) => `${framework}/${competency}`;
  return [...found.values()].sort(
    (a, b) => b.short - a.short || b.steps - a.steps || b.open - a.open || (name(a) < name(b) ? -1 : name(a) > name(b) ? 1 : 0),
  );
}
