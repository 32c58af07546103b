import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { world } from "../../test/world.ts";
import { Problem } from "../core/problem.ts";
import { open } from "../db/open.ts";
import { buildApp } from "../server/app.ts";
import type { LogLine } from "./log.ts";
import { route } from "./route.ts";

const organisation = async (_tx: unknown, _input: unknown, actor: { orgId: string }) => ({ orgId: actor.orgId });
const about = async (_tx: unknown, input: { personId: string }, actor: { orgId: string }) => ({
  orgId: actor.orgId,
  personId: input.personId,
  managers: [actor.orgId],
  teams: [],
});
const none = { none: "of a test" };
const common = { allow: "me.read", subject: organisation, audit: none, summary: "Of a test" } as const;

/** Routes that do what no route of ours should, to see that the door holds. */
const routes = [
  route({
    ...common,
    method: "POST",
    path: "/echo",
    input: z.object({ text: z.string().optional(), deep: z.unknown().optional(), list: z.array(z.string()).optional() }),
    output: z.object({ text: z.string().optional() }),
    handle: async ({ input }) => input,
  }),
  route({
    ...common,
    method: "GET",
    path: "/echo",
    input: z.object({ text: z.string(), many: z.array(z.string()).optional() }),
    output: z.object({ text: z.string() }),
    handle: async ({ input }) => input,
  }),
  route({
    ...common,
    method: "GET",
    path: "/today",
    input: z.object({}),
    output: z.object({ today: z.iso.date() }),
    handle: async ({ today }) => ({ today }),
  }),
  route({
    ...common,
    method: "GET",
    path: "/chatty",
    input: z.object({}),
    output: z.object({ shown: z.string() }),
    handle: async () => ({ shown: "this", salary: 12 }),
  }),
  route({
    ...common,
    method: "POST",
    path: "/broken",
    input: z.object({ how: z.enum(["output", "throw", "unique", "number", "text", "sleep", "conflict"]) }),
    output: z.object({ n: z.int() }),
    handle: async ({ tx, actor, input }) => {
      await tx.insertInto("team").values({ org_id: actor.orgId, team_id: crypto.randomUUID(), name: "left behind" }).execute();
      if (input.how === "throw") throw new Error("rowan.ash@example.org cannot be greeted");
      if (input.how === "conflict") throw new Problem("conflict");
      if (input.how === "unique")
        await sql`insert into rungs.organisation (org_id, slug, name) select org_id, slug, name from rungs.organisation`.execute(tx);
      if (input.how === "number") await sql`select ${"12345678901"}::int`.execute(tx);
      if (input.how === "text") await sql`select ${"\0"}::text`.execute(tx);
      if (input.how === "sleep") await sql`set local statement_timeout = 20`.execute(tx).then(() => sql`select pg_sleep(5)`.execute(tx));
      return { n: 0.5 };
    },
  }),
  route({
    method: "GET",
    path: "/people/:personId/results",
    input: z.object({ personId: z.uuid(), fail: z.enum(["yes"]).optional() }),
    output: z.object({}),
    summary: "Of a test",
    allow: "person.read",
    subject: about,
    audit: { action: "results.read", when: "others" },
    handle: async ({ input, note }) => {
      note({ of: "a test" });
      if (input.fail) throw new Problem("conflict");
      return {};
    },
  }),
];

let revision = 3;
const versioned = { tag: ({ orgId }: { orgId: string }) => `${orgId.length}.${revision}`, state: async () => ({ revision }) };
const tagged = [
  route({
    ...common,
    method: "GET",
    path: "/tagged",
    input: z.object({}),
    output: z.object({ revision: z.int() }),
    matches: versioned,
    handle: async () => ({ revision }),
  }),
  route({
    ...common,
    method: "PATCH",
    path: "/tagged",
    input: z.object({}),
    output: z.object({ revision: z.int() }),
    matches: versioned,
    handle: async () => ({ revision: (revision += 1) }),
  }),
  route({
    ...common,
    allow: "key.manage",
    method: "DELETE",
    path: "/tagged",
    input: z.object({}),
    output: z.object({}),
    matches: versioned,
    handle: async () => ({}),
  }),
];

const lines: LogLine[] = [];
const { app, cookie, key, organisation: found, clock } = await world({ routes: [...routes, ...tagged], log: (line) => lines.push(line) });
const alder = await found();
const rowan = await alder.person("Rowan Ash");
const sam = await alder.person("Sam Birch");
const session = { cookie: await cookie(rowan) };
const json = { "content-type": "application/json" };

const send = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  app.request(`/api/v1${path}`, { method, headers: { ...session, ...json, ...headers }, ...(body === undefined ? {} : { body }) });
const refusal = async (reply: Response | Promise<Response>) => {
  const response = await reply;
  const { code, problems } = (await response.json()) as { code: string; problems: { code: string; path: string }[] };
  return [response.status, code, ...problems.map((problem) => `${problem.code} ${problem.path}`)];
};

