import { z } from "zod";
import { recordKinds } from "../../core/records/record.ts";
import { recordsSubject } from "../../db/records.ts";
import { FileInput, FileOutput, largestUpload } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Kind = z.enum(recordKinds);
const Text = z.string().trim().min(1).max(200);
const Reason = z.string().trim().min(1).max(4000);
const Standing = z.enum(["lasting", "valid", "expiring", "expired"]);

const Record = z.object({
  id: z.uuid(),
  kind: Kind,
  title: z.string(),
  /** A national level, "RQF 3". */
  regulated: z.string().nullable(),
  on: z.iso.date(),
  /** The last day of experience or a responsibility; null where it goes on. */
  until: z.iso.date().nullable(),
  validMonths: z.int().nullable(),
  /** The first day on which it no longer counts, by what a ladder asks or else the record itself; null for ever. */
  expiresOn: z.iso.date().nullable(),
  standing: Standing,
  note: z.string().nullable(),
  attestedBy: z.string().nullable(),
  /** By whom and when; both null until somebody who may has looked at it. It counts all the same. */
  verifiedBy: z.string().nullable(),
  verifiedAt: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  at: z.iso.datetime(),
  reason: z.string().nullable(),
  files: z.array(z.object({ id: z.uuid(), name: z.string(), size: z.int(), mediaType: z.string() })),
  /** Levels of their ladder that ask for it and for which it serves today. */
  serves: z.array(z.string()),
});

const personId = z.uuid();
const ofPerson = (change: boolean) => ({
  subject: (tx: Tx, input: { personId: string }, _actor: unknown, today: string) => recordsSubject(tx, input.personId, today, change),
  matches: store.matches,
});
const ofRecord = { personId, recordId: z.uuid() };
/** `id` of the record that stands now; `tag` what If-Match is to hold next. */
const Done = z.object({ id: z.uuid(), tag: z.string() });

export const recordList = route({
  method: "GET",
  path: "/people/:personId/records",
  summary: "What is on record of a person: qualifications, training, checks, experience, what they demonstrated, responsibilities",
  input: z.object({ personId }),
  output: z.object({
    /** Newest first. */
    items: z.array(Record),
    /** What was recorded and no longer stands. */
    before: z.array(
      z.object({
        kind: Kind,
        title: z.string(),
        on: z.iso.date(),
        by: z.string().nullable(),
        at: z.iso.datetime(),
        reason: z.string().nullable(),
        retracted: z.boolean(),
      }),
    ),
    /** What the levels of their ladder ask for. */
    suggestions: z.array(
      z.object({ kind: Kind, title: z.string(), regulated: z.string().nullable(), validMonths: z.int().nullable(), level: z.string() }),
    ),
    today: z.iso.date(),
    tag: z.string(),
    can: z.object({ "person.records.write": z.boolean(), "person.records.verify": z.boolean() }),
  }),
  allow: "person.records",
  audit: { action: "record.read", when: "others" },
  ...ofPerson(false),
  handle: ({ tx, actor, subject, today }) => store.list(tx, actor, subject, today),
});

export const recordAdd = route({
  method: "POST",
  path: "/people/:personId/records",
  summary: "Put something on record, or put a record right; one's own waits for somebody to verify it",
  creates: true,
  input: z.object({
    personId,
    kind: Kind,
    title: Text,
    regulated: Text.nullable().default(null),
    /** When it was awarded, done, cleared or shown; the first day of experience and responsibilities. */
    on: z.iso.date(),
    until: z.iso.date().nullable().default(null),
    validMonths: z.int().min(1).max(600).nullable().default(null),
    note: z.string().trim().min(1).max(4000).nullable().default(null),
    /** The record that this one takes the place of. With it a reason is asked for. */
    corrects: z.uuid().optional(),
    reason: Reason.optional(),
  }),
  output: Done,
  allow: "person.records.write",
  audit: { action: "record.add", when: "always" },
  ...ofPerson(true),
  handle: store.add,
});

