import type { HttpBindings } from "@hono/node-server";
import { Hono } from "hono";
import { v7 } from "uuid";
import { Problem } from "../core/problem.ts";
import type { Vault } from "../db/attachments.ts";
import { member } from "../db/identity.ts";
import type { Database } from "../db/open.ts";
import { record } from "../features/audit/store.ts";
import { last as lastBackup } from "../features/backups/store.ts";
import { door, type Parts } from "../http/door.ts";
import { dataHeaders, newNonce, pageHeaders } from "../http/headers.ts";
import { limiter, type Rate } from "../http/limits.ts";
import { silent, type Log } from "../http/log.ts";
import { carries, metrics } from "../http/metrics.ts";
import { openApi } from "../http/openapi.ts";
import { referencePage } from "../http/reference.ts";
import { refuse } from "../http/refusal.ts";
import type { AnyRoute, Installation } from "../http/route.ts";
import { addCalendars } from "./calendar.ts";
import { addPublicPages, type PublicParts } from "./public.ts";
import { api, sessionApi } from "./routes.ts";
import { templates } from "./templates.ts";
import { papers, uploads } from "./uploads.ts";
import { sessions } from "./sessions.ts";
import { addUnsubscribe } from "./unsubscribe.ts";
import type { SignInRates } from "./tries.ts";

/** `nonce` is set for every page: scripts and styles that are not files of ours must carry it. */
export type Env = { Bindings: Partial<HttpBindings>; Variables: { nonce: string } };

export type AppOptions = {
  database: Database;
  /** At least 32 characters, the same for every server of an installation: cookies are signed with it. */
  secret: string;
  version: string;
  /** What people type, where that is not the address we listen on. https:// here makes cookies secure. */
  publicUrl?: string | null;
  /** What links in messages begin with; the public address where absent. */
  links?: () => string;
  /** Who messages come from; null, as where absent, without a mail server. */
  mailFrom?: string | null;
  /** How many backups this server keeps; null, as where absent, where it takes none. */
  backups?: Installation["backups"];
  /** How many proxies stand in front, each adding to X-Forwarded-For; 0 believes nobody. */
  proxies?: number;
  clock?: () => Date;
  log?: Log;
  /** What whoever reads /metrics must carry; null, as where absent, there is none. */
  metricsToken?: string | null;
  limits?: { member?: Rate; stranger?: Rate; signIn?: SignInRates };
  loadDemo?: Installation["loadDemo"];
  /** Where the bytes of attached files are kept; absent, none are taken. */
  vault?: Vault;
  /** @throws Problem "unavailable" unless requests can be served; asks the database where absent. */
  ready?: () => Promise<void>;
  /** Adds the application's pages; everything that is not /api is theirs. */
  web?: (app: Hono<Env>) => void;
  /** Holds every reply against its schema, which costs a tenth of a gap report; else it is only cut to it. */
  checkReplies?: boolean;
  /** Tests alone put other routes or another judge here. */
  routes?: readonly AnyRoute[];
  judge?: NonNullable<Parts["judge"]>;
};

/** Requests a person or program may make at once and then every second: no report or import comes near it, a script that runs away does. */
const memberRate: Rate = { burst: 4000, perSecond: 2000 };
/** The same for an address that has not signed in, wrong keys and sessions that have run out included. */
const strangerRate: Rate = { burst: 200, perSecond: 20 };
/** Requests under way at the same time, beyond which new ones are turned away at once. */
const AT_ONCE = 1000;

