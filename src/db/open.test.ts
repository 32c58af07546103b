import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { freshDatabase } from "../../test/setup/database.ts";
import { wire } from "../../test/setup/wire.ts";
import { Problem } from "../core/problem.ts";
import { type Address, open, type OpenOptions } from "./open.ts";
import type { Tables } from "./tables.gen.ts";

const { database, address } = await freshDatabase();

const organisation = async (orgId: string = randomUUID(), over = database): Promise<string> => {
  await over.transaction(orgId, (tx) =>
    tx
      .insertInto("organisation")
      .values({ org_id: orgId, slug: `o-${orgId}`, name: "Alder House" })
      .execute(),
  );
  return orgId;
};
const names = (orgId: string, over = database) => over.transaction(orgId, (tx) => tx.selectFrom("organisation").select("name").execute());

/** A pool of this test's own, over a wire that can be watched and cut. */
async function wired(options: OpenOptions = {}) {
  const watched = await wire(address.server.host ?? "");
  const through = (way: Address["server"]) => ({ ...way, host: watched.socket });
  const opened = open(
    { owner: through(address.owner), server: through(address.server), accounts: through(address.accounts), jobs: through(address.jobs) },
    options,
  );
  onTestFinished(() => opened.close());
  return { watched, opened };
}

test("what one organisation writes, another neither sees nor counts", async () => {
  const ours = await organisation();
  expect(await names(ours)).toEqual([{ name: "Alder House" }]);
  expect(await names(randomUUID())).toEqual([]);
});

test("dates are plain text, instants are Dates, counts and shares are numbers", async () => {
  const orgId = await organisation();
  const row = await database.transaction(orgId, async (tx) => {
    const person = {
      org_id: orgId,
      person_id: randomUUID(),
      employee_number: "7",
      name: "Ana Lima",
      started_on: "2026-03-29",
      employment_share: 0.625,
    };
    await tx.insertInto("person").values(person).execute();
    return tx
      .selectFrom("person")
      .select((eb) => [
        "started_on",
        "created_at",
        "employment_share",
        eb.fn.countAll<number>().over().as("many"),
        sql<string[]>`array[started_on, null]`.as("days"),
      ])
      .executeTakeFirstOrThrow();
  });
  expect(row).toEqual({
    started_on: "2026-03-29",
    created_at: expect.any(Date),
    employment_share: 0.625,
    many: 1,
    days: ["2026-03-29", null],
  });
});

test("a whole number too large to be held exactly is an error, not another number", async () => {
  await expect(database.transaction(randomUUID(), (tx) => sql`select 9007199254740993::int8`.execute(tx))).rejects.toThrow(
    "too large to be held exactly",
  );
});

test("opening a transaction and naming its organisation is one round trip, and a statement is parsed once on a connection", async () => {
  const { watched, opened } = await wired();
  const orgId = await organisation(randomUUID(), opened);
  await names(orgId, opened);
  watched.look();
  await names(orgId, opened);
  // Simple for what opens and what commits; bound, described, executed and synchronised, but not parsed, for what is asked.
  expect(watched.look()).toEqual({ client: expect.stringMatching(/^QB[^PQ]*SQ$/), server: expect.stringMatching(/^[^Z]*Z[^Z]*Z[^Z]*Z$/) });
});

test("an error inside a transaction undoes all of it", async () => {
  const orgId = await organisation();
  await expect(
    database.transaction(orgId, async (tx) => {
      await tx.updateTable("organisation").set({ name: "Birch House" }).execute();
      throw new Error("not after all");
    }),
  ).rejects.toThrow("not after all");
  expect(await names(orgId)).toEqual([{ name: "Alder House" }]);
});

test("an error that somebody swallowed does not pass for success", async () => {
  const work = database.transaction(randomUUID(), async (tx) => {
    await sql`select 1 / 0`.execute(tx).catch(() => {});
  });
  await expect(work).rejects.toMatchObject({ name: "Problem", code: "internal" });
});

test("a statement sent after its transaction has ended is refused: its connection may be somebody else's by then", async () => {
  let kept: Kysely<Tables> | undefined;
  await database.transaction(randomUUID(), async (tx) => void (kept = tx));
  await expect(kept?.selectFrom("organisation").selectAll().execute()).rejects.toThrow("after its transaction had ended");
});

test("statements that nobody waited for are over before the transaction is", async () => {
  const orgId = await organisation();
  let late: Promise<unknown> = Promise.resolve();
  await expect(
    database.transaction(orgId, async (tx) => {
      late = tx.updateTable("organisation").set({ name: "Birch House" }).execute();
      throw new Error("not after all");
    }),
  ).rejects.toThrow("not after all");
  await late.catch(() => {});
  expect(await names(orgId)).toEqual([{ name: "Alder House" }]);
});

