import { randomUUID } from "node:crypto";
import { Framework } from "../../src/core/framework/document.ts";
import { openDraft, startDraft } from "../../src/db/drafts.ts";
import { noteOf, writeNote } from "../../src/db/notes.ts";
import { ladder } from "./ladder.ts";
import { byPartners, ofDraft, ofSlug, organisations, STALE, type Rows, type Site } from "./matrix.ts";

const notes = new WeakMap<Site["house"], string>();
const noteIn = ({ house }: Site): string => {
  const id = notes.get(house) ?? randomUUID();
  notes.set(house, id);
  return id;
};

/** An open draft with a comment: some of what is asked ends them. */
async function drafted(site: Site): Promise<void> {
  const { house, made, partner, slug } = site;
  const id = noteIn(site);
  await house.within(async (tx) => {
    if ((await openDraft(tx, slug)) !== null) return;
    const { framework_id } = await tx.selectFrom("framework").select("framework_id").where("slug", "=", slug).executeTakeFirstOrThrow();
    const revision = await startDraft(tx, framework_id, 1, Framework.parse(ladder(slug, `Draft of ${house.name}`)), {
      personId: partner.personId,
      now: made.clock.now,
      id: randomUUID,
    });
    if ((await noteOf(tx, id, framework_id)) !== null) return;
    await writeNote(tx, {
      id,
      frameworkId: framework_id,
      revision,
      node: "framework",
      body: `Note of ${house.name}`,
      suggestion: null,
      wording: null,
      by: partner.personId,
      at: made.clock.now,
    });
  });
}

/** Drafts and what becomes of them: authoring and publishing ask the same permissions. */
export const authoring: Rows = {
  expected: {
    "framework.create": byPartners,
    "framework.steward": byPartners,
    "framework.move": byPartners,
    // Of a draft, which only those know of who may read it.
    "framework.edit": {
      refused: 404,
      known: ["auditor"],
      through: { partner: ["own"], unitPartner: ["own"], author: ["own"], stranger: ["own"] },
    },
    "framework.comment": {
      refused: 404,
      known: ["auditor"],
      through: { partner: ["own"], unitPartner: ["own"], author: ["own"], stranger: ["own"] },
    },
    "framework.review": {
      refused: 404,
      known: ["auditor", "author"],
      through: { partner: ["own"], unitPartner: ["own"], stranger: ["own"] },
    },
    "framework.publish": {
      refused: 404,
      known: ["auditor", "author"],
      through: { partner: ["own"], unitPartner: ["own"], stranger: ["own"] },
    },
  },
  addressed: {
    "GET /drafts": { of: ["own"] },
    "POST /frameworks": {
      of: ["own"],
      input: (_subjects, who) => ({ from: { blank: { kind: "library" } }, title: "Made here", slug: `made-by-${who.toLowerCase()}` }),
    },
    "GET /frameworks/:slug/draft": ofDraft(),
    "GET /frameworks/:slug/draft/problems": ofDraft(),
    "GET /frameworks/:slug/draft/edits": ofDraft({ after: 0 }),
    "GET /frameworks/:slug/draft/notes": ofDraft(),
    "POST /frameworks/:slug/draft/impact": ofDraft({ choices: {} }),
    "PUT /frameworks/:slug/draft": ofSlug(),
    "PATCH /frameworks/:slug/draft": ofSlug({
      baseRevision: 1,
      changes: [{ op: "change", entity: "framework", id: "-", field: "description" }],
    }),
    "DELETE /frameworks/:slug/draft": ofSlug(),
    "POST /frameworks/:slug/draft/submit": ofSlug(),
    "POST /frameworks/:slug/draft/withdraw": ofSlug(),
    "POST /frameworks/:slug/draft/approve": ofSlug({ ifRevision: STALE }, { answers: 412 }),
    "POST /frameworks/:slug/draft/send-back": ofSlug({ reason: "Not yet." }, { answers: 409 }),
    "POST /frameworks/:slug/draft/notes": ofSlug({ node: "framework", body: "Is that all?" }),
    "POST /frameworks/:slug/draft/notes/:noteId/resolve": {
      of: organisations,
      input: async ({ slug, thing }, who, of) => ({ slug: slug(who, of), noteId: await thing("note", who, of) }),
      looked: true,
    },
    "POST /frameworks/:slug/draft/publish": ofSlug(
      { reason: "It is time.", effectiveOn: "2026-11-21", ifRevision: STALE },
      { answers: 412 },
    ),
    "GET /frameworks/:slug/stewards": ofSlug(),
    "PUT /frameworks/:slug/stewards": {
      of: organisations,
      input: ({ slug, author }, who, of) => ({
        slug: slug(who, of),
        owner: null,
        authors: who === "stranger" ? [] : [author.personId],
        reviewers: [],
        publishers: [],
        public: false,
        ownWork: "organisation",
      }),
      looked: true,
    },
    "POST /frameworks/:slug/moves": ofSlug({ toVersion: 1, on: "2026-11-21", dryRun: true }),
    "GET /frameworks/:slug/moves": ofSlug(),
    "PUT /frameworks/:slug/moves/:moveId/overlap": ofSlug(
      { moveId: "019a0000-0000-7000-8000-000000000000", until: null },
      { answers: 404 },
    ),
    "POST /frameworks/:slug/moves/:moveId/undo": ofSlug({ moveId: "019a0000-0000-7000-8000-000000000000" }, { answers: 404 }),
  },
  things: { note: { each: "organisation", make: async (site) => noteIn(site) } },
  restore: { for: (path) => /\/draft|\/offers|:slug\/import/.test(path), site: drafted },
};
