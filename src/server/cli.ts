import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Command, Io } from "../cli/command.ts";
import { flagsOf, settings, whereOf, type Settings } from "../config.ts";
import { migrate as applyMigrations } from "../db/migrate.ts";
import { makeSetupLink, welcome } from "../features/accounts/store.ts";
import { asUsage, reach } from "./database.ts";
import { serve as serveUntilAsked } from "./serve.ts";
import { endings, type Endings } from "./signals.ts";

export const serve: Command = {
  name: "serve",
  usage: "serve [--host 127.0.0.1] [--port 4200] [--data ./data | --database-url postgres://…] [--demo]",
  summary: "Serves Rungs, with a database of its own or on your PostgreSQL.",
  help: [
    "--host          The address to listen on (RUNGS_HOST; 127.0.0.1, this machine only).",
    "--port          The port, 0 for any that is free (RUNGS_PORT; 4200).",
    "--data          The directory of the database that Rungs runs itself (RUNGS_DATA; ./data).",
    "--database-url  A PostgreSQL 15 or newer to use instead (RUNGS_DATABASE_URL).",
    "--public-url    What people type, where a proxy is in front (RUNGS_PUBLIC_URL). With https:// cookies are secure.",
    "--demo          An invented organisation in a temporary directory, gone when you stop.",
    "",
    "Also: RUNGS_PROXIES (how many proxies of yours are in front; 0), RUNGS_LOG (all, problems or none; problems),",
    "RUNGS_SECRET (signs cookies; else the database keeps one), RUNGS_POSTGRES_BIN (a folder with another PostgreSQL's",
    "programs). SIGTERM lets requests under way finish and exits 0.",
  ].join("\n"),
  run: async (args, io) => {
    const wanted = settings(args, io.env);
    return serveData(wanted, io);
  },
};

const serveData = (wanted: Settings, io: Io) =>
  untilAsked((ending) =>
    serveUntilAsked(wanted, io, ending, async ({ url, database }) => {
      const { firstRun } = await welcome(database.accounts);
      io.out(`Rungs is at ${wanted.publicUrl ?? url}\n`);
      if (!firstRun) return;
      const token = await makeSetupLink(database.accounts, new Date());
      io.out(`Nobody has an account yet. Make yours here, within a day: ${wanted.publicUrl ?? url}/setup?token=${token}\n`);
    }),
  );

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
    const where = whereOf(flags.data, flags["database-url"], io.env);
    const { address, stop } = await reach({ where, say: (text) => io.err(`${text}\n`) });
    try {
      const applied = await applyMigrations(address.owner);
      if (flags.format === "json") io.out(`${JSON.stringify({ applied })}\n`);
      else io.out(applied.length === 0 ? "The database is up to date.\n" : applied.map((name) => `Applied ${name}.\n`).join(""));
      return 0;
    } catch (error) {
      throw asUsage(error, where);
    } finally {
      await stop();
    }
  },
};
