import { expect, test } from "vitest";
import { answer, register, type Answering } from "../../../test/passkey.ts";
import { world } from "../../../test/world.ts";

const PASSWORD = "heather on the north slope";
const site: Answering = { origin: "https://rungs.example.org", rpId: "rungs.example.org" };
const given = await world({ publicUrl: site.origin });
const { app, organisation, clock } = given;
const alder = await organisation();

const send = async (path: string, body: object, cookie?: string) => {
  const reply = await app.request(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...(cookie === undefined ? {} : { cookie }) },
    body: JSON.stringify(body),
  });
  return {
    status: reply.status,
    cookies: reply.headers.getSetCookie(),
    body: (await reply.json()) as { options: { challenge: string }; id: string },
  };
};
const cookieOf = ({ cookies }: { cookies: string[] }) => cookies.map((cookie) => cookie.split(";")[0]).join("; ");

const rowan = await alder.person("Rowan Ash");
await given.password(rowan, PASSWORD);
let own = cookieOf(await send("/api/auth/sign-in/email", { email: rowan.email, password: PASSWORD }));
const read = async (path: string, cookie = own) => (await app.request(`/api/v1${path}`, { headers: { cookie } })).json();
const toMake = async (cookie = own) =>
  (await send("/api/v1/account/passkeys/begin", { proof: { password: PASSWORD } }, cookie)).body.options.challenge;
const toAnswer = async () => (await send("/api/auth/sign-in/passkey/begin", {})).body.options.challenge;
const keep = async (response: object, name = "Work phone", cookie = own) => {
  const kept = await send("/api/v1/account/passkeys", { name, response }, cookie);
  if (kept.cookies.length > 0) own = cookieOf(kept);
  return kept;
};
const enter = (response: object) => send("/api/auth/sign-in/passkey", { response });

test("a passkey is added with the password, signs in without one, has a name and a day of use, and is removed at once", async () => {
  const refused = await send("/api/v1/account/passkeys/begin", { proof: { password: "wrong" } }, own);
  expect(refused.status).toBe(400);
  const { credential, response } = register(await toMake(), site);
  const before = own;
  expect((await keep(response)).status).toBe(201);
  // The session goes on as one begun with the passkey, under a token of its own.
  expect(await read("/me", before)).toMatchObject({ code: "unauthenticated" });
  expect(((await read("/account/sessions")) as { items: object[] }).items).toMatchObject([{ here: true, secondFactor: true }]);
  expect(await read("/account/passkeys")).toMatchObject({
    possible: true,
    items: [{ name: "Work phone", lastUsedAt: null, synced: false }],
  });

  clock.now = new Date(clock.now.getTime() + 1000);
  const entered = await enter(answer(credential, await toAnswer(), site));
  expect(entered.status).toBe(200);
  expect(await read("/me", cookieOf(entered))).toMatchObject({ person: { name: "Rowan Ash" } });
  const { items } = (await read("/account/passkeys")) as { items: { id: string; lastUsedAt: string }[] };
  expect(items[0]?.lastUsedAt).toBe(clock.now.toISOString());

  const gone = await app.request(`/api/v1/account/passkeys/${items[0]?.id}`, { method: "DELETE", headers: { cookie: own } });
  expect(gone.status).toBe(200);
  expect((await enter(answer(credential, await toAnswer(), site))).status).toBe(401);
  const log = await alder.within((tx) =>
    tx.selectFrom("audit").select(["action", "details"]).where("action", "like", "account.%").execute(),
  );
  expect(log.map(({ action }) => action)).toEqual(["account.passkey.add", "account.passkey.remove"]);
});

test("a challenge is answered once, in time, and by whom it was given to", async () => {
  const sam = await alder.person("Sam Birch");
  await given.password(sam, PASSWORD);
  const sams = cookieOf(await send("/api/auth/sign-in/email", { email: sam.email, password: PASSWORD }));
  const challenge = await toMake();
  expect((await keep(register(challenge, site).response, "Not Sam’s", sams)).status).toBe(400);
  const { credential, response } = register(await toMake(), site);
  expect((await keep(response)).status).toBe(201);
  expect((await keep(response)).status).toBe(400);

  const asked = answer(credential, await toAnswer(), site);
  expect((await Promise.all([enter(asked), enter(asked)])).map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    200, 401,
  ]);
  const late = await toAnswer();
  const before = clock.now;
  clock.now = new Date(before.getTime() + 31 * 60_000);
  expect((await enter(answer(credential, late, site))).status).toBe(401);
  clock.now = before;
  // Neither one of our own for another purpose, nor one that anybody made up.
  expect((await enter(answer(credential, await toMake(), site))).status).toBe(401);
  expect((await enter(answer(credential, "bWFkZSB1cA", site))).status).toBe(401);
  const kept = await given.database.accounts.selectFrom("spent_challenge").selectAll().execute();
  expect(kept.length).toBeGreaterThan(0);
});

test("what was answered for another site, without asking the owner, or by another key does not sign in", async () => {
  const { credential, response } = register(await toMake(), site);
  expect((await keep(response)).status).toBe(201);
  const another = register(await toMake(), site).credential;
  for (const wrong of [
    answer(credential, await toAnswer(), { ...site, origin: "https://evil.example" }),
    answer(credential, await toAnswer(), { ...site, rpId: "evil.example" }),
    answer(credential, await toAnswer(), { ...site, verified: false }),
    answer({ ...another, id: credential.id }, await toAnswer(), site),
    answer(another, await toAnswer(), site),
  ])
    expect((await enter(wrong)).status).toBe(401);
  for (const wrong of [
    register(await toMake(), { ...site, origin: "https://evil.example" }),
    register(await toMake(), { ...site, verified: false }),
  ])
    expect((await keep(wrong.response)).status).toBe(400);
  expect((await enter(answer(credential, await toAnswer(), site))).status).toBe(200);
});

test("where browsers take no passkeys none are offered, whatever a request claims to be at", async () => {
  const plain = await world();
  const offered = async (host: string) => {
    const reply = await plain.app.request(`http://${host}/api/v1/welcome`, { headers: { host } });
    return ((await reply.json()) as { passkeys: boolean }).passkeys;
  };
  expect(await offered("localhost:4200")).toBe(true);
  for (const host of ["127.0.0.1:4200", "[::1]:4200", "rungs.example.org", "localhost.evil.example"])
    expect(await offered(host), host).toBe(false);
  const byNumber = await world({ publicUrl: "https://192.0.2.1" });
  expect(((await (await byNumber.app.request("/api/v1/welcome")).json()) as { passkeys: boolean }).passkeys).toBe(false);
});
