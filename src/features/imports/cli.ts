import { basename } from "node:path";
import type { Command, Io } from "../../cli/command.ts";
import { UsageError } from "../../cli/command.ts";
import { bytesOf } from "../../cli/files.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";
import { dateOrders } from "../../core/people/dates.ts";
import { ApiError, client } from "../../http/client.ts";
import type { importRoutes } from "./routes.ts";

type Api = (typeof importRoutes)[number];
type Reply = Awaited<ReturnType<typeof send>>;

/** What asks an application: over the wire, or within this command. */
type Way = { send: (path: string, init: RequestInit) => Promise<Response>; stop: () => Promise<void> };
type Directly = (
  flags: { data: string | undefined; databaseUrl: string | undefined; organisation: string | undefined },
  io: Io,
) => Promise<Way>;

const usage =
  "import people FILE [--url URL | --data ./data | --database-url postgres://…] [--dry-run] [--whole] [--dates day-first|month-first] [--sheet NAME] [--format text|json]";

/** @param directly opens a database, for whoever names no address. */
export const importInto = (directly: Directly): Command => ({
  name: "import",
  usage,
  summary: "Brings people in from a workbook or a CSV file.",
  help: [
    "FILE       XLSX or CSV, - for standard input. Columns are told by their headings.",
    "--url      where Rungs runs, such as http://127.0.0.1:4200; RUNGS_API_KEY holds a key that may write. Without it the",
    "           database is opened: --data, or --database-url (RUNGS_DATA, RUNGS_DATABASE_URL), and --organisation where",
    "           there are several. It is on record as done by an owner. A Rungs that has --data open is asked with --url.",
    "--dry-run  says what would be done and changes nothing.",
    "--whole    the file says who all there are: whoever is not in it leaves today.",
    "--dates    which number of 03/04/2026 is the day; told by the other dates of the file where absent.",
    "--sheet    the sheet of a workbook (the first that holds something).",
    "--format   text, one line for each change, or json (text).",
    "",
    "Exit code 1 where something in the file is wrong: then nothing is imported.",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, {
      url: { type: "string" },
      data: { type: "string" },
      "database-url": { type: "string" },
      organisation: { type: "string" },
      "dry-run": { type: "boolean" },
      whole: { type: "boolean" },
      dates: { type: "string" },
      sheet: { type: "string" },
      format: { type: "string" },
    });
    const [what, file, more] = positionals;
    if (what !== "people" || file === undefined || more !== undefined)
      throw new UsageError(`Say what to import and from where: rungs ${usage}`);
    const format = choiceOf("format", values.format, ["text", "json"]);
    const dates = values.dates === undefined ? undefined : choiceOf("dates", values.dates, dateOrders);
    const bytes = await bytesOf(file, io);
    const way =
      values.url === undefined
        ? await directly({ data: values.data, databaseUrl: values["database-url"], organisation: values.organisation }, io)
        : overTheWire(values.url, io);
    const api = client<Api>(way.send);
    const brought = {
      file: Buffer.from(bytes).toString("base64"),
      fileName: file === "-" ? "standard input" : basename(file).slice(0, 200),
      whole: values.whole === true,
      ...(dates === undefined ? {} : { dates }),
      ...(values.sheet === undefined ? {} : { sheet: values.sheet }),
    };
    try {
      io.err(`Reading ${brought.fileName}…\n`);
      const shown = await asked(send(api, { ...brought, dryRun: "true" }));
      const isDry = values["dry-run"] === true || shown.problems.length > 0;
      if (!isDry) io.err(`Importing ${shown.counts.added + shown.counts.changed} people…\n`);
      const reply = isDry ? shown : await asked(send(api, { ...brought, dryRun: "false", expect: shown.fingerprint }));
      io.out(format === "json" ? `${JSON.stringify(reply, null, 2)}\n` : inLines(reply));
      io.err(summed(reply, isDry));
      return reply.problems.length > 0 ? 1 : 0;
    } finally {
      await way.stop();
    }
  },
});

const send = (api: ReturnType<typeof client<Api>>, input: Parameters<typeof api<"POST", "/people/import">>[2]) =>
  api("POST", "/people/import", input);

/** @throws UsageError where that is no address, or without a key */
function overTheWire(url: string, io: Io): Way {
  const base = URL.canParse(url) ? new URL(url) : null;
  if (base === null || !/^https?:$/.test(base.protocol)) throw new UsageError(`“${url}” is no address such as http://127.0.0.1:4200.`);
  const key = io.env["RUNGS_API_KEY"];
  if (key === undefined || key === "") throw new UsageError("Set RUNGS_API_KEY to a key that may write.");
  return {
    send: (path, init) =>
      fetch(new URL(path, base), {
        ...init,
        headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${key}` },
      }),
    stop: async () => {},
  };
}

async function asked<T>(reply: Promise<T>): Promise<T> {
  try {
    return await reply;
  } catch (error) {
    if (error instanceof ApiError)
      throw new UsageError(
        [error.message, ...error.problems.map(({ message }) => message).filter((message) => message !== error.message)].join(" "),
        { cause: error },
      );
    if (error instanceof TypeError) throw new UsageError("Rungs cannot be reached at this address.", { cause: error });
    throw error;
  }
}

const valueOf = (value: string | null) => value ?? "nothing";

function inLines({ added, changed, left, problems }: Reply): string {
  return [
    ...problems.map(
      ({ row, column, cell, message }) =>
        `problem  ${row === null ? "" : `row ${row}${column === null ? "" : `, ${column}`}${cell === null ? "" : ` (${cell})`}: `}${message}`,
    ),
    ...added.map(({ row, employeeNumber, name }) => `add      row ${row}: ${employeeNumber} ${name}`),
    ...changed.map(
      ({ row, employeeNumber, name, changes }) =>
        `change   row ${row}: ${employeeNumber} ${name}: ${changes.map(({ field, before, after }) => `${field} ${valueOf(before)} → ${valueOf(after)}`).join("; ")}`,
    ),
    ...left.map(({ employeeNumber, name }) => `leave    ${employeeNumber} ${name}`),
  ]
    .map((line) => `${line}\n`)
    .join("");
}

function summed({ counts, notes, file }: Reply, isDry: boolean): string {
  const { example, open } = file.dates;
  return [
    ...notes,
    ...(example === null
      ? []
      : [`Dates: ${example.written} is read as ${example.read}.${open === null ? "" : " Nothing in the file decides it; --dates does."}`]),
    `${counts.added} added, ${counts.changed} changed, ${counts.left} left, ${counts.unchanged} unchanged, ${counts.problems} problems.${isDry ? " Nothing was written." : ""}`,
  ]
    .map((line) => `${line}\n`)
    .join("");
}
