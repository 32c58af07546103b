import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { v7 } from "uuid";
import { UsageError, type Io } from "../cli/command.ts";
import { versionOfRungs } from "../cli/version.ts";
import { whereOf, type Where } from "../config.ts";
import type { Header, Manifest } from "../core/backup/manifest.ts";
import { verifyChain } from "../db/audit-chain.ts";
import { takeBackup } from "../db/backup.ts";
import { BackupError } from "../db/backup-box.ts";
import { checkBackup, contentHash } from "../db/backup-check.ts";
import { organisationsIn } from "../db/backup-tables.ts";
import { EmbeddedError } from "../db/binaries.ts";
import { runningOn, startEmbedded } from "../db/embedded.ts";
import { migrate, MigrationError, pending } from "../db/migrate.ts";
import { type Address, open } from "../db/open.ts";
import { contentOf, migrationsOf, refuseUnlessEmpty, restoreBackup } from "../db/restore.ts";
import { record } from "../features/audit/store.ts";
import type { Put, Summary, Take, Told, Try } from "../features/backups/cli.ts";
import { begun, ended } from "../features/backups/store.ts";
import { asUsage, reach } from "./database.ts";
import { passphraseIn } from "./passphrase.ts";
import { filesOf, vaultIn } from "./vault.ts";

/** `rungs backup`: of a server that runs, or of data that nobody uses just now. */
export const takeByHand: Take = async ({ overwrite, ...told }, io) => {
  const where = whereOf(told.data, told.databaseUrl, io.env);
  const file = resolve(told.file);
  const passphrase = await passphraseIn(told.passphraseFile, io.env, true);
  if (existsSync(file) && !overwrite) throw new UsageError(`${told.file} is there already. Name another file, or say --overwrite.`);
  const began = performance.now();
  try {
    const { address, stop } = await beside(where, io);
    try {
      const { vault, directory } = vaultOf(told, where, io);
      const now = new Date();
      const taking = { owner: address.owner, vault, file, passphrase, version: versionOfRungs(), now, progress: progressTo(io, "Read") };
      const { manifest, bytes, sealed } = await takeBackup(taking);
      if (manifest.files.missing > 0) io.err(`Files were looked for in ${directory} (--files, RUNGS_FILES).\n`);
      await noted(address, { startedAt: now, fileName: basename(file), encrypted: sealed, bytes });
      return summary(told.file, manifest, { bytes, encrypted: sealed, began });
    } finally {
      await stop();
    }
  } catch (error) {
    throw refusal(unwritable(error, told.file), where);
  }
};

/** `rungs restore`. The file is checked, and the place held against it, before anything is changed. */
export const put: Put = async (told, io) => {
  const where = whereOf(told.data, told.databaseUrl, io.env);
  const began = performance.now();
  const passphrase = await passphraseIn(told.passphraseFile, io.env, false);
  const { header, manifest } = await examined(told.file, passphrase, io);
  const tidy = "data" in where ? fresh(where.data) : () => {};
  try {
    const { address, stop } = await reach({ where, say: (text) => io.err(`${text}\n`) });
    try {
      await refuseUnlessEmpty(address.owner);
      const { vault } = vaultOf(told, where, io);
      const read = () => createReadStream(told.file);
      await restoreBackup({ owner: address.owner, read, passphrase, manifest, vault, progress: progressTo(io, "Restored") });
      const applied = await migrate(address.owner);
      if (applied.length > 0) io.err(`The database is brought up to this version (${applied.at(-1)}).\n`);
      await tell(address, manifest);
    } finally {
      await stop();
    }
  } catch (error) {
    tidy();
    throw refusal(error, where);
  }
  return summary(told.file, manifest, { bytes: statSync(told.file).size, encrypted: header.sealed !== null, began });
};

/** `rungs restore --verify`: everything a restore does, in a database that is thrown away. */
export const attempt: Try = async (told, io) => {
  const began = performance.now();
  const passphrase = await passphraseIn(told.passphraseFile, io.env, false);
  const { header, manifest } = await examined(told.file, passphrase, io);
  const directory = mkdtempSync(join(tmpdir(), "rungs-verify-"));
  try {
    const scratch = await startEmbedded({ directory, settings: { fsync: "off", full_page_writes: "off", synchronous_commit: "off" } });
    try {
      const { owner } = scratch.address;
      const read = () => createReadStream(told.file);
      await restoreBackup({ owner, read, passphrase, manifest, vault: null, progress: progressTo(io, "Restored") });
      const found = await contentOf(owner, new Set(manifest.tables.map(({ name }) => name)));
      const differences = manifest.tables
        .filter(({ name, sha256 }) => found.find((table) => table.name === name)?.sha256 !== sha256)
        .map(({ name }) => name);
      await migrate(owner);
      const audit = await chainsOf(scratch.address);
      return {
        ...summary(told.file, manifest, { bytes: statSync(told.file).size, encrypted: header.sealed !== null, began }),
        ok: differences.length === 0 && audit.every(({ whole }) => whole),
        differences,
        audit,
      };
    } finally {
      await scratch.stop();
    }
  } catch (error) {
    throw refusal(error, { data: directory });
  } finally {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  }
};

