import { hash } from "node:crypto";
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from "kysely";
import pg from "pg";
import { Problem } from "../core/problem.ts";
import { isGone, isStale, translated, unanswered } from "./gone.ts";
import { types } from "./values.ts";

/** Texts prepared on one connection before it is replaced by a fresh one, so that its memory on the server is bounded. */
const MOST_STATEMENTS = 400;

const names = new Map<string, string>();

/** @returns the name a text is prepared under, the same on every connection; 43 characters. */
function nameOf(text: string): string {
  let name = names.get(text);
  if (name === undefined) {
    if (names.size >= 4 * MOST_STATEMENTS) names.clear();
    name = hash("sha256", text, "base64url");
    names.set(text, name);
  }
  return name;
}

/** A connection on loan. Every statement but those that open and close a transaction is named and so prepared once. */
class Connection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  readonly prepared: Set<string>;
  broken = false;
  constructor(client: pg.PoolClient, prepared: Set<string>) {
    this.client = client;
    this.prepared = prepared;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const name = nameOf(query.sql);
    this.prepared.add(name);
    try {
      const result: pg.QueryResult<R & pg.QueryResultRow> = await this.client.query({
        name,
        text: query.sql,
        values: [...query.parameters],
      });
      return {
        rows: result.rows,
        ...(result.command === "SELECT" || result.rowCount === null ? {} : { numAffectedRows: BigInt(result.rowCount) }),
      };
    } catch (error) {
      this.note(error);
      throw translated(error);
    }
  }

  /** Runs a text of several statements, without parameters, in one round trip. */
  async simple(text: string): Promise<void> {
    try {
      await this.client.query(text);
    } catch (error) {
      this.note(error);
      throw error;
    }
  }

  streamQuery(): never {
    throw new Error("Lists are paged; nothing is streamed from the database.");
  }

  release(): void {
    this.client.release(this.broken || this.prepared.size > MOST_STATEMENTS);
  }

  note(error: unknown): void {
    if (isGone(error) || isStale(error)) this.broken = true;
  }
}

/** A pool of connections of one role, and Kysely's driver over it. It heals by itself when the database comes back. */
export class Connections implements Driver {
  private readonly pool: pg.Pool;
  private readonly prepared = new WeakMap<pg.PoolClient, Set<string>>();
  private readonly patience: number;
  /** @param patience how long a request waits for a connection, or for a database that is just restarting, in ms. */
  constructor(config: pg.ClientConfig, most: number, patience: number) {
    this.patience = patience;
    this.pool = new pg.Pool({
      ...config,
      types,
      max: most,
      connectionTimeoutMillis: patience,
      idleTimeoutMillis: 60_000,
      keepAlive: true,
      allowExitOnIdle: true,
    });
    // A connection that breaks while idle is dropped by the pool, and one on loan refuses its next statement; without
    // listeners either would end the process.
    this.pool.on("error", () => {});
    this.pool.on("connect", (client) => client.on("error", () => {}));
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Connection> {
    return this.acquire("");
  }

  /**
   * @param opening run on the connection first, in one round trip ("" for nothing).
   * Nothing has been done when it fails, so a database that is just restarting is waited for.
   * @throws Problem "unavailable"
   */
  async acquire(opening: string): Promise<Connection> {
    const until = Date.now() + this.patience;
    for (;;) {
      let connection: Connection | undefined;
      try {
        const client = await this.pool.connect();
        let prepared = this.prepared.get(client);
        if (!prepared) this.prepared.set(client, (prepared = new Set()));
        connection = new Connection(client, prepared);
        if (opening !== "") await connection.simple(opening);
        return connection;
      } catch (error) {
        if (connection) {
          connection.broken = true;
          connection.release();
        }
        if (!isGone(error) || this.pool.ending || Date.now() > until) throw translated(error);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    }
  }

  async beginTransaction(connection: Connection): Promise<void> {
    await connection.simple("begin").catch((error: unknown) => {
      throw translated(error);
    });
  }

  async commitTransaction(connection: Connection): Promise<void> {
    let command: string;
    try {
      command = (await connection.client.query("commit")).command;
    } catch (error) {
      connection.note(error);
      throw isGone(error) ? unanswered(error) : translated(error);
    }
    // PostgreSQL answers "ROLLBACK" where an earlier statement had failed and somebody swallowed its error.
    if (command !== "COMMIT") throw new Problem("internal");
  }

  async rollbackTransaction(connection: Connection): Promise<void> {
    if (connection.broken) return;
    await connection.simple("rollback").catch(() => (connection.broken = true));
  }

  async releaseConnection(connection: Connection): Promise<void> {
    connection.release();
  }

  async destroy(): Promise<void> {
    if (!this.pool.ended && !this.pool.ending) await this.pool.end();
  }
}
