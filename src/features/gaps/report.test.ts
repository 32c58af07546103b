import { beforeEach, describe, expect, test } from "vitest";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";
import { Framework, type FrameworkDocument } from "../../core/framework/document.ts";
import { gapReport } from "../../core/gap/report.ts";

const points = ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({ value: index + 1, label }));

/** Two rungs and a fork, small enough to be added up by hand. */
const bakery = {
  rungs: "framework@1", id: "bakery", kind: "ladder", title: "Bakery", scale: points,
  source: { title: "Guild of bakers", licence: "CC0" },
  domains: [{ id: "craft", title: "Craft" }, { id: "people", title: "People" }],
  competencies: [
    { id: "bread", domain: "craft", title: "Bread", definition: "Baking it." },
    { id: "ovens", domain: "craft", title: "Ovens" },
    { id: "team", domain: "people", title: "Team" },
    { use: "house-values@1/honesty", domain: "people" },
  ],
  tracks: [{ id: "core", title: "Core" }, { id: "lead", title: "Lead" }, { id: "master", title: "Master" }],
  levels: [
    { id: "baker", rank: 1, track: "core", title: "Baker", expectations: [{ id: "baker-bread", competency: "bread", target: 2 }] },
    {
      id: "head-baker", rank: 2, track: "lead", title: "Head Baker",
      expectations: [
        { id: "head-bread", competency: "bread", target: 3, weight: 2, critical: true, markers: ["Bakes for a hundred."] },
        { id: "head-ovens", competency: "ovens", target: 3, markers: ["Fires three ovens."] },
        { id: "head-team", competency: "team", target: 3, markers: ["Leads the night shift."] },
        { id: "head-honesty", competency: "honesty", target: 2 },
      ],
      requirements: [
        { id: "hygiene", kind: "training", title: "Food hygiene", validMonths: 12 },
        { id: "time", kind: "experience", months: 24, at: ["baker"] },
        { id: "trade", kind: "qualification", title: "Level 2 in baking" },
        { id: "shown", kind: "demonstrated", title: "Ran the shop alone" },
      ],
    },
    { id: "master", rank: 2, track: "master", title: "Master Baker", expectations: [{ id: "master-bread", competency: "bread", target: 4 }] },
  ],
  transitions: [
    { from: "baker", to: "head-baker", kind: "promotion" },
    { from: "baker", to: "master", kind: "promotion" },
  ],
} satisfies FrameworkDocument;
const values = {
  rungs: "framework@1", id: "house-values", kind: "library", title: "House values", scale: points, domains: [{ id: "v", title: "V" }],
  competencies: [{ id: "honesty", domain: "v", title: "Honesty", markers: ["Weighs fairly."] }],
} satisfies FrameworkDocument;
/** The bakery with the words of one expectation changed. */
const reworded = (id: string, markers: string[]) => ({
  ...bakery,
  levels: bakery.levels.map((level) => ({ ...level, expectations: level.expectations.map((each) => (each.id === id ? { ...each, markers } : each)) })),
}) satisfies FrameworkDocument;

const w = await world();
const setUp = async () => {
  const house = await w.organisation();
  const chief = await house.person("Chief");
  const head = await house.person("Head");
  const ida = await house.person("Ida");
  const otto = await house.person("Otto");
  await house.manager(head, chief);
  await house.manager(ida, head);
  await house.publish(values);
  await house.publish(bakery);
  await house.place(ida, "bakery/baker", "2024-01-10");
  return { ...house, chief, head, ida, otto };
};
let house: Awaited<ReturnType<typeof setUp>>;
beforeEach(async () => void (house = await setUp()));

const read = async (reader: { orgId: string; personId: string; name: string; email: string }, more: { target?: string; on?: string } = {}) =>
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

