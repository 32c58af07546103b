// A backup of 10,000 people on a running PostgreSQL, and its restore into another, against COPY of the same rows. Run: node bench/backup.ts
import { createReadStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { v7 } from "uuid";
import type { FrameworkDocument } from "../src/core/framework/document.ts";
import { takeBackup } from "../src/db/backup.ts";
import { checkBackup } from "../src/db/backup-check.ts";
import { organisationsIn, PLAIN, rowsOf, tablesIn } from "../src/db/backup-tables.ts";
import { startEmbedded } from "../src/db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { open } from "../src/db/open.ts";
import { publish } from "../src/db/publishing.ts";
import { restoreBackup } from "../src/db/restore.ts";
import { vaultIn } from "../src/server/vault.ts";

const PEOPLE = Number(process.env["PEOPLE"] ?? 10_000);
const ROUNDS = Number(process.env["ROUNDS"] ?? 3);
const EXPECTATIONS = 30;
const CYCLES = 2;
const PASSPHRASE = "a passphrase of the bench";

const ladder: FrameworkDocument = {
  rungs: "framework@1",
  id: "ladder",
  kind: "ladder",
  title: "Ladder",
  scale: [1, 2, 3, 4].map((value) => ({ value, label: `Point ${value}` })),
  domains: [{ id: "work", title: "Work" }],
  competencies: Array.from({ length: EXPECTATIONS }, (_, index) => ({ id: `c${index}`, domain: "work", title: `Competency ${index}` })),
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "one",
      rank: 0,
      track: "core",
      title: "One",
      expectations: Array.from({ length: EXPECTATIONS }, (_, index) => ({
        id: `e${index}`,
        competency: `c${index}`,
        target: 3,
        markers: [`Does ${index}.`],
      })),
    },
  ],
};

const directory = mkdtempSync(join(tmpdir(), "rungs-bench-"));
const file = join(directory, "all.backup");
const vault = vaultIn(join(directory, "files"));
// Durable, as it is where people keep their data: a restore waits for the disk once.
const embedded = await startEmbedded({ directory: join(directory, "data") });
try {
  const { owner } = embedded.address;
  await migrate(owner);
  await seed();
  const rounds: Record<"copy" | "backup" | "restore" | "peak" | "bytes", number>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const copy = await timed(copied);
    let peak = 0;
    const progress = () => void (peak = Math.max(peak, process.memoryUsage().rss));
    const backup = await timed(() => takeBackup({ owner, vault, file, passphrase: PASSPHRASE, version: "0", now: new Date(), progress }));
    const into = await emptyDatabase();
    const restore = await timed(async () => {
      const { manifest } = await checkBackup(createReadStream(file), PASSPHRASE);
      await restoreBackup({ owner: into, read: () => createReadStream(file), passphrase: PASSPHRASE, manifest, vault, progress });
      await migrate(into);
    });
    rounds.push({ copy, backup, restore, peak: peak / 1e6, bytes: statSync(file).size / 1e6 });
  }
  const middle = (of: keyof (typeof rounds)[number]) =>
    rounds.map((round) => round[of]).toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const told = (of: "copy" | "backup" | "restore") => `${(middle(of) / 1000).toFixed(2)} s`;
  process.stdout.write(
    `${PEOPLE} people, ${PEOPLE * CYCLES * EXPECTATIONS} ratings, ${middle("bytes").toFixed(1)} MB sealed: COPY out ${told("copy")}, ` +
      `backup read again ${told("backup")} (${(middle("backup") / middle("copy")).toFixed(1)} ×), checked and restored ${told("restore")} (${(middle("restore") / middle("copy")).toFixed(1)} ×), ` +
      `at most ${middle("peak").toFixed(0)} MB of memory\n`,
  );
} finally {
  await embedded.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** The rows alone, read and thrown away: what no backup can be faster than. */
async function copied(): Promise<void> {
  const client = new pg.Client(embedded.address.owner);
  await client.connect();
  await client.query(`begin transaction isolation level repeatable read, read only; ${PLAIN}`);
  const organisations = await organisationsIn(embedded.address.owner);
  for (const table of await tablesIn(client)) for await (const _ of rowsOf(client, table, organisations));
  await client.end();
}

async function emptyDatabase(): Promise<pg.ClientConfig> {
  const client = new pg.Client(embedded.superuser("postgres"));
  client.on("error", () => {});
  await client.connect();
  await client.query("drop database if exists restored");
  await client.query("create database restored owner rungs_owner template template0");
  await client.end();
  return embedded.addressOf("restored").owner;
}

/** Everybody at one level, rated against it in each cycle, written behind the server's back: it is not what is measured. */
async function seed(): Promise<void> {
  const database = open(embedded.address);
  const orgId = v7();
  const { frameworkId } = await database.transaction(orgId, async (tx) => {
    await tx.insertInto("organisation").values({ org_id: orgId, slug: "bench", name: "Bench" }).execute();
    return publish(tx, orgId, { content: ladder, by: null, reason: null, effectiveOn: "2020-01-01", now: new Date("2020-01-01"), id: v7 });
  });
  await database.close();
  const client = new pg.Client(embedded.superuser("rungs"));
  client.on("error", () => {}); // the query under way rejects with it
  await client.connect();
  await client.query(`
    create temp table p as select gen_random_uuid() as id, n from generate_series(1, ${PEOPLE}) as n;
    insert into rungs.person (org_id, person_id, employee_number, name) select '${orgId}', id, n::text, 'Person ' || n from p;
    insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
      select '${orgId}', gen_random_uuid(), id, '${frameworkId}', 1, 'one', '2021-01-01' from p;
    create temp table c as select gen_random_uuid() as id, n from generate_series(1, ${CYCLES}) as n;
    insert into rungs.cycle (org_id, cycle_id, title, state, released_at)
      select '${orgId}', id, 'Cycle ' || n, 'released', '2026-01-01'::timestamptz + n * interval '3 months' from c;
    create temp table r as select gen_random_uuid() as id, gen_random_uuid() as a, p.id as person, c.id as cycle, c.n from p, c;
    insert into rungs.review (org_id, review_id, cycle_id, person_id, framework_id, version, level_id, target_level_ids)
      select '${orgId}', id, cycle, person, '${frameworkId}', 1, 'one', '{one}' from r;
    insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state, submitted_at)
      select '${orgId}', a, id, person, 'manager', 'submitted', '2025-12-31'::timestamptz + n * interval '3 months' from r;
    insert into rungs.rating (org_id, rating_id, assessment_id, level_id, expectation_id, answer, value, rated_on, comment)
      select '${orgId}', gen_random_uuid(), a, 'one', 'e' || e, 'rated', 1 + (hashtext(a::text || e) & 3), '2025-12-31'::date + n * 90,
             case when e % 3 = 0 then 'Seen on the job, ' || md5(a::text || e) end
        from r, generate_series(0, ${EXPECTATIONS - 1}) as e;
    analyze`);
  await client.end();
}
