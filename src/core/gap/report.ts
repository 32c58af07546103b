import type { Clause, Framework, Level } from "../framework/document.ts";
import { shorten } from "../framework/place.ts";
import { Problem } from "../problem.ts";
import { clauseLines, defaultRule } from "./clauses.ts";
import { expectationLines, movesMost } from "./expectations.ts";
import { readiness, type Interval } from "./readiness.ts";
import { requirementLine } from "./requirements.ts";

/** What a rater said: a point of the scale, or why there is none. */
export type Answer = number | "not-observed" | "no-opportunity";

/**
 * One released answer, as worded in one version.
 * `ratedOn` YYYY-MM-DD; `carries` false when the wording has changed substantively since (the rating is then stale).
 */
export type Rating = { expectation: string; answer: Answer; ratedOn: string; carries?: boolean };

export type Records = {
  /**
   * An absent list means that nobody looked: requirements of that kind are `unknown`. An empty list: none held. `verified` false:
   * somebody's own word, which counts and is marked; absent: nothing is said of it.
   */
  qualifications?: readonly { title: string; regulated?: string | null | undefined; awardedOn: string; verified?: boolean }[];
  /** `to` null or absent: still running. Half-open spans [from, to). `level` as `level` or `framework/level`. */
  placements?: readonly { level: string; from: string; to?: string | null | undefined }[];
  training?: readonly { title: string; completedOn: string; validMonths?: number | null | undefined; verified?: boolean }[];
  checks?: readonly { title: string; clearedOn: string; validMonths?: number | null | undefined; verified?: boolean }[];
  demonstrated?: readonly { title: string; attestedOn: string; verified?: boolean }[];
};

export type ExpectationStatus = "met" | "exceeds" | "gap" | "not-assessed" | "stale";
export type RequirementStatus = "met" | "expiring" | "unknown" | "expired" | "unmet";
export type ClauseStatus = "met" | "not-met" | "unknown";

export type ExpectationLine = {
  id: string;
  competency: string;
  required: number;
  /** Null unless a carrying rating stands. */
  attained: number | null;
  status: ExpectationStatus;
  attainment: number | null;
  weight: number;
  critical: boolean;
  /** Share of readiness, in [0, 1], won by meeting it; with nothing assessed, the most it can win. 0 when met. */
  gain: number;
  /** The answer behind `status`, when there is one; for `stale` the value that no longer carries. */
  answer: Answer | null;
  ratedOn: string | null;
  /** The last scale value before the newest answer, if any ("was"). */
  was: number | null;
};

export type RequirementLine = {
  id: string;
  kind: "qualification" | "experience" | "demonstrated" | "training" | "check" | "anyOf";
  status: RequirementStatus;
  /** The date from which it no longer counts, where it expires. */
  expiresOn?: string;
  /** The date on which it was awarded, completed, cleared, attested or (experience) reached. */
  metOn?: string;
  /** Experience: whole months so far. */
  months?: number;
  /** It is held by records alone that nobody has verified. */
  unverified?: true;
  anyOf?: RequirementLine[];
};

export type ClauseLine = Clause & {
  status: ClauseStatus;
  /** Ids of expectations and requirements that stand in the way or are unknown. */ because: string[];
};

export type GapReport = {
  framework: string;
  version: number | null;
  level: string;
  on: string;
  readiness: Interval;
  ready: boolean;
  clauses: ClauseLine[];
  expectations: ExpectationLine[];
  requirements: RequirementLine[];
  /** Ids of open expectations, the most moving first. */
  movesMost: string[];
  warnings: string[];
};

export type GapInput = {
  framework: Framework;
  version: number | null;
  level: string;
  /** In order of recording: on the same day the later row wins. */
  ratings: readonly Rating[];
  records: Records;
  on: string;
};

function levelOf(framework: Framework, id: string): Level {
  const level = framework.levels.find((candidate) => candidate.id === id);
  if (!level) throw new Problem("not-found", `There is no level “${shorten(id)}” in ${framework.title}.`);
  return level;
}

/** One sentence per rated id that the document does not know; ids of its other levels are nobody's mistake. */
function strangers(framework: Framework, ratings: readonly Rating[]): string[] {
  const known = new Set(framework.levels.flatMap(({ expectations }) => expectations.map(({ id }) => id)));
  const unknown = new Set(ratings.map(({ expectation }) => expectation).filter((id) => !known.has(id)));
  return [...unknown].map((id) => `“${shorten(id)}” is rated, but no level of ${framework.title} has an expectation of that id.`);
}

/**
 * Where a person stands against one level on one day. The framework is one that passed the checks of `framework/check.ts`.
 *
 * @throws Problem "not-found" if the framework has no such level.
 */
export function gapReport({ framework, version, level: id, ratings, records, on }: GapInput): GapReport {
  const level = levelOf(framework, id);
  const expectations = expectationLines(level, framework.scale, ratings, on);
  const requirements = level.requirements.map((requirement) => requirementLine(requirement, records, on, framework.id));
  const interval = readiness(expectations);
  const clauses = clauseLines(level.readiness ?? defaultRule, { expectations, requirements, readiness: interval });
  return {
    framework: framework.id,
    version,
    level: id,
    on,
    readiness: interval,
    ready: clauses.every(({ status }) => status === "met"),
    clauses,
    expectations,
    requirements,
    movesMost: movesMost(expectations),
    warnings: strangers(framework, ratings),
  };
}
