import { z } from "zod";
import { ScalePoint } from "../../core/framework/document.ts";
import { FileOutput } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Chosen = {
  /** Those who report to them, at any depth. */
  manager: z.uuid().optional(),
  /** A unit, with those below it. */
  team: z.uuid().optional(),
  framework: z.string().max(100).optional(),
  /** Together with `framework`: those at this level of it. */
  level: z.string().max(100).optional(),
  sort: z.enum(store.sorts).default("name"),
  /** Goes before `sort`: who is furthest from what this competency asks stands first. */
  competency: z.string().max(100).optional(),
  descending: z.union([z.boolean(), z.stringbool()]).default(false),
};
const Cell = z.object({
  status: z.enum(["met", "exceeds", "gap", "not-assessed", "stale"]),
  required: z.int(),
  attained: z.int().nullable(),
  /** Points of the scale, short or beyond. */
  steps: z.int(),
  critical: z.boolean(),
});

export const teamGaps = route({
  method: "GET",
  path: "/gaps/team",
  summary: "How many people stand against their next level, by competency, and what they lack together; those whose results you may see",
  input: z.object({ ...Chosen, limit: z.coerce.number().int().min(1).max(100).default(50), cursor: z.string().max(400).optional() }),
  output: z.object({
    /** How many people in all. */
    total: z.int(),
    items: z.array(
      z.object({
        person: z.object({ id: z.uuid(), name: z.string(), team: z.string().nullable() }),
        current: z.object({ framework: z.string(), version: z.int(), level: z.string(), levelTitle: z.string() }),
        /** The first next level, or the person's own where none follows. */
        target: z.object({
          framework: z.string(),
          frameworkTitle: z.string(),
          version: z.int(),
          level: z.string(),
          levelTitle: z.string(),
          relation: z.enum(["next", "current"]),
        }),
        readiness: z.object({ low: z.number(), high: z.number() }),
        met: z.int(),
        short: z.int(),
        /** Not assessed or stale. */
        open: z.int(),
        /** By competency of the target's ladder; what is not asked of them is not there. */
        cells: z.record(z.string(), Cell),
      }),
    ),
    /** The ladders that somebody of all these is measured against, with what they ask. */
    ladders: z.array(
      z.object({
        framework: z.string(),
        title: z.string(),
        people: z.int(),
        scale: z.array(ScalePoint),
        competencies: z.array(z.object({ id: z.string(), title: z.string(), domain: z.string() })),
      }),
    ),
    /** Of all these people: what most are short of first. */
    lacks: z.array(
      z.object({ framework: z.string(), competency: z.string(), asked: z.int(), short: z.int(), steps: z.int(), open: z.int() }),
    ),
    next: z.string().nullable(),
  }),
  allow: "gap.team",
  audit: { action: "gap.team", when: "always" },
  scope: true,
  handle: (context) => store.report(context),
});

export const teamGapsExport = route({
  method: "GET",
  path: "/gaps/team/export",
  summary: "The same as CSV, a line for each person and competency",
  input: z.object(Chosen),
  output: FileOutput,
  allow: "gap.team",
  audit: { action: "gap.team.export", when: "always" },
  scope: true,
  handle: (context) => store.exported({ ...context, input: { ...context.input, limit: store.MOST } }),
});

export const teamReportRoutes = [teamGaps, teamGapsExport] as const;
