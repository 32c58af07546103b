import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearLeftovers } from "../db/leftovers.ts";
import { acquireLock, InUse } from "../db/lock.ts";

const PREFIX = "rungs-demo-";
/** In ms: a directory this young may be one that another Rungs is just about to lock. */
const YOUNG = 60_000;

/** @returns a directory for data that nobody keeps, gone with `remove` or, at the latest, with this process. */
export async function temporaryDirectory(): Promise<{ directory: string; remove: () => void }> {
  await sweep();
  const directory = mkdtempSync(join(tmpdir(), PREFIX));
  const remove = () => {
    process.off("exit", remove);
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  process.on("exit", remove);
  return { directory, remove };
}

/** Removes what earlier ones left that were killed before they could tidy up. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const directory = join(tmpdir(), name);
    try {
      const { uid, mtimeMs } = statSync(directory);
      if (uid !== process.getuid?.() || Date.now() - mtimeMs < YOUNG) continue;
      acquireLock(directory);
      await clearLeftovers(join(directory, "postgres"), () => {}, null);
      rmSync(directory, { recursive: true, force: true });
    } catch (error) {
      // In use, or not ours to remove after all: whoever it belongs to sees to it.
      if (!(error instanceof InUse) && !(error instanceof Error && "code" in error)) throw error;
    }
  }
}
