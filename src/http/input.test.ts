import { describe, expect, test } from "vitest";
import { z } from "zod";
import { world } from "../../test/world.ts";
import { route } from "./route.ts";

const organisation = async (_tx: unknown, _input: unknown, actor: { orgId: string }) => ({ orgId: actor.orgId });
const none = { none: "of a test" };
const common = { allow: "me.read", subject: organisation, audit: none, summary: "Of a test" } as const;

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
    method: "PUT",
    path: "/things/:thing",
    input: z.object({ thing: z.string(), text: z.string() }),
    output: z.object({ thing: z.string(), text: z.string() }),
    handle: async ({ input }) => input,
  }),
];

const { app, cookie, organisation: found } = await world({ routes });
const rowan = await (await found()).person("Rowan Ash");
const session = { cookie: await cookie(rowan) };
const json = { "content-type": "application/json" };

const send = (method: string, path: string, body?: string, headers: Record<string, string> = {}) =>
  app.request(`/api/v1${path}`, { method, headers: { ...session, ...json, ...headers }, ...(body === undefined ? {} : { body }) });
const refusal = async (reply: Response | Promise<Response>) => {
  const response = await reply;
  const { code, problems } = (await response.json()) as { code: string; problems: { code: string; path: string }[] };
  return [response.status, code, ...problems.map((problem) => `${problem.code} ${problem.path}`)];
};

describe("what was sent", () => {
  test("is refused by name and place, all faults at once", async () => {
    const body = JSON.stringify({ text: 1, list: ["a", 2], more: true, other: null });
    expect(await refusal(send("POST", "/echo", body))).toEqual([400, "invalid", "unknown-key /more", "unknown-key /other"]);
    expect(await refusal(send("POST", "/echo", JSON.stringify({ text: 1, list: ["a", 2] })))).toEqual([
      400,
      "invalid",
      "invalid-type /text",
      "invalid-type /list/1",
    ]);
    expect(await refusal(send("GET", "/echo"))).toEqual([400, "invalid", "invalid-type /text"]);
  });

  test.each([
    ["no JSON", "{text}", [400, "invalid", "syntax "]],
    ["cut off", '{"text":"a', [400, "invalid", "syntax "]],
    ["an array", "[]", [400, "invalid", "type "]],
    ["null", "null", [400, "invalid", "type "]],
    ["a number", "12", [400, "invalid", "type "]],
    ["__proto__", '{"__proto__":{"text":"a"}}', [400, "invalid", "unknown-key /__proto__"]],
    ["constructor", '{"constructor":1}', [400, "invalid", "unknown-key /constructor"]],
    ["a key with a slash", '{"a/b~c":1}', [400, "invalid", "unknown-key /a~1b~0c"]],
    ["a NUL", '{"text":"a\\u0000"}', [400, "invalid", "text /text"]],
    ["half a surrogate pair", '{"text":"\\ud800"}', [400, "invalid", "text /text"]],
    ["deep", `{"deep":${"[".repeat(300_000)}${"]".repeat(300_000)}}`, [400, "invalid", `too-deep /deep${"/0".repeat(63)}`]],
    ["deep objects", `{"deep":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`, [400, "invalid", `too-deep /deep${"/a".repeat(63)}`]],
    ["larger than a mebibyte", `{"text":"${"x".repeat(1024 * 1024)}"}`, [413, "too-large"]],
  ])("%s", async (_name, body, expected) => {
    expect(await refusal(send("POST", "/echo", body))).toEqual(expected);
  });

  test("is read as UTF-8 and as JSON alone", async () => {
    expect(
      await refusal(
        app.request("/api/v1/echo", { method: "POST", headers: { ...session, ...json }, body: new Uint8Array([0x7b, 0xff, 0x7d]) }),
      ),
    ).toEqual([400, "invalid", "syntax "]);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/json5", ""])
      expect(await refusal(send("POST", "/echo", "{}", { "content-type": type })), type).toEqual([415, "wrong-media-type"]);
    expect((await send("POST", "/echo", '{"text":"zażółć"}', { "content-type": "application/json; charset=utf-8" })).status).toBe(200);
    expect((await send("POST", "/echo", "")).status).toBe(200);
  });

  test("is measured as it comes, whatever its length claims to be", async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536).fill(0x20)) });
    const init = { method: "POST", headers: { ...session, ...json }, body: endless, duplex: "half" };
    expect(await refusal(app.request(new Request("http://localhost/api/v1/echo", init)))).toEqual([413, "too-large"]);
  });

  test("cannot say one thing in the path and another beside it", async () => {
    expect(await refusal(send("PUT", "/things/1", '{"thing":"2","text":"a"}'))).toEqual([400, "invalid", "given-twice /thing"]);
    expect(await refusal(send("PUT", "/things/1?text=b", '{"text":"a"}'))).toEqual([400, "invalid", "given-twice /text"]);
    expect(await refusal(send("GET", "/echo?text=a&text=b"))).toEqual([400, "invalid", "invalid-type /text"]);
    expect(await (await send("GET", "/echo?text=a&many=b&many=c")).json()).toEqual({ text: "a" });
    expect(await (await send("PUT", "/things/a%2Fb%20c", '{"text":"a"}')).json()).toEqual({ thing: "a/b c", text: "a" });
  });

  test("never makes a 500, however the path is spelled", async () => {
    for (const path of [
      "/things/%00",
      "/things/%E0%A4%A",
      "/things/%ff",
      "/echo?text=%00",
      "/echo?text=%ED%A0%80",
      "/echo?%",
      "/people/%2e%2e/results",
      `/things/${"a".repeat(20_000)}`,
      "//echo",
      "/echo/",
    ]) {
      const { status } = await send(
        path.startsWith("/things") ? "PUT" : "GET",
        path,
        path.startsWith("/things") ? '{"text":"a"}' : undefined,
      );
      expect(status, path).toBeLessThan(500);
    }
  });
});
