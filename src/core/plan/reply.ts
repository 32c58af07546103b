import { z } from "zod";
import { actionKinds, actionStates, fundings } from "./action.ts";
import { barrierKinds } from "./barrier.ts";
import { goalSources, goalStates } from "./goal.ts";
import { planActs, planStates } from "./life.ts";

/* A plan as the API replies with it. */

const Named = z.object({ id: z.uuid(), name: z.string() });
const Day = z.iso.date();
const Instant = z.iso.datetime();

const Barrier = z.object({
  id: z.uuid(),
  kind: z.enum(barrierKinds),
  note: z.string().nullable(),
  wouldRemove: z.string().nullable(),
  raisedOn: Day,
  raisedBy: Named,
  resolvedOn: Day.nullable(),
  resolvedBy: Named.nullable(),
  resolution: z.string().nullable(),
  /** What If-Match is to hold. */
  revision: z.int(),
});
const Action = z.object({
  id: z.uuid(),
  kind: z.enum(actionKinds),
  title: z.string(),
  state: z.enum(actionStates),
  owner: Named,
  startsOn: Day.nullable(),
  dueOn: Day.nullable(),
  doneOn: Day.nullable(),
  /** In the currency's smallest unit. */
  costMinor: z.int().nullable(),
  currency: z.string().nullable(),
  funding: z.enum(fundings),
  resource: z.uuid().nullable(),
  revision: z.int(),
  evidence: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(["file", "link", "record", "note"]),
      title: z.string(),
      body: z.string().nullable(),
      url: z.string().nullable(),
      on: Day.nullable(),
      by: Named,
    }),
  ),
  barriers: z.array(Barrier),
});
const Point = z.object({ value: z.int(), label: z.string() });
const Goal = z.object({
  id: z.uuid(),
  title: z.string(),
  why: z.string().nullable(),
  source: z.enum(goalSources),
  framework: z.string().nullable(),
  frameworkTitle: z.string().nullable(),
  version: z.int().nullable(),
  level: z.string().nullable(),
  levelTitle: z.string().nullable(),
  expectation: z.string().nullable(),
  requirement: z.string().nullable(),
  dueOn: Day.nullable(),
  state: z.enum(goalStates),
  achievedOn: Day.nullable(),
  /** The review whose released rating achieved it; null for any other way. */
  achievedBy: z.object({ review: z.uuid(), title: z.string(), point: Point.nullable() }).nullable(),
  revision: z.int(),
  createdAt: Instant,
  createdBy: Named,
  /** Where the person stands on it today by what was released and is on record; null for goals of their own, and for what is asked no more. */
  stands: z
    .object({
      status: z.enum(["met", "exceeds", "gap", "not-assessed", "stale", "expiring", "unknown", "expired", "unmet"]),
      asked: Point.nullable(),
      rated: Point.nullable(),
      expiresOn: Day.nullable(),
    })
    .nullable(),
  actions: z.array(Action),
  barriers: z.array(Barrier),
});
export const Note = z.object({
  id: z.uuid(),
  kind: z.enum(["note", "check-in"]),
  body: z.string(),
  heldOn: Day.nullable(),
  by: Named,
  at: Instant,
});
const Plan = z.object({
  id: z.uuid(),
  title: z.string(),
  state: z.enum(planStates),
  startsOn: Day.nullable(),
  endsOn: Day.nullable(),
  createdAt: Instant,
  createdBy: Named,
  personAgreedAt: Instant.nullable(),
  managerAgreedAt: Instant.nullable(),
  managerAgreedBy: Named.nullable(),
  agreedAt: Instant.nullable(),
  startedAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  closedBy: Named.nullable(),
  outcome: z.string().nullable(),
  goals: z.array(Goal),
  /** Newest first; `notesNext` goes on. */
  notes: z.array(Note),
  notesNext: z.string().nullable(),
});

export const PlanReply = z.object({
  person: z.object({ id: z.uuid(), name: z.string(), you: z.boolean(), manager: Named.nullable() }),
  /** The plan that is not done, or the one asked for; null where there is none. */
  plan: Plan.nullable(),
  /** Plans that are done. */
  earlier: z.boolean(),
  /** What they had no opportunity to show in the review that was released last, and that was never a goal. */
  matters: z.array(
    z.object({
      framework: z.string(),
      frameworkTitle: z.string(),
      level: z.string(),
      levelTitle: z.string(),
      expectation: z.string(),
      title: z.string(),
      cycle: z.string(),
      on: Day,
      comment: z.string().nullable(),
    }),
  ),
  today: Day,
  tag: z.string(),
  /** What the reader may do with the plan as such just now. */
  acts: z.array(z.enum(planActs)),
  side: z.enum(["person", "manager"]).nullable(),
  can: z.object({ "plan.read": z.boolean(), "plan.write": z.boolean() }),
});
