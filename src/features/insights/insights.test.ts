import { beforeAll, describe, expect, test } from "vitest";
import { statements } from "../../../test/queries.ts";
import { world, type Client } from "../../../test/world.ts";
import { makeDemo } from "../../server/demo.ts";

/** The demo organisation: two cycles, versions with rewordings, calibrated values, people on four ladders. */
const w = await world();
let partner: Client;

beforeAll(async () => {
  const demo = await makeDemo(w.database, { now: w.clock.now });
  partner = w.through({ authorization: `Bearer ${demo.apiKey}` });
}, 60_000);

async function everybody() {
  const found: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await partner("GET", "/people", { limit: 200, ...(cursor ? { cursor } : {}) });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor);
  return found;
}
const report = (personId: string, target?: string) =>
  partner("GET", "/people/:personId/gap", { personId, ...(target === undefined ? {} : { target }) });

describe("figures of everybody say what everybody's own gap report says", () => {
  test("how many are short of each competency at each level", async () => {
    const people = await everybody();
    const own = await Promise.all(people.map(async (id) => ({ id, first: await report(id) })));
    for (const slug of ["operations", "care"]) {
      const heat = await partner("GET", "/insights/gaps", { ladder: slug });
      const counted = new Map<string, Record<string, number>>();
      for (const { id, first } of own) {
        if (first.current?.framework !== slug) continue;
        const { report: made, target } = await report(id, `${slug}/${first.current.level}`);
        for (const { competency, status } of made?.expectations ?? []) {
          const key = `${competency} ${target?.level}`;
          const cell = counted.get(key) ?? {};
          counted.set(key, { ...cell, [status]: (cell[status] ?? 0) + 1 });
        }
      }
      const shown = new Map(
        heat.rows.flatMap(({ competency, cells }) =>
          cells.flatMap((cell) => {
            if ("hidden" in cell || cell.asked === 0) return [];
            const { level, short, met, beyond, stale, unassessed } = cell;
            return [[`${competency} ${level}`, { gap: short, met, exceeds: beyond, stale, "not-assessed": unassessed }] as const];
          }),
        ),
      );
      expect([...shown.keys()].toSorted()).toEqual([...counted.keys()].toSorted());
      for (const [key, cell] of shown)
        expect({ key, ...cell }).toEqual({ key, gap: 0, met: 0, exceeds: 0, stale: 0, "not-assessed": 0, ...counted.get(key) });
      expect([...counted.values()].reduce((sum, cell) => sum + (cell["gap"] ?? 0), 0)).toBeGreaterThan(20);
    }
  }, 120_000);

  test("how near everybody is to what is next, over ladders", async () => {
    for (const slug of ["operations", "leadership-and-management"]) {
      const found: Awaited<ReturnType<typeof benchPage>>["items"] = [];
      const benchPage = (band: "met" | "near" | "way" | "unassessed", cursor?: string) =>
        partner("GET", "/insights/bench", { ladder: slug, band, limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      let levels: Awaited<ReturnType<typeof benchPage>>["levels"] = [];
      for (const band of ["met", "near", "way", "unassessed"] as const) {
        let cursor: string | undefined;
        do {
          const page = await benchPage(band, cursor);
          expect(page.items.every((item) => item.band === band)).toBe(true);
          found.push(...page.items);
          ({ levels } = page);
          cursor = page.next ?? undefined;
        } while (cursor !== undefined);
      }
      expect(found.length).toBeGreaterThan(10);
      expect(levels.reduce((sum, { people }) => sum + people, 0)).toBe(found.length);
      for (const item of found) {
        const { report: made, current } = await report(item.person.id, `${slug}/${item.to.level}`);
        expect(current).toMatchObject({ framework: item.from.framework, level: item.from.level });
        if (made === null) throw new Error("A report was expected.");
        expect(item.readiness.low).toBeCloseTo(made.readiness.low, 9);
        expect(item.readiness.high).toBeCloseTo(made.readiness.high, 9);
        expect({ ready: item.ready, short: item.short }).toEqual({
          ready: made.ready,
          short: made.expectations.filter(({ status }) => status === "gap").length,
        });
        const assessed = made.expectations.some(({ attained }) => attained !== null);
        expect(item.band).toBe(
          !assessed ? "unassessed" : made.readiness.low > 1 - 1e-9 ? "met" : made.readiness.low >= 0.75 - 1e-9 ? "near" : "way",
        );
      }
    }
  }, 120_000);

  test("with one statement that reads the ratings, and none that grows with the people", async () => {
    for (const [path, most, input] of [
      ["/insights/levels", 1, {}],
      ["/insights/time-in-level", 2, {}],
      ["/insights/gaps", 3, { ladder: "operations" }],
      ["/insights/gaps", 3, { ladder: "operations", against: "next" }],
      ["/insights/bench", 3, { ladder: "operations", limit: 200 }],
      ["/insights/barriers", 1, {}],
      ["/insights/cpd", 2, {}],
    ] as const) {
      const ask = () => partner("GET", path, input);
      await ask();
      const { texts } = await statements(ask);
      expect({ path, count: texts.length }).toEqual({ path, count: most });
      expect(texts.filter((text) => /rungs\.rating\b/.test(text)).length).toBeLessThanOrEqual(1);
    }
  });
});
