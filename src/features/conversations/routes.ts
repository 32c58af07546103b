import { z } from "zod";
import { reviewRow } from "../../db/reviews.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Instant = z.iso.datetime();
const Note = z.object({ text: z.string(), by: Named.nullable(), at: Instant });
const Body = z.string().trim().min(1).max(4000);
const ofReview = { reviewId: z.uuid() };

export const reviewNote = route({
  method: "PUT",
  path: "/reviews/:reviewId/note",
  summary: "Write down what was agreed in the conversation; told the other text, and nothing written, if somebody wrote it meanwhile",
  input: z.object({
    ...ofReview,
    text: z.string().trim().max(20_000),
    /** When the note that was changed was written; null where there was none. */
    basedOn: Instant.nullable(),
  }),
  output: z.object({ note: Note.nullable(), conflict: Note.nullable() }),
  allow: "review.note",
  audit: { action: "review.note", when: "always" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today, true),
  handle: (context) => store.agree(context),
});

export const reviewAcknowledge = route({
  method: "POST",
  path: "/reviews/:reviewId/acknowledge",
  summary: "Say that you have read your result, with a comment if you wish",
  input: z.object({ ...ofReview, comment: z.string().trim().max(4000).default("") }),
  output: z.object({ acknowledged: z.object({ at: Instant, comment: z.string().nullable() }) }),
  allow: "review.acknowledge",
  audit: { action: "review.acknowledge", when: "always" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today, true),
  handle: (context) => store.acknowledge(context),
});

const Look = z.object({ id: z.uuid() });
export const secondLookAsk = route({
  method: "POST",
  path: "/reviews/:reviewId/second-look",
  summary: "Ask for a second look at your result",
  creates: true,
  input: z.object({ ...ofReview, body: Body }),
  output: Look,
  allow: "review.acknowledge",
  audit: { action: "review.second-look", when: "always" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today, true),
  handle: (context) => store.askAgain(context),
});

export const secondLookAnswer = route({
  method: "POST",
  path: "/reviews/:reviewId/second-look/:lookId/answer",
  summary: "Answer somebody who asked for a second look",
  input: z.object({
    ...ofReview,
    lookId: z.uuid(),
    body: Body,
    outcome: z.enum(["stands", "corrected", "talked-over"]),
    /** What counts from now on, where something was corrected: the answer is its reason, and what counted before is kept. */
    corrections: z
      .array(
        z.strictObject({
          expectation: z.string().max(200),
          value: z.int(),
          /** What counted when it was looked at; null where that was no point. */
          was: z.int().nullable(),
        }),
      )
      .max(200)
      .default([]),
  }),
  output: Look,
  allow: "review.answer",
  audit: { action: "review.answer", when: "always" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today, true),
  handle: (context) => store.answerAgain(context),
});

export const checkInStart = route({
  method: "POST",
  path: "/check-ins",
  summary: "Begin a check-in with somebody against any level, outside every cycle",
  creates: true,
  input: z.object({
    personId: z.uuid(),
    framework: z.string().max(100),
    level: z.string().max(100),
    /** What it is about. */
    title: z.string().trim().min(1).max(200),
  }),
  output: z.object({
    review: z.uuid(),
    assessments: z.array(z.object({ id: z.uuid(), rater: z.uuid(), kind: z.enum(["self", "manager"]) })),
  }),
  allow: "checkin.start",
  audit: { action: "checkin.start", when: "always" },
  subject: (tx, { personId }, _actor, today) => store.person(tx, personId, today),
  handle: (context) => store.checkIn(context),
});

export const checkInReopen = route({
  method: "POST",
  path: "/reviews/:reviewId/assessments/:assessmentId/reopen",
  summary: "Open again what somebody has sent in of a check-in, while the other side is still to come; what was signed is kept",
  input: z.object({ ...ofReview, assessmentId: z.uuid(), reason: Body }),
  output: z.object({ id: z.uuid(), state: z.literal("reopened") }),
  allow: "checkin.reopen",
  audit: { action: "checkin.reopen", when: "always" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today, true),
  handle: (context) => store.openAgain(context),
});

export const conversationRoutes = [reviewNote, reviewAcknowledge, secondLookAsk, secondLookAnswer, checkInStart, checkInReopen] as const;
