import { resolve } from "node:path";
import { UsageError } from "./cli/command.ts";
import { flagsOf } from "./cli/options.ts";

/** Where the data is: a directory in which Rungs runs its own PostgreSQL, or somebody's PostgreSQL. */
export type Where = { data: string } | { databaseUrl: string };

export type Settings = {
  host: string;
  /** 0 for any that is free. */
  port: number;
  where: Where;
  /** The directory of attached files; null for the one beside the data. */
  files: string | null;
  /** Daily backups by the server itself; null for none. */
  backups: { directory: string; keep: number } | null;
  demo: boolean;
  /** As people type it, without a slash at the end; null where that is the address we listen on. */
  publicUrl: string | null;
  /** How many proxies of ours stand in front, each adding to X-Forwarded-For. */
  proxies: number;
  /** What cookies are signed with, where the operator says so; null for the one the database keeps. */
  secret: string | null;
  /** The mail server and who messages come from; null: they wait in the outbox for a person to pass them on. */
  mail: { smtp: string; from: string } | null;
  /** What whoever reads /metrics must carry; null: there is no such page. */
  metricsToken: string | null;
  /** Which requests are logged, one JSON line each. */
  log: "all" | "problems" | "none";
};

type Env = Readonly<Record<string, string | undefined>>;

const options = {
  host: { type: "string" },
  port: { type: "string" },
  data: { type: "string" },
  "database-url": { type: "string" },
  "public-url": { type: "string" },
  smtp: { type: "string" },
  "mail-from": { type: "string" },
  "backup-dir": { type: "string" },
  "backup-keep": { type: "string" },
  demo: { type: "boolean" },
} as const;

/** What the flags and the environment ask for. A flag goes before a variable, and a variable before the default. */
export function settings(args: readonly string[], env: Env): Settings {
  const flags = flagsOf(args, options);
  const demo = flags.demo === true;
  if (demo && (flags.data !== undefined || flags["database-url"] !== undefined)) {
    throw new UsageError("--demo keeps its data in a temporary directory: leave --data and --database-url out.");
  }
  const publicUrl = publicUrlOf(pick(flags["public-url"], env["RUNGS_PUBLIC_URL"]));
  return {
    host: pick(flags.host, env["RUNGS_HOST"]) ?? "127.0.0.1",
    port: portOf(pick(flags.port, env["RUNGS_PORT"]) ?? "4200"),
    where: whereOf(flags.data, flags["database-url"], env),
    files: demo ? null : filesOf(pick(env["RUNGS_FILES"])),
    backups: demo
      ? null
      : backupsOf(pick(flags["backup-dir"], env["RUNGS_BACKUP_DIR"]), pick(flags["backup-keep"], env["RUNGS_BACKUP_KEEP"])),
    demo,
    publicUrl,
    // A demo invents its people: nothing of it may reach anybody.
    mail: demo ? null : mailOf(pick(flags.smtp, env["RUNGS_SMTP_URL"]), pick(flags["mail-from"], env["RUNGS_MAIL_FROM"]), publicUrl),
    proxies: proxiesOf(pick(env["RUNGS_PROXIES"]) ?? "0"),
    secret: secretOf(pick(env["RUNGS_SECRET"])),
    metricsToken: tokenOf(pick(env["RUNGS_METRICS_TOKEN"])),
    log: logOf(pick(env["RUNGS_LOG"]) ?? "problems"),
  };
}

/** @throws UsageError where both a directory and a PostgreSQL are named in the same way. */
export function whereOf(data: string | undefined, url: string | undefined, env: Env): Where {
  if (data !== undefined && url !== undefined) throw new UsageError("Name either --data or --database-url: the data is in one place.");
  if (data !== undefined) return { data: directoryOf(data) };
  const address = pick(url, env["RUNGS_DATABASE_URL"]);
  return address === undefined ? { data: directoryOf(pick(env["RUNGS_DATA"]) ?? "./data") } : { databaseUrl: databaseUrlOf(address) };
}

// An empty variable is one that somebody cleared.
const pick = (...values: (string | undefined)[]) => values.find((value) => value !== undefined && value !== "");

function directoryOf(text: string): string {
  if (text === "") throw new UsageError("--data needs the name of a directory.");
  return resolve(text);
}

const filesOf = (text: string | undefined): string | null => (text === undefined ? null : resolve(text));

function backupsOf(directory: string | undefined, keep: string | undefined): Settings["backups"] {
  const count = Number(keep ?? "14");
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw new UsageError(`The number of backups that are kept is one from 1 to 1000, not "${keep}".`);
  if (directory !== undefined) return { directory: resolve(directory), keep: count };
  if (keep !== undefined) throw new UsageError("Say where backups are to lie with --backup-dir.");
  return null;
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new UsageError(`A port is a number from 0 to 65535, not "${text}".`);
  return port;
}

function proxiesOf(text: string): number {
  if (!/^\d$/.test(text)) throw new UsageError(`RUNGS_PROXIES is the number of proxies in front, 0 to 9, not "${text}".`);
  return Number(text);
}

function secretOf(text: string | undefined): string | null {
  if (text !== undefined && text.length < 32) throw new UsageError("RUNGS_SECRET needs at least 32 characters.");
  return text ?? null;
}

function tokenOf(text: string | undefined): string | null {
  if (text !== undefined && text.length < 16) throw new UsageError("RUNGS_METRICS_TOKEN needs at least 16 characters.");
  return text ?? null;
}

function logOf(text: string): Settings["log"] {
  if (text === "all" || text === "problems" || text === "none") return text;
  throw new UsageError(`RUNGS_LOG is all, problems or none, not "${text}".`);
}

function databaseUrlOf(text: string): string {
  // No host is fine where a socket is named; the rest must read as a URL does.
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(text.replace("@/", "@localhost/"))) {
    // Not repeated in the message: it may hold a password.
    throw new UsageError("The database's address does not look like postgres://user:password@host:5432/database.");
  }
  return text;
}

function publicUrlOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`The public address is one such as https://ladders.example.org, not "${text}".`);
  return text.replace(/\/+$/, "");
}

function mailOf(smtp: string | undefined, from: string | undefined, publicUrl: string | null): Settings["mail"] {
  if (smtp === undefined) return null;
  // Not repeated in the message: it may hold a password.
  if (!/^smtps?:\/\//.test(smtp) || !URL.canParse(smtp) || new URL(smtp).hostname === "")
    throw new UsageError("The mail server's address does not look like smtp://user:password@mail.example.org:587.");
  if (from !== undefined) {
    if (!/^[^<>@\s]+@[^<>@\s]+$|^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$/.test(from))
      throw new UsageError(`Messages come from an address such as “Rungs <rungs@example.org>”, not “${from}”.`);
    return { smtp, from };
  }
  if (publicUrl === null)
    throw new UsageError("Say who messages come from with --mail-from, such as --mail-from 'Rungs <rungs@example.org>'.");
  return { smtp, from: `Rungs <rungs@${new URL(publicUrl).hostname}>` };
}
