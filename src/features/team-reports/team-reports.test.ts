import { parse } from "csv-parse/sync";
import { beforeEach, describe, expect, test } from "vitest";
import { openBakery } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Person } from "../../../test/world.ts";

const w = await world();
let house: Awaited<ReturnType<typeof openBakery>>;
let others: Person[];
beforeEach(async () => {
  house = await openBakery(w);
  others = [await house.person("Bo"), await house.person("Cleo")];
  for (const person of others) {
    await house.manager(person, house.head);
    await house.place(person, "bakery/baker", "2025-01-10");
  }
  await house.place(house.head, "bakery/head-baker", "2024-01-10");
  const [bo] = others;
  if (bo === undefined) throw new Error("Bo is there.");
  await house.rate(
    house.ida,
    "bakery/head-baker",
    { "head-bread": 1, "head-ovens": 3, "head-team": 2 },
    { by: house.head, on: "2026-03-09" },
  );
  await house.rate(
    bo,
    "bakery/head-baker",
    { "head-bread": 2, "head-ovens": 3, "head-honesty": 4 },
    { by: house.head, on: "2026-03-09", cycle: "Other" },
  );
});
type Asked = {
  manager?: string;
  framework?: string;
  sort?: "name" | "readiness" | "gaps";
  competency?: string;
  limit?: number;
  cursor?: string;
};
const read = async (reader: Person, asked: Asked = {}) => (await w.as(reader))("GET", "/gaps/team", asked);
const names = ({ items }: Awaited<ReturnType<typeof read>>) => items.map(({ person }) => person.name);

describe("the gaps of many", () => {
  test("are those of the people whom the reader may see, each against their next level, as their own reports have them", async () => {
    const reply = await read(house.head);
    expect(names(reply)).toEqual(["Bo", "Cleo", "Head", "Ida"]);
    const ida = reply.items[3];
    expect(ida).toMatchObject({
      target: { level: "head-baker", relation: "next" },
      cells: {
        bread: { status: "gap", steps: 2, critical: true },
        ovens: { status: "met" },
        team: { status: "gap", steps: 1 },
        honesty: { status: "not-assessed" },
      },
    });
    const own = await (await w.as(house.ida))("GET", "/people/:personId/gap", { personId: house.ida.personId });
    expect(ida?.readiness).toEqual(own.report?.readiness);
    expect(reply.items[2]).toMatchObject({ target: { level: "head-baker", relation: "current" } });
    expect(reply.ladders).toMatchObject([
      {
        framework: "bakery",
        people: 4,
        competencies: [{ id: "bread", title: "Bread" }, { id: "ovens" }, { id: "team" }, { id: "honesty", title: "Honesty" }],
      },
    ]);
  });

  test("aim at the arm of a fork that somebody said they want, as their own report does", async () => {
    await (
      await w.as(house.ida)
    )("PUT", "/people/:personId/direction", { personId: house.ida.personId, to: "bakery/master" });
    const { items } = await read(house.head);
    expect(items.find(({ person }) => person.id === house.ida.personId)?.target).toMatchObject({ level: "master", relation: "next" });
    expect(items.find(({ person }) => person.name === "Bo")?.target).toMatchObject({ level: "head-baker", relation: "next" });
  });

  test("of a team begin with what most of it lacks", async () => {
    const reply = await read(house.chief, { manager: house.head.personId });
    expect(names(reply)).toEqual(["Bo", "Cleo", "Ida"]);
    expect(reply.lacks.map(({ competency, short, steps, open, asked }) => `${competency} ${short} ${steps} ${open} ${asked}`)).toEqual([
      "bread 2 3 1 3",
      "team 1 1 2 3",
      "honesty 0 0 2 3",
      "ovens 0 0 1 3",
    ]);
  });

  test("are nobody's who may not see them: a colleague reads their own alone, and another organisation nothing", async () => {
    expect(names(await read(house.otto, { manager: house.head.personId }))).toEqual([]);
    expect(names(await read(house.ida))).toEqual(["Ida"]);
    const other = await w.organisation("Birch House");
    const stranger = await other.person("Stranger");
    await other.grant(stranger, "people-partner");
    expect(names(await read(stranger, { manager: house.head.personId }))).toEqual([]);
  });

  test("are sorted by readiness, by gaps and by one competency, who is furthest back first", async () => {
    const manager = house.head.personId;
    expect(names(await read(house.head, { manager, sort: "readiness" }))).toEqual(["Cleo", "Ida", "Bo"]);
    expect(names(await read(house.head, { manager, sort: "gaps" }))).toEqual(["Ida", "Bo", "Cleo"]);
    expect(names(await read(house.head, { manager, competency: "bread" }))).toEqual(["Ida", "Bo", "Cleo"]);
  });

  test("page in any order without losing or doubling anybody, and say how many there are", async () => {
    const asked = { manager: house.head.personId, sort: "gaps" as const, limit: 2 };
    const first = await read(house.head, asked);
    const second = await read(house.head, { ...asked, cursor: first.next ?? "" });
    expect([...names(first), ...names(second)]).toEqual(["Ida", "Bo", "Cleo"]);
    expect([first.total, second.next]).toEqual([3, null]);
  });

  test("ask the database at most five times, however many people there are", async () => {
    const head = await w.as(house.head);
    // What the door asks of a session that has not been seen lately is not counted.
    await head("GET", "/me", {});
    const few = (await statements(() => head("GET", "/gaps/team", {}))).texts.length;
    for (let count = 0; count < 12; count += 1) {
      const person = await house.person(`Baker ${count}`);
      await house.manager(person, house.head);
      await house.place(person, "bakery/baker", "2025-01-10");
      await house.rate(person, "bakery/head-baker", { "head-bread": 2 }, { by: house.head, on: "2026-05-01", cycle: `Cycle ${count}` });
    }
    const { result, texts } = await statements(() => head("GET", "/gaps/team", {}));
    expect(result.total).toBe(16);
    expect(few).toBeLessThanOrEqual(5);
    expect(texts.length).toBeLessThanOrEqual(few);
  });

  test("are taken away as CSV with the same figures, and what a spreadsheet would run is shown instead", async () => {
    const sum = await house.person("=Sum");
    await house.manager(sum, house.head);
    await house.place(sum, "bakery/baker", "2025-01-10");
    const { content } = (await (
      await w.as(house.head)
    )("GET", "/gaps/team/export", { manager: house.head.personId })) as { content: string };
    const rows = parse(content, { columns: true, bom: true }) as Record<string, string>[];
    expect(rows).toHaveLength(16);
    expect(rows.find(({ person, competency }) => person === "Ida" && competency === "Bread")).toMatchObject({
      level: "Baker",
      against: "Head Baker",
      asked: "Performing",
      rated: "Not yet",
      status: "Two steps short",
      critical: "critical",
    });
    expect(rows.some(({ person }) => person === "'=Sum")).toBe(true);
  });
});
