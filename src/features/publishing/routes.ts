import { z } from "zod";
import { Difference, LineageShape } from "../../core/framework/difference.ts";
import { draft, lockedDraft } from "../../db/drafts.ts";
import { stewarded } from "../../db/stewards.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Slug = z.string().max(100);
const Named = z.object({ id: z.uuid(), name: z.string() });
const Revision = z.int().min(1);
const Reason = z.string().trim().min(1).max(4000);
const Interval = z.object({ low: z.number(), high: z.number() });
/** An error that keeps the draft from being published, and the innermost thing with an id that it lies in. */
const Problem = z.object({
  code: z.string(),
  severity: z.enum(["error", "warning"]),
  path: z.string(),
  node: z.string(),
  message: z.string(),
  hint: z.string(),
});

/** By expectation: whether its new wording still means what it meant. Substantive where nothing is said. */
const Choices = z
  .record(
    z.string().max(100),
    z.strictObject({ class: z.enum(["editorial", "substantive"]), reason: z.string().trim().max(4000).default("") }),
  )
  .default({});
const Decisions = {
  choices: Choices,
  /** What the author corrects in the lineage that is worked out; expectations left out keep it. */
  lineage: z.array(LineageShape).max(10_000).default([]),
  /** Where the scale changed: old value → new value. Without it, ratings on the old scale go stale. */
  scaleMap: z.record(z.string().regex(/^-?\d{1,9}$/), z.int()).optional(),
};

export const draftImpact = route({
  method: "POST",
  path: "/frameworks/:slug/draft/impact",
  summary: "What publishing the draft would change, and for whom",
  largest: 2 * 1024 * 1024,
  input: z.object({
    slug: Slug,
    ...Decisions,
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
  }),
  output: z.object({
    revision: Revision,
    /** The number it would get. */
    version: z.int(),
    currentVersion: z.int().nullable(),
    ...Difference,
    lineage: z.array(LineageShape),
    /** By expectation of the version in force that is still asked: what the change would be classed as; unchanged ones are left out. */
    classes: z.record(z.string(), z.enum(["editorial", "retarget", "substantive"])),
    /** Errors that stand in the way of publishing. */
    problems: z.array(Problem),
    /** People on this framework, or whose next level is on it. */
    considered: z.int(),
    /** Of these, whose readiness range changes, or for whom something asked is newly unassessed. */
    total: z.int(),
    /** Of `total`, those whose results are yours to read, the largest effect first. */
    people: z.array(
      z.object({
        person: Named,
        relation: z.enum(["is", "towards"]),
        level: z.string(),
        levelTitle: z.string(),
        /** Under the version that the person's reports use now. */
        version: z.int(),
        before: Interval,
        /** Null where the level is gone. */
        after: Interval.nullable(),
        newlyUnassessed: z.array(z.string()),
      }),
    ),
    next: z.string().nullable(),
    /** When the newest of the ratings was released; null without any. */
    ratingsOf: z.iso.date().nullable(),
    cycles: z.array(z.object({ id: z.uuid(), title: z.string(), state: z.string(), version: z.int(), participants: z.int() })),
  }),
  allow: "framework.read",
  audit: { action: "draft.impact", when: "always" },
  subject: (tx, { slug }) => draft(tx, slug),
  handle: (context) => store.impact(context),
});

export const draftPublish = route({
  method: "POST",
  path: "/frameworks/:slug/draft/publish",
  summary: "Publish the draft as the next version; nobody is moved",
  largest: 2 * 1024 * 1024,
  input: z.object({ slug: Slug, ...Decisions, reason: Reason, effectiveOn: z.iso.date(), ifRevision: Revision }),
  output: z.object({ slug: z.string(), version: z.int(), hash: z.string() }),
  allow: "framework.publish",
  audit: { action: "framework.publish", when: "always" },
  subject: (tx, { slug }) => lockedDraft(tx, slug),
  matches: store.draftMatches,
  handle: (context) => store.publish(context),
});

const Stewards = z.object({
  slug: z.string(),
  owner: Named.nullable(),
  authors: z.array(Named),
  reviewers: z.array(Named),
  publishers: z.array(Named),
  /** Whether the published ladder has a page that anybody can read. */
  public: z.boolean(),
  /** Whether what one has written oneself may be published without somebody else's approval. */
  ownWork: z.enum(["organisation", "allowed", "refused"]),
  organisationAllowsOwnWork: z.boolean(),
  can: z.object({ steward: z.boolean() }),
});

export const stewardsRead = route({
  method: "GET",
  path: "/frameworks/:slug/stewards",
  summary: "Who owns, writes, reviews and publishes a framework",
  input: z.object({ slug: Slug }),
  output: Stewards,
  allow: "framework.read",
  audit: { none: "whom to ask about a ladder is everybody's to know" },
  subject: (tx, { slug }) => stewarded(tx, slug),
  matches: store.stewardsMatches,
  handle: async ({ actor, subject }) => store.stewards(actor, subject),
});

