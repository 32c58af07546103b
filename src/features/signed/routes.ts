import { z } from "zod";
import { ReleasedShown, SignedShown } from "../../core/assessment/kept.ts";
import { readBy, reviewRow } from "../../db/reviews.ts";
import { FileOutput } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import type { Member } from "../../core/access/actor.ts";
import * as store from "./store.ts";

const ofReview = { reviewId: z.uuid() };
const review = async (tx: Tx, { reviewId }: { reviewId: string }, actor: Member, today: string) =>
  readBy(await reviewRow(tx, reviewId, today), actor.personId);

const Kept = {
  id: z.uuid(),
  at: z.iso.datetime(),
  /** SHA-256 of the document, in hexadecimal. */
  hash: z.string(),
};

export const signedList = route({
  method: "GET",
  path: "/reviews/:reviewId/signed",
  summary: "What was signed and released of a review, as far as you may read it now: each document with its hash",
  input: z.object(ofReview),
  output: z.object({
    title: z.string(),
    person: z.object({ id: z.uuid(), name: z.string(), you: z.boolean() }),
    /** The newest first; one that was opened again is there as often as it was signed. */
    signed: z.array(
      z.object({
        ...Kept,
        kind: z.enum(["self", "manager", "peer", "assessor"]),
        rater: z.object({ id: z.uuid(), name: z.string() }),
        /** What the document says; null where it was erased. */
        says: SignedShown.nullable(),
      }),
    ),
    /** Gap reports as they were released, and as a second look corrected them. */
    released: z.array(z.object({ ...Kept, level: z.string(), corrected: z.boolean(), says: ReleasedShown.nullable() })),
  }),
  allow: "review.read",
  audit: { action: "review.signed", when: "others" },
  subject: review,
  handle: ({ tx, actor, subject }) => store.kept(tx, actor, subject),
});

export const signedFile = route({
  method: "GET",
  path: "/reviews/:reviewId/signed/:documentId",
  summary: "One of these documents as a file: its SHA-256 is the hash",
  input: z.object({ ...ofReview, documentId: z.uuid() }),
  output: FileOutput,
  allow: "review.read",
  audit: { action: "review.signed", when: "others" },
  subject: review,
  handle: ({ tx, actor, subject, input }) => store.file(tx, actor, subject, input.documentId),
});

export const signedRoutes = [signedList, signedFile] as const;
