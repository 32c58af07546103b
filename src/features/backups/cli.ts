import { UsageError, type Command, type Io } from "../../cli/command.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";

/** What a command was told; undefined where it was not. */
export type Told = {
  file: string;
  data: string | undefined;
  databaseUrl: string | undefined;
  files: string | undefined;
  passphraseFile: string | undefined;
};

/** What a backup is, or what was restored of it. */
export type Summary = {
  file: string;
  takenAt: string;
  /** The version of Rungs that took it. */
  rungs: string;
  /** The last migration it had. */
  schema: string;
  encrypted: boolean;
  bytes: number;
  organisations: number;
  tables: number;
  rows: number;
  /** `missing`: files that the database speaks of and that were not there to be taken. */
  files: { count: number; bytes: number; missing: number };
  /** One hash over the content of all tables: the same content has the same hash anywhere. */
  content: string;
  seconds: number;
};

export type Verified = Summary & {
  ok: boolean;
  /** Tables that came out other than they went in. */
  differences: string[];
  /** What the audit log's chain says, organisation by organisation. */
  audit: { organisation: string; whole: boolean; seals: number; entries: number }[];
};

export type Take = (told: Told & { overwrite: boolean }, io: Io) => Promise<Summary>;
export type Put = (told: Told, io: Io) => Promise<Summary>;
export type Try = (told: Told, io: Io) => Promise<Verified>;

const options = {
  data: { type: "string" },
  "database-url": { type: "string" },
  files: { type: "string" },
  "passphrase-file": { type: "string" },
  format: { type: "string" },
} as const;

const about = [
  "--data             the directory that Rungs runs its own PostgreSQL in (RUNGS_DATA; ./data).",
  "--database-url     a PostgreSQL of yours instead (RUNGS_DATABASE_URL).",
  "--files            the directory of attached files (RUNGS_FILES; files in the data directory, or in the current one).",
];

export const backup = (take: () => Promise<Take>): Command => ({
  name: "backup",
  usage: "backup FILE [--data ./data | --database-url postgres://…] [--passphrase-file F] [--overwrite] [--format text|json]",
  summary: "Writes everything into one file, while the server runs or not, and reads it again to be sure.",
  help: [
    ...about,
    "--passphrase-file  a file whose first line seals the backup (RUNGS_BACKUP_PASSPHRASE_FILE). Without it whoever has the",
    "                   backup has everything in it: keep the passphrase in another place than the backups.",
    "--overwrite        even if there is a file of that name.",
    "--format           text or json (text).",
    "",
    "What is in it: every organisation, accounts with their ways to sign in, keys, the audit log with its chain, attached files.",
    "What is not: where somebody is signed in, mailed links, background jobs.",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, { ...options, overwrite: { type: "boolean" } });
    const format = choiceOf("format", values.format, ["text", "json"]);
    const done = await (await take())({ ...told(values, positionals, "backup"), overwrite: values.overwrite === true }, io);
    io.out(format === "json" ? `${JSON.stringify(done)}\n` : `${done.file} holds ${inWords(done)}.\n`);
    if (!done.encrypted) io.err("It is not sealed: whoever reads it has everything. --passphrase-file seals it.\n");
    tellMissing(done, io);
    return 0;
  },
});

export const restore = (put: () => Promise<Put>, attempt: () => Promise<Try>): Command => ({
  name: "restore",
  usage:
    "restore FILE [--data ./data | --database-url postgres://…] [--passphrase-file F] [--format text|json] | restore FILE --verify [--passphrase-file F]",
  summary: "Puts a backup into a new data directory or an empty PostgreSQL, or tries whether that would go well.",
  help: [
    ...about,
    "--passphrase-file  a file whose first line the backup was sealed with (RUNGS_BACKUP_PASSPHRASE_FILE).",
    "--verify           restores into a database of its own that is thrown away, compares every table with what was backed up,",
    "                   brings it up to this version and reads the audit log. Exit code 1 where anything is not as it was.",
    "--format           text or json (text).",
    "",
    "The whole file is read and checked before anything is changed. The database must be empty: move ./data away, or name",
    "another directory. Everybody signs in again afterwards.",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, { ...options, verify: { type: "boolean" } });
    const format = choiceOf("format", values.format, ["text", "json"]);
    const asked = told(values, positionals, "restore");
    if (values.verify !== true) {
      const done = await (await put())(asked, io);
      io.out(format === "json" ? `${JSON.stringify(done)}\n` : `Restored ${inWords(done)}, as of ${done.takenAt}.\n`);
      tellMissing(done, io);
      return 0;
    }
    if (values.data !== undefined || values["database-url"] !== undefined || values.files !== undefined)
      throw new UsageError("--verify makes a database of its own: leave --data, --database-url and --files out.");
    const found = await (await attempt())(asked, io);
    if (format === "json") io.out(`${JSON.stringify(found)}\n`);
    else io.out(verdict(found));
    return found.ok ? 0 : 1;
  },
});

type Values = { [K in keyof typeof options]?: string | undefined };

function told(values: Values, positionals: readonly string[], command: string): Told {
  const [file, more] = positionals;
  if (file === undefined || file === "" || more !== undefined) throw new UsageError(`Name one file: rungs ${command} FILE.`);
  return {
    file,
    data: values.data,
    databaseUrl: values["database-url"],
    files: values.files,
    passphraseFile: values["passphrase-file"],
  };
}

const megabytes = (bytes: number) => (bytes < 100_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`);
const counted = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

const inWords = ({ organisations, rows, tables, files, bytes, seconds }: Summary): string =>
  `${counted(organisations, "organisation")}: ${counted(rows, "row")} of ${counted(tables, "table")} and ${counted(files.count, "file")} (${megabytes(bytes)}, ${seconds.toFixed(1)} s)`;

function tellMissing({ files: { missing } }: Summary, io: Io): void {
  if (missing > 0)
    io.err(
      `${counted(missing, "attached file")} could not be found where files are kept, and ${missing === 1 ? "is" : "are"} not in it.\n`,
    );
}

const verdict = (found: Verified): string =>
  [
    ...found.differences.map((table) => `${table} did not come out as it went in.`),
    ...found.audit.filter(({ whole }) => !whole).map(({ organisation }) => `The audit log of ${organisation} is not as it was written.`),
    found.ok
      ? `This backup is good: ${inWords(found)}, as of ${found.takenAt}, came back the same.`
      : "This backup does not come back as it was taken.",
  ]
    .map((line) => `${line}\n`)
    .join("");
