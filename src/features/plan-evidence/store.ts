import { v7 } from "uuid";
import { Problem } from "../../core/problem.ts";
import { fileBytes, keepFile } from "../../db/attachments.ts";
import { attachTo, detachFrom, fileOnAction, isCollected } from "../../db/plan-evidence.ts";
import { planChanged, type PlanHead, type PlanSubject } from "../../db/plans.ts";
import { recordsFor, writeEvidence } from "../../db/reviews-evidence.ts";
import { bytesOf, type FileReply } from "../../http/file.ts";
import type { Context } from "../../http/route.ts";

type On<I> = Context<I & { actionId: string }, PlanSubject & { plan: PlanHead }>;
type Adding =
  | { kind: "collected" | "record"; id: string }
  | { kind: "link"; title: string; url: string; on: string | null }
  | { kind: "note"; title: string; body: string; on: string | null }
  | { kind: "file"; title: string; fileName: string; file: string; on: string | null };

function writable({ state }: PlanHead): void {
  if (state === "done") throw new Problem("conflict", "This plan is closed. Open it again to change what is in it.");
}

/** @returns the id of what is to be shown, made where it is new. @throws Problem "not-found" for what is not theirs to show */
async function evidenceOf({ tx, actor, subject, input: { add: given }, now, installation }: On<{ add: Adding }>): Promise<string> {
  const { personId, orgId } = subject;
  const by = actor.personId;
  const id = v7();
  const made = { id, personId, body: null, url: null, recordId: null, file: null, by, at: now };
  switch (given.kind) {
    case "collected":
      if (!(await isCollected(tx, given.id, personId, by))) throw new Problem("not-found");
      return given.id;
    case "record": {
      const record = (await recordsFor(tx, personId)).find((each) => each.id === given.id);
      if (record === undefined) throw new Problem("not-found");
      await writeEvidence(tx, { ...made, kind: "record", title: record.title, recordId: record.id, on: record.on });
      return id;
    }
    case "file": {
      const file = await keepFile(tx, installation.vault, orgId, bytesOf(given));
      await writeEvidence(tx, { ...made, kind: "file", title: given.title, on: given.on, file });
      return id;
    }
    case "link":
    case "note":
      await writeEvidence(tx, { ...made, ...given });
      return id;
  }
}

export async function add(context: On<{ add: Adding }>) {
  const { tx, actor, subject, input, now, note } = context;
  writable(subject.plan);
  const id = await evidenceOf(context);
  await attachTo(tx, input.actionId, id, actor.personId, now);
  await planChanged(tx, subject.plan, subject.managers, null);
  note({ action: input.actionId, evidence: id });
  return { id };
}

export async function remove({ tx, subject, input, now, note }: On<{ evidenceId: string }>) {
  writable(subject.plan);
  if (!(await detachFrom(tx, input.actionId, input.evidenceId, now))) throw new Problem("not-found");
  await planChanged(tx, subject.plan, subject.managers, null);
  note({ action: input.actionId, evidence: input.evidenceId });
  return { id: input.evidenceId };
}

export async function readFile({ tx, subject, input, note, installation }: On<{ evidenceId: string }>): Promise<FileReply> {
  const { hash, name, mediaType } = await fileOnAction(tx, input.actionId, input.evidenceId);
  note({ action: input.actionId, evidence: input.evidenceId });
  return { name, mediaType, content: await fileBytes(installation.vault, subject.orgId, hash) };
}
