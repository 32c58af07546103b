import { expect, test } from "vitest";
import { world, type World } from "../../../test/world.ts";
import { signInRates } from "../../server/tries.ts";

const PASSWORD = "heather on the north slope";
const HOME = "203.0.113.7";
const post = (app: World["app"], path: string, body: unknown, headers: Record<string, string> = {}, address = HOME) =>
  app.request(
    path,
    { method: "POST", headers: { "content-type": "application/json", origin: "http://localhost", ...headers }, body: JSON.stringify(body) },
    { incoming: { socket: { remoteAddress: address } } },
  );
const jar = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
const signIn = (app: World["app"], email: string, password: string, headers: Record<string, string> = {}, address = HOME) =>
  post(app, "/api/auth/sign-in/email", { email, password }, headers, address);

test("signing in with the right password gives a session cookie that reads /me, and signing out ends it at once", async () => {
  const { app, organisation, password } = await world();
  const alder = await organisation();
  const rowan = await alder.person("Rowan Ash");
  await password(rowan, PASSWORD);

  const signedIn = await signIn(app, rowan.email.toUpperCase(), PASSWORD);
  expect(signedIn.status).toBe(200);
  expect(await signedIn.json()).toEqual({});
  expect(signedIn.headers.getSetCookie()[0]).toMatch(/^rungs\.session_token=[^;]+; Max-Age=604800; Path=\/; HttpOnly; SameSite=Lax$/);

  const me = () => app.request("/api/v1/me", { headers: { cookie: jar(signedIn) } });
  expect((await me()).status).toBe(200);
  const out = await post(app, "/api/auth/sign-out", {}, { cookie: jar(signedIn) });
  expect(out.headers.getSetCookie()).toEqual(["rungs.session_token=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]);
  expect((await me()).status).toBe(401);

  const rows = await alder.within((tx) => tx.selectFrom("audit").select(["action", "actor_id", "address"]).orderBy("audit_id").execute());
  expect(rows).toEqual([
    { action: "session.start", actor_id: rowan.personId, address: HOME },
    { action: "session.end", actor_id: rowan.personId, address: HOME },
  ]);
});

test("behind https the cookie is marked secure, and a browser that asks not to be remembered gets one that ends with it", async () => {
  const { app, organisation, password } = await world({ publicUrl: "https://ladders.example.org" });
  const rowan = await (await organisation()).person();
  await password(rowan, PASSWORD);
  const reply = await post(app, "/api/auth/sign-in/email", { email: rowan.email, password: PASSWORD, rememberMe: false });
  expect(reply.headers.getSetCookie()[0]).toMatch(/^__Secure-rungs\.session_token=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  expect(reply.headers.get("strict-transport-security")).toBe("max-age=31536000");
});

test("a wrong password and an address that nobody has are told the same", async () => {
  const { app, organisation, password } = await world();
  const rowan = await (await organisation()).person();
  await password(rowan, PASSWORD);
  const told = async (response: Response) => {
    const { instance: _instance, ...rest } = (await response.json()) as { instance: string };
    return { status: response.status, cookies: response.headers.getSetCookie(), ...rest };
  };
  const wrong = await told(await signIn(app, rowan.email, "heather on the south slope"));
  expect(wrong).toMatchObject({ status: 401, code: "unauthenticated", cookies: [] });
  expect(await told(await signIn(app, "nobody@example.org", PASSWORD))).toEqual(wrong);
  expect(await told(await signIn(app, "no address", PASSWORD))).toEqual(wrong);
});

test("who has left neither signs in nor goes on with a session", async () => {
  const { app, organisation, password, cookie, clock } = await world();
  const alder = await organisation();
  const rowan = await alder.person("Rowan Ash", { leftOn: "2026-11-22" });
  await password(rowan, PASSWORD);
  const headers = { cookie: await cookie(rowan) };
  clock.now = new Date("2026-11-21T23:59:00Z");
  const session = { cookie: jar(await signIn(app, rowan.email, PASSWORD)) };
  expect((await app.request("/api/v1/me", { headers: session })).status).toBe(200);
  clock.now = new Date("2026-11-22T00:00:00Z");
  expect((await app.request("/api/v1/me", { headers: session })).status).toBe(401);
  expect((await signIn(app, rowan.email, PASSWORD)).status).toBe(401);
  expect((await app.request("/api/v1/me", { headers })).status).toBe(401);
});

test("a session that has run out, was signed with another secret, or is no session at all is nobody's", async () => {
  const { app, organisation, cookie, clock } = await world();
  const rowan = await (await organisation()).person();
  const good = await cookie(rowan);
  const status = async (header: string) => (await app.request("/api/v1/me", { headers: { cookie: header } })).status;
  expect(await status(good)).toBe(200);
  expect(await status(`other=1; ${good}; another=2`)).toBe(200);
  const token = good.slice(good.indexOf("=") + 1).split(".")[0];
  for (const bad of [
    "",
    "rungs.session_token=",
    `rungs.session_token=${token}`,
    `rungs.session_token=${token}.`,
    `rungs.session_token=${token}.AAAA`,
    "rungs.session_token=%E0%A4%A",
    `${good}x.y`,
    good.replace("session_token", "session_data"),
    `__Secure-${good}`,
  ])
    expect(await status(bad), bad).toBe(401);
  clock.now = new Date(clock.now.getTime() + 86_400_000);
  expect(await status(good)).toBe(401);
});

test("another site can neither sign somebody in nor out, nor send what a form can send", async () => {
  const { app, organisation, password } = await world();
  const rowan = await (await organisation()).person();
  await password(rowan, PASSWORD);
  const body = { email: rowan.email, password: PASSWORD };
  for (const headers of [
    { origin: "https://elsewhere.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ]) {
    expect((await post(app, "/api/auth/sign-in/email", body, headers)).status).toBe(403);
    expect((await post(app, "/api/auth/sign-out", {}, headers)).status).toBe(403);
  }
  for (const type of ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", "application/jsonp"])
    expect((await post(app, "/api/auth/sign-in/email", body, { "content-type": type })).status).toBe(415);
  expect((await post(app, "/api/auth/sign-in/email", body)).status).toBe(200);
});

test("accounts cannot be made over HTTP: of the sign-in library nothing but signing in and out is there", async () => {
  const { app } = await world();
  const paths = [
    "sign-up/email",
    "get-session",
    "list-sessions",
    "forget-password",
    "request-password-reset",
    "update-user",
    "delete-user",
    "ok",
    "error",
    "callback/github",
    "sign-in/social",
  ];
  for (const path of paths) {
    expect((await post(app, `/api/auth/${path}`, { email: "a@example.org", password: PASSWORD, name: "A" })).status, path).toBe(404);
    expect((await app.request(`/api/auth/${path}`)).status, path).toBe(404);
  }
});

test("a thousand wrong passwords, from one address or from many, let nobody in, keep nobody out for good, and hold up nobody else", async () => {
  // Fewer tries of an account than there are otherwise, for each that is let through is hashed.
  const { app, organisation, password } = await world({ limits: { signIn: { ...signInRates, account: { burst: 20, perSecond: 0.1 } } } });
  const alder = await organisation();
  const [rowan, sam] = [await alder.person("Rowan Ash"), await alder.person("Sam Birch")];
  await password(rowan, PASSWORD);
  await password(sam, PASSWORD);
  const attacked = async (addressOf: (at: number) => string) => {
    const statuses = new Map<number, number>();
    for (let at = 0; at < 1000; at++) {
      const { status } = await signIn(app, rowan.email, `wrong ${at}`, {}, addressOf(at));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      // Somebody else, in the thick of it.
      if (at === 500) expect((await signIn(app, sam.email, PASSWORD, {}, HOME)).status).toBe(200);
    }
    expect([...statuses.keys()].toSorted((a, b) => a - b)).toEqual([401, 429]);
    return statuses.get(401) ?? 0;
  };
  const owner = { cookie: jar(await signIn(app, rowan.email, PASSWORD)) };
  // How many are tried at all, each of which takes the server some tenths of a second; the rest cost it nothing.
  expect(await attacked(() => "198.51.100.1")).toBeLessThanOrEqual(12);
  const refused = await signIn(app, rowan.email, PASSWORD, {}, "198.51.100.1");
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(30);
  expect((await signIn(app, rowan.email, PASSWORD, {}, "192.0.2.80")).status).toBe(200);

  expect(await attacked((at) => `192.0.2.${at % 50}`)).toBeLessThanOrEqual(30);
  // From a browser that has never been theirs the owner waits for some seconds, from their own not at all.
  const away = await signIn(app, rowan.email, PASSWORD, {}, "192.0.2.81");
  expect(away.status === 200 || Number(away.headers.get("retry-after")) <= 10).toBe(true);
  expect((await signIn(app, rowan.email, PASSWORD, owner)).status).toBe(200);
});

test("even when many addresses have used up an account's tries, the browser its owner has used before gets in", async () => {
  const wide = { burst: 1e9, perSecond: 1e9 };
  const { app, organisation, password } = await world({
    limits: {
      signIn: { address: wide, accountFromAddress: wide, account: { burst: 5, perSecond: 0.001 }, device: { burst: 3, perSecond: 0.001 } },
    },
  });
  const alder = await organisation();
  const [rowan, sam] = [await alder.person("Rowan Ash"), await alder.person("Sam Birch")];
  await password(rowan, PASSWORD);
  await password(sam, PASSWORD);
  const cookie = jar(await signIn(app, rowan.email, PASSWORD));
  for (let at = 0; at < 5; at++) expect((await signIn(app, rowan.email, "wrong", {}, `198.51.100.${at}`)).status).toBe(401);
  expect((await signIn(app, rowan.email, PASSWORD, {}, "198.51.100.9")).status).toBe(429);
  expect((await signIn(app, rowan.email, PASSWORD, { cookie })).status).toBe(200);
  // The device is known to Rowan's account alone, and its own tries end too.
  for (let at = 0; at < 5; at++) await signIn(app, sam.email, "wrong", {}, `198.51.100.${at}`);
  expect((await signIn(app, sam.email, PASSWORD, { cookie })).status).toBe(429);
  for (let at = 0; at < 3; at++) expect((await signIn(app, rowan.email, "wrong", { cookie })).status).toBe(401);
  expect((await signIn(app, rowan.email, PASSWORD, { cookie })).status).toBe(429);
});

test("an office behind one address signs in all at once: only wrong tries count", async () => {
  const narrow = { burst: 1, perSecond: 0.001 };
  const { app, organisation, password } = await world({
    limits: { signIn: { address: narrow, accountFromAddress: narrow, account: narrow, device: narrow } },
  });
  const alder = await organisation();
  for (let at = 0; at < 3; at++) {
    const person = await alder.person();
    await password(person, PASSWORD);
    expect((await signIn(app, person.email, PASSWORD)).status).toBe(200);
  }
});
