import { z } from "zod";
import { actionKinds, actionStates, fundings } from "../../core/plan/action.ts";
import { goalSources, goalStates } from "../../core/plan/goal.ts";
import { planSubject } from "../../db/plans.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Title = z.string().trim().min(1).max(200);
const Text = z.string().trim().min(1).max(4000);
const Day = z.iso.date();
const Slug = z.string().min(1).max(200);

/** `id` of what was made or changed; `revision` what If-Match of it is to hold next, `tag` that of the plan. */
const Done = z.object({ id: z.uuid(), revision: z.int(), tag: z.string() });

export const goalAdd = route({
  method: "POST",
  path: "/plans/:personId/goals",
  summary: "Add a goal; begins a draft where there is no plan. The same gap twice is the same goal",
  creates: true,
  input: z.object({
    personId: z.uuid(),
    source: z.enum(goalSources),
    framework: Slug.optional(),
    level: Slug.optional(),
    expectation: z.string().min(1).max(200).optional(),
    requirement: z.string().min(1).max(200).optional(),
    /** Asked for only of a goal of one’s own; else the gap’s own title. */
    title: Title.optional(),
    why: Text.nullable().default(null),
    dueOn: Day.nullable().default(null),
  }),
  /** `already` that it was there: then nothing was added. */
  output: Done.extend({ already: z.boolean() }),
  allow: "plan.write",
  audit: { action: "goal.add", when: "always" },
  subject: (tx, input, _actor, today) => planSubject(tx, input.personId, null, today, true),
  handle: store.addGoal,
});

const goalId = z.uuid();
const ofGoal = {
  subject: (tx: Tx, input: { goalId: string }, _actor: unknown, today: string) => store.goalSubject(tx, input.goalId, today),
};
export const goalEdit = route({
  method: "PATCH",
  path: "/goals/:goalId",
  summary: "Change a goal, call it achieved, give it up, or take it up again",
  input: z.object({
    goalId,
    title: Title.optional(),
    why: Text.nullable().optional(),
    dueOn: Day.nullable().optional(),
    state: z.enum(goalStates).optional(),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "goal.edit", when: "always" },
  ...ofGoal,
  matches: store.matchesGoal,
  handle: store.changeGoal,
});

const acted = {
  kind: z.enum(actionKinds),
  title: Title,
  owner: z.uuid(),
  startsOn: Day.nullable(),
  dueOn: Day.nullable(),
  costMinor: z.int().min(0).max(1_000_000_000).nullable(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "three capital letters")
    .nullable(),
  funding: z.enum(fundings),
};
export const actionAdd = route({
  method: "POST",
  path: "/goals/:goalId/actions",
  summary: "Add something that is to be done about a goal",
  creates: true,
  input: z.object({
    goalId,
    kind: acted.kind,
    title: acted.title,
    /** The person themselves where absent. */
    owner: acted.owner.optional(),
    startsOn: acted.startsOn.default(null),
    dueOn: acted.dueOn.default(null),
    costMinor: acted.costMinor.default(null),
    currency: acted.currency.default(null),
    funding: acted.funding.default("none-needed"),
    /** What of the library it is, if it is. */
    resource: z.uuid().nullable().default(null),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "action.add", when: "always" },
  ...ofGoal,
  handle: store.addAction,
});

export const actionEdit = route({
  method: "PATCH",
  path: "/actions/:actionId",
  summary: "Change an action, or say how it goes",
  input: z.object({
    actionId: z.uuid(),
    ...z.object(acted).partial().shape,
    state: z.enum(actionStates).optional(),
    /** The day on which it was done; today where absent. */
    doneOn: Day.optional(),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "action.edit", when: "always" },
  subject: (tx, { actionId }, _actor, today) => store.actionSubject(tx, actionId, today),
  matches: store.matchesAction,
  handle: store.changeAction,
});

export const goalRoutes = [goalAdd, goalEdit, actionAdd, actionEdit] as const;
