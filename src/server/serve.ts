import { fileURLToPath } from "node:url";
import { UsageError, type Io } from "../cli/command.ts";
import { versionOfRungs } from "../cli/version.ts";
import type { Settings, Where } from "../config.ts";
import type { Database } from "../db/open.ts";
import { record } from "../features/audit/store.ts";
import { backupJobs } from "../features/backups/jobs.ts";
import { jsonLog } from "../http/log.ts";
import { buildApp } from "./app.ts";
import { provide } from "./database.ts";
import { jobs, startJobs } from "./jobs.ts";
import { listen, type Fetch } from "./listen.ts";
import { mailBy } from "./mail.ts";
import { giveBackMemory } from "./memory.ts";
import { passphraseIn } from "./passphrase.ts";
import type { Endings } from "./signals.ts";
import { filesOf, vaultIn } from "./vault.ts";
import { webFrom } from "./web.ts";

const built = fileURLToPath(new URL("../../dist/web", import.meta.url));

/** Of the ten seconds that ending may take, in ms: the database needs the rest. */
const FOR_REQUESTS = 5000;

export type Serving = Pick<Settings, "host" | "port" | "publicUrl" | "proxies" | "secret" | "mail" | "log" | "metricsToken"> & {
  where: Where;
  /** The directory of attached files; null or absent: `files` in the data directory, or where we were started. */
  files?: string | null;
  /** Daily backups; null or absent: none. */
  backups?: Settings["backups"];
  /** Offered with the first start; absent where there is nothing to offer. */
  loadDemo?: (database: Database) => Promise<void>;
  /** Over our own settings of an embedded PostgreSQL. */
  postgres?: Readonly<Record<string, string>>;
};

/**
 * Serves until somebody wants it to end: the database first, then the application, then the address; and back in the other
 * order, requests under way finishing first.
 *
 * @param prepare what is done before the first request is taken; what it returns is called with the address (without a slash
 *   at the end) once requests are answered.
 * @returns the exit code.
 * @throws UsageError with a sentence for the operator; nothing is left running then.
 */
export async function serve(
  serving: Serving,
  io: Io,
  ending: Endings,
  prepare: (database: Database) => Promise<(url: string) => void>,
): Promise<number> {
  const say = (text: string) => io.err(`${text}\n`);
  // Read before anything is started: a passphrase that cannot be read must not come to light in the night.
  const passphrase = serving.backups ? await passphraseIn(undefined, io.env, true) : null;
  const log = jsonLog(io.err);
  const web = await webFrom(built).catch((error: Error) => {
    throw new UsageError(error.message, { cause: error });
  });
  const { database, address, secret, stop } = await provide({
    where: serving.where,
    say,
    settings: serving.postgres,
    signal: ending.signal,
  });
  const { loadDemo, backups = null } = serving;
  try {
    const announce = await prepare(database);
    const mail = serving.mail === null ? null : await mailBy(serving.mail);
    // Where no public address is set, people type the one we listen on, known once we do.
    let links = serving.publicUrl ?? `http://${serving.host}:${serving.port}`;
    const vault = vaultIn(filesOf(serving.files ?? null, serving.where));
    const app = buildApp({
      database,
      secret: serving.secret ?? secret,
      version: versionOfRungs(),
      publicUrl: serving.publicUrl,
      links: () => links,
      mailFrom: serving.mail?.from ?? null,
      proxies: serving.proxies,
      vault,
      metricsToken: serving.metricsToken,
      backups: backups === null ? null : { keep: backups.keep },
      loadDemo: loadDemo ? () => loadDemo(database) : null,
      log: (line) => {
        if (serving.log === "all" || (serving.log === "problems" && line.level !== "info")) log(line);
      },
      web,
    });
    // What Node's adaptor hands over as the environment is what the application was typed for.
    const listening = await listen(app.fetch as Fetch, serving.host, serving.port);
    links = serving.publicUrl ?? listening.url;
    const schedule = backups && { ...backups, passphrase, owner: address.owner, version: versionOfRungs(), say };
    const all = schedule === null ? jobs : [...jobs, ...backupJobs(schedule)];
    const running = await startJobs({ address, database, mail, links: () => links, record, vault, say }, all).catch(
      async (error: unknown) => {
        await listening.drain(Promise.resolve());
        throw error;
      },
    );
    try {
      giveBackMemory();
      announce(listening.url);
      await ending.asked;
      say("Stopping.");
    } finally {
      await Promise.all([listening.drain(Promise.race([pause(FOR_REQUESTS), ending.again])), running.stop()]);
    }
  } finally {
    log.flush();
    await stop();
  }
  return 0;
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref());
