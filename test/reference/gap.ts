import type { Clause, Framework, Requirement } from "../../src/core/framework/document.ts";
import type { Rating, Records } from "../../src/core/gap/report.ts";

/**
 * The gap report a second time, slow and obvious, written from the domain page alone: days are walked one by one, a
 * clause is a plain yes or no asked of the worst and of the best that could still turn out. It shares nothing with the
 * core but the types of what goes in. What comes out has the shape of `rungs gap --format json`.
 */
export type ReferenceReport = {
  readiness: { low: number; high: number };
  ready: boolean;
  clauses: { clause: string; status: string }[];
  expectations: { id: string; status: string; attained: number | null; attainment: number | null; gain: number; was: number | null }[];
  requirements: ReferenceRequirement[];
  movesMost: string[];
};
export type ReferenceRequirement = { id: string; status: string; expiresOn?: string; months?: number };

const dayLength = 24 * 60 * 60 * 1000;
const midnight = (date: string) => Date.parse(`${date}T00:00:00Z`);
const written = (time: number) => new Date(time).toISOString().slice(0, 10);

function monthsLater(date: string, months: number): string {
  let [year, month, day] = date.split("-").map(Number) as [number, number, number]; // three parts, by the form of a date
  for (let step = 0; step < months; step += 1) {
    month += 1;
    if (month === 13) [year, month] = [year + 1, 1];
  }
  for (;;) {
    const time = Date.UTC(year, month - 1, day);
    if (new Date(time).getUTCMonth() === month - 1) return written(time);
    day -= 1;
  }
}

const same = (one: string, other: string) => one.trim().toLowerCase() === other.trim().toLowerCase();

function requirementStatus(requirement: Requirement, records: Records, on: string, framework: string): ReferenceRequirement {
  const { id } = requirement;
  if ("anyOf" in requirement) {
    const statuses = requirement.anyOf.map((member) => requirementStatus(member, records, on, framework).status);
    for (const status of ["met", "expiring", "unknown", "expired"]) if (statuses.includes(status)) return { id, status };
    return { id, status: "unmet" };
  }
  if (requirement.kind === "qualification") {
    if (records.qualifications === undefined) return { id, status: "unknown" };
    for (const held of records.qualifications) {
      if (held.awardedOn > on) continue;
      for (const title of [requirement.title, ...requirement.equivalents]) if (same(held.title, title)) return { id, status: "met" };
      if (requirement.anyAtLevel && requirement.regulated && held.regulated) {
        const [askedName, askedNumber] = requirement.regulated.split(" ");
        const [heldName, heldNumber] = held.regulated.split(" ");
        if (askedName === heldName && Number(heldNumber) >= Number(askedNumber)) return { id, status: "met" };
      }
    }
    return { id, status: "unmet" };
  }
  if (requirement.kind === "experience") {
    if (records.placements === undefined) return { id, status: "unknown" };
    const full = (level: string) => (level.includes("/") ? level : `${framework}/${level}`);
    const days = new Set<number>();
    for (const placement of records.placements) {
      if (requirement.at.length > 0 && !requirement.at.some((level) => full(level) === full(placement.level))) continue;
      for (let day = midnight(placement.from); day < midnight(on); day += dayLength) {
        if (placement.to && day >= midnight(placement.to)) break;
        days.add(day);
      }
    }
    const months = Math.floor((days.size * 12) / 365);
    return { id, status: months >= requirement.months ? "met" : "unmet", months };
  }
  if (requirement.kind === "demonstrated") {
    if (records.demonstrated === undefined) return { id, status: "unknown" };
    return {
      id,
      status: records.demonstrated.some((shown) => same(shown.title, requirement.title) && shown.attestedOn <= on) ? "met" : "unmet",
    };
  }
  const list =
    requirement.kind === "training"
      ? records.training?.map(({ title, completedOn, validMonths }) => ({ title, date: completedOn, validMonths }))
      : records.checks?.map(({ title, clearedOn, validMonths }) => ({ title, date: clearedOn, validMonths }));
  if (list === undefined) return { id, status: "unknown" };
  const past = list.filter((record) => same(record.title, requirement.title) && record.date <= on);
  const lastDay = past
    .map(({ date }) => date)
    .sort()
    .at(-1);
  const newest = past.filter(({ date }) => date === lastDay).at(-1);
  if (!newest) return { id, status: "unmet" };
  const validMonths = requirement.validMonths ?? newest.validMonths ?? null;
  if (validMonths === null) return { id, status: "met" };
  const expiresOn = monthsLater(newest.date, validMonths);
  if (on >= expiresOn) return { id, status: "expired", expiresOn };
  const sixtyDaysOn = written(midnight(on) + 60 * dayLength);
  return { id, status: expiresOn <= sixtyDaysOn ? "expiring" : "met", expiresOn };
}

