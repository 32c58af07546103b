import { Problem } from "../core/problem.ts";
import { nearest } from "../core/framework/nearest.ts";
import { UsageError, type Command, type Io } from "./command.ts";
import { theProcess } from "./process.ts";
import { versionOfRungs } from "./version.ts";

/** Each is loaded when it is asked for, so that `lint` never waits for the server. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  serve: async () => (await import("../server/cli.ts")).serve,
  demo: async () => (await import("../server/cli.ts")).demo,
  lint: async () => (await import("../features/frameworks/cli.ts")).lint,
  diff: async () => (await import("../features/frameworks/cli.ts")).diff,
  convert: async () => (await import("../features/frameworks/cli.ts")).convert,
  gap: async () => (await import("../features/gaps/cli.ts")).gap,
  route: async () => (await import("../features/pathways/cli.ts")).route,
  import: async () =>
    (await import("../features/imports/cli.ts")).importInto(async (flags, io) => (await import("../server/direct.ts")).direct(flags, io)),
  "verify-audit": async () =>
    (await import("../features/audit/cli.ts")).verifyAudit(async (flags, io) => (await import("../server/direct.ts")).direct(flags, io)),
  user: async () =>
    (await import("../features/invitations/cli.ts")).user(async (flags, io) => (await import("../server/direct.ts")).direct(flags, io)),
  key: async () =>
    (await import("../features/settings/cli.ts")).key(async (flags, io) => (await import("../server/direct.ts")).direct(flags, io)),
  backup: async () => (await import("../features/backups/cli.ts")).backup(async () => (await import("../server/backups.ts")).takeByHand),
  restore: async () =>
    (await import("../features/backups/cli.ts")).restore(
      async () => (await import("../server/backups.ts")).put,
      async () => (await import("../server/backups.ts")).attempt,
    ),
  migrate: async () => (await import("../server/cli.ts")).migrate,
};

/** Runs `rungs` with what follows its name; the exit code. Nothing is ever thrown. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    return refuse(error, args, io);
  }
}

/** `run` in this process; for the launcher. */
export const main = (args: readonly string[]): Promise<number> => run(args, theProcess());

async function dispatch([name, ...args]: readonly string[], io: Io): Promise<number> {
  if (name === undefined) {
    io.err(await overview());
    return 2;
  }
  if (name === "--version" || name === "-v") {
    io.out(`${versionOfRungs()}\n`);
    return 0;
  }
  if (name === "--help" || name === "-h" || name === "help") {
    const [about] = args;
    io.out(about === undefined ? await overview() : help(await command(about)));
    return 0;
  }
  const found = await command(name);
  const options = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
  if (options.includes("--help") || options.includes("-h")) {
    io.out(help(found));
    return 0;
  }
  return found.run(args, io);
}

async function command(name: string): Promise<Command> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load !== undefined) return load();
  if (name.startsWith("-"))
    throw new UsageError(`The command comes first, its options after it: rungs COMMAND ${name}. “rungs --help” lists the commands.`);
  const meant = nearest(name, Object.keys(commands));
  throw new UsageError(`There is no command “${name}”.${meant === null ? "" : ` Did you mean “${meant}”?`} “rungs --help” lists them.`);
}

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const widest = Math.max(...all.map((each) => each.name.length));
  return [
    "rungs: career ladders, under version control, and where people stand on them.",
    "",
    ...all.map((each) => `  ${each.name.padEnd(widest)}  ${each.summary}`),
    "",
    "rungs COMMAND --help says more; rungs --version says which version this is.",
    "Exit codes: 0 done, 1 the answer is negative (errors found), 2 wrong usage or unreadable input.",
    "",
  ].join("\n");
}

const help = (about: Command): string =>
  [`rungs ${about.usage}`, "", about.summary, ...(about.help === undefined ? [] : ["", about.help.trimEnd()]), ""].join("\n");

/** What went wrong as a sentence; where it went wrong only for those who ask. */
function refuse(error: unknown, args: readonly string[], io: Io): number {
  const name = args[0] !== undefined && Object.hasOwn(commands, args[0]) ? `rungs ${args[0]}` : "rungs";
  const intended = error instanceof UsageError || error instanceof Problem;
  const said = error instanceof Error ? error.message : String(error);
  io.err(intended ? `${name}: ${said}\n` : `${name}: this should not have happened: ${said}\nRUNGS_DEBUG=1 shows where.\n`);
  if (error instanceof Problem) for (const fault of error.faults) io.err(`  ${fault.path}: ${fault.message}\n`);
  if (io.env["RUNGS_DEBUG"] === "1" && error instanceof Error) io.err(`${error.stack ?? ""}\n`);
  return 2;
}
