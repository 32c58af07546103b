// Writes tables.gen.ts from a database that all migrations were applied to. `--check` writes nothing and exits 1 on a difference.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";

type Column = {
  schema: string;
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  /** Filled in by the database where an insert leaves it out. */
  filled: boolean;
  /** Definitions of the checks on this column alone. */
  checks: string[];
};

const columns = `
  select n.nspname as schema, c.relname as "table", a.attname as "column",
    format_type(a.atttypid, null) as type, not a.attnotnull as nullable,
    a.atthasdef or a.attidentity <> '' as filled,
    coalesce((select array_agg(pg_get_constraintdef(k.oid) order by k.conname) from pg_constraint k
      where k.conrelid = c.oid and k.contype = 'c' and k.conkey = array[a.attnum]), '{}') as checks
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where n.nspname in ('rungs', 'accounts') and c.relkind in ('r', 'p', 'v')
  order by n.nspname, c.relname, a.attnum`;

const scalars: Record<string, string> = {
  uuid: "string",
  text: "string",
  "character varying": "string",
  citext: "string",
  inet: "string",
  date: "Day",
  "timestamp with time zone": "Instant",
  boolean: "boolean",
  smallint: "number",
  integer: "number",
  bigint: "number",
  numeric: "number",
  "double precision": "number",
  real: "number",
  bytea: "Buffer",
  json: "Json",
  jsonb: "Json",
};

/** @returns the literals of a check like `state in ('draft', 'open')`, or null. */
function literals(checks: readonly string[]): string | null {
  for (const check of checks) {
    const list = /^CHECK \(\(\w+ = ANY \(ARRAY\[((?:'[^']*'::text(?:, )?)+)\]\)\)\)$/.exec(check)?.[1];
    if (list !== undefined) return [...list.matchAll(/'([^']*)'::text/g)].map(([, word]) => JSON.stringify(word)).join(" | ");
  }
  return null;
}

function typeOf({ schema, table, column, type, nullable, filled, checks }: Column): string {
  const isArray = type.endsWith("[]");
  const scalar = scalars[isArray ? type.slice(0, -2) : type];
  if (scalar === undefined) throw new Error(`${schema}.${table}.${column} is of type ${type}, which generate.ts has no word for.`);
  let written = literals(checks) ?? scalar;
  if (isArray) written = scalar === "Json" ? "JsonValue[]" : `${scalar}[]`;
  if (nullable) written += " | null";
  return filled ? `Filled<${written}>` : written;
}

function declaration(name: string, rows: readonly Column[]): string {
  const tables = Map.groupBy(rows, (row) => row.table);
  const body = [...tables].map(
    ([table, own]) => `  ${table}: {\n${own.map((row) => `    ${row.column}: ${typeOf(row)};\n`).join("")}  };\n`,
  );
  return `export type ${name} = {\n${body.join("")}};\n`;
}

const head = `// Written by src/db/generate.ts from the migrated database. Do not edit: change a migration and run \`node src/db/generate.ts\`.
import type { ColumnType } from "kysely";

/** YYYY-MM-DD. */
export type Day = string;
/** Read as a Date; written as one or as RFC 3339 text. */
export type Instant = ColumnType<Date, Date | string, Date | string>;
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
/** Read parsed; written as JSON text, for pg would write an array as PostgreSQL's own. */
export type Json = ColumnType<JsonValue, string, string>;
/** An insert may leave it out. */
export type Filled<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;

`;

async function generated(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "rungs-generate-"));
  const embedded = await startEmbedded({ directory, settings: { fsync: "off" } });
  try {
    await migrate(embedded.address.owner);
    const client = new pg.Client(embedded.superuser("rungs"));
    await client.connect();
    const { rows } = await client.query<Column>(columns);
    await client.end();
    const of = (schema: string) => rows.filter((row) => row.schema === schema);
    return `${head}/** Schema \`rungs\`: what belongs to an organisation. */\n${declaration("Tables", of("rungs"))}\n/** Schema \`accounts\`: what stands above organisations. */\n${declaration("AccountsTables", of("accounts"))}`;
  } finally {
    await embedded.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

const file = new URL("./tables.gen.ts", import.meta.url);
const text = await generated();
if (!process.argv.includes("--check")) await writeFile(file, text);
else if ((await readFile(file, "utf8").catch(() => "")) !== text) {
  process.stderr.write("src/db/tables.gen.ts is not what the migrations make. Run: node src/db/generate.ts\n");
  process.exitCode = 1;
}
