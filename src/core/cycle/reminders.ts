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

/**
 * Of whom the set-up says that they are reminded on this day, of those who have not sent theirs in. What falls on a day off is
 * brought forward to the last working day before it, and once the day is over put off to the next.
 *
 * @param workingDays counted from 1 for Monday, at least one.
 */
export function kindsToday(
  { stages, reminders }: CycleSetup,
  today: string,
  workingDays: readonly number[],
): ("self" | "manager" | "assessor" | "peer")[] {
  if (!workingDays.includes(weekday(today))) return [];
  const [free, before] = [daysOff(today, workingDays, 1), daysOff(today, workingDays, -1)];
  return dues.flatMap(([kind, stage]) => {
    const due = stages[stage];
    if (due === null) return [];
    const left = daysBetween(today, due);
    const now =
      left >= 0
        ? reminders.daysBefore.some((day) => day <= left && day >= left - free)
        : reminders.overdue && [...Array(before + 1).keys()].some((ago) => -left - 1 - ago >= 0 && (-left - 1 - ago) % WEEK === 0);
    return now ? [kind] : [];
  });
}

/** From 1 for Monday. */
const weekday = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** How many days off follow a day, or came before it. */
function daysOff(date: string, workingDays: readonly number[], way: 1 | -1): number {
  const from = weekday(date) - 1;
  for (let off = 0; off < 7; off += 1) if (workingDays.includes(((((from + way * (off + 1)) % 7) + 7) % 7) + 1)) return off;
  return 6;
}
