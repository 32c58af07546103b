import { z } from "zod";
import { EventShown, ParticipantShown, ProgressShown } from "../../core/cycle/shown.ts";
import { reviewStates } from "../../db/cycle-board.ts";
import { takenIn } from "../../db/cycle-people.ts";
import { cycleOf, lockedCycle } from "../../db/cycles.ts";
import { FileOutput } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Id = { cycleId: z.uuid() };
const One = { ...Id, reviewId: z.uuid() };
const Reason = z.string().trim().min(1).max(4000);
const Kind = z.enum(["self", "manager", "assessor", "peer"]);
const Done = z.object({ reviewId: z.uuid() });
const cycle = (tx: Tx, { cycleId }: { cycleId: string }) => cycleOf(tx, cycleId);
/** The cycle, locked, with the participant; whom it is about stands in the audit log. */
async function participant(tx: Tx, { cycleId, reviewId }: { cycleId: string; reviewId: string }) {
  const locked = await lockedCycle(tx, cycleId);
  const taken = await takenIn(tx, cycleId, reviewId);
  return { ...locked, taken, personId: taken.person.id };
}

const filter = {
  state: z.enum(reviewStates).optional(),
  /** Only those for whom something is overdue. */
  late: z.union([z.boolean(), z.stringbool()]).optional(),
  /** In this unit or one below it. */
  unit: z.uuid().optional(),
  manager: z.uuid().optional(),
  /** Id of a framework, as the board's groups name it. */
  ladder: z.uuid().optional(),
  q: z.string().max(200).optional(),
  /** Only those who report to somebody else by now than who rates them. */
  moved: z.union([z.boolean(), z.stringbool()]).optional(),
};

export const cycleProgress = route({
  method: "GET",
  path: "/cycles/:cycleId/progress",
  summary: "How far a cycle has come: by state, unit, manager and ladder",
  input: z.object(Id),
  output: ProgressShown,
  allow: "cycle.read",
  audit: { none: "who has sent something in, and nothing of what it says" },
  subject: cycle,
  handle: (context) => store.progress(context),
});

export const participantList = route({
  method: "GET",
  path: "/cycles/:cycleId/participants",
  summary: "Who takes part, by name, with how far each review has come",
  input: z.object({
    ...Id,
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
    ...filter,
  }),
  output: z.object({ items: z.array(ParticipantShown), next: z.string().nullable() }),
  allow: "cycle.read",
  audit: { none: "who has sent something in, and nothing of what it says" },
  subject: cycle,
  handle: (context) => store.participants(context),
});

export const cycleExport = route({
  method: "GET",
  path: "/cycles/:cycleId/board",
  summary: "The board as a CSV file for spreadsheets: a line for each participant that fits the filter",
  input: z.object({ ...Id, ...filter }),
  output: FileOutput,
  allow: "cycle.read",
  audit: { action: "cycle.export", when: "always" },
  subject: cycle,
  handle: (context) => store.board(context),
});

export const participantRead = route({
  method: "GET",
  path: "/cycles/:cycleId/participants/:reviewId",
  summary: "What has happened to one participant, the newest first",
  input: z.object(One),
  output: z.object({ events: z.array(EventShown) }),
  allow: "cycle.read",
  audit: { none: "what was done, and nothing of what anybody said" },
  subject: cycle,
  handle: (context) => store.participant(context),
});

export const participantJoin = route({
  method: "POST",
  path: "/cycles/:cycleId/participants",
  summary: "Take people into an open cycle, pinned to where they stand today",
  input: z.object({ ...Id, people: z.array(z.uuid()).min(1).max(2000) }),
  output: z.object({ joined: z.int() }),
  allow: "cycle.manage",
  audit: { action: "cycle.join", when: "always" },
  subject: (tx, { cycleId }) => lockedCycle(tx, cycleId),
  handle: (context) => store.join(context),
});

