import { beforeAll, describe, expect, test } from "vitest";
import { world, type Client } from "../../test/world.ts";
import { contentHash } from "../core/framework/canonical.ts";
import type { Database } from "../db/open.ts";
import { freshDatabase } from "../../test/setup/database.ts";
import { makeDemo, type Demo } from "./demo.ts";
import { roster } from "./demo/roster.ts";
import { id } from "./demo/seed.ts";

const w = await world();
const orgId = id("organisation", "fernhithe");
let demo: Demo;
let partner: Client;
let reports: Awaited<ReturnType<typeof reportsOfAll>>;

async function reportsOfAll() {
  const found: Awaited<ReturnType<typeof reportOf>>[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await partner("GET", "/people", { limit: 200, ...(cursor ? { cursor } : {}) });
    for (const person of page.items) found.push(await reportOf(person.id));
    cursor = page.next;
  } while (cursor);
  return found;
}
const reportOf = (personId: string, target?: string) =>
  partner("GET", "/people/:personId/gap", { personId, ...(target ? { target } : {}) });
const userOf = (start: string) => {
  const user = demo.users.find(({ email }) => email.startsWith(start));
  if (user === undefined) throw new Error(`The demo has no ${start}.`);
  return user;
};
const as = async (start: string): Promise<Client> => {
  const { email, password } = userOf(start);
  const reply = await w.app.request("/api/auth/sign-in/email", {
    method: "POST",
    body: JSON.stringify({ email, password }),
    headers: { "content-type": "application/json", origin: "http://localhost" },
  });
  expect(reply.status).toBe(200);
  return w.through({
    cookie: reply.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  });
};

beforeAll(async () => {
  demo = await makeDemo(w.database, { now: w.clock.now });
  partner = w.through({ authorization: `Bearer ${demo.apiKey}` });
  reports = await reportsOfAll();
}, 60_000);

