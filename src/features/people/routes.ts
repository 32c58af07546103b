import { z } from "zod";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Place = z.object({
  framework: z.string(),
  frameworkTitle: z.string(),
  version: z.int(),
  level: z.string(),
  levelTitle: z.string(),
  /** Of the level on its ladder, so that lists can be ordered from the top. */
  rank: z.int(),
  from: z.iso.date(),
});
export const PersonRow = z.object({
  id: z.uuid(),
  name: z.string(),
  team: z.string().nullable(),
  place: Place.nullable(),
  manager: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  can: z.object({ "gap.read": z.boolean() }),
});

export const me = route({
  method: "GET",
  path: "/me",
  summary: "Who you are here, and what you may do",
  input: z.object({}),
  output: z.object({
    person: PersonRow,
    email: z.string().nullable(),
    organisation: z.object({ id: z.uuid(), name: z.string(), slug: z.string(), timeZone: z.string(), demo: z.boolean() }),
    roles: z.array(z.string()),
    /** How many people report to you directly today. */
    reports: z.int(),
    can: z.object({ "key.manage": z.boolean(), "audit.read": z.boolean(), "people.import": z.boolean() }),
  }),
  allow: "me.read",
  audit: { none: "one's own" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: ({ tx, actor, today }) => store.me(tx, actor, today),
});

export const peopleList = route({
  method: "GET",
  path: "/people",
  summary: "The directory: people at work today, by name",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
    /** Part of a name, accents and case ignored. */
    q: z.string().max(200).optional(),
    /** Only those who report to this person directly (`direct`) or at any depth (`all`). */
    manager: z.uuid().optional(),
    depth: z.enum(["direct", "all"]).default("direct"),
    framework: z.string().max(100).optional(),
    level: z.string().max(100).optional(),
  }),
  output: z.object({ items: z.array(PersonRow), next: z.string().nullable() }),
  allow: "person.list",
  scope: true,
  audit: { none: "names, teams and levels are the organisation's to read" },
  handle: ({ tx, actor, input, today }) => store.list(tx, actor, input, today),
});

export const personRead = route({
  method: "GET",
  path: "/people/:personId",
  summary: "One person, as far as you may see them",
  input: z.object({ personId: z.uuid() }),
  output: z.object({
    person: PersonRow,
    /** From the manager up to the top. */
    line: z.array(z.object({ id: z.uuid(), name: z.string() })),
    reports: z.array(PersonRow),
    /** Null where the reader may not see it. Newest first. */
    history: z.array(Place.extend({ to: z.iso.date().nullable() })).nullable(),
    records: z
      .array(
        z.object({
          id: z.uuid(),
          kind: z.enum(["qualification", "training", "check", "demonstrated", "responsibility"]),
          title: z.string(),
          regulated: z.string().nullable(),
          on: z.iso.date(),
          validMonths: z.int().nullable(),
        }),
      )
      .nullable(),
    can: z.object({ "gap.read": z.boolean(), "person.history": z.boolean() }),
  }),
  allow: "person.read",
  audit: { none: "what only some may see of a person is read and audited under its own permission" },
  subject: (tx, { personId }, _actor, today) => store.subject(tx, personId, today),
  handle: ({ tx, actor, subject, today }) => store.read(tx, actor, subject, today),
});

export const peopleRoutes = [me, peopleList, personRead] as const;
