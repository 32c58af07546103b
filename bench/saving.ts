// Saving ratings at concurrency 32 through the door, against a bare client that replays the same statements. Run: node bench/saving.ts
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { v7 } from "uuid";
import type { FrameworkDocument } from "../src/core/framework/document.ts";
import { startEmbedded } from "../src/db/embedded.ts";
import { migrate } from "../src/db/migrate.ts";
import { open } from "../src/db/open.ts";
import { publish } from "../src/db/publishing.ts";
import { makeKey } from "../src/features/accounts/store.ts";
import { buildApp } from "../src/server/app.ts";

const CONCURRENCY = 32;
const SECONDS = Number(process.env["SECONDS"] ?? 4);
const ROUNDS = 3;
const EXPECTATIONS = 30;

const ladder: FrameworkDocument = {
  rungs: "framework@1",
  id: "ladder",
  kind: "ladder",
  title: "Ladder",
  scale: [1, 2, 3, 4].map((value) => ({ value, label: `Point ${value}` })),
  domains: [{ id: "work", title: "Work" }],
  competencies: Array.from({ length: EXPECTATIONS }, (_, index) => ({ id: `c${index}`, domain: "work", title: `Competency ${index}` })),
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "one",
      rank: 1,
      track: "core",
      title: "One",
      expectations: Array.from({ length: EXPECTATIONS }, (_, index) => ({ id: `e${index}`, competency: `c${index}`, target: 3 })),
    },
  ],
};

const uuids = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const idsIn = (trace: readonly Sent[]): Set<string> =>
  new Set(trace.flatMap(({ values }) => values.flatMap((value) => (typeof value === "string" ? (value.match(uuids) ?? []) : []))));

/** One statement as the door sent it: on which connection, and with what. */
type Sent = { role: string; text: string; name: string | undefined; values: unknown[] };
type Rater = { key: string; reviewId: string; assessmentId: string; standing: Map<string, string>; at: number };

