import { z } from "zod";
import type { Framework } from "../../core/framework/document.ts";
import { ChangeShape } from "../../core/framework/difference.ts";
import { draft, lockedDraft } from "../../db/drafts.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Slug = z.string().max(100);
const Named = z.object({ id: z.uuid(), name: z.string() });
const Revision = z.int().min(1);
const Reason = z.string().trim().min(1).max(4000);

/** As it was saved: every key where a framework document has it, but perhaps empty, too long, or pointing nowhere. */
const Content = z.custom<Framework>();
/** Where in a draft: `expectation/<id>`, `level/<id>`, `competency/<id>`, …, `framework`; with the field after another slash. */
const Node = z
  .string()
  .regex(/^(framework|[a-z]+\/.+?)(\/.+)?$/)
  .max(600);

const Problem = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  path: z.string(),
  /** The innermost thing with an id that it lies in. */
  node: z.string(),
  message: z.string(),
  hint: z.string(),
});
/** A finding of the statement checker; `start` and `end` are UTF-16 offsets into the text at `field` of `node`. */
const Wording = z.object({
  node: z.string(),
  field: z.string(),
  code: z.string(),
  start: z.int(),
  end: z.int(),
  words: z.string(),
  reason: z.string(),
  better: z.string(),
});

const Approval = z.object({
  by: Named,
  decision: z.enum(["approved", "sent-back"]),
  reason: z.string().nullable(),
  revision: Revision,
  at: z.iso.datetime(),
});
const State = z.object({
  slug: z.string(),
  title: z.string(),
  kind: z.enum(["ladder", "library", "standard"]),
  /** The ETag of the draft. Grows with every saved change, and never starts anew for one framework. */
  revision: Revision,
  state: z.enum(["draft", "in-review"]),
  /** The version it was started from; null where nothing has been published. */
  baseVersion: z.int().nullable(),
  /** The version in force, which others may have published since. */
  currentVersion: z.int().nullable(),
  /** "template operations" or "framework operations@2". */
  basedOn: z.string().nullable(),
  startedBy: Named.nullable(),
  startedAt: z.iso.datetime(),
  updatedBy: Named.nullable(),
  updatedAt: z.iso.datetime(),
  submittedBy: Named.nullable(),
  submittedAt: z.iso.datetime().nullable(),
  /** Who changed it while it was in review, and so took it back; null once it is submitted again. */
  reopened: z.object({ by: Named.nullable(), at: z.iso.datetime() }).nullable(),
  /** Open notes. */
  notes: z.int(),
  reviewers: z.array(Named),
  /** Newest first, of this draft. Those of an earlier revision no longer count. */
  approvals: z.array(Approval),
  /** Everybody who wrote in it. */
  authors: z.array(Named),
  /** Null if publishing waits for nobody; else the sentence that says for whom. */
  waitsFor: z.string().nullable(),
  can: z.object({
    edit: z.boolean(),
    comment: z.boolean(),
    submit: z.boolean(),
    withdraw: z.boolean(),
    approve: z.boolean(),
    sendBack: z.boolean(),
    publish: z.boolean(),
    discard: z.boolean(),
    steward: z.boolean(),
  }),
});

export const draftList = route({
  method: "GET",
  path: "/drafts",
  summary: "Drafts that you may read, the one changed last first",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
    state: z.enum(["draft", "in-review"]).optional(),
  }),
  output: z.object({
    items: z.array(
      State.pick({
        slug: true,
        title: true,
        kind: true,
        revision: true,
        state: true,
        baseVersion: true,
        updatedBy: true,
        updatedAt: true,
        notes: true,
      }),
    ),
    next: z.string().nullable(),
    can: z.object({ create: z.boolean() }),
  }),
  allow: "framework.list",
  scope: true,
  audit: { none: "a list of titles" },
  handle: ({ tx, actor, input }) => store.list(tx, actor, input),
});

export const frameworkCreate = route({
  method: "POST",
  path: "/frameworks",
  summary: "Begin a framework, as a draft",
  creates: true,
  input: z.object({
    from: z.union([
      z.strictObject({ template: z.string().max(100) }),
      z.strictObject({ framework: Slug, version: z.int().min(1).optional() }),
      z.strictObject({ blank: z.strictObject({ kind: z.enum(["ladder", "library", "standard"]) }) }),
    ]),
    title: z.string().trim().min(1).max(200),
    slug: z
      .string()
      .regex(/^[a-z0-9]+(?:[-._][a-z0-9]+)*$/)
      .max(100),
  }),
  output: z.object({ slug: z.string(), revision: Revision }),
  allow: "framework.create",
  scope: true,
  audit: { action: "framework.create", when: "always" },
  handle: (context) => store.create(context),
});

