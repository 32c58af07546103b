import { v7 } from "uuid";
import type { Member } from "../../core/access/actor.ts";
import { Problem } from "../../core/problem.ts";
import { fileBytes, keepFile } from "../../db/attachments.ts";
import { entryFile, entrySubject, type Entry, type EntrySubject } from "../../db/cpd.ts";
import { removeEntryFile, touchEntry, writeEntryFile } from "../../db/cpd-write.ts";
import { bytesOf, type FileReply } from "../../http/file.ts";
import type { Context, Tx } from "../../http/route.ts";

export const entryOf = (change: boolean) => (tx: Tx, input: { entryId: string }, _actor: Member, today: string) =>
  entrySubject(tx, input.entryId, today, change);

const shown = ({ id, revision, files }: Entry) => ({ id, tag: String(revision), files });
export const matches = {
  tag: ({ entry }: EntrySubject) => String(entry.revision),
  state: async ({ subject }: Context<unknown, EntrySubject>) => shown(subject.entry),
};
const done = async ({ tx, subject, today }: Context<unknown, EntrySubject>) =>
  shown((await entrySubject(tx, subject.entry.id, today, false)).entry);

/** @throws Problem "not-found" where it was taken out of the log */
function standing({ entry }: EntrySubject): Entry {
  if (entry.removedAt !== null) throw new Problem("not-found");
  return entry;
}

/** Files of one entry, beyond which no more are taken. */
const MOST_FILES = 10;

export async function addFile(context: Context<{ fileName: string; file: string }, EntrySubject>) {
  const { tx, actor, subject, input, now, note, installation } = context;
  const entry = standing(subject);
  if (entry.files.length >= MOST_FILES) throw new Problem("conflict", "Ten files are the most that one entry has. Take one away first.");
  const { hash, name } = await keepFile(tx, installation.vault, subject.orgId, bytesOf(input));
  const id = v7();
  await writeEntryFile(tx, { id, entryId: entry.id, personId: subject.personId, hash, name, by: actor.personId, at: now });
  // More to show for it takes nothing back.
  await touchEntry(tx, entry.id, actor.personId, now, false);
  note({ entry: entry.id, file: id });
  return done(context);
}

export async function readFile({ tx, subject, input, installation }: Context<{ fileId: string }, EntrySubject>): Promise<FileReply> {
  const { hash, name, mediaType } = await entryFile(tx, standing(subject).id, input.fileId);
  return { name, mediaType, content: await fileBytes(installation.vault, subject.orgId, hash) };
}

export async function removeFile(context: Context<{ fileId: string }, EntrySubject>) {
  const { tx, actor, subject, input, now, note } = context;
  const entry = standing(subject);
  await entryFile(tx, entry.id, input.fileId);
  await removeEntryFile(tx, entry.id, input.fileId, now);
  await touchEntry(tx, entry.id, actor.personId, now, entry.verifiedAt !== null);
  note({ entry: entry.id, file: input.fileId });
  return done(context);
}