describe("every reply", () => {
  const replies = () =>
    Promise.all([
      send("GET", "/today"),
      send("GET", "/echo"),
      send("GET", "/nowhere"),
      send("DELETE", "/today"),
      send("OPTIONS", "/today"),
      app.request("/api/v1/today"),
      app.request("/api/nowhere"),
      app.request("/healthz"),
      app.request("/readyz"),
      app.request("/api/docs"),
      app.request("/api/v1/openapi.json"),
      app.request("/nowhere"),
      app.request("/api/auth/nowhere", { method: "POST" }),
    ]);

  test("has an id of its own and forbids what it does not need", async () => {
    const ids = new Set<string | null>();
    for (const { headers } of await replies()) {
      ids.add(headers.get("x-request-id"));
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("x-frame-options")).toBe("DENY");
      expect(headers.get("content-security-policy")).toMatch(/^default-src '(none|self)'/);
      expect(headers.get("content-security-policy")).not.toContain("unsafe");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
    expect(ids.size).toBe(13);
  });

  test("that refuses is a problem document, and its id is the one that the header and the log name", async () => {
    lines.length = 0;
    const response = await send("GET", "/echo");
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    const id = response.headers.get("x-request-id");
    expect(await response.json()).toEqual({
      type: "/api/docs#invalid",
      title: "Some of what was sent cannot be used.",
      status: 400,
      detail: "Some of what was sent cannot be used.",
      code: "invalid",
      problems: [{ code: "invalid-type", path: "/text", message: expect.any(String) }],
      instance: `urn:uuid:${id}`,
    });
    expect(lines).toEqual([
      {
        at: "2026-11-21T12:00:00.000Z",
        level: "info",
        requestId: id,
        method: "GET",
        route: "/echo",
        status: 400,
        ms: expect.any(Number),
        actor: "nobody",
        code: "invalid",
      },
    ]);
  });

  test("to a method that an address does not take names those it takes", async () => {
    const wrong = await send("DELETE", "/echo");
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST, GET, HEAD, OPTIONS"]);
    const options = await send("OPTIONS", "/echo");
    expect([options.status, options.headers.get("allow")]).toEqual([204, "POST, GET, HEAD, OPTIONS"]);
    const head = await send("HEAD", "/today");
    expect([head.status, await head.text()]).toEqual([200, ""]);
    for (const method of ["PROPFIND", "PATCH"]) expect((await send(method, "/echo")).status, method).toBe(405);
  });

  test("holds what its schema names and nothing beside it", async () => {
    expect(await (await send("GET", "/chatty")).json()).toEqual({ shown: "this" });
  });
});

describe("what goes wrong", () => {
  const broken = (how: string) => refusal(send("POST", "/broken", JSON.stringify({ how })));
  const leftBehind = () => alder.within((tx) => tx.selectFrom("team").select("name").execute());

  test.each([
    ["output", [500, "internal"]],
    ["throw", [500, "internal"]],
    ["unique", [409, "conflict"]],
    ["conflict", [409, "conflict"]],
    ["number", [400, "invalid"]],
    ["text", [400, "invalid"]],
    ["sleep", [503, "unavailable"]],
  ])("%s: is named, and nothing of it stays", async (how, expected) => {
    expect(await broken(how)).toEqual(expected);
    expect(await leftBehind()).toEqual([]);
  });

  test("on our side is told to the log and not to the reader", async () => {
    lines.length = 0;
    const response = await send("POST", "/broken", '{"how":"throw"}');
    expect(await response.text()).not.toContain("greeted");
    expect(lines[0]).toMatchObject({ level: "error", code: "internal", error: expect.stringContaining("greeted") });
    lines.length = 0;
    await send("POST", "/broken", '{"how":"output"}');
    expect(lines[0]?.error).toContain("POST /broken made a reply that is not its own: n: invalid_type");
  });

  test("with the database gone is said with when to come back", async () => {
    const nowhere = { host: "/nonexistent", port: 5432, database: "rungs" };
    const dark = open({ owner: nowhere, server: nowhere, accounts: nowhere, jobs: nowhere });
    const { app: dim, cookie: of, organisation: other } = await world();
    const headers = { cookie: await of(await (await other()).person()) };
    expect((await dim.request("/api/v1/me", { headers })).status).toBe(200);
    const alone = buildApp({ database: dark, secret: "a secret of the tests, long enough to sign with", version: "0.0.0" });
    const [me, ready, up] = await Promise.all([
      alone.request("/api/v1/me", { headers }),
      alone.request("/readyz"),
      alone.request("/healthz"),
    ]);
    expect([me.status, me.headers.get("retry-after"), ready.status, up.status]).toEqual([503, "5", 503, 200]);
    await dark.close();
  });
});

