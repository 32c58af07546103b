import { reminderDays, reminderDue } from "../../core/plan/action.ts";
import { enqueueAll, type Outgoing } from "../../db/outbox.ts";
import { actionsDue } from "../../db/plan-due.ts";
import type { Job } from "../../http/job.ts";
import type { Tx } from "../../http/route.ts";
import { dateIn } from "../../http/today.ts";

/** Written in one statement. */
const BATCH = 500;
/** Of one message; the plan says the rest. */
const MOST_NAMED = 20;

const words = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** Tells whoever owns actions that are due within a week, and on their day: once for each day on which any is due. */
async function remind(tx: Tx, today: string): Promise<void> {
  const due = await actionsDue(tx, today, reminderDays[0]);
  const groups = Map.groupBy(due, ({ ownerId, dueOn }) => `${ownerId} ${dueOn}`);
  const messages = [...groups].flatMap(([key, actions]): Outgoing[] => {
    const [first] = actions;
    const days = first === undefined ? null : reminderDue(today, first.dueOn);
    if (first === undefined || days === null) return [];
    const one = actions.every(({ personId }) => personId === first.personId);
    const named = actions.slice(0, MOST_NAMED).map(({ title, person, personId, ownerId }) => ({
      title: personId === ownerId ? title : `${title} (${person})`,
      path: `/people/${personId}/plan`,
    }));
    const path = one ? `/people/${first.personId}/plan` : "/";
    return [
      {
        template: "actions-due",
        data: { days, on: words.format(new Date(first.dueOn)), count: actions.length, actions: named, path },
        dedupeKey: `actions-due ${key} ${days}`,
        personId: first.ownerId,
      },
    ];
  });
  for (let from = 0; from < messages.length; from += BATCH) await enqueueAll(tx, messages.slice(from, from + BATCH));
}

export const goalJobs: readonly Job[] = [
  {
    // Each reminder has a key of its own, so a look too many says nothing twice.
    name: "actions.remind",
    each: "organisation",
    every: "41 6 * * *",
    handle: ({ database, orgId, now }) =>
      database.transaction(orgId, async (tx) => {
        const { time_zone } = await tx.selectFrom("organisation").select("time_zone").executeTakeFirstOrThrow();
        await remind(tx, dateIn(time_zone, now));
      }),
  },
];
