import type { Hono } from "hono";
import { v7 } from "uuid";
import { Problem } from "../core/problem.ts";
import { unsubscribe } from "../features/messages/store.ts";
import { dataHeaders } from "../http/headers.ts";
import { readText } from "../http/input.ts";
import { asProblem, TooMany } from "../http/problem.ts";
import { refuse } from "../http/refusal.ts";
import type { Env } from "./app.ts";
import type { PublicParts } from "./public.ts";

/** Bytes: a form of one field. */
const LARGEST = 4096;

/**
 * The single click of a mail program (RFC 8058): its provider sends this form, without a cookie and from anywhere, to the address
 * that a message named in List-Unsubscribe. The page at the same address is for people, and asks once more.
 */
export function addUnsubscribe(app: Hono<Env>, parts: PublicParts): void {
  app.post("/unsubscribe", async (c) => {
    try {
      const seconds = parts.stranger.take(parts.address(c));
      if (seconds > 0) throw new TooMany(seconds);
      await isOneClick(c.req.raw);
      const { title } = await unsubscribe(parts.database, c.req.query("token") ?? "");
      const headers = { ...dataHeaders(parts.https), "content-type": "text/plain; charset=utf-8", "x-request-id": v7() };
      return new Response(`${title}: no more of these by e-mail.\n`, { headers });
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code === "internal") throw error;
      return refuse(parts, c, "/unsubscribe", problem);
    }
  });
}

/** @throws Problem "invalid" for another form, "wrong-media-type" for what is none, "too-large" */
async function isOneClick(request: Request): Promise<void> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i.test(type))
    throw new Problem("wrong-media-type", "Send the form List-Unsubscribe=One-Click.");
  const body = await readText(request, LARGEST);
  const form = await new Response(body, { headers: { "content-type": type } }).formData().catch(() => null);
  if (form?.get("List-Unsubscribe") !== "One-Click")
    throw new Problem("invalid", undefined, [{ code: "value", path: "/List-Unsubscribe", message: "Send One-Click." }]);
}
