import { v7 } from "uuid";
import { expect, test } from "vitest";
import { refusal } from "../../../test/authoring.ts";
import { openBakery } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { reviewing } from "../../../test/reviewing.ts";
import { world, type Client, type Person } from "../../../test/world.ts";
import { keepReleased } from "../../db/released.ts";

const w = await world();
const house = await openBakery(w);
const { chief, head } = house;
const reviews = reviewing(house);
const byHead = await w.as(head);

const hire = async (name: string) => {
  const person = await house.person(name, { manager: head });
  await house.place(person, "bakery/baker", "2024-01-10");
  return { person, own: await w.as(person), personId: person.personId };
};
const planOf = (as: Client, { personId }: Person, plan?: string) =>
  as("GET", "/plans/:personId", { personId, ...(plan === undefined ? {} : { plan }) });
const goalsOf = async (as: Client, person: Person) => (await planOf(as, person)).plan?.goals ?? [];
const act = async (as: Client, person: Person, name: "agree" | "withdraw" | "start" | "close" | "reopen", more: object = {}) =>
  as("POST", "/plans/:personId/acts", { personId: person.personId, act: name, ...more });
const told = async ({ personId }: Person) =>
  (
    await house.within((tx) =>
      tx.selectFrom("notification").select("title").where("person_id", "=", personId).orderBy("notification_id").execute(),
    )
  ).map(({ title }) => title);
/** What a manager said in a cycle of its own, released on a day as the server releases it. */
async function released(person: Person, said: Readonly<Record<string, number | "no-opportunity">>, on: string, cycle: string) {
  const id = await reviews.cycle({}, cycle);
  const { reviewId, assessments } = await reviews.participant(id, person, "bakery/baker", { manager: head, self: false }, ["head-baker"]);
  await house.within(async (tx) => {
    for (const [expectation_id, answer] of Object.entries(said))
      await tx
        .insertInto("rating")
        .values({
          org_id: house.orgId,
          rating_id: v7(),
          assessment_id: assessments.manager,
          level_id: "head-baker",
          expectation_id,
          rated_on: on,
          ...(answer === "no-opportunity" ? { answer, value: null } : { answer: "rated" as const, value: answer }),
        })
        .execute();
    await tx
      .updateTable("assessment")
      .set({ state: "submitted", submitted_at: `${on}T10:00:00Z` })
      .where("assessment_id", "=", assessments.manager)
      .execute();
  });
  await reviews.state(id, "released", `${on}T12:00:00Z`);
  await house.within((tx) => keepReleased(tx, house.orgId, id, on, () => v7()));
  return { cycleId: id, reviewId, assessmentId: assessments.manager };
}

test("a plan is drafted from a report in one act, in the order chosen, each goal with its own words and where one stands", async () => {
  const { person, own, personId } = await hire("Ada");
  await released(person, { "head-bread": 2, "head-ovens": 4 }, "2026-03-09", "Spring");
  expect(await planOf(own, person)).toMatchObject({ plan: null, earlier: false, acts: [], side: "person" });
  const goals = ["head-team", "head-bread", "hygiene", "head-team"];
  await own("POST", "/plans/:personId", { personId, from: { framework: "bakery", level: "head-baker" }, goals });
  const { plan, acts } = await planOf(own, person);
  expect(plan).toMatchObject({ title: "Towards Head Baker", state: "draft" });
  expect(
    plan?.goals.map(({ title, source, stands }) => [title, source, stands?.status, stands?.asked?.label, stands?.rated?.label]),
  ).toEqual([
    ["Team", "expectation", "not-assessed", "Performing", undefined],
    ["Bread", "expectation", "gap", "Performing", "Developing"],
    ["Food hygiene", "requirement", "unknown", undefined, undefined],
  ]);
  expect(acts).toEqual(["agree", "close"]);
  expect(await refusal(own("POST", "/plans/:personId", { personId }))).toMatchObject({ status: 409 });
  // Once before: the first request of a session is noted.
  await planOf(byHead, person);
  const { texts } = await statements(() => planOf(byHead, person));
  expect(texts.length).toBeLessThanOrEqual(5);
});

