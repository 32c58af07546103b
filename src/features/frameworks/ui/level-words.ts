import type { Clause, Framework, Requirement, Transition } from "../../../core/framework/document.ts";
import { capital, counted, spoken } from "../../../web/parts/words.ts";
import { type Neighbour, outside } from "./ladder-data.ts";

/** "18 months", "2 years", "2½ years" */
export function duration(months: number): string {
  const halves = months / 6;
  if (months < 24 || !Number.isInteger(halves)) return counted(months, "month");
  return `${Math.floor(halves / 2)}${halves % 2 === 1 ? "½" : ""} years`;
}

const levelTitle = (content: Framework, neighbours: readonly Neighbour[], reference: string): string =>
  outside(reference, neighbours)?.title ?? content.levels.find(({ id }) => id === reference)?.title ?? reference;

/** One requirement as a line to read, and what is to be known beside it. A group's members are lines of their own. */
export function requirementWords(
  content: Framework,
  neighbours: readonly Neighbour[],
  requirement: Requirement,
): { line: string; notes: string[]; members: readonly Requirement[] } {
  const said = requirement.description ? [requirement.description] : [];
  if ("anyOf" in requirement) return { line: requirement.title ?? "One of these", notes: said, members: requirement.anyOf };
  const again = (validMonths: number | undefined) => (validMonths === undefined ? [] : [`renewed every ${duration(validMonths)}`]);
  switch (requirement.kind) {
    case "qualification":
      return {
        line: requirement.title,
        members: [],
        notes: [
          ...(requirement.regulated
            ? [
                requirement.anyAtLevel
                  ? `${requirement.regulated}, or any other qualification at that level or above`
                  : requirement.regulated,
              ]
            : []),
          ...(requirement.equivalents.length > 0 ? [`or equal: ${requirement.equivalents.join("; ")}`] : []),
          ...said,
        ],
      };
    case "experience": {
      const at = requirement.at.map((reference) => levelTitle(content, neighbours, reference)).join(" or ");
      const line = `${capital(duration(requirement.months))}${at ? ` as ${at}` : " of experience"}`;
      return requirement.title ? { line: requirement.title, notes: [line, ...said], members: [] } : { line, notes: said, members: [] };
    }
    case "demonstrated":
      return {
        line: requirement.title,
        notes: [...said, ...(said.length === 0 ? ["attested by a manager, with evidence"] : [])],
        members: [],
      };
    case "training":
    case "check":
      return { line: requirement.title, notes: [...again(requirement.validMonths), ...said], members: [] };
  }
}

const defaultRule: readonly Clause[] = [{ clause: "criticalMet" }, { clause: "gapsAtMost", count: 0 }, { clause: "requirementsMet" }];

/** The rule of a level, a sentence per clause. @param critical whether any expectation of the level is critical. */
export const ruleWords = ({ scale }: Framework, rule: readonly Clause[] | undefined, critical: boolean): string[] =>
  (rule ?? defaultRule).flatMap((clause) => {
    switch (clause.clause) {
      case "criticalMet":
        return critical ? ["Every critical expectation is met."] : [];
      case "gapsAtMost": {
        const others = critical ? "of the others" : "of the expectations";
        return [
          clause.count === 0
            ? `None ${others} falls short.`
            : `At most ${spoken(clause.count)} ${others} ${clause.count === 1 ? "falls" : "fall"} short.`,
        ];
      }
      case "nothingBelow":
        return [`None is rated below ${scale.find(({ value }) => value === clause.value)?.label ?? clause.value}.`];
      case "readinessAtLeast":
        return [`Readiness is ${clause.percent}% or more.`];
      case "requirementsMet":
        return ["Every requirement is met."];
    }
  });

/** "Up to", "Sideways to": how a way begins. */
export const wayWords = (kind: Transition["kind"]): string =>
  ({ promotion: "Up to", lateral: "Sideways to", "track-switch": "Across to", "step-down": "Down to" })[kind];
