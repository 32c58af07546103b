import { z } from "zod";
import { planWith } from "../../db/plans.ts";
import { FileInput, FileOutput, largestUpload } from "../../http/file.ts";
import { route, type Tx } from "../../http/route.ts";
import * as store from "./store.ts";

const Title = z.string().trim().min(1).max(200);
const on = z.iso.date().nullable().default(null);
const actionId = z.uuid();
const ofAction = (change: boolean) => ({
  subject: (tx: Tx, input: { actionId: string }, _actor: unknown, today: string) => planWith(tx, "action", input.actionId, today, change),
});

export const actionEvidenceAdd = route({
  method: "POST",
  path: "/actions/:actionId/evidence",
  summary: "Show that an action was done: by something collected before, something on record, a link, a note, or a file",
  creates: true,
  largest: largestUpload,
  input: z.object({
    actionId,
    add: z.discriminatedUnion("kind", [
      /** Also takes back that it was taken away. */
      z.strictObject({ kind: z.literal("collected"), id: z.uuid() }),
      z.strictObject({ kind: z.literal("record"), id: z.uuid() }),
      z.strictObject({ kind: z.literal("link"), title: Title, url: z.url({ protocol: /^https?$/ }).max(2000), on }),
      z.strictObject({ kind: z.literal("note"), title: Title, body: z.string().trim().min(1).max(4000), on }),
      z.strictObject({ kind: z.literal("file"), title: Title, ...FileInput, on }),
    ]),
  }),
  output: z.object({ id: z.uuid() }),
  allow: "plan.write",
  audit: { action: "action.evidence.add", when: "always" },
  ...ofAction(true),
  handle: store.add,
});

export const actionEvidenceRemove = route({
  method: "DELETE",
  path: "/actions/:actionId/evidence/:evidenceId",
  summary: "Take evidence away from an action; it stays among what the person has collected",
  input: z.object({ actionId, evidenceId: z.uuid() }),
  output: z.object({ id: z.uuid() }),
  allow: "plan.write",
  audit: { action: "action.evidence.remove", when: "always" },
  ...ofAction(true),
  handle: store.remove,
});

export const actionEvidenceFile = route({
  method: "GET",
  path: "/actions/:actionId/evidence/:evidenceId/file",
  summary: "A file that shows an action done, to be saved",
  input: z.object({ actionId, evidenceId: z.uuid() }),
  output: FileOutput,
  allow: "plan.read",
  audit: { action: "action.evidence.file", when: "others" },
  ...ofAction(false),
  handle: store.readFile,
});

export const planEvidenceRoutes = [actionEvidenceAdd, actionEvidenceRemove, actionEvidenceFile] as const;
