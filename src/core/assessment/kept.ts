import { z } from "zod";

/**
 * What a page shows of documents that were kept: read leniently, because what was written by an earlier version of Rungs is
 * shown for ever, and nothing in it is ever written anew.
 */
const Named = z.object({ id: z.string(), name: z.string() });
const Scale = z.array(z.object({ value: z.int(), label: z.string() }));

export const SignedShown = z.object({
  of: z.object({ title: z.string() }),
  person: Named,
  rater: Named,
  kind: z.enum(["self", "manager", "peer", "assessor"]),
  submittedAt: z.string(),
  framework: z.object({ title: z.string(), version: z.int() }),
  scale: Scale,
  asked: z.array(
    z.object({
      level: z.object({ id: z.string(), title: z.string() }),
      statements: z.array(
        z.object({ id: z.string(), competency: z.string(), markers: z.array(z.string()), target: z.int(), critical: z.boolean() }),
      ),
    }),
  ),
  answers: z.array(
    z.object({
      expectation: z.string(),
      answer: z.enum(["rated", "not-observed", "no-opportunity", "none"]),
      value: z.int().nullable(),
      comment: z.string().nullable(),
      evidence: z.array(z.object({ title: z.string(), url: z.string().nullable(), on: z.string().nullable() })).default([]),
    }),
  ),
  questions: z.array(z.object({ id: z.string(), text: z.string(), answer: z.string() })).default([]),
});

const Answer = z.union([z.int(), z.enum(["not-observed", "no-opportunity"])]);
export const ReleasedShown = z.object({
  person: Named,
  cycle: z.string(),
  framework: z.object({ title: z.string(), version: z.int() }),
  level: z.object({ title: z.string() }),
  scale: Scale,
  report: z.object({
    on: z.string(),
    readiness: z.object({ low: z.number(), high: z.number() }),
    ready: z.boolean(),
    expectations: z.array(
      z.object({
        id: z.string(),
        required: z.int(),
        status: z.enum(["met", "exceeds", "gap", "not-assessed", "stale"]),
        answer: Answer.nullable(),
      }),
    ),
  }),
  words: z.record(z.string(), z.object({ title: z.string() })),
  results: z.array(
    z.object({
      expectation: z.string(),
      comment: z.string().nullable(),
      rater: z.object({ name: z.string(), kind: z.enum(["manager", "assessor", "calibration"]) }),
    }),
  ),
  own: z.record(z.string(), z.int().nullable()),
});

/** @returns null where nothing of it is left to show: it was erased. */
export function shownOf<S extends z.ZodType>(schema: S, document: string): z.output<S> | null {
  const read = schema.safeParse(JSON.parse(document));
  return read.success ? read.data : null;
}
