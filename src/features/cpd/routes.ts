import { z } from "zod";
import { cpdKinds, MOST_MINUTES } from "../../core/cpd/entry.ts";
import { FileOutput } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Kind = z.enum(cpdKinds);
const Named = z.object({ id: z.uuid(), name: z.string() });
const line = z.string().trim().min(1).max(200);

/** An expectation by its id, which it keeps from version to version. */
const Serves = z.strictObject({ framework: z.string().min(1).max(100), expectation: z.string().min(1).max(100) });

const Entry = z.object({
  id: z.uuid(),
  kind: Kind,
  title: z.string(),
  minutes: z.int(),
  doneOn: z.iso.date(),
  reflection: z.string().nullable(),
  provider: z.string().nullable(),
  url: z.string().nullable(),
  resource: z.object({ id: z.uuid(), title: z.string() }).nullable(),
  /** `level` null where the version in force does not ask for it any more. */
  serves: z.array(
    z.object({
      framework: z.string(),
      frameworkTitle: z.string(),
      expectation: z.string(),
      title: z.string(),
      level: z.string().nullable(),
    }),
  ),
  files: z.array(z.object({ id: z.uuid(), name: z.string(), size: z.int(), mediaType: z.string() })),
  verifiedBy: Named.nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  /** Who had verified it before it was changed; it waits to be verified again. */
  wasVerified: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  recordedBy: Named,
  recordedAt: z.iso.datetime(),
  changedBy: Named.nullable(),
  changedAt: z.iso.datetime().nullable(),
  removed: z.boolean(),
  /** What If-Match of a change is to hold. */
  tag: z.string(),
  can: z.object({ "cpd.change": z.boolean(), "cpd.verify": z.boolean() }),
});

const Year = z.object({
  /** The calendar year in which it begins, by which it is asked for. */
  first: z.int(),
  /** "2026", or "2026/27" */
  label: z.string(),
  from: z.iso.date(),
  to: z.iso.date(),
});

const fields = {
  kind: Kind,
  title: line,
  /** Whole minutes, a thousand hours at most. */
  minutes: z.int().min(1).max(MOST_MINUTES),
  doneOn: z.iso.date(),
  /** What it changed for them. Theirs to write: nobody else may. */
  reflection: z.string().trim().min(1).max(4000).nullable(),
  provider: line.nullable(),
  /** What shows it, on the web; from https:// on. */
  url: z.string().trim().min(1).max(2000).nullable(),
  /** What of the organisation's list it was learned from. */
  resource: z.uuid().nullable(),
  serves: z.array(Serves).max(50),
};

const year = z.coerce.number().int().min(1900).max(2200).optional();
const filter = { year, kind: Kind.optional(), state: z.enum(["all", "verified", "waiting"]).default("all") };
const ofPerson = { person: z.uuid().optional() };
const entryId = z.uuid();

export const cpdList = route({
  method: "GET",
  path: "/cpd",
  summary: "Somebody's log of learning, a year of it, the newest first; one's own where nobody is named",
  input: z.object({
    ...ofPerson,
    ...filter,
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(1000).optional(),
  }),
  output: z.object({
    person: Named,
    items: z.array(Entry),
    next: z.string().nullable(),
    /** The year that is shown, whole, whatever else is asked for. `target` null where the organisation asks for no hours. */
    year: Year.extend({
      entries: z.int(),
      minutes: z.int(),
      verifiedMinutes: z.int(),
      waiting: z.int(),
      target: z.object({ minutes: z.int(), hours: z.number(), proportion: z.number() }).nullable(),
    }),
    /** Those with entries, the one shown and the current one; the newest first. */
    years: z.array(Year.extend({ entries: z.int(), minutes: z.int() })),
    /** The entry that was logged last: what the next one most likely is. */
    last: z.object({ kind: Kind, minutes: z.int(), provider: z.string().nullable() }).nullable(),
    today: z.iso.date(),
    can: z.object({ "cpd.write": z.boolean(), "cpd.verify": z.boolean() }),
  }),
  allow: "cpd.read",
  subject: store.whose,
  audit: { action: "cpd.read", when: "others" },
  handle: store.list,
});

