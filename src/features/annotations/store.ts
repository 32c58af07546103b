import { v7 } from "uuid";
import type { Member } from "../../core/access/actor.ts";
import { Problem } from "../../core/problem.ts";
import { fileBytes, keepFile, type Vault } from "../../db/attachments.ts";
import {
  attach,
  attachedIn,
  detach,
  evidenceFile,
  evidenceFor,
  flagsIn,
  recordsFor,
  writeEvidence,
  writeFlag,
} from "../../db/reviews-evidence.ts";
import { shut, visibleSides, wordsOf, type Words } from "../../db/reviews-shown.ts";
import type { AssessmentRow } from "../../db/reviews.ts";
import { bytesOf, type FileReply } from "../../http/file.ts";
import type { Context, Tx } from "../../http/route.ts";

const place = (words: Words, expectation: string) => {
  const found = words.asked.find((each) => each.expectation === expectation);
  if (found === undefined)
    throw new Problem("invalid", undefined, [
      { code: "unknown-reference", path: "/expectation", message: "This review does not ask about that." },
    ]);
  return found;
};

const stillOpen = (assessment: AssessmentRow): void => {
  const refused = shut(assessment);
  if (refused !== null) throw new Problem("conflict", refused);
};

export async function flag({ tx, actor, now, subject, input }: Context<{ expectation: string; body: string | null }, AssessmentRow>) {
  stillOpen(subject);
  const { expectation } = place(await wordsOf(tx, subject), input.expectation);
  const { frameworkId, version, side } = subject;
  await writeFlag(tx, {
    id: v7(),
    assessmentId: side.id,
    frameworkId,
    version,
    expectation,
    body: input.body,
    by: actor.personId,
    at: now,
  });
  return { flags: await flagsIn(tx, side.id) };
}

type Adding =
  | { kind: "collected" | "record"; id: string }
  | { kind: "link"; title: string; url: string; on: string | null }
  | { kind: "note"; title: string; body: string; on: string | null }
  | { kind: "file"; title: string; fileName: string; file: string; on: string | null };

/** @returns the id of what is to be attached, made where it is new. @throws Problem "not-found" if it is nothing that this rater may attach. */
async function evidenceIn(tx: Tx, vault: Vault | null, add: Adding, subject: AssessmentRow, by: string, at: Date): Promise<string> {
  const personId = subject.about.personId;
  const there = await evidenceFor(tx, personId, by);
  if (add.kind === "collected") return there.find(({ id }) => id === add.id)?.id ?? Promise.reject(new Problem("not-found"));
  const id = v7();
  const made = { id, personId, body: null, url: null, recordId: null, file: null, by, at };
  if (add.kind === "link" || add.kind === "note") {
    await writeEvidence(tx, { ...made, ...add });
    return id;
  }
  if (add.kind === "file") {
    const file = await keepFile(tx, vault, subject.about.orgId, bytesOf(add));
    await writeEvidence(tx, { ...made, kind: "file", title: add.title, on: add.on, file });
    return id;
  }
  // What is on record is the person's and their managers' to read; a peer attaches what they have seen themselves.
  const record = subject.side.kind === "peer" ? undefined : (await recordsFor(tx, personId)).find((each) => each.id === add.id);
  if (record === undefined) throw new Problem("not-found");
  await writeEvidence(tx, { ...made, kind: "record", title: record.title, recordId: record.id, on: record.on });
  return id;
}

const attachedTo = async (tx: Tx, assessmentId: string) =>
  (await attachedIn(tx, [assessmentId])).map(({ assessment: _, ...evidence }) => evidence);

export async function attachEvidence({
  tx,
  actor,
  now,
  subject,
  input,
  installation,
}: Context<{ expectation: string; add: Adding }, AssessmentRow>) {
  stillOpen(subject);
  const { expectation, level } = place(await wordsOf(tx, subject), input.expectation);
  const evidenceId = await evidenceIn(tx, installation.vault, input.add, subject, actor.personId, now);
  await attach(tx, { assessmentId: subject.side.id, level, expectation, evidenceId, by: actor.personId, at: now });
  return { attached: await attachedTo(tx, subject.side.id) };
}

export async function detachEvidence({ tx, now, subject, input }: Context<{ evidenceId: string; expectation: string }, AssessmentRow>) {
  stillOpen(subject);
  await detach(tx, subject.side.id, input.expectation, input.evidenceId, now);
  return { attached: await attachedTo(tx, subject.side.id) };
}

/** What is attached to an assessment is read by whoever reads the assessment. @throws Problem "not-found" */
export function seen(assessment: AssessmentRow, actor: Member): AssessmentRow {
  if (!visibleSides(assessment, actor).some(({ id }) => id === assessment.side.id)) throw new Problem("not-found");
  return assessment;
}

export async function readFile({ tx, subject, input, installation }: Context<{ evidenceId: string }, AssessmentRow>): Promise<FileReply> {
  const { hash, name, mediaType } = await evidenceFile(tx, subject.side.id, input.evidenceId);
  return { name, mediaType, content: await fileBytes(installation.vault, subject.about.orgId, hash) };
}
