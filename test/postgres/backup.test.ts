import { createHash } from "node:crypto";
import { createReadStream, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { v7 } from "uuid";
import { sealNew, verifyChain } from "../../src/db/audit-chain.ts";
import { BackupError } from "../../src/db/backup-box.ts";
import { checkBackup } from "../../src/db/backup-check.ts";
import { leftOut, organisationsIn } from "../../src/db/backup-tables.ts";
import { completed, packaged } from "../../src/db/binaries.ts";
import { makeFeed } from "../../src/db/calendar.ts";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { type Database, open } from "../../src/db/open.ts";
import { restoreBackup } from "../../src/db/restore.ts";
import { unprivileged } from "../../src/db/user.ts";
import { makeDemo } from "../../src/server/demo.ts";
import { asked, content, emptyDatabase, memory, restored, shape, take } from "../setup/backups.ts";
import { freshDatabase } from "../setup/database.ts";
import { rungs } from "../setup/running.ts";
import { scratch, until } from "../setup/scratch.ts";
import { NOON, world } from "../world.ts";

const PASSPHRASE = "höher als die Leiter reicht";
const file = (name = "of.backup") => scratch(name);
const refusal = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "taken",
    (error: unknown) => (error instanceof BackupError ? error.message : `${String(error)}, which is no BackupError`),
  );

/** An organisation with two files, one of them larger than a piece of a backup, and a sealed entry in its log. */
async function small() {
  const home = await world();
  const alder = await home.organisation();
  await alder.person("Ana Lima");
  return { ...home, organisations: [alder.orgId], vault: await filled(home.database, alder.orgId) };
}

/** The demo organisation, with the same; only read here. */
async function demo() {
  const fresh = await freshDatabase();
  await makeDemo(fresh.database, { now: new Date(NOON) });
  const organisations = await organisationsIn(fresh.address.owner);
  return { ...fresh, organisations, vault: await filled(fresh.database, organisations[0] ?? "") };
}

async function filled(database: Database, orgId: string) {
  const vault = memory();
  for (const size of [12, 3_000_000]) {
    const bytes = Buffer.alloc(size, `%PDF-${size}`);
    const hash = createHash("sha256").update(bytes).digest();
    await vault.keep(orgId, hash.toString("hex"), bytes);
    await database.transaction(orgId, (tx) =>
      tx.insertInto("attachment").values({ org_id: orgId, attachment: hash, size, media_type: "application/pdf" }).execute(),
    );
  }
  const [audit_id, request_id] = [v7(), v7()];
  await database.transaction(orgId, async (tx) => {
    await tx
      .insertInto("audit")
      .values({ org_id: orgId, audit_id, actor_kind: "system", action: "test", details: "{}", request_id, address: "192.0.2.1" })
      .execute();
    await sealNew(tx, orgId);
  });
  return vault;
}

test("what is restored is what was backed up: every row, file, right and constraint, whichever way it travels", async () => {
  const from = await demo();
  const first = file();
  const { manifest, sealed } = await take(from.address.owner, first, { vault: from.vault, passphrase: PASSPHRASE });
  expect(sealed).toBe(true);
  expect(manifest.organisations).toBe(from.organisations.length);
  expect(manifest.files).toEqual({ count: 2, bytes: 3_000_012, missing: 0 });
  expect(statSync(first).mode & 0o777).toBe(0o600);
  expect(readdirSync(dirname(first))).toEqual(["of.backup"]);
  expect(readFileSync(first).includes("fernhithe")).toBe(false);

  // Into a database of somebody else's server, and from there into one of our own.
  const hosted = await emptyDatabase();
  const arrived = memory();
  await restored(hosted.address.owner, first, { vault: arrived, passphrase: PASSPHRASE });
  expect(await content(hosted.address.owner, manifest)).toEqual(manifest.tables);
  expect(arrived.held).toEqual(from.vault.held);
  expect(await shape(hosted.superuser)).toEqual(await shape(from.superuser));
  expect(await migrate(hosted.address.owner)).toEqual([]);

  const second = file();
  await take(hosted.address.owner, second, { vault: arrived });
  const own = await startEmbedded({ directory: scratch(), settings: { fsync: "off" } });
  onTestFinished(() => own.stop());
  await restored(own.address.owner, second);
  expect(await content(own.address.owner, manifest)).toEqual(manifest.tables);
  await migrate(own.address.owner);

  // It works as the first did: the log is whole, and rows of nobody's are seen by nobody.
  const database = open(own.address);
  onTestFinished(() => database.close());
  const one = from.organisations[0] ?? "";
  expect(await database.transaction(one, (tx) => verifyChain(tx, one, null))).toMatchObject({ whole: true, seals: 1, sealed: 1 });
  expect(await asked(own.address.server, "select count(*)::int as seen from rungs.person")).toEqual([{ seen: 0 }]);
});