/** The newest answer on or before the day, and the last scale value of an earlier day. */
function answersTo(id: string, ratings: readonly Rating[], on: string): { newest: Rating | undefined; was: number | null } {
  let newest: Rating | undefined;
  for (const rating of ratings) {
    if (rating.expectation === id && rating.ratedOn <= on && (newest === undefined || rating.ratedOn >= newest.ratedOn)) newest = rating;
  }
  const days = [
    ...new Set(
      ratings.filter((rating) => rating.expectation === id && newest && rating.ratedOn < newest.ratedOn).map(({ ratedOn }) => ratedOn),
    ),
  ];
  for (const day of days.sort().reverse()) {
    const last = ratings.filter((rating) => rating.expectation === id && rating.ratedOn === day).at(-1);
    if (typeof last?.answer === "number") return { newest, was: last.answer };
  }
  return { newest, was: null };
}

export function reference(
  framework: Framework,
  levelId: string,
  ratings: readonly Rating[],
  records: Records,
  on: string,
): ReferenceReport {
  const level = framework.levels.find(({ id }) => id === levelId);
  if (!level) throw new Error(`no level ${levelId}`);
  const lo = Math.min(...framework.scale.map(({ value }) => value));
  const allWeight = level.expectations.map(({ weight }) => weight).reduceRight((sum, weight) => sum + weight, 0);

  const share = (attained: number, required: number) => (required === lo ? 1 : Math.max(0, Math.min((attained - lo) / (required - lo), 1)));
  const expectations = level.expectations.map(({ id, target, weight }) => {
    const { newest, was } = answersTo(id, ratings, on);
    const counts = newest !== undefined && typeof newest.answer === "number" && newest.carries !== false;
    const attained = counts && typeof newest?.answer === "number" ? newest.answer : null;
    let status = "not-assessed";
    if (newest && typeof newest.answer === "number") status = "stale";
    if (attained !== null) status = attained < target ? "gap" : attained > target ? "exceeds" : "met";
    const attainment = attained === null ? null : share(attained, target);
    return { id, status, attained, attainment, gain: (weight * (1 - (attainment ?? 0))) / allWeight, was };
  });

  type World = { attained: number; attainment: number; required: number; weight: number; critical: boolean }[];
  const world = (attainedIfUnassessed: (required: number) => number, attainmentIfUnassessed: number): World =>
    level.expectations.map(({ target, weight, critical }, index) => ({
      attained: expectations[index]?.attained ?? attainedIfUnassessed(target),
      attainment: expectations[index]?.attainment ?? attainmentIfUnassessed,
      required: target,
      weight,
      critical,
    }));
  const worst = world(() => -Infinity, 0);
  const best = world((required) => required, 1);
  const readinessOf = (lines: World) =>
    lines.length === 0 ? 1 : lines.reduceRight((sum, line) => sum + line.weight * line.attainment, 0) / allWeight;

  const requirements = level.requirements.map((requirement) => requirementStatus(requirement, records, on, framework.id));
  const holds = (clause: Clause, lines: World, unknownCounts: boolean): boolean => {
    if (clause.clause === "criticalMet") return lines.filter(({ critical }) => critical).every((line) => line.attained >= line.required);
    if (clause.clause === "gapsAtMost")
      return lines.filter((line) => !line.critical && line.attained < line.required).length <= clause.count;
    if (clause.clause === "nothingBelow") return lines.every(({ attained }) => attained >= clause.value);
    if (clause.clause === "readinessAtLeast") return readinessOf(lines) >= clause.percent / 100 - 1e-9;
    return requirements.every(({ status }) => status === "met" || status === "expiring" || (status === "unknown" && unknownCounts));
  };
  const rule: Clause[] = level.readiness ?? [{ clause: "criticalMet" }, { clause: "gapsAtMost", count: 0 }, { clause: "requirementsMet" }];
  const clauses = rule.map((clause) => ({
    clause: clause.clause,
    status: holds(clause, worst, false) ? "met" : holds(clause, best, true) ? "unknown" : "not-met",
  }));

  const open = level.expectations
    .map(({ id, critical }, index) => ({ id, critical, index, line: expectations[index] }))
    .filter(({ line }) => line?.status === "gap" || line?.status === "not-assessed" || line?.status === "stale")
    .map(({ id, critical, index, line }) => ({ id, critical, index, gain: (line?.gain ?? 0).toFixed(9) }));
  const movesMost: string[] = [];
  for (const critical of [true, false]) {
    const group = open.filter((item) => item.critical === critical);
    while (group.length > 0) {
      let first = 0;
      group.forEach((item, index) => {
        if (Number(item.gain) > Number(group[first]?.gain)) first = index;
      });
      movesMost.push(...group.splice(first, 1).map(({ id }) => id));
    }
  }

  return {
    readiness: { low: readinessOf(worst), high: readinessOf(best) },
    ready: clauses.every(({ status }) => status === "met"),
    clauses,
    expectations,
    requirements,
    movesMost,
  };
}
