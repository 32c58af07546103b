import { z } from "zod";
import { draft } from "../../db/drafts.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

export const statementFindings = route({
  method: "GET",
  path: "/frameworks/:slug/draft/findings",
  summary: "Which statements raters called unclear, and where two raters of the same person lie far apart",
  input: z.object({ slug: z.string().max(100) }),
  output: z.object({
    /** The ladder's, as the draft has it. */
    title: z.string(),
    items: z.array(
      z.object({
        expectation: z.string(),
        version: z.int(),
        flags: z.int(),
        words: z.array(z.string()),
        rated: z.int(),
        /** Positions of the scale between people's own ratings and their managers', on average; null below three pairs. */
        spread: z.number().nullable(),
        /** Where the statement stands in the draft, and what it says there now; null where the draft has it no more. */
        place: z.object({ level: z.string(), competency: z.string(), markers: z.array(z.string()) }).nullable(),
        /** Whether those words are the statement's own, and not its competency's: only then another wording can be suggested. */
        own: z.boolean(),
        /** Whether an open note stands on it. */
        noted: z.boolean(),
      }),
    ),
  }),
  allow: "framework.comment",
  audit: { none: "about statements, and nobody's ratings" },
  subject: (tx, { slug }) => draft(tx, slug),
  handle: ({ tx, subject }) => store.list(tx, subject),
});

export const findingPropose = route({
  method: "POST",
  path: "/frameworks/:slug/draft/findings/:expectation",
  summary: "Put what raters found of a statement on the draft as a note, perhaps with another wording",
  creates: true,
  input: z.object({
    slug: z.string().max(100),
    expectation: z.string().max(200),
    /** Which marker another wording is proposed for, from 0. */
    marker: z.int().min(0).max(200).default(0),
    suggestion: z.string().max(4000).optional(),
  }),
  output: z.object({ note: z.uuid(), body: z.string() }),
  allow: "framework.comment",
  audit: { action: "draft.comment", when: "always" },
  subject: (tx, { slug }) => draft(tx, slug),
  handle: (context) => store.propose(context),
});

export const findingRoutes = [statementFindings, findingPropose] as const;
