import { z } from "zod";
import { Difference } from "../../core/framework/difference.ts";
import { Framework } from "../../core/framework/document.ts";
import { formats, isFormat, type Format } from "../../core/framework/formats/read.ts";
import { tableFields, tableLayouts } from "../../core/framework/formats/table-options.ts";
import { FileOutput } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Slug = z.string().max(100);
const FormatName = z.enum(Object.keys(formats).filter(isFormat) as [Format, ...Format[]]); // the table of formats is not empty
const Layout = z.enum(tableLayouts);
const Version = z.union([z.literal("latest"), z.literal("draft"), z.coerce.number().int().min(1)]);

const TemplateRow = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(["ladder", "library", "standard"]),
  description: z.string().nullable(),
  levels: z.int(),
  tracks: z.int(),
  competencies: z.int(),
  statements: z.int(),
});

export const templateList = route({
  method: "GET",
  path: "/templates",
  summary: "The ladders, libraries and standards that come with Rungs, by title",
  input: z.object({}),
  output: z.object({ items: z.array(TemplateRow), can: z.object({ create: z.boolean() }) }),
  allow: "framework.list",
  scope: true,
  audit: { none: "the same for everybody everywhere" },
  handle: ({ actor, installation }) => store.templates(actor, installation),
});

export const templateRead = route({
  method: "GET",
  path: "/templates/:template",
  summary: "One of them, whole",
  input: z.object({ template: Slug }),
  output: TemplateRow.extend({
    content: Framework,
    /** Of the competencies that are inherited: what their library says of them, by the id that expectations name. */
    inherited: z.record(
      z.string(),
      z.object({ title: z.string(), definition: z.string().nullable(), markers: z.array(z.string()), from: z.string() }),
    ),
  }),
  allow: "framework.list",
  scope: true,
  audit: { none: "the same for everybody everywhere" },
  handle: ({ input, installation }) => store.template(installation, input.template),
});

export const templateFile = route({
  method: "GET",
  path: "/templates/:template/export",
  summary: "One of them as a file; “blank” is an empty workbook to fill in",
  input: z.object({ template: Slug, format: FormatName, layout: Layout.optional() }),
  output: FileOutput,
  allow: "framework.list",
  scope: true,
  audit: { none: "the same for everybody everywhere" },
  handle: ({ input, installation }) => store.templateFile(installation, input),
});

export const frameworkExport = route({
  method: "GET",
  path: "/frameworks/:slug/export",
  summary: "A version of a framework, or its draft, as a file",
  input: z.object({ slug: Slug, format: FormatName, version: Version.default("latest"), layout: Layout.optional() }),
  output: FileOutput,
  allow: "framework.read",
  audit: { none: "what is published is everybody's to read, and drafts are for those who write them" },
  subject: (tx, { slug, version }, actor) => store.edition(tx, actor.orgId, slug, version),
  handle: ({ input, subject, installation }) => store.exported(installation, subject, input),
});

/** A JSON Pointer into the content, and where in the file: a cell, or a line and column. */
const Place = { cell: z.string().optional(), sheet: z.int().optional(), line: z.int(), column: z.int() };

const Brought = {
  /** The bytes of the file in base64: 5 MB of them at most. */
  file: z
    .string()
    .max(7_000_000)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, "base64"),
  fileName: z.string().max(300),
  /** Told by the name, or by how the file begins, where absent. */
  format: FormatName.optional(),
  table: z
    .strictObject({
      layout: Layout.optional(),
      sheet: z.string().max(100).optional(),
      columns: z.record(z.string().max(5000), z.enum([...tableFields, ""])).optional(),
      only: z.strictObject({ column: z.string().max(5000), value: z.string().max(5000) }).optional(),
      statements: z.enum(["lines", "paragraphs"]).optional(),
      scale: z.array(z.string().trim().min(1).max(200)).max(20).optional(),
      target: z.int().optional(),
      id: Slug.optional(),
      title: z.string().max(200).optional(),
      keep: z.boolean().optional(),
    })
    .default({}),
};

