import { strFromU8, unzipSync } from "fflate";
import pg from "pg";
import { v7 } from "uuid";
import { expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { world, type Organisation, type Person } from "../../../test/world.ts";
import { sealNew, verifyChain } from "../../db/audit-chain.ts";
import { impersonal, impersonalAccounts, personalAccountData, personalData } from "../../db/personal-data.ts";
import { ApiError } from "../../http/client.ts";
import { record } from "../audit/store.ts";
import { privacyJobs } from "./jobs.ts";

const { as, organisation, superuser, database } = await world();

async function asked<Row extends pg.QueryResultRow>(text: string, ...values: unknown[]): Promise<Row[]> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

test("every table there is says what a copy and an erasure make of it, and every copy can be read from it", async () => {
  const tables = async (schema: string) =>
    (
      await asked<{ name: string }>(
        `select relname as name from pg_class where relnamespace = $1::regnamespace and relkind in ('r', 'p') order by 1`,
        schema,
      )
    ).map(({ name }) => name);
  expect([...new Set([...personalData.map(({ table }) => table), ...Object.keys(impersonal)])].toSorted()).toEqual(await tables("rungs"));
  expect([...personalAccountData.map(({ table }) => table), ...Object.keys(impersonalAccounts)].toSorted()).toEqual(
    await tables("accounts"),
  );
  expect(personalData.filter(({ table }) => Object.hasOwn(impersonal, table))).toEqual([]);
  const names = [...personalData, ...personalAccountData].map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // Whatever goes or loses its name at an erasure has a step in the database, but for what goes with the account.
  const steps = new Set((await asked<{ name: string }>("select table_name as name from rungs_meta.erasure")).map(({ name }) => name));
  expect(personalData.filter(({ fate, table }) => fate !== "stays" && !steps.has(table)).map(({ table }) => table)).toEqual([]);
});

const MARK = "zqx";
const words = (what: string) => `${MARK} ${what}`;

/** A leaver with something of theirs in as many tables as can be filled by hand, and marks in every text that is personal. */
async function leaver(house: Organisation) {
  await house.publish(ladder("care", "Care"));
  const manager = await house.person("Mo Manager");
  const kit = await house.person(words("Kit Cedar"), { manager });
  const { orgId } = house;
  const mine = { org_id: orgId, person_id: kit.personId };
  await house.place(kit, "care/first");
  await house.rate(kit, "care/first", { "making-first": 1 }, { by: manager, self: { "making-first": 2 } });
  await house.hold(kit, "training", words("first aid"), "2026-01-01");
  await house.grant(kit, "auditor");
  const now = "2026-03-01T12:00:00Z";
  await house.within(async (tx) => {
    const review = await tx.selectFrom("review").selectAll().where("person_id", "=", kit.personId).executeTakeFirstOrThrow();
    const assessments = await tx.selectFrom("assessment").selectAll().execute();
    for (const { assessment_id } of assessments)
      await tx
        .insertInto("rating")
        .values({
          org_id: orgId,
          rating_id: v7(),
          assessment_id,
          level_id: "first",
          expectation_id: "making-first",
          answer: "rated",
          value: 2,
          rated_on: "2026-03-01",
          comment: words("comment"),
        })
        .execute();
    if (review) {
      const of = { org_id: orgId, review_id: review.review_id };
      await tx
        .insertInto("calibration")
        .values({
          ...of,
          calibration_id: v7(),
          expectation_id: "making-first",
          value: 3,
          reason: words("reason"),
          decided_by: manager.personId,
        })
        .execute();
      await tx
        .insertInto("released_report")
        .values({
          ...of,
          released_report_id: v7(),
          level_id: "first",
          on_date: "2026-03-01",
          document: JSON.stringify({ person: { name: kit.name } }),
          hash: Buffer.alloc(32),
        })
        .execute();
      await tx
        .updateTable("review")
        .set({ agreed_note: words("note"), acknowledged_comment: words("thanks") })
        .where("review_id", "=", review.review_id)
        .execute();
    }
    await tx
      .insertInto("leave")
      .values({ ...mine, leave_id: v7(), kind: "sick", from_on: "2025-01-01", to_on: "2025-02-01", reason: words("illness") })
      .execute();
    await tx
      .insertInto("share_change")
      .values({ ...mine, share_change_id: v7(), share: 0.5, from_on: "2025-01-01", reason: words("care of a child") })
      .execute();
    await tx
      .insertInto("person_act")
      .values({
        ...mine,
        person_act_id: v7(),
        kind: "edit",
        changes: JSON.stringify({ before: { name: words("Old") }, after: {} }),
        reason: words("marriage"),
        at: now,
      })
      .execute();
    await tx
      .insertInto("people_import")
      .values({
        org_id: orgId,
        people_import_id: v7(),
        file_name: "people.csv",
        on_date: "2026-01-01",
        added_ids: [],
        team_ids: [],
        left_count: 0,
        at: now,
        changes: JSON.stringify([
          { id: kit.personId, before: { name: words("Before") }, after: {} },
          { id: manager.personId, before: { name: "Mo" }, after: {} },
        ]),
      })
      .execute();
    await tx
      .insertInto("evidence")
      .values({
        ...mine,
        evidence_id: v7(),
        kind: "link",
        title: words("proof"),
        url: `https://example.org/${MARK}`,
        by: kit.personId,
        at: now,
      })
      .execute();
    await tx
      .insertInto("message")
      .values({
        ...mine,
        message_id: v7(),
        to_address: kit.email,
        template: "t",
        data: JSON.stringify({ name: kit.name }),
        dedupe_key: "1",
        state: "sent",
        body: kit.name,
      })
      .execute();
    await tx
      .insertInto("message")
      .values({
        org_id: orgId,
        person_id: manager.personId,
        message_id: v7(),
        to_address: "mo@example.org",
        template: "t",
        data: "{}",
        dedupe_key: "2",
        state: "sent",
        body: `${kit.name} has not answered`,
      })
      .execute();
    await tx
      .insertInto("notification")
      .values({
        org_id: orgId,
        person_id: manager.personId,
        notification_id: v7(),
        kind: "k",
        title: `${kit.name} is due`,
        path: "/",
        dedupe_key: "2",
      })
      .execute();
    await tx
      .insertInto("invitation")
      .values({ ...mine, invitation_id: v7(), email: kit.email, token_hash: Buffer.alloc(32), expires_at: now })
      .execute();
    await record(tx, {
      actor: { kind: "person", personId: kit.personId },
      action: "gap.read",
      subjectId: kit.personId,
      details: {},
      requestId: v7(),
      address: "203.0.113.99",
    });
    await tx
      .updateTable("person")
      .set({ location: words("Home"), left_on: "2026-03-31" })
      .where("person_id", "=", kit.personId)
      .execute();
  });
  return { kit, manager };
}

/** Every cell of every table of the organisation in which this is written, as table and column. */
async function wherever(house: Organisation, text: string): Promise<string[]> {
  const tables = await asked<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'rungs'::regnamespace and relkind in ('r', 'p')`,
  );
  const found = await Promise.all(
    tables.map(async ({ name }) =>
      (
        await asked<{ hit: boolean }>(
          `select exists (select from rungs.${name} as fact where org_id = $1 and position($2 in to_jsonb(fact)::text) > 0) as hit`,
          house.orgId,
          text,
        )
      )[0]?.hit === true
        ? [name]
        : [],
    ),
  );
  return found.flat().toSorted();
}

test("erasing a leaver takes every word of theirs and about them out of every table, and leaves figures and the log whole", async () => {
  const house = await organisation("Alder House");
  const { kit, manager } = await leaver(house);
  const rowan = await house.person("Rowan Ash");
  await house.grant(rowan, "administrator");
  await as(kit);
  const api = await as(rowan);
  await house.within((tx) => sealNew(tx, house.orgId));
  const numbers = () =>
    asked(
      `select (select count(*) from rungs.rating where org_id = $1) as ratings, (select sum(value) from rungs.rating where org_id = $1) as sum,
                  (select count(*) from rungs.placement where org_id = $1) as placements, (select count(*) from rungs.review where org_id = $1) as reviews`,
      house.orgId,
    );
  const before = await numbers();
  expect((await wherever(house, MARK)).length).toBeGreaterThan(10);

  const preview = await api("GET", "/people/:personId/erasure", { personId: kit.personId });
  expect(preview).toMatchObject({ obstacle: null, person: { name: kit.name, leftOn: "2026-03-31" } });
  expect(preview.consequences).toContainEqual({ what: "Time away from work", count: 1, fate: "goes", because: null });
  expect(preview.consequences.filter(({ fate, because }) => (fate === "goes") !== (because === null))).toEqual([]);

  const wrong = await api("POST", "/people/:personId/erasure", { personId: kit.personId, confirm: "kit" }).catch((error: unknown) => error);
  expect(wrong).toBeInstanceOf(ApiError);
  expect(wrong).toMatchObject({ status: 400, problems: [{ path: "/confirm" }] });
  expect((await wherever(house, MARK)).length).toBeGreaterThan(10);

  await api("POST", "/people/:personId/erasure", { personId: kit.personId, confirm: kit.name });
  expect(await wherever(house, MARK)).toEqual([]);
  expect(await wherever(house, kit.email)).toEqual([]);
  expect(await wherever(house, "203.0.113.99")).toEqual([]);
  expect(await numbers()).toEqual(before);
  expect(await wherever(house, `"name": "Mo"`)).toContain("people_import");
  expect(await database.accounts.selectFrom("user").select("id").where("email", "=", kit.email).execute()).toEqual([]);
  expect(await api("GET", "/people/:personId/erasure", { personId: kit.personId })).toMatchObject({
    person: { name: "A former colleague" },
    obstacle: "Their data has been erased already.",
  });
  expect(await house.within((tx) => verifyChain(tx, house.orgId, null))).toMatchObject({ whole: true, addressesForgotten: 1 });
  const { items } = await api("GET", "/audit", { about: kit.personId });
  expect(items[0]).toMatchObject({ action: "person.erase", by: { name: "Rowan Ash" }, about: { name: "A former colleague" }, details: {} });
  expect(items.some(({ action, by }) => action === "gap.read" && by?.id === kit.personId)).toBe(true);
  // A second time is the same as once.
  await api("POST", "/people/:personId/erasure", { personId: kit.personId, confirm: "" });
  expect(manager.name).toBe("Mo Manager");
});

test("nobody at work is erased", async () => {
  const house = await organisation("Beech Court");
  const rowan = await house.person("Rowan Ash");
  await house.grant(rowan, "owner");
  const kim = await house.person("Kim Fir");
  const api = await as(rowan);
  expect(await api("GET", "/people/:personId/erasure", { personId: kim.personId })).toMatchObject({
    obstacle: expect.stringContaining("still at work"),
  });
  await expect(api("POST", "/people/:personId/erasure", { personId: kim.personId, confirm: "Kim Fir" })).rejects.toMatchObject({
    status: 409,
  });
  await expect(
    house.within((tx) => tx.selectNoFrom((eb) => eb.fn("rungs.erase_person", [eb.val(kim.personId)]).as("done")).execute()),
  ).rejects.toThrow("Only who has left can be erased");
});

test("a copy of one's data is one archive, for people and for programs; an administrator's of another holds no results and says so", async () => {
  const house = await organisation("Elm Street");
  const { kit } = await leaver(house);
  await house.within((tx) => tx.updateTable("person").set({ left_on: null }).where("person_id", "=", kit.personId).execute());
  const rowan = await house.person("Rowan Ash");
  await house.grant(rowan, "administrator");
  const copy = async (of: Person, reader: Person) => {
    const { content, mediaType, name } = await (await as(reader))("GET", "/people/:personId/data", { personId: of.personId });
    expect([mediaType, name]).toEqual(["application/zip", "personal-data-2026-11-21.zip"]);
    const files = unzipSync(content as Uint8Array);
    return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, strFromU8(bytes)]));
  };
  const own = await copy(kit, kit);
  expect(Object.keys(own)).toEqual(
    expect.arrayContaining(["README.txt", "index.html", "data/person.json", "data/own-ratings.json", "data/sessions.json"]),
  );
  expect(JSON.parse(own["data/person.json"] ?? "")).toMatchObject([{ name: kit.name, email: kit.email, location: words("Home") }]);
  expect(own["index.html"]).toContain(words("illness"));
  expect(own["data/released-reports.json"]).toContain(kit.name);
  // What a manager said before release, and who else said what, are in no copy.
  expect(JSON.stringify(own)).not.toContain(words("reason"));

  const theirs = await copy(kit, rowan);
  expect(theirs["data/person.json"]).toContain(kit.email);
  for (const hidden of ["released-reports", "own-ratings", "reviews", "records", "messages", "sessions"])
    expect(theirs[`data/${hidden}.json`]).toBeUndefined();
  expect(theirs["index.html"]).toContain("Not in this copy, because whoever took it may not see it: ");
  expect(JSON.stringify(theirs)).not.toContain(words("comment"));
  const { items } = await (await as(rowan))("GET", "/audit", { action: "person.export" });
  expect(items.map(({ by, about }) => [by?.name, about?.id])).toEqual([
    ["Rowan Ash", kit.personId],
    [kit.name, kit.personId],
  ]);
  await expect(copy(kit, await house.person())).rejects.toMatchObject({ status: 403 });
});

test("retention says beforehand what will go, takes it within the hour, and the log says so and stays whole", async () => {
  const house = await organisation("Fir Lane");
  const rowan = await house.person("Rowan Ash");
  await house.grant(rowan, "administrator");
  const [kim, sal] = [await house.person("Kim Fir", { leftOn: "2024-05-01" }), await house.person("Sal Oak", { leftOn: "2026-10-01" })];
  const api = await as(rowan);
  await asked(
    `insert into rungs.audit (org_id, audit_id, actor_kind, action, at, address)
     select $1, gen_random_uuid(), 'system', 'old', now() - make_interval(months => n), '203.0.113.7' from generate_series(1, 30) as n`,
    house.orgId,
  );
  await house.within((tx) => sealNew(tx, house.orgId));
  expect(await api("GET", "/retention", { leavers: 24, auditEntries: 18, auditAddresses: 6 })).toMatchObject({
    kinds: [
      { kind: "auditEntries", count: expect.any(Number) },
      { kind: "auditAddresses", count: expect.any(Number) },
      { kind: "messages", count: 0 },
      { kind: "leavers", before: "2024-11-21", count: 1 },
    ],
    leavers: [{ id: kim.personId, name: "Kim Fir", leftOn: "2024-05-01" }],
  });
  await api("PATCH", "/settings", { settings: { retention: { leavers: 24, auditEntries: 18, auditAddresses: 6 } } });
  const [forget] = privacyJobs;
  if (forget?.each !== "organisation") throw new Error("The job is gone.");
  const work = {
    database,
    record,
    mail: null,
    links: () => "",
    now: new Date("2026-11-21T12:00:00Z"),
    stopping: new AbortController().signal,
    orgId: house.orgId,
  };
  await forget.handle(work);
  await forget.handle(work);
  expect(await wherever(house, "Kim Fir")).toEqual([]);
  expect(await wherever(house, "Sal Oak")).toContain("person");
  expect(sal.name).toBe("Sal Oak");
  const verified = await api("GET", "/audit/verification", {});
  expect(verified).toMatchObject({ whole: true, faults: [], entriesForgotten: expect.any(Number) });
  expect(verified.entriesForgotten).toBeGreaterThan(8);
  expect(verified.addressesForgotten).toBeGreaterThan(8);
  const { items } = await api("GET", "/audit", { action: "retention.run" });
  expect(items.map(({ details }) => String(details["kind"])).toSorted()).toEqual(["audit-addresses", "audit-entries"]);
  expect((await api("GET", "/audit", { action: "person.erase" })).items).toMatchObject([
    { kind: "system", details: { because: "retention" } },
  ]);
});
