import { expect, test } from "vitest";
import { totp } from "../../../test/totp.ts";
import { world, type Person, type World } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";

const PASSWORD = "heather on the north slope";
const post = (app: World["app"], path: string, body: object, headers: Record<string, string> = {}, address = "203.0.113.7") =>
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
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => "let through",
    (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.problems.map(({ path }) => path).join()}` : error),
  );

/** Somebody with a password and an app, and the way through the first step. */
async function withApp(given: World, person: Person) {
  const { app, clock, password } = given;
  await password(person, PASSWORD);
  const first = async (headers: Record<string, string> = {}, address?: string) => {
    const reply = await post(app, "/api/auth/sign-in/email", { email: person.email, password: PASSWORD }, headers, address);
    return { reply, step: ((await reply.json()) as { step?: string }).step };
  };
  let cookie = jar((await first()).reply);
  const inside = async (path: string, body: object) => {
    const reply = await post(app, `/api/v1${path}`, body, { cookie });
    if (reply.headers.getSetCookie().length > 0) cookie = jar(reply);
    return { status: reply.status, body: (await reply.json()) as { secret: string; address: string; recoveryCodes: string[] } };
  };
  // What was begun and never confirmed is replaced.
  await inside("/account/second-factor", { proof: { password: PASSWORD } });
  const begun = await inside("/account/second-factor", { proof: { password: PASSWORD } });
  const secret = begun.body.secret;
  const code = (away = 0) => totp(secret, clock.now.getTime() + away * 30_000);
  const confirmed = await inside("/account/second-factor/confirm", { code: code() });
  expect(confirmed.status).toBe(200);
  clock.now = new Date(clock.now.getTime() + 60_000);
  const second = (step: string | undefined, typed: string, headers: Record<string, string> = {}, address?: string) =>
    post(app, "/api/auth/sign-in/code", { step: step ?? "", code: typed }, headers, address);
  return { first, second, code, inside, recovery: confirmed.body.recoveryCodes, address: begun.body.address, cookie: () => cookie };
}

test("once an app is set up, a password alone no longer signs in: a code of the moment does, and only once", async () => {
  const given = await world();
  const alder = await given.organisation();
  const rowan = await alder.person("Rowan Ash");
  const { first, second, code, address, cookie } = await withApp(given, rowan);
  expect(address).toContain(encodeURIComponent(rowan.email));

  const { reply, step } = await first();
  expect([reply.status, reply.headers.getSetCookie()]).toEqual([200, []]);
  expect(step).toBeTypeOf("string");
  expect((await second(step, "000000")).status).toBe(400);
  const done = await second(step, code());
  expect(done.status).toBe(200);
  expect((await given.through({ cookie: jar(done) })("GET", "/me", {})).person.name).toBe("Rowan Ash");
  // Neither the same code again, nor one from before it.
  expect((await second((await first()).step, code())).status).toBe(400);
  expect((await second((await first()).step, code(-1))).status).toBe(400);
  expect((await second((await first()).step, code(1))).status).toBe(200);

  const { items } = await given.through({ cookie: cookie() })("GET", "/account/sessions", {});
  expect(items.map(({ secondFactor }) => secondFactor)).toEqual([true, true, true]);
  const kept = JSON.stringify(await given.database.accounts.selectFrom("totp").selectAll().execute());
  expect(kept).not.toContain(address.split("secret=")[1]?.slice(0, 32) ?? "");
});

test("what the first step answered is worth nothing after ten minutes, changed, or once the password is another", async () => {
  const given = await world();
  const alder = await given.organisation();
  const { first, second, code, inside } = await withApp(given, await alder.person("Rowan Ash"));
  const { step } = await first();
  expect((await second(`x${step}`, code())).status).toBe(401);
  expect((await second("no.step", code())).status).toBe(401);
  const before = given.clock.now;
  given.clock.now = new Date(before.getTime() + 10 * 60_000);
  expect((await second(step, code())).status).toBe(401);
  given.clock.now = before;
  expect((await inside("/account/password", { proof: { password: PASSWORD }, password: "gorse above the south quay" })).status).toBe(200);
  expect((await second(step, code())).status).toBe(401);
});

test("ten recovery codes each sign in once, however they are typed; new ones void the old", async () => {
  const given = await world();
  const alder = await given.organisation();
  const { first, second, recovery, inside } = await withApp(given, await alder.person("Rowan Ash"));
  expect(new Set(recovery).size).toBe(10);
  const [one = "", two = "", three = ""] = recovery;
  const used = await second((await first()).step, one.toUpperCase().replaceAll("-", " "));
  expect([used.status, await used.json()]).toEqual([200, { recoveryCodesLeft: 9 }]);
  expect((await second((await first()).step, one)).status).toBe(400);
  const { step } = await first();
  const twice = await Promise.all([second(step, two), second(step, two)]);
  expect(twice.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 400]);
  const renewed = await inside("/account/second-factor/recovery-codes", { proof: { password: PASSWORD } });
  expect((await second((await first()).step, three)).status).toBe(400);
  expect((await second((await first()).step, renewed.body.recoveryCodes[0] ?? "")).status).toBe(200);
  const rows = await given.database.accounts.selectFrom("recovery_code").select("hash").execute();
  expect(rows.map(({ hash }) => hash.toString())).not.toContain(renewed.body.recoveryCodes[1]);
});

test("the app is set up, renewed and removed by who knows the password or has a code, not by an open browser alone", async () => {
  const given = await world();
  const alder = await given.organisation();
  const rowan = await alder.person("Rowan Ash");
  const { first, inside, code, cookie } = await withApp(given, rowan);
  const api = () => given.through({ cookie: cookie() });
  expect((await inside("/account/second-factor", { proof: { password: PASSWORD } })).status).toBe(409);
  for (const proof of [{}, { password: "wrong" }, { code: "000000" }]) {
    expect(await refusal(api()("POST", "/account/second-factor/remove", { proof }))).toMatch(/^400 \/proof\/(password|code)$/);
    expect(await refusal(api()("POST", "/account/second-factor/recovery-codes", { proof }))).toMatch(/^400 /);
  }
  expect((await inside("/account/second-factor/remove", { proof: { code: code() } })).status).toBe(200);
  expect((await api()("GET", "/account", {})).secondFactor).toBeNull();
  expect((await first()).step).toBeUndefined();
  const actions = await alder.within((tx) => tx.selectFrom("audit").select(["action", "details"]).orderBy("audit_id").execute());
  expect(actions.map(({ action }) => action)).toEqual([
    "session.start",
    "account.second-factor.add",
    "account.second-factor.remove",
    "session.start",
  ]);
  expect(JSON.stringify(actions)).not.toMatch(/[a-z2-7]{32}/);
});

test("codes cannot be guessed by whoever has the password, and guessing keeps the owner out nowhere they were before", async () => {
  const given = await world({ limits: {} });
  const alder = await given.organisation();
  const { first, second, code } = await withApp(given, await alder.person("Rowan Ash"));
  const home = { cookie: jar(await second((await first()).step, code())) };
  const { step } = await first({}, "198.51.100.1");
  const statuses: number[] = [];
  for (let at = 0; at < 200; at++) statuses.push((await second(step, String(at).padStart(6, "0"), {}, `198.51.100.${at % 100}`)).status);
  expect(new Set(statuses)).toEqual(new Set([400, 429]));
  expect(statuses.filter((status) => status === 400).length).toBeLessThanOrEqual(21);
  expect((await second(step, code(1), {}, "198.51.100.200")).status).toBe(429);
  expect((await second((await first(home)).step, code(1), home)).status).toBe(200);
});