export const draftRead = route({
  method: "GET",
  path: "/frameworks/:slug/draft",
  summary: "The draft of a framework, whole, with what is wrong in it",
  input: z.object({ slug: Slug }),
  output: State.extend({
    content: Content,
    /** Null for a draft so large that looking through it takes its time: `…/draft/problems` has them. */
    problems: z.array(Problem).nullable(),
    wording: z.array(Wording).nullable(),
    /** Of the competencies that are inherited: what their library says of them, by the id that expectations name. */
    inherited: z.record(
      z.string(),
      z.object({ title: z.string(), definition: z.string().nullable(), markers: z.array(z.string()), from: z.string() }),
    ),
  }),
  allow: "framework.read",
  audit: { none: "whoever reads drafts writes or judges them" },
  subject: (tx, { slug }) => draft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.read(context),
});

export const draftProblems = route({
  method: "GET",
  path: "/frameworks/:slug/draft/problems",
  summary: "What is wrong in a draft, and what is badly worded",
  input: z.object({ slug: Slug }),
  output: z.object({ revision: Revision, problems: z.array(Problem), wording: z.array(Wording) }),
  allow: "framework.read",
  audit: { none: "whoever reads drafts writes or judges them" },
  subject: (tx, { slug }) => draft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.problems(context),
});

export const draftPut = route({
  method: "PUT",
  path: "/frameworks/:slug/draft",
  summary: "Start a draft from the version in force, or replace the content of the draft",
  largest: 8 * 1024 * 1024,
  input: z.object({ slug: Slug, content: z.record(z.string(), z.unknown()).optional(), ifRevision: Revision.optional() }),
  output: State,
  allow: "framework.edit",
  audit: { action: "draft.replace", when: "always" },
  subject: (tx, { slug }) => store.draftOrFramework(tx, slug),
  matches: store.putMatches,
  handle: (context) => store.put(context),
});

