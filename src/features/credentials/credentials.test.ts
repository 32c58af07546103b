import { expect, test } from "vitest";
import { world, type Person } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";

const OLD = "heather on the north slope";
const NEW = "gorse above the south quay";
const given = await world();
const { app, organisation, password, through, clock, database } = given;
const alder = await organisation();

const auth = async (path: string, body: object, headers: Record<string, string> = {}) =>
  app.request(`/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost", ...headers },
    body: JSON.stringify(body),
  });
const jar = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
const enter = async (email: string, with_: string) => auth("/sign-in/email", { email, password: with_ });
/** What was mailed to whom, newest last. */
const mailed = async (template: string) =>
  alder.within((tx) =>
    tx
      .selectFrom("message")
      .select(["to_address as to", "data"])
      .where("template", "=", template)
      .orderBy("created_at")
      .orderBy("message_id")
      .execute(),
  );
// These templates say so by their type.
const tokenIn = (row: { data: unknown } | undefined) => (row?.data as { token: string } | undefined)?.token;
const actions = async (person: Person) =>
  (
    await alder.within((tx) =>
      tx.selectFrom("audit").select("action").where("subject_id", "=", person.personId).orderBy("audit_id").execute(),
    )
  ).map(({ action }) => action);
const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => "let through",
    (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.problems.map(({ path }) => path).join()}` : error),
  );

test("changing the password takes the one there is, ends all other sessions at once, and gives this one a new cookie", async () => {
  const rowan = await alder.person("Rowan Ash");
  await password(rowan, OLD);
  const [here, there] = [jar(await enter(rowan.email, OLD)), jar(await enter(rowan.email, OLD))];
  const api = through({ cookie: here });
  expect(await refusal(api("POST", "/account/password", { proof: { password: "wrong" }, password: NEW }))).toBe("400 /proof/password");
  expect(await refusal(api("POST", "/account/password", { proof: { password: OLD }, password: "password1234" }))).toBe("400 /password");
  expect(await refusal(api("POST", "/account/password", { proof: { password: OLD }, password: "rowan ash alder" }))).toBe("400 /password");
  const changed = await app.request("/api/v1/account/password", {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost", cookie: here },
    body: JSON.stringify({ proof: { password: OLD }, password: NEW }),
  });
  expect(changed.status).toBe(200);
  expect(await refusal(through({ cookie: there })("GET", "/me", {}))).toBe("401 ");
  expect(await refusal(through({ cookie: here })("GET", "/me", {}))).toBe("401 ");
  expect((await through({ cookie: jar(changed) })("GET", "/me", {})).person.name).toBe("Rowan Ash");
  expect((await enter(rowan.email, OLD)).status).toBe(401);
  expect((await enter(rowan.email, NEW)).status).toBe(200);
  expect(await actions(rowan)).toEqual(["session.start", "session.start", "account.password.change", "session.start"]);
  expect((await mailed("sign-in-changed")).at(-1)).toMatchObject({ to: rowan.email, data: { what: "Your password was changed." } });
});

test("a forgotten password is chosen anew by a mailed link, once and within half an hour; every session ends", async () => {
  const sam = await alder.person("Sam Birch");
  await password(sam, OLD);
  const cookie = jar(await enter(sam.email, OLD));
  const answer = await auth("/reset/ask", { email: ` ${sam.email.toUpperCase()} ` });
  const first = tokenIn((await mailed("password-reset")).at(-1));
  await auth("/reset/ask", { email: sam.email });
  const second = tokenIn((await mailed("password-reset")).at(-1));
  const nobody = await auth("/reset/ask", { email: "nobody@example.org" });
  expect([nobody.status, await nobody.json()]).toEqual([answer.status, await answer.json()]);

  expect((await auth("/reset", { token: first, password: NEW })).status).toBe(404);
  const weak = await auth("/reset", { token: second, password: "passwordpassword" });
  expect(await weak.json()).toMatchObject({ status: 400, problems: [{ path: "/password", code: "too-common" }] });
  const twice = await Promise.all([NEW, NEW].map((wanted) => auth("/reset", { token: second, password: wanted })));
  expect(twice.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 404]);
  expect(await refusal(through({ cookie })("GET", "/me", {}))).toBe("401 ");
  expect((await enter(sam.email, OLD)).status).toBe(401);
  expect((await enter(sam.email, NEW)).status).toBe(200);

  await auth("/reset/ask", { email: sam.email });
  const late = tokenIn((await mailed("password-reset")).at(-1));
  clock.now = new Date(clock.now.getTime() + 31 * 60_000);
  expect((await auth("/reset", { token: late, password: OLD })).status).toBe(404);
  const kept = JSON.stringify(await database.accounts.selectFrom("mailed_link").selectAll().execute());
  expect(kept).not.toContain(late);
  expect(await actions(sam)).toContain("account.password.reset");
});

