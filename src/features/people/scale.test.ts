import { describe, expect, test } from "vitest";
import { statement } from "../../db/statement.ts";
import { bakery, values } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";

/** An id of the number: each table has its own. */
const id = (number: string) => `('00000000-0000-4000-8000-' || lpad((${number})::text, 12, '0'))::uuid`;

/** Each takes how many people there are, and those that name a second value the one at the top. */
const crowd: readonly (readonly [text: string, ...more: string[]])[] = [
  [
    `insert into rungs.team (org_id, team_id, name)
     select rungs.current_org(), ${id("n")}, 'Team ' || n from generate_series(0, $1::int / 40) as n`,
  ],
  [
    `insert into rungs.person (org_id, person_id, employee_number, name, email, team_id)
     select rungs.current_org(), ${id("n")}, 'N' || n, 'Person ' || lpad(n::text, 6, '0'), 'p' || n || '@example.org',
            ${id("n / 40")}
       from generate_series(1, $1::int) as n`,
  ],
  [
    `insert into rungs.reporting_line (org_id, reporting_line_id, person_id, manager_id, from_on)
     select rungs.current_org(), ${id("n")}, ${id("n")},
            case when n <= 8 then $2::uuid else ${id("(n - 1) / 8")} end, '2020-01-01'
       from generate_series(1, $1::int) as n`,
    "top",
  ],
  [
    `insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
     select rungs.current_org(), ${id("n")}, ${id("n")}, framework.framework_id, 1, 'head-baker', '2021-01-01'
       from generate_series(1, $1::int) as n, rungs.framework where framework.slug = 'bakery'`,
  ],
];

/** An organisation of so many, eight reports to each manager, forty to a team, all on a ladder. */
async function organisation(size: number) {
  const w = await world();
  const house = await w.organisation();
  await house.publish(values);
  await house.publish(bakery);
  const chief = await house.person("Aaa Chief");
  await house.grant(chief, "administrator");
  await house.within(async (tx) => {
    for (const [text, ...more] of crowd) await statement(text)(tx, size, ...more.map(() => chief.personId));
  });
  return { chief, api: await w.as(chief) };
}

/** What each answers, measured: statements, rows sent, bytes. */
async function measured(size: number) {
  const { chief, api } = await organisation(size);
  const middle = (await api("GET", "/people", { q: "Person 000100" })).items[0]?.id ?? "";
  const asks = {
    "the directory": () => api("GET", "/people", {}),
    "two hundred at a time, by level": () => api("GET", "/people", { sort: "level", limit: 200 }),
    "somebody by part of their name": () => api("GET", "/people", { q: `0${size - 1}` }),
    "everybody below somebody": () => api("GET", "/people", { manager: chief.personId, depth: "all" }),
    "the top of the chart": () => api("GET", "/people/chart", {}),
    "a branch of the chart": () => api("GET", "/people/chart", { under: middle }),
  };
  const found: Record<string, { statements: number; rows: number; bytes: number }> = {};
  for (const [name, ask] of Object.entries(asks)) {
    const { result, texts } = await statements<{ items: unknown[] }>(ask);
    found[name] = { statements: texts.length, rows: result.items.length, bytes: JSON.stringify(result).length };
  }
  const total = (await api("GET", "/people", {})).total;
  return { found, total };
}

describe("directory and chart", () => {
  test("of ten thousand ask and send no more than those of two thousand: a page of rows, in at most five statements", async () => {
    const [small, large] = [await measured(2000), await measured(10_000)];
    expect([small.total, large.total]).toEqual([2001, 10_001]);
    for (const [name, { statements: asked, rows, bytes }] of Object.entries(large.found)) {
      expect(asked, name).toBe(small.found[name]?.statements);
      expect(asked, name).toBeLessThanOrEqual(5);
      expect(rows, name).toBeLessThanOrEqual(200);
      expect(rows, name).toBeGreaterThan(0);
      expect(bytes, name).toBeLessThan(120_000);
    }
  });
});
