import { z } from "zod";
import { cpdKinds } from "../../core/cpd/entry.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const line = z.string().trim().min(1).max(200);
const id = z.string().min(1).max(100);
const Cost = z.strictObject({
  /** In the currency's smallest unit; 0 is free. */
  minor: z.int().min(0).max(2_000_000_000),
  currency: z.string().regex(/^[A-Z]{3}$/, "three capital letters, such as GBP"),
});

const fields = {
  kind: z.enum(cpdKinds),
  title: line,
  /** From https:// on; null for what is not on the web. */
  url: z.string().trim().min(1).max(2000).nullable(),
  provider: line.nullable(),
  /** What it is, how to get to it. */
  note: z.string().trim().min(1).max(4000).nullable(),
  minutes: z.int().min(1).max(600_000).nullable(),
  /** Null where it is not known. */
  cost: Cost.nullable(),
};
/** What it is for: one thing that a framework asks, by the id that it keeps from version to version. */
const thing = { framework: id, expectation: id.optional(), requirement: id.optional() };

const shown = {
  id: z.uuid(),
  kind: z.enum(cpdKinds),
  title: z.string(),
  url: z.string().nullable(),
  provider: z.string().nullable(),
  note: z.string().nullable(),
  minutes: z.int().nullable(),
  cost: Cost.nullable(),
};
const Resource = z.object({
  ...shown,
  /** No longer offered where it is asked for; what people logged with it stays. */
  retired: z.boolean(),
  /** `level` null where the version in force does not ask for it any more. */
  serves: z.array(
    z.object({
      id: z.uuid(),
      framework: z.string(),
      frameworkTitle: z.string(),
      kind: z.enum(["expectation", "requirement"]),
      thing: z.string(),
      title: z.string(),
      level: z.string().nullable(),
      levelTitle: z.string().nullable(),
      can: z.object({ "resource.attach": z.boolean() }),
    }),
  ),
  tag: z.string(),
  can: z.object({ "resource.edit": z.boolean() }),
});

export const resourceList = route({
  method: "GET",
  path: "/resources",
  summary: "What there is to learn from, by title",
  input: z.object({
    /** Words in the title or the provider's name. */
    q: z.string().max(200).optional(),
    framework: id.optional(),
    kind: z.enum(cpdKinds).optional(),
    state: z.enum(["offered", "retired", "all"]).default("offered"),
    cost: z.enum(["any", "free"]).default("any"),
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().max(1000).optional(),
  }),
  output: z.object({ items: z.array(Resource), next: z.string().nullable(), can: z.object({ "resource.create": z.boolean() }) }),
  allow: "resource.list",
  subject: store.organisation,
  audit: { none: "everybody's to read" },
  handle: store.list,
});

export const resourceFor = route({
  method: "GET",
  path: "/resources/for",
  summary: "What is on offer for each thing that a level asks",
  input: z.object({ framework: id, level: id, version: z.coerce.number().int().min(1).max(1_000_000).optional() }),
  output: z.object({
    /** Everything that the level asks, in the order of the document; members of a group of requirements after it. */
    items: z.array(
      z.object({
        kind: z.enum(["expectation", "requirement"]),
        id: z.string(),
        title: z.string(),
        resources: z.array(z.object({ ...shown, serves: z.uuid() })),
      }),
    ),
    can: z.object({ "resource.attach": z.boolean() }),
  }),
  allow: "framework.read",
  subject: (tx, { framework, version }) => store.inForce(tx, framework, version ?? null),
  audit: { none: "everybody's to read" },
  handle: store.forLevel,
});

export const resourceChoices = route({
  method: "GET",
  path: "/resources/choices",
  summary: "What one may attach something to: the frameworks, and what one of them asks",
  input: z.object({ framework: id.optional() }),
  output: z.object({
    frameworks: z.array(z.object({ slug: z.string(), title: z.string() })),
    asks: z.array(
      z.object({
        kind: z.enum(["expectation", "requirement"]),
        id: z.string(),
        title: z.string(),
        level: z.string(),
        levelTitle: z.string(),
      }),
    ),
  }),
  allow: "resource.create",
  subject: store.organisation,
  audit: { none: "ladders, which are everybody's to read" },
  handle: store.choices,
});

export const resourceRead = route({
  method: "GET",
  path: "/resources/:resourceId",
  summary: "Something to learn from, and what it is for",
  input: z.object({ resourceId: z.uuid() }),
  output: Resource,
  allow: "resource.list",
  subject: store.resourceOf(false),
  matches: store.matches,
  audit: { none: "everybody's to read" },
  handle: ({ tx, actor, subject }) => store.shownOne(tx, actor, subject),
});

export const resourceAdd = route({
  method: "POST",
  path: "/resources",
  summary: "Add something to learn from, and say what it is for; authors for their own frameworks, people partners for all",
  creates: true,
  input: z.object({
    ...fields,
    url: fields.url.default(null),
    provider: fields.provider.default(null),
    note: fields.note.default(null),
    minutes: fields.minutes.default(null),
    cost: fields.cost.default(null),
    serves: z.array(z.strictObject(thing)).max(50).default([]),
  }),
  output: Resource,
  allow: "resource.create",
  subject: store.organisation,
  audit: { action: "resource.add", when: "always" },
  handle: store.add,
});

export const resourceChange = route({
  method: "PATCH",
  path: "/resources/:resourceId",
  summary: "Change it, retire it or offer it again; what is left out stays",
  input: z.object({ resourceId: z.uuid(), ...z.object(fields).partial().shape, retired: z.boolean().optional() }),
  output: Resource,
  allow: "resource.edit",
  subject: store.resourceOf(true),
  matches: store.matches,
  audit: { action: "resource.change", when: "always" },
  handle: store.change,
});

export const resourceAttach = route({
  method: "POST",
  path: "/resources/:resourceId/serves",
  summary: "Say that it is for something that a framework asks; said twice, it is said once",
  input: z.object({ resourceId: z.uuid(), ...thing }),
  output: Resource,
  allow: "resource.attach",
  subject: store.toAttach,
  audit: { action: "resource.attach", when: "always" },
  handle: store.attach,
});

export const resourceDetach = route({
  method: "DELETE",
  path: "/resources/:resourceId/serves/:servesId",
  summary: "Say that it is not for that any more",
  input: z.object({ resourceId: z.uuid(), servesId: z.uuid() }),
  output: Resource,
  allow: "resource.attach",
  subject: store.toDetach,
  audit: { action: "resource.detach", when: "always" },
  handle: store.detach,
});

export const resourceRoutes = [
  resourceList,
  resourceFor,
  resourceChoices,
  resourceRead,
  resourceAdd,
  resourceChange,
  resourceAttach,
  resourceDetach,
] as const;
