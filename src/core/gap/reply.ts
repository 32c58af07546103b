import { z } from "zod";
import { Clause, Domain, Requirement, ScalePoint } from "../framework/document.ts";
import type { RequirementLine as Line } from "./report.ts";

/** The shape of a report with everything that those who read it are told beside it: what the API replies and a copy keeps. */

export const levelReference = z
  .string()
  .max(201)
  .regex(/^[^/]+\/[^/]+$/, "framework/level");
const Answer = z.union([z.int(), z.enum(["not-observed", "no-opportunity"])]);

const RequirementLine = z.object({
  id: z.string(),
  kind: z.enum(["qualification", "experience", "demonstrated", "training", "check", "anyOf"]),
  status: z.enum(["met", "expiring", "unknown", "expired", "unmet"]),
  expiresOn: z.iso.date().exactOptional(),
  metOn: z.iso.date().exactOptional(),
  months: z.int().exactOptional(),
  unverified: z.literal(true).exactOptional(),
  // Named, because what a type that contains itself is inferred to be depends on where the compiler begins.
  get anyOf(): z.ZodExactOptional<z.ZodArray<z.ZodType<Line, Line>>> {
    return z.array(RequirementLine).exactOptional();
  },
});

/** As `core/gap/report.ts` makes it. */
const Report = z.object({
  framework: z.string(),
  version: z.int().nullable(),
  level: z.string(),
  on: z.iso.date(),
  readiness: z.object({ low: z.number(), high: z.number() }),
  ready: z.boolean(),
  clauses: z.array(z.intersection(Clause, z.object({ status: z.enum(["met", "not-met", "unknown"]), because: z.array(z.string()) }))),
  expectations: z.array(
    z.object({
      id: z.string(),
      competency: z.string(),
      required: z.int(),
      attained: z.int().nullable(),
      status: z.enum(["met", "exceeds", "gap", "not-assessed", "stale"]),
      attainment: z.number().nullable(),
      weight: z.number(),
      critical: z.boolean(),
      gain: z.number(),
      answer: Answer.nullable(),
      ratedOn: z.iso.date().nullable(),
      was: z.int().nullable(),
    }),
  ),
  requirements: z.array(RequirementLine),
  movesMost: z.array(z.string()),
  warnings: z.array(z.string()),
});

const Place = z.object({ framework: z.string(), frameworkTitle: z.string(), version: z.int(), level: z.string(), levelTitle: z.string() });

const Interval = z.object({ low: z.number(), high: z.number() });

/** Beside one expectation of the report. */
const Line = z.object({
  title: z.string(),
  definition: z.string().nullable(),
  domain: z.string(),
  /** Where the competency is inherited from: "Company values 2". */
  from: z.string().nullable(),
  markers: z.array(z.string()),
  self: z.int().nullable(),
  comment: z.string().nullable(),
  rater: z.object({ name: z.string(), kind: z.enum(["manager", "assessor", "calibration"]) }).nullable(),
  /** Oldest first, one per released review, as the report's version reads it: `carries` false where its words have changed in substance since. */
  history: z.array(z.object({ cycle: z.string(), on: z.iso.date(), answer: Answer, version: z.int(), carries: z.boolean() })),
  /** How many pieces of evidence are attached to what was said of it. */
  evidence: z.int(),
  pieces: z.array(
    z.object({
      id: z.uuid(),
      review: z.uuid(),
      cycle: z.string(),
      kind: z.enum(["file", "link", "record", "note"]),
      title: z.string(),
      url: z.string().nullable(),
      on: z.iso.date().nullable(),
      by: z.string().nullable(),
    }),
  ),
  /**
   * Not null where its words are newer than the version that the person was last rated in: since which version, and what was
   * said of what it was then.
   */
  wording: z
    .object({
      kind: z.enum(["reworded", "split", "merged", "new"]),
      version: z.int(),
      from: z.array(z.object({ title: z.string(), answer: Answer.nullable() })),
    })
    .nullable(),
});

export const GapReply = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), you: z.boolean(), team: z.string().nullable() }),
  /** Where the person stands on the day; null without a placement. */
  current: Place.nullable(),
  /**
   * Not null while the person is reported against two versions of their ladder, until a day: the one they were moved to (`now`)
   * and the one before. `old` says that this is the report against the one before.
   */
  overlap: z.object({ until: z.iso.date(), now: z.int(), before: z.int(), old: z.boolean() }).nullable(),
  /** Null where there is nothing to measure against: no placement and no target asked for. */
  target: Place.extend({
    relation: z.enum(["current", "next", "same-ladder", "other"]),
    source: z.string().nullable(),
    licence: z.string().nullable(),
  }).nullable(),
  /** What may be asked for instead, in the order of the menu. */
  targets: z.array(
    z.object({
      value: levelReference,
      title: z.string(),
      frameworkTitle: z.string(),
      relation: z.enum(["current", "next", "same-ladder", "other"]),
    }),
  ),
  /** The newest released cycle whose ratings are in the report. */
  cycle: z.object({ title: z.string(), releasedOn: z.iso.date() }).nullable(),
  scale: z.array(ScalePoint),
  domains: z.array(Domain),
  /** The rungs of the way that the small ladder draws, from the top down. */
  ladder: z.array(z.object({ level: z.string(), title: z.string(), rank: z.int(), you: z.boolean(), aim: z.boolean() })),
  report: Report.nullable(),
  /** Beside each expectation of the report, by its id. */
  lines: z.record(z.string(), Line),
  /** The requirements as written, in the order of the report. */
  requirements: z.array(Requirement),
  /** How the person stood against this level after each review of it, oldest first, each by the version of then. */
  trend: z.array(
    z.object({
      review: z.string(),
      cycle: z.string(),
      on: z.iso.date(),
      version: z.int(),
      readiness: Interval,
      met: z.int(),
      short: z.int(),
      open: z.int(),
    }),
  ),
  /** Who can assess what nobody has: the direct manager on the day; null without one. */
  assessor: z.string().nullable(),
});
export type GapReply = z.output<typeof GapReply>;