export const cpdChoices = route({
  method: "GET",
  path: "/cpd/choices",
  summary: "What learning can serve: what the levels of somebody's ladder expect, theirs and the next ones first",
  input: z.object(ofPerson),
  output: z.object({
    items: z.array(
      z.object({
        framework: z.string(),
        frameworkTitle: z.string(),
        expectation: z.string(),
        title: z.string(),
        level: z.string(),
        /** Of the level they are at, of one that comes next, or of any other. */
        where: z.enum(["current", "next", "other"]),
      }),
    ),
  }),
  allow: "cpd.read",
  subject: store.whose,
  audit: { none: "a ladder, which is everybody's to read" },
  handle: store.choices,
});

export const cpdAdd = route({
  method: "POST",
  path: "/cpd",
  summary: "Log learning: one's own, or of somebody one answers for, which is then verified by it",
  creates: true,
  input: z.object({
    ...ofPerson,
    ...fields,
    reflection: fields.reflection.default(null),
    provider: fields.provider.default(null),
    url: fields.url.default(null),
    resource: fields.resource.default(null),
    serves: fields.serves.default([]),
  }),
  output: Entry,
  allow: "cpd.write",
  subject: store.whose,
  audit: { action: "cpd.add", when: "always" },
  handle: store.add,
});

export const cpdExport = route({
  method: "GET",
  path: "/cpd/export",
  summary: "Somebody's log as a CSV file for spreadsheets: one year, or all of it",
  input: z.object({ ...ofPerson, year }),
  output: FileOutput,
  allow: "cpd.read",
  subject: store.whose,
  audit: { action: "cpd.export", when: "others" },
  handle: store.exported,
});

const ofEntry = (change: boolean) => ({ subject: store.entryOf(change), matches: store.matches });

export const cpdRead = route({
  method: "GET",
  path: "/cpd/:entryId",
  summary: "One entry of a log",
  input: z.object({ entryId }),
  output: Entry,
  allow: "cpd.read",
  ...ofEntry(false),
  audit: { action: "cpd.read", when: "others" },
  handle: ({ tx, actor, subject }) => store.shownOne(tx, actor, subject),
});

export const cpdChange = route({
  method: "PATCH",
  path: "/cpd/:entryId",
  summary: "Change an entry; what is left out stays. Once it says something else than was verified, it is to be verified again",
  input: z.object({ entryId, ...z.object(fields).partial().shape }),
  output: Entry,
  allow: "cpd.change",
  ...ofEntry(true),
  audit: { action: "cpd.change", when: "always" },
  handle: store.change,
});

export const cpdRemove = route({
  method: "DELETE",
  path: "/cpd/:entryId",
  summary: "Take an entry out of the log; it can be put back",
  input: z.object({ entryId }),
  output: Entry,
  allow: "cpd.change",
  ...ofEntry(true),
  audit: { action: "cpd.remove", when: "always" },
  handle: store.remove,
});

export const cpdRestore = route({
  method: "POST",
  path: "/cpd/:entryId/restore",
  summary: "Put an entry back that was taken out",
  input: z.object({ entryId }),
  output: Entry,
  allow: "cpd.change",
  ...ofEntry(true),
  audit: { action: "cpd.restore", when: "always" },
  handle: store.restore,
});

export const cpdVerify = route({
  method: "POST",
  path: "/cpd/:entryId/verify",
  summary: "Say that somebody did learn what they logged",
  input: z.object({ entryId }),
  output: Entry,
  allow: "cpd.verify",
  ...ofEntry(true),
  audit: { action: "cpd.verify", when: "always" },
  handle: store.verify,
});

export const cpdUnverify = route({
  method: "DELETE",
  path: "/cpd/:entryId/verify",
  summary: "Take back that an entry was verified",
  input: z.object({ entryId }),
  output: Entry,
  allow: "cpd.verify",
  ...ofEntry(true),
  audit: { action: "cpd.unverify", when: "always" },
  handle: store.unverify,
});

export const cpdRoutes = [
  cpdList,
  cpdChoices,
  cpdAdd,
  cpdExport,
  cpdRead,
  cpdChange,
  cpdRemove,
  cpdRestore,
  cpdVerify,
  cpdUnverify,
] as const;
