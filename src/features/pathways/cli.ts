import { type Command, UsageError } from "../../cli/command.ts";
import { frameworksOf } from "../../cli/files.ts";
import { choiceOf, optionsOf } from "../../cli/options.ts";
import type { Framework } from "../../core/framework/document.ts";
import { shorten } from "../../core/framework/place.ts";
import { fullReference } from "../../core/pathway/next.ts";
import { type Route, routes, type Step } from "../../core/pathway/routes.ts";

const usage = "route FROM TO --frameworks FILE… [--limit N] [--format text|json]";

type Options = { from: string; to: string; files: readonly string[]; limit: number; format: "text" | "json" };

/** What stands before `--frameworks` is from and to, what stands after it are files; or the files first and the two levels last. */
function readOptions(args: readonly string[]): Options {
  const text = { type: "string" } as const;
  const known = { frameworks: { ...text, multiple: true }, limit: text, format: text } as const;
  const at = args.findIndex((argument) => /^--frameworks(=|$)/.test(argument));
  const split = at < 0 ? args.length : at;
  const [before, after] = [optionsOf(args.slice(0, split), known), optionsOf(args.slice(split), known)];
  const levelsFirst = before.positionals.length > 0;
  const [from, to, ...more] = levelsFirst ? before.positionals : after.positionals.slice(-2);
  const files = [...(after.values.frameworks ?? []), ...(levelsFirst ? after.positionals : after.positionals.slice(0, -2))];
  const values = { ...before.values, ...after.values };
  if (from === undefined || to === undefined || more.length > 0)
    throw new UsageError(`Name two levels, from and to. Usage: rungs ${usage}`);
  if (files.length === 0) throw new UsageError(`Say which frameworks to look in: --frameworks FILE…. Usage: rungs ${usage}`);
  const format = choiceOf("format", values.format, ["text", "json"]);
  const limit = values.limit ?? (format === "json" ? "1000" : "10");
  if (!/^[1-9]\d{0,4}$/.test(limit)) throw new UsageError(`--limit “${shorten(limit)}” has to be a whole number from 1 to 99999.`);
  return { from, to, files, limit: Number(limit), format };
}

/** The level as `framework/level`; a bare id will do where only one of the frameworks has it. */
function placed(asked: string, frameworks: readonly Framework[]): string {
  const [id = "", level] = asked.split("/");
  const ends = frameworks.flatMap((framework) =>
    framework.transitions.flatMap(({ from, to }) => [fullReference(framework.id, from), fullReference(framework.id, to)]),
  );
  if (level === undefined) {
    const homes = frameworks.filter(({ levels }) => levels.some((candidate) => candidate.id === id));
    const [home] = homes;
    if (home && homes.length === 1) return fullReference(home.id, id);
    throw new UsageError(
      home
        ? `More than one framework has a level “${shorten(id)}”: say ${homes.map((framework) => `${framework.id}/${id}`).join(" or ")}.`
        : `Write “${shorten(asked)}” as framework/level.`,
    );
  }
  const framework = frameworks.find((candidate) => candidate.id === id);
  if (!framework) {
    if (ends.includes(asked)) return asked;
    throw new UsageError(`There is no framework “${shorten(id)}” among those given: ${frameworks.map((given) => given.id).join(", ")}.`);
  }
  if (framework.levels.some((candidate) => candidate.id === level)) return asked;
  const levels = framework.levels.map((candidate) => candidate.id);
  throw new UsageError(
    `There is no level “${shorten(level)}” in ${framework.title}: it has ${levels.length === 0 ? "none" : levels.join(", ")}.`,
  );
}

const stepCount = (count: number): string => `${count} step${count === 1 ? "" : "s"}`;
const monthCount = (months: number | null): string => (months === null ? "time unknown" : `${months} month${months === 1 ? "" : "s"}`);

function titleOf(reference: string, frameworks: readonly Framework[]): string {
  const [id, level] = reference.split("/");
  const framework = frameworks.find((candidate) => candidate.id === id);
  const title = framework?.levels.find((candidate) => candidate.id === level)?.title;
  return framework && title ? `${title}, ${framework.title}` : reference;
}

function stepLines({ kind, months, via }: Step): string[] {
  const ways = via.map(({ title, regulated, months: long }) =>
    [title, regulated, long === undefined ? undefined : monthCount(long)].filter(Boolean).join(", "),
  );
  return [`   │  ${kind}, ${monthCount(months)}`, ...ways.map((way) => `   │  by ${way}`)];
}

/** Each route as a rail from where it begins to where it ends, a rung for each level. */
function drawn(found: readonly Route[], frameworks: readonly Framework[]): string {
  return found
    .map(({ steps, months, levels, transitions }, index) => {
      const rungs = levels.flatMap((level, at) => [
        `   ├─ ${titleOf(level, frameworks)}`,
        ...(transitions[at] ? stepLines(transitions[at]) : []),
      ]);
      return [`${index + 1}. ${stepCount(steps)}, ${monthCount(months)}`, ...rungs, ""].join("\n");
    })
    .join("\n");
}

/** Two documents of one framework would be two ladders under one name. */
function refuseTwins(frameworks: readonly Framework[]): void {
  const twin = frameworks.find(({ id }, index) => frameworks.findIndex((other) => other.id === id) !== index);
  if (twin) throw new UsageError(`Two of the files are the framework “${twin.id}”; give one of them.`);
}

const first = <Item>(limit: number, items: readonly Item[]): [Item[], boolean] => [items.slice(0, limit), items.length > limit];

export const route: Command = {
  name: "route",
  usage,
  summary: "Ways from one level to another over the transitions of frameworks, best first",
  help: [
    "  FROM TO               two levels, each as framework/level",
    "  --frameworks FILE…    the frameworks whose transitions are followed",
    "  --limit N             at most so many routes (default: 10 as text, 1000 as json)",
    "  --format text|json    drawn, or as data (default: text)",
    "",
    "Best first: fewest steps, then fewest months, an unknown duration last among equals. Only transitions that are",
    "written down are followed. No route is an answer like any other: the command ends with 0.",
  ].join("\n"),
  run: async (args, io) => {
    const options = readOptions(args);
    const frameworks = await frameworksOf(options.files, io);
    refuseTwins(frameworks);
    const [from, to] = [placed(options.from, frameworks), placed(options.to, frameworks)];
    const [found, more] = first(options.limit, routes(from, to, frameworks, { limit: options.limit + 1 }));
    if (more) io.err(`There are more routes than these; --limit N shows more.\n`);
    if (found.length === 0) {
      const [climb] = routes(from, to, frameworks, { limit: 1, nextRanks: true });
      const hint = climb
        ? ` By the ranks of the tracks it would be ${climb.levels.join(", ")}: write these steps down as transitions to have them counted.`
        : "";
      io.err(`No transitions lead from ${from} to ${to}.${hint}\n`);
    }
    io.out(options.format === "json" ? `${JSON.stringify({ routes: found }, null, 2)}\n` : drawn(found, frameworks));
    return 0;
  },
};
