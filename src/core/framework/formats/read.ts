import { check, isError, lint, type Checked } from "../check.ts";
import type { Framework } from "../document.ts";
import type { Given } from "../names.ts";
import { Problem } from "../../problem.ts";
import { packageIn } from "./case-read.ts";
import { ctdlReading, isCtdl } from "./ctdl.ts";
import { readJson, writeJson } from "./json.ts";
import { isKsb, ksbReading } from "./ksb.ts";
import type { Located, Reading } from "./reading.ts";
import type { TableOptions } from "./table-options.ts";
import { readYaml } from "./yaml.ts";
import { writeYaml } from "./yaml-writer.ts";

/** What helps to read a file. Formats that say everything themselves need none of it. */
export type ReadOptions = {
  /** A table may not say what its framework is called. */
  fileName?: string;
  /** The framework that the file is to change: what the format cannot say is kept, and what has no id is found by its name. */
  base?: Framework;
  /** How a table is laid out, where that is not to be guessed. */
  table?: TableOptions;
};
export type WriteOptions = { layout?: TableOptions["layout"] };

/** One format. `read` is absent where it is only written. */
export type FormatCode = {
  read?: (source: Uint8Array, options: ReadOptions) => Reading | Promise<Reading>;
  write: (framework: Framework, options: WriteOptions) => string | Uint8Array | Promise<string | Uint8Array>;
  /** What the format cannot hold of this framework, a sentence each. Absent where it holds everything. */
  losses?: (framework: Framework, options: WriteOptions) => string[];
};

type FormatRules = {
  /** As people call it. */
  name: string;
  /** What file names end in, without the first dot; the first is the one that is written. */
  extensions: readonly string[];
  mediaType: string;
  /** What a format brings with it is loaded when it is first used. */
  load: () => Promise<FormatCode>;
};

/** What others write as JSON is told by what is in it: their files seldom say so in their names. */
async function readAnyJson(source: Uint8Array, { fileName = "" }: ReadOptions): Promise<Reading> {
  const reading = readJson(source);
  if (packageIn(reading.value) !== null) return (await import("./case.ts")).caseReading(reading);
  if (isCtdl(reading.value)) return ctdlReading(reading);
  return isKsb(reading.value) ? ksbReading(reading, fileName) : reading;
}

/** Every way a framework is read and written. */
export const formats = {
  yaml: {
    name: "YAML",
    extensions: ["yaml", "yml"],
    mediaType: "application/yaml",
    load: async () => ({ read: readYaml, write: writeYaml }),
  },
  json: { name: "JSON", extensions: ["json"], mediaType: "application/json", load: async () => ({ read: readAnyJson, write: writeJson }) },
  xlsx: {
    name: "Excel workbook",
    extensions: ["xlsx"],
    mediaType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    load: async () => (await import("./xlsx.ts")).xlsx,
  },
  case: {
    name: "CASE 1.1",
    extensions: ["case.json", "case"],
    mediaType: "application/json",
    load: async () => (await import("./case.ts")).caseFormat,
  },
  csv: { name: "CSV", extensions: ["csv", "tsv"], mediaType: "text/csv; charset=utf-8", load: async () => (await import("./csv.ts")).csv },
  markdown: {
    name: "Markdown",
    extensions: ["md", "markdown"],
    mediaType: "text/markdown; charset=utf-8",
    load: async () => (await import("./markdown.ts")).markdown,
  },
  html: {
    name: "HTML",
    extensions: ["html", "htm"],
    mediaType: "text/html; charset=utf-8",
    load: async () => (await import("./html.ts")).html,
  },
} as const satisfies Record<string, FormatRules>;

export type Format = keyof typeof formats;

export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name);

/** The format that a file's name tells of; of several that fit, the one that says more. Null where it tells of none. */
export function formatOf(fileName: string): Format | null {
  const name = fileName.toLowerCase();
  const fits = Object.entries(formats).flatMap(([format, { extensions }]) =>
    extensions.filter((extension) => name.endsWith(`.${extension}`)).map((extension) => ({ format, length: extension.length })),
  );
  const [best] = fits.toSorted((a, b) => b.length - a.length);
  return best !== undefined && isFormat(best.format) ? best.format : null;
}

/** The format that a file without a telling name seems to have. */
export function looksLike(bytes: Uint8Array): Format {
  const start = String.fromCharCode(...bytes.subarray(0, 100));
  return start.startsWith("PK") ? "xlsx" : /^\s*[{[]/.test(start) ? "json" : "yaml";
}

/** @throws Problem "invalid" where the format is one that is only written. */
export async function readAs(format: Format, source: Uint8Array, options: ReadOptions = {}): Promise<Reading> {
  const { read }: FormatCode = await formats[format].load();
  if (read === undefined) throw new Problem("invalid", `Rungs writes ${formats[format].name} but does not read it.`);
  return read(source, options);
}

/** @returns what is written, and a sentence for each thing of this framework that the format cannot hold. */
export async function writeAs(
  format: Format,
  framework: Framework,
  options: WriteOptions = {},
): Promise<{ content: string | Uint8Array; losses: string[] }> {
  const code: FormatCode = await formats[format].load();
  return { content: await code.write(framework, options), losses: code.losses?.(framework, options) ?? [] };
}

type CheckedReading = { framework: Framework | null; problems: Located[] };

/** Checks what was read: faults of the writing and of the content, each with its place, from the top down. */
export const checkReading = (reading: Reading, others?: Given): CheckedReading => located(reading, (value) => check(value, others));

/** As `checkReading`, and with the warnings about the wording of statements. */
export const lintReading = (reading: Reading, others?: Given): CheckedReading => located(reading, (value) => lint(value, others));

function located(reading: Reading, examine: (value: unknown) => Checked): CheckedReading {
  if (reading.value === undefined) return { framework: null, problems: inOrder(reading.problems) };
  const { framework, problems } = examine(reading.value);
  const all = [...reading.problems, ...problems.map((problem) => ({ ...problem, ...reading.locate(problem.path) }))];
  return { framework: all.some(isError) ? null : framework, problems: inOrder(all) };
}

const inOrder = (problems: readonly Located[]): Located[] =>
  problems.toSorted(
    (a, b) =>
      (a.sheet ?? 0) - (b.sheet ?? 0) || a.line - b.line || a.column - b.column || compare(a.path, b.path) || compare(a.code, b.code),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
