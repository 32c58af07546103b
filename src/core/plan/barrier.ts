import { daysBetween } from "../gap/dates.ts";

export const barrierKinds = [
  "funding",
  "eligibility",
  "employer-discretion",
  "shift-pattern",
  "no-vacancy",
  "no-mentor",
  "access",
  "other",
] as const;
export type BarrierKind = (typeof barrierKinds)[number];

export const barrierWords: Readonly<Record<BarrierKind, string>> = {
  funding: "No funding",
  eligibility: "Not eligible",
  "employer-discretion": "Employer’s decision",
  "shift-pattern": "Shift pattern",
  "no-vacancy": "No vacancy",
  "no-mentor": "No mentor",
  access: "No access",
  other: "Something else",
};

/** What would most often take it away: offered as a hint while somebody writes what would. */
export const barrierHints: Readonly<Record<BarrierKind, string>> = {
  funding: "A funded place, a bursary, or the cost agreed from the training budget",
  eligibility: "What is asked first, or another way in that counts",
  "employer-discretion": "Who decides, and what they would need to see",
  "shift-pattern": "Cover on the days, or the same course at another time",
  "no-vacancy": "A post, an acting-up, or the work without the title",
  "no-mentor": "Somebody to learn from, and an hour of theirs a month",
  access: "Equipment, a login, transport, or a place that can be reached",
  other: "What would have to change",
};

/** Whole days for which it has stood, or stood until it was resolved; 0 on the day itself. */
export const ageOf = (raisedOn: string, resolvedOn: string | null, today: string): number =>
  Math.max(0, daysBetween(raisedOn, resolvedOn ?? today));

export const ages = ["fresh", "ageing", "old"] as const;
export type Age = (typeof ages)[number];
/** First day of each age: a month is a month's patience, a quarter is a plan's. */
export const ageFrom: Readonly<Record<Age, number>> = { fresh: 0, ageing: 30, old: 90 };
export const ageWords: Readonly<Record<Age, string>> = { fresh: "under 30 days", ageing: "30 to 89 days", old: "90 days and more" };
export const ageBand = (days: number): Age => ages.findLast((age) => days >= ageFrom[age]) ?? "fresh";
