import { z } from "zod";
import { FrozenReport } from "../../core/gap/frozen.ts";
import { levelReference } from "../../core/gap/reply.ts";
import { gapSubject } from "../../db/gap-report.ts";
import { copyOf } from "../../db/shared-reports.ts";
import { FileOutput } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Copy = z.object({
  id: z.uuid(),
  person: Named,
  by: Named,
  with: Named,
  /** The level that it is against, and of which ladder. */
  title: z.string(),
  frameworkTitle: z.string(),
  version: z.int(),
  /** The day that it shows. */
  on: z.iso.date(),
  note: z.string().nullable(),
  sharedAt: z.iso.datetime(),
  /** When whom it was handed to opened it first; null until then. */
  openedAt: z.iso.datetime().nullable(),
  /** When it was taken back; null while it can be read. */
  revokedAt: z.iso.datetime().nullable(),
});
const ofCopy = { copyId: z.uuid() };
const copy = (tx: Tx, { copyId }: { copyId: string }, _actor: unknown, today: string) => copyOf(tx, copyId, today);

export const reportShare = route({
  method: "POST",
  path: "/people/:personId/gap/copies",
  summary: "Hand somebody a copy of a gap report as it stands; it never changes, and can be taken back",
  creates: true,
  input: z.object({
    personId: z.uuid(),
    /** Whoever is to read it: of one's own report anybody, of another's the person and those who manage them. */
    with: z.uuid(),
    note: z.string().trim().min(1).max(4000).optional(),
    /** As the report itself takes them. */
    target: levelReference.optional(),
    on: z.iso.date().optional(),
    version: z.int().min(1).optional(),
  }),
  output: z.object({ id: z.uuid() }),
  allow: "gap.share",
  audit: { action: "gap.share", when: "always" },
  subject: (tx, { personId }, _actor, today) => gapSubject(tx, personId, today),
  handle: (context) => store.share(context),
});

export const copyList = route({
  method: "GET",
  path: "/reports/shared",
  summary: "Copies of gap reports: those handed to you, or those of yours and by you, newest first",
  input: z.object({
    box: z.enum(["received", "given"]).default("received"),
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(400).optional(),
  }),
  output: z.object({ items: z.array(Copy), next: z.string().nullable() }),
  allow: "copy.list",
  audit: { none: "one's own, and nothing of what they say" },
  scope: true,
  handle: ({ tx, actor, input }) => store.list(tx, actor.personId, input),
});

export const copyRead = route({
  method: "GET",
  path: "/reports/shared/:copyId",
  summary: "One copy: the report as it was when it was handed on, with the hash of what is kept",
  input: z.object(ofCopy),
  output: Copy.extend({
    /** Null for whoever had it and has it no more. */
    report: FrozenReport.nullable(),
    /** SHA-256 of the kept text, in hexadecimal. */
    sha256: z.string().nullable(),
    can: z.object({ "copy.open": z.boolean(), "copy.revoke": z.boolean() }),
  }),
  allow: "copy.read",
  audit: { action: "copy.read", when: "others" },
  subject: copy,
  handle: (context) => store.read(context),
});

export const copyDocument = route({
  method: "GET",
  path: "/reports/shared/:copyId/document",
  summary: "The kept text of a copy, byte for byte, as canonical JSON",
  input: z.object(ofCopy),
  output: FileOutput,
  allow: "copy.open",
  audit: { action: "copy.download", when: "others" },
  subject: copy,
  handle: async ({ subject }) => ({ name: `gap-report-${subject.on}.json`, mediaType: "application/json", content: subject.document }),
});

export const reportPdf = route({
  method: "GET",
  path: "/people/:personId/gap/pdf",
  summary: "A gap report as PDF, tagged so that it can be read aloud, with the figures of the page",
  input: z.object({
    personId: z.uuid(),
    target: levelReference.optional(),
    on: z.iso.date().optional(),
    version: z.coerce.number().int().min(1).optional(),
  }),
  output: FileOutput,
  allow: "gap.read",
  audit: { action: "gap.pdf", when: "others" },
  subject: (tx, { personId }, _actor, today) => gapSubject(tx, personId, today),
  handle: (context) => store.pdf(context),
});

export const copyPdf = route({
  method: "GET",
  path: "/reports/shared/:copyId/pdf",
  summary: "A copy as PDF",
  input: z.object(ofCopy),
  output: FileOutput,
  allow: "copy.open",
  audit: { action: "copy.download", when: "others" },
  subject: copy,
  handle: ({ subject, installation }) => store.copyPdf(subject, installation),
});

export const copyRevoke = route({
  method: "POST",
  path: "/reports/shared/:copyId/revocation",
  summary: "Take a copy back: whom it was handed to reads it no more",
  input: z.object(ofCopy),
  output: z.object({ revokedAt: z.iso.datetime() }),
  allow: "copy.revoke",
  audit: { action: "copy.revoke", when: "always" },
  subject: copy,
  handle: (context) => store.revoke(context),
});

export const reportRoutes = [reportShare, copyList, copyRead, copyDocument, reportPdf, copyPdf, copyRevoke] as const;
