import { sql } from "kysely";
import pg from "pg";
import { v7 } from "uuid";
import { expect, test } from "vitest";
import { world, type Organisation } from "../../../test/world.ts";
import { sealNew } from "../../db/audit-chain.ts";
import { record } from "./store.ts";

const { as, organisation, superuser } = await world();

/** An organisation with an auditor, whose log has three seals of three entries, and one entry that is not sealed yet. */
async function sealed(name: string) {
  const house = await organisation(name);
  const [lee, kit] = [await house.person("Lee Elder"), await house.person("Kit Cedar")];
  await house.grant(lee, "auditor");
  const write = (action: string, address = "203.0.113.7") =>
    house.within((tx) =>
      record(tx, {
        actor: { kind: "person", personId: kit.personId },
        action,
        subjectId: kit.personId,
        details: { of: action },
        requestId: v7(),
        address,
      }),
    );
  for (const batch of [1, 2, 3]) {
    for (const at of [1, 2, 3]) await write(`step.${batch}.${at}`);
    expect(await house.within((tx) => sealNew(tx, house.orgId))).toBe(3);
  }
  expect(await house.within((tx) => sealNew(tx, house.orgId))).toBe(0);
  await write("step.4.1");
  const api = await as(lee);
  return { house, kit, write, verify: (asked: { expect?: string } = {}) => api("GET", "/audit/verification", asked), api };
}

