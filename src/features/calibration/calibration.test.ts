import { v7 } from "uuid";
import { describe, expect, test } from "vitest";
import { bakery, values } from "../../../test/bakery.ts";
import { world, type Person } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";
import { calibrationJobs } from "./jobs.ts";
import { record } from "../audit/store.ts";

const w = await world();

/** A running cycle of Ida and Bo, whom Head rates, and of Head, whom Chief rates; `say` puts answers on a form and sends it in. */
async function running(more: { release?: string } = {}) {
  const house = await w.organisation();
  const [chief, head, ida, bo, ruth] = [
    await house.person("Chief"),
    await house.person("Head"),
    await house.person("Ida"),
    await house.person("Bo"),
    await house.person("Ruth"),
  ];
  await house.manager(head, chief);
  for (const each of [ida, bo, ruth]) await house.manager(each, head);
  await house.grant(ruth, "people-partner");
  await house.publish(values);
  await house.publish(bakery);
  for (const each of [ida, bo, ruth]) await house.place(each, "bakery/baker");
  await house.place(head, "bakery/head-baker");
  const partner = await w.as(ruth);
  const { id: cycleId } = await partner("POST", "/cycles", {
    title: "Spring 2027",
    setup: { who: { people: [ida, bo, head, ruth].map(({ personId }) => personId), fewestMonths: 0 }, asks: "current", ...more },
  });
  await partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 });
  const { items } = await partner("GET", "/cycles/:cycleId/participants", { cycleId });
  const reviewOf = (person: Person) => items.find((item) => item.person.id === person.personId)?.reviewId ?? "";
  const partOf = (person: Person, kind: string) =>
    items.find((item) => item.person.id === person.personId)?.parts.find((part) => part.kind === kind)?.id ?? "";

  /** As the form would have sent it in. */
  const say = (about: Person, kind: "self" | "manager", level: string, answers: Readonly<Record<string, number | "not-observed">>) =>
    house.within(async (tx) => {
      const assessment_id = partOf(about, kind);
      for (const [expectation_id, answer] of Object.entries(answers))
        await tx
          .insertInto("rating")
          .values({
            org_id: house.orgId,
            rating_id: v7(),
            assessment_id,
            level_id: level,
            expectation_id,
            rated_on: "2026-11-21",
            ...(typeof answer === "number" ? { answer: "rated" as const, value: answer } : { answer, value: null }),
          })
          .execute();
      await tx
        .updateTable("assessment")
        .set({ state: "submitted", submitted_at: w.clock.now })
        .where("assessment_id", "=", assessment_id)
        .execute();
    });
  return { ...house, chief, head, ida, bo, ruth, partner, cycleId, reviewOf, partOf, say };
}

const fails = async (work: Promise<unknown>): Promise<ApiError> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error("It was done.");
};

/** The same, rated and being calibrated: Ida 3, Bo 1, Ruth 2 where 2 is asked. */
async function calibrating() {
  const made = await running();
  const { ida, bo, ruth, head, say, partner, cycleId } = made;
  await say(ida, "manager", "baker", { "baker-bread": 3 });
  await say(ida, "self", "baker", { "baker-bread": 2 });
  await say(bo, "manager", "baker", { "baker-bread": 1 });
  await say(ruth, "manager", "baker", { "baker-bread": 2 });
  await say(head, "manager", "head-baker", { "head-bread": 3, "head-ovens": 2, "head-team": 4, "head-honesty": "not-observed" });
  await partner("POST", "/cycles/:cycleId/calibrate", { cycleId });
  return made;
}

