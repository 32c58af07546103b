import { z } from "zod";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Somebody = z.object({ id: z.uuid(), name: z.string() });

export const auditList = route({
  method: "GET",
  path: "/audit",
  summary: "Who read or changed what of whom, newest first; your own entries unless you are an administrator or auditor",
  input: z.object({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(400).optional(),
    action: z.string().max(100).optional(),
    /** Who did it or whom it is about. */
    person: z.uuid().optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        at: z.iso.datetime(),
        kind: z.enum(["person", "key", "system", "nobody"]),
        by: Somebody.nullable(),
        action: z.string(),
        about: Somebody.nullable(),
        details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
        requestId: z.string().nullable(),
        address: z.string().nullable(),
      }),
    ),
    next: z.string().nullable(),
  }),
  allow: "audit.list",
  scope: true,
  audit: { none: "the log is no result of anybody" },
  handle: ({ tx, actor, input }) => store.list(tx, actor, input),
});

export const auditRoutes = [auditList] as const;
