import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { refusal } from "../../../test/authoring.ts";
import { bakery, values } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { reviewing } from "../../../test/reviewing.ts";
import { world, type Person } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation("Alder House");
const { orgId } = house;
await house.publish(values);
await house.publish(bakery);
const { cycle, participant } = reviewing(house);
const north = await house.team("North");

const helen = await house.person("Helen");
const amara = await house.person("Amara", { manager: helen, team: north });
const kofi = await house.person("Kofi", { manager: helen });
const tom = await house.person("Tom", { manager: amara });
const ruth = await house.person("Ruth");
await house.grant(ruth, "people-partner");
const nadia = await house.person("Nadia");
await house.grant(nadia, "people-partner", { teams: [north] });
const olu = await house.person("Olu");
await house.grant(olu, "owner");
await house.place(helen, "bakery/head-baker");
await house.place(amara, "bakery/baker");
await house.place(kofi, "bakery/head-baker");
await house.rate(amara, "bakery/head-baker", { "head-bread": 2, "head-ovens": 3 }, { by: helen });

const spring = await cycle({ stages: { managerDue: "2026-11-27" } }, "Spring");
const ofAmara = await participant(spring, amara, "bakery/baker", { manager: helen });
await participant(spring, kofi, "bakery/head-baker", { manager: helen });
await house.within((tx) =>
  tx
    .updateTable("assessment")
    .set({ state: "submitted", submitted_at: "2026-11-09T10:00:00Z", document: "{}", hash: Buffer.alloc(32) })
    .where("assessment_id", "=", ofAmara.assessments.self)
    .execute(),
);

/** A plan of this person with one goal and actions. */
async function planOf(who: Person, actions: readonly { title: string; owner: Person; dueOn: string | null; barred?: boolean }[]) {
  const [plan_id, goal_id] = [v7(), v7()];
  const by = { org_id: orgId, person_id: who.personId, created_at: "2026-10-01T09:00:00Z", created_by: who.personId };
  await house.within(async (tx) => {
    await tx
      .insertInto("plan")
      .values({
        ...by,
        plan_id,
        title: "Next year",
        state: "active",
        agreed_at: "2026-10-02T09:00:00Z",
        started_at: "2026-10-02T09:00:00Z",
      })
      .execute();
    await tx
      .insertInto("goal")
      .values({ ...by, goal_id, plan_id, title: "Bread", source: "free", position: 0 })
      .execute();
    for (const [position, { title, owner, dueOn, barred = false }] of actions.entries()) {
      const action_id = v7();
      await tx
        .insertInto("action")
        .values({ ...by, action_id, goal_id, plan_id, owner_person_id: owner.personId, kind: "training", title, due_on: dueOn, position })
        .execute();
      if (barred)
        await tx
          .insertInto("barrier")
          .values({
            org_id: orgId,
            barrier_id: v7(),
            person_id: who.personId,
            action_id,
            kind: "funding",
            raised_on: "2026-10-05",
            raised_by: who.personId,
            raised_at: "2026-10-05T09:00:00Z",
          })
          .execute();
    }
    await tx
      .insertInto("plan_note")
      .values({
        org_id: orgId,
        plan_note_id: v7(),
        plan_id,
        person_id: who.personId,
        kind: "check-in",
        body: "Ovens.",
        held_on: "2026-11-12",
        by: who.personId,
        at: "2026-11-12T09:00:00Z",
      })
      .execute();
  });
}
await planOf(amara, [
  { title: "Fire the big oven", owner: amara, dueOn: "2026-11-24" },
  { title: "Read of ryes", owner: amara, dueOn: null },
  { title: "Show her the books", owner: helen, dueOn: "2026-11-20", barred: true },
]);
await house.within((tx) =>
  tx
    .insertInto("record")
    .values([
      {
        org_id: orgId,
        record_id: v7(),
        person_id: amara.personId,
        kind: "training",
        title: "Food hygiene",
        on_date: "2025-11-01",
        valid_months: 12,
      },
      {
        org_id: orgId,
        record_id: v7(),
        person_id: kofi.personId,
        kind: "training",
        title: "First aid",
        on_date: "2025-12-20",
        valid_months: 12,
      },
    ])
    .execute(),
);
await house.within((tx) =>
  tx
    .insertInto("cpd_entry")
    .values(
      [
        ["2026-03-01", 90],
        ["2025-12-31", 600],
      ].map(([done_on, minutes]) => ({
        org_id: orgId,
        cpd_entry_id: v7(),
        person_id: amara.personId,
        kind: "reading" as const,
        title: "Ryes",
        minutes: Number(minutes),
        done_on: String(done_on),
        recorded_by: amara.personId,
        recorded_at: "2026-03-01T09:00:00Z",
      })),
    )
    .execute(),
);