describe("calibration", () => {
  test("shows how each manager, level, ladder and unit rated, each answer once", async () => {
    const { partner, cycleId, head, chief } = await calibrating();
    const found = await partner("GET", "/cycles/:cycleId/calibration", { cycleId });
    expect(found).toMatchObject({
      by: "manager",
      ladder: "bakery@1",
      ladders: [{ people: 4, scale: [{ label: "Not yet" }, {}, {}, {}] }],
      changes: [],
    });
    expect(found.rows).toEqual([
      {
        id: head.personId,
        title: "Head",
        people: 3,
        ratings: 3,
        said: { 1: 1, 2: 1, 3: 1 },
        now: { 1: 1, 2: 1, 3: 1 },
        none: 0,
        changed: 0,
      },
      {
        id: chief.personId,
        title: "Chief",
        people: 1,
        ratings: 3,
        said: { 2: 1, 3: 1, 4: 1 },
        now: { 2: 1, 3: 1, 4: 1 },
        none: 1,
        changed: 0,
      },
    ]);
    for (const [by, titles] of [
      ["level", ["Baker", "Head Baker"]],
      ["ladder", ["Bakery, version 1"]],
      ["unit", [null]],
    ] as const)
      expect((await partner("GET", "/cycles/:cycleId/calibration", { cycleId, by })).rows.map(({ title }) => title)).toEqual(titles);
  });

  test("puts a value beside the rater's with its reason, keeps both, and lets nobody change what another changed, or their own", async () => {
    const { partner, cycleId, ida, bo, ruth, reviewOf, within } = await calibrating();
    const change = (person: Person, value: number, was: number | null, reason = "Built with the team, not tried outside it.") =>
      partner("POST", "/cycles/:cycleId/calibration/:reviewId", {
        cycleId,
        reviewId: reviewOf(person),
        expectation: "baker-bread",
        value,
        was,
        reason,
      });
    expect(await change(ida, 2, 3)).toMatchObject({ was: 3, value: 2 });
    expect((await fails(change(ida, 4, 3))).status).toBe(409);
    expect((await fails(change(ida, 2, 2))).problems).toMatchObject([{ code: "unchanged" }]);
    expect((await fails(change(bo, 9, 1))).problems).toMatchObject([{ code: "off-scale" }]);
    expect((await fails(change(bo, 2, 1, " "))).problems).toMatchObject([{ path: "/reason" }]);
    expect(await fails(change(ruth, 4, 2))).toMatchObject({ status: 403, message: "Nobody calibrates their own ratings." });
    await change(ida, 3, 2, "Two teams confirm it.");

    const cases = await partner("GET", "/cycles/:cycleId/calibration/cases", { cycleId, ladder: "bakery@1", level: "baker", limit: 2 });
    expect(cases.items.map(({ person }) => person.name)).toEqual(["Bo", "Ida"]);
    expect(cases.items[1]).toMatchObject({
      rated: [{ expectation: "baker-bread", value: 3, rater: "Head" }],
      own: [{ value: 2 }],
      calibrated: [{ value: 2 }, { value: 3, reason: "Two teams confirm it.", by: "Ruth" }],
      can: { calibrate: true },
    });
    const rest = await partner("GET", "/cycles/:cycleId/calibration/cases", {
      cycleId,
      ladder: "bakery@1",
      level: "baker",
      cursor: cases.next ?? "",
    });
    expect(rest).toMatchObject({ items: [{ person: { name: "Ruth" }, can: { calibrate: false } }], next: null });
    const { changes } = await partner("GET", "/cycles/:cycleId/calibration", { cycleId });
    expect(changes.map(({ title, was, value }) => [title, was, value])).toEqual([
      ["Bread", "Developing", "Performing"],
      ["Bread", "Performing", "Developing"],
    ]);
    const read = await within((tx) => tx.selectFrom("audit").select("details").where("action", "=", "calibration.cases").execute());
    expect(JSON.stringify(read)).toContain(ida.personId);
  });

  test("is the time for values alone: while it is open nothing is calibrated, and once it is calibrated no form is opened", async () => {
    const { partner, cycleId, ida, reviewOf, partOf, say } = await running();
    await say(ida, "manager", "baker", { "baker-bread": 3 });
    const one = { cycleId, reviewId: reviewOf(ida) };
    const early = { ...one, expectation: "baker-bread", value: 2, was: 3, reason: "So it is." };
    expect((await fails(partner("POST", "/cycles/:cycleId/calibration/:reviewId", early))).message).toMatch(/is open/);
    const reopen = { ...one, assessment: partOf(ida, "manager"), reason: "The wrong person." };
    await partner("POST", "/cycles/:cycleId/participants/:reviewId/reopen", reopen);
    expect((await fails(partner("POST", "/cycles/:cycleId/calibrate", { cycleId }))).message).toMatch(/opened again/);
    await say(ida, "manager", "baker", { "baker-bread": 2 });
    await partner("POST", "/cycles/:cycleId/calibrate", { cycleId });
    expect((await fails(partner("POST", "/cycles/:cycleId/participants/:reviewId/reopen", reopen))).status).toBe(409);
  });

  test("sessions keep who sat together on what, and stay as they are once locked", async () => {
    const { partner, cycleId, ida, head, ruth, reviewOf } = await calibrating();
    const session = await partner("POST", "/cycles/:cycleId/sessions", {
      cycleId,
      title: "Bakers",
      participants: [head.personId, ruth.personId],
    });
    const one = { cycleId, sessionId: session.id };
    const words = { title: "Bakers", record: "Bread first.", heldOn: "2026-11-20", participants: [head.personId] };
    expect(await partner("PUT", "/cycles/:cycleId/sessions/:sessionId", { ...one, ...words })).toMatchObject({
      participants: [{ name: "Head" }],
    });
    // Whoever wrote over what somebody else has written meanwhile is shown it.
    const late = { ...one, ...words, record: "Something else." };
    await expect(
      partner("PUT", "/cycles/:cycleId/sessions/:sessionId", late, { headers: { "if-match": `"${session.tag}"` } }),
    ).rejects.toMatchObject({ status: 412, current: { record: "Bread first." } });
    const change = {
      cycleId,
      reviewId: reviewOf(ida),
      expectation: "baker-bread",
      value: 2,
      was: 3,
      reason: "As agreed.",
      session: session.id,
    };
    await partner("POST", "/cycles/:cycleId/calibration/:reviewId", change);
    expect(await partner("POST", "/cycles/:cycleId/sessions/:sessionId/lock", one)).toMatchObject({
      changes: 1,
      lockedBy: { name: "Ruth" },
    });
    expect((await fails(partner("PUT", "/cycles/:cycleId/sessions/:sessionId", { ...one, ...words }))).status).toBe(409);
    expect((await fails(partner("POST", "/cycles/:cycleId/calibration/:reviewId", { ...change, value: 4, was: 2 }))).status).toBe(409);
  });
});

