import { createHash } from "node:crypto";
import { addMonths, dateOf, dayNumber } from "../../core/gap/dates.ts";

/**
 * Where everything in the demo organisation comes from that looks like chance. Each draw has a name of its own, so that a
 * person added or a sentence changed leaves all others as they were.
 */
const digest = (name: string) => createHash("sha256").update(`Fernhithe ${name}`).digest();

/** The instant that ids carry: the same every day, so that addresses and pictures of the demo stay as they are. */
const BORN = Date.UTC(2026, 0, 1);

/** @returns a UUIDv7 that is the same wherever and whenever the demo is made. */
export function id(kind: string, key: string): string {
  const bytes = digest(`${kind} ${key}`).subarray(0, 16);
  bytes.writeUIntBE(BORN, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** @returns a number in [0, 1), always the same for a name. */
export const draw = (name: string): number => digest(name).readUInt32BE(0) / 2 ** 32;

/** A whole number from `low` to `high`, both included. */
export const between = (name: string, low: number, high: number): number => low + Math.floor(draw(name) * (high - low + 1));

export const pick = <T>(name: string, from: readonly [T, ...T[]]): T => from[Math.floor(draw(name) * from.length)] ?? from[0];

/** @returns dates counted back from the day the demo is made, so that what runs out in forty days always does. */
export const calendar = (today: string) => ({
  today,
  ago: (days: number): string => dateOf(dayNumber(today) - days),
  /** Done so long ago that, valid for as many months, it runs out in so many days (before today where negative). */
  runsOutIn: (days: number, months: number): string => addMonths(dateOf(dayNumber(today) + days), -months),
});
export type Calendar = ReturnType<typeof calendar>;

/** An instant on a date: `minutes` after nine in the morning, UTC. */
export const at = (date: string, minutes = 0): string => new Date(Date.parse(`${date}T09:00:00Z`) + minutes * 60_000).toISOString();
