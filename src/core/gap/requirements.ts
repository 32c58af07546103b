import type { Requirement, SimpleRequirement } from "../framework/document.ts";
import { addMonths, daysBetween } from "./dates.ts";
import { experience } from "./experience.ts";
import type { Records, RequirementLine, RequirementStatus } from "./report.ts";

/** From how many days before it runs out a record counts as expiring. */
const expiringDays = 60;

const bestFirst: readonly RequirementStatus[] = ["met", "expiring", "unknown", "expired", "unmet"];

const sameWords = (text: string): string => text.normalize("NFC").trim().toLowerCase();

/** "RQF 3" as its framework and number; null for what is written otherwise and so can be compared with nothing. */
function nationalLevel(regulated: string | null | undefined): { name: string; number: number } | null {
  const found = /^(.*\S)\s+(\d{1,2})$/.exec(regulated?.trim() ?? "");
  return found ? { name: sameWords(found[1] ?? ""), number: Number(found[2]) } : null;
}

/** Levels of different national frameworks are never compared with each other. */
function atLeast(held: string | null | undefined, asked: string | null | undefined): boolean {
  const one = nationalLevel(held);
  const other = nationalLevel(asked);
  return one !== null && other !== null && one.name === other.name && one.number >= other.number;
}

type Judged = Pick<RequirementLine, "status" | "expiresOn" | "metOn" | "months" | "anyOf" | "unverified">;

type Said = { verified?: boolean | undefined };
const unverified = (records: readonly Said[]): Pick<Judged, "unverified"> =>
  records.length > 0 && records.every(({ verified }) => verified === false) ? { unverified: true } : {};

/** What is had once and for all: met since the earliest day that shows it. */
function heldSince(records: readonly (Said & { date: string })[], on: string): Judged {
  const shown = records.filter(({ date }) => date <= on);
  const since = shown.map(({ date }) => date).sort()[0];
  return since === undefined ? { status: "unmet" } : { status: "met", metOn: since, ...unverified(shown) };
}

type Dated = Said & { title: string; date: string; validMonths?: number | null | undefined };

/** What is had until it runs out: the newest record of the title decides, on the same day the later row. */
function lasting(title: string, validMonths: number | undefined, records: readonly Dated[], on: string): Judged {
  const newest = records
    .filter((record) => sameWords(record.title) === sameWords(title) && record.date <= on)
    .reduce<Dated | null>((best, record) => (best === null || record.date >= best.date ? record : best), null);
  if (!newest) return { status: "unmet" };
  const months = validMonths ?? newest.validMonths;
  if (months === undefined || months === null) return { status: "met", metOn: newest.date, ...unverified([newest]) };
  const expiresOn = addMonths(newest.date, months);
  const left = daysBetween(on, expiresOn);
  const status = left <= 0 ? "expired" : left <= expiringDays ? "expiring" : "met";
  return { status, expiresOn, metOn: newest.date, ...(status === "expired" ? {} : unverified([newest])) };
}

function judge(requirement: SimpleRequirement, records: Records, on: string, framework: string): Judged {
  const unknown = { status: "unknown" } as const;
  switch (requirement.kind) {
    case "qualification": {
      if (!records.qualifications) return unknown;
      const titles = new Set([requirement.title, ...requirement.equivalents].map(sameWords));
      const counts = records.qualifications.filter(
        ({ title, regulated }) => titles.has(sameWords(title)) || (requirement.anyAtLevel && atLeast(regulated, requirement.regulated)),
      );
      return heldSince(
        counts.map(({ awardedOn: date, verified }) => ({ date, verified })),
        on,
      );
    }
    case "demonstrated": {
      if (!records.demonstrated) return unknown;
      const shown = records.demonstrated.filter(({ title }) => sameWords(title) === sameWords(requirement.title));
      return heldSince(
        shown.map(({ attestedOn: date, verified }) => ({ date, verified })),
        on,
      );
    }
    case "experience":
      return records.placements ? experience(requirement, records.placements, on, framework) : unknown;
    case "training":
      if (!records.training) return unknown;
      return lasting(
        requirement.title,
        requirement.validMonths,
        records.training.map((done) => ({ ...done, date: done.completedOn })),
        on,
      );
    case "check":
      if (!records.checks) return unknown;
      return lasting(
        requirement.title,
        requirement.validMonths,
        records.checks.map((check) => ({ ...check, date: check.clearedOn })),
        on,
      );
  }
}

/**
 * What the records say of one requirement on the day.
 *
 * @param framework the id of the framework that the requirement stands in: levels without a framework's name are its own.
 */
export function requirementLine(requirement: Requirement, records: Records, on: string, framework: string): RequirementLine {
  if (!("anyOf" in requirement)) {
    return { id: requirement.id, kind: requirement.kind, ...judge(requirement, records, on, framework) };
  }
  const members = requirement.anyOf.map((member) => requirementLine(member, records, on, framework));
  const status = bestFirst.find((candidate) => members.some((member) => member.status === candidate)) ?? "unmet";
  const best = members.filter((member) => member.status === status);
  const own = best.length > 0 && best.every((member) => member.unverified === true);
  return { id: requirement.id, kind: "anyOf", status, anyOf: members, ...(own ? { unverified: true as const } : {}) };
}

/** Counts as had today. */
export const isHeld = ({ status }: RequirementLine): boolean => status === "met" || status === "expiring";
