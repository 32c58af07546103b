import { check, type Checked } from "../check.ts";
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

/** Holds what was read against every rule, faults of the writing included, each with its line and column, from the top down. */
export function checkReading(reading: Reading, others?: Given): Omit<Checked, "problems"> & { problems: Located[] } {
  if (reading.value === undefined) return { framework: null, problems: inOrder(reading.problems) };
  const checked = check(reading.value, others);
  const problems = [...reading.problems, ...checked.problems.map((problem) => ({ ...problem, ...reading.locate(problem.path) }))];
  return { framework: problems.some((problem) => problem.severity === "error") ? null : checked.framework, problems: inOrder(problems) };
}

const inOrder = (problems: readonly Located[]): Located[] =>
  problems.toSorted((a, b) => a.line - b.line || a.column - b.column || compare(a.path, b.path) || compare(a.code, b.code));

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
