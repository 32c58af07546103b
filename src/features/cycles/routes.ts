import { z } from "zod";
import { calendarText } from "../../core/calendar/ics.ts";
import { cycleEntries } from "../../core/cycle/calendar.ts";
import { CycleSetup, NewSetup } from "../../core/cycle/setup.ts";
import { CycleListed, CycleShown, PreflightShown, PreviewShown } from "../../core/cycle/shown.ts";
import { cycleStates } from "../../core/cycle/state.ts";
import { cycleOf, lockedCycle } from "../../db/cycles.ts";
import { FileOutput } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Id = { cycleId: z.uuid() };
const Title = z.string().trim().min(1).max(200);
const Reason = z.string().trim().min(1).max(4000);
const one = (tx: Tx, { cycleId }: { cycleId: string }) => cycleOf(tx, cycleId);
const locked = (tx: Tx, { cycleId }: { cycleId: string }) => lockedCycle(tx, cycleId);

export const cycleList = route({
  method: "GET",
  path: "/cycles",
  summary: "Evaluation cycles that you run, read, or are in, the newest first",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(30),
    cursor: z.string().max(400).optional(),
    state: z.enum(cycleStates).optional(),
  }),
  output: z.object({ items: z.array(CycleListed), next: z.string().nullable(), can: z.object({ create: z.boolean() }) }),
  allow: "cycle.list",
  scope: true,
  audit: { none: "titles, dates and counts; one's own part of each" },
  handle: (context) => store.list(context),
});

export const cycleCreate = route({
  method: "POST",
  path: "/cycles",
  summary: "Begin a cycle's set-up; nobody hears of it before it is launched",
  creates: true,
  input: z.object({ title: Title, setup: NewSetup.prefault({}) }),
  output: CycleShown,
  allow: "cycle.create",
  audit: { action: "cycle.create", when: "always" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: (context) => store.create(context),
});

export const cycleRead = route({
  method: "GET",
  path: "/cycles/:cycleId",
  summary: "A cycle with its set-up",
  input: z.object(Id),
  output: CycleShown,
  allow: "cycle.read",
  audit: { none: "how a cycle is set up says nothing of anybody's results" },
  subject: one,
  matches: store.matches,
  handle: async ({ actor, subject }) => store.shown(actor, subject),
});

export const cycleCalendar = route({
  method: "GET",
  path: "/cycles/:cycleId/calendar",
  summary: "A cycle's days as a calendar file (RFC 5545)",
  input: z.object(Id),
  output: FileOutput,
  allow: "cycle.read",
  audit: { none: "its days" },
  subject: one,
  handle: async ({ subject, now, installation }) => ({
    name: `${subject.title}.ics`,
    mediaType: "text/calendar; charset=utf-8",
    content: calendarText({
      name: subject.title,
      stamp: now.toISOString(),
      entries: cycleEntries(subject, `${installation.links()}/cycles/${subject.cycleId}`),
    }),
  }),
});

export const cyclePatch = route({
  method: "PATCH",
  path: "/cycles/:cycleId",
  summary: "Change a cycle's title or set-up; once it runs, its title, dates and reminders",
  largest: 2 * 1024 * 1024,
  input: z.object({ ...Id, title: Title.optional(), setup: CycleSetup.optional() }),
  output: CycleShown,
  allow: "cycle.manage",
  audit: { action: "cycle.change", when: "always" },
  subject: locked,
  matches: store.matches,
  handle: (context) => store.patch(context),
});

export const cycleCopy = route({
  method: "POST",
  path: "/cycles/:cycleId/copy",
  summary: "Begin another cycle with the set-up of this one, without its dates and exceptions",
  creates: true,
  input: z.object({ ...Id, title: Title }),
  output: CycleShown,
  allow: "cycle.manage",
  audit: { action: "cycle.create", when: "always" },
  subject: one,
  handle: (context) => store.copy(context),
});

export const cyclePreflight = route({
  method: "GET",
  path: "/cycles/:cycleId/preflight",
  summary: "Who would take part today, and what keeps anybody from it, each with its repairs",
  input: z.object(Id),
  output: PreflightShown,
  allow: "cycle.manage",
  audit: { none: "who has a level and a manager, and no results" },
  subject: one,
  handle: (context) => store.preflight(context),
});

export const cyclePreview = route({
  method: "GET",
  path: "/cycles/:cycleId/preview",
  summary: "Exactly what somebody will be asked; the first to take part where nobody is named",
  input: z.object({ ...Id, person: z.uuid().optional() }),
  output: PreviewShown,
  allow: "cycle.manage",
  audit: { none: "an empty form" },
  subject: one,
  handle: (context) => store.preview(context),
});

export const cycleLaunch = route({
  method: "POST",
  path: "/cycles/:cycleId/launch",
  summary: "Open a cycle: everybody is pinned to their version, level and raters, or nobody is",
  input: z.object({ ...Id, ifRevision: z.int().min(1) }),
  output: CycleShown.extend({ reviews: z.int(), assessments: z.int() }),
  allow: "cycle.manage",
  audit: { action: "cycle.launch", when: "always" },
  subject: locked,
  handle: (context) => store.launch(context),
});

export const cycleCalibrate = route({
  method: "POST",
  path: "/cycles/:cycleId/calibrate",
  summary: "Close the forms and begin calibration; what has been sent in is what counts",
  input: z.object(Id),
  output: CycleShown,
  allow: "cycle.manage",
  audit: { action: "cycle.calibrate", when: "always" },
  subject: locked,
  handle: (context) => store.goOn(context, "calibrate"),
});

export const cycleCancel = route({
  method: "POST",
  path: "/cycles/:cycleId/cancel",
  summary: "End a cycle without a result; what was written is kept and shown to nobody",
  input: z.object({ ...Id, reason: Reason }),
  output: CycleShown,
  allow: "cycle.manage",
  audit: { action: "cycle.cancel", when: "always" },
  subject: locked,
  handle: (context) => store.goOn(context, "cancel", context.input.reason),
});

export const cycleArchive = route({
  method: "POST",
  path: "/cycles/:cycleId/archive",
  summary: "Put a released cycle away; its results stay where they are",
  input: z.object(Id),
  output: CycleShown,
  allow: "cycle.manage",
  audit: { action: "cycle.archive", when: "always" },
  subject: locked,
  handle: (context) => store.goOn(context, "archive"),
});

export const cycleRoutes = [
  cycleList,
  cycleCreate,
  cycleRead,
  cycleCalendar,
  cyclePatch,
  cycleCopy,
  cyclePreflight,
  cyclePreview,
  cycleLaunch,
  cycleCalibrate,
  cycleCancel,
  cycleArchive,
] as const;
