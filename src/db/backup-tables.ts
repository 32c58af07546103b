import { setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { to as copyTo } from "pg-copy-streams";

/** What a backup reads, asked of PostgreSQL's own catalogue: a table that a later migration adds is in it by itself. */

export type Table = {
  /** With its schema, as it is written in a statement. */
  name: string;
  schema: string;
  /** All but those that PostgreSQL works out itself, in order. */
  columns: string[];
  /** The primary key, as it is sorted by: text by code point, for the order must be the same everywhere. */
  order: string;
};

/**
 * Tables whose rows are of no use to whoever restores them, or do harm: where somebody was signed in, links that were mailed,
 * and addresses of calendars would be good again although they were ended since; what was said of backups is about files beside
 * another database.
 * The background's schema `jobs` is made anew: what is due falls due again.
 */
export const leftOut: readonly string[] = [
  "accounts.session",
  "accounts.verification",
  "accounts.mailed_link",
  "accounts.calendar_feed",
  "accounts.spent_challenge",
  "accounts.backup",
];

export const schemas = ["rungs_meta", "accounts", "rungs"] as const;

/** Beside the data while a restore into this database has not ended: `migrate` refuses it then. */
export const MARKER = "rungs_meta.restoring";

/** @returns the tables of this database, those left out too, in the order of their names. */
export async function tablesIn(client: pg.Client): Promise<Table[]> {
  const { rows } = await client.query<{ schema: string; table: string; columns: string[]; key: { name: string; text: boolean }[] | null }>(
    `select n.nspname as schema, c.relname as table,
            (select array_agg(a.attname::text order by a.attnum) from pg_catalog.pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            (select jsonb_agg(jsonb_build_object('name', a.attname, 'text', a.attcollation <> 0) order by k.position)
               from pg_catalog.pg_index x cross join unnest(x.indkey::smallint[]) with ordinality as k (attnum, position)
               join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
              where x.indrelid = c.oid and x.indisprimary) as key
       from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any ($1) and c.relkind = 'r' and n.nspname || '.' || c.relname <> $2`,
    [schemas, MARKER],
  );
  return rows
    .map(({ schema, table, columns, key }) => {
      if (key === null) throw new Error(`The table ${schema}.${table} has no primary key, so its rows have no order to be kept in.`);
      const order = key.map(({ name, text }) => `${pg.escapeIdentifier(name)}${text ? ' collate "C"' : ""}`).join(", ");
      return { name: `${plain(schema)}.${plain(table)}`, schema, columns, order };
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

/** Ours are all plain names; one that is not would have to be quoted in what is kept for ever. */
function plain(name: string): string {
  if (!/^[a-z_][a-z0-9_]*$/.test(name)) throw new Error(`${name} is no plain name of a table.`);
  return name;
}

export const columnList = (columns: readonly string[]) => columns.map((column) => pg.escapeIdentifier(column)).join(", ");

/** How COPY writes values must not hang on what an operator has set for their server. */
export const PLAIN = `set local search_path = ''; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0;
  set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local extra_float_digits = 1; set local bytea_output = 'hex'`;

/**
 * All rows of a table as COPY writes them in text format.
 *
 * @param client in a transaction that sees one state of things and has had `PLAIN`.
 * @param organisations every organisation: row-level security shows the owner one at a time.
 */
export async function* rowsOf(client: pg.Client, table: Table, organisations: readonly string[]): AsyncGenerator<Buffer> {
  const rows = `select ${columnList(table.columns)} from ${table.name}`;
  if (table.schema !== "rungs") {
    yield* copied(client, `copy (${rows} order by ${table.order}) to stdout`);
    return;
  }
  for (const orgId of organisations) {
    await client.query(`set local rungs.org = ${pg.escapeLiteral(orgId)}`);
    yield* copied(client, `copy (${rows} where org_id = ${pg.escapeLiteral(orgId)} order by ${table.order}) to stdout`);
  }
}

async function* copied(client: pg.Client, text: string): AsyncGenerator<Buffer> {
  // pg-copy-streams is a stream of bytes in no other encoding.
  for await (const chunk of client.query(copyTo(text))) yield chunk as Buffer;
}

/**
 * How long requests may be kept waiting behind a try, in ms, how long they pass before the next one, and how often it is tried:
 * a minute in all, twice as long as any statement of a request may take. A try is over in a moment where nobody is in the way.
 */
const WAIT = 200;
const PAUSE = 800;
const TRIES = 60;

/**
 * Every organisation of the database, in order. Row-level security binds the owner too, and hides even how many there are: it
 * is lifted for the one statement, in a transaction that is taken back, so that nobody else ever sees it lifted.
 */
export async function organisationsIn(owner: pg.ClientConfig): Promise<string[]> {
  const client = new pg.Client({ ...owner, connectionTimeoutMillis: 10_000 });
  client.on("error", () => {}); // the query under way rejects with it
  await client.connect();
  try {
    for (let tries = 1; ; tries += 1) {
      try {
        await client.query(
          `begin; set local lock_timeout = ${WAIT}; set local statement_timeout = 0; alter table rungs.organisation no force row level security`,
        );
        const { rows } = await client.query<{ id: string }>("select org_id::text as id from rungs.organisation order by org_id");
        return rows.map(({ id }) => id);
      } catch (error) {
        const busy = error instanceof pg.DatabaseError && error.code === "55P03";
        if (!busy || tries === TRIES) throw error;
      } finally {
        await client.query("rollback").catch(() => {}); // the first error is the one to tell
      }
      await pause(PAUSE);
    }
  } finally {
    await client.end();
  }
}
