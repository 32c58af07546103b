import { mkdir, stat, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { UsageError, type Command, type Io } from "../../cli/command.ts";
import { formatNamed, frameworksOf, placeIn, reasonOf, sourceOf, type Source } from "../../cli/files.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";
import { sarif } from "../../cli/sarif.ts";
import { versionOfRungs } from "../../cli/version.ts";
import { blank } from "../../core/framework/begin.ts";
import { isError } from "../../core/framework/check.ts";
import type { Framework } from "../../core/framework/document.ts";
import { diff as differences } from "../../core/framework/diff.ts";
import { formatOf, formats, lintReading, writeAs } from "../../core/framework/formats/read.ts";
import type { Located } from "../../core/framework/formats/reading.ts";
import { siteOf } from "../../core/framework/formats/site.ts";
import { tableLayouts } from "../../core/framework/formats/table-options.ts";
import { given } from "../../core/framework/names.ts";
import { slug } from "../../core/framework/slug.ts";
import { asMarkdown, asText } from "../../core/framework/tell.ts";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

type Linted = { file: string; problems: readonly Located[] };

export const lint: Command = {
  name: "lint",
  usage: "lint FILE… [--format text|json|sarif]",
  summary: "Checks framework documents against every rule, and the wording of their statements.",
  help: [
    "FILE      YAML, JSON, XLSX or CSV, - for standard input. References between the files given are checked, others left alone.",
    "--format  text (one problem after the other), json, or sarif for code hosts (text).",
    "",
    "Exit code 1 if there are errors; warnings about wording do not count.",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, { format: { type: "string" } });
    const format = choiceOf("format", values.format, ["text", "json", "sarif"]);
    if (positionals.length === 0) throw new UsageError(`Name at least one file: rungs ${lint.usage}`);
    const { sources, unreadable } = await sourcesOf(positionals, io);
    const others = given(sources.map(({ reading }) => reading.value));
    const linted = sources.map(({ file, reading }) => ({ file, problems: lintReading(reading, others).problems }));
    if (linted.length > 0) io.out(rendered[format](linted));
    for (const sentence of unreadable) io.err(`rungs lint: ${sentence}\n`);
    const errors = linted.flatMap(({ problems }) => problems).filter(isError).length;
    if (format === "text" && linted.length > 0)
      io.err(
        `${plural(linted.length, "file")}, ${plural(errors, "error")}, ${plural(linted.flatMap(({ problems }) => problems).length - errors, "warning")}.\n`,
      );
    return unreadable.length > 0 ? 2 : errors > 0 ? 1 : 0;
  },
};

/** All that can be read, and a sentence for each that cannot: one missing file keeps nobody from hearing about the others. */
async function sourcesOf(files: readonly string[], io: Io): Promise<{ sources: Source[]; unreadable: string[] }> {
  const sources: Source[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    try {
      sources.push(await sourceOf(file, io));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      unreadable.push(error.message);
    }
  }
  return { sources, unreadable };
}

const rendered: Readonly<Record<"text" | "json" | "sarif", (linted: readonly Linted[]) => string>> = {
  text: (linted) =>
    linted
      .map(({ file, problems }) =>
        problems.length === 0 ? `${file}: no problems\n` : problems.map((problem) => line(file, problem)).join(""),
      )
      .join(""),
  json: (linted) =>
    json({
      files: linted.map(({ file, problems }) => ({
        file,
        ok: !problems.some(isError),
        problems: problems.map(({ code, severity, path, line, column, cell, sheet, message, hint }) => ({
          code,
          severity,
          path,
          // A sheet has rows and columns, but no lines.
          ...(sheet === undefined ? { line, column } : {}),
          ...(cell === undefined ? {} : { cell }),
          message,
          hint,
        })),
      })),
    }),
  sarif: (linted) => json(sarif(linted, versionOfRungs())),
};

const line = (file: string, problem: Located): string =>
  `${file}:${placeIn(problem)}: ${problem.severity}: ${problem.message} [${problem.code}]\n    ${problem.hint}\n`;

