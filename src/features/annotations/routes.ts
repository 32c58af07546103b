import { z } from "zod";
import { assessmentRow } from "../../db/reviews.ts";
import { FileInput, FileOutput, largestUpload } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Instant = z.iso.datetime();
const Body = z.string().trim().min(1).max(4000);
const Evidence = z.object({
  id: z.uuid(),
  kind: z.enum(["file", "link", "record", "note"]),
  title: z.string(),
  body: z.string().nullable(),
  url: z.string().nullable(),
  on: z.iso.date().nullable(),
  by: Named.nullable(),
  at: Instant,
});
const Attached = Evidence.extend({ expectation: z.string() });

const ofAssessment = { reviewId: z.uuid(), assessmentId: z.uuid() };
const assessment = (tx: Tx, input: { reviewId: string; assessmentId: string }, _actor: unknown, today: string) =>
  assessmentRow(tx, input.reviewId, input.assessmentId, today, true);

export const flagStatement = route({
  method: "POST",
  path: "/reviews/:reviewId/assessments/:assessmentId/flags",
  summary: "Say that a statement is unclear, or take that back",
  input: z.object({
    ...ofAssessment,
    expectation: z.string().max(200),
    /** What is unclear; may be empty. Null takes it back. */
    body: z.string().trim().max(4000).nullable(),
  }),
  output: z.object({ flags: z.array(z.object({ expectation: z.string(), body: z.string(), at: Instant })) }),
  allow: "review.write",
  audit: { action: "review.flag", when: "always" },
  subject: assessment,
  handle: (context) => store.flag(context),
});

export const evidenceAttach = route({
  method: "POST",
  path: "/reviews/:reviewId/assessments/:assessmentId/evidence",
  summary: "Attach evidence to what is said of an expectation: something collected, on record, a link, a note, or a file",
  creates: true,
  largest: largestUpload,
  input: z.object({
    ...ofAssessment,
    expectation: z.string().max(200),
    add: z.discriminatedUnion("kind", [
      z.strictObject({ kind: z.literal("collected"), id: z.uuid() }),
      z.strictObject({ kind: z.literal("record"), id: z.uuid() }),
      z.strictObject({
        kind: z.literal("link"),
        title: z.string().trim().min(1).max(200),
        url: z.url({ protocol: /^https?$/ }).max(2000),
        on: z.iso.date().nullable().default(null),
      }),
      z.strictObject({
        kind: z.literal("note"),
        title: z.string().trim().min(1).max(200),
        body: Body,
        on: z.iso.date().nullable().default(null),
      }),
      z.strictObject({
        kind: z.literal("file"),
        title: z.string().trim().min(1).max(200),
        ...FileInput,
        on: z.iso.date().nullable().default(null),
      }),
    ]),
  }),
  output: z.object({ attached: z.array(Attached) }),
  allow: "review.write",
  audit: { action: "review.attach", when: "always" },
  subject: assessment,
  handle: (context) => store.attachEvidence(context),
});

export const evidenceDetach = route({
  method: "DELETE",
  path: "/reviews/:reviewId/assessments/:assessmentId/evidence/:evidenceId",
  summary: "Take evidence away from what is said of an expectation",
  input: z.object({ ...ofAssessment, evidenceId: z.uuid(), expectation: z.string().max(200) }),
  output: z.object({ attached: z.array(Attached) }),
  allow: "review.write",
  audit: { action: "review.detach", when: "always" },
  subject: assessment,
  handle: (context) => store.detachEvidence(context),
});

export const evidenceFile = route({
  method: "GET",
  path: "/reviews/:reviewId/assessments/:assessmentId/evidence/:evidenceId/file",
  summary: "A file that is attached as evidence, to be saved, by whoever may read the assessment",
  input: z.object({ ...ofAssessment, evidenceId: z.uuid() }),
  output: FileOutput,
  allow: "review.read",
  audit: { action: "review.file", when: "others" },
  subject: async (tx, input, actor, today) => store.seen(await assessmentRow(tx, input.reviewId, input.assessmentId, today), actor),
  handle: (context) => store.readFile(context),
});

export const annotationRoutes = [flagStatement, evidenceAttach, evidenceDetach, evidenceFile] as const;