test("a backup holds nobody's session, no mailed link and no address of a calendar, and everything else of the accounts", async () => {
  const home = await world();
  const alder = await home.organisation();
  const ana = await alder.person("Ana Lima");
  await home.password(ana, "a password that is long");
  await home.cookie(ana);
  const { id: accountId } = await home.database.accounts.selectFrom("user").select("id").executeTakeFirstOrThrow();
  await makeFeed(home.database.accounts, { orgId: alder.orgId, personId: ana.personId, accountId }, "a calendar", new Date(NOON));
  const to = file();
  const { manifest } = await take(home.address.owner, to);
  const rowsOf = (name: string) => manifest.tables.find((table) => table.name === name)?.rows;
  expect(leftOut.map(rowsOf)).toEqual(leftOut.map(() => undefined));
  expect(rowsOf("accounts.calendar_feed")).toBe(undefined);
  expect([rowsOf("accounts.user"), rowsOf("accounts.account"), rowsOf("rungs.person"), rowsOf("rungs_meta.migration")]).toEqual([
    1,
    1,
    1,
    expect.any(Number),
  ]);
});

test("a backup is of one moment, however much is written while it is taken", async () => {
  const home = await world();
  const alder = await home.organisation();
  const rowan = await alder.person("Rowan Ash");
  const enough = new AbortController();
  let written = 0;
  // A team and the entry that tells of it are one transaction: a backup that had one without the other would be of two moments.
  const writer = (async () => {
    while (!enough.signal.aborted) {
      const id = v7();
      await alder.within(async (tx) => {
        await tx
          .insertInto("audit")
          .values({
            org_id: alder.orgId,
            audit_id: id,
            actor_kind: "person",
            actor_id: rowan.personId,
            action: "told",
            details: "{}",
            request_id: id,
            address: "",
          })
          .execute();
        await tx.insertInto("team").values({ org_id: alder.orgId, team_id: id, name: "Told" }).execute();
      });
      written += 1;
    }
  })();
  const rowsOf = async () => {
    const { manifest } = await take(home.address.owner, file());
    return ["rungs.audit", "rungs.team"].map((name) => manifest.tables.find((table) => table.name === name)?.rows ?? -1);
  };
  await until("the first team", () => written > 0);
  const before = written;
  const [entries, teams] = await rowsOf();
  const after = written;
  enough.abort();
  await writer;
  expect(entries).toBe(teams);
  expect(teams).toBeGreaterThanOrEqual(before);
  expect(after).toBeGreaterThan(before);
  expect(
    await asked(home.superuser, "select relforcerowsecurity as forced from pg_class where oid = 'rungs.organisation'::regclass"),
  ).toEqual([{ forced: true }]);
});

test("a backup that waits for a long request keeps no other waiting behind it", async () => {
  const home = await world();
  const { orgId } = await home.organisation();
  const long = new pg.Client(home.superuser);
  await long.connect();
  onTestFinished(() => long.end());
  await long.query("begin; select from rungs.organisation");
  const listed = organisationsIn(home.address.owner);
  const waiting = () =>
    asked(
      home.superuser,
      "select pid from pg_locks where relation = 'rungs.organisation'::regclass and mode = 'AccessExclusiveLock' and not granted",
    );
  // Each asks while the backup is in the queue before it, and would be refused if it stood there for long.
  for (let times = 0; times < 3; times += 1) {
    await until("the backup to wait", async () => (await waiting()).length > 0);
    await asked(home.superuser, "begin; set local lock_timeout = 700; select from rungs.organisation");
  }
  await long.query("rollback");
  expect(await listed).toEqual([orgId]);
});

