import { z } from "zod";
import { Clause, Domain, Requirement, ScalePoint } from "../../core/framework/document.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const levelReference = z
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
  get anyOf() {
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

export const gapReport = route({
  method: "GET",
  path: "/people/:personId/gap",
  summary: "Where a person stands against a level, and what is missing",
  input: z.object({
    personId: z.uuid(),
    /** `framework/level`; absent: the first next level of the person's own, or their own where there is none above. */
    target: levelReference.optional(),
    on: z.iso.date().optional(),
    /** The version that the person was moved from, while both count; that of their place where absent. */
    version: z.coerce.number().int().min(1).optional(),
  }),
  output: z.object({
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
    lines: z.record(
      z.string(),
      z.object({
        title: z.string(),
        definition: z.string().nullable(),
        domain: z.string(),
        /** Where the competency is inherited from: "Company values 2". */
        from: z.string().nullable(),
        markers: z.array(z.string()),
        self: z.int().nullable(),
        comment: z.string().nullable(),
        rater: z.object({ name: z.string(), kind: z.enum(["manager", "assessor", "calibration"]) }).nullable(),
        /** Oldest first, one per released cycle. */
        history: z.array(z.object({ cycle: z.string(), on: z.iso.date(), answer: Answer })),
        evidence: z.int(),
      }),
    ),
    /** The requirements as written, in the order of the report. */
    requirements: z.array(Requirement),
    can: z.object({ "gap.read": z.boolean(), "checkin.start": z.boolean() }),
  }),
  allow: "gap.read",
  audit: { action: "gap.read", when: "others" },
  subject: (tx, { personId }, _actor, today) => store.subject(tx, personId, today),
  handle: ({ tx, actor, input, subject, today }) =>
    store.report(tx, actor, subject, input.target ?? null, input.on ?? today, input.version ?? null),
});

export const gapRoutes = [gapReport] as const;
