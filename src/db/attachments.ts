import { createHash } from "node:crypto";
import type { Transaction } from "kysely";
import { acceptedWords, fileName, largestFile, mediaTypeOf, type MediaType } from "../core/attachments/file.ts";
import { Problem } from "../core/problem.ts";
import { statement } from "./statement.ts";
import type { Tables } from "./tables.gen.ts";

type Tx = Transaction<Tables>;

/** Where the bytes of files are, by organisation and the SHA-256 of their content in hexadecimal. */
export type Vault = {
  /** What is there already is left as it is. On disk once it resolves. */
  keep: (orgId: string, hash: string, bytes: Uint8Array) => Promise<void>;
  /** @returns null where it is not there. */
  read: (orgId: string, hash: string) => Promise<Uint8Array | null>;
  /** Whether it was there or not. */
  forget: (orgId: string, hash: string) => Promise<void>;
};

/** A file as what refers to it says of it. */
export type KeptFile = { hash: Buffer; name: string; mediaType: MediaType; size: number };

const refused = (code: string, message: string) => new Problem("invalid", message, [{ code, path: "/file", message }]);

// Whoever keeps the same file at the same time waits here, and so does the job that would take it away.
const keptRow = statement(`
  insert into rungs.attachment (org_id, attachment, size, media_type) values (rungs.current_org(), $1, $2, $3)
  on conflict (org_id, attachment) do update set kept_at = now()`);

/**
 * Keeps the bytes of a file; what refers to it is written in the same transaction, or a job takes it away.
 *
 * @throws Problem "invalid" for what is too large or none of the kinds that are kept, "unavailable" where files have no place
 */
export async function keepFile(tx: Tx, vault: Vault | null, orgId: string, given: { name: string; bytes: Uint8Array }): Promise<KeptFile> {
  const { bytes } = given;
  if (bytes.length > largestFile) throw refused("too-large", "This file is larger than 10 MB. Save it smaller, or give a link to it.");
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === null) throw refused("kind", `This is no file that Rungs keeps: ${acceptedWords} are.`);
  if (vault === null) throw new Problem("unavailable", "Files cannot be kept here just now.");
  const hash = createHash("sha256").update(bytes).digest();
  await keptRow(tx, hash, bytes.length, mediaType);
  await vault.keep(orgId, hash.toString("hex"), bytes);
  return { hash, name: fileName(given.name, mediaType), mediaType, size: bytes.length };
}

/** @throws Problem "unavailable" where the bytes are not where they should be: somebody has to put them back */
export async function fileBytes(vault: Vault | null, orgId: string, hash: Buffer): Promise<Uint8Array> {
  const bytes = (await vault?.read(orgId, hash.toString("hex"))) ?? null;
  if (bytes === null)
    throw new Problem("unavailable", "This file is not where Rungs keeps files. Whoever runs this server can restore it.");
  return bytes;
}

const unused = statement<{ hash: Buffer }>(`
  delete from rungs.attachment as kept
   where not exists (select from rungs.evidence where evidence.org_id = kept.org_id and evidence.attachment = kept.attachment)
     and not exists (select from rungs.record_file where record_file.org_id = kept.org_id and record_file.attachment = kept.attachment)
     and not exists (select from rungs.cpd_file where cpd_file.org_id = kept.org_id and cpd_file.attachment = kept.attachment)
  returning attachment as hash`);

/**
 * Takes away what nothing refers to any more. The bytes go before the transaction ends, while whoever keeps the same again
 * waits; where it fails after that, the next time finds the row and does it again.
 *
 * @returns how many files.
 */
export async function forgetUnused(tx: Tx, vault: Vault, orgId: string): Promise<number> {
  const gone = await unused(tx);
  for (const { hash } of gone) await vault.forget(orgId, hash.toString("hex"));
  return gone.length;
}

const ofPerson = statement<{ hash: Buffer; name: string }>(`
  select record_file.attachment as hash, record_file.name from rungs.record_file where person_id = $1
  union
  select cpd_file.attachment, cpd_file.name from rungs.cpd_file where person_id = $1
  union
  select evidence.attachment, evidence.attachment_name from rungs.evidence where person_id = $1 and attachment is not null
  order by 2, 1`);
/** Every file of a person, for a copy of their data. @param results whether what reviews rest on is among them. */
export const filesOf = async (tx: Tx, personId: string, results: boolean) =>
  results ? ofPerson(tx, personId) : recordFilesOf(tx, personId);
const recordFilesOf = statement<{ hash: Buffer; name: string }>(
  `select distinct attachment as hash, name from rungs.record_file where person_id = $1 order by 2, 1`,
);
