import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { EmbeddedError } from "./binaries.ts";
import { birth } from "./lock.ts";

/**
 * Ends what an earlier Rungs left on a cluster when it was killed: its PostgreSQL, which runs on alone, the socket's
 * directory, and a postmaster.pid that names a process which is not PostgreSQL on this cluster. Call it only holding the lock.
 *
 * @param kept a socket's directory that is still wanted.
 * @throws EmbeddedError if a PostgreSQL that we may not stop is on it.
 */
export async function clearLeftovers(cluster: string, say: (text: string) => void, kept: string | null): Promise<void> {
  const file = join(cluster, "postmaster.pid");
  let lines: string[];
  try {
    lines = readFileSync(file, "utf8").split("\n");
  } catch {
    return;
  }
  const pid = Number(lines[0]);
  const socket = lines[4] ?? "";
  if (isOurs(pid, cluster)) {
    say(`Stopping the PostgreSQL (process ${pid}) that an earlier Rungs left running.`);
    await end(pid, cluster);
  }
  // Its workers notice within moments that it is gone; until then the cluster is in use.
  const until = Date.now() + 30_000;
  while (workers(cluster).length > 0) {
    if (Date.now() > until)
      throw new EmbeddedError(`PostgreSQL processes are still using ${cluster}: ${workers(cluster).join(", ")}. Stop them first.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  // PostgreSQL refuses to start while the process named here lives, even if it is another program that got the number.
  rmSync(file, { force: true });
  if (socket !== kept && basename(socket).startsWith("rungs-")) rmSync(socket, { recursive: true, force: true });
}

async function end(pid: number, cluster: string): Promise<void> {
  for (const signal of ["SIGINT", "SIGQUIT", "SIGKILL"] as const) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
      throw new EmbeddedError(`PostgreSQL (process ${pid}) is using ${cluster} and may not be stopped by us. Stop it first.`, {
        cause: error,
      });
    }
    const until = Date.now() + 10_000;
    while (isOurs(pid, cluster)) {
      if (Date.now() > until) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (!isOurs(pid, cluster)) return;
  }
}

/** @returns whether this process lives and is PostgreSQL on this cluster. */
function isOurs(pid: number, cluster: string): boolean {
  if (birth(pid) === null) return false;
  if (process.platform === "linux") return standsIn(String(pid), realpathSync(cluster));
  const asked = spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  return asked.stdout.includes("postgres") && asked.stdout.includes(cluster);
}

/** @returns the processes that work in the cluster's directory, as all of PostgreSQL's do; none where the system has no /proc. */
function workers(cluster: string): string[] {
  if (process.platform !== "linux") return [];
  const real = realpathSync(cluster);
  return readdirSync("/proc").filter((entry) => /^\d+$/.test(entry) && standsIn(entry, real));
}

function standsIn(pid: string, real: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === real && readFileSync(`/proc/${pid}/comm`, "utf8").startsWith("postgres");
  } catch {
    return false;
  }
}
