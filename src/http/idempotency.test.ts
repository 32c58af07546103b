import { expect, test } from "vitest";
import { z } from "zod";
import { world, type Person } from "../../test/world.ts";
import { Problem } from "../core/problem.ts";
import { route } from "./route.ts";

let fails = false;
const team = route({
  method: "POST",
  path: "/teams",
  input: z.object({ name: z.string() }),
  output: z.object({ id: z.uuid(), name: z.string() }),
  summary: "Of a test",
  allow: "me.read",
  scope: true,
  audit: { action: "team.create", when: "always" },
  creates: true,
  handle: async ({ tx, actor, input }) => {
    const id = crypto.randomUUID();
    await tx.insertInto("team").values({ org_id: actor.orgId, team_id: id, name: input.name }).execute();
    if (fails) throw new Problem("conflict");
    return { id, name: input.name };
  },
});
const w = await world({ routes: [team] });
const house = await w.organisation();
const [rowan, sam] = [await house.person("Rowan"), await house.person("Sam")];

/** Signed in anew each time: sessions end while the clock goes on. */
const send = async (who: Person, key: string | null, name = "Night shift") =>
  w.app.request("/api/v1/teams", {
    method: "POST",
    headers: {
      cookie: await w.cookie(who),
      origin: "http://localhost",
      "content-type": "application/json",
      ...(key === null ? {} : { "idempotency-key": key }),
    },
    body: JSON.stringify({ name }),
  });
const made = async (name: string) =>
  (await house.within((tx) => tx.selectFrom("team").select("team_id").where("name", "=", name).execute())).length;
const entries = () => house.within((tx) => tx.selectFrom("audit").select("action").where("action", "=", "team.create").execute());

test("a double click makes one thing, and both clicks are told the same", async () => {
  const replies = await Promise.all([send(rowan, "one"), send(rowan, "one"), send(rowan, "one")]);
  expect(replies.map(({ status }) => status)).toEqual([201, 201, 201]);
  const [first, ...others] = await Promise.all(replies.map((reply) => reply.text()));
  expect(others).toEqual([first, first]);
  expect(await made("Night shift")).toBe(1);
  expect(await entries()).toHaveLength(1);
});

test("a request sent again after its reply was lost is answered again, and not done again", async () => {
  const first = await (await send(rowan, "two", "Day shift")).text();
  w.clock.now = new Date(w.clock.now.getTime() + 23 * 3_600_000);
  expect(await (await send(rowan, "two", "Day shift")).text()).toBe(first);
  expect(await made("Day shift")).toBe(1);
});

test("after a day the key is free again", async () => {
  await send(rowan, "three", "Early shift");
  w.clock.now = new Date(w.clock.now.getTime() + 86_400_001);
  await send(rowan, "three", "Early shift");
  expect(await made("Early shift")).toBe(2);
  const { rows } = await house.within(async (tx) => ({ rows: await tx.selectFrom("idempotency").select("key").execute() }));
  expect(rows).toEqual([{ key: "three" }]);
});

test("what failed may be tried again under the same key", async () => {
  fails = true;
  expect((await send(rowan, "four", "Late shift")).status).toBe(409);
  fails = false;
  expect((await send(rowan, "four", "Late shift")).status).toBe(201);
  expect(await made("Late shift")).toBe(1);
});

test("a key for another request is refused, and so is one that cannot be a key", async () => {
  await send(rowan, "five", "Cooks");
  for (const [key, name] of [
    ["five", "Bakers"],
    ["x".repeat(201), "Bakers"],
    ["a b", "Bakers"],
  ] as const) {
    const reply = await send(rowan, key, name);
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ code: "invalid", problems: [{ code: "idempotency-key" }] });
  }
  expect(await made("Bakers")).toBe(0);
});

test("two people's keys are two keys, and without one nothing is kept", async () => {
  await send(rowan, "six", "Drivers");
  await send(sam, "six", "Drivers");
  await send(sam, null, "Drivers");
  await send(sam, null, "Drivers");
  expect(await made("Drivers")).toBe(4);
});
