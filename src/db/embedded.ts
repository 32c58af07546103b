import { type ChildProcess, spawn, spawnSync } from "node:child_process";
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
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Binaries, EmbeddedError, type User, findBinaries } from "./binaries.ts";
import { acquireLock } from "./lock.ts";
import { clearLeftovers } from "./leftovers.ts";
import { type Address, socketAddress } from "./open.ts";
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
};

const DATABASE = "rungs";
const SUPERUSER = "postgres";
const logins = [SUPERUSER, "rungs_owner", "rungs_server", "rungs_accounts"];

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
    const server = new Server(
      cluster,
      binaries,
      user,
      { ...settings(binaries.major), ...options.settings },
      join(directory, "postgres.log"),
      say,
    );
    await server.start();
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

function refuseOtherMajor(cluster: string, binaries: Binaries): void {
  const made = readFileSync(join(cluster, "PG_VERSION"), "utf8").trim();
  if (made === String(binaries.major)) return;
  throw new EmbeddedError(
    `${cluster} was made by PostgreSQL ${made}; this is ${binaries.version}. Take a backup with the Rungs that made it (rungs backup FILE) and restore it here into an empty directory (rungs restore FILE), or name that PostgreSQL's binaries in RUNGS_POSTGRES_BIN.`,
  );
}

/** Below a directory that the unprivileged user may not enter, Linux lets a process reach where it stands all the same. */
const here = (cluster: string, user: User | null) => (user && process.platform === "linux" ? "/proc/self/cwd" : cluster);

// Nothing of our own environment: PGDATA, PGPORT and their like would be obeyed.
const environment = { PATH: process.env["PATH"] ?? "", LC_ALL: "C" };

/** Makes the cluster beside its place and moves it there whole: a start killed half way leaves nothing that looks finished. */
function create(directory: string, cluster: string, { bin, major }: Binaries, user: User | null): void {
  const draft = mkdtempSync(join(directory, "postgres.new-"));
  if (user) chownSync(draft, user.uid, user.gid);
  const locale = major >= 17 ? ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"] : ["--locale=C"];
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", here(draft, user), "-U", SUPERUSER, "-E", "UTF8", ...locale, "--auth=peer", "--data-checksums", "--no-instructions"],
    { cwd: draft, encoding: "utf8", env: environment, ...user },
  );
  if (made.status !== 0) {
    rmSync(draft, { recursive: true });
    throw new EmbeddedError(`The database could not be set up in ${directory}. ${(made.error?.message ?? made.stderr).trim()}`);
  }
  renameSync(draft, cluster);
  const parent = openSync(directory, "r");
  fsyncSync(parent); // or a power cut could take the move back, with all that was written since
  closeSync(parent);
}

/** PostgreSQL as our child: started, watched, started again when it dies, stopped. */
class Server {
  readonly socket: string;
  private readonly cluster: string;
  private readonly command: string[];
  private readonly user: User | null;
  private readonly log: string;
  private readonly say: (text: string) => void;
  private child: ChildProcess | undefined;
  private stopping = false;
  private watching: Promise<void> = Promise.resolve();

  constructor(
    cluster: string,
    { bin }: Binaries,
    user: User | null,
    set: Record<string, string>,
    log: string,
    say: (text: string) => void,
  ) {
    this.cluster = cluster;
    this.user = user;
    this.log = log;
    this.say = say;
    this.socket = socketDirectory(user);
    this.command = [join(bin, "postgres"), "-D", here(cluster, user)];
    for (const [name, value] of Object.entries({ ...set, unix_socket_directories: this.socket }))
      this.command.push("-c", `${name}=${value}`);
  }

  pid(): number | undefined {
    return this.child?.pid;
  }

  superuser(database: string): pg.ClientConfig {
    return { host: this.socket, port: 5432, user: SUPERUSER, database, connectionTimeoutMillis: 5000, application_name: "rungs start" };
  }

  async start(): Promise<void> {
    try {
      writeAccess(this.cluster, this.user);
      if (existsSync(this.log) && statSync(this.log).size > 1_000_000) renameSync(this.log, `${this.log}.1`);
      const exited = this.launch();
      await this.ready();
      this.watching = this.watch(exited);
    } catch (error) {
      rmSync(this.socket, { recursive: true, force: true });
      throw error;
    }
  }

