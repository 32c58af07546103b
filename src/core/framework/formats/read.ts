import { check, isError, lint, type Checked } from "../check.ts";
import type { Framework } from "../document.ts";
import type { Given } from "../names.ts";
import { readJson, writeJson } from "./json.ts";
import type { Located, Reading } from "./reading.ts";
import { readYaml, writeYaml } from "./yaml.ts";

type FormatRules = {
  /** Without the dot; the first is the one that is written. */
  extensions: readonly string[];
  read: (source: Uint8Array | string) => Reading;
  write: (framework: Framework) => string;
};

/** Every way a framework is read and written. */
export const formats = {
  yaml: { extensions: ["yaml", "yml"], read: readYaml, write: writeYaml },
  json: { extensions: ["json"], read: readJson, write: writeJson },
} as const satisfies Record<string, FormatRules>;

export type Format = keyof typeof formats;

export const isFormat = (name: string): name is Format => Object.hasOwn(formats, name);

/** The format that a file's name tells of; null where it tells of none. */
export function formatOf(fileName: string): Format | null {
  const extension = /\.([a-z0-9]+)$/i.exec(fileName)?.[1]?.toLowerCase();
  for (const [name, { extensions }] of Object.entries(formats)) {
    if (extension !== undefined && (extensions as readonly string[]).includes(extension) && isFormat(name)) return name;
  }
  return null;
}

type CheckedReading = { framework: Framework | null; problems: Located[] };

/** Checks what was read: faults of the writing and of the content, each with its line and column, from the top down. */
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
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column || compare(a.path, b.path) || compare(a.code, b.code));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
