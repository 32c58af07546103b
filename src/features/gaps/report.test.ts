import { beforeEach, describe, expect, test } from "vitest";
import { bakery, openBakery, reworded, values } from "../../../test/bakery.ts";
import { world, type Person } from "../../../test/world.ts";
import { Framework } from "../../core/framework/document.ts";
import { gapReport } from "../../core/gap/report.ts";

const w = await world();
let house: Awaited<ReturnType<typeof openBakery>>;
beforeEach(async () => void (house = await openBakery(w)));

const read = async (reader: Person, more: { target?: string; on?: string } = {}) =>
  (await w.as(reader))("GET", "/people/:personId/gap", { personId: house.ida.personId, ...more });

describe("who reads a gap report", () => {
  test("the person themselves, in the second person", async () => {
    expect((await read(house.ida)).person).toMatchObject({ name: "Ida", you: true });
  });

  test("their manager and their manager's manager; a former manager no more", async () => {
    expect((await read(house.head)).person).toMatchObject({ name: "Ida", you: false });
    expect((await read(house.chief)).report).not.toBeNull();
    await house.manager(house.ida, house.chief, "2026-11-01");
    await expect(read(house.head)).rejects.toMatchObject({ status: 404 });
    expect((await read(house.chief)).report).not.toBeNull();
  });

  test("to a colleague, and to another organisation's owner, there is nothing", async () => {
    await expect(read(house.otto)).rejects.toMatchObject({ status: 404, code: "not-found" });
    const other = await w.organisation("Birch House");
    const owner = await other.person("Owner");
    await other.grant(owner, "owner");
    await other.grant(owner, "people-partner");
    await expect(read(owner)).rejects.toMatchObject({ status: 404, code: "not-found" });
  });
});

test("the same ladder in two organisations keeps the library words of each", async () => {
  const other = await openBakery(w, { ...values, competencies: [{ id: "honesty", domain: "v", title: "Candour", markers: ["Says so."] }] });
  const wordsOf = async ({ ida }: typeof other) => {
    const { lines } = await (await w.as(ida))("GET", "/people/:personId/gap", { personId: ida.personId });
    return [lines["head-honesty"]?.title, lines["head-honesty"]?.markers];
  };
  expect(await wordsOf(house)).toEqual(["Honesty", ["Weighs fairly."]]);
  expect(await wordsOf(other)).toEqual(["Candour", ["Says so."]]);
  expect(await wordsOf(house)).toEqual(["Honesty", ["Weighs fairly."]]);
});

