import { createReadStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import pg from "pg";
import type { Manifest, TableContent } from "../core/backup/manifest.ts";
import type { Vault } from "./attachments.ts";
import { BackupError, boxed, newHeader } from "./backup-box.ts";
import { checkBackup } from "./backup-check.ts";
import { counting, packed, type Part } from "./backup-parts.ts";
import { leftOut, organisationsIn, PLAIN, rowsOf, tablesIn } from "./backup-tables.ts";
import { recorded } from "./migrate.ts";

export type Taking = {
  /** The login that owns the schemas. */
  owner: pg.ClientConfig;
  vault: Vault;
  /** Where the backup is to be: it stands there whole, or not at all. */
  file: string;
  /** What is written is sealed with it; null leaves it open to whoever reads the file. */
  passphrase: string | null;
  /** The version of Rungs. */
  version: string;
  now: Date;
  /** Told what has been read, every part of the way. */
  progress?: (done: { what: string; bytes: number }) => void;
  /** Given up when aborted: nothing is left of it. */
  signal?: AbortSignal;
};

export type Taken = { manifest: Manifest; bytes: number; sealed: boolean };

/**
 * Writes everything that this installation keeps into one file, as it is at one moment, while it is being worked with; then
 * reads the file again from its start to its end. Memory does not grow with the data.
 *
 * @throws Error of PostgreSQL or the file system; BackupError where what was written does not read as it should.
 */
export async function takeBackup(taking: Taking): Promise<Taken> {
  const { file, passphrase, version, now } = taking;
  const draft = `${file}.part`;
  const { header, key } = await newHeader(version, now, passphrase);
  const handle = await open(draft, "w", 0o600);
  try {
    let bytes = 0;
    try {
      for await (const chunk of boxed(packed(partsOf(taking)), header, key)) {
        taking.signal?.throwIfAborted();
        await handle.writeFile(chunk);
        bytes += chunk.length;
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
    const { manifest } = await checkBackup(createReadStream(draft), passphrase);
    await rename(draft, file);
    const folder = await open(dirname(file), "r");
    try {
      await folder.sync(); // or a power cut could take the name back
    } finally {
      await folder.close();
    }
    return { manifest, bytes, sealed: key !== null };
  } finally {
    await rm(draft, { force: true });
  }
}

async function* partsOf({ owner, vault, version, now, progress = () => {} }: Taking): AsyncGenerator<Part> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query under way rejects with it
  await client.connect();
  try {
    await client.query(`begin transaction isolation level repeatable read, read only; ${PLAIN}`);
    // The moment of the first statement is the one that all of it is of. Who is in it is asked after: who came since has no rows yet.
    const { rows } = await client.query<{ postgres: string }>("select current_setting('server_version') as postgres");
    const migrations = await recorded(client);
    if (migrations.length === 0) throw new BackupError("There is no data of Rungs in this database.");
    const organisations = await organisationsIn(owner);
    const tables: TableContent[] = [];
    for (const table of await tablesIn(client)) {
      if (leftOut.includes(table.name)) continue;
      const { content, counts } = counting(rowsOf(client, table, organisations));
      yield { heading: { kind: "table", name: table.name, columns: table.columns }, content };
      tables.push({ name: table.name, columns: table.columns, ...counts() });
      progress({ what: table.name, bytes: counts().bytes });
    }
    const files = { count: 0, bytes: 0, missing: 0 };
    for await (const { orgId, hash } of filesIn(client, organisations)) {
      const bytes = await vault.read(orgId, hash);
      if (bytes === null) {
        if (await isStillKept(owner, orgId, hash)) files.missing += 1;
        continue;
      }
      yield { heading: { kind: "file", orgId, hash }, content: once(bytes) };
      files.count += 1;
      files.bytes += bytes.length;
      progress({ what: "files", bytes: bytes.length });
    }
    const manifest: Manifest = {
      takenAt: now.toISOString(),
      rungs: version,
      postgres: rows[0]?.postgres ?? "",
      migrations,
      organisations: organisations.length,
      tables,
      files,
    };
    yield { heading: { kind: "manifest" }, content: once(Buffer.from(JSON.stringify(manifest))) };
  } finally {
    await client.end();
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Buffer> {
  yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The files that the database speaks of, some at a time. Databases of before there were any have no such table. */
async function* filesIn(client: pg.Client, organisations: readonly string[]): AsyncGenerator<{ orgId: string; hash: string }> {
  const there = await client.query<{ there: boolean }>("select to_regclass('rungs.attachment') is not null as there");
  if (there.rows[0]?.there !== true) return;
  for (const orgId of organisations) {
    await client.query(`set local rungs.org = ${pg.escapeLiteral(orgId)}`);
    for (let after = ""; ;) {
      const { rows } = await client.query<{ hash: string }>(
        "select encode(attachment, 'hex') as hash from rungs.attachment where org_id = $1 and attachment > decode($2, 'hex') order by attachment limit 500",
        [orgId, after],
      );
      for (const { hash } of rows) yield { orgId, hash };
      const last = rows.at(-1);
      if (last === undefined) break;
      after = last.hash;
    }
  }
}

/** A file may have been erased since the moment that the backup is of; only one that should be there is missing. */
async function isStillKept(owner: pg.ClientConfig, orgId: string, hash: string): Promise<boolean> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query(`begin; set local rungs.org = ${pg.escapeLiteral(orgId)}`);
    const { rowCount } = await client.query("select 1 from rungs.attachment where org_id = $1 and attachment = decode($2, 'hex')", [
      orgId,
      hash,
    ]);
    return rowCount !== 0;
  } finally {
    await client.end();
  }
}
