import { beforeEach, describe, expect, test } from "vitest";
import { bakery, openBakery } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Person } from "../../../test/world.ts";
import type { FrameworkDocument } from "../../core/framework/document.ts";

const w = await world();
let house: Awaited<ReturnType<typeof openBakery>>;

/** A standard that asks for a diploma, and a shop whose rungs no transition joins. */
const guild = {
  ...bakery,
  id: "guild",
  kind: "standard",
  title: "Guild",
  standard: { regulated: "RQF 5" },
  competencies: bakery.competencies.slice(0, 3),
  tracks: bakery.tracks.slice(0, 1),
  levels: [
    {
      id: "fellow",
      rank: 1,
      track: "core",
      title: "Fellow",
      expectations: [],
      onward: [{ title: "Doctor of bread", kind: "degree" as const, regulated: "RQF 8" }],
    },
    { id: "warden", rank: 2, track: "core", title: "Warden", expectations: [], regulated: "RQF 6" },
  ],
  transitions: [
    { from: "bakery/master", to: "fellow", kind: "lateral", months: 6, via: [{ title: "Diploma in baking", kind: "diploma", months: 6 }] },
    { from: "bakery/head-baker", to: "fellow", kind: "lateral", months: 3 },
  ],
} satisfies FrameworkDocument;

beforeEach(async () => {
  house = await openBakery(w);
  await house.publish(guild);
});

const map = async (reader: Person) => (await w.as(reader))("GET", "/pathways", {});
const between = async (reader: Person, input: { to: string; from?: string; person?: string; limit?: number }) =>
  (await w.as(reader))("GET", "/pathways/routes", input);

describe("the map of all ways", () => {
  test("has every ladder and standard in force, no library, with their levels and national levels", async () => {
    const { ladders } = await map(house.otto);
    expect(ladders.map(({ slug, levels }) => [slug, levels.map(({ reference, regulated }) => [reference, regulated])])).toEqual([
      [
        "bakery",
        [
          ["bakery/baker", null],
          ["bakery/head-baker", null],
          ["bakery/master", null],
        ],
      ],
      [
        "guild",
        [
          ["guild/fellow", "RQF 5"],
          ["guild/warden", "RQF 6"],
        ],
      ],
    ]);
    expect(ladders[1]?.levels[0]?.onward.map(({ title }) => title)).toEqual(["Doctor of bread"]);
  });

  test("has every way between them, of every kind, and where the reader stands", async () => {
    const { transitions, you } = await map(house.ida);
    expect(transitions.map(({ from, to, kind, months }) => [from, to, kind, months])).toEqual([
      ["bakery/baker", "bakery/head-baker", "promotion", null],
      ["bakery/baker", "bakery/master", "promotion", null],
      ["bakery/master", "guild/fellow", "lateral", 6],
      ["bakery/head-baker", "guild/fellow", "lateral", 3],
    ]);
    expect(you).toEqual({ level: "bakery/baker", since: "2024-01-10" });
    expect((await map(house.otto)).you).toBeNull();
  });

  test("knows nothing of another organisation's, and nothing of what is not published", async () => {
    const other = await w.organisation("Elm House");
    const somebody = await other.person();
    expect(await map(somebody)).toMatchObject({ ladders: [], transitions: [], you: null });
  });

  test("is not sent again to whoever has it", async () => {
    const cookie = await w.cookie(house.ida);
    const first = await w.app.request("/api/v1/pathways", { headers: { cookie } });
    const tag = first.headers.get("etag") ?? "";
    const again = await w.app.request("/api/v1/pathways", { headers: { cookie, "if-none-match": tag } });
    expect([first.status, again.status]).toEqual([200, 304]);
  });
});