test("what a level does not ask is refused with its place, and nothing of the plan is kept", async () => {
  const { person, own, personId } = await hire("Ben");
  const from = { framework: "bakery", level: "head-baker" };
  const send = (more: object) => refusal(own("POST", "/plans/:personId", { personId, ...more }));
  expect(await send({ from, goals: ["head-bread", "master-bread"] })).toMatchObject({ status: 400, paths: ["/goals/1"] });
  expect(await send({ from: { ...from, level: "nowhere" } })).toMatchObject({ status: 400, paths: ["/from"] });
  expect(await send({ goals: ["head-bread"] })).toMatchObject({ status: 400, paths: ["/from"] });
  expect(await send({ startsOn: "2026-05-02", endsOn: "2026-05-01" })).toMatchObject({ status: 400, paths: ["/endsOn"] });
  expect((await planOf(own, person)).plan).toBe(null);
});

test("adding a gap begins a draft, adding it twice is the same goal, and one given up is taken up again with what hung on it", async () => {
  const { person, own, personId } = await hire("Cleo");
  const gap = { personId, source: "expectation", framework: "bakery", level: "head-baker", expectation: "head-ovens" } as const;
  const first = await own("POST", "/plans/:personId/goals", gap);
  const again = await byHead("POST", "/plans/:personId/goals", gap);
  expect([first.already, again.already, again.id]).toEqual([false, true, first.id]);
  await own("POST", "/goals/:goalId/actions", { goalId: first.id, kind: "on-the-job", title: "Fire the third oven" });
  await own("PATCH", "/goals/:goalId", { goalId: first.id, state: "dropped" });
  const back = await own("POST", "/plans/:personId/goals", gap);
  expect([back.id, back.already]).toEqual([first.id, false]);
  expect((await goalsOf(own, person)).map(({ state, actions }) => [state, actions.map(({ title }) => title)])).toEqual([
    ["open", ["Fire the third oven"]],
  ]);
  await own("POST", "/plans/:personId/goals", { personId, source: "route", framework: "bakery", level: "master" });
  await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Bake for the fair", why: "It is fun." });
  expect((await goalsOf(own, person)).map(({ title }) => title)).toEqual(["Ovens", "Reach Master Baker", "Bake for the fair"]);
  const bad = (more: object) => refusal(own("POST", "/plans/:personId/goals", { ...gap, ...more }));
  expect(await bad({ expectation: undefined })).toMatchObject({ status: 400, paths: ["/expectation"] });
  expect(await bad({ requirement: "hygiene" })).toMatchObject({ status: 400, paths: ["/requirement"] });
  expect(await bad({ expectation: "master-bread" })).toMatchObject({ status: 400, paths: ["/expectation"] });
  expect(await refusal(own("POST", "/plans/:personId/goals", { personId, source: "free" }))).toMatchObject({
    status: 400,
    paths: ["/title"],
  });
});

test("a plan stands once both have agreed to the same; what one changes meanwhile the other is asked about again", async () => {
  const { person, own, personId } = await hire("Dana");
  const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Run a stall" });
  await act(own, person, "agree");
  expect((await told(head)).at(-1)).toBe("Dana has agreed to “Development plan”; it waits for you");
  const action = { goalId, kind: "reading", title: "Read the market’s rules" } as const;
  await byHead("POST", "/goals/:goalId/actions", action);
  expect((await planOf(own, person)).plan).toMatchObject({ state: "draft", personAgreedAt: null });
  await act(byHead, person, "agree");
  const seen = await planOf(own, person);
  expect(seen.acts).toEqual(["agree", "close"]);
  const headers = { "if-match": `"${seen.tag}"` };
  await byHead("POST", "/goals/:goalId/actions", { ...action, title: "Ask for a stall" });
  const late = own("POST", "/plans/:personId/acts", { personId, act: "agree" }, { headers });
  expect(await refusal(late)).toMatchObject({ status: 412 });
  await act(own, person, "agree");
  expect((await planOf(own, person)).plan).toMatchObject({ state: "agreed", managerAgreedBy: { name: "Head" } });
  expect(await told(head)).toContain("“Development plan” is agreed");
  expect(await refusal(act(own, person, "agree"))).toMatchObject({ status: 409 });
  await act(own, person, "start");
  expect((await planOf(own, person)).acts).toEqual(["close"]);
});

