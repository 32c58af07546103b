import { createHash } from "node:crypto";
import { Hono, type Context as HonoContext } from "hono";
import { v7 } from "uuid";
import type { Actor, KeyScope, Member } from "../core/access/actor.ts";
import { covers, knowsOf, policy, scope, type Permission } from "../core/access/policy.ts";
import { withoutSecondFactor } from "../core/access/second-factor.ts";
import { Problem } from "../core/problem.ts";
import { keep, taken } from "../db/idempotency.ts";
import { FileOutput, fileHeaders } from "./file.ts";
import { dataHeaders } from "./headers.ts";
import { parseInput } from "./input.ts";
import type { Limiter } from "./limits.ts";
import type { Log } from "./log.ts";
import { sameOrigin } from "./origin.ts";
import { asProblem, Stale, status, TooMany } from "./problem.ts";
import { problemResponse, refuse, told } from "./refusal.ts";
import { keyFault, tryOf } from "./repeat.ts";
import type { AnyRoute, Context, Details, Installation, OpenContext, Tx } from "./route.ts";
import { shapeOf } from "./shape.ts";
import { dateIn } from "./today.ts";

/** Who a session or a key stands for, before the organisation has been asked about them. */
export type Identity = {
  kind: "person" | "key";
  orgId: string;
  personId: string;
  accountId: string;
  scopes: readonly KeyScope[] | null;
  /** Whether the session was begun with one. */
  secondFactor: boolean;
};

export type Parts = {
  routes: readonly AnyRoute[];
  installation: Installation;
  /** @returns null where the request names nobody, or nobody we know (any more). One query. */
  identify: (headers: Headers, now: Date) => Promise<Identity | null>;
  /** @returns null where the person has left; `owes` where they have yet to set up a second factor. One query. */
  member: (
    tx: Tx,
    identity: Identity,
    dateIn: (timeZone: string) => string,
  ) => Promise<{ actor: Member; timeZone: string; owes: boolean } | null>;
  clock: () => Date;
  log: Log;
  address: (c: HonoContext) => string;
  https: boolean;
  limits: { member: Limiter; stranger: Limiter; atOnce: number };
  /** Whether every reply is held against its schema, as tests do, or only cut to it. */
  checkReplies: boolean;
  /** Tests alone put another judge here, to see what row-level security holds by itself. */
  judge?: (permission: Permission, actor: Actor, subject: unknown) => boolean;
};

// Each permission is asked with the subject its own signature names: `route` has tied `subject` to `allow`.
const judgeByPolicy = (permission: Permission, actor: Actor, subject: unknown) =>
  (policy[permission] as (actor: Actor, subject: unknown) => boolean)(actor, subject);

/**
 * Everything that must never be forgotten, in one place and one order: authenticate → rate limit → parse input → begin
 * (the organisation set for row-level security) → load subject → policy → handle → audit row → parse output → commit.
 * Any failure becomes a problem document and undoes everything.
 *
 * If-Match is held against the subject once the policy has allowed it, so that nobody learns a thing's state who may not;
 * a request that has been done already under its Idempotency-Key is answered once who asks is known, and not done again.
 */
export function door(parts: Parts): Hono {
  const app = new Hono();
  const load = { underWay: 0 };
  const byPath = new Map<string, string[]>();
  for (const route of parts.routes) {
    refuseIncomplete(route);
    app.on(route.method, route.path, (c) => answer(parts, load, route, c));
    byPath.set(route.path, [...(byPath.get(route.path) ?? []), route.method]);
  }
  for (const [path, methods] of byPath) {
    const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
    app.options(
      path,
      () => new Response(null, { status: 204, headers: { ...dataHeaders(parts.https), allow: allowed, "x-request-id": v7() } }),
    );
    app.all(path, (c) => refuse(parts, c, path, new Problem("method-not-allowed"), { allow: allowed }));
  }
  app.all("*", (c) => refuse(parts, c, "*", new Problem("not-found")));
  return app;
}

