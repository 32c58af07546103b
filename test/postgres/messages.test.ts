import { type ChildProcess, spawn } from "node:child_process";
import { v7 } from "uuid";
import { expect, onTestFinished, test } from "vitest";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { open, type Address } from "../../src/db/open.ts";
import { enqueueAll } from "../../src/db/outbox.ts";
import { sendHeld } from "../../src/features/messages/store.ts";
import { scratch, until } from "../setup/scratch.ts";
import { smtpServer } from "../setup/smtp.ts";

/** A server's jobs alone, in a process of their own that can be killed. */
const program = (address: Address, smtp: string | null) => `
  const [{ open }, { startJobs }, { mailBy }, { record }] = await Promise.all([
    "db/open.ts", "server/jobs.ts", "server/mail.ts", "features/audit/store.ts",
  ].map((file) => import(new URL(file, ${JSON.stringify(new URL("../../src/", import.meta.url).href)}).href)));
  const address = ${JSON.stringify(address)};
  const smtp = ${JSON.stringify(smtp)};
  const mail = smtp === null ? null : await mailBy({ smtp, from: "rungs@alder.example" });
  const running = await startJobs({ address, database: open(address), mail, links: () => "https://alder.example", record, say: console.error });
  process.on("SIGTERM", async () => { await running.stop(); process.exit(0); });
  process.stdout.write("up\\n");`;

async function furnished() {
  const embedded = await startEmbedded({ directory: scratch(), settings: { fsync: "off" } });
  onTestFinished(() => embedded.stop());
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  onTestFinished(() => database.close());
  const orgId = v7();
  const personId = v7();
  await database.transaction(orgId, async (tx) => {
    await tx.insertInto("organisation").values({ org_id: orgId, slug: "alder", name: "Alder House" }).execute();
    await tx
      .insertInto("person")
      .values({ org_id: orgId, person_id: personId, employee_number: "1", name: "Kit Cedar", email: "kit@alder.example" })
      .execute();
  });
  const userId = v7();
  await database.accounts.insertInto("user").values({ id: userId, name: "Kit Cedar", email: "kit@alder.example" }).execute();
  await database.accounts.insertInto("membership").values({ user_id: userId, org_id: orgId, person_id: personId }).execute();
  const states = () => database.transaction(orgId, (tx) => tx.selectFrom("message").select(["message_id", "state", "data"]).execute());
  const write = (count: number) =>
    database.transaction(orgId, (tx) =>
      enqueueAll(
        tx,
        Array.from({ length: count }, (_, at) => ({
          template: "password-reset" as const,
          personId,
          data: { name: "Kit Cedar", token: `secret-${at}`, minutes: 30 },
          dedupeKey: `reset ${at}`,
        })),
      ),
    );
  async function worker(smtp: string | null): Promise<ChildProcess> {
    const child = spawn(process.execPath, ["--input-type=module", "-e", program(embedded.address, smtp)], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { PATH: process.env["PATH"] ?? "" },
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    await new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
    return child;
  }
  return { database, orgId, states, write, worker };
}

const ended = (child: ChildProcess) => new Promise<number | null>((resolve) => child.once("close", resolve));

test("a server killed while it sends sends nothing twice: the one message in its hands is shown as unsure, the rest goes out", async () => {
  const { states, write, worker, database, orgId } = await furnished();
  const smtp = await smtpServer();
  const held = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  smtp.onMessage = async () => {
    if (smtp.arrived.length !== 5) return;
    // The mail server has the sixth whole, and its answer never reaches whoever sent it.
    reached.resolve();
    await held.promise;
  };
  await write(20);
  const first = await worker(smtp.url);
  await reached.promise;
  first.kill("SIGKILL");
  await ended(first);
  held.resolve();
  await until("the mail server to be done with the sixth", () => smtp.arrived.length === 6);

  const second = await worker(smtp.url);
  await until("the others", async () => (await states()).filter(({ state }) => state === "sent").length === 19, 30_000);
  // As after the five minutes in which the dead server might still have been at it.
  await database.transaction(orgId, (tx) =>
    tx
      .updateTable("message")
      .set({ lease_until: new Date(0) })
      .where("state", "=", "sending")
      .execute(),
  );
  await write(21);
  await until("the lost one to be told", async () => (await states()).some(({ state }) => state === "unsure"), 30_000);
  await until("the last", async () => (await states()).filter(({ state }) => state === "sent").length === 20, 30_000);
  second.kill("SIGTERM");
  expect(await ended(second)).toBe(0);

  const ids = smtp.arrived.map(({ raw }) => /^Message-ID: <([^@]+)@/m.exec(raw)?.[1]);
  expect(ids).toHaveLength(21);
  expect(new Set(ids).size).toBe(21);
  // What has gone keeps nothing that opens anything.
  const sent = (await states()).filter(({ state }) => state === "sent");
  expect(JSON.stringify(sent)).not.toContain("secret-");
});

test("without a mail server messages are held for a person, and go out when there is one and somebody says so", async () => {
  const { states, write, worker, database, orgId } = await furnished();
  await write(2);
  const without = await worker(null);
  await until("them to be held", async () => (await states()).every(({ state }) => state === "held"));
  without.kill("SIGTERM");
  expect(await ended(without)).toBe(0);

  const smtp = await smtpServer();
  await worker(smtp.url);
  await write(3);
  await until("the new one", async () => (await states()).some(({ state }) => state === "sent"));
  expect((await states()).map(({ state }) => state).toSorted()).toEqual(["held", "held", "sent"]);
  await database.transaction(orgId, sendHeld);
  await until("the others", () => smtp.arrived.length === 3);
});
