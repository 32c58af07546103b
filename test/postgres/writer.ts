// Run by crash.test.ts as a process of its own: starts PostgreSQL on the directory given, writes for ever through the
// server's own pool, and prints a line for each write that was acknowledged: its number, and that of PostgreSQL's process.
import { randomUUID } from "node:crypto";
import { v7 } from "uuid";
import { Problem } from "../../src/core/problem.ts";
import { startEmbedded } from "../../src/db/embedded.ts";
import { migrate } from "../../src/db/migrate.ts";
import { open } from "../../src/db/open.ts";

const [directory = "", organisation = ""] = process.argv.slice(2);
const embedded = await startEmbedded({ directory });
await migrate(embedded.address.owner);
const database = open(embedded.address);

const there = await database.transaction(organisation, async (tx) => {
  await tx
    .insertInto("organisation")
    .values({ org_id: organisation, slug: "kept", name: "Kept" })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return tx.selectFrom("audit").select("action").execute();
});
let number = Math.max(0, ...there.map(({ action }) => Number(action)));
process.stdout.write(`ready ${number} ${embedded.pid()}\n`);

for (;;) {
  number += 1;
  const many = number;
  try {
    // Two tables in one transaction: half of it must never be found.
    await database.transaction(organisation, async (tx) => {
      await tx
        .insertInto("audit")
        .values({ org_id: organisation, audit_id: v7(), actor_kind: "system", action: String(many) })
        .execute();
      await tx
        .insertInto("team")
        .values({ org_id: organisation, team_id: randomUUID(), name: String(many) })
        .execute();
    });
    process.stdout.write(`kept ${many} ${embedded.pid()}\n`);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== "unavailable") throw error;
  }
}
