import { expect, test } from "vitest";
import { world } from "../../../test/world.ts";
import { ApiError } from "../../http/client.ts";

const { app, as, cookie, key, organisation, through, clock, database } = await world();
const alder = await organisation();
const rowan = await alder.person("Rowan Ash");
const sam = await alder.person("Sam Birch");
await alder.grant(rowan, "administrator");

const refusal = (asked: Promise<unknown>) =>
  asked.then(
    () => "let through",
    (error: unknown) => (error instanceof ApiError ? `${error.status} ${error.code}` : error),
  );

test("an administrator makes a key, which is shown once and then works, until it is revoked", async () => {
  const api = await as(rowan);
  const made = await api("POST", "/api-keys", { name: "Payroll", scopes: ["read"] });
  expect(made.key).toMatch(/^rungs_[\w-]{43}$/);
  expect(made.expiresAt).toBe("2027-02-19T12:00:00.000Z");

  const program = through({ authorization: `Bearer ${made.key}` });
  expect((await program("GET", "/me", {})).person.name).toBe("Rowan Ash");
  const { items } = await api("GET", "/api-keys", {});
  expect(items).toEqual([
    {
      id: made.id,
      name: "Payroll",
      prefix: made.key.slice(0, 14),
      scopes: ["read"],
      madeBy: "Rowan Ash",
      createdAt: "2026-11-21T12:00:00.000Z",
      expiresAt: made.expiresAt,
      lastUsedAt: "2026-11-21T12:00:00.000Z",
      revokedAt: null,
    },
  ]);
  const kept = await database.accounts.selectFrom("api_key").selectAll().execute();
  expect(JSON.stringify(kept)).not.toContain(made.key.slice(14));

  await api("DELETE", "/api-keys/:keyId", { keyId: made.id });
  expect(await refusal(program("GET", "/me", {}))).toBe("401 unauthenticated");
  const actions = await alder.within((tx) =>
    tx.selectFrom("audit").select(["action", "details"]).where("action", "like", "key.%").orderBy("audit_id").execute(),
  );
  expect(actions).toEqual([
    { action: "key.make", details: { key: made.id, prefix: made.prefix, scopes: ["read"] } },
    { action: "key.revoke", details: { key: made.id } },
  ]);
});

test("a key stops on the day it runs out", async () => {
  const authorization = await key(rowan, ["read"]);
  const before = clock.now;
  expect(await refusal(through({ authorization })("GET", "/me", {}))).toBe("let through");
  clock.now = new Date(before.getTime() + 86_400_000);
  expect(await refusal(through({ authorization })("GET", "/me", {}))).toBe("401 unauthenticated");
  clock.now = before;
});

test("a key reads with read, changes with write, and does what administrators do with admin", async () => {
  const may = async (...scopes: ("read" | "write" | "admin")[]) => {
    const program = through({ authorization: await key(rowan, scopes) });
    const tried = [
      program("GET", "/me", {}),
      program("GET", "/api-keys", {}),
      program("POST", "/api-keys", { name: "Another", scopes: [scopes[0] ?? "read"] }),
    ];
    return Promise.all(tried.map(refusal));
  };
  expect(await may("read")).toEqual(["let through", "403 forbidden", "403 forbidden"]);
  expect(await may("write")).toEqual(["403 forbidden", "403 forbidden", "403 forbidden"]);
  expect(await may("read", "write")).toEqual(["let through", "403 forbidden", "403 forbidden"]);
  expect(await may("read", "admin")).toEqual(["let through", "let through", "403 forbidden"]);
  expect(await may("read", "write", "admin")).toEqual(["let through", "let through", "let through"]);
});

test("a key gives another key no more than it may do itself", async () => {
  const program = through({ authorization: await key(rowan, ["write", "admin"]) });
  expect(await refusal(program("POST", "/api-keys", { name: "More", scopes: ["read", "write"] }))).toBe("403 forbidden");
  expect(await refusal(program("POST", "/api-keys", { name: "Same", scopes: ["write"] }))).toBe("let through");
});

test("whoever is no administrator is told so, and another organisation's key is not there", async () => {
  expect(await refusal((await as(sam))("GET", "/api-keys", {}))).toBe("403 forbidden");
  const beech = await organisation("Beech Court");
  const kim = await beech.person("Kim Beech");
  await beech.grant(kim, "owner");
  const api = await as(kim);
  expect((await api("GET", "/api-keys", {})).items).toEqual([]);
  const { items } = await (await as(rowan))("GET", "/api-keys", {});
  const ours = items.find(({ revokedAt }) => revokedAt === null);
  expect(await refusal(api("DELETE", "/api-keys/:keyId", { keyId: ours?.id ?? "" }))).toBe("404 not-found");
});

test("a key is kept nowhere for a second try either", async () => {
  const api = await as(rowan);
  const asked = api("POST", "/api-keys", { name: "Twice", scopes: ["read"] }, { headers: { "idempotency-key": "once" } });
  expect(await refusal(asked)).toBe("400 invalid");
  expect(await alder.within((tx) => tx.selectFrom("idempotency").selectAll().execute())).toEqual([]);
});

test("a key lasts a year at most and a moment at least", async () => {
  const api = await as(rowan);
  for (const expiresAt of ["2026-11-21T12:00:00Z", "2027-11-23T12:00:00Z"])
    expect(await refusal(api("POST", "/api-keys", { name: "Long", scopes: ["read"], expiresAt }))).toBe("400 invalid");
});

test("keys are listed a page at a time, the newest first, each once", async () => {
  const beech = await organisation("Beech Hill");
  const kim = await beech.person();
  await beech.grant(kim, "administrator");
  const api = await as(kim);
  const made: string[] = [];
  for (let at = 0; at < 5; at++) {
    clock.now = new Date(clock.now.getTime() + 1000);
    made.unshift((await api("POST", "/api-keys", { name: `Key ${at}`, scopes: ["read"] })).id);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await api("GET", "/api-keys", { limit: 2, cursor });
    seen.push(...items.map(({ id }) => id));
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  expect(seen).toEqual(made);
});

test("anything but a key of ours in the Authorization header is nobody, even beside a good cookie", async () => {
  const headers = { cookie: await cookie(rowan) };
  expect((await app.request("/api/v1/me", { headers })).status).toBe(200);
  for (const authorization of [
    "Bearer",
    "Bearer rungs_",
    "Basic cnVuZ3M6cnVuZ3M=",
    "Bearer rungs_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    `Bearer ${"x".repeat(5000)}`,
  ])
    expect((await app.request("/api/v1/me", { headers: { ...headers, authorization } })).status).toBe(401);
});

test("whoever no longer gives keys still sees and revokes their own, and nobody else's", async () => {
  const own = await key(sam, ["read"]);
  await key(rowan, ["read"]);
  const api = await as(sam);
  const { items } = await api("GET", "/account/keys", {});
  expect(items.map(({ madeBy }) => madeBy)).toEqual(["Sam Birch"]);
  const others = (await (await as(rowan))("GET", "/account/keys", {})).items[0]?.id ?? "";
  expect(await refusal(api("DELETE", "/account/keys/:keyId", { keyId: others }))).toBe("404 not-found");
  await api("DELETE", "/account/keys/:keyId", { keyId: items[0]?.id ?? "" });
  expect(await refusal(through({ authorization: own })("GET", "/me", {}))).toBe("401 unauthenticated");
});