export const recordWithdraw = route({
  method: "POST",
  path: "/people/:personId/records/:recordId/withdrawal",
  summary: "Say that a record never should have been; it stays in the history with the reason",
  input: z.object({ ...ofRecord, reason: Reason }),
  output: z.object({ tag: z.string() }),
  allow: "person.records.write",
  audit: { action: "record.withdraw", when: "always" },
  ...ofPerson(true),
  handle: store.withdraw,
});

export const recordVerify = route({
  method: "POST",
  path: "/people/:personId/records/:recordId/verification",
  summary: "Say that one has seen what shows a record",
  input: z.object(ofRecord),
  output: Done,
  allow: "person.records.verify",
  audit: { action: "record.verify", when: "always" },
  ...ofPerson(true),
  handle: store.verify,
});

export const recordFileAdd = route({
  method: "POST",
  path: "/people/:personId/records/:recordId/files",
  summary: "Attach a file that shows a record: PDF, PNG, JPEG, WebP, Word, Excel or plain text, 10 MB at most",
  creates: true,
  largest: largestUpload,
  input: z.object({ ...ofRecord, ...FileInput }),
  output: z.object({ id: z.uuid(), name: z.string(), tag: z.string() }),
  allow: "person.records.write",
  audit: { action: "record.file.add", when: "always" },
  ...ofPerson(true),
  handle: store.addFile,
});

export const recordFileRead = route({
  method: "GET",
  path: "/people/:personId/records/:recordId/files/:fileId",
  summary: "A file that shows a record, to be saved",
  input: z.object({ ...ofRecord, fileId: z.uuid() }),
  output: FileOutput,
  allow: "person.records",
  audit: { action: "record.file.read", when: "others" },
  ...ofPerson(false),
  handle: store.readFile,
});

export const recordFileRemove = route({
  method: "DELETE",
  path: "/people/:personId/records/:recordId/files/:fileId",
  summary: "Take a file away from a record",
  input: z.object({ ...ofRecord, fileId: z.uuid() }),
  output: z.object({ tag: z.string() }),
  allow: "person.records.write",
  audit: { action: "record.file.remove", when: "always" },
  ...ofPerson(true),
  handle: store.removeFile,
});

const expiringFilter = {
  /** How far ahead one looks. */
  days: z.coerce.number().int().min(0).max(730).default(60),
  /** Only those in this team or in one below it. */
  team: z.uuid().optional(),
  title: z.string().trim().min(1).max(200).optional(),
  state: z.enum(["all", "expired", "expiring"]).default("all"),
};

export const recordsExpiring = route({
  method: "GET",
  path: "/records/expiring",
  summary: "What has run out or is about to, of everybody whose results you may see; the soonest first",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(1000).optional(),
    ...expiringFilter,
  }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        kind: z.enum(["training", "check"]),
        title: z.string(),
        on: z.iso.date(),
        expiresOn: z.iso.date(),
        /** Until then; 0 and below where it has run out. */
        daysLeft: z.int(),
        standing: Standing,
        verified: z.boolean(),
        person: z.object({ id: z.uuid(), name: z.string(), team: z.string().nullable() }),
      }),
    ),
    next: z.string().nullable(),
    /** In all; null but on the first page. */
    total: z.int().nullable(),
    /** What there is, whatever title was asked for; empty but on the first page. */
    titles: z.array(z.object({ title: z.string(), expired: z.int(), expiring: z.int() })),
    today: z.iso.date(),
  }),
  allow: "person.records.list",
  scope: true,
  audit: { action: "record.expiring", when: "always" },
  handle: store.expiring,
});

export const recordsExpiringExport = route({
  method: "GET",
  path: "/records/expiring/export",
  summary: "The same as a table for spreadsheets (CSV), at most 20,000 rows",
  input: z.object(expiringFilter),
  output: FileOutput,
  allow: "person.records.list",
  scope: true,
  audit: { action: "record.expiring.export", when: "always" },
  handle: store.expiringFile,
});

export const recordRoutes = [
  recordList,
  recordAdd,
  recordWithdraw,
  recordVerify,
  recordFileAdd,
  recordFileRead,
  recordFileRemove,
  recordsExpiring,
  recordsExpiringExport,
] as const;
