import type { Framework, Requirement, SimpleRequirement } from "../framework/document.ts";
import { requirementLine } from "../gap/requirements.ts";
import { isHeld } from "../gap/requirements.ts";
import { recordsHeld } from "../gap/held.ts";

export const recordKinds = ["qualification", "training", "check", "experience", "demonstrated", "responsibility"] as const;
export type RecordKind = (typeof recordKinds)[number];

/** What somebody says of a record. Days as YYYY-MM-DD; `until` the last day, null where it goes on or nothing ends. */
export type Said = {
  kind: RecordKind;
  title: string;
  regulated: string | null;
  on: string;
  until: string | null;
  validMonths: number | null;
};

export type Fault = { code: string; path: string; message: string };

/** Held from a day to another; all else happened on one. */
export const spans = (kind: RecordKind): boolean => kind === "experience" || kind === "responsibility";
/** What can run out. */
export const lasts = (kind: RecordKind): boolean => kind === "training" || kind === "check";

/** What is wrong with it, all at once. */
export function faultsOf({ kind, regulated, on, until, validMonths }: Said, today: string): Fault[] {
  const faults: Fault[] = [];
  const fault = (code: string, path: string, message: string) => void faults.push({ code, path, message });
  if (kind !== "responsibility" && on > today) fault("too-late", "/on", "This day is still to come. Record it once it has happened.");
  if (until !== null && !spans(kind)) fault("out-of-place", "/until", "Only experience and responsibilities have a last day.");
  if (until !== null && spans(kind) && until < on) fault("order", "/until", "The last day comes before the first.");
  if (validMonths !== null && !lasts(kind)) fault("out-of-place", "/validMonths", "Only training and checks run out.");
  if (regulated !== null && kind !== "qualification") fault("out-of-place", "/regulated", "Only a qualification has a national level.");
  return faults;
}

/** Something that a level asks for and that can be on record, with where it is asked. */
export type Asked = { requirement: Exclude<SimpleRequirement, { kind: "experience" }>; level: string };

const simple = (requirement: Requirement): SimpleRequirement[] =>
  "anyOf" in requirement ? requirement.anyOf.flatMap(simple) : [requirement];

/** What the levels of a ladder ask for that can be on record, in the order of the document. */
export const askedIn = (framework: Framework): Asked[] =>
  framework.levels.flatMap((level) =>
    level.requirements
      .flatMap(simple)
      .flatMap((requirement) => (requirement.kind === "experience" ? [] : [{ requirement, level: level.title }])),
  );

export const sameTitle = (one: string, other: string): boolean => key(one) === key(other);
const key = (text: string) => text.normalize("NFC").trim().toLowerCase();

/** How long it counts: what a ladder asks goes before what the record says itself; null for ever. */
export function monthsOf(record: Said, asked: readonly Asked[]): number | null {
  if (!lasts(record.kind)) return null;
  const limits = asked.flatMap(({ requirement }) =>
    requirement.kind === record.kind && sameTitle(requirement.title, record.title) && "validMonths" in requirement
      ? (requirement.validMonths ?? [])
      : [],
  );
  return limits.length > 0 ? Math.min(...limits) : record.validMonths;
}

/** The levels, each once and in order, for which this one record serves on the day by the rules of the gap report, equivalents included. */
export function serves(record: Said, asked: readonly Asked[], today: string): string[] {
  if (record.kind === "responsibility" || record.kind === "experience") return [];
  const held = recordsHeld(
    [{ kind: record.kind, title: record.title, regulated: record.regulated, on: record.on, months: record.validMonths }],
    [],
  );
  const met = asked.filter(({ requirement }) => requirement.kind === record.kind && isHeld(requirementLine(requirement, held, today, "")));
  return [...new Set(met.map(({ level }) => level))];
}

export type Suggestion = {
  kind: RecordKind;
  title: string;
  regulated: string | null;
  validMonths: number | null;
  /** The first level that asks for it. */
  level: string;
};

/** What can be recorded because a level asks for it, each title once; equivalents stand after what they stand in for. */
export function suggestionsFrom(asked: readonly Asked[]): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const { requirement, level } of asked) {
    const { kind } = requirement;
    const regulated = requirement.kind === "qualification" ? (requirement.regulated ?? null) : null;
    const validMonths = "validMonths" in requirement ? (requirement.validMonths ?? null) : null;
    const titles = requirement.kind === "qualification" ? [requirement.title, ...requirement.equivalents] : [requirement.title];
    titles.forEach((title, index) => {
      const of = `${kind} ${key(title)}`;
      // An equivalent's own national level is nobody's to guess.
      if (!found.has(of)) found.set(of, { kind, title: title.trim(), regulated: index === 0 ? regulated : null, validMonths, level });
    });
  }
  return [...found.values()];
}
