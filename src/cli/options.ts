import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { nearest } from "../core/framework/nearest.ts";
import { UsageError } from "./command.ts";

/**
 * What follows a command's name, taken apart.
 *
 * @throws UsageError in a sentence that names the option, and the one that was probably meant.
 */
export function optionsOf<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(sentence(error, Object.keys(options)), { cause: error });
  }
}

/** As `optionsOf`, for a command that takes nothing but options. */
export function flagsOf<const T extends ParseArgsOptionsConfig>(args: readonly string[], options: T) {
  const { values, positionals } = optionsOf(args, options);
  if (positionals[0] !== undefined) throw new UsageError(`What is “${positionals[0]}” meant to say? Only options follow here.`);
  return values;
}

function sentence(error: unknown, known: readonly string[]): string {
  const said = error instanceof Error ? error.message : String(error);
  const option = /'(?:-\w, )?(--?[^\s'=]*)/.exec(said)?.[1] ?? "";
  if (said.startsWith("Unknown option")) {
    const meant = nearest(option.replace(/^-+/, ""), known);
    return `There is no option ${option} here.${meant === null ? ` There are: ${known.map((name) => `--${name}`).join(", ") || "none"}.` : ` Did you mean --${meant}?`}`;
  }
  if (said.includes("does not take an argument")) return `${option} takes no value.`;
  if (said.includes("argument")) return `${option} needs a value after it.`;
  return said;
}

/** One of a few words, or the default. */
export function choiceOf<T extends string>(option: string, given: string | undefined, choices: readonly [T, ...T[]]): T {
  const found = given === undefined ? choices[0] : choices.find((choice) => choice === given);
  if (found !== undefined) return found;
  throw new UsageError(`--${option} can be ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}, not “${given}”.`);
}
