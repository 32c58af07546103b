import { z } from "zod";
import { invitationStates } from "../../core/people/invitation.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
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
  manager: Named.nullable(),
  /** The first day on which they no longer work here. */
  leftOn: z.iso.date().nullable(),
  can: z.object({ "gap.read": z.boolean() }),
});

const Word = z.object({ one: z.string(), many: z.string() });

export const me = route({
  method: "GET",
  path: "/me",
  summary: "Who you are here, and what you may do",
  input: z.object({}),
  output: z.object({
    person: PersonRow,
    email: z.string().nullable(),
    organisation: z.object({
      id: z.uuid(),
      name: z.string(),
      slug: z.string(),
      timeZone: z.string(),
      demo: z.boolean(),
      /** What is called otherwise here, in the middle of a sentence. */
      words: z.object({ cycle: Word }),
    }),
    roles: z.array(z.string()),
    /** How many people report to you directly today. */
    reports: z.int(),
    can: z.object({
      "key.manage": z.boolean(),
      "audit.read": z.boolean(),
      "settings.read": z.boolean(),
      "people.import": z.boolean(),
      "invitation.list": z.boolean(),
      "role.list": z.boolean(),
      "team.manage": z.boolean(),
      "person.list-left": z.boolean(),
      "framework.create": z.boolean(),
      "cycle.create": z.boolean(),
      "start.read": z.boolean(),
      /** Into some team at least. */
      "person.create": z.boolean(),
    }),
  }),
  allow: "me.read",
  audit: { none: "one's own" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: ({ tx, actor, today }) => store.me(tx, actor, today),
});

export const peopleList = route({
  method: "GET",
  path: "/people",
  summary: "The directory: people at work today, those who left or those to come",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(1000).optional(),
    /** Part of a name, accents and case ignored. */
    q: z.string().max(200).optional(),
    /** Only those in this team or in one below it. */
    team: z.uuid().optional(),
    /** Only those who report to this person directly (`direct`) or at any depth (`all`). */
    manager: z.uuid().optional(),
    depth: z.enum(["direct", "all"]).default("direct"),
    framework: z.string().max(100).optional(),
    level: z.string().max(100).optional(),
    /** `left` and `coming` are for those who keep what is recorded of people. */
    standing: z.enum(store.standings).default("present"),
    /** By name; by team, then name; by ladder and level from the top, then name. */
    sort: z.enum(["name", "team", "level"]).default("name"),
  }),
  output: z.object({
    /** `invitation`: how their way in stands, for those who invite people; null for everybody else. */
    items: z.array(PersonRow.extend({ invitation: z.enum(invitationStates).nullable() })),
    next: z.string().nullable(),
    /** How many there are in all; null but on the first page. */
    total: z.int().nullable(),
    can: z.object({ "person.list-left": z.boolean() }),
  }),
  allow: "person.list",
  scope: true,
  audit: { none: "names, teams and levels are the organisation's to read" },
  handle: ({ tx, actor, input, today, installation }) => store.list(tx, actor, input, today, installation.database.accounts),
});

/** Who recorded it and when, and the reason they gave. */
const recorded = { id: z.uuid(), by: z.string().nullable(), at: z.iso.datetime(), reason: z.string().nullable() };
const until = { from: z.iso.date(), to: z.iso.date().nullable() };

