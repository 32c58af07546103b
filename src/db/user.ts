import { spawnSync } from "node:child_process";
import { stat } from "node:fs/promises";
import { EmbeddedError, type User } from "./binaries.ts";

/** Looked for in this order; `nobody` is on every Unix. */
const candidates = ["rungs", "postgres", "_postgres", "nobody"];

/**
 * @param cluster PostgreSQL's directory; where it exists its owner is the user, for PostgreSQL insists on that.
 * @returns the user PostgreSQL is to run as, or null for ourselves, which is the case unless we are root.
 */
export async function unprivileged(cluster: string): Promise<User | null> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(cluster).catch(() => null);
  if (owner) {
    if (owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
    throw new EmbeddedError(
      `${cluster} belongs to root, and PostgreSQL refuses to run as root. Give it to another user: chown -R nobody ${cluster}`,
    );
  }
  for (const name of candidates) {
    const uid = idOf("-u", name);
    const gid = idOf("-g", name);
    if (uid !== null && uid !== 0 && gid !== null) return { uid, gid };
  }
  throw new EmbeddedError(
    "PostgreSQL refuses to run as root and there is no user called rungs, postgres or nobody to run it as. Start Rungs as an ordinary user.",
  );
}

function idOf(flag: "-u" | "-g", name: string): number | null {
  const asked = spawnSync("id", [flag, name], { encoding: "utf8" });
  return asked.status === 0 ? Number(asked.stdout) : null;
}
