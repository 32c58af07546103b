import { z } from "zod";
import { Level, Requirement, Transition } from "../../core/framework/document.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const levelReference = z
  .string()
  .max(201)
  .regex(/^[^/]+\/[^/]+$/, "framework/level");
const Via = Transition.shape.via.unwrap().element;

const Step = z.object({
  from: levelReference,
  to: levelReference,
  kind: Transition.shape.kind,
  /** Null where nobody says how long it takes. */
  months: z.int().nullable(),
  /** Alternatives: one of them is enough. */
  via: z.array(Via),
});

const RequirementLine = z.object({
  id: z.string(),
  kind: z.enum(["qualification", "experience", "demonstrated", "training", "check", "anyOf"]),
  status: z.enum(["met", "expiring", "unknown", "expired", "unmet"]),
  expiresOn: z.iso.date().exactOptional(),
  metOn: z.iso.date().exactOptional(),
  months: z.int().exactOptional(),
  get anyOf() {
    return z.array(RequirementLine).exactOptional();
  },
});

export const pathwayMap = route({
  method: "GET",
  path: "/pathways",
  summary: "Every ladder in force with its levels, and every way from one level to another",
  revalidates: true,
  input: z.object({}),
  output: z.object({
    /** Frameworks with levels, by title. */
    ladders: z.array(
      z.object({
        slug: z.string(),
        title: z.string(),
        kind: z.enum(["ladder", "library", "standard"]),
        tracks: z.array(z.object({ id: z.string(), title: z.string() })),
        levels: z.array(
          z.object({
            reference: levelReference,
            title: z.string(),
            rank: z.int(),
            track: z.string(),
            /** A national qualification level, such as "RQF 3". */
            regulated: z.string().nullable(),
            roles: Level.shape.roles.unwrap(),
            /** Ways on that end at no level of the organisation's. */
            onward: z.array(Via),
          }),
        ),
      }),
    ),
    transitions: z.array(Step),
    /** Where the reader stands, on a level that is still in force; null where they stand on none. */
    you: z.object({ level: levelReference, since: z.iso.date() }).nullable(),
    can: z.object({ "framework.create": z.boolean() }),
  }),
  allow: "framework.list",
  scope: true,
  audit: { none: "what is published is everybody's to read" },
  handle: ({ tx, actor, today }) => store.map(tx, actor, today),
});

export const pathwayRoutesBetween = route({
  method: "GET",
  path: "/pathways/routes",
  summary: "Ways from one level to another: fewest steps first, then fewest months, with what the person holds of what they ask",
  input: z.object({
    /** Absent: the level at which the person stands today. */
    from: levelReference.optional(),
    to: levelReference,
    /** Whose records are looked at; absent: the reader's own. Of others, whoever may read their results. */
    person: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(50).default(10),
  }),
  output: z.object({
    /** Best first; none where nothing leads there. */
    routes: z.array(
      z.object({
        steps: z.int(),
        /** Null where one of its steps says no duration. */
        months: z.int().nullable(),
        levels: z.array(levelReference),
        transitions: z.array(Step),
      }),
    ),
    /** Whether there are more than these. */
    more: z.boolean(),
    from: levelReference,
    to: levelReference,
    /** The day of which it tells. */
    on: z.iso.date(),
    /** Where no transition leads there, but climbing rank by rank would: the levels of that climb. */
    climb: z.array(levelReference).nullable(),
    person: z.object({ id: z.uuid(), name: z.string(), you: z.boolean() }),
    /** Every level on one of the routes: what entering it asks, and what the person's records say of each, in the same order. */
    levels: z.record(
      z.string(),
      z.object({ title: z.string(), ladder: z.string(), requirements: z.array(Requirement), lines: z.array(RequirementLine) }),
    ),
    /** Of each title that a transition leads over, whether the person's records hold it. */
    via: z.record(z.string(), z.enum(["met", "unmet", "unknown"])),
    can: z.object({ "gap.read": z.boolean() }),
  }),
  allow: "gap.read",
  audit: { action: "pathway.read", when: "others" },
  subject: (tx, { person }, actor, today) => store.subject(tx, person ?? actor.personId, today),
  handle: ({ tx, actor, input, subject, today }) => store.between(tx, actor, subject, input, today),
});

export const pathwayRoutes = [pathwayMap, pathwayRoutesBetween] as const;
