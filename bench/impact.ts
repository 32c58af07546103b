// Impact of a publication on 10,000 people, against reading their ratings once through the same driver. Run: node bench/impact.ts
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { v7 } from "uuid";
import { scope } from "../src/core/access/policy.ts";
import { classify } from "../src/core/framework/carry.ts";
import { Framework, type FrameworkDocument } from "../src/core/framework/document.ts";
import { startEmbedded } from "../src/db/embedded.ts";
import { impactOf } from "../src/db/impact.ts";
import { migrate } from "../src/db/migrate.ts";
import { open } from "../src/db/open.ts";
import { publish } from "../src/db/publishing.ts";
import { statement } from "../src/db/statement.ts";

const PEOPLE = Number(process.env["PEOPLE"] ?? 10_000);
const EXPECTATIONS = 30;
const CYCLES = 2;

const ladder: FrameworkDocument = {
  rungs: "framework@1",
  id: "ladder",
  kind: "ladder",
  title: "Ladder",
  scale: [1, 2, 3, 4].map((value) => ({ value, label: `Point ${value}` })),
  domains: [{ id: "work", title: "Work" }],
  competencies: Array.from({ length: EXPECTATIONS }, (_, index) => ({ id: `c${index}`, domain: "work", title: `Competency ${index}` })),
  tracks: [{ id: "core", title: "Core" }],
  levels: ["one", "two"].map((id, rank) => ({
    id,
    rank,
    track: "core",
    title: id,
    expectations: Array.from({ length: EXPECTATIONS }, (_, index) => ({
      id: `${id}-${index}`,
      competency: `c${index}`,
      target: 3,
      markers: [`Does ${index}.`],
    })),
  })),
};
const before = Framework.parse(ladder);
const after: Framework = {
  ...before,
  levels: before.levels.map((level) => ({
    ...level,
    expectations: level.expectations.map((each, index) =>
      index === 0 ? { ...each, markers: ["Does it otherwise."] } : index === 1 ? { ...each, target: 4 } : each,
    ),
  })),
};

const directory = mkdtempSync(join(tmpdir(), "rungs-bench-"));
const embedded = await startEmbedded({ directory, settings: { fsync: "off", synchronous_commit: "off", max_wal_size: "4GB" } });
try {
  await migrate(embedded.address.owner);
  const database = open(embedded.address);
  const orgId = v7();
  const { frameworkId } = await database.transaction(orgId, async (tx) => {
    await tx.insertInto("organisation").values({ org_id: orgId, slug: "bench", name: "Bench" }).execute();
    return publish(tx, orgId, { content: ladder, by: null, reason: null, effectiveOn: "2020-01-01", now: new Date("2020-01-01"), id: v7 });
  });
  await seed(frameworkId, orgId);

  const everybody = scope({
    kind: "person",
    orgId,
    personId: orgId,
    accountId: orgId,
    scopes: null,
    grants: [{ role: "people-partner", framework: null, teams: null }],
  });
  const about = { frameworkId, slug: "ladder", today: "2026-11-21", now: new Date("2026-11-21"), scope: everybody, orgId };
  const readOnce = statement(`
    select review.person_id, rating.expectation_id, rating.answer, rating.value, rating.rated_on
      from rungs.review
      join rungs.cycle on cycle.org_id = review.org_id and cycle.cycle_id = review.cycle_id
      join rungs.assessment on assessment.org_id = review.org_id and assessment.review_id = review.review_id
      join rungs.rating on rating.org_id = assessment.org_id and rating.assessment_id = assessment.assessment_id
     where review.framework_id = $1 and cycle.released_at is not null and assessment.state = 'submitted'`);

  const time = async <T>(work: () => Promise<T>): Promise<[ms: number, result: T]> => {
    const start = performance.now();
    const result = await work();
    return [performance.now() - start, result];
  };
  const rounds: { reading: number; impact: number }[] = [];
  for (let round = 0; round < 5; round += 1) {
    const [reading, rows] = await time(() => database.transaction(orgId, (tx) => readOnce(tx, frameworkId)));
    const [impact, found] = await time(() =>
      database.transaction(orgId, (tx) => impactOf(tx, about, { content: after, version: 2 }, classify(before, after))),
    );
    if (rows.length !== PEOPLE * CYCLES * EXPECTATIONS || found.touched.length !== PEOPLE)
      throw new Error(`${rows.length} ratings, ${found.touched.length} touched.`);
    rounds.push({ reading, impact });
  }
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const reading = middle(rounds.map((round) => round.reading));
  const impact = middle(rounds.map((round) => round.impact));
  process.stdout.write(
    `${PEOPLE} people, ${PEOPLE * CYCLES * EXPECTATIONS} ratings: read once ${reading.toFixed(0)} ms, impact ${impact.toFixed(0)} ms, ratio ${(impact / reading).toFixed(2)} (bar 2)\n`,
  );
  await database.close();
} finally {
  await embedded.stop();
  rmSync(directory, { recursive: true, force: true });
}

/** Everybody at level one, rated against it by a manager in each cycle. Written behind the server's back: it is not what is measured. */
async function seed(framework: string, orgId: string): Promise<void> {
  const client = new pg.Client(embedded.superuser("rungs"));
  await client.connect();
  await client.query(`
    create temp table p as select gen_random_uuid() as id, n from generate_series(1, ${PEOPLE}) as n;
    insert into rungs.person (org_id, person_id, employee_number, name) select '${orgId}', id, n::text, 'Person ' || n from p;
    insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on) select '${orgId}', gen_random_uuid(), id, '${framework}', 1, 'one', '2021-01-01' from p;
    create temp table c as select gen_random_uuid() as id, n from generate_series(1, ${CYCLES}) as n;
    insert into rungs.cycle (org_id, cycle_id, title, state, released_at) select '${orgId}', id, 'Cycle ' || n, 'released', '2026-01-01'::timestamptz + n * interval '3 months' from c;
    create temp table r as select gen_random_uuid() as id, gen_random_uuid() as a, p.id as person, c.id as cycle, c.n from p, c;
    insert into rungs.review (org_id, review_id, cycle_id, person_id, framework_id, version, level_id, target_level_ids) select '${orgId}', id, cycle, person, '${framework}', 1, 'one', '{one}' from r;
    insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state, submitted_at) select '${orgId}', a, id, person, 'manager', 'submitted', '2025-12-31'::timestamptz + n * interval '3 months' from r;
    insert into rungs.rating (org_id, rating_id, assessment_id, level_id, expectation_id, answer, value, rated_on)
      select '${orgId}', gen_random_uuid(), a, 'one', 'one-' || e, 'rated', 1 + (hashtext(a::text || e) & 3), '2025-12-31'::date + n * 90 from r, generate_series(0, ${EXPECTATIONS - 1}) as e;
    analyze`);
  await client.end();
}