test("a file that is not where files are kept is counted as missing, one that was erased meanwhile is not", async () => {
  const from = await small();
  const [first, second] = [...from.vault.held.keys()];
  from.vault.held.delete(first ?? "");
  expect((await take(from.address.owner, file(), { vault: from.vault })).manifest.files).toMatchObject({ count: 1, missing: 1 });
  const erasing = {
    ...from.vault,
    read: async () => {
      await asked(from.superuser, `delete from rungs.attachment where attachment = decode('${second?.split("/")[1] ?? ""}', 'hex')`);
      return null;
    },
  };
  expect((await take(from.address.owner, file(), { vault: erasing })).manifest.files).toMatchObject({ count: 0, missing: 1 });
});

test("a backup that was damaged anywhere, in any of these ways, is refused before it is used", async () => {
  const home = await world();
  await (await home.organisation()).person("Ana Lima");
  for (const { passphrase, runs } of [
    { passphrase: undefined, runs: 80 },
    { passphrase: PASSPHRASE, runs: 8 },
  ]) {
    const whole = file();
    await take(home.address.owner, whole, passphrase === undefined ? {} : { passphrase });
    const bytes = readFileSync(whole);
    const place = fc.integer({ min: 0, max: bytes.length - 1 });
    const harm = fc.oneof(
      fc.record({ at: place, by: fc.integer({ min: 1, max: 255 }) }).map(({ at, by }) => {
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ by;
        return changed;
      }),
      place.map((length) => bytes.subarray(0, length)),
      fc.uint8Array({ minLength: 1, maxLength: 50 }).map((more) => Buffer.concat([bytes, more])),
      fc
        .record({ at: place, length: fc.integer({ min: 1, max: 5000 }) })
        .map(({ at, length }) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])),
    );
    await fc.assert(
      fc.asyncProperty(harm, async (changed) => {
        expect(await refusal(checkBackup(chunks(changed), passphrase ?? null))).toMatch(
          /damaged|no backup of Rungs|newer Rungs|passphrase/,
        );
      }),
      { numRuns: runs },
    );
    expect((await checkBackup(chunks(bytes), passphrase ?? null)).manifest.organisations).toBe(1);
  }
});

async function* chunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_007) yield bytes.subarray(at, at + 10_007);
}