/** As somebody who has the whole database in their hands. */
async function behindTheBack(house: Organisation, text: string, ...values: unknown[]): Promise<number> {
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    return (await client.query(text.replaceAll("%org", `'${house.orgId}'`), values)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}
const idOf = (house: Organisation, action: string) =>
  house.within(
    async (tx) => (await tx.selectFrom("audit").select("audit_id").where("action", "=", action).executeTakeFirstOrThrow()).audit_id,
  );

test("a log that nobody touched is whole, and says what is not sealed yet and what to note as its head", async () => {
  const { verify, api } = await sealed("Alder House");
  const found = await verify();
  expect(found).toMatchObject({
    whole: true,
    sealed: 9,
    seals: 3,
    unsealed: 1,
    faults: [],
    head: { seal: 3, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(await verify({ expect: found.head?.hash ?? "" })).toMatchObject({ whole: true });
  const { items } = await api("GET", "/audit", {});
  expect(items.map(({ action, seal }) => [action, seal]).slice(0, 2)).toEqual([
    ["step.4.1", null],
    ["step.3.3", 3],
  ]);
});

test("an entry changed, taken away, exchanged with another or put in later is found and named", async () => {
  const ways: [string, string, RegExp][] = [
    ["update rungs.audit set action = 'nothing' where org_id = %org and audit_id = $1", "entry-changed", /says something else/],
    ["update rungs.audit set details = '{}' where org_id = %org and audit_id = $1", "entry-changed", /says something else/],
    ["update rungs.audit set at = at - interval '1 second' where org_id = %org and audit_id = $1", "entry-changed", /says something else/],
    ["update rungs.audit set address = '198.51.100.1' where org_id = %org and audit_id = $1", "address-changed", /is another/],
    ["update rungs.audit set address = null where org_id = %org and audit_id = $1", "address-changed", /is another/],
    ["delete from rungs.audit where org_id = %org and audit_id = $1", "entry-removed", /has been taken away/],
  ];
  for (const [index, [text, code, message]] of ways.entries()) {
    const { house, verify } = await sealed(`Changed ${index}`);
    const id = await idOf(house, "step.2.2");
    expect(await behindTheBack(house, text, id)).toBe(1);
    expect(await verify()).toMatchObject({
      whole: false,
      faultCount: 1,
      faults: [{ code, seal: 2, entry: id, message: expect.stringMatching(message) }],
    });
  }
  const { house, verify } = await sealed("Exchanged");
  const [one, two] = [await idOf(house, "step.1.1"), await idOf(house, "step.3.3")];
  await behindTheBack(
    house,
    `update rungs.audit as mine set action = other.action, details = other.details, at = other.at from rungs.audit as other
      where mine.org_id = %org and other.org_id = %org and mine.audit_id = any($1) and other.audit_id = any($1) and mine.audit_id <> other.audit_id`,
    [one, two],
  );
  expect((await verify()).faults.map(({ entry, seal }) => [entry, seal])).toEqual([
    [one, 1],
    [two, 3],
  ]);
  const inserted = v7();
  const later = await sealed("Put in");
  await behindTheBack(
    later.house,
    "insert into rungs.audit (org_id, audit_id, actor_kind, action, at) values (%org, $1, 'system', 'forged', now() - interval '1 day')",
    inserted,
  );
  expect(await later.house.within((tx) => sealNew(tx, later.house.orgId))).toBe(1);
  expect(await later.verify()).toMatchObject({ whole: false, unsealed: 0, faults: [{ code: "entry-inserted", entry: inserted }] });
});

test("seals cannot be changed, taken out or made anew unseen; whoever noted the head sees also that the end was cut off", async () => {
  const changed = await sealed("Seal changed");
  await behindTheBack(
    changed.house,
    "update rungs.audit_sealed set hash = decode(repeat('00', 32), 'hex') where org_id = %org and seal = 2 and position = 1",
  );
  expect((await changed.verify()).faults.map(({ code, seal }) => [code, seal])).toEqual([
    ["entry-changed", 2],
    ["seal-changed", 2],
  ]);
  const gone = await sealed("Seal gone");
  await behindTheBack(gone.house, "delete from rungs.audit_sealed where org_id = %org and seal = 2");
  await behindTheBack(gone.house, "delete from rungs.audit_seal where org_id = %org and seal = 2");
  expect((await gone.verify()).faults).toContainEqual({ code: "seal-removed", seal: 3, entry: null, message: "Seal 2 is gone." });

  const cut = await sealed("Cut off");
  const { head } = await cut.verify();
  for (const table of ["audit_sealed", "audit_seal"])
    await behindTheBack(cut.house, `delete from rungs.${table} where org_id = %org and seal = 3`);
  await behindTheBack(cut.house, "delete from rungs.audit where org_id = %org and (action like 'step.3%' or action like 'step.4%')");
  expect(await cut.verify()).toMatchObject({ whole: true, seals: 2 });
  expect(await cut.verify({ expect: head?.hash ?? "" })).toMatchObject({ whole: false, faults: [{ code: "head-missing" }] });
});

test("two servers that seal at once make one chain, and very many entries make several seals of it", async () => {
  const house = await organisation("Two servers");
  const lee = await house.person("Lee Elder");
  await house.grant(lee, "auditor");
  await behindTheBack(
    house,
    `insert into rungs.audit (org_id, audit_id, actor_kind, action, at, address)
     select %org, gen_random_uuid(), 'system', 'many', now() - make_interval(secs => n), '203.0.113.7' from generate_series(1, 4500) as n`,
  );
  const twice = async () => {
    let [count, sealedNow] = [0, 0];
    do {
      sealedNow = await house.within((tx) => sealNew(tx, house.orgId));
      count += sealedNow;
    } while (sealedNow > 0);
    return count;
  };
  const [one, two] = await Promise.all([twice(), twice()]);
  expect(one + two).toBe(4500);
  expect(await (await as(lee))("GET", "/audit/verification", {})).toMatchObject({ whole: true, sealed: 4500, seals: 3, unsealed: 0 });
});

test("the server itself can neither change a seal nor take one away, nor take young entries or addresses", async () => {
  const { house, verify } = await sealed("By the server");
  for (const table of ["audit_seal", "audit_sealed"] as const) {
    await expect(house.within((tx) => tx.updateTable(table).set({ seal: 9 }).execute())).rejects.toThrow("permission denied");
    await expect(house.within((tx) => tx.deleteFrom(table).execute())).rejects.toThrow("permission denied");
  }

  await house.within(async (tx) => {
    const { rows } = await sql<{ n: string }>`select rungs.forget_audit_entries(now()) + rungs.forget_audit_addresses(now()) as n`.execute(
      tx,
    );
    expect(Number(rows[0]?.n)).toBe(0);
  });
  expect(await verify()).toMatchObject({ whole: true, sealed: 9, entriesForgotten: 0, addressesForgotten: 0 });
});
