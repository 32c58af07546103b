import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Where } from "../config.ts";
import type { Vault } from "../db/attachments.ts";

const missing = (error: unknown) => error instanceof Error && "code" in error && error.code === "ENOENT";

/** @param named the directory that the operator says, null for the one that goes with the data. */
export const filesOf = (named: string | null, where: Where): string =>
  named ?? ("data" in where ? join(where.data, "files") : resolve("files"));

/** Files in a directory: one folder an organisation, below it 256, so that no folder gets too long to look through. */
export function vaultIn(directory: string): Vault {
  // Both are ours: an id of the database, and a hash that was just counted.
  const place = (orgId: string, hash: string) => join(directory, orgId, hash.slice(0, 2), hash);
  return {
    keep: async (orgId, hash, bytes) => {
      const path = place(orgId, hash);
      const there = await stat(path).catch((error: unknown) => {
        if (missing(error)) return null;
        throw error;
      });
      if (there?.size === bytes.length) return;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      // Under its own name it stands whole or not at all, also where the power goes.
      const draft = `${path}.${randomBytes(6).toString("hex")}`;
      try {
        const file = await open(draft, "wx", 0o600);
        try {
          await file.writeFile(bytes);
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, path);
        const folder = await open(dirname(path), "r");
        try {
          await folder.sync();
        } finally {
          await folder.close();
        }
      } finally {
        await rm(draft, { force: true });
      }
    },
    read: (orgId, hash) =>
      readFile(place(orgId, hash)).catch((error: unknown) => {
        if (missing(error)) return null;
        throw error;
      }),
    forget: (orgId, hash) => rm(place(orgId, hash), { force: true }),
  };
}
