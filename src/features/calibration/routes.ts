import { z } from "zod";
import { CalibrationShown, CasesShown, ReleaseShown, SessionShown } from "../../core/cycle/shown.ts";
import { cycleStates } from "../../core/cycle/state.ts";
import { Problem } from "../../core/problem.ts";
import { pinnedIn } from "../../db/calibration-cases.ts";
import type { Session } from "../../db/calibration-sessions.ts";
import { cycleOf, lockedCycle } from "../../db/cycles.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Id = { cycleId: z.uuid() };
const cycle = (tx: Tx, { cycleId }: { cycleId: string }) => cycleOf(tx, cycleId);
const locked = (tx: Tx, { cycleId }: { cycleId: string }) => lockedCycle(tx, cycleId);

/** Held until the transaction ends; the session is null where it is not there. */
const session = async (tx: Tx, input: { cycleId: string; sessionId: string }) => ({
  ...(await locked(tx, input)),
  session: await store.sessionIn(tx, input.cycleId, input.sessionId),
});
const sessionMatches = {
  tag: ({ session: found }: { session: Session | null }) => found?.tag ?? "none",
  state: async ({ subject }: { subject: { session: Session | null } }) => subject.session,
};

export const calibrationRead = route({
  method: "GET",
  path: "/cycles/:cycleId/calibration",
  summary: "How ratings are spread, by manager, level, ladder or unit, and what calibration has changed",
  input: z.object({
    ...Id,
    by: z.enum(["manager", "level", "ladder", "unit"]).default("manager"),
    /** One version, as `framework@version`; that with the most people where left out. */
    ladder: z.string().max(120).optional(),
  }),
  output: CalibrationShown,
  allow: "cycle.results",
  audit: { action: "calibration.read", when: "always" },
  subject: cycle,
  handle: (context) => store.calibration(context),
});

export const calibrationCases = route({
  method: "GET",
  path: "/cycles/:cycleId/calibration/cases",
  summary: "People beside one another on one level, by name",
  input: z.object({
    ...Id,
    ladder: z.string().max(120),
    level: z.string().max(100),
    manager: z.uuid().optional(),
    /** At most twelve ids of reviews, with commas between: these alone. */
    reviews: z.string().max(500).optional(),
    cursor: z.string().max(400).optional(),
    limit: z.coerce.number().int().min(1).max(12).default(4),
  }),
  output: CasesShown,
  allow: "cycle.results",
  audit: { action: "calibration.cases", when: "always" },
  subject: cycle,
  handle: (context) => store.cases(context),
});

export const calibrationDecide = route({
  method: "POST",
  path: "/cycles/:cycleId/calibration/:reviewId",
  summary: "Put a value beside what the rater gave, with the reason; both are kept",
  creates: true,
  input: z.object({
    ...Id,
    reviewId: z.uuid(),
    expectation: z.string().max(100),
    value: z.int(),
    /** What counts now, as you saw it; null where nobody gave a point. */
    was: z.int().nullable(),
    reason: z.string().trim().min(1).max(4000),
    session: z.uuid().optional(),
  }),
  output: z.object({ reviewId: z.uuid(), expectation: z.string(), was: z.int().nullable(), value: z.int() }),
  allow: "cycle.calibrate",
  audit: { action: "calibration.decide", when: "always" },
  subject: async (tx, { cycleId, reviewId, expectation }) => {
    const found = await lockedCycle(tx, cycleId);
    const pinned = await pinnedIn(tx, cycleId, reviewId, expectation);
    if (pinned === undefined) throw new Problem("not-found");
    return { ...found, pinned, personId: pinned.person.id };
  },
  handle: (context) => store.calibrate(context),
});

const Words = {
  title: z.string().trim().min(1).max(200),
  agenda: z.string().max(20_000).default(""),
  heldOn: z.iso.date().nullable().default(null),
  participants: z.array(z.uuid()).max(200).default([]),
  record: z.string().max(20_000).default(""),
};

export const sessionList = route({
  method: "GET",
  path: "/cycles/:cycleId/sessions",
  summary: "The sessions in which ratings were calibrated",
  input: z.object(Id),
  output: z.object({ items: z.array(SessionShown) }),
  allow: "cycle.results",
  audit: { action: "calibration.read", when: "always" },
  subject: cycle,
  handle: (context) => store.listSessions(context),
});

export const sessionOpen = route({
  method: "POST",
  path: "/cycles/:cycleId/sessions",
  summary: "Call a calibration session",
  creates: true,
  input: z.object({ ...Id, ...Words }),
  output: SessionShown,
  allow: "cycle.calibrate",
  audit: { action: "calibration.session", when: "always" },
  subject: locked,
  handle: (context) => store.openSession(context),
});

export const sessionKeep = route({
  method: "PUT",
  path: "/cycles/:cycleId/sessions/:sessionId",
  summary: "Write down who sat together, on what, and what was said",
  input: z.object({ ...Id, sessionId: z.uuid(), ...Words }),
  output: SessionShown,
  allow: "cycle.calibrate",
  audit: { action: "calibration.session", when: "always" },
  subject: session,
  matches: sessionMatches,
  handle: (context) => store.keepSession(context),
});

export const sessionLock = route({
  method: "POST",
  path: "/cycles/:cycleId/sessions/:sessionId/lock",
  summary: "Lock a session's record for good",
  input: z.object({ ...Id, sessionId: z.uuid() }),
  output: SessionShown,
  allow: "cycle.calibrate",
  audit: { action: "calibration.lock", when: "always" },
  subject: session,
  matches: sessionMatches,
  handle: (context) => store.lockSession(context),
});

export const releaseRead = route({
  method: "GET",
  path: "/cycles/:cycleId/release",
  summary: "What a release would do, to how many, and who would have no rating",
  input: z.object(Id),
  output: ReleaseShown,
  allow: "cycle.results",
  audit: { none: "counts, and who was not rated" },
  subject: cycle,
  handle: (context) => store.standing(context),
});

const Released = z.object({
  id: z.uuid(),
  state: z.enum(cycleStates),
  releaseAt: z.iso.datetime().nullable(),
  releasedAt: z.iso.datetime().nullable(),
  reports: z.int(),
});

export const cycleRelease = route({
  method: "POST",
  path: "/cycles/:cycleId/release",
  summary: "Release everybody's results at one moment, now or at an hour to come; all or none",
  input: z.object({
    ...Id,
    at: z.iso.datetime({ offset: true }).optional(),
    /** That people for whom nobody sent in a rating may go without. */
    withoutRatings: z.boolean().default(false),
  }),
  output: Released,
  allow: "cycle.release",
  audit: { action: "cycle.release", when: "always" },
  subject: locked,
  handle: (context) => store.release(context),
});

export const releaseUnschedule = route({
  method: "DELETE",
  path: "/cycles/:cycleId/release",
  summary: "Take back the hour at which results were to be released",
  input: z.object(Id),
  output: Released,
  allow: "cycle.release",
  audit: { action: "cycle.unschedule", when: "always" },
  subject: locked,
  handle: (context) => store.unschedule(context),
});

export const calibrationRoutes = [
  calibrationRead,
  calibrationCases,
  calibrationDecide,
  sessionList,
  sessionOpen,
  sessionKeep,
  sessionLock,
  releaseRead,
  cycleRelease,
  releaseUnschedule,
] as const;
