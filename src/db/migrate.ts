import { createHash } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import pg from "pg";
import { MARKER } from "./backup-tables.ts";
import { buildJobs } from "./jobs-schema.ts";

const folder = new URL("./migrations/", import.meta.url);

/** The oldest PostgreSQL that Rungs runs on, as server_version_num counts. */
const FLOOR = 150000;

/** What is the owner's alone, beside the data: the roles that serve requests may not even look into the schema. */
const meta = `
  create schema if not exists rungs_meta;
  create table if not exists rungs_meta.migration (name text primary key, hash text not null, applied_at timestamptz not null default now());
  create table if not exists rungs_meta.secret (name text primary key, value text not null)`;

/** Taken while a migration runs, so that servers starting together do not run it twice. Any number; this one is ours. */
const LOCK = 7_826_103;

/** The database is not as it must be and only its operator can change that: the message is one for them. */
export class MigrationError extends Error {}

export type Migration = { name: string; text: string; hash: string };

/** @returns the migrations that this code knows, in order. */
export async function known(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => {
      const text = (await readFile(new URL(name, folder), "utf8")).replaceAll("\r\n", "\n");
      return { name: name.slice(0, -".sql".length), text, hash: createHash("sha256").update(text).digest("hex") };
    }),
  );
}

/**
 * Brings the database to the state this code needs, one transaction per migration.
 *
 * @param owner the login that owns the schemas; it needs no superuser rights.
 * @returns the names of the migrations that were applied now, in order.
 * @throws MigrationError where the database is too old, newer than the code, was migrated by files that have changed
 *   since, or lacks roles that the owner may not create.
 */
export async function migrate(owner: pg.ClientConfig): Promise<string[]> {
  const migrations = await known();
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query under way rejects with it
  await client.connect();
  try {
    await refuseTooOld(client);
    const applied: string[] = [];
    for (;;) {
      const name = await step(client, migrations);
      if (name === null) return applied;
      applied.push(name);
    }
  } finally {
    await client.end();
  }
}

/** @returns the names of migrations that are still to be applied, without applying them. @throws MigrationError as `migrate`. */
export async function pending(owner: pg.ClientConfig): Promise<string[]> {
  const migrations = await known();
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    await refuseTooOld(client);
    await refuseHalfRestored(client);
    return migrations.slice(verified(migrations, await recorded(client))).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

export async function refuseTooOld(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; version: string }>(
    "select current_setting('server_version_num')::int as number, current_setting('server_version') as version",
  );
  const found = rows[0];
  if (found && found.number < FLOOR) {
    throw new MigrationError(`This database is PostgreSQL ${found.version}; Rungs needs 15 or newer.`);
  }
}

/** Applies the next migration that is due. The lock is the transaction's, so that a pooler in between does no harm. @returns its name, or null. */
async function step(client: pg.Client, migrations: readonly Migration[]): Promise<string | null> {
  await client.query("begin");
  try {
    await client.query(`set local search_path = ''; set local statement_timeout = 0; select pg_advisory_xact_lock(${LOCK})`);
    await refuseHalfRestored(client);
    await ensureRoles(client);
    const next = migrations[verified(migrations, await recorded(client))];
    if (next) await apply(client, next);
    else await buildJobs(client);
    await client.query("commit");
    return next?.name ?? null;
  } catch (error) {
    await client.query("rollback").catch(() => {}); // the first error is the one to tell
    throw error;
  }
}

async function apply(client: pg.Client, { name, text, hash }: Migration): Promise<void> {
  await client.query(meta);
  await client.query(text);
  await client.query("insert into rungs_meta.migration (name, hash) values ($1, $2)", [name, hash]);
}

/** Makes the schemas as they were after these migrations, in the transaction that is open, in a database without them. */
export async function buildUpTo(client: pg.Client, migrations: readonly Migration[]): Promise<void> {
  await client.query("set local search_path = ''; set local statement_timeout = 0");
  await client.query(`select pg_advisory_xact_lock(${LOCK})`);
  await ensureRoles(client);
  for (const migration of migrations) await apply(client, migration);
}

