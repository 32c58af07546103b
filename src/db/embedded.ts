import { spawnSync } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { type Binaries, EmbeddedError, type User, findBinaries } from "./binaries.ts";
import { acquireLock, holderOf } from "./lock.ts";
import { clearLeftovers } from "./leftovers.ts";
import { type Address, socketAddress } from "./open.ts";
import { DATABASE, SUPERUSER, environment, here, Postmaster } from "./postmaster.ts";
import { unprivileged } from "./user.ts";

export type Embedded = {
  address: Address;
  /** As `address`, for another database of the same server; the superuser's way in is for tests and repairs. */
  superuser: (database: string) => pg.ClientConfig;
  addressOf: (database: string) => Address;
  /** PostgreSQL's process now; undefined while it is being restarted. */
  pid: () => number | undefined;
  stop: () => Promise<void>;
};

export type EmbeddedOptions = {
  /** Made if missing. Holds `postgres/` (the cluster), `postgres.log` and `lock`. */
  directory: string;
  /** RUNGS_POSTGRES_BIN. */
  bin?: string | undefined;
  /** Told what takes time or went wrong, one sentence at a time. */
  say?: (text: string) => void;
  /** Over our own settings of the server; names as in postgresql.conf. */
  settings?: Readonly<Record<string, string>>;
  /** Ends a start that takes too long for whoever waits: recovery after a crash may take minutes. */
  signal?: AbortSignal | undefined;
};

/** For an organisation of some thousands on a small machine: memory is used as it is touched, nothing listens on a network. */
const settings = (major: number): Record<string, string> => ({
  listen_addresses: "",
  port: "5432", // in the socket's name only
  unix_socket_permissions: "0700",
  max_connections: "40",
  shared_buffers: "64MB",
  max_wal_size: "512MB",
  min_wal_size: "48MB",
  jit: "off",
  max_worker_processes: "4",
  ...(major >= 18 ? { io_method: "sync" } : {}),
  // Failing statements are told by whoever sent them, without what people wrote ending in a log.
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_checkpoints: "off",
  log_timezone: "UTC",
  timezone: "UTC",
  lc_messages: "C",
});

/**
 * Starts PostgreSQL on a directory and keeps it running until `stop`. What an earlier Rungs left behind is cleared first.
 *
 * @throws InUse if another Rungs has the directory; EmbeddedError with a sentence for the operator.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const { directory, say = () => {} } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = acquireLock(directory);
  try {
    const cluster = join(directory, "postgres");
    const user = await unprivileged(cluster);
    const binaries = await findBinaries(options.bin ?? process.env["RUNGS_POSTGRES_BIN"], user);
    for (const entry of readdirSync(directory)) if (entry.startsWith("postgres.new-")) rmSync(join(directory, entry), { recursive: true });
    if (existsSync(cluster)) {
      refuseOtherMajor(cluster, binaries);
      await clearLeftovers(cluster, say, null);
    } else {
      say("Setting up the database (once).");
      create(directory, cluster, binaries, user);
    }
    const server = new Postmaster(
      cluster,
      binaries,
      user,
      { ...settings(binaries.major), ...options.settings },
      join(directory, "postgres.log"),
      say,
    );
    await server.start(options.signal);
    return {
      address: socketAddress(server.socket, DATABASE),
      addressOf: (database) => socketAddress(server.socket, database),
      superuser: (database) => server.superuser(database),
      pid: () => server.pid(),
      stop: async () => {
        await server.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * The way to the PostgreSQL that another Rungs is running on a directory, for whoever wants to read beside it.
 *
 * @returns null where no Rungs is running there.
 * @throws EmbeddedError where its database does not come up, or is another user's.
 */
export async function runningOn(directory: string): Promise<Address | null> {
  const until = Date.now() + 30_000;
  for (;;) {
    const holder = holderOf(directory);
    if (holder === null) return null;
    // Its fifth line is the socket's directory, its eighth whether it answers.
    const said = stateOf(join(directory, "postgres", "postmaster.pid"), holder);
    if (said[7]?.trim() === "ready" && said[4] !== undefined) return socketAddress(said[4], DATABASE);
    if (Date.now() > until)
      throw new EmbeddedError(`The database of the Rungs that runs on ${directory} (process ${holder}) does not answer.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function stateOf(file: string, holder: number): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "EACCES" || error.code === "EPERM"))
      throw new EmbeddedError(`Rungs runs there as another user (process ${holder}). Run this command as that user.`, { cause: error });
    return []; // it is just starting
  }
}

function refuseOtherMajor(cluster: string, binaries: Binaries): void {
  const made = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (made === String(binaries.major)) return;
  throw new EmbeddedError(
    `${cluster} was made by PostgreSQL ${made}; this is ${binaries.version}. Take a backup with the Rungs that made it (rungs backup FILE) and restore it here into an empty directory (rungs restore FILE), or name that PostgreSQL's binaries in RUNGS_POSTGRES_BIN.`,
  );
}

/** Makes the cluster beside its place and moves it there whole: a start killed half way leaves nothing that looks finished. */
function create(directory: string, cluster: string, { bin, major }: Binaries, user: User | null): void {
  const draft = mkdtempSync(join(directory, "postgres.new-"));
  if (user) chownSync(draft, user.uid, user.gid);
  const locale = major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C"];
  const opened = openSync(draft, "r");
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", here(draft, user), "-U", SUPERUSER, "-E", "UTF8", ...locale, "--auth=peer", "--data-checksums", "--no-instructions"],
    { cwd: draft, encoding: "utf8", env: environment, stdio: ["ignore", "pipe", "pipe", opened], ...user },
  );
  closeSync(opened);
  if (made.status !== 0) {
    rmSync(draft, { recursive: true });
    throw new EmbeddedError(`The database could not be set up in ${directory}. ${(made.error?.message ?? made.stderr).trim()}`);
  }
  renameSync(draft, cluster);
  const parent = openSync(directory, "r");
  fsyncSync(parent); // or a power cut could take the move back, with all that was written since
  closeSync(parent);
}