describe("who asks", () => {
  const results = (personId: string, more = "") => send("GET", `/people/${personId}/results${more}`);
  const entries = () =>
    alder.within((tx) => tx.selectFrom("audit").select(["actor_id", "actor_kind", "action", "subject_id", "details", "address"]).execute());

  test("is written down with what they read of others, not with what is their own, and not where nothing was given", async () => {
    await results(rowan.personId);
    await results(sam.personId, "?fail=yes");
    expect(await entries()).toEqual([]);
    await results(sam.personId);
    const entry = {
      actor_id: rowan.personId,
      action: "results.read",
      subject_id: sam.personId,
      details: { of: "a test" },
      address: "unknown",
    };
    expect(await entries()).toEqual([{ ...entry, actor_kind: "person" }]);
    const authorization = await key(rowan, ["read"]);
    await app.request(`/api/v1/people/${sam.personId}/results`, { headers: { authorization } });
    expect((await entries()).map(({ actor_kind }) => actor_kind)).toEqual(["person", "key"]);
  });

  test("is logged as a kind and never by name, address or what they asked for", async () => {
    lines.length = 0;
    await results(sam.personId);
    const text = JSON.stringify(lines);
    for (const personal of [sam.personId, rowan.personId, "Rowan", "Sam", "example.org", "127.0.0.1"]) expect(text).not.toContain(personal);
    expect(lines[0]).toMatchObject({ route: "/people/:personId/results", actor: "person", status: 200 });
  });

  test("from another site cannot change anything with somebody's session, but a key is no cookie", async () => {
    const elsewhere = [
      { origin: "https://elsewhere.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of elsewhere) expect(await refusal(send("POST", "/echo", "{}", headers))).toEqual([403, "forbidden"]);
    for (const headers of [{ origin: "http://localhost" }, { "sec-fetch-site": "same-origin" }, {}])
      expect((await send("POST", "/echo", "{}", headers)).status).toBe(200);
    expect((await send("GET", "/today", undefined, { origin: "https://elsewhere.example" })).status).toBe(200);
    const authorization = await key(rowan, ["write"]);
    expect(
      (
        await app.request("/api/v1/echo", {
          method: "POST",
          headers: { ...json, authorization, origin: "https://elsewhere.example" },
          body: "{}",
        })
      ).status,
    ).toBe(200);
  });

  test("too often is asked to wait, each for themselves", async () => {
    const rate = { burst: 3, perSecond: 0.1 };
    const narrow = await world({ limits: { member: rate, stranger: rate } });
    const house = await narrow.organisation();
    const [one, other] = [await narrow.cookie(await house.person()), await narrow.cookie(await house.person())];
    const me = (headers: Record<string, string>) => narrow.app.request("/api/v1/me", { headers });
    for (let at = 0; at < 3; at++) expect((await me({ cookie: one })).status).toBe(200);
    const refused = await me({ cookie: one });
    expect([refused.status, Number(refused.headers.get("retry-after")) > 0]).toEqual([429, true]);
    expect((await me({ cookie: other })).status).toBe(200);
    for (let at = 0; at < 3; at++) expect((await me({})).status).toBe(401);
    expect((await me({})).status).toBe(429);
  });
});

describe("a thing that others can change too", () => {
  test("comes with its tag, is written against it, and a stale write is answered with how it stands now", async () => {
    const read = await send("GET", "/tagged");
    expect(read.headers.get("etag")).toBe('"36.3"');
    const write = (tag?: string) => send("PATCH", "/tagged", "{}", tag === undefined ? {} : { "if-match": tag });
    expect(await (await write('"36.3"')).json()).toEqual({ revision: 4 });
    const stale = await write('"36.3"');
    expect([stale.status, stale.headers.get("etag")]).toEqual([412, '"36.4"']);
    expect(await stale.json()).toMatchObject({ code: "stale", current: { revision: 4 } });
    for (const tag of ['"36.1", "36.4"', "*", undefined]) expect((await write(tag)).status).toBe(200);
    expect(revision).toBe(7);
  });

  test("does not show how it stands to who may not write it", async () => {
    const reply = await send("DELETE", "/tagged", undefined, { "if-match": '"36.1"' });
    expect(await refusal(reply)).toEqual([403, "forbidden"]);
  });
});

test("today is the organisation's, not the server's", async () => {
  const days: string[] = [];
  for (const zone of ["Pacific/Auckland", "Europe/London", "Pacific/Honolulu", "No/Such_Zone"]) {
    const house = await found(zone, zone);
    const reply = await app.request("/api/v1/today", { headers: { cookie: await cookie(await house.person()) } });
    days.push(((await reply.json()) as { today: string }).today);
  }
  expect(days).toEqual(["2026-11-22", "2026-11-21", "2026-11-21", "2026-11-21"]);
  expect(clock.now.toISOString()).toBe("2026-11-21T12:00:00.000Z");
});

test("a page gets a nonce that its policy names, another one each time", async () => {
  const { app: pages } = await world({ web: (on) => on.get("/", (c) => c.html(`<style nonce="${c.get("nonce")}"></style>`)) });
  const seen = new Set<string>();
  for (let at = 0; at < 2; at++) {
    const reply = await pages.request("/");
    const nonce = /nonce="([^"]+)"/.exec(await reply.text())?.[1] ?? "";
    seen.add(nonce);
    expect(reply.headers.get("content-security-policy")).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(reply.headers.get("cross-origin-opener-policy")).toBe("same-origin");
  }
  expect(seen.size).toBe(2);
});