const homeOf = async (who: Person) => (await w.as(who))("GET", "/home", {});
const peopleOf = async (who: Person, more: object = {}) => (await w.as(who))("GET", "/home/people", more);

describe("what is asked of somebody", () => {
  test("a manager: reviews to write, what is due first before all, each with whether the other side is in", async () => {
    const { asked, cycle: running, office, start } = await homeOf(helen);
    expect(asked.toWrite).toEqual({ all: 2, from: "2026-11-27", to: "2026-11-27" });
    expect(
      asked.write.map(({ person, title, selfIn, assessment }) => [person.name, title, selfIn, assessment.state, assessment.dueOn]),
    ).toEqual(
      expect.arrayContaining([
        ["Amara", "Spring", "2026-11-09", "not-started", "2026-11-27"],
        ["Kofi", "Spring", null, "not-started", "2026-11-27"],
      ]),
    );
    expect(running).toEqual({ title: "Spring", asked: 2, in: 0 });
    // What she is to do in somebody else's plan.
    expect(asked.due.map(({ title, person, dueOn }) => [title, person.name, dueOn])).toEqual([
      ["Show her the books", "Amara", "2026-11-20"],
    ]);
    expect([office, start]).toEqual([null, null]);
  });

  test("an employee: what runs out, what their plan asks this week, and what comes next in it", async () => {
    const { asked, plan, learned } = await homeOf(amara);
    expect(asked.records.map(({ title, expires, standing }) => [title, expires, standing])).toEqual([
      ["Food hygiene", "2026-11-01", "expired"],
    ]);
    expect(asked.due.map(({ title }) => title)).toEqual(["Fire the big oven"]);
    expect(plan).toMatchObject({ title: "Next year", state: "active", goals: 1, open: 1 });
    expect(plan?.next.map(({ title, owner, barred }) => [title, owner.name, barred])).toEqual([
      ["Show her the books", "Helen", true],
      ["Fire the big oven", "Amara", false],
      ["Read of ryes", "Amara", false],
    ]);
    // Of this year alone.
    expect(learned).toEqual({ label: "2026", to: "2026-12-31", minutes: 90, target: null });
  });

  test("a result that is out, until they say that they have read it", async () => {
    const { asked } = await homeOf(amara);
    expect(asked.results.map(({ title }) => title)).toEqual(["Cycle 2026-03-09"]);
    await (
      await w.as(amara)
    )("POST", "/reviews/:reviewId/acknowledge", { reviewId: asked.results[0]?.review ?? "" });
    expect((await homeOf(amara)).asked.results).toEqual([]);
  });

  test("nobody reads there what is asked of others, or how others stand", async () => {
    const reply = JSON.stringify(await homeOf(tom));
    for (const value of ["Food hygiene", "First aid", "Fire the big oven", "Kofi", amara.personId, "Spring"])
      expect(reply).not.toContain(value);
  });
});

describe("what people partners answer for", () => {
  test("cycles that run with how far they are, what runs out, barriers, ladders that nobody looks after", async () => {
    const { office } = await homeOf(ruth);
    expect(office?.cycles.map(({ title, people, in: done }) => [title, people, done])).toEqual([["Spring", 2, 0]]);
    expect(office?.expiring).toEqual({
      expired: 1,
      expiring: 1,
      titles: expect.arrayContaining([
        { title: "Food hygiene", expired: 1, expiring: 0 },
        { title: "First aid", expired: 0, expiring: 1 },
      ]),
    });
    expect(office?.barriers).toEqual({ open: 1, oldest: "2026-10-05" });
    expect(office?.ownerless.items.map(({ slug }) => slug)).toEqual(["bakery", "house-values"]);
    expect(office?.ownerless.all).toBe(2);
  });

  test("a partner of one unit sees the barriers and certificates of that unit alone, and no cycle of others", async () => {
    const { office } = await homeOf(nadia);
    expect([office?.cycles, office?.expiring.expired, office?.expiring.expiring, office?.barriers.open]).toEqual([[], 1, 0, 1]);
    expect(JSON.stringify(office)).not.toContain("First aid");
  });
});

