import { isOpen, isUnassessed } from "./expectations.ts";
import type { Names } from "./names.ts";
import type { ClauseLine, ClauseStatus, ExpectationLine, GapReport, RequirementStatus } from "./report.ts";
import { pointLabel } from "./scale.ts";
import { amount, capital, counted, joined, listed, numberWord, rangeInProse, sentence, type Run } from "./words.ts";

/** The written rule of a level, clause by clause: what it says, and what the report answers. */

const verb = (count: number): string => (count === 1 ? "is" : "are");

/** "It is." "Both are." "All three are." */
const allAre = (count: number): string => (count === 1 ? "It is." : count === 2 ? "Both are." : `All ${numberWord(count)} are.`);

/** "A and B are short. C nobody has assessed." */
function inTheWay(lines: readonly ExpectationLine[], { expectation }: Names): Run[] {
  const short = lines.filter(({ status }) => status === "gap").map(({ id }) => expectation(id));
  const unassessed = lines.filter(({ status }) => status === "not-assessed").map(({ id }) => expectation(id));
  const stale = lines.filter(({ status }) => status === "stale").map(({ id }) => expectation(id));
  return joined(
    short.length === 0 ? [] : sentence`${listed(short)} ${verb(short.length)} short.`,
    unassessed.length === 0 ? [] : sentence`${listed(unassessed)} nobody has assessed.`,
    stale.length === 0 ? [] : sentence`${listed(stale)} ${stale.length === 1 ? "was" : "were"} reworded since.`,
  );
}

function explainCritical(report: GapReport, names: Names): Run[] {
  const critical = report.expectations.filter((line) => line.critical);
  const rule = sentence`Every critical expectation must be met.`;
  if (critical.length === 0) return joined(rule, sentence`None is critical here.`);
  const open = critical.filter(isOpen);
  return joined(rule, open.length === 0 ? sentence`${allAre(critical.length)}` : inTheWay(open, names));
}

function explainGaps(count: number, report: GapReport, names: Names): Run[] {
  const rest = report.expectations.filter((line) => !line.critical);
  const others = report.expectations.length === rest.length ? "expectations" : "other expectations";
  const rule =
    count === 0
      ? sentence`${others === "expectations" ? "Every expectation must be met." : "Every other expectation must be met."}`
      : sentence`At most ${counted(count, `of the ${others}`, `of the ${others}`)} may be unmet.`;
  if (rest.length === 0) return joined(rule, sentence`There are none.`);
  const open = rest.filter(isOpen);
  if (open.length > 0) return joined(rule, inTheWay(open, names));
  return joined(rule, sentence`${allAre(rest.length)}`);
}

function explainNothingBelow(value: number, report: GapReport, names: Names): Run[] {
  const point = pointLabel(names.scale, value);
  const rule = sentence`Nothing may be rated below ${point}.`;
  const below = report.expectations.filter(({ attained }) => attained !== null && attained < value).map(({ id }) => names.expectation(id));
  const unassessed = report.expectations.filter(isUnassessed);
  const tooLow = unassessed.filter(({ required }) => required < value).map(({ id }) => names.expectation(id));
  const waiting = unassessed.filter(({ required }) => required >= value).map(({ id }) => names.expectation(id));
  if (below.length + unassessed.length === 0) return joined(rule, sentence`Nothing is.`);
  return joined(
    rule,
    below.length === 0 ? [] : sentence`${listed(below)} ${verb(below.length)}.`,
    waiting.length === 0 ? [] : sentence`${listed(waiting)} ${waiting.length === 1 ? "has" : "have"} no current rating.`,
    tooLow.length === 0
      ? []
      : sentence`${listed(tooLow)} ${tooLow.length === 1 ? "has" : "have"} no current rating and ${tooLow.length === 1 ? "asks" : "ask"} for less than that.`,
  );
}

function explainReadinessAtLeast(percent: number, status: ClauseStatus, { readiness }: GapReport): Run[] {
  const end = { met: "", unknown: ", so it hangs on what nobody has assessed", "not-met": "" }[status];
  return sentence`Readiness must reach ${amount(percent)}%. It is *${rangeInProse(readiness)}*${end}.`;
}

const said: Record<RequirementStatus, [one: string, many: string]> = {
  met: ["is met", "are met"],
  expiring: ["runs out soon", "run out soon"],
  expired: ["has run out", "have run out"],
  unmet: ["is not met yet", "are not met yet"],
  unknown: ["has no records to go by", "have no records to go by"],
};

function explainRequirementsMet({ requirements }: GapReport, names: Names): Run[] {
  const rule = sentence`Every requirement must be met.`;
  if (requirements.length === 0) return joined(rule, sentence`None is asked here.`);
  const parts = (["unmet", "expired", "unknown", "expiring"] as const).flatMap((status) => {
    const titles = requirements.filter((line) => line.status === status).map(({ id }) => names.requirement(id));
    return titles.length === 0 ? [] : [`${listed(titles)} ${said[status][titles.length === 1 ? 0 : 1]}`];
  });
  const held = requirements.every(({ status }) => status === "met" || status === "expiring");
  return joined(rule, held ? sentence`${allAre(requirements.length)}` : [], parts.length === 0 ? [] : sentence`${parts.join("; ")}.`);
}

/** What the clause asks for and what the report answers, naming everything that stands in the way. */
export function explainClause(line: ClauseLine, report: GapReport, names: Names): Run[] {
  switch (line.clause) {
    case "criticalMet":
      return explainCritical(report, names);
    case "gapsAtMost":
      return explainGaps(line.count, report, names);
    case "nothingBelow":
      return explainNothingBelow(line.value, report, names);
    case "readinessAtLeast":
      return explainReadinessAtLeast(line.percent, line.status, report);
    case "requirementsMet":
      return explainRequirementsMet(report, names);
  }
}

/** A clause that is not met or not known, with the ids (of requirements for `requirementsMet`, else of expectations) behind it. */
export type Obstacle = { clause: ClauseLine["clause"]; status: "not-met" | "unknown"; ids: readonly string[]; text: Run[] };

/** Exactly what stands between this report and "ready", in the order of the rule; empty when ready. */
export function whatStandsInTheWay(report: GapReport, names: Names): Obstacle[] {
  return report.clauses.flatMap((line) =>
    line.status === "met"
      ? []
      : [{ clause: line.clause, status: line.status, ids: line.because, text: explainClause(line, report, names) }],
  );
}

/** "One runs out soon, one is not met yet", without a full stop; "" where no requirement is asked. */
export function requirementsSummary({ requirements }: Pick<GapReport, "requirements">): string {
  if (requirements.length === 0) return "";
  const parts = (["expired", "expiring", "unmet", "unknown"] as const).flatMap((status) => {
    const count = requirements.filter((line) => line.status === status).length;
    return count === 0 ? [] : [`${numberWord(count)} ${said[status][count === 1 ? 0 : 1]}`];
  });
  return parts.length === 0 ? allAre(requirements.length).replace(/(is|are)\.$/, "$1 met") : capital(parts.join(", "));
}