  /** @returns what resolves when this PostgreSQL has gone. */
  private launch(): Promise<void> {
    const log = openSync(this.log, "a", 0o600);
    const [program = "", ...parameters] = this.command;
    // A session of its own, so that Ctrl-C in the terminal reaches us and not it: requests under way still need it.
    const child = spawn(program, parameters, {
      cwd: this.cluster,
      env: environment,
      detached: true,
      stdio: ["ignore", log, log],
      ...this.user,
    });
    closeSync(log);
    this.child = child;
    return new Promise((resolve) => {
      const gone = () => {
        if (this.child === child) this.child = undefined;
        resolve();
      };
      child.once("exit", gone);
      child.once("error", gone);
    });
  }

  /** Waits until it answers and has the owner and the database, however long it needs to recover. */
  private async ready(): Promise<void> {
    const began = Date.now();
    let told = began;
    for (;;) {
      try {
        return await this.furnish();
      } catch (error) {
        if (!this.child)
          throw new EmbeddedError(`PostgreSQL did not start. The end of ${this.log}:\n${this.lastWords()}`, { cause: error });
        const code = error instanceof Error && "code" in error ? error.code : undefined;
        if (code !== "ENOENT" && code !== "ECONNREFUSED" && code !== "57P03") throw error;
        if (Date.now() - told > 5000) {
          told = Date.now();
          this.say(`The database is recovering (${Math.round((told - began) / 1000)} s).`);
        }
        await pause(25);
      }
    }
  }

  private async furnish(): Promise<void> {
    const client = new pg.Client(this.superuser("postgres"));
    client.on("error", () => {});
    await client.connect();
    try {
      const { rows } = await client.query<{ owner: boolean; database: boolean }>(
        "select exists (select from pg_roles where rolname = 'rungs_owner') as owner, exists (select from pg_database where datname = $1) as database",
        [DATABASE],
      );
      // No superuser: what holds for a hosted PostgreSQL holds here.
      if (!rows[0]?.owner) {
        await client.query(
          "create role rungs_owner login noinherit; create role rungs_server login noinherit; create role rungs_accounts login noinherit; grant rungs_server, rungs_accounts to rungs_owner",
        );
      }
      if (!rows[0]?.database) await client.query(`create database ${DATABASE} owner rungs_owner`);
    } finally {
      await client.end();
    }
  }

  private async watch(exited: Promise<void>): Promise<void> {
    for (let failures = 0; ;) {
      await exited;
      if (this.stopping) return;
      this.say("The database stopped by itself. Starting it again.");
      await pause(Math.min(5000, failures * 250));
      if (this.stopping) return;
      try {
        await clearLeftovers(this.cluster, this.say, this.socket);
        exited = this.launch();
        await this.ready();
        failures = 0;
        this.say("The database is back.");
      } catch (error) {
        failures += 1;
        if (error instanceof Error) this.say(error.message);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.child?.kill("SIGINT");
    const forced = setTimeout(() => this.child?.kill("SIGQUIT"), 8000);
    await this.watching;
    clearTimeout(forced);
    rmSync(this.socket, { recursive: true, force: true });
  }

  private lastWords(): string {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-5).join("\n") : "";
  }
}

/** A private directory with a short name: the path of a Unix socket may have 107 characters and a data directory's may be longer. */
function socketDirectory(user: User | null): string {
  const base = user || tmpdir().length > 70 ? "/tmp" : tmpdir();
  const directory = mkdtempSync(join(base, "rungs-"));
  if (user) chownSync(directory, user.uid, user.gid);
  return directory;
}

/** Only we ourselves get in, by the kernel's word on who asks; no password exists. Written at each start: we may be another user now. */
function writeAccess(cluster: string, user: User | null): void {
  const { username } = userInfo();
  for (const [file, lines] of [
    ["pg_hba.conf", ["local all all peer map=rungs"]],
    ["pg_ident.conf", logins.map((login) => `rungs "${username}" ${login}`)],
  ] as const) {
    const path = join(cluster, file);
    writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
