import { daysBetween } from "../gap/dates.ts";
import type { CycleSetup } from "./setup.ts";

const dues = [
  ["self", "selfDue"],
  ["manager", "managerDue"],
  ["assessor", "managerDue"],
  ["peer", "peersDue"],
] as const;

/** Days between reminders once a day is over: often enough to be heard, not so often as to be muted. */
const WEEK = 7;

/** Of whom the set-up says that they are reminded on this day, of those who have not sent theirs in. */
export function kindsToday({ stages, reminders }: CycleSetup, today: string): ("self" | "manager" | "assessor" | "peer")[] {
  return dues.flatMap(([kind, stage]) => {
    const due = stages[stage];
    if (due === null) return [];
    const left = daysBetween(today, due);
    const now = left >= 0 ? reminders.daysBefore.includes(left) : reminders.overdue && (-left - 1) % WEEK === 0;
    return now ? [kind] : [];
  });
}
