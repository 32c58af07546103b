import { readFile } from "node:fs/promises";
import { inSentences } from "../core/framework/check.ts";
import type { Framework } from "../core/framework/document.ts";
import { readJson } from "../core/framework/formats/json.ts";
import { checkReading, formatOf, formats } from "../core/framework/formats/read.ts";
import { decode, type Reading } from "../core/framework/formats/reading.ts";
import { given } from "../core/framework/names.ts";
import { UsageError } from "./command.ts";

/** Files that a command was given. What cannot be used is a `UsageError` that names the file and says why in words. */
export async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    const why = code === "ENOENT" ? "there is no such file" : code === "EISDIR" ? "it is a folder" : code === "EACCES" ? "it may not be read" : "it cannot be read";
    throw new UsageError(`${file}: ${why}.`, { cause: error });
  }
}

export async function textOf(file: string): Promise<string> {
  const text = decode(await bytesOf(file));
  if (typeof text === "string") return text;
  throw new UsageError(`${file}: ${text.problems.map(({ message, hint }) => `${message} ${hint}`).join(" ")}`);
}

export async function jsonOf(file: string): Promise<unknown> {
  const { value, problems } = readJson(await bytesOf(file));
  const [wrong] = problems;
  if (wrong) throw new UsageError(`${file}, line ${wrong.line}: ${wrong.message} ${wrong.hint}`);
  return value;
}

/** Framework documents that pass every check, references into one another included; in the order of the files. */
export async function frameworksOf(files: readonly string[]): Promise<Framework[]> {
  const readings: { file: string; reading: Reading }[] = [];
  for (const file of files) {
    const format = formatOf(file);
    if (format === null) throw new UsageError(`${file}: the name ends in none of ${Object.values(formats).flatMap(({ extensions }) => extensions).join(", ")}, so nobody knows how it is written.`);
    readings.push({ file, reading: formats[format].read(await bytesOf(file)) });
  }
  const others = given(readings.map(({ reading }) => reading.value));
  return readings.map(({ file, reading }) => {
    const { framework, problems } = checkReading(reading, others);
    if (framework) return framework;
    throw new UsageError(`${file} cannot be used as it is:\n${inSentences(problems)}`);
  });
}
