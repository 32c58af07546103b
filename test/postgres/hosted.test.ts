import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { describe, expect, onTestFinished, test } from "vitest";
import { completed, packaged } from "../../src/db/binaries.ts";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate, MigrationError } from "../../src/db/migrate.ts";
import { addressOf, open, type Address } from "../../src/db/open.ts";
import { unprivileged } from "../../src/db/user.ts";
import { scratch } from "../setup/scratch.ts";

// The oldest PostgreSQL that Rungs runs on, and the one it brings: as somebody else's server, where we are no superuser.
const floor = await completed(packaged(`postgres-15-${process.platform}-${process.arch}`), await unprivileged("/nowhere"));

describe.each([
  { version: "15", bin: floor.bin },
  { version: "18", bin: undefined },
])("on a hosted PostgreSQL $version", ({ version, bin }) => {
  /** A server that has never heard of Rungs, with an empty database of an ordinary login. `enter` is what its operator can. */
  async function hosted(rights: "createrole" | "nocreaterole"): Promise<{ address: Address; enter: (text: string) => Promise<unknown[]> }> {
    const server = await startEmbedded({ directory: scratch(), bin, settings: { fsync: "off" } });
    const client = new pg.Client(server.superuser("postgres"));
    await client.connect();
    onTestFinished(async () => {
      await client.end();
      await server.stop();
    });
    const enter = async (text: string) => (await client.query<Record<string, unknown>>(text)).rows;
    await enter("drop owned by rungs_server, rungs_accounts, rungs_jobs");
    await enter(`drop role rungs_server, rungs_accounts, rungs_jobs; alter role rungs_owner inherit ${rights}`);
    return { address: addressOf(`postgres://rungs_owner@/rungs?host=${server.superuser("").host}`), enter };
  }

  test("an ordinary login that may create roles is enough to set up and to serve", async () => {
    const { address, enter } = await hosted("createrole");
    expect((await migrate(address.owner))[0]).toBe("0001_foundation");
    expect(await migrate(address.owner)).toEqual([]);
    const [found] = await enter("show server_version");
    expect(found).toEqual({ server_version: expect.stringMatching(`^${version}\\.`) });

    const database = open(address);
    onTestFinished(() => database.close());
    await database.ping();
    const orgId = randomUUID();
    const seen = await database.transaction(orgId, async (tx) => {
      await tx.insertInto("organisation").values({ org_id: orgId, slug: "alder", name: "Alder House" }).execute();
      return (await sql`select current_user, name from organisation`.execute(tx)).rows;
    });
    expect(seen).toEqual([{ current_user: "rungs_server", name: "Alder House" }]);
    expect(await database.accounts.selectFrom("membership").select("user_id").execute()).toEqual([]);
  });

  test("the connections of the server stay its own: resetting the role changes nothing, and the owner sees no organisation either", async () => {
    const { address } = await hosted("createrole");
    await migrate(address.owner);
    const client = new pg.Client(address.server);
    await client.connect();
    const orgId = randomUUID();
    await client.query(
      `begin; set local rungs.org = '${orgId}'; insert into organisation (org_id, slug, name) values ('${orgId}', 'alder', 'Alder House'); commit`,
    );
    await client.query("reset role");
    expect((await client.query("select current_user as me")).rows).toEqual([{ me: "rungs_server" }]);
    await client.end();

    const owner = new pg.Client(address.owner);
    await owner.connect();
    expect((await owner.query("select * from rungs.organisation")).rows).toEqual([]);
    await owner.end();
  });

  test("a login that may not create roles is told what to ask for, and that is enough", async () => {
    const { address, enter } = await hosted("nocreaterole");
    const told = await migrate(address.owner).catch((error: unknown) => error);
    expect(told).toBeInstanceOf(MigrationError);
    const [, ...lines] = String(told).split("\n");
    for (const line of lines) await enter(line);
    await migrate(address.owner);
    const database = open(address);
    onTestFinished(() => database.close());
    await database.ping();
  });

  test("servers that start at the same moment migrate once", async () => {
    const { address } = await hosted("createrole");
    const applied = await Promise.all([migrate(address.owner), migrate(address.owner), migrate(address.owner)]);
    expect(applied.flat().toSorted()).toEqual([...new Set(applied.flat())].toSorted());
    expect(applied.flat()).toContain("0001_foundation");
  });

  test("a role that can bypass row-level security is not worked with", async () => {
    const { address, enter } = await hosted("createrole");
    await enter("create role rungs_server bypassrls");
    await expect(migrate(address.owner)).rejects.toThrow("The role rungs_server may bypass row-level security.");
  });
});
