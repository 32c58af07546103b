import { z } from "zod";
import { FEWEST_PEERS } from "../../core/cycle/setup.ts";
import { ScalePoint } from "../../core/framework/document.ts";
import * as reading from "../../db/reviews-read.ts";
import { assessmentRow, readBy, reviewRow } from "../../db/reviews.ts";
import { FileOutput } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import type { Member } from "../../core/access/actor.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Kind = z.enum(["self", "manager", "peer", "assessor"]);
const State = z.enum(["not-started", "in-progress", "submitted", "reopened"]);
const Instant = z.iso.datetime();

const Head = z.object({
  id: z.uuid(),
  kind: z.enum(["cycle", "check-in"]),
  /** The cycle's, or what a check-in is about. */
  title: z.string(),
  cycle: z
    .object({ id: z.uuid(), state: z.enum(["draft", "open", "calibrating", "released", "archived", "cancelled"]).nullable() })
    .nullable(),
  person: Named.extend({ you: z.boolean() }),
  manager: Named.nullable(),
  framework: z.object({ slug: z.string(), title: z.string(), version: z.int() }),
  level: z.object({ id: z.string(), title: z.string() }),
  releasedAt: Instant.nullable(),
  withdrawn: z.boolean(),
  scale: z.array(ScalePoint),
  /** In view; those not `asked` are there to be read beside the others. */
  levels: z.array(z.object({ id: z.string(), title: z.string(), relation: z.enum(["this", "next", "other"]), asked: z.boolean() })),
  competencies: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      definition: z.string().nullable(),
      domain: z.string(),
      from: z.string().nullable(),
      statements: z.array(
        z.object({ level: z.string(), expectation: z.string(), target: z.int(), critical: z.boolean(), markers: z.array(z.string()) }),
      ),
    }),
  ),
});
const said = {
  answer: z.enum(["rated", "not-observed", "no-opportunity", "none"]),
  value: z.int().nullable(),
  comment: z.string().nullable(),
};
/** `id`: what the next answer about this expectation is based on. */
const Answer = z.object({ id: z.uuid(), level: z.string(), expectation: z.string(), on: z.iso.date(), at: Instant, ...said });
const Text = z.object({ id: z.uuid(), question: z.string(), text: z.string(), at: Instant });
const Question = z.object({ id: z.string(), text: z.string(), required: z.boolean() });
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
const Note = z.object({ text: z.string(), by: Named.nullable(), at: Instant });

const ofReview = { reviewId: z.uuid() };
const ofAssessment = { reviewId: z.uuid(), assessmentId: z.uuid() };
const assessment = async (tx: Tx, input: { reviewId: string; assessmentId: string }, actor: Member, today: string) =>
  store.seen(await assessmentRow(tx, input.reviewId, input.assessmentId, today), actor);
const lockedAssessment = (tx: Tx, input: { reviewId: string; assessmentId: string }, _actor: Member, today: string) =>
  assessmentRow(tx, input.reviewId, input.assessmentId, today, true);

