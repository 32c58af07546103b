import { z } from "zod";
import { bands } from "../../core/insight/bench.ts";
import {
  BarriersShown,
  BenchShown,
  CpdShown,
  figures as figureNames,
  GapsShown,
  LevelsShown,
  TimeShown,
} from "../../core/insight/shown.ts";
import { FileOutput } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Slug = z.string().min(1).max(100);
/** Only those in this unit or in one below it. */
const team = z.uuid().optional();
/** The ladder by its name; absent: the one with the most people in view. */
const ladder = Slug.optional();
const figures = { allow: "insight.read", scope: true } as const;
const audited = { action: "insight.read", when: "always" } as const;

export const insightLevels = route({
  method: "GET",
  path: "/insights/levels",
  summary: "How many people stand on each rung of each ladder",
  input: z.object({ team, ladder }),
  output: LevelsShown,
  ...figures,
  audit: { none: "at which level somebody is stands in the directory" },
  handle: store.levels,
});

export const insightTime = route({
  method: "GET",
  path: "/insights/time-in-level",
  summary: "How long people have been on each rung of a ladder, and how long those stayed who went on; of everybody, in months",
  input: z.object({ team, ladder }),
  output: TimeShown,
  ...figures,
  audit: { none: "figures of groups that are large enough, and levels stand in the directory" },
  handle: store.time,
});

export const insightGaps = route({
  method: "GET",
  path: "/insights/gaps",
  summary: "How many are short of each competency at each level of a ladder",
  input: z.object({
    team,
    ladder,
    /** People measured against the level they are at, or against each that is next for them. */
    against: z.enum(["own", "next"]).default("own"),
  }),
  output: GapsShown,
  ...figures,
  audit: audited,
  handle: store.gaps,
});

export const insightBench = route({
  method: "GET",
  path: "/insights/bench",
  summary: "Who is near which level of a ladder, of those whose results you may see; and how many there are for each",
  input: z.object({
    team,
    ladder,
    /** Only those for whom this level is next. */
    level: z.string().max(100).optional(),
    /** Absent: those who meet all or most of it. */
    band: z.enum(bands).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  output: BenchShown,
  ...figures,
  audit: audited,
  handle: store.bench,
});

export const insightBarriers = route({
  method: "GET",
  path: "/insights/barriers",
  summary: "What stands in people's way: open barriers by kind and by unit, how old they are, and how long others took to go",
  input: z.object({ team }),
  output: BarriersShown,
  ...figures,
  audit: audited,
  handle: store.barriers,
});

export const insightCpd = route({
  method: "GET",
  path: "/insights/cpd",
  summary: "Hours of learning logged in a year, by unit and by kind, against what is asked",
  input: z.object({
    team,
    /** The calendar year in which the year of learning begins; absent: the running one. */
    year: z.coerce.number().int().min(1970).max(2200).optional(),
  }),
  output: CpdShown,
  ...figures,
  audit: audited,
  handle: store.cpd,
});

export const insightExport = route({
  method: "GET",
  path: "/insights/export",
  summary: "A figure as a table for spreadsheets (CSV)",
  input: z.object({
    figure: z.enum(figureNames),
    team,
    ladder,
    against: z.enum(["own", "next"]).default("own"),
    year: z.coerce.number().int().min(1970).max(2200).optional(),
  }),
  output: FileOutput,
  ...figures,
  audit: { action: "insight.export", when: "always" },
  handle: store.exported,
});

export const insightRoutes = [insightLevels, insightTime, insightGaps, insightBench, insightBarriers, insightCpd, insightExport] as const;
