import { CsvError, parse } from "csv-parse/sync";
import { type Command, type Io, UsageError } from "../../cli/command.ts";
import { csvOf, frameworksOf, jsonOf } from "../../cli/files.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";
import type { Framework, ScalePoint } from "../../core/framework/document.ts";
import { shorten } from "../../core/framework/place.ts";
import { isDate } from "../../core/gap/dates.ts";
import { ratingsOf } from "../../core/gap/ratings.ts";
import { recordsOf } from "../../core/gap/records.ts";
import { gapReport, type GapReport, type Rating, type Records } from "../../core/gap/report.ts";
import { terminalPage } from "../../core/gap/terminal.ts";

const usage = "gap FRAMEWORK --level ID --ratings FILE.csv [--records FILE.json] [--on YYYY-MM-DD] [--format text|json]";

type Options = { file: string; level: string; ratings: string; records: string | null; on: string; format: "text" | "json" };

function readOptions(args: readonly string[], io: Io): Options {
  const text = { type: "string" } as const;
  const { values, positionals } = optionsOf(args, { level: text, ratings: text, records: text, on: text, format: text });
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new UsageError(`Name one framework file: rungs ${usage}`);
  const { level, ratings, records = null, on = io.today() } = values;
  if (level === undefined) throw new UsageError(`Say against which level: --level ID. Usage: rungs ${usage}`);
  if (ratings === undefined) throw new UsageError(`Say where the ratings are: --ratings FILE.csv. Usage: rungs ${usage}`);
  if (!isDate(on)) throw new UsageError(`--on “${shorten(on)}” is not a date; write it as 2026-03-09.`);
  return { file, level, ratings, records, on, format: choiceOf("format", values.format, ["text", "json"]) };
}

/** Semicolons where the first line has more of them: that is how spreadsheets of half the world write their commas. */
function delimiterOf(text: string): "," | ";" {
  const head = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replaceAll(/"[^"]*"/g, "");
  return head.split(";").length > head.split(",").length ? ";" : ",";
}

function rowsOf(file: string, text: string): string[][] {
  try {
    return parse(text, { delimiter: delimiterOf(text), relax_column_count: true, record_delimiter: ["\r\n", "\n", "\r"] });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const why =
      error.code === "CSV_QUOTE_NOT_CLOSED"
        ? "a quotation mark is opened and never closed"
        : "a quotation mark stands where none belongs; write it twice inside quotes";
    throw new UsageError(`${file}, row ${Number(error.records) + 1}: ${why}.`, { cause: error });
  }
}

async function ratingsFrom(file: string, scale: readonly ScalePoint[]): Promise<Rating[]> {
  const { ratings, faults } = ratingsOf(rowsOf(file, await csvOf(file)), scale);
  if (faults.length === 0) return ratings;
  const more = faults.length > 10 ? [`… and ${faults.length - 10} more.`] : [];
  throw new UsageError([...faults.slice(0, 10).map(({ row, message }) => `${file}, row ${row}: ${message}`), ...more].join("\n"));
}

async function recordsFrom(file: string, io: Io): Promise<Records> {
  const { records, faults, warnings } = recordsOf(await jsonOf(file));
  if (faults.length > 0)
    throw new UsageError(
      faults
        .slice(0, 10)
        .map((fault) => `${file}, ${fault}`)
        .join("\n"),
    );
  for (const warning of warnings) io.err(`${file}: ${warning}\n`);
  return records;
}

/** A level of this framework by its id, with or without the framework's own before it. */
function levelIn(framework: Framework, asked: string): string {
  const id = asked.startsWith(`${framework.id}/`) ? asked.slice(framework.id.length + 1) : asked;
  if (framework.levels.some((level) => level.id === id)) return id;
  const levels = framework.levels.map((level) => level.id);
  const there = levels.length === 0 ? "it has none" : `it has ${levels.join(", ")}`;
  throw new UsageError(`There is no level “${shorten(asked)}” in ${framework.title}: ${there}.`);
}

/** The report as scripts rely on it: these keys, in this order. */
function document({ framework, version, level, on, readiness, ready, clauses, expectations, requirements, movesMost }: GapReport) {
  return {
    framework,
    version,
    level,
    on,
    readiness,
    ready,
    clauses: clauses.map(({ clause, status }) => ({ clause, status })),
    expectations: expectations.map(({ id, competency, required, attained, status, attainment, weight, critical, gain }) => ({
      id,
      competency,
      required,
      attained,
      status,
      attainment,
      weight,
      critical,
      gain,
    })),
    requirements: requirements.map(({ id, kind, status, expiresOn }) => ({
      id,
      kind,
      status,
      ...(expiresOn === undefined ? {} : { expiresOn }),
    })),
    movesMost,
  };
}

export const gap: Command = {
  name: "gap",
  usage,
  summary: "Where somebody stands against a level, from files alone",
  help: [
    "  --level ID            the level to measure against",
    "  --ratings FILE.csv    columns expectation, value and rated_on; a value of the scale, not-observed or no-opportunity",
    "  --records FILE.json   qualifications, placements, training, checks and demonstrated; a list left out is not known",
    "  --on YYYY-MM-DD       the day that it is about (default: today)",
    "  --format text|json    a page to read, or the report as data (default: text)",
    "",
    "A report that says “not ready” is an answer like any other: the command ends with 0.",
  ].join("\n"),
  run: async (args, io) => {
    const options = readOptions(args, io);
    const [framework] = await frameworksOf([options.file], io);
    if (!framework) throw new UsageError(`Name one framework file: rungs ${usage}`);
    const level = levelIn(framework, options.level);
    const ratings = await ratingsFrom(options.ratings, framework.scale);
    const records = options.records === null ? {} : await recordsFrom(options.records, io);
    const report = gapReport({ framework, version: null, level, ratings, records, on: options.on });
    for (const warning of report.warnings) io.err(`${warning}\n`);
    io.out(options.format === "json" ? `${JSON.stringify(document(report), null, 2)}\n` : terminalPage(report, framework));
    return 0;
  },
};