describe("release", () => {
  test("shows everybody their result at one moment, calibrated, kept and hashed; until then nobody reads a thing", async () => {
    const { partner, cycleId, ida, reviewOf, within } = await calibrating();
    await partner("POST", "/cycles/:cycleId/calibration/:reviewId", {
      cycleId,
      reviewId: reviewOf(ida),
      expectation: "baker-bread",
      value: 2,
      was: 3,
      reason: "As agreed.",
    });
    const hers = await w.as(ida);
    const gap = async () =>
      (await hers("GET", "/people/:personId/gap", { personId: ida.personId, target: "bakery/baker" })).report?.expectations[0];
    expect(await gap()).toMatchObject({ status: "not-assessed" });
    expect(await partner("GET", "/cycles/:cycleId/release", { cycleId })).toMatchObject({
      people: 4,
      without: 0,
      changes: 1,
      openSessions: 0,
    });
    expect(await partner("POST", "/cycles/:cycleId/release", { cycleId })).toMatchObject({ state: "released", reports: 4 });
    expect(await gap()).toMatchObject({ status: "met", attained: 2 });
    const kept = await within(async (tx) => ({
      reports: await tx.selectFrom("released_report").select(["document", "hash"]).execute(),
      messages: await tx.selectFrom("message").select("person_id").where("template", "=", "results-released").execute(),
    }));
    expect([kept.reports.length, kept.messages.length]).toEqual([4, 4]);
    expect((await fails(partner("POST", "/cycles/:cycleId/release", { cycleId }))).status).toBe(409);
    expect((await fails(partner("POST", "/cycles/:cycleId/cancel", { cycleId, reason: "Too late." }))).status).toBe(409);
    expect(await partner("POST", "/cycles/:cycleId/archive", { cycleId })).toMatchObject({ state: "archived" });
    expect(await gap()).toMatchObject({ status: "met" });
  });

  test("asks before people go without a rating, and leaves out who was withdrawn", async () => {
    const { partner, cycleId, ida, bo, ruth, head, reviewOf, say } = await running();
    await say(ida, "manager", "baker", { "baker-bread": 3 });
    for (const each of [ruth, head])
      await partner("POST", "/cycles/:cycleId/participants/:reviewId/withdraw", {
        cycleId,
        reviewId: reviewOf(each),
        reason: "Not this time.",
      });
    await partner("POST", "/cycles/:cycleId/calibrate", { cycleId });
    expect(await partner("GET", "/cycles/:cycleId/release", { cycleId })).toMatchObject({ people: 2, without: 1, who: [{ name: "Bo" }] });
    expect((await fails(partner("POST", "/cycles/:cycleId/release", { cycleId }))).message).toMatch(/^For one person/);
    expect(await partner("POST", "/cycles/:cycleId/release", { cycleId, withoutRatings: true })).toMatchObject({ reports: 2 });
    expect(bo.name).toBe("Bo");
  });

  test("waits for its hour where one is set, then happens once; until then it can be taken back", async () => {
    const { partner, cycleId, orgId, within } = await calibrating();
    expect((await fails(partner("POST", "/cycles/:cycleId/release", { cycleId, at: "2026-11-21T11:00:00Z" }))).problems).toMatchObject([
      { code: "past" },
    ]);
    await partner("POST", "/cycles/:cycleId/release", { cycleId, at: "2026-11-23T09:00:00Z" });
    expect(await partner("DELETE", "/cycles/:cycleId/release", { cycleId })).toMatchObject({ state: "calibrating", releaseAt: null });
    await partner("POST", "/cycles/:cycleId/release", { cycleId, at: "2026-11-23T09:00:00Z" });

    const look = async (now: string) => {
      for (const job of calibrationJobs)
        if (job.each === "organisation")
          await job.handle({
            database: w.database,
            orgId,
            now: new Date(now),
            record,
            mail: null,
            links: () => "http://localhost",
            stopping: new AbortController().signal,
          });
      return partner("GET", "/cycles/:cycleId", { cycleId });
    };
    expect(await look("2026-11-23T08:59:00Z")).toMatchObject({ state: "calibrating", releaseAt: "2026-11-23T09:00:00.000Z" });
    await Promise.all([look("2026-11-23T09:00:00Z"), look("2026-11-23T09:00:00Z")]);
    const again = await look("2026-11-23T09:01:00Z");
    expect(again).toMatchObject({ releasedAt: "2026-11-23T09:00:00.000Z", releaseAt: null });
    const told = await within((tx) => tx.selectFrom("message").select("person_id").where("template", "=", "results-released").execute());
    expect(told).toHaveLength(4);
  });
});