test("whoever reports to nobody agrees alone", async () => {
  const { personId } = chief;
  const own = await w.as(chief);
  await own("POST", "/plans/:personId", { personId, title: "Mine" });
  await act(own, chief, "agree");
  expect((await planOf(own, chief)).plan?.state).toBe("agreed");
});

test("saying how an action goes leaves agreement as it is, dates itself, and can be taken back", async () => {
  const { person, own, personId } = await hire("Eve");
  const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Lead nights" });
  const { id: actionId } = await own("POST", "/goals/:goalId/actions", {
    goalId,
    kind: "training",
    title: "Shift leader course",
    dueOn: "2026-12-01",
    costMinor: 24_000,
    currency: "GBP",
    funding: "asked",
  });
  await act(byHead, person, "agree");
  const one = async () => (await goalsOf(own, person))[0]?.actions[0];
  await own("PATCH", "/actions/:actionId", { actionId, state: "done" });
  expect(await one()).toMatchObject({ state: "done", doneOn: "2026-11-21", costMinor: 24_000, owner: { name: "Eve" } });
  expect((await planOf(own, person)).plan?.managerAgreedAt).not.toBe(null);
  await own("PATCH", "/actions/:actionId", { actionId, state: "doing" });
  expect(await one()).toMatchObject({ state: "doing", doneOn: null });
  const headers = { "if-match": '"1"' };
  expect(await refusal(own("PATCH", "/actions/:actionId", { actionId, title: "Old" }, { headers }))).toMatchObject({ status: 412 });
  const bad = (more: object) => refusal(own("PATCH", "/actions/:actionId", { actionId, ...more }));
  expect(await bad({ startsOn: "2026-12-02" })).toMatchObject({ status: 400, paths: ["/dueOn"] });
  expect(await bad({ costMinor: null })).toMatchObject({ status: 400, paths: ["/costMinor"] });
  expect(await bad({ funding: "none-needed" })).toMatchObject({ status: 400, paths: ["/funding"] });
  expect(await bad({ owner: house.otto.personId })).toMatchObject({ status: 400, paths: ["/owner"] });
  expect(await bad({ state: "done", doneOn: "2026-11-22" })).toMatchObject({ status: 400, paths: ["/doneOn"] });
  expect((await one())?.title).toBe("Shift leader course");
});

test("a rating that is released and meets what is asked achieves the goal, and says which; a second look that lowers it opens it again", async () => {
  const { person, own, personId } = await hire("Finn");
  const from = { framework: "bakery", level: "head-baker" };
  await own("POST", "/plans/:personId", { personId, from, goals: ["head-bread", "head-ovens", "head-team", "time"] });
  const team = (await goalsOf(own, person))[2]?.id ?? "";
  await own("PATCH", "/goals/:goalId", { goalId: team, state: "dropped" });
  const { reviewId } = await released(person, { "head-bread": 3, "head-ovens": 2, "head-team": 4 }, "2026-06-09", "Summer");
  const states = async () =>
    (await goalsOf(own, person)).map(({ title, state, achievedOn, achievedBy }) => [title, state, achievedOn, achievedBy]);
  const bread = ["Bread", "achieved", "2026-06-09", { review: reviewId, title: "Summer", point: { value: 3, label: "Performing" } }];
  const rest = [
    ["Ovens", "open", null, null],
    ["Team", "dropped", null, null],
    ["24 months as Baker", "open", null, null],
  ];
  expect(await states()).toEqual([bread, ...rest]);
  await house.within((tx) =>
    tx
      .insertInto("calibration")
      .values({
        org_id: house.orgId,
        calibration_id: v7(),
        review_id: reviewId,
        expectation_id: "head-bread",
        value: 2,
        reason: "The log shows it.",
        decided_by: head.personId,
        decided_at: "2026-06-20T09:00:00Z",
      })
      .execute(),
  );
  const look = v7();
  await house.within(async (tx) => {
    const row = { org_id: house.orgId, second_look_id: look, review_id: reviewId, asked_by: personId };
    await tx
      .insertInto("second_look")
      .values({ ...row, asked_at: "2026-06-12T09:00:00Z", body: "Look again." })
      .execute();
    await keepReleased(tx, house.orgId, reviewId, "2026-06-20", () => v7(), look);
  });
  expect(await states()).toEqual([["Bread", "open", null, null], ...rest]);
});

