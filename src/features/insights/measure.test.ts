import { sql } from "kysely";
import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { world } from "../../../test/world.ts";

const w = await world();

describe("a version that comes into force on a day to come", () => {
  test("measures nobody before that day, on any page", async () => {
    const house = await w.organisation("Dale Bakers");
    const bakery = ladder("bakery", "Bakery");
    await house.publish(bakery);
    const head = await house.person("Dale Head");
    const hand = await house.person("Dale Hand", { manager: head });
    await house.place(hand, "bakery/first", "2025-01-01");
    const to = (title: string) => bakery.levels?.map((level) => ({ ...level, title: `${level.title} of ${title}` })) ?? [];
    await house.publish({ ...bakery, title: "New bakery", levels: to("tomorrow") }, { effectiveOn: "2027-01-01" });
    await house.publish(ladder("mill", "Mill"), { effectiveOn: "2027-01-01" });
    const ask = await w.as(head);
    const titles = (on: { levels: readonly { title: string }[] }) => on.levels.map(({ title }) => title);
    const today = ["Second of Bakery", "First of Bakery"];
    const { ladders } = await ask("GET", "/insights/levels", {});
    expect(ladders.map(({ levels }) => levels.map(({ title }) => title))).toEqual([today]);
    expect(titles(await ask("GET", "/insights/time-in-level", { ladder: "bakery" }))).toEqual(today);
    expect(titles(await ask("GET", "/insights/gaps", { ladder: "bakery" }))).toEqual(today.toReversed());
    expect(titles(await ask("GET", "/insights/bench", { ladder: "bakery" }))).toEqual(["Second of Bakery"]);
    for (const path of ["/insights/gaps", "/insights/time-in-level"] as const)
      await expect(ask("GET", path, { ladder: "mill" })).rejects.toMatchObject({ problems: [{ path: "/ladder" }] });
  });
});

test("somebody who will leave is asked for learning in proportion, as on the page of learning", async () => {
  const house = await w.organisation("Elm Bakers");
  const head = await house.person("Elm Head");
  const hand = await house.person("Elm Hand", { manager: head });
  await house.within(async (tx) => {
    await tx
      .updateTable("organisation")
      .set({ settings: JSON.stringify({ cpd: { hours: 12, startsIn: 1, inProportion: true } }) })
      .execute();
    await tx.updateTable("person").set({ left_on: "2026-12-02" }).where("person_id", "=", hand.personId).execute();
    await tx
      .insertInto("cpd_entry")
      .values({
        org_id: house.orgId,
        cpd_entry_id: v7(),
        person_id: hand.personId,
        kind: "course",
        title: "Rye",
        minutes: 11 * 60 + 5,
        done_on: "2026-05-05",
        recorded_by: hand.personId,
        recorded_at: "2026-05-05T09:00:00Z",
      })
      .execute();
  });
  expect((await (await w.as(head))("GET", "/insights/cpd", {})).all).toMatchObject({ people: 2, logged: 1, met: 1 });
});

test("a bench of more people than a file holds is refused, not cut", async () => {
  const house = await w.organisation("Fir Bakers");
  await house.publish(ladder("bakery", "Bakery"));
  const head = await house.person("Fir Head");
  await house.grant(head, "people-partner");
  const hand = await house.person("Fir Hand", { manager: head });
  await house.place(hand, "bakery/first", "2025-01-01");
  await house.rate(hand, "bakery/second", { "making-second": 2 }, { by: head });
  const crowd = (people: number) =>
    house.within((tx) =>
      sql`
        with person as (
          insert into rungs.person (org_id, person_id, employee_number, name)
          select ${house.orgId}::uuid, gen_random_uuid(), 'crowd ' || gen_random_uuid(), 'Crowd ' || n from generate_series(1, ${people}::int) as n
          returning org_id, person_id
        ), placement as (
          insert into rungs.placement (org_id, placement_id, person_id, framework_id, version, level_id, from_on)
          select person.org_id, gen_random_uuid(), person.person_id, framework.framework_id, 1, 'first', '2025-01-01'
            from person, rungs.framework where framework.slug = 'bakery'
        ), review as (
          insert into rungs.review (org_id, review_id, cycle_id, person_id, framework_id, version, level_id, target_level_ids)
          select one.org_id, gen_random_uuid(), one.cycle_id, person.person_id, one.framework_id, 1, one.level_id, one.target_level_ids
            from person, rungs.review as one where one.person_id = ${hand.personId}::uuid
          returning org_id, review_id
        ), assessment as (
          insert into rungs.assessment (org_id, assessment_id, review_id, rater_id, kind, state, submitted_at)
          select org_id, gen_random_uuid(), review_id, ${head.personId}::uuid, 'manager', 'submitted', '2026-03-09' from review
          returning org_id, assessment_id
        )
        insert into rungs.rating (org_id, rating_id, assessment_id, level_id, expectation_id, answer, value, rated_on)
        select org_id, gen_random_uuid(), assessment_id, 'second', 'making-second', 'rated', 2, '2026-03-09' from assessment`.execute(tx),
    );
  const file = async () =>
    w.app.request("/api/v1/insights/export?figure=bench&ladder=bakery", { headers: { cookie: await w.cookie(head) } });
  await crowd(1999);
  const whole = await file();
  expect(whole.status).toBe(200);
  expect((await whole.text()).match(/"Crowd \d+"/g)).toHaveLength(1999);
  await crowd(1);
  const refused = await file();
  expect(refused.status).toBe(413);
  expect(await refused.text()).toContain("There are more than 2,000 people on this bench. Take them a unit at a time.");
}, 30_000);

test("who said at a fork which way they want to go is on that bench alone; what one may not read of them is not told by a count", async () => {
  const house = await w.organisation("Gorse Bakers");
  await house.publish(bakery);
  const head = await house.person("Gorse Head");
  const owner = await house.person("Gorse Owner");
  await house.grant(owner, "owner");
  const hands = [await house.person("Gorse First", { manager: head }), await house.person("Gorse Second", { manager: head })] as const;
  for (const hand of hands) await house.place(hand, "bakery/baker", "2025-01-01");
  const towards = async (who: typeof head) => {
    const ask = await w.as(who);
    const { levels, items } = await ask("GET", "/insights/bench", { ladder: "bakery", band: "unassessed" });
    const { levels: asked } = await ask("GET", "/insights/gaps", { ladder: "bakery", against: "next" });
    const benched = Object.fromEntries(levels.map(({ level, people }) => [level, people]));
    expect(Object.fromEntries(asked.flatMap(({ id, people }) => (people > 0 ? [[id, people]] : [])))).toEqual(benched);
    return { ...benched, listed: items.map(({ person, to }) => `${person.name}: ${to.level}`) };
  };
  const both = { "head-baker": 2, master: 2 };
  expect(await towards(head)).toMatchObject(both);
  const say = async (to: string | null) =>
    (await w.as(hands[0]))("PUT", "/people/:personId/direction", { personId: hands[0].personId, to });
  await say("bakery/head-baker");
  await say("bakery/master");
  expect(await towards(head)).toEqual({
    "head-baker": 1,
    master: 2,
    listed: ["Gorse First: master", "Gorse Second: head-baker", "Gorse Second: master"],
  });
  expect(await towards(owner)).toEqual({ ...both, listed: [] });
  await say(null);
  expect(await towards(head)).toMatchObject(both);
});