export const stewardsPut = route({
  method: "PUT",
  path: "/frameworks/:slug/stewards",
  summary: "Name who owns, writes, reviews and publishes a framework",
  input: z.object({
    slug: Slug,
    owner: z.uuid().nullable(),
    authors: z.array(z.uuid()).max(500),
    reviewers: z.array(z.uuid()).max(500),
    publishers: z.array(z.uuid()).max(500),
    public: z.boolean(),
    ownWork: z.enum(["organisation", "allowed", "refused"]),
  }),
  output: Stewards,
  allow: "framework.steward",
  audit: { action: "framework.steward", when: "always" },
  subject: (tx, { slug }) => stewarded(tx, slug),
  matches: store.stewardsMatches,
  handle: (context) => store.setStewards(context),
});

const MovePlace = z.object({ version: z.int(), level: z.string(), title: z.string() });
const Move = z.object({
  /** Null for a preview. */
  moveId: z.uuid().nullable(),
  toVersion: z.int(),
  on: z.iso.date(),
  /** The last day on which people are reported against the version they come from as well; null for none. */
  overlapUntil: z.iso.date().nullable(),
  total: z.int(),
  /**
   * How many go from where to where; `to` null where the level is gone and nothing says what follows it. `others`: levels that
   * were split off this one, where some of its people may belong.
   */
  levels: z.array(z.object({ from: MovePlace, to: MovePlace.nullable(), people: z.int(), others: z.array(MovePlace) })),
  /** Of your units: the first of them, by name. */
  people: z.array(z.object({ person: Named, from: MovePlace, to: MovePlace.nullable(), on: z.iso.date() })),
});

export const moveMake = route({
  method: "POST",
  path: "/frameworks/:slug/moves",
  summary: "Move people to a version from a day on, or preview it",
  creates: true,
  input: z.object({
    slug: Slug,
    dryRun: z.union([z.boolean(), z.stringbool()]).default(false),
    toVersion: z.int().min(1),
    on: z.iso.date(),
    /** The last day on which people are reported against the version they come from as well; from `on` on the new one only where left out. */
    overlapUntil: z.iso.date().optional(),
    /** Old level → level of the new version; a level left out stays as it is, or becomes what it was merged into. */
    mapping: z.record(z.string().max(100), z.string().max(100)).default({}),
    /** Only these, such as one part of a level that was split; everybody on an older version where left out. */
    people: z.array(z.uuid()).max(10_000).optional(),
    limit: z.int().min(1).max(1000).default(200),
  }),
  output: Move,
  allow: "framework.move",
  audit: { action: "framework.move", when: "always" },
  subject: (tx, { slug }) => stewarded(tx, slug),
  handle: (context) => store.move(context),
});

export const moveList = route({
  method: "GET",
  path: "/frameworks/:slug/moves",
  summary: "Moves to versions of a framework, the newest first",
  input: z.object({
    slug: Slug,
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        toVersion: z.int(),
        on: z.iso.date(),
        overlapUntil: z.iso.date().nullable(),
        people: z.int(),
        by: Named.nullable(),
        at: z.iso.datetime(),
        undone: z.object({ by: Named.nullable(), at: z.iso.datetime() }).nullable(),
        /** What If-Match is to hold when its overlap is changed. */
        tag: z.string(),
      }),
    ),
    next: z.string().nullable(),
  }),
  allow: "framework.move",
  audit: { none: "counts, no people" },
  subject: (tx, { slug }) => stewarded(tx, slug),
  handle: ({ tx, subject, input }) => store.moves(tx, subject, input),
});

export const moveOverlap = route({
  method: "PUT",
  path: "/frameworks/:slug/moves/:moveId/overlap",
  summary: "Until when people of a move are reported against the version they come from as well",
  input: z.object({ slug: Slug, moveId: z.uuid(), /** The last day, today or later; null ends it now. */ until: z.iso.date().nullable() }),
  output: z.object({ moveId: z.uuid(), overlapUntil: z.iso.date().nullable() }),
  allow: "framework.move",
  audit: { action: "framework.move-overlap", when: "always" },
  subject: async (tx, { slug, moveId }) => {
    const framework = await stewarded(tx, slug);
    return { ...framework, move: await store.moveIn(tx, framework, moveId) };
  },
  matches: {
    tag: ({ move }) => move?.tag ?? "none",
    state: async ({ subject: { move } }) => (move === null ? null : { moveId: move.id, overlapUntil: move.overlapUntil }),
  },
  handle: (context) => store.overlap(context),
});

export const moveUndo = route({
  method: "POST",
  path: "/frameworks/:slug/moves/:moveId/undo",
  summary: "Move back whom a move has moved, from today on or from its day if that is still to come",
  input: z.object({ slug: Slug, moveId: z.uuid() }),
  output: z.object({ moveId: z.uuid(), undone: z.int(), /** Placed anew since, and so left alone. */ kept: z.int() }),
  allow: "framework.move",
  audit: { action: "framework.move-undo", when: "always" },
  subject: (tx, { slug }) => stewarded(tx, slug),
  handle: (context) => store.undoMove(context),
});

export const publishingRoutes = [draftImpact, draftPublish, stewardsRead, stewardsPut, moveMake, moveList, moveOverlap, moveUndo] as const;
