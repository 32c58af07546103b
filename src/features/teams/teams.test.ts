import { beforeAll, expect, test } from "vitest";
import { statements } from "../../../test/queries.ts";
import { world, type Client, type Organisation, type Person, type World } from "../../../test/world.ts";

let made: World;
let house: Organisation;
let api: Client;
let chief: Person;

beforeAll(async () => {
  made = await world();
  house = await made.organisation();
  chief = await house.person("Zoë Chief");
  await house.grant(chief, "administrator");
  api = await made.as(chief);
});

const make = async (name: string, parent: string | null = null) => (await api("POST", "/teams", { name, parent })).id;
const refusal = async (work: Promise<unknown>) =>
  work.then(
    () => "it was done",
    (error: Error) => error.message,
  );
const called = async (id: string) => (await api("GET", "/teams", {})).items.find((team) => team.id === id);

test("teams stand in a tree, each with who is at work in it and below it", async () => {
  const care = await make("Care");
  const night = await make("Night shift", care);
  const day = await make("Day shift", care);
  for (const name of ["One", "Two", "Three"]) await house.person(`Night ${name}`, { team: night });
  await house.person("Day One", { team: day });
  await house.person("Left Long Ago", { team: day, leftOn: "2026-01-01" });
  await house.person("Care Head", { team: care });
  const { items, can } = await api("GET", "/teams", {});
  expect(items.map(({ name, people, below }) => [name, people, below])).toEqual([
    ["Care", 1, 5],
    ["Day shift", 1, 1],
    ["Night shift", 3, 3],
  ]);
  expect(can["team.manage"]).toBe(true);
  expect((await api("GET", "/people", { team: care })).total).toBe(5);
  expect((await api("GET", "/people", { team: night })).total).toBe(3);
  expect((await statements(() => api("GET", "/teams", {}))).texts).toHaveLength(1);
});

test("a team is renamed and moved with all below it, never below itself, and never beside one of the same name", async () => {
  const north = await make("North");
  const ward = await make("Ward", north);
  const bay = await make("Bay", ward);
  const tag = (await called(ward))?.tag ?? "";
  await api("PATCH", "/teams/:teamId", { teamId: ward, name: "Ward 4" }, { headers: { "if-match": `"${tag}"` } });
  await expect(
    api("PATCH", "/teams/:teamId", { teamId: ward, name: "Ward 5" }, { headers: { "if-match": `"${tag}"` } }),
  ).rejects.toMatchObject({ status: 412, current: { name: "Ward 4" } });
  expect(await refusal(api("PATCH", "/teams/:teamId", { teamId: north, parent: bay }))).toBe(
    "A team cannot be below itself: North → Ward 4 → Bay → North.",
  );
  await make("BAY", north);
  expect(await refusal(api("PATCH", "/teams/:teamId", { teamId: bay, parent: north }))).toMatch(/called “Bay” there already/);
  await api("PATCH", "/teams/:teamId", { teamId: ward, parent: null });
  expect([(await called(ward))?.parent, (await called(bay))?.parent]).toEqual([null, ward]);
});

test("merging puts people and teams into another, and the team goes; one that is not empty is not taken away", async () => {
  const from = await make("Old kitchen");
  const sub = await make("Bakery", from);
  const into = await make("Kitchens");
  const cook = await house.person("Cook One", { team: from });
  expect(await refusal(api("DELETE", "/teams/:teamId", { teamId: from }))).toMatch(
    /not empty: one person is in it.* and one team below it/,
  );
  expect(await refusal(api("POST", "/teams/:teamId/merge", { teamId: from, into: sub }))).toMatch(/below itself/);
  expect(await api("POST", "/teams/:teamId/merge", { teamId: from, into })).toEqual({ people: 1, teams: 1 });
  expect([await called(from), (await called(sub))?.parent]).toEqual([undefined, into]);
  expect((await api("GET", "/people/:personId", { personId: cook.personId })).teams.map(({ name }) => name)).toEqual(["Kitchens"]);
  await api("DELETE", "/teams/:teamId", { teamId: sub });
  expect(await called(sub)).toBeUndefined();
});

test("a team that somebody answers for as people partner neither merges nor goes: what they may see is changed by their role alone", async () => {
  const held = await make("Held");
  const partner = await house.person("Judith Partner");
  await house.grant(partner, "people-partner", { teams: [held] });
  expect((await called(held))?.partners).toEqual(["Judith Partner"]);
  expect(await refusal(api("DELETE", "/teams/:teamId", { teamId: held }))).toMatch(/Judith Partner answers for Held/);
  expect(await refusal(api("POST", "/teams/:teamId/merge", { teamId: held, into: await make("Other") }))).toMatch(/Judith Partner/);
  const theirs = await made.as(partner);
  await expect(theirs("POST", "/teams", { name: "Mine", parent: held })).rejects.toMatchObject({ status: 403 });
});