/** What the types ask for is asked again of whatever gets past them. */
function refuseIncomplete(route: AnyRoute): void {
  const ways = [route.subject !== undefined, route.scope === true, route.open === true].filter(Boolean).length;
  if (!Object.hasOwn(policy, route.allow) || ways !== 1 || typeof route.audit !== "object" || route.audit === null)
    throw new TypeError(`${route.method} ${route.path} must say allow, audit, and one of subject, scope or open.`);
}

async function answer(parts: Parts, load: { underWay: number }, route: AnyRoute, c: HonoContext): Promise<Response> {
  const started = performance.now();
  const requestId = v7();
  const headers: Record<string, string> = {
    ...(parts.https ? overTls : plain),
    "x-request-id": requestId,
    "content-type": "application/json",
  };
  let kind: Actor["kind"] = "nobody";
  const note = (code: number, problem?: Problem, error?: unknown) =>
    parts.log({
      at: parts.clock().toISOString(),
      level: code >= 500 ? (problem?.code === "internal" ? "error" : "warn") : "info",
      requestId,
      method: c.req.method,
      route: route.path,
      status: code,
      ms: Math.round((performance.now() - started) * 10) / 10,
      actor: kind,
      ...(problem ? { code: problem.code } : {}),
      ...(problem?.code === "internal" ? { error: told(error) } : {}),
    });
  load.underWay += 1;
  try {
    if (load.underWay > parts.limits.atOnce)
      throw new Problem("unavailable", "Rungs has more to do than it can just now. Try again shortly.");
    const reply =
      route.open === true
        ? await open(parts, route, c, requestId)
        : await inside(parts, route, c, requestId, (actor) => (kind = actor.kind));
    if (reply.tag !== null) headers["etag"] = reply.tag;
    Object.assign(headers, reply.headers);
    if (route.revalidates === true && reply.tag !== null && named(c.req.header("if-none-match"), reply.tag)) {
      note(304);
      const { "content-type": _none, ...bare } = headers;
      return new Response(null, { status: 304, headers: bare });
    }
    const code = route.creates === true ? 201 : 200;
    note(code);
    if (reply.cookies.length === 0) return new Response(reply.body, { status: code, headers });
    return new Response(reply.body, {
      status: code,
      headers: [...Object.entries(headers), ...reply.cookies.map((cookie): [string, string] => ["set-cookie", cookie])],
    });
  } catch (error) {
    const problem = asProblem(error);
    note(status[problem.code], problem, error);
    return problemResponse(problem, requestId, headers);
  } finally {
    load.underWay -= 1;
  }
}

const plain = dataHeaders(false);
const overTls = dataHeaders(true);

/** `headers` of a reply that is not JSON. */
type Reply = { body: string | Uint8Array<ArrayBuffer>; cookies: readonly string[]; tag: string | null; headers?: Record<string, string> };

async function open(parts: Parts, route: AnyRoute, c: HonoContext, requestId: string): Promise<Reply> {
  const address = parts.address(c);
  sameOrigin(c.req.raw);
  wait(parts.limits.stranger, address);
  const cookies: string[] = [];
  const context: OpenContext<unknown> = {
    actor: { kind: "nobody" },
    input: await parseInput(route, c),
    now: parts.clock(),
    requestId,
    address,
    headers: c.req.raw.headers,
    cookies,
    installation: parts.installation,
  };
  if (!(parts.judge ?? judgeByPolicy)(route.allow, context.actor, null)) throw new Problem("not-found");
  return { body: written(parts, route, await route.handle(context)), cookies, tag: null };
}

