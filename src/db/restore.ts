import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import type { Manifest, TableContent } from "../core/backup/manifest.ts";
import { largestFile } from "../core/attachments/file.ts";
import type { Vault } from "./attachments.ts";
import { BackupError, unboxed } from "./backup-box.ts";
import { counting, gathered, unpacked } from "./backup-parts.ts";
import { columnList, MARKER, organisationsIn, PLAIN, rowsOf, tablesIn, type Table } from "./backup-tables.ts";
import { buildUpTo, known, refuseTooOld, type Migration } from "./migrate.ts";

/** One restore at a time into a database. Any number; this one is ours. */
const LOCK = 7_826_106;

export type Restoring = {
  /** A login that may make schemas in an empty database. */
  owner: pg.ClientConfig;
  /** Reads the backup from its start; asked for anew after it was checked. */
  read: () => AsyncIterable<Buffer>;
  passphrase: string | null;
  /** What `checkBackup` found in it. */
  manifest: Manifest;
  /** Where attached files are put; null leaves them out. */
  vault: Vault | null;
  progress?: (done: { what: string; bytes: number }) => void;
};

/** @returns the migrations of a backup, as this code has them. @throws BackupError where it was not made by this Rungs or one before it. */
export async function migrationsOf(manifest: Manifest): Promise<Migration[]> {
  const ours = await known();
  return manifest.migrations.map(({ name, hash }, at) => {
    const here = ours[at];
    if (here?.name === name && here.hash === hash) return here;
    if (ours.some((each) => each.name === name))
      throw new BackupError(`This backup was made by another branch of Rungs: its migration ${name} is not the one that is known here.`);
    throw new BackupError(
      `This backup was made by a newer Rungs (${manifest.rungs}, migration ${name}). Restore it with that version or a later one.`,
    );
  });
}

/**
 * Refuses a database that holds anything of Rungs, but for a restore that was begun and never ended.
 *
 * @throws BackupError
 */
export async function refuseUnlessEmpty(owner: pg.ClientConfig): Promise<void> {
  await connected(owner, async (client) => {
    await refuseTooOld(client);
    await refuseOccupied(client);
  });
}

async function refuseOccupied(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ found: string | null }>(
    `select string_agg(nspname, ', ' order by nspname) as found from pg_catalog.pg_namespace
      where nspname in ('rungs', 'accounts', 'jobs') or (nspname = 'rungs_meta' and to_regclass($1) is null)`,
    [MARKER],
  );
  if (typeof rows[0]?.found === "string")
    throw new BackupError(
      "There is data of Rungs there already, and a restore never writes over any. Name a new directory with --data, or an empty database.",
    );
}

/**
 * Writes a backup that was checked into an empty database, in one transaction: as it was, at the schema that it was taken at.
 * `migrate` brings it up to this code. Until it has ended the database is marked, and not served.
 *
 * @throws BackupError where the database is not empty, or another restore is at work on it.
 */
export async function restoreBackup(restoring: Restoring): Promise<void> {
  const { owner, manifest } = restoring;
  const migrations = await migrationsOf(manifest);
  await refuseUnlessEmpty(owner);
  await connected(owner, async (client) => {
    // Held until the connection ends, and before anything is made: what is taken away below is never another restore's.
    const { rows } = await client.query<{ mine: boolean }>(`select pg_try_advisory_lock(${LOCK}) as mine`);
    if (rows[0]?.mine !== true) throw new BackupError("Another restore into this database is under way.");
    await refuseOccupied(client);
    await client.query(
      `create schema if not exists rungs_meta; create table if not exists ${MARKER} (began_at timestamptz not null default now())`,
    );
    await client.query("begin");
    try {
      await refuseOccupied(client);
      await buildUpTo(client, migrations);
      await fill(client, restoring);
      await client.query(`drop table ${MARKER}`);
      await client.query("commit");
    } catch (error) {
      // The first error is the one to tell. What is taken away here is taken away by the next restore where this one cannot.
      await client.query("rollback").catch(() => {});
      await client.query(`drop table if exists ${MARKER}`).catch(() => {});
      await client.query("drop schema if exists rungs_meta").catch(() => {}); // stays where somebody has put more into it
      throw error;
    }
    // Else the first pages would be slow, until PostgreSQL looks by itself.
    for (const { name } of await tablesIn(client)) await client.query(`analyze ${name}`);
  });
}

