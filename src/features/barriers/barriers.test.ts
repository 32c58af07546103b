import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { refusal } from "../../../test/authoring.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";
import type { Work } from "../../http/job.ts";
import { vaultIn } from "../../server/vault.ts";
import { record } from "../audit/store.ts";
import { goalJobs } from "../goals/jobs.ts";

/* What hangs on a plan: barriers and their register, what shows an action done, and what is told of what is due. */

const directory = mkdtempSync(join(tmpdir(), "rungs-plans-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

let w: World;
let house: Organisation;
let head: Person;
let kit: Person;
let ada: Person;
let unit: string;
let own: Client;
let byHead: Client;
let byPartner: Client;
let goalId: string;
let actionId: string;

beforeAll(async () => {
  w = await world({ vault: vaultIn(directory) });
  house = await w.organisation();
  unit = await house.team("Meadow View");
  head = await house.person("Head Hazel");
  kit = await house.person("Kit Moss", { manager: head, team: unit });
  ada = await house.person("Ada Pine", { manager: kit });
  const partner = await house.person("Pat Rowan");
  await house.grant(partner, "people-partner", { teams: [unit] });
  [own, byHead, byPartner] = [await w.as(kit), await w.as(head), await w.as(partner)];
  const { personId } = kit;
  goalId = (await own("POST", "/plans/:personId/goals", { personId, source: "free", title: "Lead nights" })).id;
  const action = { goalId, kind: "training", title: "Shift leader course", dueOn: "2026-11-28" } as const;
  actionId = (await own("POST", "/goals/:goalId/actions", action)).id;
});

const goalOf = async () => (await own("GET", "/plans/:personId", { personId: kit.personId })).plan?.goals[0];
const listed = async (as: Client, more: object = {}) =>
  (await as("GET", "/barriers", more)).items.map(({ person, kind, days }) => [person.name, kind, days]);

describe("a barrier", () => {
  test("stands at its action with what would take it away, is told to the manager, and is resolved with a word", async () => {
    const { personId } = kit;
    const raised = { personId, action: actionId, kind: "funding", note: "No money this year", wouldRemove: "A funded place" } as const;
    const { id: barrierId } = await own("POST", "/barriers", raised);
    expect((await goalOf())?.actions[0]?.barriers).toMatchObject([{ kind: "funding", wouldRemove: "A funded place", resolvedOn: null }]);
    const titles = await house.within((tx) =>
      tx.selectFrom("notification").select("title").where("person_id", "=", head.personId).execute(),
    );
    expect(titles).toEqual([{ title: "Something stands in Kit Moss’s way" }]);
    expect(await refusal(own("POST", "/barriers/:barrierId/reopen", { barrierId }))).toMatchObject({ status: 409 });
    await byHead("POST", "/barriers/:barrierId/resolve", { barrierId, resolution: "The skills fund pays." });
    expect((await goalOf())?.actions[0]?.barriers).toMatchObject([
      { resolvedOn: "2026-11-21", resolvedBy: { name: "Head Hazel" }, resolution: "The skills fund pays." },
    ]);
    const headers = { "if-match": '"1"' };
    expect(await refusal(own("POST", "/barriers/:barrierId/reopen", { barrierId }, { headers }))).toMatchObject({ status: 412 });
    await own("POST", "/barriers/:barrierId/reopen", { barrierId });
    await own("PATCH", "/barriers/:barrierId", { barrierId, kind: "shift-pattern", note: null });
    expect((await goalOf())?.actions[0]?.barriers).toMatchObject([{ kind: "shift-pattern", note: null, resolvedOn: null }]);
  });

  test("of another’s plan, or of a kind that says nothing, is refused with its place", async () => {
    const byAda = await w.as(ada);
    const send = (more: object) => refusal(byAda("POST", "/barriers", { personId: ada.personId, kind: "access", ...more }));
    expect(await send({ action: actionId })).toMatchObject({ status: 400, paths: ["/action"] });
    expect(await send({ goal: goalId })).toMatchObject({ status: 400, paths: ["/goal"] });
    expect(await send({ kind: "other" })).toMatchObject({ status: 400, paths: ["/note"] });
    expect(await listed(byAda)).toEqual([]);
  });
});

describe("the register", () => {
  beforeAll(async () => {
    await house.within((tx) => tx.updateTable("barrier").set({ note: "=1+1" }).execute());
    await house.within((tx) =>
      tx
        .insertInto("barrier")
        .values(
          [
            ["019a0000-0000-7000-8000-00000000000a", "no-mentor", "2026-08-01"],
            ["019a0000-0000-7000-8000-00000000000b", "no-vacancy", "2026-10-22"],
          ].map(([barrier_id = "", kind, raised_on = ""]) => ({
            org_id: house.orgId,
            barrier_id,
            person_id: ada.personId,
            kind: kind === "no-mentor" ? ("no-mentor" as const) : ("no-vacancy" as const),
            raised_on,
            raised_by: ada.personId,
            raised_at: `${raised_on}T09:00:00Z`,
          })),
        )
        .execute(),
    );
  });

  test("shows to each what stands in the way of whom they answer for, the oldest first, however it is narrowed", async () => {
    const mentor = ["Ada Pine", "no-mentor", 112];
    const vacancy = ["Ada Pine", "no-vacancy", 30];
    const shifts = ["Kit Moss", "shift-pattern", 0];
    expect(await listed(byHead)).toEqual([mentor, vacancy, shifts]);
    expect(await listed(own)).toEqual([mentor, vacancy, shifts]);
    // Ada is in no unit.
    expect(await listed(byPartner)).toEqual([shifts]);
    expect(await listed(byHead, { sort: "newest" })).toEqual([shifts, vacancy, mentor]);
    expect(await listed(byHead, { sort: "kind" })).toEqual([mentor, vacancy, shifts]);
    expect(await listed(byHead, { days: "90" })).toEqual([mentor]);
    expect(await listed(byHead, { kind: "no-vacancy" })).toEqual([vacancy]);
    expect(await listed(byHead, { team: unit })).toEqual([shifts]);
    expect(await listed(byHead, { person: ada.personId, state: "all" })).toEqual([mentor, vacancy]);
    expect(await listed(byHead, { state: "resolved" })).toEqual([]);
    for (const sort of ["oldest", "newest", "person", "kind"] as const) {
      const whole = await listed(byHead, { sort });
      const first = await byHead("GET", "/barriers", { sort, limit: "2" });
      expect(first.kinds).toHaveLength(3);
      expect(await listed(byHead, { sort, limit: "2", cursor: first.next ?? "" })).toEqual(whole.slice(2));
    }
    const stranger = await w.as(await house.person("Lone Larch"));
    expect(await listed(stranger)).toEqual([]);
  });

  test("asks the same two queries however many there are, and says of each whether the reader may resolve it", async () => {
    await byHead("GET", "/barriers", {});
    const { result, texts } = await statements(() => byHead("GET", "/barriers", {}));
    expect(texts).toHaveLength(2);
    expect(result.items.map(({ can }) => can["plan.write"])).toEqual([true, true, true]);
    expect((await (await w.as(ada))("GET", "/barriers", {})).items.map(({ person }) => person.name)).toEqual(["Ada Pine", "Ada Pine"]);
  });

  test("is a table that spreadsheets open and nothing in it computes", async () => {
    const response = await w.app.request("/api/v1/barriers/export?state=all", { headers: { cookie: await w.cookie(head) } });
    const text = await response.text();
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    const [names, ...rows] = text.trim().split("\r\n");
    expect(names?.replace("\uFEFF", "").split(",").slice(0, 4)).toEqual(["person", "team", "kind", "what"]);
    expect(rows).toHaveLength(3);
    expect(rows.find((row) => row.startsWith("Kit"))).toContain("Kit Moss,Meadow View,Shift pattern,'=1+1");
  });
});

test("an action is shown done by a link, a note, a record or a file; what is taken away can be put back", async () => {
  const { personId } = kit;
  await house.hold(kit, "training", "Food hygiene", "2026-02-01");
  const recordId = (await own("GET", "/people/:personId/records", { personId })).items[0]?.id ?? "";
  const add = (given: Parameters<typeof own<"POST", "/actions/:actionId/evidence">>[2]["add"]) =>
    own("POST", "/actions/:actionId/evidence", { actionId, add: given });
  await add({ kind: "link", title: "The rota", url: "https://example.org/rota" });
  await add({ kind: "record", id: recordId });
  const file = await add({ kind: "file", title: "Certificate", fileName: "done.txt", file: Buffer.from("passed").toString("base64") });
  const shown = async () => (await goalOf())?.actions[0]?.evidence.map(({ kind, title }) => [kind, title]);
  const all = [
    ["link", "The rota"],
    ["record", "Food hygiene"],
    ["file", "Certificate"],
  ];
  expect(await shown()).toEqual(all);
  const path = `/api/v1/actions/${actionId}/evidence/${file.id}/file`;
  const answer = await w.app.request(path, { headers: { cookie: await w.cookie(head) } });
  expect(await answer.text()).toBe("passed");
  await own("DELETE", "/actions/:actionId/evidence/:evidenceId", { actionId, evidenceId: file.id });
  expect(await shown()).toEqual(all.slice(0, 2));
  expect((await w.app.request(path, { headers: { cookie: await w.cookie(head) } })).status).toBe(404);
  await add({ kind: "collected", id: file.id });
  expect(await shown()).toEqual(all);
  expect(await refusal(add({ kind: "record", id: "019a0000-0000-7000-8000-000000000000" }))).toMatchObject({ status: 404 });
});

test("whoever owns an action is told a week before it is due and on its day, once each, while the plan stands", async () => {
  const { personId } = kit;
  const work = (now: string): Work & { orgId: string } => ({
    database: w.database,
    mail: null,
    links: () => "http://localhost",
    record,
    vault: null,
    now: new Date(now),
    stopping: new AbortController().signal,
    orgId: house.orgId,
  });
  const run = async (now: string) => {
    for (const job of goalJobs) if (job.each === "organisation") await job.handle(work(now));
  };
  const told = async (who: Person) =>
    (
      await house.within((tx) =>
        tx
          .selectFrom("notification")
          .select("title")
          .where("person_id", "=", who.personId)
          .where("dedupe_key", "like", "actions-due%")
          .orderBy("notification_id")
          .execute(),
      )
    ).map(({ title }) => title);
  await own("POST", "/goals/:goalId/actions", { goalId, kind: "mentoring", title: "Shadow me", owner: head.personId, dueOn: "2026-11-28" });
  await own("POST", "/goals/:goalId/actions", { goalId, kind: "reading", title: "Read it", dueOn: "2026-11-28" });
  await run("2026-11-21T08:00:00Z");
  expect(await told(kit)).toEqual([]);
  for (const as of [own, byHead]) await as("POST", "/plans/:personId/acts", { personId, act: "agree" });
  await run("2026-11-20T08:00:00Z");
  expect(await told(kit)).toEqual([]);
  await run("2026-11-21T08:00:00Z");
  await run("2026-11-24T08:00:00Z");
  expect([await told(kit), await told(head)]).toEqual([
    ["2 actions are due on 28 November 2026"],
    ["“Shadow me (Kit Moss)” is due on 28 November 2026"],
  ]);
  await own("PATCH", "/actions/:actionId", { actionId, state: "done" });
  await run("2026-11-28T08:00:00Z");
  await run("2026-11-28T20:00:00Z");
  await run("2026-11-29T08:00:00Z");
  expect(await told(kit)).toEqual(["2 actions are due on 28 November 2026", "“Read it” is due today"]);
});
