import { z } from "zod";
import { planActs } from "../../core/plan/life.ts";
import { Note, PlanReply } from "../../core/plan/reply.ts";
import { planSubject } from "../../db/plans.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Title = z.string().trim().min(1).max(200);
const Text = z.string().trim().min(1).max(4000);
const Day = z.iso.date();
const Instant = z.iso.datetime();
const Slug = z.string().min(1).max(200);

const personId = z.uuid();
const ofPerson = (change: boolean) => ({
  subject: (tx: Tx, input: { personId: string; plan?: string | undefined }, _actor: unknown, today: string) =>
    planSubject(tx, input.personId, input.plan ?? null, today, change),
});
const ofPlan = { ...ofPerson(true), matches: store.matchesPlan };
/** `id` of what was made or changed; `tag` what If-Match of the plan is to hold next. */
const Done = z.object({ id: z.uuid(), revision: z.int(), tag: z.string() });

export const planRead = route({
  method: "GET",
  path: "/plans/:personId",
  summary: "A person’s development plan with its goals, actions, barriers and notes: the one that is not done, or an earlier one",
  input: z.object({ personId, /** An earlier plan, by its id. */ plan: z.uuid().optional() }),
  output: PlanReply,
  allow: "plan.read",
  audit: { action: "plan.read", when: "others" },
  ...ofPerson(false),
  matches: store.matchesPlan,
  handle: ({ tx, actor, subject, today }) => store.read(tx, actor, subject, today),
});

export const planEarlier = route({
  method: "GET",
  path: "/plans/:personId/earlier",
  summary: "A person’s plans that are done, the one closed last first",
  input: z.object({ personId, limit: z.coerce.number().int().min(1).max(100).default(20), cursor: z.string().max(1000).optional() }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        title: z.string(),
        startsOn: Day.nullable(),
        endsOn: Day.nullable(),
        createdAt: Instant,
        closedAt: Instant,
        outcome: z.string().nullable(),
        goals: z.int(),
        achieved: z.int(),
      }),
    ),
    next: z.string().nullable(),
  }),
  allow: "plan.read",
  audit: { action: "plan.read", when: "others" },
  ...ofPerson(false),
  handle: store.earlier,
});

export const planNotesRead = route({
  method: "GET",
  path: "/plans/:personId/notes",
  summary: "Notes and talks about a plan, newest first",
  input: z.object({
    personId,
    plan: z.uuid(),
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z.string().max(1000).optional(),
  }),
  output: z.object({ items: z.array(Note), next: z.string().nullable() }),
  allow: "plan.read",
  audit: { action: "plan.read", when: "others" },
  ...ofPerson(false),
  handle: store.notes,
});

const dates = { startsOn: Day.nullable().default(null), endsOn: Day.nullable().default(null) };
export const planStart = route({
  method: "POST",
  path: "/plans/:personId",
  summary: "Begin a plan as a draft, with the goals that are chosen of a level in the same act",
  creates: true,
  input: z.object({
    personId,
    title: Title.optional(),
    ...dates,
    /** What `goals` are asked by. */
    from: z.strictObject({ framework: Slug, level: Slug }).optional(),
    /** Ids of expectations and requirements of that level, in the order in which they are to stand. */
    goals: z.array(z.string().min(1).max(200)).max(50).default([]),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "plan.start", when: "always" },
  ...ofPerson(true),
  handle: store.start,
});

export const planEdit = route({
  method: "PATCH",
  path: "/plans/:personId",
  summary: "Change what a plan is called and from when to when it goes",
  input: z.object({ personId, title: Title.optional(), startsOn: Day.nullable().optional(), endsOn: Day.nullable().optional() }),
  output: Done,
  allow: "plan.write",
  audit: { action: "plan.edit", when: "always" },
  ...ofPlan,
  handle: store.edit,
});

export const planAct = route({
  method: "POST",
  path: "/plans/:personId/acts",
  summary: "Agree to a plan, take that back, start it, close it, or open one again that was closed",
  input: z.object({
    personId,
    /** The plan that is not done where absent. */
    plan: z.uuid().optional(),
    act: z.enum(planActs),
    /** How it went, for closing. */
    outcome: Text.optional(),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "plan.act", when: "always" },
  ...ofPlan,
  handle: store.act,
});

export const planNote = route({
  method: "POST",
  path: "/plans/:personId/notes",
  summary: "Write a note on a plan, or what was said when both sides met about it",
  creates: true,
  input: z.object({
    personId,
    plan: z.uuid().optional(),
    body: z.string().trim().min(1).max(20_000),
    /** The day on which both met; absent for a note. */
    heldOn: Day.nullable().default(null),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "plan.note", when: "always" },
  ...ofPerson(true),
  handle: store.note,
});

export const planRoutes = [planRead, planEarlier, planNotesRead, planStart, planEdit, planAct, planNote] as const;
