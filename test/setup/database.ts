import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type Address, type Database, open, socketAddress } from "../../src/db/open.ts";

export type FreshDatabase = {
  /** As the server has it. */
  database: Database;
  address: Address;
  /** The way in of the superuser, whom row-level security does not bind: to look behind the server's back. */
  superuser: pg.ClientConfig;
};

/** @returns a migrated, empty database of this test file's own, closed when the file is done. Takes some tens of milliseconds. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const socket = inject("socket");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  const client = new pg.Client({ host: socket, port: 5432, user: "postgres", database: "postgres" });
  await client.connect();
  await client.query(`create database ${name} template rungs strategy file_copy`);
  await client.end();
  const address = socketAddress(socket, name);
  const database = open(address);
  afterAll(() => database.close());
  return { database, address, superuser: { host: socket, port: 5432, user: "postgres", database: name } };
}
