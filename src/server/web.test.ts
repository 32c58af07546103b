import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gzipSync, brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { scratch } from "../../test/setup/scratch.ts";
import { world } from "../../test/world.ts";
import { webFrom } from "./web.ts";

const script = "export const answer = 42;";

/** An application as the build leaves it. */
function built(): string {
  const folder = scratch("web");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(
    join(folder, "index.html"),
    '<meta name="rungs-session" content="__RUNGS_SESSION__"><script nonce="__RUNGS_NONCE__"></script><style nonce="__RUNGS_NONCE__"></style>',
  );
  writeFileSync(join(folder, "assets", "page-abc123.js"), script);
  writeFileSync(join(folder, "assets", "page-abc123.js.gz"), gzipSync(script));
  writeFileSync(join(folder, "assets", "page-abc123.js.br"), brotliCompressSync(script));
  writeFileSync(join(folder, "secret.txt"), "not to be served");
  return folder;
}

test("the pages of the application come with a nonce of their own, and are never kept", async () => {
  const { app } = await world({ web: await webFrom(built()) });
  const nonces = new Set<string>();
  for (const path of [
    "/",
    "/ladders",
    "/ladders/operations/levels/director",
    "/people/x/gap?target=a/b",
    "/notifications",
    "/sign-in",
    "/setup?token=t",
    "/join?token=t",
    "/unsubscribe?token=t",
  ]) {
    const reply = await app.request(path);
    expect([path, reply.status, reply.headers.get("cache-control")]).toEqual([path, 200, "no-cache"]);
    const html = await reply.text();
    const [nonce = "", again] = [...html.matchAll(/nonce="([^"]+)"/g)].map(([, found]) => found);
    expect(again).toBe(nonce);
    expect(reply.headers.get("content-security-policy")).toContain(`'nonce-${nonce}'`);
    expect(html).not.toContain("__RUNGS");
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(9);
});

test("a page knows whether a session came with it, so that nobody is sent round in vain", async () => {
  const { app } = await world({ web: await webFrom(built()) });
  expect(await (await app.request("/")).text()).toContain('content="none"');
  expect(await (await app.request("/", { headers: { cookie: "rungs.session_token=abc.def" } })).text()).toContain('content="some"');
});

test("built files are kept for good, and come compressed to whoever can read that", async () => {
  const { app } = await world({ web: await webFrom(built()) });
  const ask = (encoding: string) => app.request("/assets/page-abc123.js", { headers: { "accept-encoding": encoding } });
  const plain = await ask("identity");
  expect(await plain.text()).toBe(script);
  expect(plain.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect((await ask("gzip")).headers.get("content-encoding")).toBe("gzip");
  const brotli = await ask("gzip, deflate, br");
  expect([brotli.headers.get("content-encoding"), brotli.headers.get("vary")]).toEqual(["br", "accept-encoding"]);
  expect(brotliDecompressSync(Buffer.from(await brotli.arrayBuffer())).toString()).toBe(script);
});

test("what was not built is not there: other files, other folders, other addresses", async () => {
  const { app } = await world({ web: await webFrom(built()) });
  for (const path of [
    "/assets/old-999.js",
    "/assets/../secret.txt",
    "/assets/%2e%2e/secret.txt",
    "/secret.txt",
    "/favicon.ico",
    "/robots.txt",
    "/assets/page-abc123.js.br",
  ])
    expect([path, (await app.request(path)).status]).toEqual([path, 404]);
  // People get a page that says so.
  const reply = await app.request("/no/such/place");
  expect([reply.status, reply.headers.get("content-type")]).toEqual([404, "text/html; charset=utf-8"]);
});

test("where nothing is built the operator is told what to do", async () => {
  await expect(webFrom(scratch("empty"))).rejects.toThrow("npm run build makes it");
});
