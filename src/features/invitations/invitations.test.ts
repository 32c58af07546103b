import { expect, test } from "vitest";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
const rowan = await house.person("Rowan Ash");
await house.grant(rowan, "administrator");
const admin = await w.as(rowan);
const PASSWORD = "heather on the north slope";

/** The link of the newest invitation to this address, as the administrator reads it in the outbox. */
async function linkTo(email: string, by = admin): Promise<string> {
  const { items } = await by("GET", "/messages", {});
  const found = items.find(({ to, template }) => to === email && template === "invitation");
  if (found === undefined) throw new Error(`Nothing was sent to ${email}.`);
  const { body } = await by("GET", "/messages/:messageId", { messageId: found.id });
  return /\/join\?token=(\S+)/.exec(body)?.[1] ?? "";
}
const invite = (...people: { personId: string }[]) => admin("POST", "/invitations", { people: people.map(({ personId }) => personId) });
/** @returns the status and the Cookie header of whoever takes the link. */
async function take(token: string, password = PASSWORD) {
  const reply = await w.app.request("/api/v1/join", {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost" },
    body: JSON.stringify({ token, password }),
  });
  return {
    status: reply.status,
    cookie: reply.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; "),
    body: await reply.text(),
  };
}

test("whoever is invited chooses a password with the link, is signed in, and the link opens nothing more", async () => {
  const kit = await house.person("Kit Cedar");
  expect(await invite(kit)).toEqual({ invited: 1, skipped: [] });
  const token = await linkTo(kit.email);
  expect(await w.nobody("GET", "/join", { token })).toEqual({
    organisation: "Alder House",
    name: "Kit Cedar",
    email: kit.email,
    standing: "open",
    hasAccount: false,
  });
  expect((await take(token, "password1234")).body).toContain("too-common");
  const { status, cookie } = await take(token);
  expect(status).toBe(200);
  expect((await w.through({ cookie })("GET", "/me", {})).person.name).toBe("Kit Cedar");
  expect((await take(token)).status).toBe(404);
  expect((await w.nobody("GET", "/join", { token })).standing).toBe("used");
  // The message that carried it says so no more, either.
  expect(await linkTo(kit.email)).not.toBe(token);
  expect(await invite(kit)).toMatchObject({ invited: 0, skipped: [{ name: "Kit Cedar", because: "has-account" }] });
});

test("two who take one link at the same moment make one account", async () => {
  const lee = await house.person("Lee Elder");
  await invite(lee);
  const token = await linkTo(lee.email);
  const both = await Promise.all([take(token), take(token)]);
  expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 404]);
});

test("inviting again voids the earlier link; withdrawn and too old ones open nothing", async () => {
  const sam = await house.person("Sam Birch");
  await invite(sam);
  const first = await linkTo(sam.email);
  await invite(sam);
  const second = await linkTo(sam.email);
  expect((await take(first)).status).toBe(404);
  const then = w.clock.now;
  w.clock.now = new Date(Date.now() + 15 * 86_400_000);
  expect((await w.nobody("GET", "/join", { token: second })).standing).toBe("expired");
  expect((await take(second)).body).toContain("run out");
  w.clock.now = then;
  await admin("DELETE", "/people/:personId/invitation", { personId: sam.personId });
  expect((await take(second)).body).toContain("withdrawn");
  expect(await admin("GET", "/invitations", { state: "withdrawn" })).toMatchObject({ items: [{ person: { name: "Sam Birch" } }] });
});

test("everybody with an address who was never invited is, at once and once, in as many statements for one as for many", async () => {
  const beech = await w.organisation("Beech Court");
  const chief = await beech.person("Chief");
  await beech.grant(chief, "owner");
  const by = await w.as(chief);
  const north = await beech.team("North");
  for (let at = 0; at < 12; at++) await beech.person(`Guest ${at}`, at < 4 ? { team: north } : {});
  await beech.within((tx) => tx.updateTable("person").set({ email: null }).where("name", "=", "Guest 11").execute());
  await beech.person("Gone", { leftOn: "2020-01-01" });
  const few = await statements(() => by("POST", "/invitations", { team: north }));
  expect(few.result.invited).toBe(4);
  const many = await statements(() => by("POST", "/invitations", { everybody: true }));
  expect(many.result.invited).toBe(7);
  expect(many.texts.length).toBeLessThanOrEqual(few.texts.length);
  expect((await by("POST", "/invitations", { everybody: true })).invited).toBe(0);
  const { counts, items } = await by("GET", "/invitations", { limit: 5 });
  expect(Object.fromEntries(counts.map(({ state, count }) => [state, count]))).toMatchObject({
    invited: 11,
    joined: 1,
    "no-address": 1,
    none: 0,
  });
  expect(items).toHaveLength(5);
  await expect(by("POST", "/invitations", {})).rejects.toMatchObject({ status: 400 });
});

