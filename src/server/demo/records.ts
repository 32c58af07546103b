import { addMonths } from "../../core/gap/dates.ts";
import type { Framework, Level, Requirement, SimpleRequirement } from "../../core/framework/document.ts";
import { nextLevels } from "../../core/pathway/next.ts";
import type { Employee } from "./careers.ts";
import { between, draw, pick, type Calendar } from "./seed.ts";

export type Held = {
  kind: "qualification" | "training" | "check" | "demonstrated" | "responsibility";
  title: string;
  regulated: string | null;
  on: string;
  attested: boolean;
};

/** Who has done all that the next rung asks, beside what raters say. */
export const ready: ReadonlySet<number> = new Set([5, 14, 65, 99]);

/** Nobody has recorded anything of those who have only just come. */
const unrecorded: ReadonlySet<number> = new Set([18, 115]);

/** Told rather than drawn, by employee number and title: days until it runs out (for so many months), days ago, or that it is missing. */
type Fact = { runsOutIn: number; months: number } | { ago: number } | "missing";
const told: Readonly<Record<number, Readonly<Record<string, Fact>>>> = {
  13: {
    "Safeguarding adults": { runsOutIn: 41, months: 12 },
    "Enhanced DBS": { ago: 311 },
    "Level 5 diploma in leadership and management": "missing",
    "Work assessed as equal to Level 5": "missing",
    "Delivered a result through other people's work": { ago: 96 },
    "Advised another team on the subject, and the advice was taken": "missing",
  },
  47: { "Safeguarding adults": { ago: 120 }, "Registration with the Care Quality Commission as manager": { ago: 1120 } },
  55: {
    "Safeguarding adults": { runsOutIn: -23, months: 12 },
    "Medication administration": { runsOutIn: 18, months: 12 },
    "Moving and handling": { ago: 140 },
    "Care Certificate": { ago: 560 },
    "Enhanced DBS": { ago: 655 },
    "Right to work in the United Kingdom": { ago: 642 },
    "Level 2 Diploma in Care": { ago: 75 },
    "Onboarded a new team member": "missing",
  },
};

/** What one's own level and the next ones ask, one of each group, each title once. */
function asked(employee: Employee, ladders: ReadonlyMap<string, Framework>): { requirement: SimpleRequirement; own: boolean }[] {
  const place = employee.placements.at(-1);
  const framework = place && ladders.get(place.framework);
  if (place === undefined || framework === undefined) return [];
  const levelAt = (reference: string): Level | undefined => {
    const [slug = "", level = ""] = reference.split("/");
    return ladders.get(slug)?.levels.find(({ id }) => id === level);
  };
  const levels = [`${place.framework}/${place.level}`, ...nextLevels(framework, place.level)].map((reference) => levelAt(reference));
  const found = new Map<string, { requirement: SimpleRequirement; own: boolean }>();
  for (const [index, level] of levels.entries()) {
    for (const requirement of level?.requirements ?? []) {
      const one = chosen(`${employee.number} ${requirement.id}`, requirement);
      const title = one.title ?? "";
      if (title !== "" && !found.has(title)) found.set(title, { requirement: one, own: index === 0 });
    }
  }
  return [...found.values()];
}

const chosen = (name: string, requirement: Requirement): SimpleRequirement =>
  "anyOf" in requirement ? chosen(`${name} of`, pick(name, nonEmpty(requirement.anyOf))) : requirement;

function nonEmpty<T>(list: readonly T[]): readonly [T, ...T[]] {
  const [first, ...rest] = list;
  if (first === undefined) throw new Error("A group of requirements has members.");
  return [first, ...rest];
}

/** When it was done; null where it never was. Of what wears out some runs out soon, and some has. */
function doneOn(
  name: string,
  requirement: SimpleRequirement,
  own: boolean,
  sure: boolean,
  startedOn: string,
  calendar: Calendar,
): string | null {
  const luck = draw(name);
  if (!sure && luck >= (own ? 0.95 : 0.5)) return null;
  if ("validMonths" in requirement && requirement.validMonths !== undefined) {
    const days = Math.floor(requirement.validMonths * 30.4);
    const state = draw(`${name} state`);
    if (!sure && state < 0.07) return calendar.runsOutIn(-between(`${name} late`, 2, 70), requirement.validMonths);
    if (state < 0.19) return calendar.runsOutIn(between(`${name} soon`, 3, 58), requirement.validMonths);
    const on = calendar.ago(between(`${name} fresh`, 12, days - 75));
    return on < startedOn && own && requirement.kind === "training" ? addMonths(startedOn, 1) : on;
  }
  return requirement.kind === "check" ? calendar.ago(between(name, 700, 2200)) : calendar.ago(between(name, 90, 1600));
}

export function recordsOf(employee: Employee, ladders: ReadonlyMap<string, Framework>, calendar: Calendar): Held[] {
  if (unrecorded.has(employee.number)) return [];
  const facts = told[employee.number] ?? {};
  const held = asked(employee, ladders).flatMap(({ requirement, own }): Held[] => {
    if (requirement.kind === "experience" || requirement.title === undefined) return [];
    const { kind, title } = requirement;
    const fact = facts[title];
    const name = `record ${employee.number} ${title}`;
    const sure = ready.has(employee.number);
    const on =
      fact === undefined
        ? doneOn(name, requirement, own, sure, employee.startedOn, calendar)
        : fact === "missing"
          ? null
          : "ago" in fact
            ? calendar.ago(fact.ago)
            : calendar.runsOutIn(fact.runsOutIn, fact.months);
    if (on === null || on > calendar.today) return [];
    return [
      { kind, title, regulated: kind === "qualification" ? (requirement.regulated ?? null) : null, on, attested: kind === "demonstrated" },
    ];
  });
  return [...held, ...schooling(employee, calendar), ...responsibilityOf(employee, ladders, calendar)];
}

/** What people brought with them. Nobody has asked the others yet, so that what they hold is unknown. */
const brought: readonly [string, ...string[]] = [
  "Level 3 BTEC in Business",
  "Level 3 Certificate in Customer Service",
  "Level 2 Certificate in Team Leading",
  "Level 3 Award in Food Safety",
];
const certain: ReadonlySet<number> = new Set([2, 3, 5, 13, 15, 47, 51, 101]);

function schooling({ number, startedOn }: Employee, { ago }: Calendar): Held[] {
  const name = `schooling ${number}`;
  if (!certain.has(number) && draw(name) > 0.4) return [];
  const title = pick(`${name} what`, brought);
  const on = ago(between(`${name} when`, 1700, 4200));
  return [{ kind: "qualification", title, regulated: `RQF ${title.slice(6, 7)}`, on: on < startedOn ? on : startedOn, attested: false }];
}

/** About every fourth person holds one of the responsibilities of their level beside the job. */
function responsibilityOf(employee: Employee, ladders: ReadonlyMap<string, Framework>, calendar: Calendar): Held[] {
  const place = employee.placements.at(-1);
  const framework = place && ladders.get(place.framework);
  const offered = framework?.levels.find(({ id }) => id === place?.level)?.responsibilities ?? [];
  const name = `responsibility ${employee.number}`;
  if (offered.length === 0 || draw(name) > 0.27) return [];
  const id = pick(`${name} which`, nonEmpty(offered));
  const title = framework?.responsibilities.find((each) => each.id === id)?.title ?? id;
  const on = calendar.ago(between(`${name} since`, 60, 900));
  return on < employee.startedOn ? [] : [{ kind: "responsibility", title, regulated: null, on, attested: false }];
}
