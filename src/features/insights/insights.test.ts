import { v7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Person } from "../../../test/world.ts";
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

describe("whom figures are about", () => {
  test("those whose results one may see; of others nothing where they are fewer than the smallest group", async () => {
    const house = await w.organisation("Beech Court");
    await house.publish(ladder("bakery", "Bakery"));
    const unit = await house.team("=Ovens");
    const head = await house.person("Head Baker", { team: unit });
    const owner = await house.person("Olive Owner");
    await house.grant(owner, "owner");
    const unitPartner = await house.person("Una Partner");
    await house.grant(unitPartner, "people-partner", { teams: [unit] });
    const auditor = await house.person("Aud Itor");
    await house.grant(auditor, "auditor");
    const bakers: Person[] = [];
    for (const n of [1, 2, 3, 4]) {
      const baker = await house.person(`Baker ${n}`, { team: unit, ...(n < 3 ? { manager: head } : {}) });
      bakers.push(baker);
      await house.place(baker, "bakery/first", "2025-01-01");
      await house.rate(baker, "bakery/first", { "making-first": 1 }, { by: head });
    }
    const gaps = async (who: typeof head, input = {}) => {
      const { whole, people, rows } = await (await w.as(who))("GET", "/insights/gaps", { ladder: "bakery", ...input });
      return { whole, people, cell: rows[0]?.cells[0] };
    };
    const counted = (assessed: number) => ({
      level: "first",
      asked: assessed,
      assessed,
      short: assessed,
      met: 0,
      beyond: 0,
      stale: 0,
      unassessed: 0,
    });
    expect(await gaps(head)).toEqual({ whole: false, people: 2, cell: counted(2) });
    expect(await gaps(unitPartner)).toEqual({ whole: false, people: 4, cell: counted(4) });
    expect(await gaps(auditor)).toEqual({ whole: true, people: 4, cell: counted(4) });
    // Four of them she may not see: one too few.
    expect(await gaps(owner)).toEqual({ whole: true, people: 4, cell: { level: "first", hidden: true } });
    const fifth = await house.person("Baker 5", { team: unit });
    await house.place(fifth, "bakery/first", "2025-01-01");
    await house.rate(fifth, "bakery/first", { "making-first": 1 }, { by: head });
    expect(await gaps(owner)).toEqual({ whole: true, people: 5, cell: counted(5) });
    expect((await gaps(owner, { team: await house.team("Nobody") })).people).toBe(0);

    const bench = (who: typeof head, input = {}) => w.as(who).then((ask) => ask("GET", "/insights/bench", { ladder: "bakery", ...input }));
    await house.rate(bakers[0] ?? head, "bakery/second", { "making-second": 2 }, { by: head, on: "2026-04-01" });
    expect((await bench(head)).items.map(({ person, band, ready }) => [person.name, band, ready])).toEqual([["Baker 1", "met", true]]);
    // Named are only those whose results one may see, however many are counted.
    expect((await bench(owner)).items).toEqual([]);
    const time = await (await w.as(bakers[0] ?? head))("GET", "/insights/time-in-level", { ladder: "bakery" });
    expect(time.levels.find(({ level }) => level === "first")?.now).toEqual({ people: 5, hidden: true, months: null });

    const unknown = await bench(head, { ladder: "butchery" }).catch((error: unknown) => error);
    expect(unknown).toMatchObject({ status: 400, message: "There is no ladder “butchery” in force." });
    const file = await w.app.request("/api/v1/insights/export?figure=bench&ladder=bakery", { headers: { cookie: await w.cookie(head) } });
    const text = await file.text();
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    // A unit that begins like a formula is text to a spreadsheet.
    expect(text).toContain(`"Baker 1","'=Ovens","First of Bakery","2025-01-01","Second of Bakery",100,100,"yes"`);
  });

  test("barriers and learning, with what is asked", async () => {
    const house = await w.organisation("Cedar Mill");
    const head = await house.person("Cedar Head");
    const kit = await house.person("Cedar Kit", { manager: head });
    await house.within(async (tx) => {
      await tx
        .insertInto("barrier")
        .values({
          org_id: house.orgId,
          barrier_id: v7(),
          person_id: kit.personId,
          kind: "funding",
          raised_on: "2026-03-01",
          raised_by: kit.personId,
          raised_at: "2026-03-01T09:00:00Z",
        })
        .execute();
      await tx
        .insertInto("cpd_entry")
        .values({
          org_id: house.orgId,
          cpd_entry_id: v7(),
          person_id: kit.personId,
          kind: "course",
          title: "Rye",
          minutes: 90,
          done_on: "2026-05-05",
          recorded_by: kit.personId,
          recorded_at: "2026-05-05T09:00:00Z",
        })
        .execute();
    });
    const ask = await w.as(head);
    expect(await ask("GET", "/insights/barriers", {})).toMatchObject({
      open: 1,
      people: 1,
      kinds: [{ kind: "funding", open: 1, people: 1, old: 1, medianDays: 265, oldestOn: "2026-03-01", resolved: { count: 0 } }],
      units: [{ id: null, open: 1, old: 1 }],
    });
    expect(await ask("GET", "/insights/cpd", {})).toMatchObject({
      asked: null,
      year: { label: "2026", running: 2026 },
      all: { people: 2, logged: 1, met: null, hours: [0.4, 0.8, 1.1] },
      kinds: [{ kind: "course", hours: 1.5, entries: 1, people: 1 }],
    });
    expect((await ask("GET", "/insights/cpd", { year: "2025" })).kinds).toEqual([]);
    const nobody = await w.as(await house.person("Cedar Other"));
    expect(await nobody("GET", "/insights/barriers", {})).toMatchObject({ open: 0, kinds: [], whole: false });
  });
});
