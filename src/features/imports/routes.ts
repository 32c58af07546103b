import { z } from "zod";
import { fields } from "../../core/people/columns.ts";
import { dateOrders } from "../../core/people/dates.ts";
import { route } from "../../http/route.ts";
import * as store from "./store.ts";

const Field = z.enum(fields);
const Change = z.object({
  field: z.enum(["employeeNumber", "name", "email", "team", "location", "share", "startedOn", "leftOn", "manager", "level"]),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const Named = { id: z.uuid(), employeeNumber: z.string(), name: z.string() };

export const ImportReply = z.object({
  /** Null where nothing was written. */
  importId: z.uuid().nullable(),
  /** Of what would be done. Sent back as `expect`, nothing else is done. */
  fingerprint: z.string(),
  /** How the file was understood. Columns count from 0; their samples stand below their headings. */
  file: z.object({
    sheet: z.string().nullable(),
    sheets: z.array(z.string()),
    headingRow: z.int(),
    rows: z.int(),
    columns: z.array(z.object({ heading: z.string(), field: Field.nullable(), samples: z.array(z.string()) })),
    dates: z.object({
      order: z.enum(dateOrders),
      /** The first that could be read either way, where no date of the file decides it. */
      open: z.string().nullable(),
      example: z.object({ written: z.string(), read: z.iso.date() }).nullable(),
    }),
  }),
  counts: z.object({ added: z.int(), changed: z.int(), unchanged: z.int(), left: z.int(), problems: z.int() }),
  added: z.array(
    z.object({
      row: z.int(),
      employeeNumber: z.string(),
      name: z.string(),
      team: z.string().nullable(),
      manager: z.string().nullable(),
      level: z.string().nullable(),
    }),
  ),
  changed: z.array(z.object({ row: z.int(), ...Named, changes: z.array(Change) })),
  left: z.array(z.object(Named)),
  teams: z.array(z.string()),
  problems: z.array(
    z.object({
      code: z.string(),
      row: z.int().nullable(),
      column: z.string().nullable(),
      cell: z.string().nullable(),
      message: z.string(),
    }),
  ),
  notes: z.array(z.string()),
});

export const importPeople = route({
  method: "POST",
  path: "/people/import",
  summary: "People from a workbook or a CSV file; with dryRun nothing is written",
  largest: 8 * 1024 * 1024,
  input: z.object({
    dryRun: z.enum(["true", "false"]).default("false"),
    /** The bytes of the file in base64: 5 MB of them at most. */
    file: z
      .string()
      .max(7_000_000)
      .regex(/^[A-Za-z0-9+/]*={0,2}$/, "base64"),
    fileName: z.string().min(1).max(200),
    /** The first that holds something, where absent. */
    sheet: z.string().max(100).optional(),
    /** What columns say, by their place counted from 0; the headings are asked where absent. */
    columns: z.record(z.string().regex(/^\d{1,4}$/), Field.nullable()).optional(),
    /** Which number of 03/04/2026 is the day; the dates of the file are asked where absent. */
    dates: z.enum(dateOrders).optional(),
    /** The file says who all there are: whoever is not in it leaves today. */
    whole: z.boolean().default(false),
    /** The fingerprint of a dry run: refused where something else would be done by now. */
    expect: z.string().max(100).optional(),
  }),
  output: ImportReply,
  allow: "people.import",
  audit: { action: "people.import", when: "always" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: store.importPeople,
});

export const importList = route({
  method: "GET",
  path: "/people/imports",
  summary: "Imports of people, newest first",
  input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20), cursor: z.string().max(400).optional() }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        fileName: z.string(),
        at: z.iso.datetime(),
        by: z.string().nullable(),
        added: z.int(),
        changed: z.int(),
        left: z.int(),
        undoneAt: z.iso.datetime().nullable(),
        /** The newest that still stands. What has come to rest on it since may yet forbid it. */
        can: z.object({ undo: z.boolean() }),
      }),
    ),
    next: z.string().nullable(),
  }),
  allow: "people.import",
  audit: { none: "what was imported is on record already" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: ({ tx, input }) => store.list(tx, input),
});

export const importUndo = route({
  method: "POST",
  path: "/people/imports/:importId/undo",
  summary: "Takes the last import back, while nothing else rests on it",
  input: z.object({ importId: z.uuid() }),
  output: z.object({ removed: z.int(), restored: z.int() }),
  allow: "people.import",
  audit: { action: "people.import.undo", when: "always" },
  subject: async (_tx, _input, actor) => ({ orgId: actor.orgId }),
  handle: store.undo,
});

export const importRoutes = [importList, importPeople, importUndo] as const;
