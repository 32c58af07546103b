import { Framework } from "../../src/core/framework/document.ts";
import { namesOf } from "../../src/core/gap/names.ts";
import { readiness } from "../../src/core/gap/readiness.ts";
import { type ExpectationLine, gapReport, type GapReport, type Rating, type Records } from "../../src/core/gap/report.ts";

/**
 * One person worked through by hand: twelve expectations that weigh 14, four gaps, one nobody has assessed, one reworded
 * since. Ten rated ones weigh 12 and lose 1 + 2/3 + 1/2 + 1/2, so they earn 9 1/3.
 */
const competencies = [
  ["process-design", "process", "Process design"],
  ["improvement", "process", "Continuous improvement"],
  ["risk", "process", "Spotting risk"],
  ["people-management", "people", "People management"],
  ["hiring", "people", "Hiring and onboarding"],
  ["goal-setting", "planning", "Goal-setting"],
  ["capacity", "planning", "Capacity planning"],
  ["data", "planning", "Data fluency"],
  ["partners", "communication", "Partners"],
  ["handovers", "communication", "Handovers"],
] as const;

export const operations = Framework.parse({
  rungs: "framework@1",
  id: "operations",
  kind: "ladder",
  title: "Operations",
  scale: ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({ value: index + 1, label })),
  domains: [
    { id: "process", title: "Process" },
    { id: "people", title: "People" },
    { id: "planning", title: "Planning and data" },
    { id: "communication", title: "Communication" },
  ],
  competencies: [
    ...competencies.map(([id, domain, title]) => ({ id, domain, title })),
    { use: "company-values@2/including-everybody", domain: "people" },
    { use: "company-values@2/speaking-up", domain: "communication" },
  ],
  tracks: [
    { id: "core", title: "Core" },
    { id: "manager", title: "Manager" },
  ],
  levels: [
    {
      id: "specialist",
      rank: 2,
      track: "core",
      title: "Operations Specialist",
      expectations: [{ id: "sp-risk", competency: "risk", target: 2 }],
    },
    {
      id: "operations-manager",
      rank: 3,
      track: "manager",
      title: "Operations Manager",
      expectations: [
        { id: "om-process-design", competency: "process-design", target: 4, weight: 2 },
        { id: "om-improvement", competency: "improvement", target: 3 },
        { id: "om-risk", competency: "risk", target: 2 },
        { id: "om-people-management", competency: "people-management", target: 3, weight: 2, critical: true },
        { id: "om-hiring", competency: "hiring", target: 2 },
        { id: "om-including-everybody", competency: "including-everybody", target: 3 },
        { id: "om-goal-setting", competency: "goal-setting", target: 3 },
        { id: "om-capacity", competency: "capacity", target: 3 },
        { id: "om-data", competency: "data", target: 2 },
        { id: "om-partners", competency: "partners", target: 3 },
        { id: "om-handovers", competency: "handovers", target: 3 },
        { id: "om-speaking-up", competency: "speaking-up", target: 3, critical: true },
      ],
      requirements: [
        { id: "time", kind: "experience", months: 24, at: ["specialist"] },
        { id: "safeguarding", kind: "training", title: "Safeguarding adults", validMonths: 12 },
        {
          id: "diploma",
          anyOf: [
            { id: "diploma-itself", kind: "qualification", title: "Level 5 diploma", regulated: "RQF 5", anyAtLevel: true },
            { id: "equal", kind: "demonstrated", title: "An equal body of work" },
          ],
        },
        { id: "dbs", kind: "check", title: "Enhanced DBS check" },
      ],
    },
  ],
});

const spring = "2026-03-09";
export const ratings: Rating[] = [
  { expectation: "om-process-design", answer: 2, ratedOn: "2025-09-08" },
  { expectation: "om-process-design", answer: 3, ratedOn: spring },
  { expectation: "om-improvement", answer: 3, ratedOn: spring },
  { expectation: "om-risk", answer: 3, ratedOn: spring },
  { expectation: "om-people-management", answer: 1, ratedOn: "2025-09-08" },
  { expectation: "om-people-management", answer: 2, ratedOn: spring },
  { expectation: "om-including-everybody", answer: 3, ratedOn: spring },
  { expectation: "om-goal-setting", answer: 2, ratedOn: spring },
  { expectation: "om-capacity", answer: 2, ratedOn: "2025-09-08", carries: false },
  { expectation: "om-data", answer: 2, ratedOn: "2025-09-08" },
  { expectation: "om-data", answer: 3, ratedOn: spring },
  { expectation: "om-partners", answer: 3, ratedOn: "2025-09-08" },
  { expectation: "om-partners", answer: 2, ratedOn: spring },
  { expectation: "om-handovers", answer: 3, ratedOn: spring },
  { expectation: "om-speaking-up", answer: 2, ratedOn: "2025-09-08" },
  { expectation: "om-speaking-up", answer: 3, ratedOn: spring },
];

export const records: Records = {
  qualifications: [{ title: "Level 3 award in management", regulated: "RQF 3", awardedOn: "2024-07-01" }],
  placements: [{ level: "specialist", from: "2024-02-06", to: null }],
  training: [{ title: "safeguarding adults", completedOn: "2025-04-28" }],
  checks: [{ title: "Enhanced DBS check", clearedOn: "2026-01-14" }],
  demonstrated: [],
};

export const on = "2026-03-12";

export const amara = gapReport({ framework: operations, version: 4, level: "operations-manager", ratings, records, on });
const [, manager] = operations.levels;
if (!manager) throw new Error("the ladder above has two levels");
export const level = manager;
export const names = namesOf(operations, level);

/** A line asked Performing on her scale, weight 1: met, short or beyond by `attained`; unassessed without. */
export function line(given: Partial<ExpectationLine>): ExpectationLine {
  const { required = 3, attained = null } = given;
  const status = attained === null ? "not-assessed" : attained < required ? "gap" : attained > required ? "exceeds" : "met";
  const attainment = attained === null ? null : required === 1 ? 1 : Math.min(1, (attained - 1) / (required - 1));
  return {
    id: "e0",
    competency: "craft",
    required,
    attained,
    status,
    attainment,
    weight: 1,
    critical: false,
    gain: 0,
    answer: attained,
    ratedOn: null,
    was: null,
    ...given,
  };
}

/** A report of such lines under the default rule, without requirements. */
export function report(...lines: ExpectationLine[]): GapReport {
  const total = lines.reduce((sum, { weight }) => sum + weight, 0);
  const expectations = lines.map((item, index) => ({
    ...item,
    id: `e${index}`,
    gain: (item.weight * (1 - (item.attainment ?? 0))) / total,
  }));
  const open = expectations.filter(({ status }) => status !== "met" && status !== "exceeds").map(({ id }) => id);
  return {
    framework: "operations",
    version: 4,
    level: "operations-manager",
    on,
    readiness: readiness(expectations),
    ready: open.length === 0,
    clauses: [{ clause: "gapsAtMost", count: 0, status: open.length === 0 ? "met" : "not-met", because: open }],
    expectations,
    requirements: [],
    movesMost: open,
    warnings: [],
  };
}
