import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync, realpathSync } from "node:fs";

const linux = process.platform === "linux";
const listed = () =>
  execFileSync("ps", ["-axo", "pid=,ppid=,command="], { encoding: "utf8" })
    .split("\n")
    .map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line))
    .flatMap((found) => (found ? [{ pid: Number(found[1]), parent: Number(found[2]), command: found[3] ?? "" }] : []));

const numbered = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name));

/** @returns the processes of PostgreSQL that work in a directory. */
export function standingIn(directory: string): number[] {
  const real = realpathSync(directory);
  if (!linux) return listed().flatMap(({ pid, command }) => (command.includes(real) ? [pid] : []));
  return numbered().flatMap((pid) => {
    try {
      return readlinkSync(`/proc/${pid}/cwd`) === real ? [Number(pid)] : [];
    } catch {
      return []; // gone since, or not ours to look at
    }
  });
}

/** @returns the processes that this one started. */
export function childrenOf(parent: number): number[] {
  if (!linux) return listed().flatMap((each) => (each.parent === parent ? [each.pid] : []));
  return numbered().flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}
