import { z } from "zod";
import { startSteps } from "../../core/organisation/start.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Day = z.iso.date();
const Instant = z.iso.datetime();
const many = <T extends z.ZodType>(items: T) =>
  z.object({
    /** The first of them. */
    items: z.array(items),
    /** How many there are. */
    all: z.int(),
  });
const Draft = z.object({ slug: z.string(), title: z.string(), submittedBy: Named.nullable(), submittedAt: Instant.nullable() });

export const home = route({
  method: "GET",
  path: "/home",
  summary: "What is asked of you today, your plan and your learning, and what goes on that you answer for",
  input: z.object({}),
  output: z.object({
    today: Day,
    asked: z.object({
      /** Reviews to write, what is due first before all. */
      write: z.array(
        z.object({
          review: z.uuid(),
          /** The cycle's, or what a check-in is about. */
          title: z.string(),
          person: Named,
          assessment: z.object({
            id: z.uuid(),
            kind: z.enum(["self", "manager", "peer", "assessor"]),
            state: z.enum(["not-started", "in-progress", "submitted", "reopened"]),
            dueOn: Day.nullable(),
            answered: z.int(),
            asked: z.int(),
          }),
          /** The day of your newest answer. */
          lastOn: Day.nullable(),
          /** The day on which the person's own ratings came in. */
          selfIn: Day.nullable(),
        }),
      ),
      /** How many there are in all, and the first and the last day on which one is due. */
      toWrite: z.object({ all: z.int(), from: Day.nullable(), to: Day.nullable() }),
      /** Results that are out and that you have not said you have read. */
      results: z.array(z.object({ review: z.uuid(), title: z.string(), released: Instant.nullable() })),
      /** Where you are invited as a peer. */
      invited: z.array(z.object({ review: z.uuid(), title: z.string(), person: Named })),
      /** Drafts of ladders that wait for your word as a reviewer. */
      drafts: z.array(Draft),
      /** Plans, your own or of whoever reports to you, that the other side has agreed to. */
      plans: z.array(z.object({ person: Named, title: z.string() })),
      /** Actions that are yours and overdue, or due within a week. */
      due: z.array(z.object({ id: z.uuid(), title: z.string(), person: Named, dueOn: Day })),
      /** Your own certificates and checks that have run out, or will within 60 days. */
      records: z.array(
        z.object({
          id: z.uuid(),
          kind: z.enum(["training", "check"]),
          title: z.string(),
          expires: Day,
          standing: z.enum(["lasting", "valid", "expiring", "expired"]),
        }),
      ),
    }),
    /** Your plan that is not done, with what comes next in it; null without one. */
    plan: z
      .object({
        id: z.uuid(),
        title: z.string(),
        state: z.enum(["draft", "agreed", "active"]),
        goals: z.int(),
        open: z.int(),
        next: z.array(
          z.object({
            id: z.uuid(),
            title: z.string(),
            kind: z.enum(["training", "on-the-job", "mentoring", "qualification", "reading"]),
            startsOn: Day.nullable(),
            dueOn: Day.nullable(),
            owner: Named,
            /** Something stands in its way. */
            barred: z.boolean(),
          }),
        ),
      })
      .nullable(),
    /** Learning of the running year; `target` null where none is asked. */
    learned: z.object({ label: z.string(), to: Day, minutes: z.int(), target: z.int().nullable() }),
    /** Of the newest cycle that runs: the reviews that you write as manager, and how many of them are in. */
    cycle: z.object({ title: z.string(), asked: z.int(), in: z.int() }).nullable(),
    /** For people partners and auditors; null for all others. */
    office: z
      .object({
        cycles: z.array(
          z.object({
            id: z.uuid(),
            title: z.string(),
            state: z.enum(["open", "calibrating"]),
            closesOn: Day.nullable(),
            people: z.int(),
            /** Whose review has come in from everybody but peers. */
            in: z.int(),
          }),
        ),
        /** Waiting for a reviewer. */
        drafts: many(Draft),
        /** Ladders in force that nobody at work looks after. */
        ownerless: many(z.object({ slug: z.string(), title: z.string() })),
        /** Second looks that nobody has answered. */
        looks: many(z.object({ review: z.uuid(), title: z.string(), person: Named, askedAt: Instant })),
        /** What has run out, and what will within 60 days; the commonest titles first. */
        expiring: z.object({
          expired: z.int(),
          expiring: z.int(),
          titles: z.array(z.object({ title: z.string(), expired: z.int(), expiring: z.int() })),
        }),
        barriers: z.object({ open: z.int(), oldest: Day.nullable() }),
      })
      .nullable(),
    /** How far the organisation is set up; null for who has no part in it, once it is done, and where it was put away. */
    start: z.object({ done: z.int(), of: z.int(), upNext: z.enum(startSteps) }).nullable(),
    can: z.object({ "cycle.create": z.boolean() }),
  }),
  allow: "home.read",
  scope: true,
  audit: { none: "one's own, and counts and titles of what one answers for" },
  handle: (context) => store.home(context),
});