test("what there was no opportunity to show is not yet a goal, until one act makes it one", async () => {
  const { person, own, personId } = await hire("Gil");
  await released(person, { "head-bread": 3, "head-team": "no-opportunity" }, "2026-06-09", "Summer");
  const { matters } = await planOf(own, person);
  expect(matters).toMatchObject([{ framework: "bakery", level: "head-baker", expectation: "head-team", title: "Team", cycle: "Summer" }]);
  const [matter] = matters;
  if (matter === undefined) throw new Error("Nothing to make a goal of.");
  const { framework, level, expectation } = matter;
  await own("POST", "/plans/:personId/goals", { personId, source: "expectation", framework, level, expectation });
  expect((await planOf(own, person)).matters).toEqual([]);
});

test("a plan that is closed is read as it was, is no longer written, and can be opened again while there is no newer one", async () => {
  const { person, own, personId } = await hire("Hal");
  const { id: goalId } = await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Learn rye" });
  const { plan } = await planOf(own, person);
  await own("PATCH", "/goals/:goalId", { goalId, state: "achieved" });
  await act(own, person, "close", { outcome: "Rye it is." });
  expect(await planOf(own, person)).toMatchObject({ plan: null, earlier: true });
  const [line] = (await own("GET", "/plans/:personId/earlier", { personId })).items;
  expect(line).toMatchObject({ id: plan?.id, outcome: "Rye it is.", goals: 1, achieved: 1 });
  expect(await refusal(own("PATCH", "/goals/:goalId", { goalId, title: "x" }))).toMatchObject({ status: 409 });
  const again = { plan: plan?.id ?? "" };
  expect((await planOf(own, person, again.plan)).acts).toEqual(["reopen"]);
  await act(own, person, "reopen", again);
  expect((await planOf(own, person)).plan).toMatchObject({ id: again.plan, state: "draft", outcome: null, closedAt: null });
  await act(own, person, "close");
  await own("POST", "/plans/:personId", { personId, title: "The next" });
  expect(await refusal(act(own, person, "reopen", again))).toMatchObject({ status: 409 });
  const other = await hire("Hanna");
  expect(await refusal(planOf(other.own, other.person, again.plan))).toMatchObject({ status: 404 });
});

test("notes and talks of both sides stand newest first, page on, and are told to the other side", async () => {
  const { person, own, personId } = await hire("Ivo");
  await own("POST", "/plans/:personId", { personId });
  const { plan } = await planOf(own, person);
  for (const day of [3, 2, 1]) {
    w.clock.now = new Date(`2026-11-21T12:00:0${4 - day}Z`);
    await (day === 2 ? byHead : own)("POST", "/plans/:personId/notes", {
      personId,
      body: `${day}`,
      ...(day === 1 ? { heldOn: "2026-11-20" } : {}),
    });
  }
  const future = own("POST", "/plans/:personId/notes", { personId, body: "x", heldOn: "2026-11-22" });
  expect(await refusal(future)).toMatchObject({ status: 400, paths: ["/heldOn"] });
  w.clock.now = new Date("2026-11-21T12:00:00Z");
  const first = await own("GET", "/plans/:personId/notes", { personId, plan: plan?.id ?? "", limit: "2" });
  expect(first.items.map(({ body, kind, by }) => [body, kind, by.name])).toEqual([
    ["1", "check-in", "Ivo"],
    ["2", "note", "Head"],
  ]);
  const rest = await own("GET", "/plans/:personId/notes", { personId, plan: plan?.id ?? "", limit: "2", cursor: first.next ?? "" });
  expect(rest.items.map(({ body }) => body)).toEqual(["3"]);
  expect(await told(person)).toContain("Head wrote something on “Development plan”");
});

test("every reading of somebody else’s plan is on record, one’s own is not", async () => {
  const { person, own } = await hire("Jo");
  await planOf(own, person);
  await planOf(byHead, person);
  const rows = await house.within((tx) =>
    tx.selectFrom("audit").select("actor_id").where("action", "=", "plan.read").where("subject_id", "=", person.personId).execute(),
  );
  expect(rows).toEqual([{ actor_id: head.personId }]);
});
