import { expect, test } from "vitest";
import { ladder } from "../../../test/authorisation/ladder.ts";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
const [rowan, sam, kit, lee] = [
  await house.person("Rowan Ash"),
  await house.person("Sam Birch"),
  await house.person("Kit Cedar"),
  await house.person("Lee Elder"),
];
await house.grant(rowan, "owner");
await house.grant(sam, "administrator");
await house.publish(ladder("care", "Care"));
const [owner, administrator] = [await w.as(rowan), await w.as(sam)];
const held = async (who: typeof kit) => (await owner("GET", "/roles", { person: who.personId })).items;

test("an owner gives any role, an administrator all but that of owner, and nobody one to themselves", async () => {
  await owner("POST", "/people/:personId/roles", { personId: kit.personId, role: "owner" });
  await administrator("POST", "/people/:personId/roles", { personId: lee.personId, role: "people-partner" });
  await expect(administrator("POST", "/people/:personId/roles", { personId: lee.personId, role: "owner" })).rejects.toMatchObject({
    status: 403,
  });
  await expect(administrator("POST", "/people/:personId/roles", { personId: sam.personId, role: "people-partner" })).rejects.toMatchObject({
    status: 403,
  });
  await expect(owner("POST", "/people/:personId/roles", { personId: rowan.personId, role: "people-partner" })).rejects.toMatchObject({
    status: 403,
  });
  expect((await administrator("GET", "/roles", {})).grantable).not.toContain("owner");
  expect((await owner("GET", "/roles", { person: rowan.personId })).grantable).toEqual([]);
});

test("a role is narrowed to units or a ladder where it can be, and until a day; it is told to whom it is given", async () => {
  const north = await house.team("North");
  const give = (more: object) => owner("POST", "/people/:personId/roles", { personId: lee.personId, role: "people-partner", ...more });
  await give({ units: [north], expiresOn: "2027-01-01" });
  expect(await held(lee)).toContainEqual(
    expect.objectContaining({ role: "people-partner", units: [{ id: north, name: "North" }], expiresOn: "2027-01-01", by: "Rowan Ash" }),
  );
  await expect(give({ units: [north], expiresOn: "2027-01-01" })).rejects.toMatchObject({ status: 409 });
  await expect(give({ expiresOn: "2026-11-21" })).rejects.toMatchObject({ problems: [{ path: "/expiresOn" }] });
  await expect(give({ role: "author" })).rejects.toMatchObject({ problems: [{ path: "/framework" }] });
  await expect(give({ role: "auditor", units: [north] })).rejects.toMatchObject({ problems: [{ path: "/units" }] });
  await give({ role: "author", framework: "care" });
  const { items, unread } = await (await w.as(lee))("GET", "/me/notifications", {});
  expect(items[0]).toMatchObject({ title: "Rowan Ash made you author, of care", path: "/" });
  expect(unread).toBe(items.length);
});

test("what is taken back ends at once and stays on record, with who gave it and who took it", async () => {
  const jo = await house.person("Jo Fir");
  await administrator("POST", "/people/:personId/roles", { personId: jo.personId, role: "auditor" });
  const theirs = await w.as(jo);
  await theirs("GET", "/roles", {});
  const [grant] = await held(jo);
  await owner("DELETE", "/roles/:grantId", { grantId: grant?.id ?? "" });
  await expect(theirs("GET", "/roles", {})).rejects.toMatchObject({ status: 403 });
  const { items } = await owner("GET", "/roles", { person: jo.personId });
  const { items: past } = await owner("GET", "/roles/past", { person: jo.personId });
  expect(items).toEqual([]);
  expect(past).toMatchObject([{ role: "auditor", by: "Sam Birch", endedBy: "Rowan Ash" }]);
  const entries = (await owner("GET", "/audit", { person: jo.personId })).items.map(({ action }) => action);
  expect(entries).toEqual(expect.arrayContaining(["role.grant", "role.revoke"]));
});