describe("what it says", () => {
  test("is what core computes of the same ratings and records, and names everything it mentions", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 2, "head-ovens": 3, "head-team": "not-observed", "head-honesty": 4 }, {
      by: house.head, on: "2025-09-01", cycle: "Autumn 2025", self: { "head-bread": 1, "head-ovens": 3 },
    });
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3, "head-ovens": 2, "head-honesty": 4 }, {
      by: house.head, on: "2026-03-09", cycle: "Spring 2026", self: { "head-bread": 4 },
    });
    await house.hold(house.ida, "training", "Food hygiene", "2025-12-20");
    await house.hold(house.ida, "demonstrated", "Ran the shop alone", "2026-02-01");

    const reply = await read(house.ida);
    const expected = gapReport({
      framework: Framework.parse(bakery), version: 1, level: "head-baker", on: "2026-11-21",
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
        training: [{ title: "Food hygiene", completedOn: "2025-12-20", validMonths: null }],
        demonstrated: [{ title: "Ran the shop alone", attestedOn: "2026-02-01" }],
      },
    });
    expect(reply.report).toEqual(expected);
    expect(reply.report?.requirements.map(({ id, status }) => `${id} ${status}`)).toEqual(["hygiene expiring", "time met", "trade unknown", "shown met"]);
    expect(reply.lines["head-bread"]).toEqual({
      title: "Bread", definition: "Baking it.", domain: "craft", from: null, markers: ["Bakes for a hundred."], self: 4, comment: null, evidence: 0,
      rater: { name: "Head", kind: "manager" },
      history: [{ cycle: "Autumn 2025", on: "2025-09-01", answer: 2 }, { cycle: "Spring 2026", on: "2026-03-09", answer: 3 }],
    });
    expect(reply.lines["head-honesty"]).toMatchObject({ title: "Honesty", from: "House values 1", markers: ["Weighs fairly."] });
    expect(reply).toMatchObject({
      current: { framework: "bakery", version: 1, level: "baker", levelTitle: "Baker" },
      target: { level: "head-baker", relation: "next", source: "Guild of bakers", licence: "CC0" },
      cycle: { title: "Spring 2026", releasedOn: "2026-03-09" },
      ladder: [{ level: "head-baker", aim: true, you: false }, { level: "baker", aim: false, you: true }],
    });
  });

  test("ratings of a cycle that is not released, of peers, and from after the day do not count", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3 }, { by: house.head, on: "2026-03-09", cycle: "Spring" });
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 1, "head-ovens": 1 }, { by: house.head, on: "2026-06-09", cycle: "Summer" });
    await house.within(async (tx) => {
      const { cycle_id } = await tx.selectFrom("cycle").select("cycle_id").where("title", "=", "Summer").executeTakeFirstOrThrow();
      await tx.updateTable("cycle").set({ state: "open", released_at: null }).where("cycle_id", "=", cycle_id).execute();
      await tx.updateTable("assessment").set({ kind: "peer" }).where("review_id", "in", tx.selectFrom("review").select("review_id").where("cycle_id", "=", cycle_id)).execute();
    });
    const attained = async (on?: string) => (await read(house.ida, on ? { on } : {})).report?.expectations.map((line) => line.attained);
    expect(await attained()).toEqual([3, null, null, null]);
    expect(await attained("2026-03-08")).toEqual([null, null, null, null]);
    await house.within((tx) => tx.updateTable("cycle").set({ state: "released", released_at: "2026-06-12T12:00:00Z" }).where("title", "=", "Summer").execute());
    expect(await attained()).toEqual([3, null, null, null]);
  });

  test("a calibrated value counts before the manager's, with its reason and who decided", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 2 }, { by: house.head, on: "2026-03-09" });
    await house.within(async (tx) => {
      const { review_id } = await tx.selectFrom("review").select("review_id").executeTakeFirstOrThrow();
      for (const [value, decided_at] of [[1, "2026-03-09T09:00:00Z"], [3, "2026-03-09T10:00:00Z"]] as const)
        await tx.insertInto("calibration").values({ org_id: house.orgId, calibration_id: crypto.randomUUID(), review_id, expectation_id: "head-bread", value, reason: `So ${value}`, decided_by: house.chief.personId, decided_at }).execute();
    });
    const reply = await read(house.ida);
    expect(reply.report?.expectations[0]).toMatchObject({ attained: 3, status: "met" });
    expect(reply.lines["head-bread"]).toMatchObject({ comment: "So 3", rater: { name: "Chief", kind: "calibration" } });
  });

  test("a rating outlives a rewording that keeps its meaning, and is stale after one that does not", async () => {
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3, "head-ovens": 3, "head-team": 3 }, { by: house.head });
    await house.publish(reworded("head-ovens", ["Fires up three ovens."]), { classes: { "head-ovens": { class: "editorial", reason: "Plainer." } } });
    const third = reworded("head-ovens", ["Fires up three ovens."]);
    await house.publish({ ...third, levels: third.levels.map((level) => ({ ...level, expectations: level.expectations.map((each) => (each.id === "head-team" ? { ...each, markers: ["Leads two shifts."] } : each.id === "head-bread" ? { ...each, target: 4 } : each)) })) });

    expect((await read(house.ida)).report).toMatchObject({ version: 1, expectations: [{ status: "met" }, { status: "met" }, { status: "met" }, { status: "not-assessed" }] });
    await house.place(house.ida, "bakery/baker", "2026-11-20");
    const moved = await read(house.ida);
    expect(moved.report).toMatchObject({
      version: 3,
      expectations: [{ status: "gap", attained: 3, required: 4 }, { status: "met" }, { status: "stale", attained: null, answer: 3 }, { status: "not-assessed" }],
    });
    expect(moved.lines["head-team"]?.history).toHaveLength(1);
    // Time at the level goes on across a move to a new version.
    expect(moved.report?.requirements[1]).toMatchObject({ id: "time", status: "met" });
  });
});

