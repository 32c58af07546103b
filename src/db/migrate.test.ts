import pg from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "../../test/setup/database.ts";
import { migrate, pending } from "./migrate.ts";

/** A migrated database whose record of migrations somebody has changed. */
async function recordChanged(text: string): Promise<pg.ClientConfig> {
  const { address } = await freshDatabase();
  const client = new pg.Client(address.owner);
  await client.connect();
  await client.query(text);
  await client.end();
  return address.owner;
}

test("a database that is up to date is left alone", async () => {
  const { address } = await freshDatabase();
  expect(await pending(address.owner)).toEqual([]);
  expect(await migrate(address.owner)).toEqual([]);
});

test("a database made by a newer Rungs is refused, by migration and by the look at what is pending", async () => {
  const owner = await recordChanged("insert into rungs_meta.migration (name, hash) values ('9999_future', '')");
  await expect(migrate(owner)).rejects.toThrow("made by a newer Rungs (it has migration 9999_future)");
  await expect(pending(owner)).rejects.toThrow("made by a newer Rungs");
});

test("a migration that was edited after it ran is refused by name", async () => {
  const owner = await recordChanged("update rungs_meta.migration set hash = 'other' where name = '0001_foundation'");
  await expect(migrate(owner)).rejects.toThrow("Migration 0001_foundation has changed since this database had it.");
});

test("a migration slipped in before one that ran is refused by name", async () => {
  const owner = await recordChanged("delete from rungs_meta.migration where name = '0001_foundation'");
  await expect(migrate(owner)).rejects.toThrow("This database never had migration 0001_foundation, but has the later");
});
