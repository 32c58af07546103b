import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { freshDatabase } from "../../test/setup/database.ts";

const { database } = await freshDatabase();

const organisation = (orgId: string, name = "Alder House") =>
  database.transaction(orgId, (tx) => tx.insertInto("organisation").values({ org_id: orgId, slug: name.toLowerCase(), name }).execute());

test("what one organisation writes, another neither sees nor counts", async () => {
  const [ours, theirs] = [randomUUID(), randomUUID()];
  await organisation(ours);
  const seen = (orgId: string) => database.transaction(orgId, (tx) => tx.selectFrom("organisation").select("name").execute());
  expect(await seen(ours)).toEqual([{ name: "Alder House" }]);
  expect(await seen(theirs)).toEqual([]);
});

test("dates are plain text, instants are Dates, counts and shares are numbers", async () => {
  const orgId = randomUUID();
  await organisation(orgId);
  const row = await database.transaction(orgId, async (tx) => {
    await tx
      .insertInto("person")
      .values({
        org_id: orgId,
        person_id: randomUUID(),
        employee_number: "7",
        name: "Ana Lima",
        started_on: "2026-03-29",
        employment_share: 0.625,
      })
      .execute();
    return tx
      .selectFrom("person")
      .select((eb) => [
        "started_on",
        "created_at",
        "employment_share",
        eb.fn.countAll<number>().over().as("many"),
        sql<string[]>`array[started_on]`.as("days"),
      ])
      .executeTakeFirstOrThrow();
  });
  expect(row).toEqual({ started_on: "2026-03-29", created_at: expect.any(Date), employment_share: 0.625, many: 1, days: ["2026-03-29"] });
});
