import { open } from "node:fs/promises";
import { basename } from "node:path";
import { inSentences } from "../core/framework/check.ts";
import type { Framework } from "../core/framework/document.ts";
import { readJson } from "../core/framework/formats/json.ts";
import {
  checkReading,
  formatOf,
  formats,
  isFormat,
  looksLike,
  readAs,
  type Format,
  type ReadOptions,
} from "../core/framework/formats/read.ts";
import { decode, largest, type Reading } from "../core/framework/formats/reading.ts";
import { given } from "../core/framework/names.ts";
import type { Position } from "../core/framework/problem.ts";
import { UsageError, type Io } from "./command.ts";

/**
 * The bytes of a file that a command was given, `-` for standard input where `io` has one.
 *
 * @returns at most one byte more than the largest document, so that what reads it sees that there was too much.
 * @throws UsageError that names the file and says why in words.
 */
export async function bytesOf(file: string, io?: Io): Promise<Uint8Array> {
  if (file === "-" && io?.input !== undefined) return gathered(io.input());
  try {
    const handle = await open(file);
    try {
      return await gathered(handle.createReadStream({ autoClose: false }));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}.`, { cause: error });
  }
}

async function gathered(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    length += chunk.length;
    if (length > largest) break;
  }
  return Buffer.concat(parts).subarray(0, largest + 1);
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  ENOTDIR: "there is no such file",
  EISDIR: "it is a folder",
  EACCES: "it may not be read or written",
  EPERM: "it may not be read or written",
  ENOSPC: "the disk is full",
  EROFS: "nothing can be written there",
};

/** Why the system refused a file, to be set after its name and a colon. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "";
  return reasons[code] ?? "it cannot be read or written";
}

/** A table saved as text, as spreadsheets save it. */
export async function csvOf(file: string): Promise<string> {
  const bytes = await bytesOf(file);
  const [first, second] = bytes;
  if (bytes.length > largest) throw new UsageError(`${file}: this is larger than 5 MB, more than Rungs reads at once.`);
  if (first === 0x50 && second === 0x4b) throw new UsageError(`${file}: this is a spreadsheet, not text. Save it as CSV in UTF-8.`);
  const text = decode(bytes);
  if (typeof text === "string") return text;
  throw new UsageError(`${file}: ${text.problems.map(({ message }) => message).join(" ")} Save it as CSV in UTF-8.`);
}

export async function jsonOf(file: string): Promise<unknown> {
  const { value, problems } = readJson(await bytesOf(file));
  const [wrong] = problems;
  if (wrong) throw new UsageError(`${file}, line ${wrong.line}: ${wrong.message} ${wrong.hint}`);
  return value;
}

export type Source = { file: string; format: Format; reading: Reading };

/** A framework document as it is written, right or wrong: in `as`, else as its name says, else as it looks. */
export async function sourceOf(file: string, io?: Io, as?: Format, options: ReadOptions = {}): Promise<Source> {
  const bytes = await bytesOf(file, io);
  const format = as ?? formatOf(file) ?? looksLike(bytes);
  const reading = await readAs(format, bytes, { fileName: file === "-" ? "Framework" : basename(file), ...options });
  for (const note of reading.notes ?? []) io?.err(`${file}:${placeIn(note)}: ${note.message}\n`);
  return { file, format, reading };
}

/** Where in a file: `41:9`, or `Levels!C4` in a spreadsheet. */
export const placeIn = ({ line, column, cell, sheet }: Position): string => (sheet === undefined ? `${line}:${column}` : (cell ?? ""));

/** Framework documents that pass every check, references into one another included; in the order of the files. */
export async function frameworksOf(files: readonly string[], io?: Io, as?: Format, options?: ReadOptions): Promise<Framework[]> {
  const sources: Source[] = [];
  for (const file of files) sources.push(await sourceOf(file, io, as, options));
  const others = given(sources.map(({ reading }) => reading.value));
  return sources.map(({ file, reading }) => {
    const { framework, problems } = checkReading(reading, others);
    if (framework) return framework;
    throw new UsageError(
      `${file} cannot be used as it is:\n${inSentences(problems.map((problem) => (problem.sheet === undefined ? problem : { ...problem, message: `${placeIn(problem)}: ${problem.message}` })))}`,
    );
  });
}

/** A format by its name; what is refused names those that exist. */
export function formatNamed(name: string): Format {
  if (isFormat(name)) return name;
  throw new UsageError(`Rungs cannot read or write “${name}”; it knows ${Object.keys(formats).join(" and ")}.`);
}
