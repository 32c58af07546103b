import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type pg from "pg";
import { v7 } from "uuid";
import { isDue, LONGEST, nameAt, outdated, takenAt } from "../../core/backup/schedule.ts";
import { takeBackup } from "../../db/backup.ts";
import type { Job, Work } from "../../http/job.ts";
import * as store from "./store.ts";

/** What an operator wants taken, and where it is to lie. */
export type Schedule = {
  directory: string;
  /** How many are kept; at least 1. */
  keep: number;
  /** Null leaves them open to whoever reads the directory. */
  passphrase: string | null;
  /** The login that owns the schemas: the server's own sees one organisation at a time. */
  owner: pg.ClientConfig;
  version: string;
  say: (text: string) => void;
};

/** After one that failed, in ms: a full disk is not emptied by trying. */
const REST = 3_600_000;
/** How old a draft is that nobody is writing any more, in ms. */
const STALE = 86_400_000;

/**
 * One backup a day. Looked for every quarter of an hour, so that a server which slept at the hour takes it when it is up, and
 * each server only where its own directory has none.
 */
export const backupJobs = (schedule: Schedule): readonly Job[] => [
  {
    name: "backups.take",
    each: "installation",
    every: "7,22,37,52 * * * *",
    longest: LONGEST,
    handle: async (work) => {
      await mkdir(schedule.directory, { recursive: true, mode: 0o700 });
      const names = await readdir(schedule.directory);
      for (const name of names)
        if (await isAbandoned(schedule.directory, name, work.now)) await rm(join(schedule.directory, name), { force: true });
      if (!isDue(work.now, names)) return;
      const { begun } = await store.last(work.database.accounts);
      const failed = begun?.kind === "scheduled" && begun.failure !== null;
      if (failed && work.now.getTime() - begun.startedAt.getTime() < REST) return;
      await take(schedule, work);
      // Only once the new one is whole: what is there is never fewer than it was.
      for (const name of outdated(await readdir(schedule.directory), schedule.keep))
        await rm(join(schedule.directory, name), { force: true });
    },
  },
];

async function take({ directory, passphrase, owner, version, say }: Schedule, { database, vault, now, stopping }: Work): Promise<void> {
  const { accounts } = database;
  const [id, name] = [v7(), nameAt(now)];
  await store.begun(accounts, { id, kind: "scheduled", startedAt: now, fileName: name, encrypted: passphrase !== null });
  try {
    if (!vault) throw new Error("There is no place that attached files are kept in.");
    const { bytes, manifest } = await takeBackup({ owner, vault, file: join(directory, name), passphrase, version, now, signal: stopping });
    await store.ended(accounts, id, new Date(), { bytes });
    if (manifest.files.missing > 0)
      say(`The backup ${name} lacks ${manifest.files.missing} attached files that are not where files are kept.`);
  } catch (error) {
    const failure = stopping.aborted ? "The server ended while it was taken." : error instanceof Error ? error.message : String(error);
    if (!stopping.aborted) say(`The backup ${name} could not be taken: ${failure}`);
    await store.ended(accounts, id, new Date(), { failure });
    throw error;
  }
}

async function isAbandoned(directory: string, name: string, now: Date): Promise<boolean> {
  if (!name.endsWith(".part") || takenAt(name.slice(0, -".part".length)) === null) return false;
  const found = await stat(join(directory, name)).catch(() => null);
  return found !== null && now.getTime() - found.mtimeMs > STALE;
}