/** What a restore writes is there whole, at its end, or not at all: but an empty database would be taken for a first start. */
async function refuseHalfRestored(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [MARKER]);
  if (rows[0]?.there === true)
    throw new MigrationError("A restore into this database was begun and has not ended. Let it end, or run rungs restore again.");
}

/** @returns the migrations that a database has had, in order; none where it is not one of Rungs. */
export async function recorded(client: pg.Client): Promise<{ name: string; hash: string }[]> {
  const { rows } = await client.query<{ there: boolean }>("select to_regclass('rungs_meta.migration') is not null as there");
  if (rows[0]?.there !== true) return [];
  return (await client.query<{ name: string; hash: string }>("select name, hash from rungs_meta.migration order by name")).rows;
}

/** @returns how many migrations the database has. @throws MigrationError unless they are the first ones of this code, unchanged. */
function verified(migrations: readonly Migration[], applied: readonly { name: string; hash: string }[]): number {
  for (const [index, { name, hash }] of applied.entries()) {
    const migration = migrations[index];
    if (!migration || migration.name > name) {
      throw new MigrationError(
        `This database was made by a newer Rungs (it has migration ${name}). Start that version, or restore a backup made by this one.`,
      );
    }
    if (migration.name < name) {
      throw new MigrationError(
        `This database never had migration ${migration.name}, but has the later ${name}. It was made by another branch of Rungs.`,
      );
    }
    if (migration.hash !== hash) {
      throw new MigrationError(
        `Migration ${name} has changed since this database had it. Migrations are never edited: put the file back and add a new one.`,
      );
    }
  }
  return applied.length;
}

const roles = ["rungs_server", "rungs_accounts", "rungs_jobs"] as const;

/** The roles that Rungs works as: they own nothing, inherit nothing and cannot bypass row-level security. */
async function ensureRoles(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ me: string; version: number; mayCreate: boolean }>(
    `select current_user as me, current_setting('server_version_num')::int as version, rolcreaterole or rolsuper as "mayCreate"
     from pg_catalog.pg_roles where rolname = current_user`,
  );
  const owner = rows[0];
  if (!owner) throw new MigrationError("The owner's login is not a role of this database.");
  for (const role of roles) {
    const found = await client.query<{ bypasses: boolean; member: boolean }>(
      `select rolsuper or rolbypassrls as bypasses, ${owner.version < 160000 ? "pg_has_role(oid, 'member')" : "pg_has_role(oid, 'set')"} as member
       from pg_catalog.pg_roles where rolname = $1`,
      [role],
    );
    const there = found.rows[0];
    if (there?.bypasses === true) {
      throw new MigrationError(
        `The role ${role} may bypass row-level security. Take that away: alter role ${role} nosuperuser nobypassrls;`,
      );
    }
    if (there?.member === true) continue;
    if (!owner.mayCreate) throw new MigrationError(byHand(owner));
    await client.query("savepoint role");
    try {
      if (!there) await client.query(`create role ${role} nologin noinherit`);
      await client.query(
        `grant ${role} to ${pg.escapeIdentifier(owner.me)}${owner.version < 160000 ? "" : " with inherit false, set true"}`,
      );
    } catch (error) {
      await client.query("rollback to savepoint role");
      // Roles belong to the whole server: another database's migration may have made it this very moment.
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === "42501") throw new MigrationError(byHand(owner));
      if (code !== "42710" && code !== "23505") throw error;
      await ensureRoles(client);
    }
  }
}

function byHand({ me, version }: { me: string; version: number }): string {
  const to = pg.escapeIdentifier(me) + (version < 160000 ? "" : " with inherit false, set true");
  return [
    `Rungs works as three roles that ${me} may not create or use. Ask whoever runs this PostgreSQL to enter once:`,
    ...roles.map((role) => `  create role ${role} nologin noinherit;`),
    `  grant ${roles.join(", ")} to ${to};`,
  ].join("\n");
}
