import type { Expectation, Framework, ScalePoint } from "../../core/framework/document.ts";
import type { Answer } from "../../core/gap/report.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import type { Employee } from "./careers.ts";
import { calibrationReasons, managersComment, ownComment } from "./comments.ts";
import { ready } from "./records.ts";
import { between, draw, pick, type Calendar } from "./seed.ts";
import { told } from "./told.ts";

/** A released cycle, in days before the demo's today; the older one first. */
/** `both`: everybody is asked about where they stand as well as about what comes next. */
export type Cycle = { key: "first" | "second"; openedAgo: number; closesAgo: number; releasedAgo: number; both?: boolean };
export const cycles: readonly [Cycle, Cycle] = [
  { key: "first", openedAgo: 302, closesAgo: 268, releasedAgo: 255 },
  { key: "second", openedAgo: 78, closesAgo: 34, releasedAgo: 16 },
];

export type Given = { level: string; expectation: string; answer: Answer; comment: string | null; on: string };
export type Assessed = { kind: "self" | "manager" | "assessor"; rater: number; submittedOn: string; given: readonly Given[] };
export type Calibrated = { expectation: string; value: number; reason: string; on: string };
export type Reviewed = {
  employee: Employee;
  framework: string;
  version: number;
  level: string;
  targets: readonly string[];
  assessed: readonly Assessed[];
  calibrated: readonly Calibrated[];
  acknowledgedOn: string | null;
};

/** Where this one's apprentices are assessed by somebody who is not their manager: the lead for learning. */
const ASSESSOR = 98;

/** The levels asked about: the next ones of the same ladder, on the lowest rung and at the top one's own too. */
function askedLevels(framework: Framework, level: string): string[] {
  const next = nextLevels(framework, level).flatMap((each) =>
    each.startsWith(`${framework.id}/`) ? [each.slice(framework.id.length + 1)] : [],
  );
  const lowest = Math.min(...framework.levels.map(({ rank }) => rank));
  const own = framework.levels.find(({ id }) => id === level);
  return next.length === 0 || own?.rank === lowest ? [level, ...next] : next;
}

const clamp = (value: number, scale: readonly ScalePoint[]) => {
  const values = scale.map((point) => point.value);
  return Math.min(Math.max(value, Math.min(...values)), Math.max(...values));
};

/** What the manager finds in the second cycle: at one's own level mostly what is asked, at the next often a step less. */
function found(name: string, employee: Employee, expectation: Expectation, own: boolean, scale: readonly ScalePoint[]): Answer {
  if (ready.has(employee.number)) return draw(name) < 0.2 ? clamp(expectation.target + 1, scale) : expectation.target;
  const luck = draw(name);
  if (luck < (own ? 0.03 : 0.08)) return "not-observed";
  if (luck < (own ? 0.045 : 0.12)) return "no-opportunity";
  const bent = (draw(`bent ${employee.number}`) - 0.5) * 0.9;
  const steps = Math.round((own ? 0.12 : -0.42) + bent + (draw(`${name} steps`) - 0.5) * 1.9);
  return clamp(expectation.target + Math.max(steps, -2), scale);
}

/** Half a year earlier: often the same, a third of the time a step less, now and then a step more. */
function earlier(name: string, later: Answer, target: number, scale: readonly ScalePoint[]): Answer {
  const luck = draw(`${name} earlier`);
  if (typeof later !== "number") return luck < 0.6 ? later : clamp(target - 1, scale);
  return luck < 0.06 ? "not-observed" : clamp(later + (luck < 0.4 ? -1 : luck > 0.93 ? 1 : 0), scale);
}

function selfAnswer(name: string, manager: Answer, target: number, scale: readonly ScalePoint[]): Answer {
  const luck = draw(`${name} self`);
  const base = typeof manager === "number" ? manager : clamp(target - 1, scale);
  return clamp(base + (luck < 0.24 ? 1 : luck < 0.36 ? -1 : 0), scale);
}

/** Steps of the scale between a rating and what is asked, or why there is none. */
const distance = (answer: Answer, target: number) => (typeof answer === "number" ? answer - target : answer);

