import { createHash } from "node:crypto";
import type { Context, Hono } from "hono";
import { v7 } from "uuid";
import { htmlPage, messagePage, pageStyle } from "../core/framework/formats/html.ts";
import { frameworkSchema } from "../core/framework/schema.ts";
import { Problem } from "../core/problem.ts";
import type { Database } from "../db/open.ts";
import { publicFramework } from "../db/public.ts";
import { dataHeaders } from "../http/headers.ts";
import type { Limiter } from "../http/limits.ts";
import type { Log } from "../http/log.ts";
import { TooMany } from "../http/problem.ts";
import { refuse } from "../http/refusal.ts";
import type { Env } from "./app.ts";

export type PublicParts = {
  database: Database;
  https: boolean;
  publicUrl: string | null;
  log: Log;
  clock: () => Date;
  address: (c: Context) => string;
  stranger: Limiter;
};

const digest = (text: string, encoding: "base64" | "base64url"): string => createHash("sha256").update(text).digest(encoding);

/** Nothing runs and nothing is fetched; the one style is named by its hash and not by a nonce, so that a kept page and its headers stay together. */
const policy = `default-src 'none'; style-src 'sha256-${digest(pageStyle, "base64")}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

const nothingThere = messagePage("There is nothing here", "No ladder is shown to the public at this address.");
const schema = `${JSON.stringify(frameworkSchema(), null, 2)}\n`;

/** How long a cache may show a page without asking, in seconds: so long it may be seen after it was taken back. */
const KEPT = 300;
const html = "text/html; charset=utf-8";
/** As ids of documents may be; anything else is not asked for. */
const slug = /^[a-z0-9]+(?:[-._][a-z0-9]+)*$/;

/** What anybody may read without signing in: frameworks made public, and the schema that editors of documents use. */
export function addPublicPages(app: Hono<Env>, parts: PublicParts): void {
  const headers = () => ({ ...dataHeaders(parts.https), "x-request-id": v7() });

  app.get("/schema/framework@1.json", () => {
    const open = { "content-type": "application/schema+json", "cache-control": "public, max-age=3600", "access-control-allow-origin": "*" };
    return new Response(schema, { headers: { ...headers(), ...open } });
  });

  app.get("/public/:organisation/:framework", async (c) => {
    const { organisation, framework } = c.req.param();
    try {
      const seconds = parts.stranger.take(parts.address(c));
      if (seconds > 0) throw new TooMany(seconds);
      const known = [organisation, framework].every((part) => part.length <= 100 && slug.test(part));
      const shown = known ? await publicFramework(parts.database, organisation, framework) : null;
      const dressed = { ...headers(), "content-security-policy": policy };
      if (shown === null) return new Response(nothingThere, { status: 404, headers: { ...dressed, "content-type": html } });
      const { content, libraries, ...published } = shown;
      const url = `${parts.publicUrl ?? new URL(c.req.url).origin}/public/${organisation}/${framework}`;
      const page = htmlPage({ framework: content, libraries, published: { ...published, url } });
      const etag = `"${digest(page, "base64url")}"`;
      const kept = { ...dressed, "cache-control": `public, max-age=${KEPT}`, etag };
      if (isKept(c.req.header("if-none-match"), etag)) return new Response(null, { status: 304, headers: kept });
      return new Response(page, { headers: { ...kept, "content-type": html } });
    } catch (error) {
      if (error instanceof Problem) return refuse(parts, c, "/public/:organisation/:framework", error);
      throw error;
    }
  });
}

/** A proxy that compresses marks the tag as weak. */
const isKept = (asked: string | undefined, etag: string): boolean =>
  asked?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === etag) === true;
