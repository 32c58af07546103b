import type { Clause } from "../framework/document.ts";
import { isOpen, isUnassessed } from "./expectations.ts";
import type { Interval } from "./readiness.ts";
import type { ClauseLine, ClauseStatus, ExpectationLine, RequirementLine } from "./report.ts";
import { isHeld } from "./requirements.ts";

/** The rule of a level that writes none. */
export const defaultRule: readonly Clause[] = [
  { clause: "criticalMet" },
  { clause: "gapsAtMost", count: 0 },
  { clause: "requirementsMet" },
];

/** What a clause is judged on. */
export type Ground = { expectations: readonly ExpectationLine[]; requirements: readonly RequirementLine[]; readiness: Interval };

/** `atWorst`: it holds with everything unassessed failing; `atBest`: with everything unassessed meeting its target. */
const threeValued = (atWorst: boolean, atBest: boolean): ClauseStatus => (atWorst ? "met" : atBest ? "unknown" : "not-met");

const idsOf = (lines: readonly { id: string }[]): string[] => lines.map(({ id }) => id);

/** At most so many of these are not met. */
function atMost(count: number, lines: readonly ExpectationLine[]): { status: ClauseStatus; because: string[] } {
  const open = lines.filter(isOpen);
  const short = open.filter((line) => !isUnassessed(line));
  return { status: threeValued(open.length <= count, short.length <= count), because: idsOf(open) };
}

/** Met at its target only counts as far as the target itself: where less than the value is asked for, meeting it is not enough. */
function nothingBelow(value: number, lines: readonly ExpectationLine[]): { status: ClauseStatus; because: string[] } {
  const standing = lines.filter((line) => line.attained === null || line.attained < value);
  const atBest = lines.every((line) => (line.attained ?? line.required) >= value);
  return { status: threeValued(standing.length === 0, atBest), because: idsOf(standing) };
}

function readinessAtLeast(percent: number, { expectations, readiness }: Ground): { status: ClauseStatus; because: string[] } {
  const reaches = (share: number) => share >= percent / 100 - 1e-9;
  return { status: threeValued(reaches(readiness.low), reaches(readiness.high)), because: idsOf(expectations.filter(isOpen)) };
}

function requirementsMet(requirements: readonly RequirementLine[]): { status: ClauseStatus; because: string[] } {
  const missing = requirements.filter((line) => !isHeld(line));
  const failing = missing.filter(({ status }) => status !== "unknown");
  return { status: threeValued(missing.length === 0, failing.length === 0), because: idsOf(missing) };
}

function judge(clause: Clause, ground: Ground): { status: ClauseStatus; because: string[] } {
  const { expectations, requirements } = ground;
  switch (clause.clause) {
    case "criticalMet":
      return atMost(
        0,
        expectations.filter(({ critical }) => critical),
      );
    case "gapsAtMost":
      return atMost(
        clause.count,
        expectations.filter(({ critical }) => !critical),
      );
    case "nothingBelow":
      return nothingBelow(clause.value, expectations);
    case "readinessAtLeast":
      return readinessAtLeast(clause.percent, ground);
    case "requirementsMet":
      return requirementsMet(requirements);
  }
}

/** One line per clause of the rule, in its order; `because` is empty where the clause is met. */
export function clauseLines(rule: readonly Clause[], ground: Ground): ClauseLine[] {
  return rule.map((clause) => {
    const { status, because } = judge(clause, ground);
    return { ...clause, status, because: status === "met" ? [] : because };
  });
}
