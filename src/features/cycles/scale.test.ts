import { expect, test } from "vitest";
import { statement } from "../../db/statement.ts";
import { bakery, values } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";

/*
 * Two thousand people in one cycle: nothing of it takes more statements than for two, and everything is there at the end.
 */
const PEOPLE = 2000;
const w = await world();
const house = await w.organisation();
const ruth = await house.person("Ruth");
await house.grant(ruth, "people-partner");
await house.publish(values);
await house.publish(bakery);

const crowd = [
  `insert into rungs.team (org_id, team_id, name) select rungs.current_org(), gen_random_uuid(), 'Team ' || n from generate_series(1, 40) as n`,
  `insert into rungs.person (org_id, person_id, employee_number, name, team_id)
   select rungs.current_org(), gen_random_uuid(), 'p' || n, 'Person ' || lpad(n::text, 5, '0'),
          (select team_id from rungs.team where name = 'Team ' || (1 + n % 40))
     from generate_series(1, ${PEOPLE}) as n`,
  // Everybody reports to one of the first hundred, and these to Ruth.
  `insert into rungs.reporting_line (org_id, reporting_line_id, person_id, manager_id, from_on)
   select rungs.current_org(), gen_random_uuid(), person.person_id,
          case when substr(person.employee_number, 2)::int <= 100 then $1::uuid
               else (select boss.person_id from rungs.person as boss where boss.employee_number = 'p' || (1 + substr(person.employee_number, 2)::int % 100)) end,
          '2020-01-01'
     from rungs.person where person.employee_number like 'p%'`,
  `insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
   select rungs.current_org(), gen_random_uuid(), person_id, framework.framework_id, 1, 'head-baker', '2020-01-01'
     from rungs.person, rungs.framework where employee_number like 'p%' and framework.slug = 'bakery'`,
];
await house.within(async (tx) => {
  for (const text of crowd) await (text.includes("$1") ? statement(text)(tx, ruth.personId) : statement(text)(tx));
});

/** Every manager's form is sent in, with a rating for each expectation. */
const answered = [
  `insert into rungs.rating (org_id, rating_id, assessment_id, level_id, expectation_id, answer, value, rated_on)
   select rungs.current_org(), gen_random_uuid(), assessment.assessment_id, expectation.level_id, expectation.expectation_id, 'rated',
          1 + abs(hashtext(assessment.assessment_id::text || expectation.expectation_id)) % 4, '2026-11-21'
     from rungs.assessment
     join rungs.review on review.review_id = assessment.review_id
     join rungs.expectation on expectation.framework_id = review.framework_id and expectation.version = review.version
      and expectation.level_id = any(review.target_level_ids)
    where assessment.kind = 'manager'`,
  `update rungs.assessment set state = 'submitted', submitted_at = now() where kind = 'manager'`,
];

test("a cycle of two thousand is looked through, launched, followed, calibrated and released within a bounded number of statements", async () => {
  const partner = await w.as(ruth);
  const { id: cycleId } = await partner("POST", "/cycles", {
    title: "Everybody",
    setup: { who: { frameworks: ["bakery"] }, asks: "current" },
  });
  const within = async <T>(most: number, work: () => Promise<T>): Promise<T> => {
    const { result, texts } = await statements(work);
    expect(texts.length, texts.map((text) => text.trim().slice(0, 60)).join("\n")).toBeLessThanOrEqual(most);
    return result;
  };
  // With the door's own: who asks, the lock, the cycle, and where the reply is kept.
  const found = await within(6, () => partner("GET", "/cycles/:cycleId/preflight", { cycleId }));
  expect(found).toMatchObject({ considered: PEOPLE, ready: PEOPLE, assessments: 2 * PEOPLE, raters: PEOPLE + 1, stopping: 0 });
  const launched = await within(14, () => partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 }));
  expect(launched).toMatchObject({ participants: PEOPLE, reviews: PEOPLE, assessments: 2 * PEOPLE });

  const board = await within(5, () => partner("GET", "/cycles/:cycleId/progress", { cycleId }));
  expect(board).toMatchObject({ people: PEOPLE, notStarted: PEOPLE });
  expect([board.units.length, board.managers.length]).toEqual([40, 101]);
  const page = await within(5, () => partner("GET", "/cycles/:cycleId/participants", { cycleId, limit: 200, q: "person 0" }));
  expect(page.items).toHaveLength(200);

  await house.within(async (tx) => {
    for (const text of answered) await statement(text)(tx);
  });
  const nudged = await within(9, () => partner("POST", "/cycles/:cycleId/nudge", { cycleId }));
  expect(nudged).toEqual({ raters: PEOPLE, reviews: PEOPLE });
  await partner("POST", "/cycles/:cycleId/calibrate", { cycleId });
  for (const by of ["manager", "level", "ladder", "unit"] as const) {
    const spread = await within(6, () => partner("GET", "/cycles/:cycleId/calibration", { cycleId, by }));
    expect(spread.rows.reduce((sum, row) => sum + row.ratings, 0)).toBe(4 * PEOPLE);
  }
  await within(6, () => partner("GET", "/cycles/:cycleId/calibration/cases", { cycleId, ladder: "bakery@1", level: "head-baker" }));
  const released = await within(16, () => partner("POST", "/cycles/:cycleId/release", { cycleId }));
  expect(released).toMatchObject({ state: "released", reports: PEOPLE });
}, 120_000);