test("whoever leaves the stewards of a ladder is on record as well", async () => {
  const partner = await house.person("Pat Gorse");
  await house.grant(partner, "people-partner");
  const by = await w.as(partner);
  const named = {
    slug: "care",
    owner: null,
    publishers: [] as string[],
    reviewers: [] as string[],
    public: false,
    ownWork: "organisation",
  } as const;
  await by("PUT", "/frameworks/:slug/stewards", { ...named, authors: [kit.personId] });
  await by("PUT", "/frameworks/:slug/stewards", { ...named, authors: [] });
  const { items: past } = await owner("GET", "/roles/past", { person: kit.personId });
  expect(past).toMatchObject([{ role: "author", framework: { slug: "care" }, endedBy: "Pat Gorse" }]);
});

test("an organisation keeps its last owner, also where two owners take each other's role at the same moment", async () => {
  const beech = await w.organisation("Beech Court");
  const [ann, ben, cat] = [await beech.person("Ann"), await beech.person("Ben"), await beech.person("Cat")];
  await beech.grant(ann, "owner");
  await beech.grant(ben, "owner");
  await beech.grant(cat, "owner", { expiresOn: "2027-01-01" });
  const clients = [await w.as(ann), await w.as(ben)];
  const owners = async () =>
    (await (await w.as(cat))("GET", "/roles", {})).items.filter(({ role, expiresOn }) => role === "owner" && expiresOn === null);
  const [first, second] = await owners();
  const tried = await Promise.allSettled([
    clients[0]?.("DELETE", "/roles/:grantId", { grantId: second?.id ?? "" }),
    clients[1]?.("DELETE", "/roles/:grantId", { grantId: first?.id ?? "" }),
  ]);
  expect(tried.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const left = await owners();
  expect(left).toHaveLength(1);
  // Nor can the last one lay it down; one that has a last day does not count.
  const last = left[0]?.person.name === "Ann" ? clients[0] : clients[1];
  await expect(last?.("DELETE", "/roles/:grantId", { grantId: left[0]?.id ?? "" })).rejects.toMatchObject({ status: 409 });
});

test("an owner who is to leave is none that an organisation can rely on, also where two owners are sent away at the same moment", async () => {
  const cedar = await w.organisation("Cedar Lodge");
  const [ann, ben, cat] = [await cedar.person("Ann"), await cedar.person("Ben"), await cedar.person("Cat")];
  for (const each of [ann, ben]) await cedar.grant(each, "owner");
  await cedar.grant(cat, "administrator");
  const by = await w.as(cat);
  const [first, second] = [await w.as(ann), await w.as(ben)];
  const both = await Promise.allSettled([
    first("POST", "/people/:personId/departure", { personId: ben.personId, on: "2026-12-01" }),
    second("POST", "/people/:personId/departure", { personId: ann.personId, on: "2026-12-01" }),
  ]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
  const stays = both[0].status === "fulfilled" ? { api: first, id: ann.personId } : { api: second, id: ben.personId };
  const { items } = await by("GET", "/roles", { person: stays.id });
  await expect(stays.api("DELETE", "/roles/:grantId", { grantId: items[0]?.id ?? "" })).rejects.toMatchObject({ status: 409 });
});

test("the list asks the database no more for many than for one", async () => {
  const { texts } = await statements(() => owner("GET", "/roles", {}));
  expect(texts.length).toBeLessThanOrEqual(3);
});

test.each(["/roles", "/roles/past"] as const)("%s is read page by page, nobody twice and nobody left out", async (path) => {
  const { items: all } = await owner("GET", path, { limit: 200 });
  expect(all.length).toBeGreaterThan(2);
  const found: string[] = [];
  for (let cursor: string | null = "", pages = 0; cursor !== null && pages < 100; pages += 1) {
    const page: { items: { id: string }[]; next: string | null } = await owner("GET", path, {
      limit: 1,
      ...(cursor === "" ? {} : { cursor }),
    });
    found.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  }
  expect(found).toEqual(all.map(({ id }) => id));
});
