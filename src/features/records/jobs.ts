import { daysBetween } from "../../core/gap/dates.ts";
import { reminderDays, reminderDue } from "../../core/records/expiry.ts";
import { enqueueAll, type Outgoing } from "../../db/outbox.ts";
import { runningOut } from "../../db/records-expiring.ts";
import type { Job } from "../../http/job.ts";
import type { Tx } from "../../http/route.ts";
import { dateIn } from "../../http/today.ts";

/** Written in one statement. */
const BATCH = 500;

const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Tells who holds what runs out, each of 60, 30 and 7 days before it once; in the last week their manager too. */
async function remind(tx: Tx, today: string): Promise<void> {
  const messages: Outgoing[] = [];
  for (const { id, title, expires, personId, name, managerId } of await runningOut(tx, today, reminderDays[0])) {
    const days = daysBetween(today, expires);
    const due = reminderDue(days);
    if (due === null) continue;
    const dedupeKey = `record ${id} ${expires} ${due}`;
    const on = words.format(new Date(expires));
    const path = `/people/${personId}`;
    messages.push({ template: "record-expiring", data: { title, on, days, path }, dedupeKey, personId });
    if (due === reminderDays.at(-1) && managerId !== null)
      messages.push({
        template: "record-expiring-report",
        data: { name, title, on, path },
        dedupeKey: `${dedupeKey} manager`,
        personId: managerId,
      });
  }
  for (let from = 0; from < messages.length; from += BATCH) await enqueueAll(tx, messages.slice(from, from + BATCH));
}

export const recordJobs: readonly Job[] = [
  {
    // Each reminder has a key of its own, so a look too many says nothing twice.
    name: "records.remind",
    each: "organisation",
    every: "23 6 * * *",
    handle: ({ database, orgId, now }) =>
      database.transaction(orgId, async (tx) => {
        const { time_zone } = await tx.selectFrom("organisation").select("time_zone").executeTakeFirstOrThrow();
        await remind(tx, dateIn(time_zone, now));
      }),
  },
];
