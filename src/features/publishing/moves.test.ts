import { describe, expect, test } from "vitest";
import { drafting, refusal } from "../../../test/authoring.ts";
import { bakery } from "../../../test/bakery.ts";
import { Framework } from "../../core/framework/document.ts";
import { mergeLevels, splitLevel } from "../../core/framework/level-acts.ts";
import type { Person } from "../../../test/world.ts";

const { w, house, asRuth, ruth, published } = await drafting();

/** The second version splits the head baker in two and calls the master another name. */
const split = (slug: string) => ({
  ...bakery,
  id: slug,
  transitions: [],
  levels: bakery.levels.flatMap((level) => {
    if (level.id === "master") return [{ ...level, id: "grand-master", title: "Grand Master" }];
    if (level.id !== "head-baker") return [level];
    const night = { ...level, id: "night-head", title: "Night Head", rank: 3, expectations: [], requirements: [] };
    return [{ ...level, id: "day-head", title: "Day Head" }, night];
  }),
});

async function peopledAt() {
  const slug = await published();
  const [abe, bea, cy] = [await house.person("Abe"), await house.person("Bea"), await house.person("Cy")];
  await house.place(abe, `${slug}/baker`);
  await house.place(bea, `${slug}/head-baker`);
  await house.place(cy, `${slug}/master`);
  return { slug, abe, bea, cy };
}
async function peopled() {
  const made = await peopledAt();
  await house.publish(split(made.slug));
  return made;
}
const move = (
  slug: string,
  more: Partial<{
    on: string;
    mapping: Record<string, string>;
    people: string[];
    dryRun: boolean;
    toVersion: number;
    overlapUntil: string;
  }> = {},
) =>
  asRuth("POST", "/frameworks/:slug/moves", {
    slug,
    toVersion: 2,
    on: "2026-12-01",
    mapping: { "head-baker": "day-head", master: "grand-master" },
    ...more,
  });
const undo = (slug: string, moveId: string | null, as = asRuth) =>
  as("POST", "/frameworks/:slug/moves/:moveId/undo", { slug, moveId: moveId ?? "" });
/** Level and version of somebody's own place on a day. */
const at = async (who: Person, on: string, as = asRuth) => {
  const { current } = await as("GET", "/people/:personId/gap", { personId: who.personId, on });
  return current && `${current.level}@${current.version}`;
};
const rows = async (who: Person) =>
  (await house.within((tx) => tx.selectFrom("placement").select("placement_id").where("person_id", "=", who.personId).execute())).length;

describe("people", () => {
  test("are moved by nobody's publishing", async () => {
    const { abe, bea } = await peopled();
    expect([await at(abe, "2027-06-01"), await at(bea, "2027-06-01")]).toEqual(["baker@1", "head-baker@1"]);
  });

  test("are moved from a day on, each to the level that follows theirs, once everybody has been seen", async () => {
    const { slug, abe, bea, cy } = await peopled();
    const preview = await move(slug, { dryRun: true });
    expect(preview).toMatchObject({
      moveId: null,
      total: 3,
      people: [
        { person: { name: "Abe" }, to: { level: "baker" } },
        { person: { name: "Bea" }, to: { title: "Day Head" } },
        { person: { name: "Cy" } },
      ],
    });
    expect(preview.levels).toEqual([
      { from: { version: 1, level: "baker", title: "Baker" }, to: { version: 2, level: "baker", title: "Baker" }, people: 1, others: [] },
      {
        from: { version: 1, level: "head-baker", title: "Head Baker" },
        to: { version: 2, level: "day-head", title: "Day Head" },
        people: 1,
        others: [],
      },
      {
        from: { version: 1, level: "master", title: "Master Baker" },
        to: { version: 2, level: "grand-master", title: "Grand Master" },
        people: 1,
        others: [],
      },
    ]);
    expect(await rows(abe)).toBe(1);
    const { moveId } = await move(slug);
    expect([await at(abe, "2026-11-30"), await at(abe, "2026-12-01")]).toEqual(["baker@1", "baker@2"]);
    expect([await at(bea, "2026-12-01"), await at(cy, "2026-12-01")]).toEqual(["day-head@2", "grand-master@2"]);
    const { items } = await asRuth("GET", "/frameworks/:slug/moves", { slug });
    expect(items).toMatchObject([{ id: moveId, toVersion: 2, on: "2026-12-01", people: 3, by: { id: ruth.personId }, undone: null }]);
  });

  test("of a level that was split go apart, some first and the others after", async () => {
    const { slug, bea } = await peopled();
    const eve = await house.person("Eve");
    await house.within(async (tx) => {
      const { org_id, framework_id, version, level_id, from_on } = await tx
        .selectFrom("placement")
        .selectAll()
        .where("person_id", "=", bea.personId)
        .executeTakeFirstOrThrow();
      await tx
        .insertInto("placement")
        .values({ org_id, framework_id, version, level_id, from_on, placement_id: crypto.randomUUID(), person_id: eve.personId })
        .execute();
    });
    await move(slug, { people: [bea.personId], mapping: { "head-baker": "night-head" } });
    expect((await move(slug)).total).toBe(3);
    expect([await at(bea, "2026-12-01"), await at(eve, "2026-12-01")]).toEqual(["night-head@2", "day-head@2"]);
  });

  test("stay until it is said what follows a level that is gone, or if it is said wrongly", async () => {
    const { slug, abe } = await peopled();
    expect((await move(slug, { dryRun: true, mapping: {} })).levels.map(({ to }) => to?.level ?? null)).toEqual(["baker", null, null]);
    expect(await refusal(move(slug, { mapping: {} }))).toMatchObject({ status: 400, paths: ["/mapping/head-baker", "/mapping/master"] });
    expect(await refusal(move(slug, { mapping: { "head-baker": "cellar", cellar: "baker" } }))).toMatchObject({
      status: 400,
      paths: ["/mapping/head-baker", "/mapping/cellar"],
    });
    expect(await refusal(move(slug, { on: "2026-11-20" }))).toMatchObject({ status: 400, paths: ["/on"] });
    expect(await refusal(move(slug, { toVersion: 3 }))).toMatchObject({ status: 400, paths: ["/toVersion"] });
    expect(await rows(abe)).toBe(1);
    await move(slug);
    expect(await refusal(move(slug, { mapping: {} }))).toMatchObject({ status: 409 });
  });

  test("who are to be promoted later are promoted in the new version", async () => {
    const { slug, abe } = await peopled();
    await house.within(async (tx) => {
      const { org_id, framework_id } = await tx
        .selectFrom("placement")
        .selectAll()
        .where("person_id", "=", abe.personId)
        .executeTakeFirstOrThrow();
      await tx
        .insertInto("placement")
        .values({
          org_id,
          framework_id,
          version: 1,
          level_id: "head-baker",
          from_on: "2027-02-01",
          placement_id: crypto.randomUUID(),
          person_id: abe.personId,
        })
        .execute();
    });
    const { moveId } = await move(slug);
    expect([await at(abe, "2027-01-31"), await at(abe, "2027-02-01")]).toEqual(["baker@2", "day-head@2"]);
    await undo(slug, moveId);
    expect([await at(abe, "2027-01-31"), await at(abe, "2027-02-01")]).toEqual(["baker@1", "head-baker@1"]);
  });
});

