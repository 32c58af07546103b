import { forgetUnused } from "../../db/attachments.ts";
import type { Job } from "../../http/job.ts";

export const attachmentJobs: readonly Job[] = [
  {
    // What an erasure, or a write that failed half way, left without anything that refers to it.
    name: "attachments.forget",
    each: "organisation",
    every: "47 * * * *",
    handle: async ({ database, vault, orgId }) => {
      if (vault) await database.transaction(orgId, (tx) => forgetUnused(tx, vault, orgId));
    },
  },
];
