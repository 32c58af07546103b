import { v7 } from "uuid";
import { forgetOld, leaversDue } from "../../db/retention.ts";
import { settingsIn } from "../../db/settings.ts";
import type { Job, Work } from "../../http/job.ts";
import type { Tx } from "../../http/route.ts";
import { dateIn } from "../../http/today.ts";
import { erase, subject } from "./store.ts";

/** People erased in one go; the next hour goes on. */
const MOST = 200;

/** What is older than the organisation keeps it goes, each kind with an entry in the log; leavers one transaction each. */
async function forget({ database, orgId, record, now, stopping }: Work & { orgId: string }): Promise<void> {
  const write = (tx: Tx, action: string, subjectId: string | null, details: Record<string, string | number>) =>
    record(tx, { actor: "system", action, subjectId, details, requestId: v7(), address: "" });
  const leavers = await database.transaction(orgId, async (tx) => {
    const { retention } = await settingsIn(tx);
    const today = await todayIn(tx, now);
    for (const gone of await forgetOld(tx, retention, today)) await write(tx, "retention.run", null, gone);
    return leaversDue(tx, retention, today, MOST);
  });
  for (const personId of leavers) {
    if (stopping.aborted) return;
    await database.transaction(orgId, async (tx) => {
      const today = await todayIn(tx, now);
      await erase(tx, database.accounts, await subject(tx, personId, today), today);
      await write(tx, "person.erase", personId, { because: "retention" });
    });
  }
}

async function todayIn(tx: Tx, now: Date): Promise<string> {
  const { time_zone } = await tx.selectFrom("organisation").select("time_zone").executeTakeFirstOrThrow();
  return dateIn(time_zone, now);
}

export const privacyJobs: readonly Job[] = [{ name: "privacy.forget", each: "organisation", every: "37 * * * *", handle: forget }];