export const draftPatch = route({
  method: "PATCH",
  path: "/frameworks/:slug/draft",
  summary: "Save changes to the draft; each is taken unless somebody else changed the same thing",
  largest: 4 * 1024 * 1024,
  input: z.object({ slug: Slug, baseRevision: Revision, changes: z.array(ChangeShape).min(1).max(20_000) }),
  output: z.object({
    revision: Revision,
    /** “draft” also where it was in review before: a change takes it back to its authors. */
    state: z.enum(["draft", "in-review"]),
    /** Indexes into what was sent: saved, or there already. */
    applied: z.array(z.int()),
    /** Not saved: `theirs` is what stands there now (absent if it was removed), `yours` what was sent. */
    conflicts: z.array(
      z.object({
        index: z.int(),
        yours: z.unknown().optional(),
        theirs: z.unknown().optional(),
        reason: z.enum(["changed", "removed", "exists"]),
      }),
    ),
    /** Errors of the whole draft; null for a large one, as above. */
    problems: z.array(Problem).nullable(),
    /** Of the nodes that were sent only: it replaces what was known of them. */
    wording: z.array(Wording),
  }),
  allow: "framework.edit",
  audit: { none: "the journal of the draft keeps every change with its author" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.patch(context),
});

export const draftEdits = route({
  method: "GET",
  path: "/frameworks/:slug/draft/edits",
  summary: "What was saved to the draft after a revision, the oldest first",
  input: z.object({ slug: Slug, after: z.coerce.number().int().min(0), limit: z.coerce.number().int().min(1).max(500).default(200) }),
  output: z.object({
    /** The newest. Lower than `after`: that draft is gone, read the new one. */
    revision: Revision,
    state: z.enum(["draft", "in-review"]),
    edits: z.array(z.object({ revision: Revision, changes: z.array(ChangeShape), by: Named.nullable(), at: z.iso.datetime() })),
  }),
  allow: "framework.read",
  audit: { none: "whoever reads drafts writes or judges them" },
  subject: (tx, { slug }) => draft(tx, slug),
  handle: ({ tx, subject, input }) => store.edits(tx, subject, input.after, input.limit),
});

export const draftDiscard = route({
  method: "DELETE",
  path: "/frameworks/:slug/draft",
  summary: "Discard the draft; versions stay as they are",
  input: z.object({ slug: Slug }),
  output: z.object({ slug: z.string(), discarded: Revision }),
  allow: "framework.edit",
  audit: { action: "draft.discard", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.discard(context),
});

export const draftSubmit = route({
  method: "POST",
  path: "/frameworks/:slug/draft/submit",
  summary: "Ask for the draft's approval",
  input: z.object({ slug: Slug }),
  output: State,
  allow: "framework.edit",
  audit: { action: "draft.submit", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.review(context, true),
});

export const draftWithdraw = route({
  method: "POST",
  path: "/frameworks/:slug/draft/withdraw",
  summary: "Take the draft back from review",
  input: z.object({ slug: Slug }),
  output: State,
  allow: "framework.edit",
  audit: { action: "draft.withdraw", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.review(context, false),
});

export const draftApprove = route({
  method: "POST",
  path: "/frameworks/:slug/draft/approve",
  summary: "Approve the draft as it was read; 412 if it has changed since",
  input: z.object({ slug: Slug, ifRevision: Revision, reason: Reason.optional() }),
  output: State,
  allow: "framework.review",
  audit: { action: "draft.approve", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.decide(context, "approved"),
});

export const draftSendBack = route({
  method: "POST",
  path: "/frameworks/:slug/draft/send-back",
  summary: "Send the draft back to its authors, with the reason",
  input: z.object({ slug: Slug, reason: Reason }),
  output: State,
  allow: "framework.review",
  audit: { action: "draft.send-back", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.decide(context, "sent-back"),
});

const Note = z.object({
  id: z.uuid(),
  node: z.string(),
  body: z.string(),
  /** The wording proposed instead of `wording`, what stood there when it was proposed. */
  suggestion: z.string().nullable(),
  wording: z.string().nullable(),
  by: Named,
  at: z.iso.datetime(),
  resolved: z.object({ by: Named, at: z.iso.datetime(), accepted: z.boolean() }).nullable(),
});

export const noteList = route({
  method: "GET",
  path: "/frameworks/:slug/draft/notes",
  summary: "Comments and suggested wordings on the draft, the oldest first",
  input: z.object({
    slug: Slug,
    open: z.stringbool().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
    cursor: z.string().max(400).optional(),
  }),
  output: z.object({ items: z.array(Note), next: z.string().nullable(), can: z.object({ comment: z.boolean(), accept: z.boolean() }) }),
  allow: "framework.read",
  audit: { none: "whoever reads drafts writes or judges them" },
  subject: (tx, { slug }) => draft(tx, slug),
  handle: ({ tx, actor, subject, input }) => store.notes(tx, actor, subject, input),
});

export const noteAdd = route({
  method: "POST",
  path: "/frameworks/:slug/draft/notes",
  summary: "Comment on a part of the draft, or suggest another wording of a text",
  creates: true,
  input: z.object({ slug: Slug, node: Node, body: z.string().trim().max(4000).default(""), suggestion: z.string().max(4000).optional() }),
  output: Note,
  allow: "framework.comment",
  audit: { action: "draft.comment", when: "always" },
  subject: (tx, { slug }) => draft(tx, slug),
  handle: (context) => store.addNote(context),
});

export const noteResolve = route({
  method: "POST",
  path: "/frameworks/:slug/draft/notes/:noteId/resolve",
  summary: "Close a comment, or take over the wording it suggests",
  input: z.object({ slug: Slug, noteId: z.uuid(), accept: z.boolean().default(false) }),
  output: z.object({
    note: Note,
    revision: Revision,
    /** Not null: the text has changed since the suggestion was made; nothing was done. */
    conflict: z.object({ yours: z.unknown().optional(), theirs: z.unknown().optional() }).nullable(),
  }),
  allow: "framework.comment",
  audit: { action: "draft.resolve", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  handle: (context) => store.resolveNote(context),
});

export const authoringRoutes = [
  draftList,
  frameworkCreate,
  draftRead,
  draftProblems,
  draftPut,
  draftPatch,
  draftEdits,
  draftDiscard,
  draftSubmit,
  draftWithdraw,
  draftApprove,
  draftSendBack,
  noteList,
  noteAdd,
  noteResolve,
] as const;