export const diff: Command = {
  name: "diff",
  usage: "diff A B [--format text|json|markdown] [--exit-code]",
  summary: "What changed between two framework documents, by the ids of their parts.",
  help: [
    "A, B         YAML, JSON, XLSX or CSV, - for standard input. Both must be free of errors.",
    "--format     text (words as [-removed-] and {+added+}), json (every change, enough to apply), or markdown (text).",
    "--exit-code  End with 1 if there are differences.",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, { format: { type: "string" }, "exit-code": { type: "boolean" } });
    const format = choiceOf("format", values.format, ["text", "json", "markdown"]);
    const [a, b, ...more] = positionals;
    if (a === undefined || b === undefined || more.length > 0) throw new UsageError(`Name two files: rungs ${diff.usage}`);
    // Each by itself: two versions of one framework do not refer to each other.
    const [before] = await frameworksOf([a], io);
    const [after] = await frameworksOf([b], io);
    if (before === undefined || after === undefined) throw new UsageError(`Name two files: rungs ${diff.usage}`);
    const changes = differences(before, after);
    if (format === "json") io.out(json({ changes }));
    else if (format === "markdown") io.out(asMarkdown(before, after, changes));
    else if (changes.length > 0) io.out(asText(before, after, changes));
    else io.err("No differences.\n");
    return values["exit-code"] === true && changes.length > 0 ? 1 : 0;
  },
};

export const convert: Command = {
  name: "convert",
  usage: "convert IN|--blank OUT [--from F] [--to F] [--layout L]",
  summary: "Writes a framework document in another format, with every default written out.",
  help: [
    "IN, OUT   Files, - for standard input and output. OUT is replaced if it is there. A folder as OUT (its name ends in /,",
    "          or it is there) gets index.html, a page to publish anywhere, and the framework as YAML, JSON and CASE beside it.",
    "--blank   Instead of IN: an empty ladder to fill in, such as a workbook.",
    `--from    The format of IN, else told by its name: ${Object.keys(formats).join(", ")}.`,
    "--to      The format of OUT, else told by its name.",
    `--layout  Of a table, the one written or else the one read: ${tableLayouts.join(", ")}.`,
    `          A table is written ${tableLayouts[0]} and read as it looks unless told.`,
    "",
    "What the format cannot hold of this framework is said on standard error.",
  ].join("\n"),
  run: async (args, io) => {
    const { values, positionals } = optionsOf(args, {
      from: { type: "string" },
      to: { type: "string" },
      layout: { type: "string" },
      blank: { type: "boolean" },
    });
    const [from, to, ...more]: (string | null | undefined)[] = values.blank === true ? [null, ...positionals] : positionals;
    if (from === undefined || typeof to !== "string" || more.length > 0)
      throw new UsageError(`Name what to read and what to write: rungs ${convert.usage}`);
    const isSite = await isFolder(to);
    if (isSite && values.to !== undefined)
      throw new UsageError(`${to} is a folder, which gets a page and the files beside it; --to is for a single file.`);
    const wanted = isSite ? "html" : values.to === undefined ? formatOf(to) : formatNamed(values.to);
    if (wanted === null)
      throw new UsageError(`The name “${to}” tells of no format that Rungs writes; add --to ${Object.keys(formats).join(" or --to ")}.`);
    const layout = values.layout === undefined ? {} : { layout: choiceOf("layout", values.layout, tableLayouts) };
    const [framework] =
      from === null
        ? [blankNamed(to)]
        : await frameworksOf([from], io, values.from === undefined ? undefined : formatNamed(values.from), {
            table: wanted === "csv" ? {} : layout,
          });
    if (framework === undefined) throw new UsageError(`Name what to read and what to write: rungs ${convert.usage}`);
    if (isSite) {
      await made(to);
      for (const [name, content] of await siteOf(framework)) await written(join(to, name), content);
      return 0;
    }
    const { content, losses } = await writeAs(wanted, framework, layout);
    if (to === "-") io.out(content);
    else await written(to, content);
    if (losses.length > 0) io.err(`rungs convert: ${formats[wanted].name} cannot hold ${losses.join("; ")}.\n`);
    return 0;
  },
};

/** An empty ladder that is called like the file it goes into. */
function blankNamed(file: string): Framework {
  const title = basename(file).replace(/\.[a-z0-9.]+$/i, "");
  return blank("ladder", { id: slug(title, "ladder"), title: file === "-" || title === "" ? "New ladder" : title });
}

const isFolder = async (name: string): Promise<boolean> =>
  name !== "-" && (/[/\\]$/.test(name) || (await stat(name).catch(() => null))?.isDirectory() === true);

async function made(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    const isTaken = error instanceof Error && "code" in error && (error.code === "EEXIST" || error.code === "ENOTDIR");
    throw new UsageError(`${folder}: ${isTaken ? "a file of that name is there" : reasonOf(error)}.`, { cause: error });
  }
}

async function written(file: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFile(file, content);
  } catch (error) {
    throw new UsageError(`${file}: ${reasonOf(error)}.`, { cause: error });
  }
}
