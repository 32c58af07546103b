import { dateOf, dayNumber } from "./dates.ts";
import type { Records, RequirementLine } from "./report.ts";

type Span = { from: number; to: number };

/** `level` and `framework/level` are the same place where the framework is this one. */
const placeIn = (framework: string, level: string): string => (level.includes("/") ? level : `${framework}/${level}`);

/** Spans that overlap or touch become one, in order of time; empty ones go. */
function union(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const span of spans.filter(({ from, to }) => from < to).sort((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last && span.from <= last.to) last.to = Math.max(last.to, span.to);
    else merged.push({ ...span });
  }
  return merged;
}

/** The day on which as many days had been served; null where they never were. */
function dayReached(spans: readonly Span[], needed: number): number | null {
  let served = 0;
  for (const { from, to } of spans) {
    if (served + (to - from) >= needed) return from + (needed - served);
    served += to - from;
  }
  return null;
}

/**
 * Time served at the levels asked for (at any where none is named), two posts at once counted once, up to the day and
 * without it. A month is a twelfth of 365 days; only whole months count.
 */
export function experience(
  requirement: { months: number; at: readonly string[] },
  placements: NonNullable<Records["placements"]>,
  on: string,
  framework: string,
): Pick<RequirementLine, "status" | "months" | "metOn"> {
  const today = dayNumber(on);
  const places = new Set(requirement.at.map((level) => placeIn(framework, level)));
  const spans = union(
    placements
      .filter(({ level }) => places.size === 0 || places.has(placeIn(framework, level)))
      .map(({ from, to }) => ({ from: dayNumber(from), to: to ? Math.min(dayNumber(to), today) : today })),
  );
  const days = spans.reduce((sum, { from, to }) => sum + (to - from), 0);
  const months = Math.floor((days * 12) / 365);
  if (months < requirement.months) return { status: "unmet", months };
  const reached = requirement.months === 0 ? null : dayReached(spans, Math.ceil((requirement.months * 365) / 12));
  return reached === null ? { status: "met", months } : { status: "met", months, metOn: dateOf(reached) };
}
