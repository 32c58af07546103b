import { v7 } from "uuid";
import { expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { world } from "../../../test/world.ts";

const made = await world({ links: () => "https://rungs.example.org" });
const house = await made.organisation("Fern; House");
await house.publish(ladder("care", "Care"));
const boss = await house.person("Bo Boss");
const kit = await house.person("Kit Moss", { manager: boss });
await house.place(kit, "care/first");

/** Written by hand, as the other capabilities keep them: what a calendar is made of. */
async function dated(): Promise<void> {
  await house.hold(kit, "training", "Safeguarding adults", "2026-01-15", { validMonths: 12 });
  await house.hold(boss, "training", "Fire safety", "2026-01-16", { validMonths: 12 });
  await house.within(async (tx) => {
    const org = { org_id: house.orgId };
    const at = new Date("2026-11-01T12:00:00Z");
    const plan = { ...org, plan_id: v7(), person_id: kit.personId };
    const goal = { ...plan, goal_id: v7() };
    await tx
      .insertInto("plan")
      .values({ ...plan, title: "To senior carer", created_at: at, created_by: kit.personId, ends_on: "2027-06-30" })
      .execute();
    await tx
      .insertInto("goal")
      .values({
        ...goal,
        title: "Calm handovers",
        source: "free",
        position: 1,
        due_on: "2027-03-01",
        created_at: at,
        created_by: kit.personId,
      })
      .execute();
    const action = { ...goal, kind: "on-the-job" as const, position: 1, created_at: at, created_by: kit.personId };
    await tx
      .insertInto("action")
      .values([
        { ...action, action_id: v7(), title: "Shadow a night shift, then write", owner_person_id: kit.personId, due_on: "2026-12-01" },
        { ...action, action_id: v7(), title: "Find Kit a mentor", owner_person_id: boss.personId, due_on: "2026-12-02" },
        { ...action, action_id: v7(), title: "Done with", owner_person_id: kit.personId, due_on: "2026-12-03", state: "dropped" },
      ])
      .execute();
    const { framework_id, version } = await tx.selectFrom("framework_version").selectAll().executeTakeFirstOrThrow();
    const cycle = { ...org, cycle_id: v7(), title: "Winter", opened_on: "2026-11-01", launched_at: at };
    const stages = { opensOn: "2026-11-01", selfDue: "2026-12-10", managerDue: "2026-12-15", releaseOn: "2027-01-20" };
    await tx
      .insertInto("cycle")
      .values({ ...cycle, state: "open", setup: JSON.stringify({ stages }) })
      .execute();
    const review = { ...org, review_id: v7(), cycle_id: cycle.cycle_id, person_id: kit.personId };
    await tx
      .insertInto("review")
      .values({ ...review, framework_id, version, level_id: "first", target_level_ids: ["first"] })
      .execute();
    for (const [kind, rater] of [
      ["self", kit],
      ["manager", boss],
    ] as const)
      await tx
        .insertInto("assessment")
        .values({ ...org, assessment_id: v7(), review_id: review.review_id, rater_id: rater.personId, kind, state: "not-started" })
        .execute();
  });
}
await dated();

const get = (url: string) => made.app.request(new URL(url).pathname);
const titles = (text: string) =>
  [...text.replaceAll("\r\n ", "").matchAll(/DTSTART;VALUE=DATE:(\d+)[^]*?SUMMARY:(.*)\r/g)].map(([, day, title]) => `${day} ${title}`);

test("one's dates are at an address that is shown once, and name nobody else", async () => {
  const own = await made.as(kit);
  expect(await own("GET", "/me/calendar", {})).toEqual({ feed: null });
  const { url } = await own("POST", "/me/calendar", {});
  expect(url).toMatch(/^https:\/\/rungs\.example\.org\/calendar\/[\w-]{43}\.ics$/);
  const response = await get(url);
  expect([response.status, response.headers.get("content-type"), response.headers.get("cache-control")]).toEqual([
    200,
    "text/calendar; charset=utf-8",
    "private, no-store",
  ]);
  const text = await response.text();
  expect(text).toContain("\r\nNAME:Rungs\\, Fern\\; House\r\n");
  expect(titles(text)).toEqual([
    "20261101 Opens: Winter",
    "20261201 Due: Shadow a night shift\\, then write",
    "20261210 Your own review is due: Winter",
    "20270115 Runs out: Safeguarding adults",
    "20270120 Results: Winter",
    "20270301 Goal: Calm handovers",
    "20270630 Ends: To senior carer",
  ]);
  expect(text).not.toMatch(/Boss/);
  const uids = (of: string) => of.match(/^UID:.*$/gm);
  made.clock.now = new Date("2026-11-22T12:00:00Z");
  expect(uids(await (await get(url)).text())).toEqual(uids(text));
  made.clock.now = new Date("2026-11-21T12:00:00Z");
  expect((await own("GET", "/me/calendar", {})).feed?.lastReadAt).toBe("2026-11-22T12:00:00.000Z");
});

test("a manager's calendar counts what they have to write and names nobody", async () => {
  const { url } = await (await made.as(boss))("POST", "/me/calendar", {});
  const text = await (await get(url)).text();
  expect(titles(text)).toEqual([
    "20261202 Due: Find Kit a mentor (in a colleague’s plan)",
    "20261215 A review to write\\, due: Winter",
    "20270116 Runs out: Fire safety",
  ]);
  expect(text).not.toMatch(/Moss/);
});

test("an address that was renewed, withdrawn or made up leads nowhere, and no copy of it is kept", async () => {
  const own = await made.as(kit);
  const { url: first } = await own("POST", "/me/calendar", {});
  const { url: second } = await own("POST", "/me/calendar", {});
  expect([(await get(first)).status, (await get(second)).status]).toEqual([404, 200]);
  const stored = JSON.stringify(await made.database.accounts.selectFrom("calendar_feed").selectAll().execute());
  const token = /calendar\/(.*)\.ics/.exec(second)?.[1] ?? "";
  expect([stored.includes(token), stored.includes(Buffer.from(token).toString("hex"))]).toEqual([false, false]);
  expect(await own("DELETE", "/me/calendar", {})).toEqual({ withdrawn: true });
  expect((await get(second)).status).toBe(404);
  for (const path of ["/calendar/x.ics", `/calendar/${"a".repeat(43)}.ics`, `/calendar/${"a".repeat(43)}`, "/calendar/"])
    expect((await made.app.request(path)).status, path).toBe(404);
  const logged = await house.within((tx) => tx.selectFrom("audit").select("action").where("actor_id", "=", kit.personId).execute());
  expect(
    logged
      .map(({ action }) => action)
      .filter((action) => action.startsWith("calendar."))
      .toSorted(),
  ).toEqual(["calendar.make", "calendar.make", "calendar.make", "calendar.withdraw"]);
});

test("whoever has left has no calendar any more", async () => {
  const lee = await house.person("Lee Lime");
  const { url } = await (await made.as(lee))("POST", "/me/calendar", {});
  expect((await get(url)).status).toBe(200);
  await house.within((tx) => tx.updateTable("person").set({ left_on: "2026-11-21" }).where("person_id", "=", lee.personId).execute());
  expect((await get(url)).status).toBe(404);
});
