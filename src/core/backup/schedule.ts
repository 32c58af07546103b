/** The hour of the day at which a backup falls due, UTC: after the evening, before the first shift. */
export const HOUR = 2;

const NAME = /^rungs-(\d{4}-\d{2}-\d{2}T\d{6})Z\.backup$/;

/** @returns the name of a scheduled backup; names sort as their instants do. */
export const nameAt = (at: Date): string => `rungs-${at.toISOString().slice(0, 19).replaceAll(":", "")}Z.backup`;

/** @returns the instant that a scheduled backup is named by, or null for any other file. */
export function takenAt(name: string): Date | null {
  const written = NAME.exec(name)?.[1];
  if (written === undefined) return null;
  const at = new Date(`${written.slice(0, 13)}:${written.slice(13, 15)}:${written.slice(15)}Z`);
  return Number.isNaN(at.getTime()) || nameAt(at) !== name ? null : at;
}

/**
 * Whether a backup is to be taken now: one a day, as soon as anybody is up after the hour.
 *
 * @param names of the files that are there, in any order.
 */
export function isDue(now: Date, names: readonly string[]): boolean {
  const hour = new Date(now);
  hour.setUTCHours(HOUR, 0, 0, 0);
  if (hour > now) hour.setUTCDate(hour.getUTCDate() - 1);
  return !names.some((name) => {
    const at = takenAt(name);
    // One that says it is of tomorrow was named by a clock that ran ahead; it must not keep the next one from being taken.
    return at !== null && at >= hour && at <= now;
  });
}

/** @param keep at least 1. @returns the scheduled backups beyond the newest `keep`, the oldest first; never any other file. */
export const outdated = (names: readonly string[], keep: number): string[] =>
  names
    .filter((name) => takenAt(name) !== null)
    .toSorted()
    .slice(0, -keep);

const AN_HOUR = 3_600_000;

/** How long a backup may take, in ms; one of before that, of which nobody wrote down the end, was broken off. */
export const LONGEST = 6 * AN_HOUR;

export const stateOf = (
  { startedAt, finishedAt, bytes }: { startedAt: Date; finishedAt: Date | null; bytes: number | null },
  now: Date,
): "whole" | "failed" | "running" | "broken-off" => {
  if (bytes !== null) return "whole";
  if (finishedAt !== null) return "failed";
  return now.getTime() - startedAt.getTime() < LONGEST ? "running" : "broken-off";
};

/** @param whole when the last one was begun that is whole; null for never. One a day, and two hours for a server that was just asleep. */
export const isOverdue = (whole: Date | null, now: Date): boolean => whole === null || now.getTime() - whole.getTime() > 26 * AN_HOUR;
