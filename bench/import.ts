// An import of 10,000 people with reporting lines through the door, dry run and commit, against COPY of the same rows. Run: node bench/import.ts
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { v7 } from "uuid";
import { startEmbedded } from "../src/db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { open } from "../src/db/open.ts";
import { makeKey } from "../src/features/accounts/store.ts";
import { buildApp } from "../src/server/app.ts";

const PEOPLE = Number(process.env["PEOPLE"] ?? 10_000);
const ROUNDS = 3;

const numberOf = (at: number) => `E${String(at).padStart(6, "0")}`;
const above = (at: number) => (at === 0 ? null : Math.floor((at - 1) / 10));
const crowd = Array.from({ length: PEOPLE }, (_, at) => ({
  number: numberOf(at),
  name: `Person Number ${at}`,
  email: `person.${at}@example.org`,
  manager: above(at),
}));
const csv = [
  "Employee number,Name,E-mail,Manager,Start date,FTE,Location",
  ...crowd.map(
    ({ number, name, email, manager }, at) =>
      `${number},${name},${email},${manager === null ? "" : numberOf(manager)},1/2/2020,1,Site ${at % 12}`,
  ),
].join("\n");

// Where the database's own user can read it.
const directory = mkdtempSync(join(tmpdir(), "rungs-bench-"));
chmodSync(directory, 0o755);
const embedded = await startEmbedded({ directory: join(directory, "data") });
try {
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  const app = buildApp({ database, secret: "a secret of the bench, long enough to sign with", version: "0.0.0" });
  const superuser = new pg.Client(embedded.superuser("rungs"));
  await superuser.connect();

  const copied: number[] = [];
  const imported: { dry: number; commit: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    copied.push(await copy(superuser));
    imported.push(await bring());
  }
  const least = (values: readonly number[]) => Math.min(...values);
  const reference = least(copied);
  const dry = least(imported.map((each) => each.dry));
  const commit = least(imported.map((each) => each.commit));
  process.stdout.write(
    `COPY of ${PEOPLE} people and their lines ${reference.toFixed(0)} ms; dry run ${dry.toFixed(0)} ms, commit ${commit.toFixed(0)} ms (least of ${ROUNDS})\n` +
      `dry run and commit together ${((dry + commit) / reference).toFixed(2)} × COPY (bar 6)\n`,
  );
  await superuser.end();
  await database.close();

  /** @returns ms for the same rows by COPY, in one transaction, keys and indexes included. */
  async function copy(client: pg.Client): Promise<number> {
    const orgId = await organisation();
    const ids = crowd.map(() => v7());
    const files = { people: join(directory, "people.tsv"), lines: join(directory, "lines.tsv") };
    writeFileSync(
      files.people,
      crowd
        .map(({ number, name, email }, at) => `${orgId}\t${ids[at]}\t${number}\t${name}\t${email}\tSite ${at % 12}\t1\t2020-02-01\n`)
        .join(""),
    );
    writeFileSync(
      files.lines,
      crowd
        .flatMap(({ manager }, at) => (manager === null ? [] : [`${orgId}\t${v7()}\t${ids[at]}\t${ids[manager]}\t2026-11-21\n`]))
        .join(""),
    );
    const started = performance.now();
    await client.query("begin");
    await client.query(
      `copy rungs.person (org_id, person_id, employee_number, name, email, location, employment_share, started_on) from '${files.people}'`,
    );
    await client.query(`copy rungs.reporting_line (org_id, reporting_line_id, person_id, manager_id, from_on) from '${files.lines}'`);
    await client.query("commit");
    return performance.now() - started;
  }

  /** @returns ms of each of the two requests, file read in its thread, policy, audit and reply included. */
  async function bring(): Promise<{ dry: number; commit: number }> {
    const orgId = await organisation();
    const personId = v7();
    const accountId = v7();
    await database.transaction(orgId, async (tx) => {
      await tx.insertInto("person").values({ org_id: orgId, person_id: personId, employee_number: "1", name: "Rowan Ash" }).execute();
      await tx.insertInto("role_grant").values({ org_id: orgId, role_grant_id: v7(), person_id: personId, role: "owner" }).execute();
    });
    await database.accounts
      .insertInto("user")
      .values({ id: accountId, name: "Rowan Ash", email: `${accountId}@example.org` })
      .execute();
    await database.accounts.insertInto("membership").values({ user_id: accountId, org_id: orgId, person_id: personId }).execute();
    const { key } = await makeKey(
      database.accounts,
      { orgId, personId, accountId },
      { name: "Bench", scopes: ["read", "write"], expiresAt: new Date("2100-01-01") },
      new Date(),
    );
    const body = { file: Buffer.from(csv).toString("base64"), fileName: "people.csv" };
    const ask = async (more: object) => {
      const started = performance.now();
      const response = await app.request("/api/v1/people/import", {
        method: "POST",
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        body: JSON.stringify({ ...body, ...more }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(text.slice(0, 500));
      return { ms: performance.now() - started, fingerprint: /"fingerprint":"([^"]+)"/.exec(text)?.[1] ?? "" };
    };
    const { ms: dry, fingerprint } = await ask({ dryRun: "true" });
    const { ms: commit } = await ask({ expect: fingerprint });
    return { dry, commit };
  }

  async function organisation(): Promise<string> {
    const orgId = v7();
    await database.transaction(orgId, (tx) =>
      tx.insertInto("organisation").values({ org_id: orgId, slug: orgId, name: "Bench" }).execute(),
    );
    return orgId;
  }
} finally {
  await embedded.stop();
  rmSync(directory, { recursive: true, force: true });
}
