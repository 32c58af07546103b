import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the socket of this run's PostgreSQL. */
    socket: string;
  }
}

/** One PostgreSQL per run, with a migrated database that `freshDatabase()` copies. It forgets at a power cut, and is fast. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join("/tmp", "rungs-test-"));
  const embedded = await startEmbedded({
    directory,
    settings: { fsync: "off", full_page_writes: "off", synchronous_commit: "off", max_connections: "200" },
  });
  await migrate(embedded.address.owner);
  const client = new pg.Client(embedded.superuser("postgres"));
  await client.connect();
  await client.query("alter database rungs with is_template true allow_connections false");
  await client.end();
  project.provide("socket", embedded.superuser("postgres").host ?? "");
  return async () => {
    await embedded.stop();
    await rm(directory, { recursive: true, force: true });
  };
}
