import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Header, Manifest, type TableContent } from "../core/backup/manifest.ts";
import { damaged, unboxed } from "./backup-box.ts";
import { counting, gathered, unpacked } from "./backup-parts.ts";

/** The longest manifest that is read, in bytes: some hundred tables and migrations. */
const LONGEST_MANIFEST = 16 << 20;

export type Checked = { header: Header; manifest: Manifest };

/**
 * Reads a backup from its start to its end and holds it against its own manifest. Nothing else is touched.
 *
 * @throws BackupError where it is damaged, cut off, no backup, a newer one, or the passphrase is not its own.
 */
export async function checkBackup(file: AsyncIterable<Buffer>, passphrase: string | null): Promise<Checked> {
  const { header, content } = await unboxed(file, passphrase);
  const tables: TableContent[] = [];
  const files = { count: 0, bytes: 0 };
  let manifest: Manifest | null = null;
  for await (const part of unpacked(content)) {
    const { heading } = part;
    if (manifest !== null) throw damaged();
    if (heading.kind === "manifest") {
      manifest = manifestIn((await gathered(part.content, LONGEST_MANIFEST)).toString("utf8"));
      continue;
    }
    const { content: passing, counts } = counting(part.content);
    for await (const _ of passing);
    const { rows, bytes, sha256 } = counts();
    if (heading.kind === "table") tables.push({ name: heading.name, columns: heading.columns, rows, bytes, sha256 });
    else {
      if (sha256 !== heading.hash) throw damaged();
      files.count += 1;
      files.bytes += bytes;
    }
  }
  if (manifest === null) throw damaged();
  const { count, bytes } = manifest.files;
  if (!isDeepStrictEqual(manifest.tables, tables) || !isDeepStrictEqual({ count, bytes }, files)) throw damaged();
  return { header, manifest };
}

function manifestIn(text: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(text));
  } catch {
    throw damaged();
  }
}

/** What tells two contents of a database apart: one hash over the hashes of all its tables. */
export const contentHash = (tables: readonly TableContent[]): string =>
  createHash("sha256")
    .update(JSON.stringify(tables.map(({ name, columns, sha256 }) => [name, columns, sha256])))
    .digest("hex");