test("a backup of somebody else's, of another branch, of a newer Rungs, or without its passphrase is refused by name, and its place stays empty", async () => {
  const { address, superuser } = await freshDatabase();
  const target = await emptyDatabase();
  const into = (from: string, passphrase?: string) =>
    refusal(restored(target.address.owner, from, passphrase === undefined ? {} : { passphrase }));

  const sealed = file();
  await take(address.owner, sealed, { passphrase: PASSPHRASE });
  expect(await into(sealed)).toMatch(/was sealed with a passphrase/);
  expect(await into(sealed, `${PASSPHRASE}!`)).toMatch(/passphrase is not the one/);

  // Whoever can write where backups lie could put one of their own there: only a seal says that it is ours.
  const unsealed = file();
  await take(address.owner, unsealed);
  expect(await into(unsealed, PASSPHRASE)).toMatch(/^A passphrase was given, but this backup is not sealed/);

  const foreign = file("notes.txt");
  writeFileSync(foreign, "Dear diary, today I climbed a rung.\n".repeat(1000));
  expect(await into(foreign)).toBe("This is no backup of Rungs.");

  const newer = file();
  writeFileSync(newer, Buffer.concat([Buffer.from('RUNGS BACKUP\n{"format":2,"more":"than we know"}\n'), Buffer.alloc(100)]));
  expect(await into(newer)).toMatch(/made by a newer Rungs \(its format is 2/);

  await asked(superuser, "insert into rungs_meta.migration (name, hash) values ('9999_future', 'x')");
  const future = file();
  await take(address.owner, future);
  expect(await into(future)).toMatch(/made by a newer Rungs \(0\.0\.0, migration 9999_future\)/);
  await asked(
    superuser,
    "delete from rungs_meta.migration where name = '9999_future'; update rungs_meta.migration set hash = 'x' where name = '0003_readers'",
  );
  const branch = file();
  await take(address.owner, branch);
  expect(await into(branch)).toMatch(/another branch of Rungs: its migration 0003_readers/);

  expect(
    await asked(target.superuser, "select nspname from pg_namespace where nspname like 'rungs%' or nspname in ('accounts', 'jobs')"),
  ).toEqual([]);
});

test("a database that holds anything of Rungs is not written over", async () => {
  const { address, superuser } = await freshDatabase();
  const whole = file();
  await take(address.owner, whole);
  const before = await shape(superuser);
  expect(await refusal(restored(address.owner, whole))).toMatch(/There is data of Rungs there already/);
  expect(await shape(superuser)).toEqual(before);
});

test("a restore that fails half way leaves the database as empty as it was", async () => {
  const { address } = await freshDatabase();
  const whole = file();
  await take(address.owner, whole);
  const target = await emptyDatabase();
  const { manifest } = await checkBackup(createReadStream(whole), null);
  // The file changes between the look at it and its use.
  const last = readFileSync(whole);
  last[last.length - 40] = (last[last.length - 40] ?? 0) ^ 1;
  await expect(
    restoreBackup({ owner: target.address.owner, read: () => chunks(last), passphrase: null, manifest, vault: null }),
  ).rejects.toThrow("damaged");
  expect(await asked(target.superuser, "select nspname from pg_namespace where nspname like 'rungs%'")).toEqual([]);
  await restored(target.address.owner, whole);
  expect(await content(target.address.owner, manifest)).toEqual(manifest.tables);
});

test("of two restores into one database at once the second is refused, and the first is none the worse for it", async () => {
  const { address } = await freshDatabase();
  const whole = file();
  const { manifest } = await take(address.owner, whole);
  const target = await emptyDatabase();
  const [begun, refused] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const first = restoreBackup({
    owner: target.address.owner,
    read: async function* () {
      begun.resolve();
      await refused.promise;
      yield* chunks(readFileSync(whole));
    },
    passphrase: null,
    manifest,
    vault: null,
  });
  await begun.promise;
  expect(await refusal(restored(target.address.owner, whole))).toBe("Another restore into this database is under way.");
  refused.resolve();
  await first;
  expect(await content(target.address.owner, manifest)).toEqual(manifest.tables);
  expect(await migrate(target.address.owner)).toEqual([]);
});

test("a restore that was killed leaves a database that is not served, and that the next restore finishes", async () => {
  const from = await small();
  const whole = file();
  const { manifest } = await take(from.address.owner, whole, { vault: from.vault });
  const target = await emptyDatabase();
  const files = join(dirname(whole), "files");
  const killed = rungs(["restore", whole, "--database-url", target.url, "--files", files]);
  const begun = () => asked(target.superuser, "select to_regclass('rungs_meta.restoring') is not null as there");
  await until("the restore to begin", async () => (await begun())[0]?.["there"] === true || killed.child.exitCode !== null, 60_000);
  killed.child.kill("SIGKILL");
  expect(await killed.ended).toBe(null);
  await expect(migrate(target.address.owner)).rejects.toThrow("A restore into this database was begun and has not ended.");
  expect(await asked(target.superuser, "select nspname from pg_namespace where nspname in ('rungs', 'accounts')")).toEqual([]);

  const again = rungs(["restore", whole, "--database-url", target.url, "--files", files, "--format", "json"]);
  expect(await again.ended, again.err()).toBe(0);
  expect(JSON.parse(again.out())).toMatchObject({ organisations: 1, files: { count: 2, missing: 0 } });
  const found = await content(target.address.owner, manifest);
  // That it was restored is an entry in the log of each organisation; nothing else is other than it was.
  expect(found.filter(({ name }) => name !== "rungs.audit")).toEqual(manifest.tables.filter(({ name }) => name !== "rungs.audit"));
  expect(await migrate(target.address.owner)).toEqual([]);
  expect(existsSync(join(files, from.organisations[0] ?? ""))).toBe(true);
}, 120_000);

test("data goes from one major version of PostgreSQL to another by a backup", async () => {
  const floor = await completed(packaged(`postgres-15-${process.platform}-${process.arch}`), await unprivileged("/nowhere"));
  const old = await startEmbedded({ directory: scratch(), bin: floor.bin, settings: { fsync: "off" } });
  onTestFinished(() => old.stop());
  await migrate(old.address.owner);
  const database = open(old.address);
  onTestFinished(() => database.close());
  const home = await world({}, { database, address: old.address, superuser: old.superuser("rungs") });
  const alder = await home.organisation("Århus & Söhne");
  const ana = await alder.person("Ana Lima");
  await alder.hold(ana, "check", "Back\\slash, tab\t, line\nend", "2026-01-31", { validMonths: 12 });
  const whole = file();
  const { manifest } = await take(old.address.owner, whole);
  expect(manifest.postgres).toMatch(/^15\./);
  const target = await emptyDatabase();
  await restored(target.address.owner, whole);
  expect(await content(target.address.owner, manifest)).toEqual(manifest.tables);
});
