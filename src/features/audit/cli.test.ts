import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { afterAll, expect, test } from "vitest";
import { v7 } from "uuid";
import { world } from "../../../test/world.ts";
import { run } from "../../cli/main.ts";
import { sealNew } from "../../db/audit-chain.ts";
import { record } from "./store.ts";

const made = await world();
const listener = getRequestListener(made.app.fetch);
const server = createServer((request, response) => void listener(request, response));
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
afterAll(() => void server.close());
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP

async function rungs(args: readonly string[], key?: string) {
  let [out, err] = ["", ""];
  const code = await run([...args, "--url", url], {
    out: (text) => void (out += String(text)),
    err: (text) => void (err += text),
    env: key === undefined ? {} : { RUNGS_API_KEY: key.replace("Bearer ", "") },
    today: () => "2026-11-21",
  });
  return { code, out, err };
}

const house = await made.organisation("Ash House");
const rowan = await house.person("Rowan Ash");
await house.grant(rowan, "administrator");
const admin = await made.key(rowan, ["read", "write", "admin"]);
await house.within((tx) => record(tx, { actor: "system", action: "a.deed", subjectId: null, details: {}, requestId: v7(), address: "" }));

test("rungs verify-audit prints the head, and finds out with it whether the log is still the one that was noted", async () => {
  await house.within((tx) => sealNew(tx, house.orgId));
  const whole = await rungs(["verify-audit"], admin);
  expect(whole.code).toBe(0);
  expect(whole.out).toMatch(/^The log is whole\.\n1 entries in 1 seals; 0 not sealed yet\.\nHead: seal 1 of .*Z\n[0-9a-f]{64}\n$/);
  const head = whole.out.trim().split("\n").at(-1) ?? "";
  expect(await rungs(["verify-audit", "--expect", head], admin)).toMatchObject({ code: 0 });
  const cut = await rungs(["verify-audit", "--expect", "0".repeat(64), "--format", "json"], admin);
  expect([cut.code, JSON.parse(cut.out)]).toMatchObject([1, { whole: false, faults: [{ code: "head-missing" }] }]);
  expect(await rungs(["verify-audit", "--expect", "short"], admin)).toMatchObject({ code: 2, out: "" });
  expect(await rungs(["verify-audit"], await made.key(await house.person()))).toMatchObject({
    code: 2,
    err: expect.stringContaining("role"),
  });
});

test("rungs key makes a key that works, lists it by its beginning, and ends it", async () => {
  const fresh = await rungs(["key", "make", "Payroll", "--scopes", "read,write", "--days", "30"], admin);
  expect(fresh).toMatchObject({ code: 0, err: expect.stringContaining("cannot be shown again") });
  const key = fresh.out.trim();
  expect((await made.app.request("/api/v1/me", { headers: { authorization: `Bearer ${key}` } })).status).toBe(200);
  const { out } = await rungs(["key", "list"], admin);
  expect(out.split("\n")[0]).toMatch(
    new RegExp(`${key.slice(0, 14)}…  read,write  until 2026-12-.*never used  Payroll$|${key.slice(0, 14)}.*Payroll$`),
  );
  expect(out).not.toContain(key);
  expect(await rungs(["key", "revoke", key.slice(0, 14)], admin)).toMatchObject({
    code: 0,
    out: expect.stringContaining("Revoked Payroll"),
  });
  expect((await made.app.request("/api/v1/me", { headers: { authorization: `Bearer ${key}` } })).status).toBe(401);
  const wrong = await Promise.all([
    rungs(["key"], admin),
    rungs(["key", "make"], admin),
    rungs(["key", "make", "X", "--days", "900"], admin),
    rungs(["key", "make", "X", "--scopes", "everything"], admin),
    rungs(["key", "revoke", "nothing"], admin),
    rungs(["key", "list"]),
  ]);
  expect(wrong.map(({ code, out: said }) => [code, said])).toEqual(wrong.map(() => [2, ""]));
});
