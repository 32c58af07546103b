import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { actionLink, actionWords, detailLines } from "../../core/audit/words.ts";
import { toCell } from "../../core/framework/formats/cells.ts";
import { verifyChain } from "../../db/audit-chain.ts";
import { FileOutput } from "../../http/file.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Somebody = z.object({ id: z.uuid(), name: z.string() });
const Entry = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  kind: z.enum(["person", "key", "system", "nobody"]),
  by: Somebody.nullable(),
  action: z.string(),
  about: Somebody.nullable(),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  requestId: z.string().nullable(),
  address: z.string().nullable(),
  /** The number of the seal that holds it; null where it is still to be sealed. */
  seal: z.int().nullable(),
});

const filter = {
  action: z.string().max(100).optional(),
  /** Who did it or whom it is about. */
  person: z.uuid().optional(),
  by: z.uuid().optional(),
  about: z.uuid().optional(),
  /** Dates where the organisation is, both included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  address: z.string().max(64).optional(),
};

export const auditList = route({
  method: "GET",
  path: "/audit",
  summary: "Who read or changed what of whom, newest first; your own entries unless you are an administrator or auditor",
  input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(400).optional(), ...filter }),
  output: z.object({ items: z.array(Entry), next: z.string().nullable() }),
  allow: "audit.list",
  scope: true,
  audit: { none: "the log is no result of anybody" },
  handle: ({ tx, actor, input }) => store.list(tx, actor, input),
});

export const auditActions = route({
  method: "GET",
  path: "/audit/actions",
  summary: "What there are entries of, among those that you may read",
  input: z.object({}),
  output: z.object({ items: z.array(z.object({ action: z.string(), words: z.string() })) }),
  allow: "audit.list",
  scope: true,
  audit: { none: "the log is no result of anybody" },
  handle: async ({ tx, actor }) => ({
    items: (await store.actions(tx, actor)).map((action) => ({ action, words: actionWords(action) })),
  }),
});

export const auditVerification = route({
  method: "GET",
  path: "/audit/verification",
  summary: "Reads the whole log against its chain of seals, and names whatever was changed, taken away, put in or moved",
  input: z.object({
    /** The hash of a seal that was noted before: found again, the log has not been cut off or written anew since. */
    expect: z
      .string()
      .regex(/^[0-9a-fA-F]{64}$/, "64 hexadecimal digits, as a verification prints them.")
      .optional(),
  }),
  output: z.object({
    whole: z.boolean(),
    sealed: z.int(),
    unsealed: z.int(),
    unsealedSince: z.string().nullable(),
    seals: z.int(),
    head: z.object({ seal: z.int(), hash: z.string(), sealedAt: z.string() }).nullable(),
    entriesForgotten: z.int(),
    addressesForgotten: z.int(),
    faults: z.array(z.object({ code: z.string(), seal: z.int().nullable(), entry: z.string().nullable(), message: z.string() })),
    faultCount: z.int(),
  }),
  allow: "audit.read",
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  audit: { none: "it reads hashes and tells no entry" },
  handle: ({ tx, actor, input }) => verifyChain(tx, actor.orgId, input.expect ?? null),
});

/** The most entries in one file. */
const MOST = 50_000;

export const auditExport = route({
  method: "GET",
  path: "/audit/export",
  summary: "The entries that fit a filter as a file, CSV for spreadsheets or JSON; taking it is an entry itself",
  input: z.object({ format: z.enum(["csv", "json"]).default("csv"), ...filter }),
  output: FileOutput,
  allow: "audit.list",
  scope: true,
  audit: { action: "audit.export", when: "always" },
  handle: async ({ tx, actor, today, note, input: { format, ...asked } }) => {
    const entries = await store.whole(tx, actor, asked, MOST);
    const narrowing = Object.fromEntries(Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
    note({ format, entries: entries.length, ...narrowing });
    const name = `audit-${today}.${format}`;
    return format === "json"
      ? { name, mediaType: "application/json", content: JSON.stringify({ entries }, null, 2) }
      : {
          name,
          mediaType: "text/csv; charset=utf-8",
          content: `\uFEFF${stringify(entries.map(cells), { header: true, quoted_string: true })}`,
        };
  },
});

const cells = ({ id, at, kind, by, action, about, details, address, requestId, seal }: store.Shown) => ({
  at,
  by: toCell(by?.name ?? kind),
  by_id: by?.id ?? "",
  action,
  words: toCell(`${actionWords(action)}${about === null ? "" : ` ${actionLink(action)} ${about.name}`}`),
  about: about === null ? "" : toCell(about.name),
  about_id: about?.id ?? "",
  details:
    detailLines(details).length === 0
      ? ""
      : toCell(
          detailLines(details)
            .map(({ label, value }) => `${label}: ${value}`)
            .join("; "),
        ),
  address: address === null ? "" : toCell(address),
  request: requestId ?? "",
  entry: id,
  seal: seal ?? "",
});

export const auditEntry = route({
  method: "GET",
  path: "/audit/:auditId",
  summary: "One entry of the log",
  input: z.object({ auditId: z.uuid() }),
  output: Entry,
  allow: "audit.list",
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  audit: { none: "the log is no result of anybody" },
  handle: ({ tx, actor, input }) => store.entry(tx, actor, input.auditId),
});

export const auditRoutes = [auditList, auditActions, auditVerification, auditExport, auditEntry] as const;
