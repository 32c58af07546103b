/** What a command is given of the world; tests hand in their own. */
export type Io = {
  /** Results; bytes where they are no text. */
  out: (content: string | Uint8Array) => void;
  /** Talk. */
  err: (text: string) => void;
  env: Readonly<Record<string, string | undefined>>;
  /** YYYY-MM-DD where the command runs. */
  today: () => string;
  /** Standard input, for commands that take `-` as a file; absent where there is none. */
  input?: () => AsyncIterable<Uint8Array>;
};

/**
 * One command of `rungs`. `run` gets what follows its name and returns the exit code: 0 done, 1 the answer is negative,
 * 2 wrong usage or unreadable input (throw `UsageError`). It never prints a stack trace.
 */
export type Command = {
  name: string;
  /** After `rungs `, on one line: "lint FILE… [--format text|json|sarif]". */
  usage: string;
  /** One line for the list of commands. */
  summary: string;
  /** More for `--help`: options with their defaults. */
  help?: string;
  run: (args: readonly string[], io: Io) => Promise<number>;
};

/** Wrong usage or unreadable input: printed as one sentence, exit 2. */
export class UsageError extends Error {}
