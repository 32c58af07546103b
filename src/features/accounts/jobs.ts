import type { Job } from "../../http/job.ts";

/** How long a session that has run out is kept, for the list of sessions to show when it ended. */
const DAY = 86_400_000;

/** What has run out is no way in any more; it only takes room. */
export const accountJobs: readonly Job[] = [
  {
    name: "accounts.clear",
    each: "installation",
    every: "17 * * * *",
    handle: async ({ database: { accounts }, now }) => {
      const before = new Date(now.getTime() - DAY);
      await accounts.deleteFrom("session").where("expires_at", "<", before).execute();
      await accounts.deleteFrom("verification").where("expires_at", "<", before).execute();
      await accounts.deleteFrom("mailed_link").where("expires_at", "<", before).execute();
      await accounts.deleteFrom("spent_challenge").where("expires_at", "<", before).execute();
    },
  },
  {
    name: "accounts.forget-replies",
    each: "organisation",
    every: "27 * * * *",
    handle: ({ database, orgId, now }) =>
      database.transaction(orgId, async (tx) => {
        await tx
          .deleteFrom("idempotency")
          .where("at", "<", new Date(now.getTime() - DAY))
          .execute();
      }),
  },
];