function answers(
  employee: Employee,
  framework: Framework,
  level: string,
  own: boolean,
  cycle: Cycle,
  kind: Assessed["kind"],
  on: string,
): Given[] {
  const { scale, competencies } = framework;
  const domains = new Map(competencies.map((each) => ["use" in each ? each.use.slice(each.use.indexOf("/") + 1) : each.id, each.domain]));
  return (framework.levels.find(({ id }) => id === level)?.expectations ?? []).map((expectation): Given => {
    const name = `rating ${employee.number} ${expectation.id}`;
    const story = told[employee.number]?.[expectation.id];
    const later = story?.second ?? found(name, employee, expectation, own, scale);
    const managers = cycle.key === "second" ? later : (story?.first ?? earlier(name, later, expectation.target, scale));
    const answer =
      kind !== "self"
        ? managers
        : cycle.key === "second" && story?.self !== undefined
          ? story.self
          : selfAnswer(`${name} ${cycle.key}`, managers, expectation.target, scale);
    const steps = distance(answer, expectation.target);
    const comment =
      kind === "self"
        ? selfComment(name, cycle, steps)
        : (story?.comment?.[cycle.key] ?? raterComment(name, cycle, steps, domains.get(expectation.competency) ?? ""));
    return { level, expectation: expectation.id, answer, comment, on };
  });
}

/** Two steps or more from what is asked want an explanation, and so does an answer that is none. */
const due = (steps: number | string) => typeof steps === "string" || Math.abs(steps) >= 2;

const raterComment = (name: string, { key }: Cycle, steps: ReturnType<typeof distance>, domain: string): string | null =>
  due(steps) || draw(`${name} ${key} comment`) < 0.34 ? managersComment(`${name} ${key} words`, domain, steps) : null;

const selfComment = (name: string, { key }: Cycle, steps: ReturnType<typeof distance>): string | null =>
  due(steps) || draw(`${name} ${key} own comment`) < 0.1 ? ownComment(`${name} ${key} own words`) : null;

/** A few values of managers were brought into line before the second release. */
function calibrations(
  employee: Employee,
  framework: Framework,
  { key, closesAgo }: Cycle,
  given: readonly Given[],
  { ago }: Calendar,
): Calibrated[] {
  if (key !== "second" || ready.has(employee.number) || told[employee.number] !== undefined) return [];
  return given.flatMap(({ expectation, answer }): Calibrated[] => {
    const name = `calibration ${employee.number} ${expectation}`;
    if (typeof answer !== "number" || draw(name) > 0.035) return [];
    const value = clamp(answer + (draw(`${name} way`) < 0.6 ? -1 : 1), framework.scale);
    const reason = pick(name, calibrationReasons[value < answer ? "down" : "up"]);
    return value === answer ? [] : [{ expectation, value, reason, on: ago(closesAgo - 8) }];
  });
}

/** Everybody's part of a cycle who was placed when it opened, pinned to where they stood then. */
export function reviewsOf(employee: Employee, ladders: ReadonlyMap<string, Framework>, cycle: Cycle, calendar: Calendar): Reviewed[] {
  const place = employee.placements.findLast(({ from }) => from <= calendar.ago(cycle.openedAgo));
  const framework = place && ladders.get(`${place.framework}@${place.version}`);
  if (place === undefined || framework === undefined || employee.manager === null) return [];
  const usual = askedLevels(framework, place.level);
  const targets = cycle.both === true ? [...new Set([place.level, ...usual])] : usual;
  const name = `review ${employee.number} ${cycle.key}`;
  const part = (kind: Assessed["kind"], rater: number, earliest: number, latest: number): Assessed => {
    const on = calendar.ago(between(`${name} ${kind}`, latest, earliest));
    return {
      kind,
      rater,
      submittedOn: on,
      given: targets.flatMap((level) => answers(employee, framework, level, level === place.level, cycle, kind, on)),
    };
  };
  const rated =
    place.framework === "senior-leader"
      ? part("assessor", ASSESSOR, cycle.closesAgo + 14, cycle.closesAgo)
      : part("manager", employee.manager, cycle.closesAgo + 14, cycle.closesAgo);
  // A few never sent their own; the manager's goes out without it.
  const self =
    draw(`${name} sent`) < 0.93 || told[employee.number] !== undefined
      ? [part("self", employee.number, cycle.closesAgo + 30, cycle.closesAgo + 15)]
      : [];
  return [
    {
      employee,
      framework: place.framework,
      version: place.version,
      level: place.level,
      targets,
      assessed: [...self, rated],
      calibrated: calibrations(employee, framework, cycle, rated.given, calendar),
      acknowledgedOn: draw(`${name} read`) < 0.7 ? calendar.ago(Math.max(cycle.releasedAgo - between(`${name} read`, 1, 12), 1)) : null,
    },
  ];
}