test("who has an account already joins a second organisation with it once signed in, and nobody else does", async () => {
  const kit = await house.person("Jo Fir");
  await w.password(kit, PASSWORD);
  const beech = await w.organisation("Cedar Lodge");
  const chief = await beech.person("Chief");
  await beech.grant(chief, "owner");
  const by = await w.as(chief);
  const same = await beech.person("Jo Fir");
  await beech.within((tx) => tx.updateTable("person").set({ email: kit.email }).where("person_id", "=", same.personId).execute());
  await by("POST", "/invitations", { people: [same.personId] });
  const token = await linkTo(kit.email, by);
  expect((await w.nobody("GET", "/join", { token })).hasAccount).toBe(true);
  expect((await take(token)).status).toBe(409);
  await expect(admin("POST", "/me/join", { token })).rejects.toMatchObject({ status: 403 });
  expect(await (await w.as(kit))("POST", "/me/join", { token })).toEqual({ organisation: "Cedar Lodge" });
  expect((await by("GET", "/invitations", { state: "joined" })).items.map(({ person }) => person.name)).toContain("Jo Fir");
});

test("the link of an owner's invitation is for owners to make and to read: an administrator would become one with it", async () => {
  const [owner, head] = [await house.person("Olive Oak"), await house.person("Head")];
  await house.grant(owner, "owner");
  await house.grant(head, "owner");
  await expect(invite(head)).rejects.toMatchObject({ status: 403 });
  await (
    await w.as(owner)
  )("POST", "/invitations", { people: [head.personId] });
  const { items } = await admin("GET", "/messages", {});
  const messageId = items.find(({ to }) => to === head.email)?.id ?? "";
  await expect(admin("GET", "/messages/:messageId", { messageId })).rejects.toMatchObject({ status: 403 });
});

test("whoever keeps people cannot have the invitation of an administrator sent to an address of their own", async () => {
  const [partner, iris] = [await house.person("Pat Partner"), await house.person("Iris Lime")];
  await house.grant(partner, "people-partner");
  await house.grant(iris, "administrator");
  const by = await w.as(partner);
  await by("PATCH", "/people/:personId", { personId: iris.personId, email: "pat.elsewhere@example.org" });
  await expect(by("POST", "/invitations", { people: [iris.personId] })).rejects.toMatchObject({ status: 403 });
  await by("POST", "/invitations", { everybody: true });
  expect((await admin("GET", "/messages", {})).items.filter(({ to }) => to === "pat.elsewhere@example.org")).toEqual([]);
  expect(await invite(iris)).toMatchObject({ invited: 1 });
});

test("a link that went to an address which is theirs no more opens nothing", async () => {
  const uma = await house.person("Uma Rowan");
  await invite(uma);
  const token = await linkTo(uma.email);
  await admin("PATCH", "/people/:personId", { personId: uma.personId, email: "uma.new@example.org" });
  expect((await w.nobody("GET", "/join", { token })).standing).toBe("withdrawn");
  expect((await take(token)).status).toBe(404);
  const { items } = await admin("GET", "/invitations", { state: "withdrawn" });
  expect(items.map(({ person }) => person.name)).toContain("Uma Rowan");
  await invite(uma);
  expect((await take(await linkTo("uma.new@example.org"))).status).toBe(200);
});

test("the directory says how the way in stands to those who invite people, and to nobody else", async () => {
  const hill = await w.organisation("Hill House");
  const [ada, bea, cy] = [await hill.person("Ada Admin"), await hill.person("Bea Birch"), await hill.person("Cy Cedar")];
  await hill.grant(ada, "administrator");
  const api = await w.as(ada);
  await api("POST", "/invitations", { people: [bea.personId] });
  const ways = async (as: typeof api) => (await as("GET", "/people", {})).items.map(({ invitation }) => invitation);
  expect(await ways(api)).toEqual(["joined", "invited", "none"]);
  expect(await ways(await w.as(cy))).toEqual([null, null, null]);
});