describe("undoing a move", () => {
  test("before its day leaves it without effect, and adds to what is written instead of erasing it", async () => {
    const { slug, abe, bea } = await peopled();
    const { moveId } = await move(slug);
    expect(await undo(slug, moveId)).toEqual({ moveId, undone: 3, kept: 0 });
    expect([await at(abe, "2026-12-01"), await at(bea, "2027-01-01")]).toEqual(["baker@1", "head-baker@1"]);
    expect(await rows(abe)).toBe(3);
    expect((await asRuth("GET", "/frameworks/:slug/moves", { slug })).items[0]?.undone).toMatchObject({ by: { name: "Ruth" } });
    expect(await refusal(undo(slug, moveId))).toMatchObject({ status: 409 });
    expect((await move(slug)).total).toBe(3);
    expect(await at(abe, "2026-12-01")).toBe("baker@2");
  });

  test("after its day takes effect from then on: reports of the days between stay what they were", async () => {
    const { slug, bea } = await peopled();
    const { moveId } = await move(slug);
    const before = w.clock.now;
    w.clock.now = new Date("2026-12-10T12:00:00Z");
    const later = await w.as(ruth); // her session has run out since
    await undo(slug, moveId, later);
    expect([await at(bea, "2026-12-09", later), await at(bea, "2026-12-10", later)]).toEqual(["day-head@2", "head-baker@1"]);
    w.clock.now = before;
  });

  test("leaves those alone who have been placed anew since", async () => {
    const { slug, abe, bea } = await peopled();
    const { moveId } = await move(slug, { on: "2026-11-21" });
    await house.place(abe, `${slug}/day-head`, "2026-11-21");
    expect(await undo(slug, moveId)).toEqual({ moveId, undone: 2, kept: 1 });
    expect([await at(abe, "2026-11-21"), await at(bea, "2026-11-21")]).toEqual(["day-head@2", "head-baker@1"]);
  });
});

describe("a version in which levels were merged and split", () => {
  const ladder = Framework.parse(bakery);
  const published = new Set(ladder.levels.map(({ id }) => id));

  test("says where their people go: nobody need be asked, and those who may belong elsewhere are named", async () => {
    const { slug, abe, bea, cy } = await peopledAt();
    const merged = mergeLevels(ladder, { from: "master", into: "head-baker", words: "own", published }).framework;
    const made = splitLevel(merged, { level: "head-baker", title: "Night head", where: "above", goes: {}, published }).framework;
    await house.publish({ ...made, id: slug });
    const preview = await move(slug, { dryRun: true, mapping: {} });
    expect(preview.levels.map(({ from, to, others }) => [from.level, to?.level, ...others.map(({ level }) => level)])).toEqual([
      ["baker", "baker"],
      ["head-baker", "head-baker", "night-head"],
      ["master", "head-baker"],
    ]);
    await move(slug, { mapping: { "head-baker": "night-head" } });
    expect([await at(abe, "2026-12-01"), await at(bea, "2026-12-01"), await at(cy, "2026-12-01")]).toEqual([
      "baker@2",
      "night-head@2",
      "head-baker@2",
    ]);
  });
});