// Where the database's own user can read it.
const directory = mkdtempSync(join(tmpdir(), "rungs-bench-"));
chmodSync(directory, 0o755);
const embedded = await startEmbedded({ directory: join(directory, "data"), settings: { max_connections: "150" } });
try {
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  const wide = { burst: 1e9, perSecond: 1e9 };
  const app = buildApp({
    database,
    secret: "a secret of the bench, long enough to sign with",
    version: "0.0.0",
    limits: { member: wide, stranger: wide, signIn: { address: wide, accountFromAddress: wide, account: wide, device: wide } },
  });
  const raters = await seed();

  await save(raters[0]);
  const before = await watched(() => save(raters[0]));
  const sent = await watched(() => save(raters[0]));
  const known = idsIn(before);
  const fresh = [...idsIn(sent)].filter((id) => !known.has(id));
  const statements = sent.filter(({ text }) => !/^(begin|commit|rollback)/i.test(text)).length;
  const rates: { door: number; bare: number }[] = [];
  await forSeconds(1, (worker) => save(raters[worker]));
  for (let round = 0; round < ROUNDS; round += 1)
    rates.push({ bare: await replayed(sent), door: await forSeconds(SECONDS, (worker) => save(raters[worker])) });
  const best = (which: "door" | "bare") => Math.max(...rates.map((each) => each[which]));
  process.stdout.write(
    `${CONCURRENCY} raters at once: ${best("door").toFixed(0)} saves a second through the door, ${best("bare").toFixed(0)} by a bare client with the same ${statements} statements (best of ${ROUNDS})\n` +
      `ratio ${(best("door") / best("bare")).toFixed(2)} (bar 0.50)\n`,
  );
  await database.close();

  /** What the driver is asked meanwhile, by listening in on it. */
  async function watched(work: () => Promise<void>): Promise<Sent[]> {
    const trace: Sent[] = [];
    // The driver's own method, whose many overloads all begin with what is asked.
    const query = Reflect.get(pg.Client.prototype, "query") as (...args: unknown[]) => unknown;
    const listening = function (this: pg.Client, ...args: unknown[]): unknown {
      const [asked] = args as [string | { text: string; name?: string; values?: unknown[] }];
      const role = this.user === "rungs_accounts" ? "accounts" : "server";
      const { text, name, values = [] } = typeof asked === "string" ? { text: asked } : asked;
      trace.push({ role, text, name, values });
      return Reflect.apply(query, this, args);
    };
    Object.assign(pg.Client.prototype, { query: listening });
    try {
      await work();
    } finally {
      Object.assign(pg.Client.prototype, { query });
    }
    return trace;
  }

  /** One answer, over the one before it. */
  async function save(rater: Rater | undefined): Promise<void> {
    if (rater === undefined) throw new Error("There is a rater for each worker.");
    const expectation = `e${rater.at % EXPECTATIONS}`;
    const clientId = v7();
    rater.at += 1;
    const response = await app.request(`/api/v1/reviews/${rater.reviewId}/assessments/${rater.assessmentId}`, {
      method: "PATCH",
      headers: { authorization: rater.key, "content-type": "application/json" },
      body: JSON.stringify({
        answers: [{ clientId, expectation, answer: "rated", value: 1 + (rater.at % 4), basedOn: rater.standing.get(expectation) ?? null }],
      }),
    });
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
    rater.standing.set(expectation, clientId);
  }

  /** @returns how often a second each of the workers together did it. */
  async function forSeconds(seconds: number, work: (worker: number) => Promise<void>): Promise<number> {
    const started = performance.now();
    const until = started + seconds * 1000;
    let done = 0;
    await Promise.all(
      Array.from({ length: CONCURRENCY }, async (_, worker) => {
        while (performance.now() < until) {
          await work(worker);
          done += 1;
        }
      }),
    );
    return (done * 1000) / (performance.now() - started);
  }

  /** The same statements, prepared and in the same transactions, on connections of the same roles; ids that were new are new each time. */
  async function replayed(trace: readonly Sent[]): Promise<number> {
    const addresses: Record<string, pg.ClientConfig> = { server: embedded.address.server, accounts: embedded.address.accounts };
    const clients = await Promise.all(
      Array.from({ length: CONCURRENCY }, async () => {
        const own = Object.fromEntries(Object.entries(addresses).map(([role, address]) => [role, new pg.Client(address)]));
        // What fails is said where it is asked.
        for (const client of Object.values(own)) client.on("error", () => {});
        await Promise.all(Object.values(own).map((client) => client.connect()));
        return own;
      }),
    );
    try {
      return await forSeconds(SECONDS, async (worker) => {
        // Each worker has a form of its own: the lock that a save holds on it is waited for by nobody else.
        const [first, mine] = [raters[0], raters[worker]];
        const ids = new Map(fresh.map((id) => [id, v7()]));
        if (first !== undefined && mine !== undefined) ids.set(first.assessmentId, mine.assessmentId).set(first.reviewId, mine.reviewId);
        const again = (value: unknown): unknown => (typeof value === "string" ? value.replaceAll(uuids, (id) => ids.get(id) ?? id) : value);
        for (const { role, text, name, values } of trace) {
          const client = clients[worker]?.[role];
          await client?.query(name === undefined ? { text } : { name, text, values: values.map(again) });
        }
      });
    } finally {
      await Promise.all(clients.flatMap((own) => Object.values(own).map((client) => client.end())));
    }
  }

  /** A cycle that is open, with a rater for each worker. */
  async function seed(): Promise<Rater[]> {
    const orgId = v7();
    const cycleId = v7();
    const made: Rater[] = [];
    await database.transaction(orgId, async (tx) => {
      await tx.insertInto("organisation").values({ org_id: orgId, slug: "bench", name: "Bench" }).execute();
      const { frameworkId } = await publish(tx, orgId, {
        content: ladder,
        by: null,
        reason: null,
        effectiveOn: "2020-01-01",
        now: new Date("2020-01-01"),
        id: v7,
      });
      await tx.insertInto("cycle").values({ org_id: orgId, cycle_id: cycleId, title: "Spring", state: "open", setup: "{}" }).execute();
      for (let index = 0; index < CONCURRENCY; index += 1) {
        const [person, reviewId, assessmentId] = [v7(), v7(), v7()];
        await tx
          .insertInto("person")
          .values({ org_id: orgId, person_id: person, employee_number: String(index), name: `Person ${index}` })
          .execute();
        await tx
          .insertInto("review")
          .values({
            org_id: orgId,
            review_id: reviewId,
            cycle_id: cycleId,
            person_id: person,
            framework_id: frameworkId,
            version: 1,
            level_id: "one",
            target_level_ids: ["one"],
          })
          .execute();
        await tx
          .insertInto("assessment")
          .values({ org_id: orgId, assessment_id: assessmentId, review_id: reviewId, rater_id: person, kind: "self", state: "not-started" })
          .execute();
        made.push({ key: person, reviewId, assessmentId, standing: new Map(), at: 0 });
      }
    });
    for (const rater of made) {
      const accountId = v7();
      await database.accounts
        .insertInto("user")
        .values({ id: accountId, name: "Rater", email: `${accountId}@example.org` })
        .execute();
      await database.accounts.insertInto("membership").values({ user_id: accountId, org_id: orgId, person_id: rater.key }).execute();
      const { key } = await makeKey(
        database.accounts,
        { orgId, personId: rater.key, accountId },
        { name: "Bench", scopes: ["read", "write"], expiresAt: new Date("2100-01-01") },
        new Date(),
      );
      rater.key = `Bearer ${key}`;
    }
    return made;
  }
} finally {
  await embedded.stop();
  rmSync(directory, { recursive: true, force: true });
}
