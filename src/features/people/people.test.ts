import { describe, expect, test } from "vitest";
import { statements } from "../../../test/queries.ts";
import { NOON, world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
const larch = await house.team("Larch");
const ground = await house.team("Ground floor", larch);

const chief = await house.person("Zoë Chief");
const head = await house.person("Bram Head", { manager: chief, team: larch });
const names = [
  "Ångström Lee",
  "ana Soto",
  "Ana Sóto",
  "Łucja Wrona",
  "Renée O’Neill",
  "Søren Weiß",
  "Nguyễn Thị Ánh",
  "100% Sure_Name",
  "Олена Коваль",
];
const people = new Map<string, Awaited<ReturnType<typeof house.person>>>();
for (const name of names) people.set(name, await house.person(name, { manager: head, team: ground }));
const gone = await house.person("Gone Leaver", { manager: head, leftOn: "2026-11-21" });
const ana = people.get("ana Soto") ?? chief;
const sören = people.get("Søren Weiß") ?? chief;

await house.publish({
  rungs: "framework@1",
  id: "care",
  kind: "ladder",
  title: "Care",
  scale: [{ value: 1, label: "Yes" }],
  domains: [],
  competencies: [],
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    { id: "carer", rank: 1, track: "core", title: "Carer", expectations: [] },
    { id: "senior", rank: 2, track: "core", title: "Senior", expectations: [] },
  ],
});
await house.place(ana, "care/carer", "2020-03-01");
await house.place(ana, "care/senior", "2024-03-01");
await house.place(ana, "care/senior", "2026-02-01");
await house.place(sören, "care/carer", "2025-01-01");
await house.place(sören, "care/senior", "2027-01-01");

const asChief = await w.as(chief);
const asAna = await w.as(ana);
const found = async (more: object) => (await asAna("GET", "/people", more)).items.map(({ name }) => name);

