import type { Reader } from "./answer.ts";
import type { ExpectationLine } from "./report.ts";
import type { GapReply } from "./reply.ts";
import { capital, counted, joined, rangeInProse, sentence, type Run } from "./words.ts";

/** A report that measures against something. */
export type Side = Omit<GapReply, "report" | "target"> & {
  report: NonNullable<GapReply["report"]>;
  target: NonNullable<GapReply["target"]>;
};

/** One competency of two levels; null where that level does not ask for it. */
export type Pair = { key: string; title: string; first: ExpectationLine | null; second: ExpectationLine | null };

/**
 * The lines of two reports beside each other: within a ladder by their competency, across ladders by its title, since ids mean
 * nothing there. What both ask comes first, then what the first alone asks, then the second, each in the order of its document.
 */
export function pairs(first: Side, second: Side): { both: Pair[]; firstOnly: Pair[]; secondOnly: Pair[] } {
  const within = first.target.framework === second.target.framework;
  const title = (side: Side, line: ExpectationLine) => side.lines[line.id]?.title ?? line.competency;
  const keyOf = (side: Side, line: ExpectationLine) => (within ? line.competency : title(side, line).trim().toLowerCase());
  const waiting = Map.groupBy(second.report.expectations, (line) => keyOf(second, line));
  const both: Pair[] = [];
  const firstOnly: Pair[] = [];
  for (const line of first.report.expectations) {
    const other = waiting.get(keyOf(first, line))?.shift() ?? null;
    (other === null ? firstOnly : both).push({
      key: `${line.id} ${other?.id ?? ""}`,
      title: title(first, line),
      first: line,
      second: other,
    });
  }
  const met = new Set(both.map((pair) => pair.second));
  const secondOnly = second.report.expectations
    .filter((line) => !met.has(line))
    .map((line) => ({ key: ` ${line.id}`, title: title(second, line), first: null, second: line }));
  return { both, firstOnly, secondOnly };
}

/** How far to the one and to the other, and how much the two have in common. Says nothing of which is better. */
export function compareLine(first: Side, second: Side, reader: Reader): Run[] {
  const { both, firstOnly, secondOnly } = pairs(first, second);
  const far = (side: Side): Run[] => sentence`*${rangeInProse(side.report.readiness)}* of what ${side.target.levelTitle} asks`;
  const who = reader.you ? "You meet" : `${reader.name} meets`;
  const alone = (lines: readonly Pair[], { target }: Side) =>
    lines.length === 0 ? [] : sentence`${target.levelTitle} asks ${counted(lines.length, "more of its own", "more of its own")}.`;
  return joined(
    [...sentence`${who} `, ...far(first), ...sentence` and `, ...far(second), ...sentence`.`],
    both.length === 0
      ? sentence`They have nothing in common.`
      : sentence`${capital(counted(both.length, "competency is", "competencies are"))} asked by both.`,
    alone(firstOnly, first),
    alone(secondOnly, second),
  );
}
