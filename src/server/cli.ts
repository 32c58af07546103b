import type { Command, Io } from "../cli/command.ts";
import { choiceOf, flagsOf } from "../cli/options.ts";
import { settings, whereOf, type Settings } from "../config.ts";
import { migrate as applyMigrations } from "../db/migrate.ts";
import type { Database } from "../db/open.ts";
import { makeSetupLink, welcome } from "../features/accounts/store.ts";
import { asUsage, reach } from "./database.ts";
import { makeDemo, type Demo } from "./demo.ts";
import { serve as serveUntilAsked } from "./serve.ts";
import { endings, type Endings } from "./signals.ts";
import { temporaryDirectory } from "./temporary.ts";

export const serve: Command = {
  name: "serve",
  usage: "serve [--host 127.0.0.1] [--port 4200] [--data ./data | --database-url postgres://…] [--smtp smtp://…] [--demo]",
  summary: "Serves Rungs, with a database of its own or on your PostgreSQL.",
  help: [
    "--host          The address to listen on (RUNGS_HOST; 127.0.0.1, this machine only).",
    "--port          The port, 0 for any that is free (RUNGS_PORT; 4200).",
    "--data          The directory of the database that Rungs runs itself (RUNGS_DATA; ./data).",
    "--database-url  A PostgreSQL 15 or newer to use instead (RUNGS_DATABASE_URL).",
    "--public-url    What people type, where a proxy is in front (RUNGS_PUBLIC_URL). With https:// cookies are secure.",
    "--smtp          The mail server, smtp://user:password@host:587 or smtps:// (RUNGS_SMTP_URL). Without one, messages wait",
    "                under Settings for the administrator to pass on.",
    "--mail-from     Who messages come from (RUNGS_MAIL_FROM; Rungs <rungs@ the host of the public address>).",
    "--backup-dir    Where the server puts a backup of everything once a day (RUNGS_BACKUP_DIR). A passphrase in the first line of",
    "                RUNGS_BACKUP_PASSPHRASE_FILE seals them.",
    "--backup-keep   How many of them are kept (RUNGS_BACKUP_KEEP; 14).",
    "--demo          An invented organisation in a temporary directory, gone when you stop.",
    "",
    "Also: RUNGS_PROXIES (how many proxies of yours are in front; 0), RUNGS_LOG (all, problems or none; problems),",
    "RUNGS_METRICS_TOKEN (whoever carries it may read /metrics), RUNGS_SECRET (signs cookies; else the database keeps one),",
    "RUNGS_POSTGRES_BIN (a folder with another PostgreSQL's programs), RUNGS_FILES (the directory of attached files; files in the",
    "data directory). SIGTERM lets requests under way finish and exits 0.",
  ].join("\n"),
  run: async (args, io) => {
    const wanted = settings(args, io.env);
    return wanted.demo ? demonstrate(wanted, "text", io) : serveData(wanted, io);
  },
};

const serveData = (wanted: Settings, io: Io) =>
  untilAsked((ending) => {
    const loadDemo = async (database: Database) => void (await makeDemo(database, { now: new Date() }));
    return serveUntilAsked({ ...wanted, loadDemo }, io, ending, async (database) => {
      const { firstRun } = await welcome(database.accounts);
      const token = firstRun ? await makeSetupLink(database.accounts, new Date()) : null;
      return (url) => {
        const address = wanted.publicUrl ?? url;
        io.out(`Rungs is at ${address}\n`);
        if (token !== null) io.out(`Nobody has an account yet. Make yours here, within a day: ${address}/setup?token=${token}\n`);
      };
    });
  });

export const demo: Command = {
  name: "demo",
  usage: "demo [--host 127.0.0.1] [--port 0] [--format text|json]",
  summary: "Serves an invented organisation, always the same, from a temporary directory.",
  help: "Prints once it is ready where it is and who can sign in: with --format json\non one line as { url, organisation, apiKey, users }. It then stays up until you stop it.",
  run: async (args, io) => {
    const flags = flagsOf(args, { host: { type: "string" }, port: { type: "string" }, format: { type: "string" } });
    const format = choiceOf("format", flags.format, ["text", "json"]);
    const listening = settings(["--demo", "--host", flags.host ?? "127.0.0.1", "--port", flags.port ?? "0"], io.env);
    return demonstrate(listening, format, io);
  },
};

async function demonstrate(wanted: Settings, format: "text" | "json", io: Io): Promise<number> {
  const { directory, remove } = await temporaryDirectory();
  // Nobody keeps it, so nobody need wait for the disk.
  const postgres = { fsync: "off", full_page_writes: "off", synchronous_commit: "off" };
  try {
    return await untilAsked((ending) =>
      serveUntilAsked({ ...wanted, where: { data: directory }, postgres }, io, ending, async (database) => {
        io.err("Making the demo organisation.\n");
        const made = await makeDemo(database, { now: new Date() });
        return (url) => io.out(format === "json" ? `${JSON.stringify({ url, ...made })}\n` : welcomeTo(url, made));
      }),
    );
  } finally {
    remove();
  }
}

const welcomeTo = (url: string, { users }: Demo): string =>
  [`The demo is at ${url}`, "Sign in as", ...users.map(({ email, password, role }) => `  ${email}  ${password}  (${role})`), ""].join("\n");

/** Being asked to end while it starts is no failure. */
async function untilAsked(work: (ending: Endings) => Promise<number>): Promise<number> {
  const ending = endings();
  try {
    return await work(ending);
  } catch (error) {
    if (ending.signal.aborted) return 0;
    throw error;
  } finally {
    ending.release();
  }
}

export const migrate: Command = {
  name: "migrate",
  usage: "migrate [--data ./data | --database-url postgres://…] [--format text|json]",
  summary: "Brings a database to this version, which serve also does as it starts.",
  run: async (args, io) => {
    const flags = flagsOf(args, { data: { type: "string" }, "database-url": { type: "string" }, format: { type: "string" } });
    const format = choiceOf("format", flags.format, ["text", "json"]);
    const where = whereOf(flags.data, flags["database-url"], io.env);
    const { address, stop } = await reach({ where, say: (text) => io.err(`${text}\n`) });
    try {
      const applied = await applyMigrations(address.owner);
      if (format === "json") io.out(`${JSON.stringify({ applied })}\n`);
      else io.out(applied.length === 0 ? "The database is up to date.\n" : applied.map((name) => `Applied ${name}.\n`).join(""));
      return 0;
    } catch (error) {
      throw asUsage(error, where);
    } finally {
      await stop();
    }
  },
};