describe("the directory", () => {
  test("finds people by any part of their name, whatever the case, accents and apostrophes", async () => {
    expect(await found({ q: "SOTO" })).toEqual(
      ["ana Soto", "Ana Sóto"].toSorted((a, b) => Number((people.get(a)?.personId ?? "") > (people.get(b)?.personId ?? "")) * 2 - 1),
    );
    expect(await found({ q: "angstrom" })).toEqual(["Ångström Lee"]);
    expect(await found({ q: "lucja" })).toEqual(["Łucja Wrona"]);
    expect(await found({ q: "o'neill renee" })).toEqual(["Renée O’Neill"]);
    expect(await found({ q: "soren weiss" })).toEqual(["Søren Weiß"]);
    expect(await found({ q: "thi anh" })).toEqual(["Nguyễn Thị Ánh"]);
    expect(await found({ q: "КОВАЛЬ" })).toEqual(["Олена Коваль"]);
    expect(await found({ q: "nobody of that name" })).toEqual([]);
  });

  test("takes the signs of a pattern as they are written", async () => {
    expect(await found({ q: "%" })).toEqual(["100% Sure_Name"]);
    expect(await found({ q: "e_n" })).toEqual(["100% Sure_Name"]);
    expect(await found({ q: "\\" })).toEqual([]);
    expect(await found({ q: "  " })).toHaveLength(11);
  });

  test("comes page by page, each person once, also while others join", async () => {
    const seen: string[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await asAna("GET", "/people", { limit: 3, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      if (seen.length === 3) await house.person("Aaron First");
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.toSorted()).toEqual([chief, head, ...people.values()].map(({ personId }) => personId).toSorted());
    expect(seen).not.toContain(gone.personId);
    await expect(asAna("GET", "/people", { cursor: "bm9uc2Vuc2U" })).rejects.toMatchObject({ problems: [{ path: "/cursor" }] });
  });

  test("is narrowed to a manager's reports, direct ones or all, and to a level", async () => {
    expect(await found({ manager: chief.personId })).toEqual(["Bram Head"]);
    expect(await found({ manager: chief.personId, depth: "all" })).toHaveLength(10);
    expect(await found({ manager: head.personId, depth: "all" })).toHaveLength(9);
    expect(await found({ framework: "care" })).toEqual(["ana Soto", "Søren Weiß"]);
    expect(await found({ framework: "care", level: "carer" })).toEqual(["Søren Weiß"]);
    expect(await found({ framework: "bakery" })).toEqual([]);
  });

  test("says of each whether the reader may open their gap report", async () => {
    const openTo = async (reader: typeof asAna) =>
      (await reader("GET", "/people", { q: "o", limit: 200 })).items.filter(({ can }) => can["gap.read"]).map(({ name }) => name);
    expect(await openTo(asAna)).toEqual(["ana Soto"]);
    expect((await asChief("GET", "/people", {})).items.filter(({ can }) => can["gap.read"]).length).toBe(11);
    const partner = await house.person("Partner Of Larch");
    await house.grant(partner, "people-partner", { teams: [larch] });
    expect((await (await w.as(partner))("GET", "/people", {})).items.filter(({ can }) => !can["gap.read"]).map(({ name }) => name)).toEqual(
      ["Aaron First", "Zoë Chief"],
    );
  });

  test("asks the database once, whoever reads it and however it is narrowed", async () => {
    for (const filter of [{}, { q: "a" }, { manager: chief.personId, depth: "all" as const }, { framework: "care", level: "senior" }])
      expect((await statements(() => asChief("GET", "/people", filter))).texts).toHaveLength(1);
  });
});

describe("a person's page", () => {
  test("has the line up to the top and, for those who may, placements with their ends and records", async () => {
    await house.hold(ana, "training", "Safeguarding adults", "2026-01-10", { validMonths: 12 });
    const page = await asAna("GET", "/people/:personId", { personId: ana.personId });
    expect(page.line.map(({ name }) => name)).toEqual(["Bram Head", "Zoë Chief"]);
    expect(page.person).toMatchObject({
      team: "Ground floor",
      manager: { name: "Bram Head" },
      place: { levelTitle: "Senior", version: 1, from: "2024-03-01" },
    });
    expect(page.history?.map(({ level, from, to }) => [level, from, to])).toEqual([
      ["senior", "2026-02-01", null],
      ["senior", "2024-03-01", "2026-02-01"],
      ["carer", "2020-03-01", "2024-03-01"],
    ]);
    expect(page.records).toMatchObject([{ kind: "training", title: "Safeguarding adults", on: "2026-01-10", validMonths: 12 }]);
    const { texts } = await statements(() => asAna("GET", "/people/:personId", { personId: ana.personId }));
    expect(texts.length).toBeLessThanOrEqual(4);
  });

  test("keeps placements and records from colleagues, who still see the post", async () => {
    const page = await (await w.as(sören))("GET", "/people/:personId", { personId: ana.personId });
    expect(page).toMatchObject({
      person: { name: "ana Soto", place: { level: "senior" } },
      history: null,
      records: null,
      can: { "person.history": false, "gap.read": false },
    });
  });

  test("lists who reports directly today, and follows a change of line on its day", async () => {
    expect((await asChief("GET", "/people/:personId", { personId: head.personId })).reports).toHaveLength(9);
    await house.manager(ana, chief, "2026-11-22");
    expect((await asChief("GET", "/people/:personId", { personId: head.personId })).reports).toHaveLength(9);
    w.clock.now = new Date("2026-11-22T12:00:00Z");
    const nextDay = await w.as(chief);
    expect((await nextDay("GET", "/people/:personId", { personId: head.personId })).reports).toHaveLength(8);
    expect((await nextDay("GET", "/people/:personId", { personId: ana.personId })).line.map(({ name }) => name)).toEqual(["Zoë Chief"]);
    w.clock.now = new Date(NOON);
  });
});

test("everybody learns who they are here, and a manager how many report to them", async () => {
  await house.grant(chief, "owner");
  expect(await (await w.as(chief))("GET", "/me", {})).toMatchObject({
    person: { name: "Zoë Chief", place: null, manager: null },
    organisation: { slug: house.slug, demo: false },
    roles: ["owner"],
    reports: 1,
    can: { "key.manage": true, "audit.read": true },
  });
  expect(await asAna("GET", "/me", {})).toMatchObject({
    person: { place: { level: "senior" } },
    roles: [],
    reports: 0,
    can: { "key.manage": false },
  });
});

test("a loop in the reporting line, however it came there, ends", async () => {
  const one = await house.person("Loop One");
  const two = await house.person("Loop Two", { manager: one });
  await house.manager(one, two, "2026-01-01");
  expect(await found({ manager: one.personId, depth: "all" })).toEqual(["Loop One", "Loop Two"]);
  expect((await asAna("GET", "/people/:personId", { personId: two.personId })).person.name).toBe("Loop Two");
});
