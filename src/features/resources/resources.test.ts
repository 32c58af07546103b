import { beforeAll, expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";

let made: World;
let house: Organisation;
let kit: Person;
let byPartner: Client;
let byAuthor: Client;
let byKit: Client;

beforeAll(async () => {
  made = await world();
  house = await made.organisation();
  await house.publish(ladder("care", "Care"));
  await house.publish(ladder("kitchen", "Kitchen"));
  const partner = await house.person("Judith Partner");
  const author = await house.person("Abe Author");
  kit = await house.person("Kit Moss");
  await house.place(kit, "care/first");
  await house.grant(partner, "people-partner");
  await house.grant(author, "author", { framework: "care" });
  [byPartner, byAuthor, byKit] = await Promise.all([made.as(partner), made.as(author), made.as(kit)]);
});

const caught = async (work: Promise<unknown>): Promise<ApiError> => {
  const error = await work.then(
    () => new Error("It was done."),
    (thrown: unknown) => thrown,
  );
  if (error instanceof ApiError) return error;
  throw error;
};
const inCare = { framework: "care", expectation: "making-first" };
const offered = async (through: Client, level = "first", more: object = {}) =>
  (await through("GET", "/resources/for", { framework: "care", level, ...more })).items.find(({ id }) => id === `making-${level}`)
    ?.resources ?? [];

test("an author adds to their own ladder what is then offered to everybody where it is asked, and to no other ladder", async () => {
  const book = {
    kind: "reading" as const,
    title: "The craft of care",
    url: "https://example.org/book",
    minutes: 300,
    cost: { minor: 1250, currency: "GBP" },
  };
  expect((await caught(byAuthor("POST", "/resources", book))).problems[0]?.path).toBe("/serves");
  expect(
    (await caught(byAuthor("POST", "/resources", { ...book, serves: [{ framework: "kitchen", expectation: "making-first" }] }))).status,
  ).toBe(403);
  expect(
    (await caught(byAuthor("POST", "/resources", { ...book, serves: [{ framework: "care", expectation: "gone" }] }))).problems[0]?.path,
  ).toBe("/serves/0");
  expect((await caught(byKit("POST", "/resources", { ...book, serves: [inCare] }))).status).toBe(403);
  const { id, tag } = await byAuthor("POST", "/resources", { ...book, serves: [inCare] });
  expect(await offered(byKit)).toMatchObject([{ id, title: "The craft of care", cost: { minor: 1250, currency: "GBP" } }]);
  expect((await byKit("GET", "/resources", {})).items).toMatchObject([
    {
      id,
      serves: [{ title: "Making in Care", levelTitle: "First of Care", can: { "resource.attach": false } }],
      can: { "resource.edit": false },
    },
  ]);
  expect((await caught(byAuthor("POST", "/resources", { ...book, title: "Again", serves: [inCare] }))).message).toMatch(
    /“The craft of care” is on the list/,
  );

  // Once it serves a ladder that is not theirs, its words are not theirs alone to change; what hangs on their ladder still is.
  await byPartner("POST", "/resources/:resourceId/serves", { resourceId: id, framework: "kitchen", expectation: "making-first" });
  expect((await caught(byAuthor("PATCH", "/resources/:resourceId", { resourceId: id, title: "Mine" }))).status).toBe(403);
  const both = await byAuthor("POST", "/resources/:resourceId/serves", { resourceId: id, framework: "care", expectation: "making-second" });
  const again = await byAuthor("POST", "/resources/:resourceId/serves", {
    resourceId: id,
    framework: "care",
    expectation: "making-second",
  });
  expect([both.serves.length, again.serves.length, again.tag]).toEqual([3, 3, both.tag]);
  expect((await offered(byKit, "second")).length).toBe(1);
  const kitchen = both.serves.find(({ framework }) => framework === "kitchen")?.id ?? "";
  expect((await caught(byAuthor("DELETE", "/resources/:resourceId/serves/:servesId", { resourceId: id, servesId: kitchen }))).status).toBe(
    403,
  );
  await byPartner("DELETE", "/resources/:resourceId/serves/:servesId", { resourceId: id, servesId: kitchen });
  expect(
    (await caught(byAuthor("PATCH", "/resources/:resourceId", { resourceId: id, title: "Mine" }, { headers: { "if-match": `"${tag}"` } })))
      .status,
  ).toBe(412);
  expect((await byAuthor("PATCH", "/resources/:resourceId", { resourceId: id, cost: null })).cost).toBeNull();
});

test("what is retired is offered nowhere and kept, and can be offered again", async () => {
  const { id } = await byPartner("POST", "/resources", { kind: "on-the-job", title: "A shift beside a nurse", serves: [inCare] });
  const entry = await byKit("POST", "/cpd", {
    kind: "on-the-job",
    title: "With the nurse",
    minutes: 60,
    doneOn: "2026-03-01",
    resource: id,
  });
  const has = async () => (await offered(byKit)).some((each) => each.id === id);
  expect(await has()).toBe(true);
  await byPartner("PATCH", "/resources/:resourceId", { resourceId: id, retired: true });
  const titles = async (state: "offered" | "retired") => (await byKit("GET", "/resources", { state })).items.map(({ title }) => title);
  expect([await has(), await titles("retired")]).toEqual([false, ["A shift beside a nurse"]]);
  expect(await titles("offered")).not.toContain("A shift beside a nurse");
  expect((await byKit("GET", "/cpd/:entryId", { entryId: entry.id })).resource?.title).toBe("A shift beside a nurse");
  expect(
    (await caught(byPartner("POST", "/resources/:resourceId/serves", { resourceId: id, framework: "care", expectation: "making-second" })))
      .code,
  ).toBe("conflict");
  await byPartner("PATCH", "/resources/:resourceId", { resourceId: id, retired: false });
  expect(await has()).toBe(true);
});

test("what hangs on a ladder hangs there in its next version, and says so once nothing asks for it any more", async () => {
  const { id } = await byPartner("POST", "/resources", {
    kind: "course",
    title: "Lasting",
    serves: [{ framework: "kitchen", expectation: "making-first" }],
  });
  const kitchen = ladder("kitchen", "Kitchen");
  const [first, second] = kitchen.levels ?? [];
  if (first === undefined || second === undefined) throw new Error("The ladder of the tests has two levels.");
  await house.publish({ ...kitchen, title: "Kitchens" });
  const serves = async () => (await byKit("GET", "/resources/:resourceId", { resourceId: id })).serves[0];
  expect(await serves()).toMatchObject({ frameworkTitle: "Kitchens", levelTitle: "First of Kitchen" });
  await house.publish({ ...kitchen, levels: [{ ...first, expectations: [] }, second] });
  expect(await serves()).toMatchObject({ title: "Making first", level: null });
  const then = await byKit("GET", "/resources/for", { framework: "kitchen", level: "first", version: 1 });
  expect(then.items[0]?.resources.map(({ title }) => title)).toEqual(["Lasting"]);
  expect((await caught(byKit("GET", "/resources/for", { framework: "kitchen", level: "third" }))).status).toBe(404);
});

test("the list is found by words, ladder, kind and cost, page by page, in as many queries for many as for few", async () => {
  for (const index of [1, 2, 3, 4, 5])
    await byPartner("POST", "/resources", {
      kind: index === 5 ? "event" : "course",
      title: `Módule ${index}`,
      provider: index === 2 ? "Valley College" : null,
      cost: index === 3 ? { minor: 0, currency: "GBP" } : null,
      serves: [inCare],
    });
  const titles = async (more: object) => (await byKit("GET", "/resources", more)).items.map(({ title }) => title);
  expect(await titles({ q: "module" })).toEqual([1, 2, 3, 4, 5].map((index) => `Módule ${index}`));
  expect(await titles({ q: "college mod" })).toEqual(["Módule 2"]);
  expect(await titles({ q: "100%" })).toEqual([]);
  expect(await titles({ q: "module", kind: "event" })).toEqual(["Módule 5"]);
  expect(await titles({ q: "module", cost: "free" })).toEqual(["Módule 3"]);
  expect(await titles({ q: "module", framework: "kitchen" })).toEqual([]);
  const first = await byKit("GET", "/resources", { q: "module", limit: 3 });
  expect(await titles({ q: "module", limit: 3, cursor: first.next ?? "" })).toEqual(["Módule 4", "Módule 5"]);
  const few = await statements(() => byKit("GET", "/resources", { limit: 1 }));
  const many = await statements(() => byKit("GET", "/resources", {}));
  expect([many.texts.length, many.texts.length <= 2]).toEqual([few.texts.length, true]);
  expect((await statements(() => offered(byKit))).texts.length).toBeLessThanOrEqual(3);
});
