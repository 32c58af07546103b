import {
  all,
  ours,
  reports,
  results,
  whose,
  type Addressed,
  type Expected,
  type Rows,
  type Site,
  type Subjects,
  type Who,
  type Whose,
} from "./matrix.ts";
import type { Person } from "../world.ts";

const NOBODYS = "019a0000-0000-7000-8000-000000000000";

/** The person themselves and whoever answers for them; an auditor only looks on, and a key that may only read writes nothing. */
const below: readonly Who[] = ["manager", "administrator", "owner", "author", "lapsed", "writeKey", "adminKey"];
const written: Expected = {
  refused: 404,
  known: ["auditor"],
  through: {
    employee: ["own"],
    ...Object.fromEntries(below.map((who) => [who, reports])),
    auditor: reports,
    partner: ours,
    unitPartner: [...reports, "unit"],
    stranger: ours,
  },
};

/** A goal of somebody's plan, which is begun with it. */
const goal = async ({ made, partner }: Site, { personId }: Person) => {
  const client = await made.as(partner);
  return (await client("POST", "/plans/:personId/goals", { personId, source: "free", title: "Lead a shift" })).id;
};
const barrier = async ({ made, partner }: Site, { personId }: Person, resolution: string | null) => {
  const client = await made.as(partner);
  const { id } = await client("POST", "/barriers", { personId, kind: "funding", note: "No money" });
  if (resolution !== null) await client("POST", "/barriers/:barrierId/resolve", { barrierId: id, resolution });
  return id;
};

type Input = (subjects: Subjects, who: Who, of: Whose) => Promise<Record<string, unknown>>;
const on = (input: Input, answers?: number): Addressed => ({
  of: whose,
  looked: true,
  input,
  ...(answers === undefined ? {} : { answers }),
});
/** Somebody, whose plan there is. */
const ofPlan = (more: Record<string, unknown>, answers?: number) =>
  on(async ({ person, thing }, who, of) => {
    await thing("planGoal", who, of);
    return { personId: person(who, of).personId, ...more };
  }, answers);
const ofThing = (name: string, as: string, more: Record<string, unknown> = {}, answers?: number) =>
  on(async ({ thing }, who, of) => ({ [as]: await thing(name, who, of), ...more }), answers);

export const plans: Rows = {
  expected: {
    "plan.read": results,
    "plan.write": written,
    "barrier.list": { refused: 404, through: all(["own"]) },
  },
  addressed: {
    "GET /plans/:personId": ofPlan({}),
    "GET /plans/:personId/earlier": ofPlan({}),
    // Let through, and then there is no such plan.
    "GET /plans/:personId/notes": ofPlan({ plan: NOBODYS }, 404),
    "POST /plans/:personId": ofPlan({ startsOn: "2026-03-02", endsOn: "2026-03-01" }, 400),
    "PATCH /plans/:personId": ofPlan({ title: "A year ahead" }),
    "POST /plans/:personId/acts": ofPlan({ act: "start" }, 409),
    "POST /plans/:personId/notes": ofPlan({ body: "Spoke about it." }),
    "POST /plans/:personId/goals": ofPlan({ source: "free", title: "Speak up" }),
    "PATCH /goals/:goalId": ofThing("planGoal", "goalId", { title: "Lead two shifts" }),
    "POST /goals/:goalId/actions": ofThing("planGoal", "goalId", { kind: "reading", title: "Read the manual" }),
    "PATCH /actions/:actionId": ofThing("planAction", "actionId", { title: "Read it twice" }),
    "POST /actions/:actionId/evidence": ofThing("planAction", "actionId", { add: { kind: "note", title: "Read", body: "All of it." } }),
    "DELETE /actions/:actionId/evidence/:evidenceId": ofThing("planAction", "actionId", { evidenceId: NOBODYS }, 404),
    "GET /actions/:actionId/evidence/:evidenceId/file": ofThing("planAction", "actionId", { evidenceId: NOBODYS }, 404),
    "GET /barriers": { of: ["own"] },
    "GET /barriers/export": { of: ["own"] },
    "POST /barriers": ofPlan({ kind: "access" }),
    "PATCH /barriers/:barrierId": ofThing("barrier", "barrierId", { note: "No money this year" }),
    "POST /barriers/:barrierId/resolve": ofThing("barrier", "barrierId", { resolution: "A funded place." }),
    "POST /barriers/:barrierId/reopen": ofThing("resolvedBarrier", "barrierId"),
  },
  things: {
    planGoal: { each: "person", make: goal },
    planAction: {
      each: "person",
      make: async (site, person) => {
        const client = await site.made.as(site.partner);
        const goalId = await goal(site, person);
        return (await client("POST", "/goals/:goalId/actions", { goalId, kind: "reading", title: "Read the manual" })).id;
      },
    },
    barrier: { each: "person", make: (site, person) => barrier(site, person, null) },
    resolvedBarrier: { each: "person", make: (site, person) => barrier(site, person, "A funded place.") },
  },
};
