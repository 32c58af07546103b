import { createHash } from "node:crypto";
import { createReadStream, globSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { checkBackup } from "../../src/db/backup-check.ts";
import { organisationsIn, PLAIN, rowsOf, tablesIn } from "../../src/db/backup-tables.ts";
import { known, migrate } from "../../src/db/migrate.ts";
import { open } from "../../src/db/open.ts";
import { restoreBackup } from "../../src/db/restore.ts";
import { asked, emptyDatabase, shape } from "../setup/backups.ts";
import { freshDatabase } from "../setup/database.ts";
import { NOON, world, type World } from "../world.ts";

/**
 * One backup of each schema that was released, with the people of the demo as it was then: made by that version itself, and
 * named by its last migration. A release adds its own.
 */
const folder = resolve(import.meta.dirname, "../upgrades");
const released = globSync("*.backup", { cwd: folder }).toSorted();

/** Tables that hold what migrations write, not what people do. */
const OURS = new Set(["rungs_meta.migration", "rungs_meta.erasure"]);

/** The rows of each table as they were in these columns, hashed. */
async function rowsIn(owner: pg.ClientConfig, columnsOf: ReadonlyMap<string, string[]>): Promise<Record<string, string>> {
  const client = new pg.Client(owner);
  await client.connect();
  try {
    await client.query(`begin transaction isolation level repeatable read, read only; ${PLAIN}`);
    const organisations = await organisationsIn(owner);
    const found: Record<string, string> = {};
    for (const table of await tablesIn(client)) {
      const columns = columnsOf.get(table.name);
      if (columns === undefined) continue;
      const hash = createHash("sha256");
      for await (const chunk of rowsOf(client, { ...table, columns }, organisations)) hash.update(chunk);
      found[table.name] = hash.digest("hex");
    }
    return found;
  } finally {
    await client.end();
  }
}

async function signedIn(w: World, email: string) {
  const reply = await w.app.request("/api/auth/sign-in/email", {
    method: "POST",
    body: JSON.stringify({ email, password: "one-rung-at-a-time" }),
    headers: { "content-type": "application/json", origin: "http://localhost" },
  });
  expect(reply.status).toBe(200);
  const cookies = reply.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  return w.through({ cookie: cookies.join("; ") });
}

test("there is a copy of every schema that was released", () => {
  expect(released).toEqual(expect.arrayContaining(["0006_imports.backup", "0014_records.backup"]));
});

test.each(released)("data of the release %s is brought up to this version, every row as it was, and people go on working", async (name) => {
  const read = () => createReadStream(join(folder, name));
  const { manifest } = await checkBackup(read(), null);
  expect(manifest.migrations.at(-1)?.name).toBe(basename(name, ".backup"));
  const target = await emptyDatabase();
  await restoreBackup({ owner: target.address.owner, read, passphrase: null, manifest, vault: null });
  const columns = new Map(manifest.tables.filter(({ name: table }) => !OURS.has(table)).map((table) => [table.name, table.columns]));
  const before = await rowsIn(target.address.owner, columns);
  expect(Object.keys(before).toSorted()).toEqual([...columns.keys()].toSorted());

  const applied = await migrate(target.address.owner);
  expect([...manifest.migrations.map((each) => each.name), ...applied]).toEqual((await known()).map((each) => each.name));
  expect(await rowsIn(target.address.owner, columns)).toEqual(before);
  const fresh = await freshDatabase();
  expect(await shape(target.superuser)).toEqual(await shape(fresh.superuser));

  const database = open(target.address);
  onTestFinished(() => database.close());
  const w = await world({}, { database, address: target.address, superuser: target.superuser });
  w.clock.now = new Date(NOON);
  const amara = await signedIn(w, "amara.nwosu@fernhithe.example");
  const me = await amara("GET", "/me", {});
  const report = await amara("GET", "/people/:personId/gap", { personId: me.person.id });
  expect(report.report?.readiness.low).toBeGreaterThan(0);
  expect(report.cycle).not.toBe(null);
  // What was released is what she reads, to the byte.
  const documents = await asked(target.superuser, "select document, encode(hash, 'hex') as hash from rungs.released_report");
  expect(documents.length).toBeGreaterThan(0);
  for (const { document, hash } of documents) expect(createHash("sha256").update(String(document)).digest("hex")).toBe(hash);
});

test("a copy of a release is small enough to be kept with the code", () => {
  for (const name of released) expect(readFileSync(join(folder, name)).length, name).toBeLessThan(300_000);
});