describe("who reports to one", () => {
  test("from the top of the ladder down, each with their review, their readiness as their report has it, and the last talk", async () => {
    const { items, total } = await peopleOf(helen);
    expect(total).toBe(2);
    expect(items.map(({ name, place }) => [name, place?.levelTitle])).toEqual([
      ["Kofi", "Head Baker"],
      ["Amara", "Baker"],
    ]);
    const [, her] = items;
    expect(her?.review).toMatchObject({
      cycle: "Spring",
      self: "in",
      manager: "waiting",
      mine: ofAmara.assessments.manager,
      calibrating: false,
    });
    expect(her?.lastTalk).toBe("2026-11-12");
    const asHelen = await w.as(helen);
    for (const { id, towards } of items) {
      const gap = await asHelen("GET", "/people/:personId/gap", { personId: id });
      expect([towards?.level, towards?.readiness, towards?.relation]).toEqual([
        gap.target?.level,
        gap.report?.readiness,
        gap.target?.relation,
      ]);
    }
    expect(her?.towards).toMatchObject({ levelTitle: "Head Baker", unassessed: false });
  });

  test("the way that somebody has declared goes before the others", async () => {
    await (
      await w.as(amara)
    )("PUT", "/people/:personId/direction", { personId: amara.personId, to: "bakery/master" });
    const { items } = await peopleOf(helen);
    expect(items.find(({ name }) => name === "Amara")?.towards).toMatchObject({ level: "master", unassessed: true });
    await (
      await w.as(amara)
    )("PUT", "/people/:personId/direction", { personId: amara.personId, to: null });
  });

  test("direct reports alone, page by page; and whose results were read stands in the log", async () => {
    expect((await peopleOf(ruth)).items).toEqual([]);
    const first = await peopleOf(helen, { limit: 1 });
    const second = await peopleOf(helen, { limit: 1, cursor: first.next ?? "" });
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(["Kofi", "Amara"]);
    expect([second.next, second.total]).toEqual([null, null]);
    const [entry] = await house.within((tx) =>
      tx
        .selectFrom("audit")
        .select(["action", "details"])
        .where("actor_id", "=", helen.personId)
        .orderBy("at", "desc")
        .orderBy("audit_id", "desc")
        .limit(1)
        .execute(),
    );
    expect(entry).toEqual({ action: "home.people", details: { people: [amara.personId] } });
  });
});

describe("the first steps of an organisation", () => {
  test("are read from what is there, shown to whoever sets it up, and can be put away and found again", async () => {
    const fresh = await w.organisation("Beech Court");
    const first = await fresh.person("Rowan");
    await fresh.grant(first, "owner");
    const asFirst = await w.as(first);
    expect((await asFirst("GET", "/home", {})).start).toEqual({ done: 0, of: 5, upNext: "ladder" });
    await fresh.publish(values);
    expect((await asFirst("GET", "/start", {})).upNext).toBe("ladder");
    await fresh.publish(bakery);
    const kim = await fresh.person("Kim", { manager: first });
    expect((await asFirst("GET", "/start", {})).steps.map(({ state }) => state)).toEqual(["done", "done", "begun", "open", "open"]);
    await fresh.place(kim, "bakery/baker");
    expect((await asFirst("GET", "/home", {})).start).toEqual({ done: 3, of: 5, upNext: "invite" });
    expect((await asFirst("PUT", "/start", { putAway: true })).putAway).toBe(true);
    expect((await asFirst("GET", "/home", {})).start).toBeNull();
    expect(await asFirst("GET", "/start", {})).toMatchObject({ upNext: "invite", putAway: true, people: 2, placed: 1 });
    await asFirst("PUT", "/start", { putAway: false });
    expect((await asFirst("GET", "/home", {})).start?.upNext).toBe("invite");
    expect((await refusal((await w.as(kim))("GET", "/start", {}))).status).toBe(403);
  });
});

test("few questions for every reader, however many people there are", async () => {
  const asked = async (who: Person, path: "/home" | "/home/people") => {
    const reader = await w.as(who);
    // Documents are read once and then kept.
    await reader("GET", path, {});
    const { texts } = await statements(() => reader("GET", path, {}));
    return texts.length;
  };
  expect(await asked(amara, "/home")).toBe(2);
  expect(await asked(helen, "/home")).toBe(2);
  expect(await asked(ruth, "/home")).toBe(5);
  expect(await asked(olu, "/home")).toBe(3);
  const few = await asked(helen, "/home/people");
  expect(few).toBeLessThanOrEqual(3);
  for (let at = 0; at < 12; at++) await house.place(await house.person(`Baker ${at}`, { manager: helen }), "bakery/baker");
  expect(await asked(helen, "/home/people")).toBe(few);
});