describe("an overlap", () => {
  const report = (who: Person, on: string, version?: number, as = asRuth) =>
    as("GET", "/people/:personId/gap", { personId: who.personId, on, ...(version === undefined ? {} : { version }) });

  test("lets people be reported against both versions until its last day, the new one first", async () => {
    const { slug, bea } = await peopled();
    expect(await refusal(move(slug, { overlapUntil: "2026-11-30" }))).toMatchObject({ status: 400, paths: ["/overlapUntil"] });
    expect(await move(slug, { overlapUntil: "2027-01-31", dryRun: true })).toMatchObject({ moveId: null, overlapUntil: "2027-01-31" });
    await move(slug, { overlapUntil: "2027-01-31" });
    expect((await report(bea, "2026-11-30")).overlap).toBeNull();
    const both = { until: "2027-01-31", now: 2, before: 1 };
    expect(await report(bea, "2026-12-01")).toMatchObject({ current: { version: 2 }, overlap: { ...both, old: false } });
    expect(await report(bea, "2026-12-01", 1)).toMatchObject({
      current: { level: "head-baker", version: 1 },
      target: { level: "head-baker", version: 1 },
      overlap: { ...both, old: true },
    });
    expect((await report(bea, "2027-01-31", 1)).current?.version).toBe(1);
    expect((await report(bea, "2027-02-01")).overlap).toBeNull();
    expect(await refusal(report(bea, "2027-02-01", 1))).toMatchObject({ status: 400, paths: ["/version"] });
    expect(await refusal(report(bea, "2026-12-01", 7))).toMatchObject({ status: 400, paths: ["/version"] });
  });

  test("can be made longer, ended, and is gone with the move itself", async () => {
    const { slug, abe } = await peopled();
    const { moveId } = await move(slug, { overlapUntil: "2026-12-31" });
    const set = (until: string | null) => asRuth("PUT", "/frameworks/:slug/moves/:moveId/overlap", { slug, moveId: moveId ?? "", until });
    const tag = (await asRuth("GET", "/frameworks/:slug/moves", { slug })).items[0]?.tag ?? "";
    expect(await set("2027-03-31")).toEqual({ moveId, overlapUntil: "2027-03-31" });
    // Whoever saw it as it was before is told how it stands.
    const late = { slug, moveId: moveId ?? "", until: null };
    await expect(
      asRuth("PUT", "/frameworks/:slug/moves/:moveId/overlap", late, { headers: { "if-match": `"${tag}"` } }),
    ).rejects.toMatchObject({ status: 412, current: { overlapUntil: "2027-03-31" } });
    expect((await report(abe, "2027-03-31")).overlap?.until).toBe("2027-03-31");
    expect(await refusal(set("2026-11-30"))).toMatchObject({ status: 400, paths: ["/until"] });
    await set(null);
    expect((await report(abe, "2026-12-02")).overlap).toBeNull();
    await set("2027-03-31");
    await undo(slug, moveId);
    expect((await report(abe, "2026-12-02")).overlap).toBeNull();
    expect(await refusal(set("2027-03-31"))).toMatchObject({ status: 409 });
    expect((await asRuth("GET", "/frameworks/:slug/moves", { slug })).items).toMatchObject([{ overlapUntil: "2027-03-31", undone: {} }]);
  });
});

test("moves are listed page by page, the newest first", async () => {
  const { slug } = await peopled();
  for (let time = 0; time < 3; time++) {
    const { moveId } = await move(slug);
    await undo(slug, moveId);
  }
  const first = await asRuth("GET", "/frameworks/:slug/moves", { slug, limit: 2 });
  const rest = await asRuth("GET", "/frameworks/:slug/moves", { slug, limit: 2, cursor: first.next ?? "" });
  const all = await asRuth("GET", "/frameworks/:slug/moves", { slug });
  expect([...first.items, ...rest.items]).toEqual(all.items);
  expect([all.items.length, rest.next]).toEqual([3, null]);
});

test("a partner of one unit moves the people of that unit", async () => {
  const { slug, abe, bea } = await peopled();
  const north = await house.team("North");
  const nightly = await house.team("North by night", north);
  const una = await house.person("Una");
  await house.grant(una, "people-partner", { teams: [north] });
  await house.within((tx) => tx.updateTable("person").set({ team_id: nightly }).where("person_id", "=", bea.personId).execute());
  const asUna = await w.as(una);
  expect(
    await asUna("POST", "/frameworks/:slug/moves", { slug, toVersion: 2, on: "2026-12-01", mapping: { "head-baker": "day-head" } }),
  ).toMatchObject({ total: 1 });
  expect([await at(abe, "2026-12-01"), await at(bea, "2026-12-01")]).toEqual(["baker@1", "day-head@2"]);
});