describe("the demo organisation", () => {
  test("has 120 people on all four ladders, and lines at least five deep", async () => {
    expect(reports).toHaveLength(120);
    const ladders = (await partner("GET", "/frameworks", {})).items;
    expect(ladders.map(({ slug, version, people }) => [slug, version, people])).toEqual([
      ["care", 1, 49],
      ["company-values", 2, 0],
      ["leadership-and-management", 1, 25],
      ["operations", 3, 42],
      ["senior-leader", 1, 3],
    ]);
    const { line } = await partner("GET", "/people/:personId", { personId: userOf("precious").person });
    expect(line.map(({ name }) => name)).toEqual([
      "Ibrahim Sesay",
      "Olena Shevchuk",
      "Grace Tembo",
      "Adaeze Okonjo",
      "Philippa Stonehouse",
      "Rosalind Achterberg",
    ]);
    const names = new Map(roster.map(([number, name]) => [number, name]));
    const everybody = (await partner("GET", "/people", { limit: 200 })).items;
    const today = new Map(everybody.map(({ name, manager }) => [name, manager?.name]));
    for (const [, name, , , manager] of roster)
      expect([name, today.get(name)]).toEqual([name, manager === null ? undefined : names.get(manager)]);
  });

  test("shows every state of a gap report on some page", () => {
    const expectations = new Set(reports.flatMap(({ report }) => report?.expectations.map(({ status }) => status) ?? []));
    expect([...expectations].toSorted()).toEqual(["exceeds", "gap", "met", "not-assessed", "stale"]);
    const requirements = new Set(reports.flatMap(({ report }) => report?.requirements.map(({ status }) => status) ?? []));
    expect([...requirements].toSorted()).toEqual(["expired", "expiring", "met", "unknown", "unmet"]);
    const clauses = new Set(reports.flatMap(({ report }) => report?.clauses.map(({ status }) => status) ?? []));
    expect([...clauses].toSorted()).toEqual(["met", "not-met", "unknown"]);
    const answers = new Set(
      reports.flatMap(({ report }) => report?.expectations.map(({ answer }) => (typeof answer === "number" ? "rated" : answer)) ?? []),
    );
    expect(answers).toContain("not-observed");
    expect(answers).toContain("no-opportunity");

    const some = (what: (reply: (typeof reports)[number]) => boolean | undefined) => reports.some((reply) => what(reply));
    expect(some(({ report }) => report?.ready)).toBe(true);
    expect(some(({ report }) => report === null)).toBe(true);
    expect(
      some(({ report }) => report?.expectations.length !== 0 && report?.expectations.every(({ status }) => status === "not-assessed")),
    ).toBe(true);
    expect(some(({ report }) => report?.expectations.some(({ critical, status }) => critical && status === "gap"))).toBe(true);
    expect(
      some(({ lines }) => Object.values(lines).some(({ history }) => history.length === 2 && history[0]?.answer !== history[1]?.answer)),
    ).toBe(true);
    for (const kind of ["manager", "assessor", "calibration"])
      expect(some(({ lines }) => Object.values(lines).some(({ rater }) => rater?.kind === kind))).toBe(true);
    expect(some(({ lines }) => Object.values(lines).some(({ from }) => from === "Company values 2"))).toBe(true);
    expect(reports.flatMap(({ report }) => report?.warnings ?? [])).toEqual([]);
  });

  test("has a specialist between two arms of the fork, two thirds of the way, with something of everything", async () => {
    const { report, target, lines, cycle } = await reportOf(userOf("amara").person);
    expect(target).toMatchObject({ level: "operations-manager", version: 3 });
    expect([Math.floor((report?.readiness.low ?? 0) * 100), Math.floor((report?.readiness.high ?? 0) * 100)]).toEqual([66, 82]);
    const count = (status: string) => report?.expectations.filter((line) => line.status === status).length;
    expect({ gap: count("gap"), stale: count("stale"), unassessed: count("not-assessed"), exceeds: count("exceeds") }).toEqual({
      gap: 4,
      stale: 1,
      unassessed: 1,
      exceeds: 2,
    });
    expect(report?.requirements.map(({ status }) => status)).toEqual(["met", "met", "expiring", "unmet", "met"]);
    expect(lines["operations-manager-process-design"]?.history.map(({ answer }) => answer)).toEqual([2, 3]);
    expect(cycle?.title).toBe("Autumn 2026");
    const other = await reportOf(userOf("amara").person, "operations/senior-operations-specialist");
    expect(other.report?.expectations.some(({ attained }) => attained !== null)).toBe(true);
  });

  test("lets each persona in with their password, and shows each what is theirs", async () => {
    const amara = userOf("amara").person;
    for (const who of ["amara", "sian", "helen", "ines", "judith", "agnieszka"]) {
      const reply = await (await as(who))("GET", "/people/:personId/gap", { personId: amara });
      expect(reply.person.you).toBe(who === "amara");
    }
    for (const who of ["precious", "grace", "chloe", "naledi", "xavier", "wendell"])
      await expect((await as(who))("GET", "/people/:personId/gap", { personId: amara })).rejects.toMatchObject({ status: 404 });
    const { personas } = await w.nobody("GET", "/welcome", {});
    expect(personas.map(({ email }) => email)).toEqual(demo.users.slice(0, -1).map(({ email }) => email));
  });

  test("calls an employee whoever has nobody under them, and a manager whoever has", async () => {
    const { items } = await partner("GET", "/people", { limit: 200 });
    const managing = new Set(items.map(({ manager }) => manager?.id));
    for (const { email, role, person } of demo.users.filter((user) => ["employee", "manager"].includes(user.role)))
      expect([email, role]).toEqual([email, managing.has(person) ? "manager" : "employee"]);
  });

  test("has every signed assessment with its hash, and its ratings say what was signed", async () => {
    const { assessments, ratings } = await w.database.transaction(orgId, async (tx) => ({
      assessments: await tx
        .selectFrom("assessment")
        .select(["assessment_id", "document", "hash"])
        .where("state", "=", "submitted")
        .execute(),
      ratings: await tx.selectFrom("rating").select(["assessment_id", "expectation_id", "value"]).execute(),
    }));
    expect(assessments.length).toBeGreaterThan(400);
    const values = new Map(ratings.map((rating) => [`${rating.assessment_id} ${rating.expectation_id}`, rating.value]));
    for (const { assessment_id, document, hash } of assessments) {
      const signed = JSON.parse(document ?? "") as { answers: { expectation: string; value: number | null }[] }; // written by the demo itself
      expect(contentHash(signed)).toBe(hash?.toString("hex"));
      for (const { expectation, value } of signed.answers) expect(values.get(`${assessment_id} ${expectation}`)).toBe(value);
    }
  });

  test("explains every rating that lies two steps off, and every answer that is none", async () => {
    const silent = await w.database.transaction(orgId, (tx) =>
      tx
        .selectFrom("rating")
        .innerJoin("expectation", "expectation.expectation_id", "rating.expectation_id")
        .select(["rating.expectation_id"])
        .where("comment", "is", null)
        .where((eb) => eb.or([eb("answer", "<>", "rated"), eb(eb.fn<number>("abs", [eb("value", "-", eb.ref("target"))]), ">=", 2)]))
        .execute(),
    );
    // A later version may ask for more than the one that was rated: what counts is the bar of its own day.
    expect(silent.filter(({ expectation_id }) => expectation_id !== "operations-manager-process-design")).toEqual([]);
  });

  test("is there once: a second try changes nothing", async () => {
    await expect(makeDemo(w.database, { now: w.clock.now })).rejects.toMatchObject({ code: "conflict" });
    expect((await partner("GET", "/people", { limit: 200 })).items).toHaveLength(120);
  });
});

test("the demo is the same wherever it is made, and its dates follow the day it is made on", async () => {
  const one = await snapshot((await freshDatabase()).database, "2026-11-21T12:00:00Z");
  const two = await snapshot((await freshDatabase()).database, "2026-11-21T18:00:00Z");
  expect(two).toEqual(one);
  const later = await snapshot((await freshDatabase()).database, "2028-02-29T12:00:00Z");
  expect(later.people).toEqual(one.people);
  expect(later.answers).toEqual(one.answers);
  expect(later.placed).not.toEqual(one.placed);
}, 60_000);

async function snapshot(database: Database, now: string) {
  await makeDemo(database, { now: new Date(now) });
  return database.transaction(orgId, async (tx) => ({
    people: await tx.selectFrom("person").select(["person_id", "name", "team_id"]).orderBy("person_id").execute(),
    answers: await tx.selectFrom("rating").select(["rating_id", "answer", "value", "comment"]).orderBy("rating_id").execute(),
    placed: await tx.selectFrom("placement").selectAll().orderBy("placement_id").execute(),
    records: await tx.selectFrom("record").select(["record_id", "title"]).orderBy("record_id").execute(),
  }));
}