describe("what it says", () => {
  test("is what core computes of the same ratings and records, and names everything it mentions", async () => {
    await house.rate(
      house.ida,
      "bakery/head-baker",
      { "head-bread": 2, "head-ovens": 3, "head-team": "not-observed", "head-honesty": 4 },
      {
        by: house.head,
        on: "2025-09-01",
        cycle: "Autumn 2025",
        self: { "head-bread": 1, "head-ovens": 3 },
      },
    );
    await house.rate(
      house.ida,
      "bakery/head-baker",
      { "head-bread": 3, "head-ovens": 2, "head-honesty": 4 },
      {
        by: house.head,
        on: "2026-03-09",
        cycle: "Spring 2026",
        self: { "head-bread": 4 },
      },
    );
    await house.hold(house.ida, "training", "Food hygiene", "2025-12-20");
    await house.hold(house.ida, "demonstrated", "Ran the shop alone", "2026-02-01");

    const reply = await read(house.ida);
    const expected = gapReport({
      framework: Framework.parse(bakery),
      version: 1,
      level: "head-baker",
      on: "2026-11-21",
      ratings: [
        { expectation: "head-bread", answer: 2, ratedOn: "2025-09-01" },
        { expectation: "head-ovens", answer: 3, ratedOn: "2025-09-01" },
        { expectation: "head-team", answer: "not-observed", ratedOn: "2025-09-01" },
        { expectation: "head-honesty", answer: 4, ratedOn: "2025-09-01" },
        { expectation: "head-bread", answer: 3, ratedOn: "2026-03-09" },
        { expectation: "head-ovens", answer: 2, ratedOn: "2026-03-09" },
        { expectation: "head-honesty", answer: 4, ratedOn: "2026-03-09" },
      ],
      records: {
        placements: [{ level: "bakery/baker", from: "2024-01-10", to: null }],
        training: [{ title: "Food hygiene", completedOn: "2025-12-20", validMonths: null, verified: false }],
        demonstrated: [{ title: "Ran the shop alone", attestedOn: "2026-02-01", verified: false }],
      },
    });
    expect(reply.report).toEqual(expected);
    expect(reply.report?.requirements.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "hygiene expiring",
      "time met",
      "trade unknown",
      "shown met",
    ]);
    expect(reply.lines["head-bread"]).toEqual({
      title: "Bread",
      definition: "Baking it.",
      domain: "craft",
      from: null,
      markers: ["Bakes for a hundred."],
      self: 4,
      comment: null,
      evidence: 0,
      pieces: [],
      wording: null,
      rater: { name: "Head", kind: "manager" },
      history: [
        { cycle: "Autumn 2025", on: "2025-09-01", answer: 2, version: 1, carries: true },
        { cycle: "Spring 2026", on: "2026-03-09", answer: 3, version: 1, carries: true },
      ],
    });
    expect(reply.lines["head-honesty"]).toMatchObject({ title: "Honesty", from: "House values 1", markers: ["Weighs fairly."] });
    expect(reply).toMatchObject({
      current: { framework: "bakery", version: 1, level: "baker", levelTitle: "Baker" },
      target: { level: "head-baker", relation: "next", source: "Guild of bakers", licence: "CC0" },
      cycle: { title: "Spring 2026", releasedOn: "2026-03-09" },
      ladder: [
        { level: "head-baker", aim: true, you: false },
        { level: "baker", aim: false, you: true },
      ],
      assessor: "Head",
    });
    expect(reply.trend).toMatchObject([
      { cycle: "Autumn 2025", on: "2025-09-01", version: 1, readiness: { low: 0.6, high: 0.8 }, met: 2, short: 1, open: 1 },
      { cycle: "Spring 2026", on: "2026-03-09", version: 1, readiness: { low: 0.7, high: 0.9 }, met: 2, short: 1, open: 1 },
    ]);
  });

  test("a record that somebody has verified counts without a mark, and what a rating rests on stands beside it", async () => {
    await house.hold(house.ida, "training", "Food hygiene", "2026-06-20");
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3 }, { by: house.head, on: "2026-03-09", cycle: "Spring 2026" });
    const evidence = crypto.randomUUID();
    await house.within(async (tx) => {
      await tx.updateTable("record").set({ verified_at: w.clock.now, verified_by: house.head.personId }).execute();
      const { assessment_id } = await tx
        .selectFrom("assessment")
        .select("assessment_id")
        .where("kind", "=", "manager")
        .executeTakeFirstOrThrow();
      const kept = { org_id: house.orgId, evidence_id: evidence, by: house.head.personId, at: w.clock.now };
      await tx
        .insertInto("evidence")
        .values({ ...kept, person_id: house.ida.personId, kind: "link", title: "The Easter order", url: "https://example.org/easter" })
        .execute();
      await tx
        .insertInto("rating_evidence")
        .values({ ...kept, assessment_id, level_id: "head-baker", expectation_id: "head-bread" })
        .execute();
    });
    const { report, lines } = await read(house.ida);
    expect(report?.requirements[0]).toEqual({
      id: "hygiene",
      kind: "training",
      status: "met",
      metOn: "2026-06-20",
      expiresOn: "2027-06-20",
    });
    expect(lines["head-bread"]).toMatchObject({
      evidence: 1,
      pieces: [
        { id: evidence, cycle: "Spring 2026", kind: "link", title: "The Easter order", url: "https://example.org/easter", by: "Head" },
      ],
    });
    expect(lines["head-ovens"]).toMatchObject({ evidence: 0, pieces: [] });
    expect((await read(house.ida, { on: "2026-03-08" })).lines["head-bread"]?.pieces).toEqual([]);
  });

  test("ratings of a cycle that is not released, of peers, and from after the day do not count", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3 }, { by: house.head, on: "2026-03-09", cycle: "Spring" });
    await house.rate(
      house.ida,
      "bakery/head-baker",
      { "head-bread": 1, "head-ovens": 1 },
      { by: house.head, on: "2026-06-09", cycle: "Summer" },
    );
    await house.within(async (tx) => {
      const { cycle_id } = await tx.selectFrom("cycle").select("cycle_id").where("title", "=", "Summer").executeTakeFirstOrThrow();
      await tx.updateTable("cycle").set({ state: "open", released_at: null }).where("cycle_id", "=", cycle_id).execute();
      await tx
        .updateTable("assessment")
        .set({ kind: "peer" })
        .where("review_id", "in", tx.selectFrom("review").select("review_id").where("cycle_id", "=", cycle_id))
        .execute();
    });
    const attained = async (on?: string) => (await read(house.ida, on ? { on } : {})).report?.expectations.map((line) => line.attained);
    expect(await attained()).toEqual([3, null, null, null]);
    expect(await attained("2026-03-08")).toEqual([null, null, null, null]);
    await house.within((tx) =>
      tx.updateTable("cycle").set({ state: "released", released_at: "2026-06-12T12:00:00Z" }).where("title", "=", "Summer").execute(),
    );
    expect(await attained()).toEqual([3, null, null, null]);
  });

  test("a calibrated value counts before the manager's, with its reason and who decided", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 2 }, { by: house.head, on: "2026-03-09" });
    await house.within(async (tx) => {
      const { review_id } = await tx.selectFrom("review").select("review_id").executeTakeFirstOrThrow();
      for (const [value, decided_at] of [
        [1, "2026-03-09T09:00:00Z"],
        [3, "2026-03-09T10:00:00Z"],
      ] as const)
        await tx
          .insertInto("calibration")
          .values({
            org_id: house.orgId,
            calibration_id: crypto.randomUUID(),
            review_id,
            expectation_id: "head-bread",
            value,
            reason: `So ${value}`,
            decided_by: house.chief.personId,
            decided_at,
          })
          .execute();
    });
    const reply = await read(house.ida);
    expect(reply.report?.expectations[0]).toMatchObject({ attained: 3, status: "met" });
    expect(reply.lines["head-bread"]).toMatchObject({ comment: "So 3", rater: { name: "Chief", kind: "calibration" } });
  });

  test("a rating outlives a rewording that keeps its meaning, and is stale after one that does not", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3, "head-ovens": 3, "head-team": 3 }, { by: house.head });
    await house.publish(reworded("head-ovens", ["Fires up three ovens."]), {
      classes: { "head-ovens": { class: "editorial", reason: "Plainer." } },
    });
    const third = reworded("head-ovens", ["Fires up three ovens."]);
    await house.publish({
      ...third,
      levels: third.levels.map((level) => ({
        ...level,
        expectations: level.expectations.map((each) =>
          each.id === "head-team" ? { ...each, markers: ["Leads two shifts."] } : each.id === "head-bread" ? { ...each, target: 4 } : each,
        ),
      })),
    });

    expect((await read(house.ida)).report).toMatchObject({
      version: 1,
      expectations: [{ status: "met" }, { status: "met" }, { status: "met" }, { status: "not-assessed" }],
    });
    await house.place(house.ida, "bakery/baker", "2026-11-20");
    const moved = await read(house.ida);
    expect(moved.report).toMatchObject({
      version: 3,
      expectations: [
        { status: "gap", attained: 3, required: 4 },
        { status: "met" },
        { status: "stale", attained: null, answer: 3 },
        { status: "not-assessed" },
      ],
    });
    expect(moved.lines["head-team"]).toMatchObject({
      history: [{ answer: 3, version: 1, carries: false }],
      wording: { kind: "reworded", version: 3, from: [{ title: "Team", answer: 3 }] },
    });
    // What is worded otherwise and means the same carries its rating, and nothing about it is new.
    expect(moved.lines["head-ovens"]?.wording).toBeNull();
    // The trend says what the report said then: by the old words, all that was rated was met.
    expect(moved.trend).toMatchObject([{ version: 1, met: 3, short: 0, open: 1 }]);
    // Time at the level goes on across a move to a new version.
    expect(moved.report?.requirements[1]).toMatchObject({ id: "time", status: "met" });
  });

  test("a rating moves with its point where a new scale says which became which, and is stale where it does not", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 4, "head-ovens": 2 }, { by: house.head });
    const scale = ["Not yet", "Developing", "Performing"].map((label, index) => ({ value: index + 1, label }));
    const levels = bakery.levels.map((level) => ({
      ...level,
      expectations: level.expectations.map((each) => ({ ...each, target: Math.min(each.target, 3) })),
    }));
    await house.publish({ ...bakery, scale, levels }, { scaleMap: { 1: 1, 2: 2, 3: 2, 4: 3 } });
    await house.place(house.ida, "bakery/baker", "2026-11-20");
    const moved = await read(house.ida);
    expect(moved.report?.expectations).toMatchObject([{ attained: 3, status: "met" }, { attained: 2, status: "gap" }, {}, {}]);

    const half = [
      { value: 1, label: "No" },
      { value: 2, label: "Yes" },
    ];
    await house.publish({
      ...bakery,
      scale: half,
      levels: levels.map((level) => ({ ...level, expectations: level.expectations.map((each) => ({ ...each, target: 2 })) })),
    });
    await house.place(house.ida, "bakery/baker", "2026-11-21");
    const lost = await read(house.ida);
    expect(lost.report?.expectations.map(({ status }) => status)).toEqual(["not-assessed", "stale", "not-assessed", "not-assessed"]);
    expect(lost.lines["head-bread"]?.history).toEqual([]);
  });
});
