import { mkdir } from "node:fs/promises";
import pg from "pg";
import { UsageError } from "../cli/command.ts";
import type { Where } from "../config.ts";
import { EmbeddedError } from "../db/binaries.ts";
import { startEmbedded } from "../db/embedded.ts";
import { isGone } from "../db/gone.ts";
import { InUse } from "../db/lock.ts";
import { migrate, MigrationError } from "../db/migrate.ts";
import { addressOf, type Address, open, type Database } from "../db/open.ts";
import { secretOf } from "../db/secret.ts";

/** A database that has been reached and migrated. */
export type Provided = {
  database: Database;
  /** Each role's way in, for who keeps connections of their own. */
  address: Address;
  /** What cookies are signed with, unless the operator has said otherwise. */
  secret: string;
  stop: () => Promise<void>;
};

export type Reaching = {
  where: Where;
  say: (text: string) => void;
  /** Over our own settings of an embedded PostgreSQL. */
  settings?: Readonly<Record<string, string>> | undefined;
  /** Ends the wait for a PostgreSQL that recovers. */
  signal?: AbortSignal | undefined;
};

/**
 * Reaches the database, starting our own where that is asked for, and brings it up to this code.
 *
 * @throws UsageError with a sentence for the operator when that cannot be done.
 */
export async function provide({ where, say, ...more }: Reaching): Promise<Provided> {
  const server = await reach({ where, say, ...more });
  try {
    const applied = await migrate(server.address.owner);
    if (applied.length > 0) say(`The database is set up for this version (${applied.at(-1)}).`);
    const secret = await secretOf(server.address.owner);
    const database = open(server.address);
    await database.ping();
    return {
      database,
      address: server.address,
      secret,
      stop: async () => {
        await database.close();
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw asUsage(error, where);
  }
}

/** The way in, and what ends it, for those who need no server: `migrate`, and the repairs. @throws UsageError */
export async function reach({ where, say, settings = {}, signal }: Reaching): Promise<{ address: Address; stop: () => Promise<void> }> {
  if ("databaseUrl" in where) return { address: addressOf(where.databaseUrl), stop: async () => {} };
  try {
    await mkdir(where.data, { recursive: true, mode: 0o700 });
    return await startEmbedded({ directory: where.data, say, settings, signal });
  } catch (error) {
    throw asUsage(error, where);
  }
}

/** @returns the failure as a sentence for the operator where it is one of the place the data is in, else as it is. */
export function asUsage(error: unknown, where: Where): unknown {
  if (error instanceof EmbeddedError || error instanceof InUse || error instanceof MigrationError)
    return new UsageError(error.message, { cause: error });
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if ("data" in where) {
    return ["EACCES", "EROFS", "ENOSPC", "ENOTDIR", "EEXIST"].includes(code)
      ? new UsageError(`The data cannot be kept in ${where.data}: ${error.message}.`, { cause: error })
      : error;
  }
  const { hostname, port, pathname } = new URL(where.databaseUrl.replace("@/", "@localhost/"));
  const name = `The database ${pathname.slice(1)} at ${hostname || "this machine"}${port === "" ? "" : `:${port}`}`;
  if (isGone(error)) return new UsageError(`${name} cannot be reached: ${error.message}.`, { cause: error });
  // Refused by the server, or a pooler before it, as it looked at who is asking, how, or what they may do.
  if (error instanceof pg.DatabaseError && /^(28|3D|42501|08P01)/.test(code))
    return new UsageError(`${name} refuses us: ${error.message}.`, { cause: error });
  return error;
}
