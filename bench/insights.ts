// Insights over 10,000 people × 30 expectations through the door, against the same SQL on the same connection's terms. Run: node bench/insights.ts
import { mkdtempSync, rmSync } from "node:fs";
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

const PEOPLE = Number(process.env["PEOPLE"] ?? 10_000);
const EXPECTATIONS = 30;
const LEVELS = 6;
const CYCLES = 2;
const ROUNDS = 5;

const ladder: FrameworkDocument = {
  rungs: "framework@1",
  id: "ladder",
  kind: "ladder",
  title: "Ladder",
  scale: [1, 2, 3, 4].map((value) => ({ value, label: `Point ${value}` })),
  domains: [{ id: "work", title: "Work" }],
  competencies: Array.from({ length: EXPECTATIONS }, (_, index) => ({ id: `c${index}`, domain: "work", title: `Competency ${index}` })),
  tracks: [{ id: "core", title: "Core" }],
  levels: Array.from({ length: LEVELS }, (_, rank) => ({
    id: `l${rank}`,
    rank,
    track: "core",
    title: `Level ${rank}`,
    expectations: Array.from({ length: EXPECTATIONS }, (__, index) => ({
      id: `l${rank}-${index}`,
      competency: `c${index}`,
      target: 3,
      markers: [`Does ${index} at ${rank}.`],
    })),
  })),
};

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const directory = mkdtempSync(join(tmpdir(), "rungs-bench-"));
const embedded = await startEmbedded({ directory, settings: { fsync: "off", synchronous_commit: "off", max_wal_size: "4GB" } });
try {
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  const app = buildApp({ database, secret: "a secret of the bench, long enough to sign with", version: "0.0.0" });
  const orgId = v7();
  const { frameworkId } = await database.transaction(orgId, async (tx) => {
    await tx.insertInto("organisation").values({ org_id: orgId, slug: "bench", name: "Bench" }).execute();
    return publish(tx, orgId, { content: ladder, by: null, reason: null, effectiveOn: "2020-01-01", now: new Date("2020-01-01"), id: v7 });
  });
  const superuser = new pg.Client(embedded.superuser("rungs"));
  // Connections that are still open when the database stops say so, and nobody is waiting for them.
  superuser.on("error", () => {});
  await superuser.connect();
  await seed(superuser, frameworkId, orgId);
  const key = await partner(orgId);
  const reader = new pg.Client({ ...embedded.address.server });
  reader.on("error", () => {});
  await reader.connect();
  await reader.query(`select set_config('rungs.org', '${orgId}', false)`);

  const paths = process.env["FIGURES"]?.split(",") ?? ["levels", "time-in-level", "gaps", "gaps?against=next", "bench", "barriers", "cpd"];
  for (const path of paths) {
    // The statements of one request, with what they were given, to be asked again without anything around them.
    const asked = await listening(() => get(path));
    const rounds: { route: number; sql: number }[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const route = await timed(() => get(path));
      const sql = await timed(async () => {
        await reader.query("begin");
        for (const each of asked) await reader.query(each);
        await reader.query("commit");
      });
      rounds.push({ route, sql });
    }
    const [route, sql] = [middle(rounds.map((each) => each.route)), middle(rounds.map((each) => each.sql))];
    process.stdout.write(
      `${PEOPLE} people: /insights/${path} ${route.toFixed(0)} ms, its SQL ${sql.toFixed(0)} ms (${asked.length} statements), ratio ${(route / sql).toFixed(2)} (bar 1.3)\n`,
    );
  }
  await reader.end();
  await superuser.end();
  await database.close();

  async function get(path: string): Promise<void> {
    const response = await app.request(`/api/v1/insights/${path}`, { headers: { authorization: `Bearer ${key}` } });
    const text = await response.text();
    if (!response.ok) throw new Error(text.slice(0, 500));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await embedded.stop();
  rmSync(directory, { recursive: true, force: true });
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

type Asked = { name: string; text: string; values: unknown[] };

/** What the driver is asked meanwhile, but for who is asking and the audit row. */
async function listening(work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = [];
  // The driver's own method, whose many overloads all begin with what is asked.
  const query = Reflect.get(pg.Client.prototype, "query") as (...args: unknown[]) => unknown;
  const listener = function (this: pg.Client, ...args: unknown[]): unknown {
    const first = args[0] as Partial<Asked> | string | undefined;
    if (typeof first === "object" && first.name !== undefined && first.text !== undefined)
      asked.push({ name: first.name, text: first.text, values: [...(first.values ?? [])] });
    return Reflect.apply(query, this, args);
  };
  Object.assign(pg.Client.prototype, { query: listener });
  await work();
  Object.assign(pg.Client.prototype, { query });
  return asked.filter(({ text }) => /rungs\.|enable_nestloop/.test(text) && !/accounts\.|role_grant|insert into/.test(text));
}

/** @returns the key of a people partner of everybody. */
async function partner(orgId: string): Promise<string> {
  const database = open(embedded.address);
  const [personId, accountId] = [v7(), v7()];
  await database.transaction(orgId, async (tx) => {
    await tx.insertInto("person").values({ org_id: orgId, person_id: personId, employee_number: "P", name: "Rowan Ash" }).execute();
    await tx.insertInto("role_grant").values({ org_id: orgId, role_grant_id: v7(), person_id: personId, role: "people-partner" }).execute();
  });
  await database.accounts
    .insertInto("user")
    .values({ id: accountId, name: "Rowan Ash", email: `${accountId}@example.org` })
    .execute();
  await database.accounts.insertInto("membership").values({ user_id: accountId, org_id: orgId, person_id: personId }).execute();
  const { key } = await makeKey(
    database.accounts,
    { orgId, personId, accountId },
    { name: "Bench", scopes: ["read"], expiresAt: new Date("2100-01-01") },
    new Date(),
  );
  await database.close();
  return key;
}

/** Everybody on a level, below somebody and in a team, rated in each cycle against their own level and the next. Written behind the server's back: it is not what is measured. */
async function seed(client: pg.Client, framework: string, orgId: string): Promise<void> {
  await client.query(`
    create temp table t as select gen_random_uuid() as id, n from generate_series(1, 200) as n;
    insert into rungs.team (org_id, team_id, name) select '${orgId}', id, 'Team ' || n from t;
    create temp table p as select gen_random_uuid() as id, n, n % ${LEVELS - 1} as level from generate_series(1, ${PEOPLE}) as n;
    insert into rungs.person (org_id, person_id, employee_number, name, team_id)
      select '${orgId}', p.id, p.n::text, 'Person ' || p.n, t.id from p join t on t.n = 1 + p.n % 200;
    insert into rungs.reporting_line (org_id, reporting_line_id, person_id, manager_id, from_on)
      select '${orgId}', gen_random_uuid(), p.id, above.id, '2021-01-01' from p join p as above on above.n = p.n / 8;
    insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
      select '${orgId}', gen_random_uuid(), id, '${framework}', 1, 'l' || level, '2021-01-01'::date + n % 900 from p;
    insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
      select '${orgId}', gen_random_uuid(), id, '${framework}', 1, 'l' || (level - 1), '2019-01-01'::date + n % 300 from p where level > 0;
    create temp table c as select gen_random_uuid() as id, n from generate_series(1, ${CYCLES}) as n;
    insert into rungs.cycle (org_id, cycle_id, title, state, released_at)
      select '${orgId}', id, 'Cycle ' || n, 'released', '2026-01-01'::timestamptz + n * interval '3 months' from c;
    create temp table r as select gen_random_uuid() as id, gen_random_uuid() as a, p.id as person, p.level, c.id as cycle, c.n from p, c;
    insert into rungs.review (org_id, review_id, cycle_id, person_id, framework_id, version, level_id, target_level_ids)
      select '${orgId}', id, cycle, person, '${framework}', 1, 'l' || level, array['l' || (level + 1)] from r;
    insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state, submitted_at)
      select '${orgId}', a, id, person, 'manager', 'submitted', '2025-12-31'::timestamptz + n * interval '3 months' from r;
    insert into rungs.rating (org_id, rating_id, assessment_id, level_id, expectation_id, answer, value, rated_on)
      select '${orgId}', gen_random_uuid(), a, 'l' || at, 'l' || at || '-' || e, 'rated', 1 + (hashtext(a::text || e) & 3), '2025-12-31'::date + n * 90
        from r, lateral (values (case when n = 1 then level else level + 1 end)) as asked (at), generate_series(0, ${EXPECTATIONS - 1}) as e;
    insert into rungs.barrier (org_id, barrier_id, person_id, kind, raised_on, raised_by, raised_at)
      select '${orgId}', gen_random_uuid(), id, (array['funding', 'no-vacancy', 'shift-pattern', 'access'])[1 + n % 4], '2026-01-01'::date + n % 300, id, now()
        from p where n % 10 = 0;
    insert into rungs.cpd_entry (org_id, cpd_entry_id, person_id, kind, title, minutes, done_on, recorded_by, recorded_at)
      select '${orgId}', gen_random_uuid(), id, (array['course', 'reading', 'mentoring'])[1 + e % 3], 'Entry ' || e, 30 * (1 + (n + e) % 8), '2026-01-15'::date + e * 20, id, now()
        from p, generate_series(1, 12) as e where n % 3 > 0;
    analyze`);
}