const PartState = z.enum(["waiting", "begun", "in"]);

export const homePeople = route({
  method: "GET",
  path: "/home/people",
  summary: "Who reports to you directly, from the top of each ladder down: their level, review, readiness and when you last talked",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(1000).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        team: z.string().nullable(),
        place: z
          .object({
            framework: z.string(),
            frameworkTitle: z.string(),
            version: z.int(),
            level: z.string(),
            levelTitle: z.string(),
            rank: z.int(),
            from: Day,
          })
          .nullable(),
        /** In the cycle that runs. `mine` is the part of it that you write as their manager. */
        review: z
          .object({
            id: z.uuid(),
            cycle: z.string(),
            self: PartState.nullable(),
            manager: PartState.nullable(),
            mine: z.uuid().nullable(),
            calibrating: z.boolean(),
          })
          .nullable(),
        /** Towards what comes next for them; where nothing does, what their own level asks. */
        towards: z
          .object({
            framework: z.string(),
            frameworkTitle: z.string(),
            level: z.string(),
            levelTitle: z.string(),
            relation: z.enum(["next", "current"]),
            readiness: z.object({ low: z.number(), high: z.number() }),
            /** The share that the level asks for. */
            bar: z.number(),
            /** Nobody has assessed any of it. */
            unassessed: z.boolean(),
          })
          .nullable(),
        /** The last check-in, or note that was agreed on. */
        lastTalk: Day.nullable(),
        can: z.object({ "gap.read": z.boolean() }),
      }),
    ),
    next: z.string().nullable(),
    /** How many there are in all; null but on the first page. */
    total: z.int().nullable(),
    today: Day,
  }),
  allow: "home.read",
  scope: true,
  audit: { action: "home.people", when: "always" },
  handle: (context) => store.people(context),
});

const Start = z.object({
  steps: z.array(z.object({ step: z.enum(startSteps), state: z.enum(["done", "begun", "open"]) })),
  /** The first that is not done. */
  upNext: z.enum(startSteps).nullable(),
  published: z.int(),
  draft: z.object({ slug: z.string(), title: z.string(), inReview: z.boolean() }).nullable(),
  /** At work today; who of them stands on a ladder, who reports to somebody. */
  people: z.int(),
  placed: z.int(),
  managed: z.int(),
  invited: z.int(),
  launched: z.int(),
  cycle: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  /** You do not want it on your Home any more. */
  putAway: z.boolean(),
  /** Messages can be sent. */
  mail: z.boolean(),
});

export const startRead = route({
  method: "GET",
  path: "/start",
  summary: "How far the organisation has been set up: a ladder, people, levels, invitations, a cycle",
  input: z.object({}),
  output: Start,
  allow: "start.read",
  audit: { none: "counts" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: (context) => store.start(context),
});

export const startPutAway = route({
  method: "PUT",
  path: "/start",
  summary: "Put the first steps away from your Home, or back onto it",
  input: z.object({ putAway: z.boolean() }),
  output: Start,
  allow: "start.read",
  audit: { none: "one's own view" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: (context) => store.putAway(context),
});

export const homeRoutes = [home, homePeople, startRead, startPutAway] as const;
