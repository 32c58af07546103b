import pg from "pg";
import { PgBoss } from "pg-boss";
import type { Address, Database } from "../db/open.ts";
import { accountJobs } from "../features/accounts/jobs.ts";
import { attachmentJobs } from "../features/attachments/jobs.ts";
import { auditJobs } from "../features/audit/jobs.ts";
import { calibrationJobs } from "../features/calibration/jobs.ts";
import { goalJobs } from "../features/goals/jobs.ts";
import { messageJobs } from "../features/messages/jobs.ts";
import { privacyJobs } from "../features/privacy/jobs.ts";
import { participantJobs } from "../features/participants/jobs.ts";
import { recordJobs } from "../features/records/jobs.ts";
import type { Job, Work } from "../http/job.ts";

/** Everything that Rungs does by itself. */
export const jobs: readonly Job[] = [
  ...messageJobs,
  ...participantJobs,
  ...calibrationJobs,
  ...accountJobs,
  ...auditJobs,
  ...privacyJobs,
  ...attachmentJobs,
  ...recordJobs,
  ...goalJobs,
];

/** Of the ten seconds that ending may take, in ms. */
const FOR_JOBS = 4000;

/** Seconds between two looks: for what somebody waits for, and for what has its hour. */
const PROMPT = 2;
const CALM = 20;

export type Running = {
  /** No job is begun any more; resolves when those under way have ended, or were given up after four seconds. */
  stop: () => Promise<void>;
};

type Given = Omit<Work, "now" | "stopping"> & { address: Address; clock?: () => Date; say: (text: string) => void };

/**
 * Starts doing jobs, and what was left undone by a server that died. Any number of servers may on one database.
 *
 * @param list tests put their own here.
 */
export async function startJobs({ address, clock = () => new Date(), say, ...given }: Given, list = jobs): Promise<Running> {
  const ending = new AbortController();
  const pool = new pg.Pool({ ...address.jobs, application_name: "rungs jobs", max: 2, idleTimeoutMillis: 30_000 });
  pool.on("error", () => {}); // a connection that died while nobody used it
  const boss = new PgBoss({
    schema: "jobs",
    // The schema is made with our own migrations, and its role may change nothing of it.
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    warningQueueSize: 100_000,
    db: { executeSql: (text, values) => pool.query(text, values) },
  });
  let told = "";
  boss.on("error", (error) => {
    // A database that is away is told once, not at every look.
    if (!ending.signal.aborted && error.message !== told) say(`A job could not be done: ${error.message}`);
    told = error.message;
  });
  try {
    await boss.start();
    for (const job of list) await take(boss, job, { ...given, stopping: ending.signal }, clock);
  } catch (error) {
    await boss.stop({ graceful: false, close: false });
    await pool.end();
    throw error;
  }
  return {
    stop: async () => {
      ending.abort();
      await boss.stop({ graceful: true, timeout: FOR_JOBS, close: false });
      await pool.end();
    },
  };
}

type Payload = { orgId?: string } | null;

async function take(boss: PgBoss, job: Job, work: Omit<Work, "now">, clock: () => Date): Promise<void> {
  // Asked for by transactions, which must not wait for one another: they may leave several behind. Else one waits at a time.
  const policy = job.asked === true ? "standard" : "short";
  const queue = {
    policy,
    retryLimit: 3,
    retryDelay: 30,
    retryBackoff: true,
    expireInSeconds: (job.longest ?? 600_000) / 1000,
    deleteAfterSeconds: 3600,
  } as const;
  await boss.createQueue(job.name, queue);
  await boss.schedule(job.name, job.every);
  // What a server that died had taken, or what was asked for before there was one, need not wait for the hour.
  if (job.asked === true) await boss.send(job.name);
  const seconds = job.asked === true ? PROMPT : CALM;
  await boss.work<Payload>(job.name, { batchSize: 50, pollingIntervalSeconds: seconds }, async (batch) => {
    if (job.each === "installation") return job.handle({ ...work, now: clock() });
    const named = new Set(batch.flatMap(({ data }) => data?.orgId ?? []));
    // Its hour has come: once for every organisation.
    const everybody = batch.some(({ data }) => data?.orgId === undefined);
    const failures: unknown[] = [];
    for (const orgId of everybody ? await organisations(work.database) : named) {
      if (work.stopping.aborted) throw new Error("The server ends; the rest is done by the next.");
      // What fails for one organisation must not be missing for the others.
      await job.handle({ ...work, orgId, now: clock() }).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
    return undefined;
  });
}

/** Those in which anybody can sign in. Nobody may list organisations in schema rungs: each is visible to itself alone. */
async function organisations({ accounts }: Database): Promise<string[]> {
  const rows = await accounts.selectFrom("membership").select("org_id").distinct().orderBy("org_id").execute();
  return rows.map(({ org_id }) => org_id);
}