export const reviewList = route({
  method: "GET",
  path: "/reviews",
  summary: "Your reviews: what you are asked to write, what you have written, what is about you, where you are invited as a peer",
  input: z.object({
    part: z.enum(["write", "written", "about", "invited"]).default("write"),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        review: z.uuid(),
        kind: z.enum(["cycle", "check-in"]),
        title: z.string(),
        person: Named,
        level: z.string(),
        released: Instant.nullable(),
        acknowledged: z.boolean(),
        assessment: z
          .object({ id: z.uuid(), kind: Kind, state: State, dueOn: z.iso.date().nullable(), answered: z.int(), asked: z.int() })
          .nullable(),
        invitation: z.uuid().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
  allow: "review.list",
  scope: true,
  audit: { none: "one's own" },
  handle: ({ tx, actor, input }) => store.list(tx, actor, input),
});

export const reviewRead = route({
  method: "GET",
  path: "/reviews/:reviewId",
  summary: "A review, as far as you may see it now",
  input: z.object(ofReview),
  output: z.object({
    review: Head,
    /** As whom you read it, which decides what you see. */
    as: z.enum(["person", "manager", "rater", "office"]),
    sides: z.array(
      z.object({
        id: z.uuid(),
        kind: Kind,
        rater: Named.extend({ you: z.boolean() }),
        state: State,
        submittedAt: Instant.nullable(),
        dueOn: z.iso.date().nullable(),
        /** Whether you are asked to write in it now. */
        writable: z.boolean(),
        /** Null while you may not read them. */
        answers: z.array(Answer).nullable(),
        texts: z.array(Text).nullable(),
        attached: z.array(Attached),
        questions: z.array(Question),
      }),
    ),
    /** What counts; null until it is released. */
    results: z
      .array(
        z.object({
          expectation: z.string(),
          ...said,
          calibrated: z.object({ by: z.string(), on: z.iso.date() }).nullable(),
          rater: z.object({ name: z.string(), kind: Kind }),
        }),
      )
      .nullable(),
    /** All peers together; null where there are too few of them, or it is too early. */
    peers: z
      .array(
        z.object({
          expectation: z.string(),
          raters: z.int().min(FEWEST_PEERS),
          /** The middle point; of an even number the lower one. */
          median: z.int().nullable(),
          /** In no order that says whose they are. */
          comments: z.array(z.string()),
        }),
      )
      .nullable(),
    /** Whether both sides can be read beside each other. */
    compared: z.boolean(),
    note: Note.nullable(),
    acknowledged: z.object({ at: Instant, comment: z.string().nullable() }).nullable(),
    secondLooks: z.array(
      z.object({
        id: z.uuid(),
        body: z.string(),
        askedAt: Instant,
        answer: z
          .object({ body: z.string(), outcome: z.enum(["stands", "corrected", "talked-over"]), by: Named.nullable(), at: Instant })
          .nullable(),
      }),
    ),
    peersChosenBy: z.enum(["employee", "manager", "partner"]).nullable(),
    can: z.object({
      acknowledge: z.boolean(),
      secondLook: z.boolean(),
      /** Whether what was sent in of a check-in may be opened again. */
      reopen: z.boolean(),
      "review.note": z.boolean(),
      "review.answer": z.boolean(),
      "review.peers": z.boolean(),
      "review.compare": z.boolean(),
    }),
  }),
  allow: "review.read",
  audit: { action: "review.read", when: "others" },
  subject: async (tx, { reviewId }, actor, today) => readBy(await reviewRow(tx, reviewId, today), actor.personId),
  handle: ({ tx, actor, subject }) => reading.read(tx, actor, subject),
});

export const reviewCalendar = route({
  method: "GET",
  path: "/reviews/:reviewId/calendar",
  summary: "By when you are to write your part of a review, as a calendar file (RFC 5545)",
  input: z.object(ofReview),
  output: FileOutput,
  allow: "review.read",
  audit: { none: "the days of what one writes oneself" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today),
  handle: async (context) => store.calendar(context),
});

export const assessmentRead = route({
  method: "GET",
  path: "/reviews/:reviewId/assessments/:assessmentId",
  summary: "One rater's part of a review: what is asked, and what has been said",
  input: z.object(ofAssessment),
  output: z.object({
    review: Head,
    assessment: z.object({
      id: z.uuid(),
      kind: Kind,
      rater: Named.extend({ you: z.boolean() }),
      state: State,
      submittedAt: Instant.nullable(),
      dueOn: z.iso.date().nullable(),
      revision: z.int(),
      reopenedReason: z.string().nullable(),
      /** Why you cannot write in it now; null while you can. */
      shut: z.string().nullable(),
    }),
    questions: z.array(Question),
    /** When a comment is asked for with a rating. */
    commentRule: z.union([z.literal("never"), z.literal("always"), z.object({ differsBy: z.int() })]),
    /** Null while you may not read them. */
    answers: z.array(Answer).nullable(),
    texts: z.array(Text).nullable(),
    attached: z.array(Attached),
    /** What may be attached: collected by the person, or noted by you. */
    evidence: z.array(Evidence),
    records: z.array(z.object({ id: z.uuid(), kind: z.string(), title: z.string(), on: z.iso.date() })),
    flags: z.array(z.object({ expectation: z.string(), body: z.string(), at: Instant })),
    /** Whether the side that is hidden from this one is in; null where there is none. */
    other: z.boolean().nullable(),
    can: z.object({ write: z.boolean(), "review.compare": z.boolean() }),
  }),
  allow: "review.read",
  audit: { action: "review.read", when: "others" },
  subject: assessment,
  handle: ({ tx, actor, subject }) => store.form(tx, actor, subject),
});

const conflictOf = <T extends z.ZodType>(theirs: T) =>
  z.object({
    /** Indexes into what was sent: saved, or there already. */
    applied: z.array(z.int()),
    /** Of each of these, the id of what stands in its place now: another where the same had been written elsewhere, or something newer since. */
    stands: z.array(z.uuid()),
    /** Not saved, because it was written elsewhere meanwhile: `theirs` stands there now. */
    conflicts: z.array(z.object({ index: z.int(), theirs: theirs.nullable() })),
  });
const basedOn = z.uuid().nullable();

export const assessmentSave = route({
  method: "PATCH",
  path: "/reviews/:reviewId/assessments/:assessmentId",
  summary: "Save answers; each is taken unless it was changed elsewhere since, and one that comes again is taken once",
  input: z.object({
    ...ofAssessment,
    answers: z
      .array(
        z.strictObject({
          /** Made by whoever writes it: an answer that is sent again carries the same. */
          clientId: z.uuid(),
          expectation: z.string().max(200),
          ...said,
          comment: z.string().max(4000).nullable().default(null),
          value: z.int().nullable().default(null),
          /** The id of the answer that was changed; null where there was none. */
          basedOn: basedOn.default(null),
        }),
      )
      .max(1000)
      .default([]),
    texts: z
      .array(
        z.strictObject({
          clientId: z.uuid(),
          question: z.string().max(100),
          text: z.string().max(20_000),
          basedOn: basedOn.default(null),
        }),
      )
      .max(100)
      .default([]),
  }),
  output: z.object({
    revision: z.int(),
    state: State,
    answers: conflictOf(z.object({ id: z.uuid(), ...said })),
    texts: conflictOf(z.object({ id: z.uuid(), text: z.string() })),
  }),
  allow: "review.write",
  audit: { action: "review.save", when: "always" },
  subject: lockedAssessment,
  handle: (context) => store.save(context),
});

export const assessmentSubmit = route({
  method: "POST",
  path: "/reviews/:reviewId/assessments/:assessmentId/submit",
  summary: "Submit: what is missing is named, else it is signed and closed",
  input: z.object(ofAssessment),
  output: z.object({
    id: z.uuid(),
    state: z.literal("submitted"),
    submittedAt: Instant,
    /** SHA-256 of the document that was signed. */
    hash: z.string(),
    /** Whether both sides are in now. */
    compared: z.boolean(),
  }),
  allow: "review.write",
  audit: { action: "review.submit", when: "always" },
  subject: lockedAssessment,
  handle: (context) => store.submit(context),
});

const ComparedSide = z.object(said).nullable();
export const reviewCompare = route({
  method: "GET",
  path: "/reviews/:reviewId/compare",
  summary: "Both sides beside each other, the largest differences first",
  input: z.object(ofReview),
  output: z.object({
    review: Head,
    manager: Named.nullable(),
    lines: z.array(
      z.object({
        level: z.string(),
        expectation: z.string(),
        competency: z.string(),
        target: z.int(),
        self: ComparedSide,
        manager: ComparedSide,
        /** Positions of the scale between the two; null where not both gave a point. */
        apart: z.int().nullable(),
      }),
    ),
    note: Note.nullable(),
    can: z.object({ "review.note": z.boolean() }),
  }),
  allow: "review.compare",
  audit: { action: "review.read", when: "others" },
  subject: (tx, { reviewId }, _actor, today) => reviewRow(tx, reviewId, today),
  handle: ({ tx, actor, subject }) => reading.comparison(tx, actor, subject),
});

export const reviewRoutes = [
  reviewList,
  reviewRead,
  reviewCalendar,
  assessmentRead,
  assessmentSave,
  assessmentSubmit,
  reviewCompare,
] as const;
