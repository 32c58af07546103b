import { v7 } from "uuid";
import { kindsToday } from "../../core/cycle/reminders.ts";
import { remind, runningCycles } from "../../db/cycle-reminders.ts";
import { settingsIn } from "../../db/settings.ts";
import type { Job } from "../../http/job.ts";
import { dateIn } from "../../http/today.ts";

/** The hour, by the organisation's clock, from which on the day's reminders go out. */
const HOUR = 8;

const hourIn = (timeZone: string, now: Date) =>
  Number(new Intl.DateTimeFormat("en-GB", { hour: "2-digit", hourCycle: "h23", timeZone }).format(now));

export const participantJobs: readonly Job[] = [
  {
    // Each rater hears once a day at most, so a look too many says nothing twice.
    name: "cycles.remind",
    each: "organisation",
    every: "7 * * * *",
    handle: ({ database, orgId, now }) =>
      database.transaction(orgId, async (tx) => {
        const { workingWeek } = await settingsIn(tx);
        for (const { cycleId, title, timeZone, setup } of await runningCycles(tx)) {
          if (hourIn(timeZone, now) < HOUR) continue;
          const today = dateIn(timeZone, now);
          for (const kind of kindsToday(setup, today, workingWeek.days))
            await remind(tx, { cycleId, title }, today, { kind, reviews: null }, { by: null, now, id: v7 });
        }
      }),
  },
];
