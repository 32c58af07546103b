import { DefaultQueryExecutor, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, Transaction, sql } from "kysely";
import type { ConnectionProvider, DatabaseConnection, Dialect } from "kysely";
import type pg from "pg";
import { Problem } from "../core/problem.ts";
import { Connections } from "./pool.ts";
import type { AccountsTables, Tables } from "./tables.gen.ts";

/** How each role reaches the database. The owner migrates and is used for nothing else. */
export type Address = { owner: pg.ClientConfig; server: pg.ClientConfig; accounts: pg.ClientConfig; jobs: pg.ClientConfig };

export type Database = {
  /**
   * Runs `work` in one transaction that sees and writes one organisation only. Opening it and naming the organisation is one
   * round trip; commits when `work` resolves, rolls back when it throws.
   *
   * @param orgId a UUID.
   * @throws Problem "unavailable" when the database cannot be reached or goes away; whatever `work` throws.
   */
  transaction: <T>(orgId: string, work: (tx: Transaction<Tables>) => Promise<T>) => Promise<T>;
  /** Sign-ins, sessions, keys: what stands above organisations. Cannot read schema `rungs`. */
  accounts: Kysely<AccountsTables>;
  /** @throws Problem "unavailable" unless both roles get an answer. */
  ping: () => Promise<void>;
  close: () => Promise<void>;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const dialect = (connections: Connections): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => connections,
  createIntrospector: (db) => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
});

/** Settings of every connection of a role, beside the role itself where the login is the owner's. Times in ms. */
const session = (schema: string) =>
  `-c search_path=${schema} -c statement_timeout=30000 -c lock_timeout=10000 -c idle_in_transaction_session_timeout=60000 -c timezone=UTC`;

/** @returns the roles' ways in through the owner's login: they switch to their role as they connect. */
export function addressOf(url: string): Address {
  // Not parsed as a URL: `postgres://user@/database?host=/run/postgresql`, with no host before the path, is not one.
  const [place = "", query = ""] = url.split("?");
  const as = (options: string): pg.ClientConfig => {
    const parameters = new URLSearchParams(query);
    parameters.set("options", [parameters.get("options") ?? "", options].join(" ").trim());
    return { connectionString: `${place}?${parameters}`, application_name: "rungs" };
  };
  return {
    owner: { connectionString: url, application_name: "rungs migrate" },
    server: as(`-c role=rungs_server ${session("rungs")}`),
    accounts: as(`-c role=rungs_accounts ${session("accounts")}`),
    jobs: as(`-c role=rungs_jobs ${session("jobs")}`),
  };
}

/** @returns the roles' ways in by a local socket, each under its own name. */
export function socketAddress(directory: string, database: string): Address {
  const as = (user: string, options: string): pg.ClientConfig => ({
    host: directory,
    port: 5432,
    database,
    user,
    options,
    application_name: "rungs",
  });
  return {
    owner: { ...as("rungs_owner", ""), application_name: "rungs migrate" },
    server: as("rungs_server", session("rungs")),
    accounts: as("rungs_accounts", session("accounts")),
    jobs: as("rungs_jobs", session("jobs")),
  };
}

/**
 * A transaction's connection, one statement at a time. Once the transaction has ended, a statement that somebody forgot to
 * wait for is refused: the connection may be another's by then.
 */
class Loan implements ConnectionProvider {
  private readonly connection: DatabaseConnection;
  private tail: Promise<unknown> = Promise.resolve();
  private ended = false;
  constructor(connection: DatabaseConnection) {
    this.connection = connection;
  }

  provideConnection<T>(consumer: (connection: DatabaseConnection) => Promise<T>): Promise<T> {
    const turn = this.tail.then(() => {
      if (this.ended) throw new Error("A statement was sent after its transaction had ended.");
      return consumer(this.connection);
    });
    this.tail = turn.catch(() => {});
    return turn;
  }

  /** Lets the statement that is running finish and refuses all that follow. */
  async end(): Promise<void> {
    this.ended = true;
    await this.tail;
  }
}

export type OpenOptions = {
  /** The most connections of each role. */
  server?: number;
  accounts?: number;
  /** How long a request waits for a connection, or for a database that is just restarting, in ms. */
  patience?: number;
};

/** Opens the pools of a migrated database. Connects at the first use, not here. */
export function open(address: Address, { server: most = 10, accounts: fewer = 4, patience = 5000 }: OpenOptions = {}): Database {
  const server = new Connections(address.server, most, patience);
  const accounts = new Kysely<AccountsTables>({ dialect: dialect(new Connections(address.accounts, fewer, patience)) });
  const adapter = new PostgresAdapter();
  const compiler = new PostgresQueryCompiler();
  const ways = dialect(server);

  const transaction: Database["transaction"] = async (orgId, work) => {
    // It goes into the text of a statement: a session setting takes no parameters.
    if (!UUID.test(orgId)) throw new Problem("internal", "An organisation's id is a UUID.");
    const connection = await server.acquire(`begin; set local rungs.org = '${orgId}'`);
    const loan = new Loan(connection);
    const executor = new DefaultQueryExecutor(compiler, adapter, loan, []);
    try {
      const result = await work(new Transaction<Tables>({ config: { dialect: ways }, dialect: ways, driver: server, executor }));
      await loan.end();
      await server.commitTransaction(connection);
      return result;
    } catch (error) {
      await loan.end();
      await server.rollbackTransaction(connection);
      throw error;
    } finally {
      connection.release();
    }
  };

  return {
    transaction,
    accounts,
    ping: async () => {
      const connection = await server.acquire("select 1");
      connection.release();
      await sql`select 1`.execute(accounts);
    },
    close: async () => {
      await Promise.all([server.destroy(), accounts.destroy()]);
    },
  };
}