describe("the target", () => {
  test("is the first next level unless another is asked for; the menu names them all", async () => {
    const reply = await read(house.ida);
    expect(reply.targets.map(({ value, relation }) => `${relation} ${value}`)).toEqual(["next bakery/head-baker", "next bakery/master", "current bakery/baker"]);
    expect((await read(house.ida, { target: "bakery/baker" })).target).toMatchObject({ level: "baker", relation: "current" });
    await house.place(house.ida, "bakery/master", "2026-01-01");
    expect((await read(house.ida)).target).toMatchObject({ level: "master", relation: "current" });
    expect((await read(house.ida, { on: "2025-12-31" })).target).toMatchObject({ level: "head-baker", relation: "next" });
  });

  test("in another framework is measured by the version in force on the day", async () => {
    const mill = { ...bakery, id: "mill", title: "Mill", transitions: [] } satisfies FrameworkDocument;
    await house.publish(mill, { effectiveOn: "2026-01-01" });
    await house.publish({ ...mill, title: "The mill" }, { effectiveOn: "2026-06-01" });
    expect((await read(house.ida, { target: "mill/master" })).target).toMatchObject({ frameworkTitle: "The mill", version: 2, relation: "other" });
    expect((await read(house.ida, { target: "mill/master", on: "2026-03-01" })).target).toMatchObject({ frameworkTitle: "Mill", version: 1 });
    await expect(read(house.ida, { target: "mill/master", on: "2025-03-01" })).rejects.toMatchObject({ code: "invalid", problems: [{ path: "/target" }] });
    await expect(read(house.ida, { target: "bakery/miller" })).rejects.toMatchObject({ problems: [{ code: "unknown-reference", path: "/target" }] });
    await expect(read(house.ida, { target: "quarry/miller" })).rejects.toMatchObject({ problems: [{ code: "unknown-reference", path: "/target" }] });
  });

  test("nobody without a placement is measured, and the menu still offers every level", async () => {
    const reply = await (await w.as(house.otto))("GET", "/people/:personId/gap", { personId: house.otto.personId });
    expect(reply).toMatchObject({ current: null, target: null, report: null, lines: {}, ladder: [] });
    expect(reply.targets.map(({ value }) => value)).toEqual(["bakery/baker", "bakery/head-baker", "bakery/master"]);
    const asked = await (await w.as(house.otto))("GET", "/people/:personId/gap", { personId: house.otto.personId, target: "bakery/baker" });
    expect(asked.report?.expectations).toMatchObject([{ status: "not-assessed" }]);
  });
});

test("a report asks the database twice, four times where its documents have not been read lately, and never more for more ratings", async () => {
  await house.publish(reworded("head-ovens", ["Fires four ovens."]));
  const ida = await w.as(house.ida);
  const report = () => ida("GET", "/people/:personId/gap", { personId: house.ida.personId });
  expect((await statements(report)).texts.length).toBeLessThanOrEqual(4);
  expect((await statements(report)).texts).toHaveLength(2);
  for (const on of ["2025-01-01", "2025-06-01", "2026-01-01"]) await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3, "head-ovens": 2, "head-team": 2 }, { by: house.head, on });
  expect((await statements(report)).texts.length).toBeLessThanOrEqual(4);
  expect((await statements(report)).texts).toHaveLength(2);
});