/** Puts the rows into tables that have just been made, and files where they belong. */
async function fill(client: pg.Client, { read, passphrase, manifest, vault, progress = () => {} }: Restoring): Promise<void> {
  await client.query(PLAIN);
  const tables = new Map((await tablesIn(client)).map((table) => [table.name, table]));
  const names = [...tables.keys()].join(", ");
  const expected = new Map(manifest.tables.map((table) => [table.name, table]));
  const references = await foreignKeys(client);
  // Nobody but this transaction sees these tables yet, so what protects them can wait until they are filled.
  await client.query(`truncate ${names}`);
  for (const { name, schema } of tables.values())
    await client.query(`alter table ${name} disable trigger user${schema === "rungs" ? ", no force row level security" : ""}`);
  for (const { table, name } of references) await client.query(`alter table ${table} drop constraint ${name}`);

  const { content } = await unboxed(read(), passphrase);
  for await (const part of unpacked(content)) {
    const { heading } = part;
    if (heading.kind === "manifest") continue;
    if (heading.kind === "file") {
      const bytes = await gathered(part.content, largestFile);
      await vault?.keep(heading.orgId, heading.hash, bytes);
      progress({ what: "files", bytes: bytes.length });
      continue;
    }
    const [table, said] = [tables.get(heading.name), expected.get(heading.name)];
    if (table === undefined || said === undefined || !sameColumns(table, heading.columns))
      throw new BackupError(`This backup holds ${heading.name} in a form that its own version of Rungs never had.`);
    const { content: passing, counts } = counting(part.content);
    await pipeline(passing, client.query(copyFrom(`copy ${table.name} (${columnList(heading.columns)}) from stdin`)));
    if (counts().sha256 !== said.sha256) throw new BackupError("This backup changed while it was being restored.");
    progress({ what: heading.name, bytes: said.bytes });
  }

  for (const { table, name, definition } of references) {
    progress({ what: "references", bytes: 0 });
    await client.query(`alter table ${table} add constraint ${name} ${definition}`);
  }
  for (const { name, schema } of tables.values())
    await client.query(`alter table ${name} enable trigger user${schema === "rungs" ? ", force row level security" : ""}`);
}

const sameColumns = (table: Table, columns: readonly string[]) => table.columns.join() === columns.join();

type Reference = { table: string; name: string; definition: string };

/** They point back and forth between tables: rows can only go in without them, and each is held against all rows as it returns. */
async function foreignKeys(client: pg.Client): Promise<Reference[]> {
  const { rows } = await client.query<Reference>(
    `select format('%I.%I', n.nspname, c.relname) as "table", format('%I', k.conname) as name, pg_get_constraintdef(k.oid) as definition
       from pg_catalog.pg_constraint k join pg_catalog.pg_class c on c.oid = k.conrelid join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and n.nspname in ('rungs', 'accounts', 'rungs_meta') order by 1, 2`,
  );
  return rows;
}

/** What a database holds, table by table, hashed as a backup of it would be. @param names which tables. */
export async function contentOf(owner: pg.ClientConfig, names: ReadonlySet<string>): Promise<TableContent[]> {
  return connected(owner, async (client) => {
    await client.query(`begin transaction isolation level repeatable read, read only; ${PLAIN}`);
    await client.query("select 1");
    const organisations = await organisationsIn(owner);
    const found: TableContent[] = [];
    for (const table of await tablesIn(client)) {
      if (!names.has(table.name)) continue;
      const { content, counts } = counting(rowsOf(client, table, organisations));
      for await (const _ of content);
      found.push({ name: table.name, columns: table.columns, ...counts() });
    }
    return found;
  });
}

async function connected<T>(owner: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query under way rejects with it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
