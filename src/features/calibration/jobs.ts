import { v7 } from "uuid";
import type { Job } from "../../http/job.ts";
import { releaseDue } from "./store.ts";

export const calibrationJobs: readonly Job[] = [
  {
    // A release whose transaction did not end is not there, and is done at the next look.
    name: "cycles.release",
    each: "organisation",
    every: "* * * * *",
    handle: ({ database, orgId, now, record }) =>
      database.transaction(orgId, async (tx) => {
        for (const { cycle, by, people } of await releaseDue(tx, orgId, now)) {
          const details = { cycle, people, scheduledBy: by };
          await record(tx, { actor: "system", action: "cycle.release", subjectId: null, details, requestId: v7(), address: "" });
        }
      }),
  },
];