const Person = z.object({
  person: PersonRow,
  email: z.string().nullable(),
  location: z.string().nullable(),
  /** From the outermost to their own. */
  teams: z.array(Named),
  /** From the manager up to the top. */
  line: z.array(Named),
  /** At most 200 of `reportsTotal`. */
  reports: z.array(PersonRow),
  reportsTotal: z.int(),
  /** This and what follows is null where the reader may not see it. All newest first, what is ahead included. */
  employment: z
    .object({
      employeeNumber: z.string(),
      startedOn: z.iso.date().nullable(),
      leftOn: z.iso.date().nullable(),
      /** Of full time, above 0 and at most 1: before the first change of it, and today. */
      firstShare: z.number(),
      share: z.number(),
      shares: z.array(z.object({ ...recorded, ...until, share: z.number() })),
      /** `to` is the last day; null where nobody knows it yet. */
      leave: z.array(z.object({ ...recorded, ...until, kind: z.enum(["parental", "sick", "study", "unpaid", "other"]) })),
    })
    .nullable(),
  history: z.array(Place.extend({ ...recorded, to: z.iso.date().nullable() })).nullable(),
  lines: z.array(z.object({ ...recorded, ...until, manager: Named.nullable() })).nullable(),
  /** What was recorded and no longer stands. */
  corrections: z
    .array(
      z.object({
        kind: z.enum(["placement", "line", "leave", "share"]),
        was: z.string(),
        from: z.iso.date(),
        by: z.string().nullable(),
        at: z.iso.datetime(),
        reason: z.string().nullable(),
        /** Nothing took its place. */
        retracted: z.boolean(),
      }),
    )
    .nullable(),
  records: z
    .array(
      z.object({
        id: z.uuid(),
        kind: z.enum(["qualification", "training", "check", "experience", "demonstrated", "responsibility"]),
        title: z.string(),
        regulated: z.string().nullable(),
        on: z.iso.date(),
        validMonths: z.int().nullable(),
        /** The first day on which it no longer counts, where the record says so itself. */
        expiresOn: z.iso.date().nullable(),
      }),
    )
    .nullable(),
  /** The newest that somebody did on this page and has not taken back; null for those who may not. */
  lastAct: z
    .object({
      id: z.uuid(),
      kind: z.enum(["add", "edit", "place", "manager", "leave", "share", "depart", "return"]),
      by: z.string().nullable(),
      at: z.iso.datetime(),
    })
    .nullable(),
  /** The organisation's date, by which all this is meant. */
  today: z.iso.date(),
  /** What If-Match is to hold when this person is changed. */
  tag: z.string(),
  can: z.object({
    "gap.read": z.boolean(),
    "person.history": z.boolean(),
    "person.records": z.boolean(),
    "person.edit": z.boolean(),
    "person.place": z.boolean(),
    "person.export": z.boolean(),
    "person.erase": z.boolean(),
    "checkin.start": z.boolean(),
  }),
});

export const personRead = route({
  method: "GET",
  path: "/people/:personId",
  summary: "One person, as far as you may see them",
  input: z.object({ personId: z.uuid() }),
  output: Person,
  allow: "person.read",
  audit: { none: "what only some may see of a person is read and audited under its own permission" },
  subject: (tx, { personId }, _actor, today) => store.subject(tx, personId, today),
  matches: { tag: ({ details }) => details.tag, state: async () => null },
  handle: ({ tx, actor, subject, today }) => store.read(tx, actor, subject, today),
});

const Node = PersonRow.extend({
  /** Direct reports at work today, and all below at any depth. */
  reports: z.int(),
  below: z.int(),
});

export const chart = route({
  method: "GET",
  path: "/people/chart",
  summary: "A branch of the org chart: who reports to somebody, or who stands at the top",
  input: z.object({
    /** Whose reports; absent: those who report to nobody at work. */
    under: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: z.string().max(1000).optional(),
  }),
  output: z.object({
    /** Whose branch it is; null at the top. */
    person: Node.nullable(),
    /** Their managers, from the direct one up. */
    line: z.array(PersonRow),
    /** Those with reports of their own first, then by name. */
    items: z.array(Node),
    total: z.int(),
    next: z.string().nullable(),
  }),
  allow: "person.list",
  scope: true,
  audit: { none: "who reports to whom is the organisation's to read" },
  handle: ({ tx, actor, input, today }) => store.chart(tx, actor, input, today),
});

export const ladders = route({
  method: "GET",
  path: "/people/ladders",
  summary: "The ladders that people can stand on, each version with its levels",
  input: z.object({}),
  output: z.object({
    items: z.array(
      z.object({
        framework: z.string(),
        title: z.string(),
        versions: z.array(
          z.object({
            version: z.int(),
            effectiveOn: z.iso.date(),
            inForce: z.boolean(),
            levels: z.array(z.object({ level: z.string(), title: z.string(), track: z.string(), rank: z.int() })),
          }),
        ),
      }),
    ),
  }),
  allow: "framework.list",
  audit: { none: "published ladders are everybody's to read" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: async ({ tx, today }) => ({ items: await store.ladders(tx, today) }),
});

// "chart" and "ladders" are nobody's ids.
export const peopleRoutes = [me, peopleList, chart, ladders, personRead] as const;
