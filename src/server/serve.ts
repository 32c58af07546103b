import { readFileSync } from "node:fs";
import type { Hono } from "hono";
import type { Io } from "../cli/command.ts";
import type { Settings, Where } from "../config.ts";
import type { Database } from "../db/open.ts";
import { jsonLog } from "../http/log.ts";
import { buildApp, type AppOptions, type Env } from "./app.ts";
import { provide } from "./database.ts";
import { listen, type Fetch } from "./listen.ts";
import type { Endings } from "./signals.ts";

/** Of the ten seconds that ending may take, in ms: for requests under way, and for all of it. */
const FOR_REQUESTS = 5000;
const FOR_ALL = 9500;

export type Serving = Pick<Settings, "host" | "port" | "publicUrl" | "proxies" | "secret" | "log"> & {
  where: Where;
  loadDemo?: AppOptions["loadDemo"];
  web?: (app: Hono<Env>) => void;
  /** Over our own settings of an embedded PostgreSQL. */
  postgres?: Readonly<Record<string, string>>;
};

export type Running = {
  /** Without a slash at the end. */
  url: string;
  database: Database;
};

/**
 * Serves until somebody wants it to end: the database first, then the application, then the address; and back in the other
 * order, requests under way finishing first.
 *
 * @param announce once requests are answered.
 * @returns the exit code.
 * @throws UsageError with a sentence for the operator; nothing is left running then.
 */
export async function serve(serving: Serving, io: Io, ending: Endings, announce: (running: Running) => Promise<void>): Promise<number> {
  const say = (text: string) => io.err(`${text}\n`);
  const log = jsonLog(io.err);
  const { database, secret, stop } = await provide({ where: serving.where, say, settings: serving.postgres, signal: ending.signal });
  try {
    const app = buildApp({
      database,
      secret: serving.secret ?? secret,
      version: version(),
      publicUrl: serving.publicUrl,
      proxies: serving.proxies,
      loadDemo: serving.loadDemo ?? null,
      log: (line) => {
        if (serving.log === "all" || (serving.log === "problems" && line.level !== "info")) log(line);
      },
      ...(serving.web ? { web: serving.web } : {}),
    });
    // What Node's adaptor hands over as the environment is what the application was typed for.
    const listening = await listen(app.fetch as Fetch, serving.host, serving.port);
    try {
      await announce({ url: listening.url, database });
      await ending.asked;
      say("Stopping.");
    } finally {
      await listening.drain(Promise.race([pause(FOR_REQUESTS), ending.again]));
    }
  } finally {
    log.flush();
    await Promise.race([stop(), pause(FOR_ALL - FOR_REQUESTS)]);
  }
  return 0;
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }; // our own
  return version;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref());