describe("the ways from here to there", () => {
  test("begin where the reader stands, fewest steps first, and say what each step asks and what they hold of it", async () => {
    await house.hold(house.ida, "training", "Food hygiene", "2025-12-20");
    await house.hold(house.ida, "qualification", "diploma in BAKING", "2024-05-01");
    const reply = await between(house.ida, { to: "guild/fellow" });
    expect(reply.from).toBe("bakery/baker");
    // Both first steps say no duration, so they stand in the order in which they are written.
    expect(reply.routes.map(({ steps, months, levels }) => [steps, months, levels])).toEqual([
      [2, null, ["bakery/baker", "bakery/head-baker", "guild/fellow"]],
      [2, null, ["bakery/baker", "bakery/master", "guild/fellow"]],
    ]);
    expect(reply.levels["bakery/head-baker"]?.lines.map(({ id, status }) => [id, status])).toEqual([
      ["hygiene", "expiring"],
      ["time", "met"],
      ["trade", "unmet"],
      ["shown", "unmet"],
    ]);
    expect(reply.via).toEqual({ "Diploma in baking": "met" });
    expect(reply.person).toEqual({ id: house.ida.personId, name: "Ida", you: true });
  });

  test("say that there are more than were asked for", async () => {
    const reply = await between(house.ida, { to: "guild/fellow", limit: 1 });
    expect([reply.routes.length, reply.more]).toEqual([1, true]);
  });

  test("where nothing leads there, say how the ranks would, if they do", async () => {
    expect(await between(house.ida, { to: "guild/warden" })).toMatchObject({
      routes: [],
      climb: ["bakery/baker", "bakery/head-baker", "guild/fellow", "guild/warden"],
    });
    expect(await between(house.ida, { from: "guild/warden", to: "bakery/baker" })).toMatchObject({ routes: [], climb: null });
  });

  test("need two levels that are in force, and say which is none", async () => {
    await expect(between(house.ida, { from: "bakery/nobody", to: "guild/nothing" })).rejects.toMatchObject({
      status: 400,
      problems: [
        { code: "unknown-reference", path: "/from" },
        { code: "unknown-reference", path: "/to" },
      ],
    });
    await expect(between(house.otto, { to: "guild/fellow" })).rejects.toMatchObject({ problems: [{ code: "required", path: "/from" }] });
  });

  test("with another's records are for whoever may read their results, and the reading is in the log", async () => {
    await house.hold(house.ida, "qualification", "Diploma in baking", "2024-05-01");
    const of = { to: "guild/fellow", person: house.ida.personId };
    expect(await between(house.chief, of)).toMatchObject({ from: "bakery/baker", person: { name: "Ida", you: false } });
    await expect(between(house.otto, of)).rejects.toMatchObject({ status: 404 });
    // What somebody reads for themselves says nothing of another's records.
    expect((await between(house.otto, { from: "bakery/baker", to: "guild/fellow" })).via).toEqual({ "Diploma in baking": "unknown" });
    const logged = await house.within((tx) =>
      tx.selectFrom("audit").select(["action", "subject_id"]).where("action", "=", "pathway.read").execute(),
    );
    expect(logged.map(({ subject_id }) => subject_id)).toEqual([house.ida.personId]);
  });
});

test("asks the database as often with twenty ladders as with two", async () => {
  const count = async () => {
    const reader = await w.as(house.ida);
    const both = async () => {
      await reader("GET", "/pathways", {});
      await reader("GET", "/pathways/routes", { to: "guild/fellow" });
    };
    await both();
    return (await statements(both)).texts.length;
  };
  const few = await count();
  for (let index = 0; index < 18; index += 1)
    await house.publish({ ...guild, id: `guild-${index}`, title: `Guild ${index}`, transitions: [] });
  const reader = await w.as(house.ida);
  const fresh = await statements(() => reader("GET", "/pathways/routes", { to: "guild/fellow" }));
  expect(fresh.texts.length).toBeLessThanOrEqual(5);
  expect(await count()).toBe(few);
  expect(few).toBeLessThanOrEqual(5);
});