/** The database of a Rungs that runs there, else our own look at data that nobody uses; nothing is migrated. */
async function beside(where: Where, io: Io): Promise<{ address: Address; stop: () => Promise<void> }> {
  if ("data" in where) {
    const running = await runningOn(where.data);
    if (running !== null) return { address: running, stop: async () => {} };
    if (!existsSync(join(where.data, "postgres"))) throw new UsageError(`There is no data of Rungs in ${where.data}.`);
  }
  return reach({ where, say: (text) => io.err(`${text}\n`) });
}

function vaultOf({ files }: Told, where: Where, io: Io) {
  const named = files ?? io.env["RUNGS_FILES"];
  const directory = filesOf(named === undefined || named === "" ? null : resolve(named), where);
  return { vault: vaultIn(directory), directory };
}

async function examined(file: string, passphrase: string | null, io: Io): Promise<{ header: Header; manifest: Manifest }> {
  try {
    io.err(`Checking ${file}.\n`);
    const found = await checkBackup(createReadStream(file), passphrase);
    await migrationsOf(found.manifest);
    return found;
  } catch (error) {
    if (error instanceof BackupError) throw new UsageError(`${file}: ${error.message}`, { cause: error });
    if (error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error)
      throw new UsageError(`${file} cannot be read: ${error.message}.`, { cause: error });
    throw error;
  }
}

/** @returns what takes away what a restore that failed left in a directory that held nothing before it. */
function fresh(directory: string): () => void {
  const had = existsSync(directory);
  const held = had ? readdirSync(directory) : [];
  return () => {
    if (!had) rmSync(directory, { recursive: true, force: true });
    else if (held.length === 0)
      for (const entry of readdirSync(directory)) rmSync(join(directory, entry), { recursive: true, force: true });
  };
}

/** Says every two seconds how far it is. */
function progressTo(io: Io, verb: string): (done: { what: string; bytes: number }) => void {
  let [told, total] = [performance.now(), 0];
  return ({ what, bytes }) => {
    total += bytes;
    if (performance.now() - told < 2000) return;
    told = performance.now();
    io.err(`${verb} ${(total / 1_000_000).toFixed(0)} MB (${what}).\n`);
  };
}

/** So that the settings page knows of it too; a database of before that has no place for it. */
async function noted(address: Address, backup: { startedAt: Date; fileName: string; encrypted: boolean; bytes: number }): Promise<void> {
  if ((await pending(address.owner)).length > 0) return;
  const { accounts, close } = open(address);
  try {
    const id = v7();
    await begun(accounts, { id, kind: "by-hand", ...backup });
    await ended(accounts, id, new Date(), { bytes: backup.bytes });
  } finally {
    await close();
  }
}

/** On record in every organisation: what came after the backup is gone, and the log alone would not say so. */
async function tell(address: Address, { takenAt, rungs }: Manifest): Promise<void> {
  const database = open(address);
  try {
    for (const orgId of await organisationsIn(address.owner))
      await database.transaction(orgId, (tx) =>
        record(tx, {
          actor: "system",
          action: "backup.restore",
          subjectId: null,
          details: { takenAt, rungs },
          requestId: v7(),
          address: "",
        }),
      );
  } finally {
    await database.close();
  }
}

async function chainsOf(address: Address) {
  const database = open(address);
  try {
    const found = [];
    for (const orgId of await organisationsIn(address.owner)) {
      const { whole, seals, sealed, unsealed } = await database.transaction(orgId, (tx) => verifyChain(tx, orgId, null));
      found.push({ organisation: orgId, whole, seals, entries: sealed + unsealed });
    }
    return found;
  } finally {
    await database.close();
  }
}

type Measured = { bytes: number; encrypted: boolean; began: number };

const summary = (file: string, manifest: Manifest, { bytes, encrypted, began }: Measured): Summary => ({
  file,
  takenAt: manifest.takenAt,
  rungs: manifest.rungs,
  schema: manifest.migrations.at(-1)?.name ?? "",
  encrypted,
  bytes,
  organisations: manifest.organisations,
  tables: manifest.tables.length,
  rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  files: manifest.files,
  content: contentHash(manifest.tables),
  seconds: Math.round(performance.now() - began) / 1000,
});

function refusal(error: unknown, where: Where): unknown {
  if (error instanceof BackupError || error instanceof MigrationError || error instanceof EmbeddedError)
    return new UsageError(error.message, { cause: error });
  return asUsage(error, where);
}

/** What the file system refuses, and not the database: their errors have codes in common. */
function unwritable(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !("code" in error)) return error;
  const full = ["ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS"].includes(String(error.code));
  return full || "path" in error
    ? new UsageError(`The backup cannot be written to ${file}: ${error.message}. Nothing is left of it.`, { cause: error })
    : error;
}
