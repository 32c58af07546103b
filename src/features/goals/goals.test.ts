import { sql } from "kysely";
import { v7 } from "uuid";
import { expect, test, vi } from "vitest";
import { refusal } from "../../../test/authoring.ts";
import { bakery, openBakery } from "../../../test/bakery.ts";
import { reviewing } from "../../../test/reviewing.ts";
import { world, type Client, type Person } from "../../../test/world.ts";
import { actionsDue } from "../../db/plan-due.ts";
import { keepReleased } from "../../db/released.ts";
import type { Tx } from "../../http/route.ts";

const w = await world({ links: () => "https://rungs.example.org" });
const house = await openBakery(w);
const { head } = house;
const reviews = reviewing(house);

const hire = async (name: string) => {
  const person = await house.person(name, { manager: head });
  await house.place(person, "bakery/baker", "2024-01-10");
  return { person, own: await w.as(person), personId: person.personId };
};
/** What Head said of the ovens in a cycle of its own, in the version in force now, ready to be released. */
async function rated(person: Person, value: number): Promise<string> {
  const id = await reviews.cycle();
  const { assessments } = await reviews.participant(id, person, "bakery/baker", { manager: head, self: false }, ["head-baker"]);
  const assessment_id = assessments.manager;
  await house.within(async (tx) => {
    const rating = { org_id: house.orgId, rating_id: v7(), assessment_id, level_id: "head-baker", expectation_id: "head-ovens" };
    await tx
      .insertInto("rating")
      .values({ ...rating, rated_on: "2026-11-01", answer: "rated", value })
      .execute();
    await tx
      .updateTable("assessment")
      .set({ state: "submitted", submitted_at: "2026-11-02T10:00:00Z" })
      .where("assessment_id", "=", assessment_id)
      .execute();
  });
  await reviews.state(id, "released", "2026-11-03T12:00:00Z");
  return id;
}
const release = (tx: Tx, cycle: string) => keepReleased(tx, house.orgId, cycle, "2026-11-03", () => v7());
/** How many wait for what another transaction holds. */
const waiting = () =>
  house.within(async (tx) => {
    const { rows } = await sql<{ pid: number }>`
      select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(tx);
    return rows.length;
  });
const onOvens = { source: "expectation", framework: "bakery", level: "head-baker", expectation: "head-ovens" } as const;

test("a goal that is released as achieved while somebody edits it stays achieved, and the edit is asked again", async () => {
  const { own, person, personId } = await hire("Abe");
  const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, ...onOvens });
  const cycle = await rated(person, 3);
  const headers = { "if-match": '"1"' };
  const edit = await house.within(async (tx) => {
    await release(tx, cycle);
    const editing = refusal(own("PATCH", "/goals/:goalId", { goalId, why: "It is next." }, { headers }));
    await vi.waitFor(async () => {
      expect(await waiting()).toBe(1);
    });
    return { editing };
  });
  expect(await edit.editing).toMatchObject({ status: 412 });
  const { plan } = await own("GET", "/plans/:personId", { personId });
  expect(plan?.goals).toMatchObject([{ state: "achieved", why: null, achievedBy: { title: "Spring" } }]);
});

/** What is due, as Home, the calendar and the reminders tell somebody. */
async function dueOf(who: Person) {
  const as = await w.as(who);
  const { url } = await as("POST", "/me/calendar", {});
  const calendar = await (await w.app.request(new URL(url).pathname)).text();
  const reminded = await house.within((tx) => actionsDue(tx, "2026-11-21", 7));
  return {
    home: (await as("GET", "/home", {})).asked.due.map(({ title }) => title),
    calendar: [...calendar.matchAll(/SUMMARY:Due: ([A-Z][a-z ]+?)(?: \(|\r)/g)].map(([, title]) => title),
    mail: reminded.filter(({ ownerId }) => ownerId === who.personId).map(({ title }) => title),
  };
}
const all = (...titles: string[]) => ({ home: titles, calendar: titles, mail: titles });

test("whoever owns an action in somebody's plan is told of it while they may read the plan, and no longer", async () => {
  const { own, person, personId } = await hire("Bea");
  const ruth = await house.person("Ruth");
  await house.grant(ruth, "people-partner");
  const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Run a stall" });
  const action = { goalId, kind: "mentoring", dueOn: "2026-11-25" } as const;
  await own("POST", "/goals/:goalId/actions", { ...action, title: "Learn the rules" });
  await (
    await w.as(head)
  )("POST", "/goals/:goalId/actions", { ...action, title: "Show the market", owner: head.personId });
  await own("POST", "/goals/:goalId/actions", { ...action, title: "Lend the van", owner: house.chief.personId });
  await (
    await w.as(ruth)
  )("POST", "/goals/:goalId/actions", { ...action, title: "Find the money", owner: ruth.personId });
  for (const as of [own, await w.as(head)]) await as("POST", "/plans/:personId/acts", { personId, act: "agree" });
  expect(await dueOf(person)).toEqual(all("Learn the rules"));
  expect(await dueOf(head)).toEqual(all("Show the market"));
  expect(await dueOf(house.chief)).toEqual(all("Lend the van"));
  expect(await dueOf(ruth)).toEqual(all("Find the money"));
  await house.manager(person, house.otto, "2026-11-21");
  expect(await dueOf(person)).toEqual(all("Learn the rules"));
  expect(await dueOf(head)).toEqual(all());
  expect(await dueOf(house.chief)).toEqual(all());
  expect(await dueOf(ruth)).toEqual(all("Find the money"));
});

test("what hangs on a goal that is achieved or given up is due no longer, wherever it is told", async () => {
  const { own, person, personId } = await hire("Col");
  const add = async (title: string) => {
    const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, source: "free", title });
    await own("POST", "/goals/:goalId/actions", { goalId, kind: "reading", title, dueOn: "2026-11-25" });
    return goalId;
  };
  const [rye, spelt] = [await add("Rye"), await add("Spelt")];
  await add("Oats");
  for (const as of [own, await w.as(head)]) await as("POST", "/plans/:personId/acts", { personId, act: "agree" });
  expect(await dueOf(person)).toEqual(all("Rye", "Spelt", "Oats"));
  await own("PATCH", "/goals/:goalId", { goalId: rye, state: "achieved" });
  expect(await dueOf(person)).toEqual(all("Spelt", "Oats"));
  await own("PATCH", "/goals/:goalId", { goalId: spelt, state: "dropped" });
  expect(await dueOf(person)).toEqual(all("Oats"));
  expect((await own("GET", "/home", {})).plan?.next.map(({ title }) => title)).toEqual(["Oats"]);
});

test("a rating achieves a goal only as far as it holds in the version that the goal is measured in", async () => {
  const { own, person, personId } = await hire("Dee");
  const { own: ownEli, person: eli, personId: eliId } = await hire("Eli");
  const cycles = [await rated(person, 3), await rated(eli, 4)];
  const raised = bakery.levels.map((level) => ({
    ...level,
    expectations: level.expectations.map((each) => (each.id === "head-ovens" ? { ...each, target: 4 } : each)),
  }));
  await house.publish({ ...bakery, levels: raised });
  await house.place(person, "bakery/baker", "2026-11-02");
  await house.place(eli, "bakery/baker", "2026-11-02");
  await own("POST", "/plans/:personId/goals", { personId, ...onOvens });
  await ownEli("POST", "/plans/:personId/goals", { personId: eliId, ...onOvens });
  for (const cycle of cycles) await house.within((tx) => release(tx, cycle));
  const shown = async (as: Client, id: string) =>
    (await as("GET", "/plans/:personId", { personId: id })).plan?.goals.map(({ state, stands }) => [state, stands?.status]);
  expect(await shown(own, personId)).toEqual([["open", "gap"]]);
  expect(await shown(ownEli, eliId)).toEqual([["achieved", "met"]]);
  // Reworded in substance, what was said before says nothing of it any more.
  const { own: ownFay, person: fay, personId: fayId } = await hire("Fay");
  const cycle = await rated(fay, 4);
  const markers = ["Fires three ovens, and builds a fourth."];
  const reworded = raised.map((level) => ({
    ...level,
    expectations: level.expectations.map((each) => (each.id === "head-ovens" ? { ...each, markers } : each)),
  }));
  await house.publish({ ...bakery, levels: reworded });
  await house.place(fay, "bakery/baker", "2026-11-02");
  await ownFay("POST", "/plans/:personId/goals", { personId: fayId, ...onOvens });
  await house.within((tx) => release(tx, cycle));
  expect(await shown(ownFay, fayId)).toEqual([["open", "stale"]]);
});

test("an action leads to nothing that is not on the organisation's list to learn from", async () => {
  const { own, personId } = await hire("Gus");
  const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Learn rye" });
  const action = { goalId, kind: "reading", title: "Read it" } as const;
  expect(await refusal(own("POST", "/goals/:goalId/actions", { ...action, resource: v7() }))).toMatchObject({
    status: 400,
    paths: ["/resource"],
  });
  const resource = v7();
  await house.within((tx) =>
    tx
      .insertInto("resource")
      .values({
        org_id: house.orgId,
        resource_id: resource,
        title: "Rye",
        kind: "reading",
        created_by: head.personId,
        created_at: new Date(),
      })
      .execute(),
  );
  await own("POST", "/goals/:goalId/actions", { ...action, resource });
  const { plan } = await own("GET", "/plans/:personId", { personId });
  expect(plan?.goals[0]?.actions).toMatchObject([{ title: "Read it", resource }]);
});
