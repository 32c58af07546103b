import { z } from "zod";
import { CommentRule, FEWEST_PEERS } from "../cycle/setup.ts";

/** A word in the middle of a sentence, one and many: "cycle", "cycles". */
const Word = z.strictObject({ one: z.string().trim().min(1).max(40), many: z.string().trim().min(1).max(40) });
export type Word = z.output<typeof Word>;

/** Below this no group is shown anywhere: of two people each knows what the other is. */
export const SMALLEST_GROUP = 3;

const months = (least: number) => z.int().min(least).max(240).nullable();

/**
 * What an organisation decides for itself, with what holds until it does. Kept in `organisation.settings`; everybody reads it
 * through `settingsOf` and nobody the column.
 */
export const OrganisationSettings = z.object({
  /** What is called otherwise here, in the middle of a sentence. */
  words: z.object({ cycle: Word.default({ one: "cycle", many: "cycles" }) }).prefault({}),
  /** Days count from 1 for Monday, each once. Reminders go out on these. */
  workingWeek: z
    .object({
      days: z
        .array(z.int().min(1).max(7))
        .min(1)
        .max(7)
        .refine((days) => new Set(days).size === days.length, "Each day once.")
        .default([1, 2, 3, 4, 5]),
    })
    .prefault({}),
  thresholds: z
    .strictObject({
      /** Figures about fewer people than this are not shown. */
      smallestGroup: z.int().min(SMALLEST_GROUP).max(50).default(5),
      /** Peers' answers are put together from this many on; two could work out each other's. */
      fewestPeers: z.int().min(FEWEST_PEERS).max(20).default(FEWEST_PEERS),
    })
    .prefault({}),
  /** Learning that is logged: hours a year, null where none are asked; the month that its year begins with. */
  cpd: z
    .strictObject({
      hours: z.number().min(0.5).max(1000).multipleOf(0.5).nullable().default(null),
      startsIn: z.int().min(1).max(12).default(1),
      /** Fewer of whoever works part time, or is here for a part of the year. */
      inProportion: z.boolean().default(false),
    })
    .prefault({}),
  /** When a rating wants words, in cycles that are set up from now on. */
  commentRule: CommentRule.default({ differsBy: 2 }),
  /** Whether whoever wrote a draft may be its only reviewer, where the ladder does not say otherwise. */
  ownWork: z.boolean().default(false),
  /** Who has to sign in with more than a password. */
  secondFactor: z.enum(["none", "administrators", "everybody"]).default("none"),
  /** In months, what is older goes; null keeps it. */
  retention: z
    .strictObject({
      /** Entries of the audit log, the shortest a year: what is asked about a decision is asked within it. */
      auditEntries: months(12).default(null),
      /** The network addresses in it. */
      auditAddresses: months(1).default(12),
      /** The outbox: what was sent and when. */
      messages: months(1).default(12),
      /** Personal data of people who left: they are erased. The shortest is half a year, since people come back and questions are asked. */
      leavers: months(6).default(null),
    })
    .prefault({}),
  /** Set by the demo, by nobody else. */
  demo: z.boolean().default(false),
});
export type OrganisationSettings = z.output<typeof OrganisationSettings>;

/** What may be sent to change them: any part, of which each group is laid over what stands. */
export const SettingsChange = z.strictObject({
  words: z.strictObject({ cycle: Word.optional() }).optional(),
  workingWeek: z.strictObject({ days: OrganisationSettings.shape.workingWeek.unwrap().shape.days.unwrap().optional() }).optional(),
  thresholds: z
    .strictObject({
      smallestGroup: z.int().min(SMALLEST_GROUP).max(50).optional(),
      fewestPeers: z.int().min(FEWEST_PEERS).max(20).optional(),
    })
    .optional(),
  cpd: z
    .strictObject({
      hours: z.number().min(0.5).max(1000).multipleOf(0.5).nullable().optional(),
      startsIn: z.int().min(1).max(12).optional(),
      inProportion: z.boolean().optional(),
    })
    .optional(),
  commentRule: CommentRule.optional(),
  ownWork: z.boolean().optional(),
  secondFactor: z.enum(["none", "administrators", "everybody"]).optional(),
  retention: z
    .strictObject({
      auditEntries: months(12).optional(),
      auditAddresses: months(1).optional(),
      messages: months(1).optional(),
      leavers: months(6).optional(),
    })
    .optional(),
});
export type SettingsChange = z.output<typeof SettingsChange>;

/** @param stored the column as it is; what it lacks, or holds in a form of another version, is as if nobody had decided it. */
export function settingsOf(stored: unknown): OrganisationSettings {
  const parsed = OrganisationSettings.safeParse(stored);
  if (parsed.success) return parsed.data;
  if (typeof stored !== "object" || stored === null) return OrganisationSettings.parse({});
  const faulty = new Set(parsed.error.issues.map(({ path }) => path[0]));
  return OrganisationSettings.parse(Object.fromEntries(Object.entries(stored).filter(([name]) => !faulty.has(name))));
}

/** The settings with a change laid over them, group by group. */
export function changed(before: OrganisationSettings, change: SettingsChange): OrganisationSettings {
  return OrganisationSettings.parse({
    ...before,
    ...without(change),
    words: { ...before.words, ...without(change.words) },
    workingWeek: { ...before.workingWeek, ...without(change.workingWeek) },
    thresholds: { ...before.thresholds, ...without(change.thresholds) },
    cpd: { ...before.cpd, ...without(change.cpd) },
    retention: { ...before.retention, ...without(change.retention) },
  });
}

const without = (given: object = {}) => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** "retention.leavers" → "nothing to 24": what a change moved, field by field, for the log. Empty where nothing did. */
export function moved(before: object, after: object, path = ""): Record<string, string> {
  const found: Record<string, string> = {};
  const [was, is] = [new Map<string, unknown>(Object.entries(before)), new Map<string, unknown>(Object.entries(after))];
  for (const name of new Set([...was.keys(), ...is.keys()])) {
    const [old, now] = [was.get(name), is.get(name)];
    const here = path === "" ? name : `${path}.${name}`;
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    if (isGroup(old) && isGroup(now)) Object.assign(found, moved(old, now, here));
    else found[here] = `${said(old)} to ${said(now)}`;
  }
  return found;
}

const isGroup = (value: unknown): value is object => typeof value === "object" && value !== null && !Array.isArray(value);
const said = (value: unknown): string =>
  value === null || value === undefined ? "nothing" : typeof value === "string" ? `“${value}”` : JSON.stringify(value);
