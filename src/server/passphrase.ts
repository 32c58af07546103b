import { readFile } from "node:fs/promises";
import { UsageError, type Io } from "../cli/command.ts";

const SHORTEST = 12;

/**
 * The passphrase that backups are sealed with, in a file so that it stands in no list of processes and no history of a shell.
 *
 * @param file the one that was named; RUNGS_BACKUP_PASSPHRASE_FILE where absent.
 * @param sealing whether something is to be sealed with it, and not only opened.
 * @returns the first line of the file, null where none is named.
 * @throws UsageError
 */
export async function passphraseIn(file: string | undefined, env: Io["env"], sealing: boolean): Promise<string | null> {
  const named = file ?? env["RUNGS_BACKUP_PASSPHRASE_FILE"];
  if (named === undefined || named === "") return null;
  const text = await readFile(named, "utf8").catch((error: Error) => {
    throw new UsageError(`The passphrase cannot be read: ${error.message}.`, { cause: error });
  });
  const [line = ""] = text.split(/\r?\n/, 1);
  if (line === "") throw new UsageError(`The first line of ${named} is empty: it is to hold the passphrase.`);
  if (sealing && line.length < SHORTEST)
    throw new UsageError(`A passphrase needs at least ${SHORTEST} characters: whoever gets hold of a backup has time to guess.`);
  return line;
}