const Preview = z.object({
  format: FormatName,
  /** What it is held against: the draft at this revision, else this version; null for a framework that is new. */
  base: z.object({ slug: z.string(), title: z.string(), revision: z.int().nullable(), version: z.int().nullable() }).nullable(),
  /** What `PUT …/draft` takes; null where the file is too broken for that. */
  content: z.custom<Framework>().nullable(),
  ...Difference,
  problems: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(["error", "warning"]),
      path: z.string(),
      message: z.string(),
      hint: z.string(),
      ...Place,
    }),
  ),
  notes: z.array(z.object({ message: z.string(), ...Place })),
  /** Of somebody's own table: how it was understood. */
  table: z
    .object({
      layout: Layout,
      sheet: z.string().nullable(),
      sheets: z.array(z.string()),
      columns: z.array(z.object({ heading: z.string(), field: z.enum([...tableFields, ""]).nullable(), samples: z.array(z.string()) })),
      rows: z.int(),
      statements: z.enum(["lines", "paragraphs"]),
      scale: z.array(z.object({ value: z.int(), label: z.string() })),
      target: z.int(),
      keep: z.boolean(),
      id: z.string(),
      title: z.string(),
    })
    .nullable(),
});

const LARGEST = 8 * 1024 * 1024;

export const importPreview = route({
  method: "POST",
  path: "/frameworks/import",
  summary: "What a file would make of a framework, new or known by its id; nothing is written",
  largest: LARGEST,
  input: z.object({ ...Brought, /** The one it is to change; that of the id in the file where absent. */ framework: Slug.optional() }),
  output: Preview,
  allow: "framework.import",
  scope: true,
  audit: { none: "nothing is changed, and what is read is the reader's own" },
  handle: ({ tx, actor, input, installation }) => store.preview(tx, actor, installation, input, input.framework ?? null),
});

export const draftImport = route({
  method: "POST",
  path: "/frameworks/:slug/import",
  summary: "What a file would make of this framework's draft; nothing is written",
  largest: LARGEST,
  input: z.object({ slug: Slug, ...Brought }),
  output: Preview,
  allow: "framework.edit",
  audit: { none: "nothing is changed, and what is read is the reader's own" },
  subject: (tx, { slug }) => store.known(tx, slug),
  handle: ({ tx, actor, input, installation }) => store.preview(tx, actor, installation, input, input.slug),
});

const Words = z.array(z.object({ kind: z.enum(["same", "added", "removed"]), text: z.string() }));

export const offerList = route({
  method: "GET",
  path: "/frameworks/:slug/offers",
  summary: "What the libraries and the origin of a framework have changed since",
  input: z.object({ slug: Slug }),
  output: z.object({
    /** Of the draft that this was held against; null where it is the version in force. */
    revision: z.int().nullable(),
    libraries: z.array(
      z.object({
        library: z.string(),
        title: z.string(),
        /** In force. */
        version: z.int(),
        competencies: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            use: z.string(),
            newer: z.string(),
            /** The library has it no more: there is nothing to take. */
            gone: z.boolean(),
            same: z.boolean(),
            words: z.object({ title: Words, definition: Words, markers: Words }),
          }),
        ),
      }),
    ),
    /** Null where it was begun from nothing, or from what has not changed since. */
    origin: z
      .object({
        kind: z.enum(["template", "framework"]),
        name: z.string(),
        title: z.string(),
        /** Of a framework, the version in force. */
        version: z.int().nullable(),
        /** Of what it says now: what `leave` takes. */
        hash: z.string(),
        /** Changes of the draft that stand against nothing: all of them, or some, can be sent to it as they are. */
        free: z.object(Difference),
        /** Changes that would replace what was written in the draft since it was begun. */
        against: z.object(Difference),
      })
      .nullable(),
  }),
  allow: "framework.edit",
  audit: { none: "whoever writes drafts reads what they are made of" },
  subject: (tx, { slug }) => store.known(tx, slug),
  handle: ({ tx, actor, installation, subject }) => store.offers(tx, actor, installation, subject),
});

export const offerLeave = route({
  method: "POST",
  path: "/frameworks/:slug/offers/leave",
  summary: "What the origin of a framework has changed up to now has been looked through, and is offered no more",
  input: z.object({ slug: Slug, hash: z.string().max(64) }),
  output: z.object({ slug: z.string(), basedOn: z.string() }),
  allow: "framework.edit",
  audit: { action: "framework.offer-leave", when: "always" },
  subject: (tx, { slug }) => store.known(tx, slug),
  handle: (context) => store.leaveOffer(context),
});

export const exchangeRoutes = [
  templateList,
  templateRead,
  templateFile,
  frameworkExport,
  importPreview,
  draftImport,
  offerList,
  offerLeave,
] as const;
