import { z } from "zod";
import { isDate } from "./dates.ts";
import type { Records } from "./report.ts";

const date = z.string().refine(isDate, "is not a date; write it as 2026-03-09");
const title = z.string().trim().min(1, "is empty").max(200);
const level = z.string().regex(/^[^/\s]+(\/[^/\s]+)?$/, "has to be a level, as level or framework/level");
const validMonths = z.int().min(1).max(600).nullish();

/** Lists as a file holds them; one that is null is as good as absent. */
const Lists = z.object({
  qualifications: z.array(z.object({ title, regulated: z.string().max(200).nullish(), awardedOn: date })).nullish(),
  placements: z.array(z.object({ level, from: date, to: date.nullish() })).nullish(),
  training: z.array(z.object({ title, completedOn: date, validMonths })).nullish(),
  checks: z.array(z.object({ title, clearedOn: date, validMonths })).nullish(),
  demonstrated: z.array(z.object({ title, attestedOn: date })).nullish(),
});

const known: Readonly<Record<keyof z.output<typeof Lists>, readonly string[]>> = {
  qualifications: ["title", "regulated", "awardedOn"],
  placements: ["level", "from", "to"],
  training: ["title", "completedOn", "validMonths"],
  checks: ["title", "clearedOn", "validMonths"],
  demonstrated: ["title", "attestedOn"],
};

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];

/** A misspelt list would be a list that nobody looked for, so what is not read is said. */
function unread(document: unknown): string[] {
  const lists = new Map<string, readonly string[]>(Object.entries(known));
  const strange = keysOf(document)
    .filter((key) => !lists.has(key))
    .map((key) => `“${key}” is no list of records and is not read.`);
  for (const [list, keys] of lists) {
    const entries: unknown =
      typeof document === "object" && document !== null ? Object.getOwnPropertyDescriptor(document, list)?.value : undefined;
    const extra = new Set(Array.isArray(entries) ? entries.flatMap(keysOf).filter((key) => !keys.includes(key)) : []);
    strange.push(...[...extra].map((key) => `“${key}” in ${list} is not read.`));
  }
  return strange;
}

/** "training, entry 2, completedOn": where in the file, counted from 1. */
const whereIs = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? "the file" : path.map((step) => (typeof step === "number" ? `entry ${step + 1}` : String(step))).join(", ");

/**
 * A person's records from a document that anybody may have written.
 *
 * @returns `faults` in words, each with its place, when it cannot be read as records; `warnings` on what is left out.
 */
export function recordsOf(document: unknown): { records: Records; faults: string[]; warnings: string[] } {
  const read = Lists.safeParse(document);
  if (!read.success)
    return { records: {}, faults: read.error.issues.map(({ path, message }) => `${whereIs(path)}: ${message}.`), warnings: [] };
  const { qualifications, placements, training, checks, demonstrated } = read.data;
  const backwards = (placements ?? []).flatMap(({ from, to }, index) =>
    to && to < from ? [`placements, entry ${index + 1} ends before it starts and counts for nothing.`] : [],
  );
  return {
    records: {
      ...(qualifications ? { qualifications } : {}),
      ...(placements ? { placements } : {}),
      ...(training ? { training } : {}),
      ...(checks ? { checks } : {}),
      ...(demonstrated ? { demonstrated } : {}),
    },
    faults: [],
    warnings: [...unread(document), ...backwards],
  };
}
