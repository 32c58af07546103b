import { stringify } from "csv-stringify/sync";
import { z } from "zod";
import { toCell } from "../../core/framework/formats/cells.ts";
import { barrierKinds, barrierWords } from "../../core/plan/barrier.ts";
import { barrierOrders, barrierSubject } from "../../db/barriers.ts";
import { planSubject } from "../../db/plans.ts";
import { FileOutput } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Named = z.object({ id: z.uuid(), name: z.string() });
const Text = z.string().trim().min(1).max(4000);
const Day = z.iso.date();
const Kind = z.enum(barrierKinds);

const filter = {
  state: z.enum(["open", "resolved", "all"]).default("open"),
  kind: Kind.optional(),
  /** Only those in this team or in one below it. */
  team: z.uuid().optional(),
  person: z.uuid().optional(),
  /** Only those that have stood for so many days at least. */
  days: z.coerce.number().int().min(0).max(3650).default(0),
  sort: z.enum(barrierOrders).default("oldest"),
};

export const barrierList = route({
  method: "GET",
  path: "/barriers",
  summary: "What stands in people’s way and what would take it away: of everybody whose plan you may see",
  input: z.object({ ...filter, limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(1000).optional() }),
  output: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        kind: Kind,
        note: z.string().nullable(),
        wouldRemove: z.string().nullable(),
        raisedOn: Day,
        raisedBy: Named,
        resolvedOn: Day.nullable(),
        resolvedBy: Named.nullable(),
        resolution: z.string().nullable(),
        revision: z.int(),
        /** For which it has stood, or stood until it was resolved. */
        days: z.int(),
        person: z.object({ id: z.uuid(), name: z.string(), team: z.string().nullable() }),
        goal: z.string().nullable(),
        action: z.string().nullable(),
        can: z.object({ "plan.write": z.boolean() }),
      }),
    ),
    next: z.string().nullable(),
    /** By kind, whatever kind was asked for; empty but on the first page. */
    kinds: z.array(z.object({ kind: Kind, count: z.int(), people: z.int(), oldest: z.int() })),
    today: Day,
  }),
  allow: "barrier.list",
  scope: true,
  audit: { action: "barrier.list", when: "always" },
  handle: store.list,
});

/** Rows of one file. */
const MOST = 20_000;
export const barrierExport = route({
  method: "GET",
  path: "/barriers/export",
  summary: "The same as a table, to be saved",
  input: z.object(filter),
  output: FileOutput,
  allow: "barrier.list",
  scope: true,
  audit: { action: "barrier.export", when: "always" },
  handle: async (context) => {
    const rows = await store.whole(context, MOST);
    context.note({ rows: rows.length });
    const table = rows.map((row) => ({
      person: toCell(row.person.name),
      team: toCell(row.person.team ?? ""),
      kind: barrierWords[row.kind],
      what: toCell(row.note ?? ""),
      would_remove: toCell(row.wouldRemove ?? ""),
      goal: toCell(row.goal ?? ""),
      action: toCell(row.action ?? ""),
      raised_on: row.raisedOn,
      raised_by: toCell(row.raisedBy.name),
      days: row.days,
      resolved_on: row.resolvedOn ?? "",
      resolved_by: toCell(row.resolvedBy?.name ?? ""),
      resolution: toCell(row.resolution ?? ""),
    }));
    const columns = [
      "person",
      "team",
      "kind",
      "what",
      "would_remove",
      "goal",
      "action",
      "raised_on",
      "raised_by",
      "days",
      "resolved_on",
      "resolved_by",
      "resolution",
    ];
    return {
      name: `barriers-${context.today}.csv`,
      mediaType: "text/csv; charset=utf-8",
      content: `\uFEFF${stringify(table, { header: true, columns, record_delimiter: "\r\n", quoted_match: /[\r\n;\t]/ })}`,
    };
  },
});

const Done = z.object({ id: z.uuid(), revision: z.int() });

export const barrierRaise = route({
  method: "POST",
  path: "/barriers",
  summary: "Write down what stands in somebody’s way: of a goal, of an action, or of neither",
  creates: true,
  input: z.object({
    personId: z.uuid(),
    goal: z.uuid().optional(),
    action: z.uuid().optional(),
    kind: Kind,
    note: Text.nullable().default(null),
    wouldRemove: Text.nullable().default(null),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "barrier.raise", when: "always" },
  subject: (tx, { personId }, _actor, today) => planSubject(tx, personId, null, today, true),
  handle: store.raise,
});

const ofBarrier = {
  subject: (tx: Tx, input: { barrierId: string }, _actor: unknown, today: string) => barrierSubject(tx, input.barrierId, today),
  matches: store.matches,
};
export const barrierEdit = route({
  method: "PATCH",
  path: "/barriers/:barrierId",
  summary: "Put right what is written of a barrier",
  input: z.object({
    barrierId: z.uuid(),
    kind: Kind.optional(),
    note: Text.nullable().optional(),
    wouldRemove: Text.nullable().optional(),
  }),
  output: Done,
  allow: "plan.write",
  audit: { action: "barrier.edit", when: "always" },
  ...ofBarrier,
  handle: store.edit,
});

export const barrierResolve = route({
  method: "POST",
  path: "/barriers/:barrierId/resolve",
  summary: "Say how a barrier was resolved",
  input: z.object({ barrierId: z.uuid(), resolution: Text }),
  output: Done,
  allow: "plan.write",
  audit: { action: "barrier.resolve", when: "always" },
  ...ofBarrier,
  handle: store.resolve,
});

export const barrierReopen = route({
  method: "POST",
  path: "/barriers/:barrierId/reopen",
  summary: "Say that a barrier stands all the same",
  input: z.object({ barrierId: z.uuid() }),
  output: Done,
  allow: "plan.write",
  audit: { action: "barrier.reopen", when: "always" },
  ...ofBarrier,
  handle: store.reopen,
});

export const barrierRoutes = [barrierList, barrierExport, barrierRaise, barrierEdit, barrierResolve, barrierReopen] as const;