async function inside(parts: Parts, route: AnyRoute, c: HonoContext, requestId: string, known: (actor: Member) => void): Promise<Reply> {
  const now = parts.clock();
  const { headers } = c.req.raw;
  const identity = await parts.identify(headers, now);
  if (identity === null) {
    wait(parts.limits.stranger, parts.address(c));
    throw new Problem("unauthenticated");
  }
  if (identity.kind === "person") sameOrigin(c.req.raw);
  wait(parts.limits.member, identity.accountId);
  const input = await parseInput(route, c);
  const judge = parts.judge ?? judgeByPolicy;

  return parts.installation.database.transaction(identity.orgId, async (tx) => {
    const found = await parts.member(tx, identity, (timeZone) => dateIn(timeZone, now));
    if (found === null) throw new Problem("unauthenticated");
    const { actor, timeZone, owes } = found;
    known(actor);
    const today = dateIn(timeZone, now);
    if (!covers(actor, changes(route) ? "write" : "read")) throw new Problem("forbidden");
    if (owes && !withoutSecondFactor(route.allow)) throw new Problem("second-factor");
    const tried = tryOf(route, headers, actor.personId, input);
    const kept = tried === null ? null : await taken(tx, tried, now);
    if (kept !== null) {
      if (!kept.sameRequest) throw keyFault("This key was used for another request. Send a new key with a new request.");
      return { body: kept.reply, cookies: [], tag: null };
    }
    const organisation = { orgId: actor.orgId };
    const subject = route.subject === undefined ? organisation : await route.subject(tx, input, actor, today);
    if (!judge(route.allow, actor, subject)) throw new Problem(knowsOf(actor, route.allow, subject) ? "forbidden" : "not-found");

    let details: Details = {};
    const cookies: string[] = [];
    const address = parts.address(c);
    const context: Context<unknown, unknown> = {
      tx,
      actor,
      input,
      today,
      now,
      requestId,
      address,
      headers,
      cookies,
      subject: route.subject === undefined ? null : subject,
      note: (more) => void (details = { ...details, ...more }),
      installation: parts.installation,
    };
    const tag = route.matches === undefined ? null : `"${route.matches.tag(subject)}"`;
    if (tag !== null && changes(route) && !matched(headers.get("if-match"), tag)) throw new Stale(await route.matches?.state(context), tag);
    const result = await route.handle(route.scope === true ? { ...context, scope: scope(actor) } : context);

    const subjectId = personOf(subject);
    if ("action" in route.audit && (route.audit.when === "always" || subjectId !== actor.personId))
      await parts.installation.record(tx, { actor, action: route.audit.action, subjectId, details, requestId, address });
    if (route.output === FileOutput) return { ...handedOut(result), cookies, tag };
    const body = written(parts, route, result);
    if (tried !== null) await keep(tx, tried, body);
    if (route.revalidates === true) return { body, cookies: [], tag: `"${createHash("sha256").update(body).digest("base64url")}"` };
    return { body, cookies, tag: changes(route) ? null : tag };
  });
}

const changes = (route: AnyRoute) => route.method !== "GET";

/** Without If-Match nothing is held against anything: a route that insists on it says so in its own input. */
const matched = (asked: string | null, tag: string) =>
  asked === null || asked.split(",").some((each) => each.trim() === tag || each.trim() === "*");

/** Whether If-None-Match names it; a cache on the way may have made it weak. */
const named = (asked: string | undefined, tag: string) =>
  asked !== undefined && asked.split(",").some((each) => each.trim().replace(/^W\//, "") === tag || each.trim() === "*");

const personOf = (subject: unknown): string | null =>
  typeof subject === "object" && subject !== null && "personId" in subject && typeof subject.personId === "string"
    ? subject.personId
    : null;

function wait(limiter: Limiter, key: string): void {
  const seconds = limiter.take(key);
  if (seconds > 0) throw new TooMany(seconds);
}

function handedOut(result: unknown): Pick<Reply, "body"> & { headers: Record<string, string> } {
  const file = FileOutput.parse(result);
  return { body: typeof file.content === "string" ? file.content : new Uint8Array(file.content), headers: fileHeaders(file) };
}

/** What the schema does not name is left out: a column too many in a query never reaches anybody. */
function written(parts: Parts, route: AnyRoute, result: unknown): string {
  if (parts.checkReplies) {
    const parsed = route.output.safeParse(result);
    if (parsed.success) return JSON.stringify(parsed.data);
    const where = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.code}`).slice(0, 10);
    throw new Error(`${route.method} ${route.path} made a reply that is not its own: ${where.join("; ")}`);
  }
  return JSON.stringify(shapeOf(route.output)(result));
}
