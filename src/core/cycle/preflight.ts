import type { Framework } from "../framework/document.ts";
import { addMonths } from "../gap/dates.ts";
import { Problem } from "../problem.ts";
import { askedLevels } from "./asked.ts";
import type { CycleSetup } from "./setup.ts";

/** Somebody whom the set-up takes in, as they stand on the day of launch. */
export type Candidate = {
  person: { id: string; name: string };
  /** Null where they have no level, or the level has gone from its version. */
  place: { framework: string; frameworkId: string; version: number; hash: string; level: string } | null;
  /** The level of their own ladder that they said they want next; null where they said none, or it is on another. */
  declared: string | null;
  managerId: string | null;
  /** Whoever would rate as the manager is at work on that day. */
  raterHere: boolean;
  /** The names along the line of managers, where it comes back to them. */
  loop: readonly string[] | null;
  startedOn: string | null;
  /** On leave on that day, until when if that is known. */
  leave: { until: string | null } | null;
};

export const faultCodes = [
  "no-level",
  "no-expectations",
  "no-manager",
  "manager-left",
  "reporting-loop",
  "rates-themselves",
  "no-rater",
  "on-leave",
  "few-months",
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** What can be done about it where it is shown. */
export const repairs = ["place", "name-manager", "rated-by", "leave-out", "write-expectations"] as const;
export type Repair = (typeof repairs)[number];

/** `stops`: nobody can be launched while one of these is left; the others are asked about and may stand. */
const rules: Record<FaultCode, { stops: boolean; repairs: readonly Repair[] }> = {
  "no-level": { stops: true, repairs: ["place", "leave-out"] },
  "no-expectations": { stops: true, repairs: ["write-expectations", "place", "leave-out"] },
  "no-manager": { stops: true, repairs: ["name-manager", "rated-by", "leave-out"] },
  "manager-left": { stops: true, repairs: ["name-manager", "rated-by", "leave-out"] },
  "reporting-loop": { stops: true, repairs: ["name-manager", "rated-by", "leave-out"] },
  "rates-themselves": { stops: true, repairs: ["rated-by", "leave-out"] },
  "no-rater": { stops: true, repairs: ["leave-out"] },
  "on-leave": { stops: false, repairs: ["leave-out"] },
  "few-months": { stops: false, repairs: ["leave-out"] },
};

export type PreflightFault = {
  code: FaultCode;
  stops: boolean;
  person: { id: string; name: string };
  message: string;
  repairs: readonly Repair[];
};

/** What is pinned of a participant; `managerId` null where managers do not rate. */
export type Pin = {
  person: { id: string; name: string };
  frameworkId: string;
  framework: string;
  version: number;
  level: string;
  targets: readonly string[];
  managerId: string | null;
  assessorId: string | null;
};

export type Preflight = { pins: Pin[]; faults: PreflightFault[] };

const long = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const inWords = (date: string) => long.format(new Date(date));
const fault = (code: FaultCode, person: Candidate["person"], message: string): PreflightFault => ({
  code,
  person,
  message,
  ...rules[code],
});

/** Who rates as the manager: whom the set-up names, else whom they report to. */
const raterOf = ({ person, managerId }: Candidate, { who }: CycleSetup) => who.ratedBy[person.id] ?? managerId;

function assessorOf(person: string, framework: string, { ratings: { assessor } }: CycleSetup): string | null {
  if (assessor === null || assessor.person === person) return null;
  return assessor.frameworks.length === 0 || assessor.frameworks.includes(framework) ? assessor.person : null;
}

function standing(candidate: Candidate, setup: CycleSetup): PreflightFault[] {
  const { person, loop, raterHere, managerId } = candidate;
  const named = setup.who.ratedBy[person.id];
  if (!setup.ratings.manager) return [];
  if (named === person.id) return [fault("rates-themselves", person, `${person.name} would rate themselves as their own manager.`)];
  if (named === undefined && loop !== null)
    return [fault("reporting-loop", person, `${person.name} reports to themselves in the end: ${loop.join(", then ")}.`)];
  if ((named ?? managerId) === null) return [fault("no-manager", person, `Nobody is ${person.name}’s manager.`)];
  return raterHere ? [] : [fault("manager-left", person, `Whoever would rate ${person.name} as their manager is no longer here.`)];
}

/**
 * Looks through everybody before a launch: what each would be pinned to, and whatever keeps one from being. Pure in all that
 * it is given, so that preflight, preview and launch say the same.
 *
 * @param contentOf the version that a candidate is placed under, by its hash.
 * @param on the day of launch.
 * @returns pins of those without a fault that stops; faults in the order of the candidates.
 */
export function preflight(
  candidates: readonly Candidate[],
  setup: CycleSetup,
  contentOf: (hash: string) => Framework | undefined,
  on: string,
): Preflight {
  const pins: Pin[] = [];
  const faults: PreflightFault[] = [];
  for (const candidate of candidates) {
    const { person, place, declared, startedOn, leave } = candidate;
    const own = standing(candidate, setup);
    const content = place === null ? undefined : contentOf(place.hash);
    const there = content !== undefined && place !== null && content.levels.some(({ id }) => id === place.level);
    const targets = there ? askedLevels(content, place.level, setup.asks, declared) : [];
    if (!there) own.unshift(fault("no-level", person, `${person.name} stands on no ladder.`));
    else {
      const empty = content.levels.filter(({ id, expectations }) => targets.includes(id) && expectations.length === 0);
      if (empty.length === targets.length)
        own.push(fault("no-expectations", person, `Nothing is asked at ${empty.map(({ title }) => title).join(" and ")}.`));
    }
    const managerId = setup.ratings.manager ? raterOf(candidate, setup) : null;
    const assessorId = place === null ? null : assessorOf(person.id, place.framework, setup);
    if (!setup.ratings.manager && assessorId === null && there)
      own.push(fault("no-rater", person, `Nobody would rate ${person.name}: the assessor rates others only.`));
    if (leave !== null)
      own.push(fault("on-leave", person, `${person.name} is on leave${leave.until === null ? "" : ` until ${inWords(leave.until)}`}.`));
    if (startedOn !== null && addMonths(startedOn, setup.who.fewestMonths) > on)
      own.push(
        fault("few-months", person, `${person.name} joined on ${inWords(startedOn)}, less than ${setup.who.fewestMonths} months ago.`),
      );
    faults.push(...own);
    if (place === null || !there || own.some(({ stops }) => stops)) continue;
    pins.push({
      person,
      frameworkId: place.frameworkId,
      framework: place.framework,
      version: place.version,
      level: place.level,
      targets,
      managerId,
      assessorId,
    });
  }
  return { pins, faults };
}

/** Faults beyond these are found by looking again once they are mended. */
export const MOST_FAULTS = 200;

/** @throws Problem "invalid" naming whoever stands in the way of a launch. */
export function standsReady({ pins, faults }: Preflight): void {
  const stopping = faults.filter(({ stops }) => stops);
  if (stopping.length > 0)
    throw new Problem(
      "invalid",
      "Some people cannot take part as they stand. Nothing was begun.",
      stopping.slice(0, MOST_FAULTS).map(({ code, person, message }) => ({ code, path: `/people/${person.id}`, message })),
    );
  if (pins.length === 0)
    throw new Problem("invalid", "Nobody would take part.", [{ code: "nobody", path: "/who", message: "The set-up takes nobody in." }]);
}
