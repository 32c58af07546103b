import type { Requirement } from "../framework/document.ts";
import { daysBetween } from "./dates.ts";
import type { Names } from "./names.ts";
import type { RequirementLine } from "./report.ts";
import { dateInProse, daysAway } from "./words.ts";

const nothingEntered: Record<Exclude<RequirementLine["kind"], "anyOf">, string> = {
  qualification: "not known: no list of qualifications has been entered",
  experience: "not known: no placements have been entered",
  demonstrated: "not known: nothing has been entered about what was demonstrated",
  training: "not known: no list of training has been entered",
  check: "not known: no list of checks has been entered",
};

const done: Record<RequirementLine["kind"], string> = {
  qualification: "awarded",
  experience: "reached",
  demonstrated: "attested",
  training: "completed",
  check: "cleared",
  anyOf: "met",
};

const missing: Record<Exclude<RequirementLine["kind"], "anyOf" | "experience">, string> = {
  qualification: "not held yet",
  demonstrated: "not attested yet",
  training: "no record of it yet",
  check: "no record of it yet",
};

function timed(line: RequirementLine, on: string): string {
  if (line.expiresOn === undefined) return line.metOn === undefined ? "met" : `${done[line.kind]} ${dateInProse(line.metOn)}`;
  const date = dateInProse(line.expiresOn);
  const days = daysBetween(on, line.expiresOn);
  if (line.status === "expired") return `ran out ${date}, ${daysAway(days)}`;
  if (line.status === "expiring") return `runs out ${date}, ${daysAway(days)}`;
  return `${line.metOn === undefined ? "" : `${done[line.kind]} ${dateInProse(line.metOn)}, `}good until ${date}`;
}

/** The best of a group speaks for it; where none of them is had, each says how far it is. */
function ofGroup(line: RequirementLine, requirement: Requirement, names: Names, on: string): string {
  const members = line.anyOf ?? [];
  const written = "anyOf" in requirement ? requirement.anyOf : [];
  const tell = (member: RequirementLine): string => {
    const own = written.find(({ id }) => id === member.id);
    return own ? `${names.requirement(member.id)}: ${explainRequirement(member, own, names, on)}` : names.requirement(member.id);
  };
  const best = members.filter(({ status }) => status === line.status);
  const [first] = best;
  if (!first) return line.status;
  return line.status === "unmet" ? best.map(tell).join("; ") : tell(first);
}

/** How it stands on the day of the report, to stand under its title: "runs out 28 April 2026, in 47 days". No full stop. */
export function explainRequirement(line: RequirementLine, requirement: Requirement, names: Names, on: string): string {
  if (line.kind === "anyOf") return ofGroup(line, requirement, names, on);
  if (line.status === "unknown") return nothingEntered[line.kind];
  if (line.kind === "experience") {
    const asked = "anyOf" in requirement || requirement.kind !== "experience" ? 0 : requirement.months;
    if (line.status === "unmet") return `${line.months ?? 0} of ${asked} month${asked === 1 ? "" : "s"}`;
    return line.metOn === undefined ? "no time is asked for" : `reached ${dateInProse(line.metOn)}`;
  }
  return line.status === "unmet" ? missing[line.kind] : `${timed(line, on)}${line.unverified ? "; not verified yet" : ""}`;
}
