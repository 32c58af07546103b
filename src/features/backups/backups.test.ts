import { createReadStream, mkdirSync, readdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memory } from "../../../test/setup/backups.ts";
import { scratch } from "../../../test/setup/scratch.ts";
import { world } from "../../../test/world.ts";
import { checkBackup } from "../../db/backup-check.ts";
import { backupJobs, type Schedule } from "./jobs.ts";

const HOUR = 3_600_000;
const PASSPHRASE = "a passphrase of the tests";

/** A server that backs up into a directory of its own, and somebody who may read its settings. */
async function served(more: Partial<Schedule> = {}) {
  const w = await world({ backups: { keep: 2 } });
  const alder = await w.organisation();
  const olena = await alder.person("Olena Shevchuk");
  await alder.grant(olena, "administrator");
  const said: string[] = [];
  const schedule: Schedule = {
    directory: scratch("backups"),
    keep: 2,
    passphrase: PASSPHRASE,
    owner: w.address.owner,
    version: "0.0.0",
    say: (text) => void said.push(text),
    ...more,
  };
  const [job] = backupJobs(schedule);
  if (job?.each !== "installation") throw new Error("A backup is of the whole installation.");
  return {
    ...w,
    directory: schedule.directory,
    said,
    /** What pg-boss does every quarter of an hour. */
    look: (at: string, stopping = new AbortController().signal) =>
      job.handle({
        database: w.database,
        mail: null,
        links: () => "",
        record: async () => {},
        vault: memory(),
        now: (w.clock.now = new Date(at)),
        stopping,
      }),
    // A session of its own each time: the clock goes on by days.
    asked: async () => (await w.as(olena))("GET", "/backups", {}),
  };
}

test("a server takes one backup a day, keeps the newest, and says how the last one went", async () => {
  const { look, asked, directory } = await served();
  expect(await asked()).toEqual({ scheduled: { keep: 2 }, last: null, lastWhole: null, overdue: true });
  for (const at of ["2026-11-19T12:07:00Z", "2026-11-19T12:22:00Z", "2026-11-20T01:52:00Z", "2026-11-20T02:07:00Z"]) await look(at);
  expect(readdirSync(directory)).toEqual(["rungs-2026-11-19T120700Z.backup", "rungs-2026-11-20T020700Z.backup"]);
  const { manifest } = await checkBackup(createReadStream(join(directory, "rungs-2026-11-20T020700Z.backup")), PASSPHRASE);
  expect(manifest.organisations).toBe(1);

  // Three days later: what somebody put beside them stays.
  writeFileSync(join(directory, "notes.txt"), "ours");
  await look("2026-11-23T09:00:00Z");
  expect(readdirSync(directory)).toEqual(["notes.txt", "rungs-2026-11-20T020700Z.backup", "rungs-2026-11-23T090000Z.backup"]);
  const now = await asked();
  expect(now).toMatchObject({
    overdue: false,
    last: { kind: "scheduled", state: "whole", encrypted: true, startedAt: "2026-11-23T09:00:00.000Z" },
  });
  expect(now.lastWhole).toEqual(now.last);
});

test("a backup that cannot be written is told, leaves those that are there, and is tried again after an hour", async () => {
  const { look, asked, directory, said, clock } = await served();
  await look("2026-11-20T02:07:00Z");
  // In the place of the next one stands a folder, which no rename puts a file over.
  mkdirSync(join(directory, "rungs-2026-11-21T020700Z.backup.part"));
  await expect(look("2026-11-21T02:07:00Z")).rejects.toThrow("EISDIR");
  expect(said).toEqual([expect.stringMatching(/^The backup rungs-2026-11-21T020700Z\.backup could not be taken: EISDIR/)]);
  expect(await asked()).toMatchObject({
    last: { state: "failed", bytes: null },
    lastWhole: { startedAt: "2026-11-20T02:07:00.000Z" },
    overdue: false,
  });
  await look("2026-11-21T02:22:00Z");
  expect(readdirSync(directory)).toHaveLength(2);
  clock.now = new Date("2026-11-21T05:00:00Z");
  expect((await asked()).overdue).toBe(true);
  await look("2026-11-21T05:07:00Z");
  expect(readdirSync(directory)).toContain("rungs-2026-11-21T050700Z.backup");
  expect(await asked()).toMatchObject({ last: { state: "whole" }, overdue: false });
});

test("a server that ends while it takes a backup leaves nothing of it, and what one that died left goes the next day", async () => {
  const { look, asked, directory } = await served();
  await expect(look("2026-11-20T02:07:00Z", AbortSignal.abort())).rejects.toThrow("aborted");
  expect(readdirSync(directory)).toEqual([]);
  expect((await asked()).last).toMatchObject({ state: "failed" });

  const left = join(directory, "rungs-2026-11-19T020700Z.backup.part");
  writeFileSync(left, "RUNGS BACKUP\n");
  const then = new Date("2026-11-19T02:08:00Z").getTime() / 1000;
  utimesSync(left, then, then);
  await look("2026-11-20T12:00:00Z");
  expect(readdirSync(directory)).toEqual(["rungs-2026-11-20T120000Z.backup"]);
});

test("a backup of which nobody wrote down the end is running, and after some hours broken off", async () => {
  const { database, asked, clock } = await served();
  const began = clock.now;
  await database.accounts
    .insertInto("backup")
    .values({ backup_id: "019ab000-0000-7000-8000-000000000001", kind: "by-hand", started_at: began, file_name: "x", encrypted: false })
    .execute();
  expect((await asked()).last).toMatchObject({ state: "running", kind: "by-hand", finishedAt: null });
  clock.now = new Date(began.getTime() + 7 * HOUR);
  expect((await asked()).last).toMatchObject({ state: "broken-off" });
});
