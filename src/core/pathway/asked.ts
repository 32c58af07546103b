import type { Requirement, Transition } from "../framework/document.ts";
import type { Records, RequirementLine } from "../gap/report.ts";
import { requirementLine } from "../gap/requirements.ts";
import type { Step } from "./routes.ts";

/** A qualification, or another way, that a transition leads over. */
export type Via = Transition["via"][number];

/** `unknown` where nobody has looked, or where no record could say so. */
export type ViaStatus = "met" | "unmet" | "unknown";

const sameWords = (text: string): string => text.normalize("NFC").trim().toLowerCase();

/** Whether the records hold what a transition leads over on the day: by its title, as a requirement of that title would. */
export function viaStatus({ title, kind }: Via, records: Records, on: string): ViaStatus {
  if (kind === "experience" || kind === "other") return "unknown";
  const asked: Requirement =
    kind === "training" ? { id: "via", kind, title } : { id: "via", kind: "qualification", title, equivalents: [], anyAtLevel: false };
  const { status } = requirementLine(asked, records, on, "");
  return status === "met" || status === "unknown" ? status : "unmet";
}

/** What entering a level asks, with what the records say of it; both in the order of the document. */
export type AskedLevel = { requirements: readonly Requirement[]; lines: readonly RequirementLine[] };

/** One thing that a route asks. `via` is one of several ways, of which one is enough. */
export type Asked =
  | { kind: "requirement"; requirement: Requirement; line: RequirementLine }
  | { kind: "via"; via: readonly Via[]; status: ViaStatus };

const titlesOf = (requirement: Requirement): string[] =>
  "anyOf" in requirement
    ? requirement.anyOf.flatMap(titlesOf)
    : requirement.kind === "qualification"
      ? [requirement.title, ...requirement.equivalents].map(sameWords)
      : [];

/**
 * What one step asks: the ways that it leads over, where entering its level does not ask for one of them anyway, then
 * the requirements of the level.
 *
 * @param statuses of what transitions lead over, by title.
 */
export function askedOf(step: Step, level: AskedLevel | undefined, statuses: Readonly<Record<string, ViaStatus>>): Asked[] {
  const { requirements = [], lines = [] } = level ?? {};
  const named = new Set(requirements.flatMap(titlesOf));
  const ways = step.via.filter(({ title }) => named.has(sameWords(title))).length > 0 ? [] : step.via;
  const found = ways.map(({ title }) => statuses[title] ?? "unknown");
  const status: ViaStatus = found.includes("met") ? "met" : found.includes("unmet") ? "unmet" : "unknown";
  return [
    ...(ways.length === 0 ? [] : [{ kind: "via" as const, via: ways, status }]),
    ...requirements.flatMap((requirement, index): Asked[] => {
      const line = lines[index];
      return line === undefined ? [] : [{ kind: "requirement", requirement, line }];
    }),
  ];
}

const keyOf = (asked: Asked): string => {
  if (asked.kind === "via") return JSON.stringify(["via", asked.via.map(({ title }) => sameWords(title)).sort()]);
  const { requirement } = asked;
  return "anyOf" in requirement
    ? JSON.stringify(["anyOf", titlesOf(requirement).sort(), requirement.anyOf.map(({ id }) => id)])
    : requirement.kind === "experience"
      ? JSON.stringify([requirement.kind, requirement.months, requirement.at])
      : JSON.stringify([requirement.kind, sameWords(requirement.title)]);
};

const isHeld = (asked: Asked): boolean =>
  asked.kind === "via" ? asked.status === "met" : asked.line.status === "met" || asked.line.status === "expiring";

/** How much of a route is held. A thing that several steps ask counts once; `runsOut` is the first day on which something held no longer counts. */
export function heldOf(steps: readonly (readonly Asked[])[]): { asked: number; held: number; expiring: number; runsOut: string | null } {
  const all = [...new Map(steps.flat().map((asked) => [keyOf(asked), asked])).values()];
  const days = all.flatMap((asked) =>
    asked.kind === "requirement" && asked.line.status === "expiring" && asked.line.expiresOn !== undefined ? [asked.line.expiresOn] : [],
  );
  return { asked: all.length, held: all.filter(isHeld).length, expiring: days.length, runsOut: days.sort()[0] ?? null };
}