test("an organisation's id that is none never reaches the database", async () => {
  const { watched, opened } = await wired();
  await expect(opened.transaction("'; drop schema rungs; --", async () => {})).rejects.toMatchObject({ code: "internal" });
  expect(watched.look()).toEqual({ client: "", server: "" });
});

test("connections that broke while nobody used them are not noticed", async () => {
  const { watched, opened } = await wired();
  const orgId = await organisation(randomUUID(), opened);
  await opened.ping();
  await watched.cut();
  await watched.mend();
  expect(await names(orgId, opened)).toEqual([{ name: "Alder House" }]);
  await opened.ping();
});

test("a request waits for a database that is just restarting", async () => {
  const { watched, opened } = await wired();
  const orgId = await organisation(randomUUID(), opened);
  await watched.cut();
  const asked = names(orgId, opened);
  await watched.mend();
  expect(await asked).toEqual([{ name: "Alder House" }]);
});

test("while the database is gone requests are told so, and afterwards all is well without a restart", async () => {
  const { watched, opened } = await wired({ patience: 100 });
  const orgId = await organisation(randomUUID(), opened);
  await watched.cut();
  await expect(names(orgId, opened)).rejects.toMatchObject({
    name: "Problem",
    code: "unavailable",
    message: expect.stringContaining("Nothing was changed"),
  });
  await expect(opened.accounts.selectFrom("membership").select("user_id").execute()).rejects.toMatchObject({ code: "unavailable" });
  await expect(opened.ping()).rejects.toMatchObject({ code: "unavailable" });
  await watched.mend();
  expect(await names(orgId, opened)).toEqual([{ name: "Alder House" }]);
});

test("a database that goes in the middle of a transaction leaves none of it, and one that goes while it commits is not said to have changed nothing", async () => {
  const { watched, opened } = await wired();
  const orgId = await organisation(randomUUID(), opened);
  const rename = (tx: Kysely<Tables>) => tx.updateTable("organisation").set({ name: "Birch House" }).execute();
  const broken = opened.transaction(orgId, async (tx) => {
    await rename(tx);
    await watched.cut();
    await rename(tx);
  });
  await expect(broken).rejects.toMatchObject({ code: "unavailable", message: new Problem("unavailable").message });
  await watched.mend();
  expect(await names(orgId, opened)).toEqual([{ name: "Alder House" }]);

  const unanswered = opened.transaction(orgId, async (tx) => {
    await rename(tx);
    await watched.cut();
  });
  await expect(unanswered).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("Look whether it was") });
});

test("when all connections are taken, a request waits its time and is then turned away", async () => {
  const { opened } = await wired({ server: 1, patience: 100 });
  await opened.transaction(randomUUID(), async () => {
    await expect(names(randomUUID(), opened)).rejects.toMatchObject({ code: "unavailable" });
  });
  expect(await names(randomUUID(), opened)).toEqual([]);
});

test("a statement that takes too long, and two that wait for each other, are problems with names", async () => {
  const slow = database.transaction(randomUUID(), async (tx) => {
    await sql`set local statement_timeout = 20`.execute(tx);
    await sql`select pg_sleep(10)`.execute(tx);
  });
  await expect(slow).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("took too long") });

  const [one, two] = [await organisation(), await organisation()];
  const both = { first: Promise.withResolvers<void>(), second: Promise.withResolvers<void>() };
  const lock = (id: string, tx: Kysely<Tables>) => sql`select pg_advisory_xact_lock(hashtext(${id}))`.execute(tx);
  const ends = await Promise.allSettled([
    database.transaction(one, async (tx) => {
      await lock(one, tx);
      both.first.resolve();
      await both.second.promise;
      await lock(two, tx);
    }),
    database.transaction(two, async (tx) => {
      await lock(two, tx);
      both.second.resolve();
      await both.first.promise;
      await lock(one, tx);
    }),
  ]);
  const refused = ends.filter((end) => end.status === "rejected");
  expect(refused).toEqual([{ status: "rejected", reason: expect.objectContaining({ name: "Problem", code: "conflict" }) }]);
});

test("a connection that has prepared too many different statements is replaced, so that no server's memory grows for ever", async () => {
  const { opened } = await wired({ server: 1 });
  const orgId = randomUUID();
  const prepared = () =>
    opened.transaction(
      orgId,
      async (tx) =>
        (await sql<{ many: number; pid: number }>`select count(*) as many, pg_backend_pid() as pid from pg_prepared_statements`.execute(tx))
          .rows[0],
    );
  const before = await prepared();
  for (let batch = 0; batch < 5; batch += 1) {
    await opened.transaction(orgId, async (tx) => {
      for (let n = 0; n < 100; n += 1) await sql.raw(`select ${batch * 100 + n}`).execute(tx);
    });
  }
  const after = await prepared();
  expect(after?.pid).not.toBe(before?.pid);
  expect(after?.many).toBeLessThan(400);
});
