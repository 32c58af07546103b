import { beforeEach, describe, expect, test } from "vitest";
import { bakery, openBakery, reworded } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Person } from "../../../test/world.ts";
import type { FrameworkDocument } from "../../core/framework/document.ts";

const w = await world();
let house: Awaited<ReturnType<typeof openBakery>>;
beforeEach(async () => void (house = await openBakery(w)));

const read = async (reader: Person, more: { target?: string; on?: string } = {}) =>
  (await w.as(reader))("GET", "/people/:personId/gap", { personId: house.ida.personId, ...more });

describe("the target", () => {
  test("is the first next level unless another is asked for; the menu names them all", async () => {
    const reply = await read(house.ida);
    expect(reply.targets.map(({ value, relation }) => `${relation} ${value}`)).toEqual([
      "next bakery/head-baker",
      "next bakery/master",
      "current bakery/baker",
    ]);
    expect((await read(house.ida, { target: "bakery/baker" })).target).toMatchObject({ level: "baker", relation: "current" });
    await house.place(house.ida, "bakery/master", "2026-01-01");
    expect((await read(house.ida)).target).toMatchObject({ level: "master", relation: "current" });
    expect((await read(house.ida, { on: "2025-12-31" })).target).toMatchObject({ level: "head-baker", relation: "next" });
  });

  test("in another framework is measured by the version in force on the day", async () => {
    const mill = { ...bakery, id: "mill", title: "Mill", transitions: [] } satisfies FrameworkDocument;
    await house.publish(mill, { effectiveOn: "2026-01-01" });
    await house.publish({ ...mill, title: "The mill" }, { effectiveOn: "2026-06-01" });
    expect((await read(house.ida, { target: "mill/master" })).target).toMatchObject({
      frameworkTitle: "The mill",
      version: 2,
      relation: "other",
    });
    expect((await read(house.ida, { target: "mill/master", on: "2026-03-01" })).target).toMatchObject({
      frameworkTitle: "Mill",
      version: 1,
    });
    await expect(read(house.ida, { target: "mill/master", on: "2025-03-01" })).rejects.toMatchObject({
      code: "invalid",
      problems: [{ path: "/target" }],
    });
    await expect(read(house.ida, { target: "bakery/miller" })).rejects.toMatchObject({
      problems: [{ code: "unknown-reference", path: "/target" }],
    });
    await expect(read(house.ida, { target: "quarry/miller" })).rejects.toMatchObject({
      problems: [{ code: "unknown-reference", path: "/target" }],
    });
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
  for (const on of ["2025-01-01", "2025-06-01", "2026-01-01"])
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 3, "head-ovens": 2, "head-team": 2 }, { by: house.head, on });
  expect((await statements(report)).texts.length).toBeLessThanOrEqual(4);
  expect((await statements(report)).texts).toHaveLength(2);
});
