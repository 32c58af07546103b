import { existsSync, readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import type { Context, Hono } from "hono";
import type { Env } from "./app.ts";

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};
/** Written in by the build wherever a script or style of the page is inline. */
const NONCE = "__RUNGS_NONCE__";
/** Where the page is told whether whoever asked has a session, good or run out; it cannot see the cookie itself. */
const SESSION = "__RUNGS_SESSION__";
/** First words of the addresses that the application knows; any other is answered with its page for what is not there. */
const places = new Set([
  "",
  "start",
  "ladders",
  "people",
  "reports",
  "teams",
  "reviews",
  "pathways",
  "plan",
  "barriers",
  "cpd",
  "resources",
  "cycles",
  "insights",
  "settings",
  "audit",
  "account",
  "notifications",
  "sign-in",
  "join",
  "unsubscribe",
  "reset",
  "setup",
]);

type Bytes = Uint8Array<ArrayBuffer>;
type Asset = { type: string; plain: Bytes; br: Bytes | null; gzip: Bytes | null };

/**
 * The built application, read once: its files are named after their content and so are kept by browsers for good; its page
 * is made anew for each reply, with that reply's nonce.
 *
 * @param folder what `vite build` wrote. @throws Error with a sentence for the operator where nothing is built.
 */
export async function webFrom(folder: string): Promise<(app: Hono<Env>) => void> {
  const index = join(folder, "index.html");
  if (!existsSync(index)) throw new Error(`The web application is not built: ${index} is missing. npm run build makes it.`);
  const template = readFileSync(index, "utf8");
  const assets = await assetsIn(folder);
  const page = (c: Context<Env>, status: 200 | 404) => {
    const session = c.req.header("cookie")?.includes("rungs.session_token=") ? "some" : "none";
    const html = template.replaceAll(NONCE, c.get("nonce")).replace(SESSION, session);
    return c.body(html, status, { "content-type": "text/html; charset=utf-8", "cache-control": "no-cache" });
  };

  return (app) => {
    app.get("/assets/*", (c) => {
      const asset = assets.get(c.req.path);
      if (!asset) return c.notFound();
      const accepted = c.req.header("accept-encoding") ?? "";
      const [encoding, body] =
        asset.br && /\bbr\b/.test(accepted)
          ? (["br", asset.br] as const)
          : asset.gzip && /\bgzip\b/.test(accepted)
            ? (["gzip", asset.gzip] as const)
            : [null, asset.plain];
      return c.body(body, 200, {
        "content-type": asset.type,
        "content-length": String(body.byteLength),
        "cache-control": "public, max-age=31536000, immutable",
        vary: "accept-encoding",
        ...(encoding ? { "content-encoding": encoding } : {}),
      });
    });
    app.get("*", (c) => {
      const [first = "", ...rest] = c.req.path.slice(1).split("/");
      // What looks like a file is asked for by programs, which a page does not help.
      if (/\.\w+$/.test(rest.at(-1) ?? first) && !places.has(first)) return c.notFound();
      return page(c, places.has(first) ? 200 : 404);
    });
  };
}

async function assetsIn(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const assets = new Map<string, Asset>();
  for (const entry of await readdir(join(folder, "assets"), { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const beside = async (suffix: string) => (existsSync(path + suffix) ? new Uint8Array(await readFile(path + suffix)) : null);
    assets.set(`/${relative(folder, path).split(sep).join("/")}`, {
      type,
      plain: new Uint8Array(await readFile(path)),
      br: await beside(".br"),
      gzip: await beside(".gz"),
    });
  }
  return assets;
}
