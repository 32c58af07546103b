import pg from "pg";
import { expect, test } from "vitest";
import { Problem } from "../../core/problem.ts";
import { makeSetupLink } from "./store.ts";
import { world } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";

const first = {
  organisation: "Alder House",
  name: "Rowan Ash",
  email: "Rowan@Example.org",
  password: "heather on the north slope",
  timeZone: "Europe/Warsaw",
};

async function fresh(options: Parameters<typeof world>[0] = {}) {
  const made = await world(options);
  const post = (body: unknown) =>
    made.app.request("/api/v1/setup", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  return { ...made, post, token: await makeSetupLink(made.database.accounts, made.clock.now) };
}
const jar = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");

test("the link of the first start makes the organisation and its owner, signs in, and is used up", async () => {
  const { app, nobody, post, token, through } = await fresh();
  expect(await nobody("GET", "/welcome", {})).toEqual({ demo: false, firstRun: true, passkeys: false, personas: [] });

  const reply = await post({ token, ...first });
  expect(reply.status).toBe(201);
  const me = await through({ cookie: jar(reply) })("GET", "/me", {});
  expect(me.organisation).toMatchObject({ name: "Alder House", slug: "alder-house", timeZone: "Europe/Warsaw" });
  expect(me.person.name).toBe("Rowan Ash");
  expect(me.roles.toSorted()).toEqual(["administrator", "owner", "people-partner"]);
  expect(Object.values(me.can)).toEqual(Object.values(me.can).map(() => true));
  expect(me.can).toMatchObject({ "key.manage": true, "audit.read": true, "people.import": true, "settings.read": true });

  expect((await post({ token, ...first, email: "other@example.org" })).status).toBe(404);
  expect(await nobody("GET", "/welcome", {})).toEqual({ demo: false, firstRun: false, passkeys: false, personas: [] });
  const signedIn = await app.request("/api/auth/sign-in/email", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email: first.email, password: first.password }),
  });
  expect(signedIn.status).toBe(200);
});

test("whoever comes first in the first list of people does not take the founder's place", async () => {
  const { post, token, through } = await fresh();
  const founder = through({ cookie: jar(await post({ token, ...first })) });
  const rows = "Employee number,Name,E-mail\n1,Ann Lee,ann@example.org\n2,Rowan Ash,rowan@example.org\n";
  const list = { file: Buffer.from(rows).toString("base64"), fileName: "people.csv" };
  expect(await founder("POST", "/people/import", { ...list, dryRun: "true" })).toMatchObject({
    problems: [],
    added: [{ name: "Ann Lee" }],
  });
  await founder("POST", "/people/import", list);
  const { items } = await founder("GET", "/people", {});
  expect(items.map(({ name }) => name)).toEqual(["Ann Lee", "Rowan Ash"]);
  expect((await founder("GET", "/me", {})).person.name).toBe("Rowan Ash");
});

test("a link that was never given, is a day old, or was replaced by a newer one makes nothing", async () => {
  const { nobody, post, token, clock, database } = await fresh();
  expect((await post({ token: "no such token", ...first })).status).toBe(404);
  const newer = await makeSetupLink(database.accounts, clock.now);
  expect((await post({ token, ...first })).status).toBe(404);
  clock.now = new Date(clock.now.getTime() + 24 * 3_600_000);
  expect((await post({ token: newer, ...first })).status).toBe(404);
  expect((await nobody("GET", "/welcome", {})).firstRun).toBe(true);
});

test("a password that is guessed first is refused with the reason, and the link stays good", async () => {
  const { nobody, post, token } = await fresh();
  const asked = nobody("POST", "/setup", { token, ...first, password: "Alderhouse 2026" });
  const error = await asked.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({ status: 400, problems: [{ code: "too-close", path: "/password" }] });
  expect((await post({ token, ...first })).status).toBe(201);
});

test("a double click makes one organisation", async () => {
  const { post, token, superuser } = await fresh();
  const statuses = await Promise.all([post({ token, ...first }), post({ token, ...first })]);
  expect(statuses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 404]);
  const client = new pg.Client(superuser);
  await client.connect();
  const { rows } = await client.query(
    "select (select count(*) from rungs.organisation)::int as organisations, (select count(*) from accounts.user)::int as accounts",
  );
  await client.end();
  expect(rows).toEqual([{ organisations: 1, accounts: 1 }]);
});

test("a set-up that broke off after the organisation was made is finished by the next try, with what was typed then", async () => {
  const { database, post, token, through } = await fresh();
  const link = await database.accounts.selectFrom("setup_link").selectAll().executeTakeFirstOrThrow();
  await database.transaction(link.org_id, async (tx) => {
    await tx.insertInto("organisation").values({ org_id: link.org_id, slug: "adler", name: "Adler House" }).execute();
    await tx.insertInto("person").values({ org_id: link.org_id, person_id: link.person_id, employee_number: "1", name: "Rowan" }).execute();
  });
  const me = await through({ cookie: jar(await post({ token, ...first })) })("GET", "/me", {});
  expect([me.organisation.name, me.person.name, me.roles.length]).toEqual(["Alder House", "Rowan Ash", 3]);
});

test("the demo organisation is loaded where it was asked for, and one that is there already is as good", async () => {
  let loaded = 0;
  const asked = await fresh({ loadDemo: async () => void (loaded += 1) });
  expect((await asked.post({ token: asked.token, ...first, demo: true })).status).toBe(201);
  expect(loaded).toBe(1);
  const there = await fresh({ loadDemo: () => Promise.reject(new Problem("conflict")) });
  expect((await there.post({ token: there.token, ...first, demo: true })).status).toBe(201);
});
