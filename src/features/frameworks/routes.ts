import { z } from "zod";
import { Difference, LineageShape } from "../../core/framework/difference.ts";
import { Framework } from "../../core/framework/document.ts";
import { sidesOf } from "../../db/history.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const VersionSummary = z.object({
  version: z.int(),
  state: z.enum(["published", "superseded"]),
  publishedAt: z.iso.datetime(),
  publishedBy: z.string().nullable(),
  reason: z.string().nullable(),
  effectiveOn: z.iso.date(),
  hash: z.string(),
});

const FrameworkRow = z.object({
  slug: z.string(),
  title: z.string(),
  kind: z.enum(["ladder", "library", "standard"]),
  version: z.int(),
  effectiveOn: z.iso.date(),
  levels: z.int(),
  tracks: z.int(),
  people: z.int(),
  /** Title of the reader's own level, where it is on this ladder. */
  youAreAt: z.string().nullable(),
});

export const frameworkList = route({
  method: "GET",
  path: "/frameworks",
  summary: "Frameworks in force, by title",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
    kind: z.enum(["ladder", "library", "standard"]).optional(),
    q: z.string().max(200).optional(),
  }),
  output: z.object({ items: z.array(FrameworkRow), next: z.string().nullable() }),
  allow: "framework.list",
  scope: true,
  audit: { none: "what is published is everybody's to read" },
  handle: ({ tx, actor, input, today }) => store.list(tx, actor, input, today),
});

export const frameworkVersions = route({
  method: "GET",
  path: "/frameworks/:slug/versions",
  summary: "Versions of a framework, newest first",
  revalidates: true,
  input: z.object({ slug: z.string().max(100) }),
  output: z.object({
    slug: z.string(),
    title: z.string(),
    kind: z.enum(["ladder", "library", "standard"]),
    items: z.array(VersionSummary),
  }),
  allow: "framework.read",
  audit: { none: "what is published is everybody's to read" },
  subject: (tx, { slug }) => store.subject(tx, slug, "latest"),
  handle: ({ tx, subject }) => store.versions(tx, subject),
});

/** The whole of one version with what the reader needs beside it: their own place, head-counts, the other ladders it leads to. */
export const frameworkVersion = route({
  method: "GET",
  path: "/frameworks/:slug/versions/:version",
  summary: "One version of a framework, whole",
  revalidates: true,
  input: z.object({ slug: z.string().max(100), version: z.union([z.literal("latest"), z.coerce.number().int().min(1)]) }),
  output: z.object({
    slug: z.string(),
    version: VersionSummary,
    versions: z.array(VersionSummary),
    content: Framework,
    /** Of the competencies that are inherited: what their library says of them, by the id that expectations name. */
    inherited: z.record(
      z.string(),
      z.object({
        title: z.string(),
        definition: z.string().nullable(),
        markers: z.array(z.string()),
        /** "Company values 2" */
        from: z.string(),
      }),
    ),
    /** Level id → how many people stand there today (under any version). */
    headcount: z.record(z.string(), z.int()),
    /** The reader's own level here, and how far they are towards its next levels; null if they stand elsewhere. */
    you: z
      .object({
        personId: z.uuid(),
        level: z.string(),
        next: z.array(z.object({ level: z.string(), low: z.number(), high: z.number() })),
      })
      .nullable(),
    /** The frameworks that transitions of this one lead to or come from, each as far as a map needs it. */
    neighbours: z.array(
      z.object({
        slug: z.string(),
        title: z.string(),
        version: z.int(),
        kind: z.enum(["ladder", "library", "standard"]),
        levels: z.array(
          z.object({ id: z.string(), rank: z.int(), track: z.string(), title: z.string(), regulated: z.string().nullable() }),
        ),
      }),
    ),
    /** Whether the reader may write in its draft, and so begin one. */
    can: z.object({ edit: z.boolean() }),
  }),
  allow: "framework.read",
  audit: { none: "what is published is everybody's to read" },
  subject: (tx, { slug, version }) => store.subject(tx, slug, version),
  handle: ({ tx, actor, subject, today }) => store.version(tx, actor, subject, today),
});

/** A version's number, the newest, or the open draft for those who may read drafts. */
const Side = z.union([z.enum(["latest", "draft"]), z.coerce.number().int().min(1)]);

export const frameworkDiff = route({
  method: "GET",
  path: "/frameworks/:slug/diff",
  summary: "What changed between two versions of a framework",
  input: z.object({ slug: z.string().max(100), from: Side, to: Side.default("latest") }),
  output: z.object({
    slug: z.string(),
    title: z.string(),
    /** Null for the draft. */
    from: z.int().nullable(),
    to: z.int().nullable(),
    ...Difference,
    /** What became of each expectation on the way from the one to the other. */
    lineage: z.array(LineageShape),
    /** By expectation that both have: how the worst of the steps between them was classed. Unchanged ones are left out. */
    classes: z.record(z.string(), z.enum(["editorial", "retarget", "substantive"])),
  }),
  allow: "framework.read",
  audit: { none: "what is published is everybody's to read" },
  subject: (tx, { slug, from, to }) => sidesOf(tx, slug, from, to),
  handle: ({ tx, subject }) => store.difference(tx, subject),
});

export const changedSince = route({
  method: "GET",
  path: "/frameworks/:slug/changed-since",
  summary: "What changed for you since your last review: your level and the next",
  input: z.object({ slug: z.string().max(100) }),
  output: z.object({
    slug: z.string(),
    title: z.string(),
    /** Null where the reader has had no released review against this framework. */
    since: z
      .object({
        then: z.object({ version: z.int(), cycle: z.string(), on: z.iso.date() }),
        now: z.object({ version: z.int(), effectiveOn: z.iso.date() }),
        /** The version that the reader's own reports use. */
        yours: z.int().nullable(),
        levels: z.array(z.object({ id: z.string(), title: z.string(), relation: z.enum(["is", "towards"]) })),
        ...Difference,
        lineage: z.array(LineageShape),
        classes: z.record(z.string(), z.enum(["editorial", "retarget", "substantive"])),
      })
      .nullable(),
  }),
  allow: "framework.read",
  audit: { none: "one's own" },
  subject: (tx, { slug }) => store.subject(tx, slug, "latest"),
  handle: ({ tx, actor, subject, today }) => store.changedSince(tx, actor, subject, today),
});

export const frameworkRoutes = [frameworkList, frameworkVersions, frameworkVersion, frameworkDiff, changedSince] as const;
