import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { open } from "../../src/db/open.ts";
import { backup, restore } from "../../src/features/backups/cli.ts";
import { attempt, put, takeByHand } from "../../src/server/backups.ts";
import { vaultIn } from "../../src/server/vault.ts";
import { tried } from "../command.ts";
import { asked, emptyDatabase } from "../setup/backups.ts";
import { freshDatabase, type FreshDatabase } from "../setup/database.ts";
import { scratch } from "../setup/scratch.ts";
import { world } from "../world.ts";

const take = tried(
  backup(async () => takeByHand),
  "2026-11-21",
);
const bring = tried(
  restore(
    async () => put,
    async () => attempt,
  ),
  "2026-11-21",
);
const passphrase = take.file("passphrase", "a passphrase of the tests\nand a second line\n");
const HASH = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"; // of "foo\n"

/** A directory on which a Rungs runs. */
async function running() {
  const directory = scratch();
  const embedded = await startEmbedded({ directory, settings: { fsync: "off" } });
  onTestFinished(() => embedded.stop());
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  onTestFinished(() => database.close());
  const filled = await filledWith(join(directory, "files"), {
    database,
    address: embedded.address,
    superuser: embedded.superuser("rungs"),
  });
  return { directory, ...filled };
}

/** Somebody, and a file of theirs. */
async function filledWith(files: string, on: FreshDatabase) {
  const w = await world({}, on);
  const alder = await w.organisation();
  await alder.person("Ana Lima");
  await vaultIn(files).keep(alder.orgId, HASH, Buffer.from("foo\n"));
  await alder.within((tx) =>
    tx
      .insertInto("attachment")
      .values({ org_id: alder.orgId, attachment: Buffer.from(HASH, "hex"), size: 4, media_type: "application/pdf" })
      .execute(),
  );
  return { ...w, orgId: alder.orgId };
}

test("a backup is taken beside the server that runs, tried, restored into a new directory and into a PostgreSQL, and refused over data", async () => {
  const home = await running();
  const file = join(home.directory, "..", "all.backup");
  const taken = await take.run(file, "--data", home.directory, "--passphrase-file", passphrase, "--format", "json");
  expect([taken.code, taken.err]).toEqual([0, ""]);
  expect(JSON.parse(taken.out)).toMatchObject({ organisations: 1, encrypted: true, files: { count: 1, bytes: 4, missing: 0 } });
  // It is on record where the settings page looks, and is not written over by a second one unasked.
  expect(await asked(home.address.owner, "select kind, bytes > 0 as whole from accounts.backup")).toEqual([
    { kind: "by-hand", whole: true },
  ]);
  expect(await take.refusal(file, "--data", home.directory)).toMatch(/all\.backup is there already/);
  const again = await take.run(file, "--data", home.directory, "--overwrite", "--passphrase-file", passphrase);
  expect(again.out).toMatch(/all\.backup holds 1 organisation: \d+ rows of \d+ tables and 1 file \(/);

  const verified = await bring.run(file, "--verify", "--passphrase-file", passphrase, "--format", "json");
  expect([verified.code, JSON.parse(verified.out)]).toMatchObject([
    0,
    { ok: true, differences: [], audit: [{ organisation: home.orgId, whole: true }] },
  ]);

  const fresh = scratch("restored");
  const done = await bring.run(file, "--data", fresh, "--passphrase-file", passphrase);
  expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^Restored 1 organisation: .* as of \d{4}-/)]);
  expect(await vaultIn(join(fresh, "files")).read(home.orgId, HASH)).toEqual(Buffer.from("foo\n"));
  expect(await bring.refusal(file, "--data", fresh, "--passphrase-file", passphrase)).toMatch(/There is data of Rungs there already/);
  expect(await bring.refusal(file, "--data", home.directory, "--passphrase-file", passphrase)).toMatch(
    /Another Rungs \(process \d+\) is using/,
  );

  const hosted = await emptyDatabase();
  const files = scratch("files");
  expect((await bring.run(file, "--database-url", hosted.url, "--files", files, "--passphrase-file", passphrase)).code).toBe(0);
  expect(await asked(hosted.superuser, "select name from rungs.person")).toEqual([{ name: "Ana Lima" }]);
  expect(await asked(hosted.superuser, "select action, details ? 'takenAt' as dated from rungs.audit")).toEqual([
    { action: "backup.restore", dated: true },
  ]);
  expect(readdirSync(files)).toEqual([home.orgId]);
}, 240_000);

test("what cannot be a backup, a place or a passphrase is refused in a sentence, and nothing is made", async () => {
  const nowhere = scratch("nowhere");
  const file = join(nowhere, "..", "x.backup");
  expect(await take.refusal()).toBe("Name one file: rungs backup FILE.");
  expect(await take.refusal(file, "--data", nowhere)).toBe(`There is no data of Rungs in ${nowhere}.`);
  expect(await take.refusal(file, "--passphrase-file", take.file("short", "short\n"))).toMatch(/needs at least 12 characters/);
  expect(await take.refusal(file, "--passphrase-file", take.file("empty", "\nsecond"))).toMatch(/first line of .* is empty/);
  expect(await take.refusal(file, "--passphrase-file", "/nowhere/at/all")).toMatch(/passphrase cannot be read/);
  const hosted = await emptyDatabase();
  expect(await take.refusal(file, "--database-url", hosted.url)).toMatch(/There is no data of Rungs in this database/);

  expect(await bring.refusal(file, "--data", nowhere)).toMatch(/x\.backup cannot be read: ENOENT/);
  writeFileSync(file, "RUNGS BACKUP\n{}\n");
  expect(await bring.refusal(file, "--data", nowhere)).toMatch(/This backup is damaged/);
  expect(await bring.refusal(file, "--verify", "--data", nowhere)).toMatch(/--verify makes a database of its own/);
  expect([existsSync(nowhere), existsSync(`${file}.part`), readFileSync(file, "utf8")]).toEqual([false, false, "RUNGS BACKUP\n{}\n"]);
});

test("a backup that has nowhere to be written, or no place of files, says so", async () => {
  const folder = scratch("folder");
  const on = await freshDatabase();
  await filledWith(join(folder, "files"), on);
  const url = `postgres://rungs_owner@/${on.superuser.database ?? ""}?host=${on.superuser.host ?? ""}`;
  expect(await take.refusal(join(folder, "no", "such", "place"), "--database-url", url)).toMatch(
    /^The backup cannot be written to .*: ENOENT.* Nothing is left of it\.$/,
  );
  const elsewhere = scratch("elsewhere");
  const done = await take.run(join(folder, "x.backup"), "--database-url", url, "--files", elsewhere);
  expect([done.code, done.err]).toEqual([0, expect.stringContaining(`Files were looked for in ${elsewhere}`)]);
  expect(done.err).toContain("1 attached file could not be found where files are kept, and is not in it.");
  expect(done.err).toContain("It is not sealed");
});
