import { sealNew } from "../../db/audit-chain.ts";
import type { Job } from "../../http/job.ts";

/** Every entry is sealed within about a minute of its commit. A batch a transaction, so that none takes long. */
export const auditJobs: readonly Job[] = [
  {
    name: "audit.seal",
    each: "organisation",
    every: "* * * * *",
    handle: async ({ database, orgId, stopping }) => {
      let sealed: number;
      do sealed = await database.transaction(orgId, (tx) => sealNew(tx, orgId));
      while (sealed > 0 && !stopping.aborted);
    },
  },
];