export const participantWithdraw = route({
  method: "POST",
  path: "/cycles/:cycleId/participants/:reviewId/withdraw",
  summary: "Take somebody out of a cycle; what was sent in is kept",
  input: z.object({ ...One, reason: Reason }),
  output: Done,
  allow: "cycle.manage",
  audit: { action: "cycle.withdraw", when: "always" },
  subject: participant,
  handle: (context) => store.withdraw(context),
});

export const participantRestore = route({
  method: "POST",
  path: "/cycles/:cycleId/participants/:reviewId/restore",
  summary: "Take somebody back into a cycle as they were",
  input: z.object(One),
  output: Done,
  allow: "cycle.manage",
  audit: { action: "cycle.restore", when: "always" },
  subject: participant,
  handle: (context) => store.restore(context),
});

export const participantHandOver = route({
  method: "POST",
  path: "/cycles/:cycleId/participants/:reviewId/handover",
  summary: "Let another rate as the manager; what was sent in stays with who wrote it",
  input: z.object({ ...One, to: z.uuid(), reason: z.string().trim().max(4000).default("") }),
  /** `asks`: whether anything is asked of the new one, or all of it is in already. */
  output: z.object({ reviewId: z.uuid(), manager: z.object({ id: z.uuid(), name: z.string() }), asks: z.boolean() }),
  allow: "cycle.manage",
  audit: { action: "cycle.hand-over", when: "always" },
  subject: participant,
  handle: (context) => store.handOver(context),
});

export const cycleHandOver = route({
  method: "POST",
  path: "/cycles/:cycleId/handover",
  summary: "Let others rate as the manager for many at once: one manager’s reviews, or those of people who report to somebody else by now",
  input: z.object({
    ...Id,
    manager: z.uuid().optional(),
    reviews: z.array(z.uuid()).min(1).max(2000).optional(),
    moved: z.boolean().optional(),
    /** Null: whom each of them reports to today. */
    to: z.uuid().nullable(),
    reason: z.string().trim().max(4000).default(""),
  }),
  output: z.object({
    handed: z.int(),
    /** Of how many something is asked of the new one. */
    asks: z.int(),
    /** Who stays as they are, and why; at most 50. */
    left: z.array(z.object({ person: z.object({ id: z.uuid(), name: z.string() }), why: z.string() })),
  }),
  allow: "cycle.manage",
  audit: { action: "cycle.hand-over", when: "always" },
  subject: (tx, { cycleId }) => lockedCycle(tx, cycleId),
  handle: (context) => store.handOverMany(context),
});

export const participantReopen = route({
  method: "POST",
  path: "/cycles/:cycleId/participants/:reviewId/reopen",
  summary: "Open again what a rater has sent in; what was signed is kept",
  input: z.object({ ...One, assessment: z.uuid(), reason: Reason }),
  output: Done,
  allow: "cycle.manage",
  audit: { action: "cycle.reopen", when: "always" },
  subject: participant,
  handle: (context) => store.reopen(context),
});

export const participantExtend = route({
  method: "POST",
  path: "/cycles/:cycleId/participants/:reviewId/extend",
  summary: "Put a date off for one participant",
  input: z.object({ ...One, until: z.iso.date(), kind: Kind.optional() }),
  output: Done,
  allow: "cycle.manage",
  audit: { action: "cycle.extend", when: "always" },
  subject: participant,
  handle: (context) => store.extend(context),
});

export const cycleNudge = route({
  method: "POST",
  path: "/cycles/:cycleId/nudge",
  summary: "Remind whoever is still to send something in, each once a day at most",
  input: z.object({ ...Id, kind: Kind.optional(), reviews: z.array(z.uuid()).min(1).max(2000).optional() }),
  output: z.object({ raters: z.int(), reviews: z.int() }),
  allow: "cycle.manage",
  audit: { action: "cycle.nudge", when: "always" },
  subject: (tx, { cycleId }) => lockedCycle(tx, cycleId),
  handle: (context) => store.nudge(context),
});

export const participantRoutes = [
  cycleProgress,
  participantList,
  cycleExport,
  participantRead,
  participantJoin,
  participantWithdraw,
  participantRestore,
  participantHandOver,
  cycleHandOver,
  participantReopen,
  participantExtend,
  cycleNudge,
] as const;
