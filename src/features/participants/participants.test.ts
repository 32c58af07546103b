import { parse } from "csv-parse/sync";
import { describe, expect, test } from "vitest";
import { bakery, values } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Person } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";
import { record } from "../audit/store.ts";
import { participantJobs } from "./jobs.ts";

const w = await world();

async function running(stages: Record<string, string> = {}) {
  const house = await w.organisation();
  const unit = await house.team("Ovens");
  const [head, ida, bo, cleo, ruth] = [
    await house.person("Head"),
    await house.person("Ida", { team: unit }),
    await house.person("Bo", { team: unit }),
    await house.person("Cleo"),
    await house.person("Ruth"),
  ];
  for (const each of [ida, bo, cleo]) await house.manager(each, head);
  await house.grant(ruth, "people-partner");
  await house.publish(values);
  await house.publish(bakery);
  for (const each of [ida, bo, cleo]) await house.place(each, "bakery/baker");
  const partner = await w.as(ruth);
  const { id: cycleId } = await partner("POST", "/cycles", {
    title: "Spring 2027",
    setup: { who: { people: [ida.personId, bo.personId], fewestMonths: 0 }, stages },
  });
  await partner("POST", "/cycles/:cycleId/launch", { cycleId, ifRevision: 1 });
  const board = async (filter: object = {}) => (await partner("GET", "/cycles/:cycleId/participants", { cycleId, ...filter })).items;
  const one = async (person: Person) => {
    const found = (await board()).find((item) => item.person.id === person.personId);
    if (found === undefined) throw new Error(`${person.name} takes no part.`);
    return found;
  };
  const partOf = async (person: Person, kind: string) => (await one(person)).parts.find((part) => part.kind === kind)?.id ?? "";
  const put = async (person: Person, kind: string, state: "in-progress" | "submitted") => {
    const assessment = await partOf(person, kind);
    await house.within((tx) =>
      tx
        .updateTable("assessment")
        .set({ state, submitted_at: state === "submitted" ? w.clock.now : null })
        .where("assessment_id", "=", assessment)
        .execute(),
    );
  };
  const told = (template: string) =>
    house.within(async (tx) =>
      (await tx.selectFrom("message").select("person_id").where("template", "=", template).execute()).map(({ person_id }) => person_id),
    );
  return { ...house, unit, head, ida, bo, cleo, ruth, partner, cycleId, board, one, partOf, put, told };
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

describe("the board", () => {
  test("counts by state, unit and manager, and says what is late, without anybody's peers holding it up", async () => {
    const { partner, cycleId, ida, bo, put, unit, head, board } = await running({ selfDue: "2026-11-20", managerDue: "2026-12-20" });
    await put(ida, "self", "submitted");
    await put(ida, "manager", "submitted");
    await put(bo, "manager", "in-progress");
    const found = await partner("GET", "/cycles/:cycleId/progress", { cycleId });
    expect(found).toMatchObject({
      people: 2,
      in: 1,
      underWay: 1,
      notStarted: 0,
      late: 1,
      withdrawn: 0,
      units: [{ id: unit, title: "Ovens", people: 2, in: 1 }],
      managers: [{ id: head.personId, title: "Head", people: 2 }],
      ladders: [{ title: "Bakery" }],
    });
    expect(found.kinds.map(({ kind, asked, submitted, late }) => [kind, asked, submitted, late])).toEqual([
      ["self", 2, 1, 1],
      ["manager", 2, 1, 0],
    ]);
    const names = async (filter: object) => (await board(filter)).map(({ person }) => person.name);
    expect(await names({ state: "in" })).toEqual(["Ida"]);
    expect(await names({ late: true })).toEqual(["Bo"]);
    expect(await names({ unit })).toEqual(["Bo", "Ida"]);
    expect(await names({ q: "íd" })).toEqual(["Ida"]);
    const first = await partner("GET", "/cycles/:cycleId/participants", { cycleId, limit: 1 });
    const second = await partner("GET", "/cycles/:cycleId/participants", { cycleId, limit: 1, cursor: first.next ?? "" });
    expect([first, second].map(({ items, next }) => [items[0]?.person.name, next === null])).toEqual([
      ["Bo", false],
      ["Ida", true],
    ]);
  });

  test("a nudge goes to each who is still to write, once a day", async () => {
    const { partner, cycleId, ida, bo, head, put, told, one } = await running();
    await put(ida, "self", "submitted");
    expect(await partner("POST", "/cycles/:cycleId/nudge", { cycleId })).toEqual({ raters: 2, reviews: 2 });
    expect(new Set(await told("review-nudged"))).toEqual(new Set([bo.personId, head.personId]));
    expect(await partner("POST", "/cycles/:cycleId/nudge", { cycleId })).toEqual({ raters: 0, reviews: 0 });
    expect((await one(bo)).nudgedAt).toBe("2026-11-21T12:00:00Z");
  });

  test("reminders go out by themselves on the days that were set, a working day before where that is a Saturday, in the morning, and not twice", async () => {
    const { orgId, told } = await running({ selfDue: "2026-11-23" });
    const look = async (now: string) => {
      for (const job of participantJobs)
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
      return (await told("review-nudged")).length;
    };
    expect(await look("2026-11-19T10:07:00Z")).toBe(0);
    expect(await look("2026-11-20T06:07:00Z")).toBe(0);
    expect(await look("2026-11-20T08:07:00Z")).toBe(2);
    expect(await look("2026-11-20T09:07:00Z")).toBe(2);
    expect(await look("2026-11-21T09:07:00Z")).toBe(2);
    expect(await look("2026-11-24T09:07:00Z")).toBe(4);
  });
});

describe("people who come and go", () => {
  test("join late with their own pins, are taken out with what they wrote kept, and taken back in", async () => {
    const { partner, cycleId, ida, cleo, publish, place, put, board, one } = await running();
    await publish({ ...bakery, title: "Bakery anew" });
    await place(cleo, "bakery/baker");
    expect(await partner("POST", "/cycles/:cycleId/participants", { cycleId, people: [cleo.personId] })).toEqual({ joined: 1 });
    expect((await board()).map(({ person, version }) => [person.name, version])).toEqual([
      ["Bo", 1],
      ["Cleo", 2],
      ["Ida", 1],
    ]);
    expect((await fails(partner("POST", "/cycles/:cycleId/participants", { cycleId, people: [ida.personId] }))).status).toBe(409);
    await put(ida, "self", "submitted");
    const { reviewId } = await one(ida);
    await partner("POST", "/cycles/:cycleId/participants/:reviewId/withdraw", { cycleId, reviewId, reason: "Left us." });
    expect(await one(ida)).toMatchObject({
      state: "withdrawn",
      withdrawnReason: "Left us.",
      parts: [{ kind: "self", state: "submitted" }],
    });
    expect((await partner("GET", "/cycles/:cycleId", { cycleId })).participants).toBe(2);
    await partner("POST", "/cycles/:cycleId/participants/:reviewId/restore", { cycleId, reviewId });
    expect(await one(ida)).toMatchObject({ state: "under-way", parts: [{ kind: "self" }, { kind: "manager", state: "not-started" }] });
    const { events } = await partner("GET", "/cycles/:cycleId/participants/:reviewId", { cycleId, reviewId });
    expect(events.map(({ kind }) => kind).toSorted()).toEqual(["joined", "launched", "withdrawn"]);
  });

  test("handed over, a form that was only begun is closed and the new manager's is empty; one that was sent in stays with who wrote it", async () => {
    const { partner, cycleId, ida, bo, head, cleo, manager, put, one, told, within } = await running();
    await put(ida, "manager", "in-progress");
    await put(bo, "manager", "submitted");
    await manager(ida, cleo, "2026-11-20");
    expect(await one(ida)).toMatchObject({ moved: true, reportsTo: { name: "Cleo" }, manager: { name: "Head" } });
    const hand = async (person: Person, to: Person) =>
      partner("POST", "/cycles/:cycleId/participants/:reviewId/handover", {
        cycleId,
        reviewId: (await one(person)).reviewId,
        to: to.personId,
      });
    expect(await hand(ida, cleo)).toMatchObject({ manager: { name: "Cleo" }, asks: true });
    expect(await one(ida)).toMatchObject({
      moved: false,
      manager: { name: "Cleo" },
      parts: [{}, { rater: { name: "Cleo" }, state: "not-started" }],
    });
    expect(await hand(bo, cleo)).toMatchObject({ asks: false });
    expect((await one(bo)).parts[1]).toMatchObject({ rater: { name: "Head" }, state: "submitted" });
    expect(await told("review-handed-over")).toEqual([cleo.personId]);
    for (const wrong of [ida, cleo]) expect((await fails(hand(ida, wrong))).problems).toMatchObject([{ path: "/to" }]);
    // Back with the first, what they had begun is there again.
    await hand(ida, head);
    expect((await one(ida)).parts[1]).toMatchObject({ rater: { name: "Head" }, state: "in-progress" });
    const rows = await within((tx) => tx.selectFrom("assessment").select("state").where("kind", "=", "manager").execute());
    expect(rows).toHaveLength(3);
  });

  test("many are handed over at once, to whom each reports now or to one; who cannot be is named, and each new manager hears once", async () => {
    const { partner, cycleId, ida, bo, head, cleo, manager, put, one, told, board } = await running();
    const hand = (input: object) => partner("POST", "/cycles/:cycleId/handover", { cycleId, to: null, ...input });
    expect((await fails(hand({}))).problems).toMatchObject([{ path: "/manager" }]);
    await manager(ida, cleo, "2026-11-20");
    await put(bo, "manager", "submitted");
    expect((await board({ moved: true })).map(({ person }) => person.name)).toEqual(["Ida"]);
    expect(await hand({ moved: true })).toEqual({ handed: 1, asks: 1, left: [] });
    expect(await board({ moved: true })).toEqual([]);
    expect((await hand({ reviews: [(await one(bo)).reviewId] })).left).toEqual([
      { person: { id: bo.personId, name: "Bo" }, why: "Head has it already." },
    ]);
    // All of one manager's, of whom the new one is one: theirs stays.
    await manager(ida, head, "2026-11-21");
    expect(await hand({ moved: true })).toMatchObject({ handed: 1 });
    const { result, texts } = await statements(() => hand({ manager: head.personId, to: ida.personId }));
    expect(result).toMatchObject({ handed: 1, asks: 0, left: [{ person: { name: "Ida" } }] });
    expect(texts.length).toBeLessThanOrEqual(7);
    expect(await hand({ manager: head.personId, to: cleo.personId })).toMatchObject({ handed: 1, asks: 1 });
    expect(new Set(await told("review-handed-over"))).toEqual(new Set([cleo.personId, head.personId]));
  });

  test("whoever still writes hears once that the cycle's dates have moved; whose day is their own does not", async () => {
    const { partner, cycleId, ida, bo, head, one, told, put } = await running({ selfDue: "2026-12-01", managerDue: "2026-12-10" });
    await put(ida, "self", "submitted");
    const { setup, revision } = await partner("GET", "/cycles/:cycleId", { cycleId });
    const stages = { ...setup.stages, selfDue: "2026-12-05", managerDue: "2026-12-15" };
    const move = (from: number, days: typeof stages) =>
      partner("PATCH", "/cycles/:cycleId", { cycleId, setup: { ...setup, stages: days } }, { headers: { "if-match": `"${from}"` } });
    await move(revision, stages);
    expect(new Set(await told("dates-moved"))).toEqual(new Set([bo.personId, head.personId]));
    await partner("POST", "/cycles/:cycleId/participants/:reviewId/extend", {
      cycleId,
      reviewId: (await one(bo)).reviewId,
      until: "2026-12-20",
      kind: "self",
    });
    await move(revision + 1, { ...stages, selfDue: "2026-12-06" });
    expect(await told("dates-moved")).toHaveLength(2);
  });

  test("the board is a file for spreadsheets, in which no name is a formula", async () => {
    const { partner, cycleId, person, head, place } = await running();
    const odd = await person('=HYPERLINK("http://x")', { manager: head });
    await place(odd, "bakery/baker");
    await partner("POST", "/cycles/:cycleId/participants", { cycleId, people: [odd.personId] });
    const { content, name } = await partner("GET", "/cycles/:cycleId/board", { cycleId });
    expect(name).toBe("Spring 2027 2026-11-21.csv");
    const lines: unknown = parse(Buffer.from(content), { bom: true, columns: true });
    expect(lines).toHaveLength(3);
    expect(lines).toMatchObject([
      { name: expect.stringMatching(/^'=HYPERLINK/) },
      { name: "Bo", rated_by: "Head", own_form: "not-started" },
      { name: "Ida" },
    ]);
  });

  test("what was sent in is opened again with a reason, and a date is put off for one alone", async () => {
    const { partner, cycleId, ida, bo, put, one, partOf, told } = await running({ selfDue: "2026-11-20" });
    await put(ida, "self", "submitted");
    const { reviewId } = await one(ida);
    const assessment = await partOf(ida, "self");
    const ask = () =>
      partner("POST", "/cycles/:cycleId/participants/:reviewId/reopen", { cycleId, reviewId, assessment, reason: "You asked to." });
    await ask();
    expect((await one(ida)).parts[0]).toMatchObject({ state: "reopened" });
    expect(await told("review-reopened")).toEqual([ida.personId]);
    expect((await fails(ask())).status).toBe(409);
    const late = await one(bo);
    expect(late.late).toBe(true);
    const extend = (until: string) =>
      partner("POST", "/cycles/:cycleId/participants/:reviewId/extend", { cycleId, reviewId: late.reviewId, until, kind: "self" });
    expect((await fails(extend("2026-11-20"))).problems).toMatchObject([{ path: "/until" }]);
    await extend("2026-12-01");
    expect(await one(bo)).toMatchObject({ late: false, parts: [{ dueOn: "2026-12-01" }, {}] });
    expect(await told("date-moved")).toEqual([bo.personId]);
  });
});
