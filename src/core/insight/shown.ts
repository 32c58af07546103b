import { z } from "zod";
import { bands } from "./bench.ts";

/** What the API shows of figures about many. */
export const figures = ["levels", "time-in-level", "gaps", "bench", "barriers", "cpd"] as const;

const count = z.int().min(0);
const months = z.int().min(0);

/** Whom the figures are about. */
const Whom = {
  /** Everybody, and not only those whose results the reader may see. */
  whole: z.boolean(),
  /** How many people there are in view. */
  people: count,
  /** Nothing is said of fewer than so many whom the reader may not see one by one. */
  smallest: z.int(),
};
const Ladder = z.object({ slug: z.string(), title: z.string() });
const Ladders = {
  /** The one the figures are of; null where nobody in view is on any. */
  ladder: Ladder.nullable(),
  /** Those that people in view are on, the most first. */
  ladders: z.array(Ladder.extend({ people: count })),
};
const Hidden = z.object({ hidden: z.literal(true) });
const Stay = z.object({
  people: count,
  /** A quarter stayed no longer than the first, half no longer than the second, three quarters no longer than the third. */
  months: z.tuple([months, months, months]).nullable(),
  /** Too few to say how long. */
  hidden: z.boolean(),
});

const Learned = z.object({
  people: count,
  /** Who logged anything, and who as much as is asked of them; null where nothing is asked. */
  logged: count,
  met: count.nullable(),
  /** Hours: a quarter logged no more than the first, half no more than the second, three quarters no more than the third. */
  hours: z.tuple([z.number(), z.number(), z.number()]),
});

const median = z.int().min(0).nullable();

const Band = z.enum(bands);

export const LevelsShown = z.object({
  people: count,
  /** Who stands on no rung. */
  nowhere: count,
  /** By title; in each the highest rung first. */
  ladders: z.array(
    Ladder.extend({
      kind: z.enum(["ladder", "standard"]),
      people: count,
      levels: z.array(z.object({ level: z.string(), title: z.string(), rank: z.int(), track: z.string(), people: count })),
    }),
  ),
});

export const TimeShown = z.object({
  ...Ladders,
  smallest: z.int(),
  /** The highest rung first. */
  levels: z.array(z.object({ level: z.string(), title: z.string(), rank: z.int(), track: z.string(), now: Stay, moved: Stay })),
});

export const GapsShown = z.object({
  ...Whom,
  ...Ladders,
  against: z.enum(["own", "next"]),
  domains: z.array(z.object({ id: z.string(), title: z.string() })),
  /** From the bottom up; how many are measured against each. */
  levels: z.array(z.object({ id: z.string(), title: z.string(), track: z.string(), people: count })),
  rows: z.array(
    z.object({
      competency: z.string(),
      title: z.string(),
      domain: z.string(),
      /** One for each level that asks for it. Counts are of answers: one for each person and expectation. */
      cells: z.array(
        z.union([
          Hidden.extend({ level: z.string() }),
          z.object({
            level: z.string(),
            asked: count,
            assessed: count,
            short: count,
            met: count,
            beyond: count,
            stale: count,
            unassessed: count,
          }),
        ]),
      ),
    }),
  ),
});

export const BenchShown = z.object({
  ...Whom,
  ...Ladders,
  /** The highest rung first: for how many it is next, and how near they are. */
  levels: z.array(
    z.object({
      level: z.string(),
      title: z.string(),
      people: count,
      bands: z.union([Hidden, z.object({ met: count, near: count, way: count, unassessed: count })]),
    }),
  ),
  /** By band, then by name: this is no ranking. */
  items: z.array(
    z.object({
      person: z.object({ id: z.uuid(), name: z.string(), team: z.string().nullable() }),
      from: z.object({ framework: z.string(), level: z.string(), title: z.string(), since: z.iso.date() }),
      to: z.object({ framework: z.string(), level: z.string(), title: z.string() }),
      band: Band,
      readiness: z.object({ low: z.number(), high: z.number() }),
      /** Every clause of the level's rule is met, what must be held included. */
      ready: z.boolean(),
      short: count,
      critical: count,
      unassessed: count,
      /** What must be held and is not met, or not known to be. */
      missing: count,
    }),
  ),
  next: z.string().nullable(),
});

export const BarriersShown = z.object({
  ...Whom,
  /** Whom something stands in the way of; null, like what is open in all, where too few are behind the figure. */
  people: count.nullable(),
  /** Days from which a barrier is called old. */
  oldDays: z.int(),
  open: count.nullable(),
  kinds: z.array(
    z.union([
      Hidden.extend({ kind: z.string() }),
      z.object({
        kind: z.string(),
        open: count,
        people: count,
        old: count,
        medianDays: median,
        oldestOn: z.iso.date().nullable(),
        /** In the last year; null where too few are behind the figure. */
        resolved: z.object({ count, medianDays: median }).nullable(),
      }),
    ]),
  ),
  units: z.array(
    z.union([
      Hidden.extend({ id: z.uuid().nullable(), name: z.string().nullable() }),
      z.object({ id: z.uuid().nullable(), name: z.string().nullable(), open: count, people: count, old: count }),
    ]),
  ),
});

export const CpdShown = z.object({
  ...Whom,
  year: z.object({ from: z.iso.date(), to: z.iso.date(), label: z.string(), first: z.int(), running: z.int() }),
  /** Hours asked in a year; null where none are. */
  asked: z.number().nullable(),
  /** Null where too few are behind the figure. */
  all: Learned.nullable(),
  units: z.array(
    z.intersection(
      z.object({ id: z.uuid().nullable(), name: z.string().nullable() }),
      z.union([Hidden.extend({ people: count }), Learned]),
    ),
  ),
  kinds: z.array(
    z.union([Hidden.extend({ kind: z.string() }), z.object({ kind: z.string(), hours: z.number(), entries: count, people: count })]),
  ),
});
