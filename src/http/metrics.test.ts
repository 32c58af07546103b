import { expect, test } from "vitest";
import { world } from "../../test/world.ts";

const TOKEN = "a token of the tests";
const looked = (app: Awaited<ReturnType<typeof world>>["app"], authorization?: string) =>
  app.request("/metrics", { headers: authorization === undefined ? {} : { authorization } });

test("there are no figures to read unless the operator asks for them, and then only for who carries the token", async () => {
  const { app } = await world();
  expect((await looked(app, `Bearer ${TOKEN}`)).status).toBe(404);
  const watched = await world({ metricsToken: TOKEN });
  for (const given of [undefined, "Bearer", `Bearer ${TOKEN}.`, `Basic ${TOKEN}`, "Bearer a token"])
    expect((await looked(watched.app, given)).status, given ?? "nothing").toBe(401);
  const reply = await looked(watched.app, `Bearer ${TOKEN}`);
  expect([reply.status, reply.headers.get("content-type"), reply.headers.get("cache-control")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
    "no-store",
  ]);
});

test("requests are counted by route and status, without anybody in them, and the last whole backup is dated", async () => {
  const w = await world({ metricsToken: TOKEN });
  const alder = await w.organisation();
  const ana = await alder.person("Ana Lima");
  const api = await w.as(ana);
  for (let times = 0; times < 3; times += 1) await api("GET", "/people/:personId", { personId: ana.personId });
  await expect(api("GET", "/people/:personId", { personId: alder.orgId })).rejects.toThrow("There is nothing here");
  await w.database.accounts
    .insertInto("backup")
    .values({
      backup_id: ana.personId,
      kind: "scheduled",
      started_at: "2026-11-21T02:00:00Z",
      finished_at: "2026-11-21T02:01:00Z",
      file_name: "x",
      encrypted: true,
      bytes: 5,
    })
    .execute();
  const text = await (await looked(w.app, `Bearer ${TOKEN}`)).text();
  expect(text).toContain('rungs_http_requests_total{method="GET",route="/people/:personId",status="200"} 3\n');
  expect(text).toContain('rungs_http_requests_total{method="GET",route="/people/:personId",status="404"} 1\n');
  expect(text).toContain('rungs_http_request_duration_seconds_bucket{method="GET",route="/people/:personId",le="+Inf"} 4\n');
  expect(text).toContain(`rungs_backup_last_success_timestamp_seconds ${Date.parse("2026-11-21T02:00:00Z") / 1000}\n`);
  expect(text).not.toContain(ana.personId);
  // As Prometheus reads it: a name, labels, one number, and every name is told of before it is used.
  const told = new Set([...text.matchAll(/^# TYPE (\w+) /gm)].map(([, name]) => name));
  for (const line of text.trimEnd().split("\n")) {
    if (line.startsWith("#")) continue;
    const name = /^(\w+?)(_bucket|_sum|_count)?(\{[^{}]*\})? -?\d+(\.\d+)?(e-?\d+)?$/.exec(line)?.[1];
    expect(told.has(name) || told.has(`${name ?? ""}_count`), line).toBe(true);
  }
});