test("whether an address is known cannot be told by the time that the answer takes", async () => {
  const kim = await alder.person("Kim Sallow");
  await password(kim, OLD);
  const time = async (email: string) => {
    const started = performance.now();
    await auth("/reset/ask", { email });
    return performance.now() - started;
  };
  // Both end on a whole step of a tenth of a second, which is longer than what either has to do.
  for (const email of [kim.email, "nobody@example.org"]) expect(await time(email)).toBeGreaterThanOrEqual(99);
});

test("who has left is mailed no link", async () => {
  const gone = await alder.person("Gale Oak", { leftOn: "2026-11-20" });
  await password(gone, OLD);
  const before = (await mailed("password-reset")).length;
  expect((await auth("/reset/ask", { email: gone.email })).status).toBe(200);
  expect(await mailed("password-reset")).toHaveLength(before);
});

test("a new address counts once its link has been followed, and the old one is told", async () => {
  const ines = await alder.person("Ines Elder");
  const other = await alder.person("Owen Elm");
  await password(ines, OLD);
  await password(other, OLD);
  const api = through({ cookie: jar(await enter(ines.email, OLD)) });
  const wanted = "ines@new.example.org";
  expect(await refusal(api("POST", "/account/email", { email: wanted, proof: { password: "wrong" } }))).toBe("400 /proof/password");
  await api("POST", "/account/email", { email: "Ines@New.Example.Org", proof: { password: OLD } });
  expect((await api("GET", "/account", {})).wantedEmail).toBe(wanted);
  const row = (await mailed("email-change")).at(-1);
  expect(row?.to).toBe(wanted);
  expect((await enter(wanted, OLD)).status).toBe(401);
  expect((await enter(ines.email, OLD)).status).toBe(200);

  expect((await auth("/email/confirm", { token: tokenIn(row) })).status).toBe(200);
  expect((await auth("/email/confirm", { token: tokenIn(row) })).status).toBe(404);
  expect(await api("GET", "/account", {})).toMatchObject({ email: wanted, wantedEmail: null, name: "Ines Elder", password: true });
  expect((await enter(ines.email, OLD)).status).toBe(401);
  expect((await enter(wanted, OLD)).status).toBe(200);
  expect((await mailed("sign-in-changed")).at(-1)).toMatchObject({
    to: ines.email,
    data: { what: `You sign in with ${wanted} from now on.` },
  });

  await api("POST", "/account/email", { email: "third@example.org", proof: { password: OLD } });
  await api("DELETE", "/account/email", {});
  expect((await auth("/email/confirm", { token: tokenIn((await mailed("email-change")).at(-1)) })).status).toBe(404);
  // Whoever knew the password that was, and asked for an address of their own, does not come in by it.
  await api("POST", "/account/email", { email: "thief@example.org", proof: { password: OLD } });
  const renewed = await app.request("/api/v1/account/password", {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost", cookie: jar(await enter(wanted, OLD)) },
    body: JSON.stringify({ proof: { password: OLD }, password: NEW }),
  });
  expect(renewed.status).toBe(200);
  expect((await auth("/email/confirm", { token: tokenIn((await mailed("email-change")).at(-1)) })).status).toBe(404);
  // That somebody else has an address is told to whoever reads its mail, and to nobody before.
  await through({ cookie: jar(renewed) })("POST", "/account/email", { email: other.email, proof: { password: NEW } });
  expect((await auth("/email/confirm", { token: tokenIn((await mailed("email-change")).at(-1)) })).status).toBe(409);
});

test("asking for links again and again fills nobody's mailbox, and keeps nobody from signing in", async () => {
  const { organisation: another, password: give, app: guarded } = await world({ limits: {} });
  const beech = await another("Beech Court");
  const nia = await beech.person("Nia Rowe");
  await give(nia, OLD);
  const ask = async (address: string) =>
    guarded.request(
      "/api/auth/reset/ask",
      {
        method: "POST",
        headers: { "content-type": "application/json", origin: "http://localhost" },
        body: JSON.stringify({ email: nia.email }),
      },
      { incoming: { socket: { remoteAddress: address } } },
    );
  const statuses = await Promise.all(Array.from({ length: 30 }, (_, at) => ask(`198.51.100.${at % 10}`)));
  expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([200, 429]));
  const sent = await beech.within((tx) => tx.selectFrom("message").select("message_id").where("template", "=", "password-reset").execute());
  expect(sent.length).toBeLessThanOrEqual(6);
  const signedIn = await guarded.request("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost" },
    body: JSON.stringify({ email: nia.email, password: OLD }),
  });
  expect(signedIn.status).toBe(200);
});
