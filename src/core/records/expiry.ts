import { addMonths, daysBetween } from "../gap/dates.ts";

/** Days before something runs out on which its holder is told, the first first. */
export const reminderDays = [60, 30, 7] as const;

export type Standing = "lasting" | "valid" | "expiring" | "expired";

/** The first day on which it no longer counts; null for ever. */
export const expiresOn = (on: string, months: number | null): string | null => (months === null ? null : addMonths(on, months));

/** `expiring` from 60 days before it runs out, `expired` from the day itself. */
export function standingOf(expires: string | null, today: string): Standing {
  if (expires === null) return "lasting";
  const left = daysBetween(today, expires);
  return left <= 0 ? "expired" : left <= reminderDays[0] ? "expiring" : "valid";
}

/** Which of the reminders is due with so many days left: the last that has come; null before the first and once it has run out. */
export function reminderDue(daysLeft: number): (typeof reminderDays)[number] | null {
  return daysLeft <= 0 ? null : (reminderDays.findLast((days) => daysLeft <= days) ?? null);
}