export function buildApp(options: AppOptions): Hono<Env> {
  const { database, clock = () => new Date(), limits = {}, routes = api, metricsToken = null } = options;
  const figures = metricsToken === null ? null : metrics(options.version);
  const written = options.log ?? silent;
  const log: Log =
    figures === null
      ? written
      : (line) => {
          figures.note(line);
          written(line);
        };
  const https = options.publicUrl?.startsWith("https://") === true;
  const { access, signIn, signOut, identify } = sessions({
    database,
    secret: options.secret,
    https,
    publicUrl: options.publicUrl ?? null,
    record,
    ...(limits.signIn ? { rates: limits.signIn } : {}),
  });
  const shared: Omit<Parts, "routes"> = {
    installation: {
      database,
      record,
      access,
      signIn,
      signOut,
      loadDemo: options.loadDemo ?? null,
      links: options.links ?? (() => options.publicUrl ?? "http://localhost"),
      backups: options.backups ?? null,
      mail: { from: options.mailFrom ?? null },
      templates,
      vault: options.vault ?? null,
      files: { ...uploads(), pdf: uploads(papers).pdf },
    },
    identify,
    member,
    clock,
    log,
    https,
    checkReplies: options.checkReplies ?? false,
    address: addressBehind(options.proxies ?? 0),
    limits: { member: limiter(limits.member ?? memberRate), stranger: limiter(limits.stranger ?? strangerRate), atOnce: AT_ONCE },
    ...(options.judge ? { judge: options.judge } : {}),
  };

  const app = new Hono<Env>();
  const description = JSON.stringify(openApi(routes, options.version));
  const data = (body: string, status = 200) =>
    new Response(body, { status, headers: { ...dataHeaders(https), "content-type": "application/json", "x-request-id": v7() } });

  app.get("/healthz", () => data('{"up":true}'));
  app.get("/readyz", async (c) => {
    try {
      await (options.ready ?? database.ping)();
      return data('{"ready":true}');
    } catch {
      return refuse(shared, c, "/readyz", new Problem("unavailable"));
    }
  });
  if (metricsToken !== null && figures !== null)
    app.get("/metrics", async (c) => {
      if (!carries(c.req.header("authorization"), metricsToken)) return refuse(shared, c, "/metrics", new Problem("unauthenticated"));
      const { whole } = await lastBackup(database.accounts).catch(() => ({ whole: null }));
      const text = figures.text({
        rungs_backup_last_success_timestamp_seconds: {
          help: "When the last backup that is whole was begun, since 1970.",
          value: whole === null ? null : whole.startedAt.getTime() / 1000,
        },
      });
      return new Response(text, {
        headers: { ...dataHeaders(https), "content-type": "text/plain; version=0.0.4; charset=utf-8", "x-request-id": v7() },
      });
    });
  app.get("/api/v1/openapi.json", () => data(description));
  app.get("/api/docs", () => {
    const nonce = newNonce();
    return new Response(referencePage(routes, options.version, nonce), {
      headers: { ...pageHeaders(https, nonce), "content-type": "text/html; charset=utf-8", "x-request-id": v7() },
    });
  });
  app.route("/api/v1", door({ ...shared, routes }));
  app.route("/api/auth", door({ ...shared, routes: sessionApi }));
  app.all("/api/*", (c) => refuse(shared, c, "/api/*", new Problem("not-found")));

  const open: PublicParts = {
    database,
    https,
    publicUrl: options.publicUrl ?? null,
    log,
    clock,
    address: shared.address,
    stranger: shared.limits.stranger,
  };
  addPublicPages(app, open);
  addUnsubscribe(app, open);
  addCalendars(app, { ...open, links: shared.installation.links });

  app.use("*", async (c, next) => {
    const nonce = newNonce();
    c.set("nonce", nonce);
    await next();
    for (const [name, value] of Object.entries(pageHeaders(https, nonce))) c.res.headers.set(name, value);
    c.res.headers.set("x-request-id", v7());
  });
  options.web?.(app);
  app.notFound((c) => refuse(shared, c, "*", new Problem("not-found")));
  app.onError((error, c) => {
    log({
      at: clock().toISOString(),
      level: "error",
      requestId: v7(),
      method: c.req.method,
      route: "page",
      status: 500,
      ms: 0,
      code: "internal",
      error: error.stack ?? error.message,
    });
    return refuse(shared, c, "page", new Problem("internal"));
  });
  return app;
}

/** @returns the address of whoever asks: the socket's, or what the outermost of our own proxies saw. "unknown" where there is no socket. */
function addressBehind(proxies: number): Parts["address"] {
  return (c) => {
    if (proxies > 0) {
      const hops = (c.req.header("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim());
      const hop = hops.at(-proxies);
      if (hop) return hop.slice(0, 64);
    }
    // Set by @hono/node-server; absent where a test calls the app without a socket.
    const bindings = c.env as Env["Bindings"] | undefined;
    return bindings?.incoming?.socket?.remoteAddress ?? "unknown";
  };
}
