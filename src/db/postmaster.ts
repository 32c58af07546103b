import { type ChildProcess, spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { type Binaries, EmbeddedError, type User } from "./binaries.ts";
import { clearLeftovers } from "./leftovers.ts";

export const DATABASE = "rungs";
export const SUPERUSER = "postgres";
const logins = [SUPERUSER, "rungs_owner", "rungs_server", "rungs_accounts", "rungs_jobs"];

/**
 * How PostgreSQL is told where its directory is: below one that its user may not enter, Linux lets it reach what was handed
 * to it open, as the file descriptor after the standard three.
 */
export const here = (cluster: string, user: User | null) => (user && process.platform === "linux" ? "/proc/self/fd/3" : cluster);

// Nothing of our own environment: PGDATA, PGPORT and their like would be obeyed.
export const environment = { PATH: process.env["PATH"] ?? "", LC_ALL: "C" };

/** PostgreSQL as our child: started, watched, started again when it dies, stopped. */
export class Postmaster {
  readonly socket: string;
  private readonly cluster: string;
  private readonly command: string[];
  private readonly user: User | null;
  private readonly log: string;
  private readonly say: (text: string) => void;
  private child: ChildProcess | undefined;
  private stopping = false;
  private watching: Promise<void> = Promise.resolve();
  private signal: AbortSignal | undefined;

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

  async start(signal?: AbortSignal): Promise<void> {
    this.signal = signal;
    try {
      writeAccess(this.cluster, this.user);
      if (existsSync(this.log) && statSync(this.log).size > 1_000_000) renameSync(this.log, `${this.log}.1`);
      const exited = this.launch();
      this.watching = exited;
      await this.ready();
      this.watching = this.watch(exited);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** @returns what resolves when this PostgreSQL has gone. */
  private launch(): Promise<void> {
    const log = openSync(this.log, "a", 0o600);
    const directory = openSync(this.cluster, "r");
    const [program = "", ...parameters] = this.command;
    // A session of its own, so that Ctrl-C in the terminal reaches us and not it: requests under way still need it.
    const child = spawn(program, parameters, {
      cwd: this.cluster,
      env: environment,
      detached: true,
      stdio: ["ignore", log, log, directory],
      ...this.user,
    });
    closeSync(log);
    closeSync(directory);
    this.child = child;
    const mourner = child.pid === undefined ? undefined : mourn(child.pid);
    return new Promise((resolve) => {
      const gone = () => {
        this.child = undefined;
        mourner?.kill("SIGKILL");
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
        this.signal?.throwIfAborted();
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
      const { rows } = await client.query<{ owner: boolean; jobs: boolean; database: boolean }>(
        `select exists (select from pg_roles where rolname = 'rungs_owner') as owner, exists (select from pg_roles where rolname = 'rungs_jobs') as jobs,
                exists (select from pg_database where datname = $1) as database`,
        [DATABASE],
      );
      // No superuser: what holds for a hosted PostgreSQL holds here.
      if (!rows[0]?.owner) {
        await client.query(
          "create role rungs_owner login noinherit; create role rungs_server login noinherit; create role rungs_accounts login noinherit; grant rungs_server, rungs_accounts to rungs_owner",
        );
      }
      if (!rows[0]?.jobs) await client.query("create role rungs_jobs login noinherit; grant rungs_jobs to rungs_owner");
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
      try {
        await clearLeftovers(this.cluster, this.say, this.socket);
        if (this.stopping) return;
        exited = this.launch();
        await this.ready();
        failures = 0;
        this.say("The database is back.");
      } catch (error) {
        failures += 1;
        if (error instanceof Error && !this.stopping) this.say(error.message);
      }
    }
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.child?.kill("SIGINT");
    // Nothing is lost by not waiting for its last checkpoint: the next start replays what it had written ahead.
    const forced = setTimeout(() => this.child?.kill("SIGQUIT"), 3000);
    await this.watching;
    clearTimeout(forced);
    rmSync(this.socket, { recursive: true, force: true });
  }

  private lastWords(): string {
    return existsSync(this.log) ? readFileSync(this.log, "utf8").trimEnd().split("\n").slice(-5).join("\n") : "";
  }
}

/** Stops PostgreSQL when we die without a word: its standard input ends with us, whatever ended us. */
function mourn(pid: number): ChildProcess {
  const mourner = spawn("/bin/sh", ["-c", 'read -r _; kill -INT "$1"', "sh", String(pid)], {
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  mourner.on("error", () => {}); // without it the next start does the same
  mourner.unref();
  return mourner;
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
  const username = nameOfUs();
  for (const [file, lines] of [
    ["pg_hba.conf", ["local all all peer map=rungs"]],
    ["pg_ident.conf", logins.map((login) => `rungs "${username}" ${login}`)],
  ] as const) {
    const path = join(cluster, file);
    writeFileSync(path, `${lines.join("\n")}\n`, { mode: 0o600 });
    if (user) chownSync(path, user.uid, user.gid);
  }
}

/** Docker's --user with any number runs a process whose user has no name, and the kernel's word on who asks is a name. */
function nameOfUs(): string {
  try {
    return userInfo().username;
  } catch (error) {
    throw new EmbeddedError(
      `This process runs as user id ${process.getuid?.()}, which has no name on this system, and PostgreSQL needs one. Add it to /etc/passwd, or use RUNGS_DATABASE_URL.`,
      { cause: error },
    );
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
