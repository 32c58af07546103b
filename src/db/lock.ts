import { execFileSync } from "node:child_process";
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Another Rungs, with this process id, is using the directory. */
export class InUse extends Error {
  readonly pid: number;
  constructor(directory: string, pid: number) {
    super(`Another Rungs (process ${pid}) is using ${directory}. Stop it first, or choose another directory with --data.`);
    this.pid = pid;
  }
}

/**
 * Makes this process the only Rungs on a directory, until `release` or its death. A lock whose process is gone is taken over.
 *
 * @throws InUse
 */
export function acquireLock(directory: string): { release: () => void } {
  const lock = join(directory, "lock");
  const mine = `${process.pid} ${birth(process.pid) ?? ""}\n`;
  const draft = join(directory, `lock.${process.pid}`);
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        linkSync(draft, lock); // appears whole or not at all
        break;
      } catch (error) {
        if (codeOf(error) !== "EEXIST") throw error;
      }
      const found = read(lock);
      const [pid = "", ...born] = found.trim().split(" ");
      if (birth(Number(pid)) !== null && birth(Number(pid)) === born.join(" ")) throw new InUse(directory, Number(pid));
      // Taken away by renaming, so that of two who find it stale only one succeeds; what was taken must be what was read.
      const taken = join(directory, `lock.stale.${process.pid}`);
      try {
        renameSync(lock, taken);
      } catch (error) {
        if (codeOf(error) === "ENOENT") continue;
        throw error;
      }
      if (read(taken) !== found) renameSync(taken, lock);
      else rmSync(taken);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    release: () => {
      if (read(lock) === mine) rmSync(lock, { force: true });
    },
  };
}

/** @returns the process that has the directory now, or null. */
export function holderOf(directory: string): number | null {
  const [pid = "", ...born] = read(join(directory, "lock")).trim().split(" ");
  const lives = birth(Number(pid));
  return lives !== null && lives === born.join(" ") ? Number(pid) : null;
}

const codeOf = (error: unknown): unknown => (error instanceof Error && "code" in error ? error.code : undefined);

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** @returns what tells this process from an earlier or later one with the same id, or null if there is none. */
export function birth(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null;
  try {
    if (process.platform === "linux") {
      // After the name, which may hold spaces and brackets: field 22 of the line is the start in ticks since boot.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? null : `${bootId()}/${fields[19]}`;
    }
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return null;
  }
}

const bootId = (): string => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
