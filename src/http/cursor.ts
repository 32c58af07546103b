import type { z } from "zod";
import { Problem } from "../core/problem.ts";

/**
 * Where a list goes on: the sort key of the last row sent, opaque to the client. It is not signed, because it only says
 * where to start; what may be seen is decided anew on every page.
 */
export const encodeCursor = (key: readonly (string | number | null)[]): string => Buffer.from(JSON.stringify(key)).toString("base64url");

/** @throws Problem "invalid" at /cursor if it is none of ours or holds a key of another shape. */
export function decodeCursor<S extends z.ZodType>(cursor: string, shape: S): z.output<S> {
  try {
    const key = shape.safeParse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
    if (key.success) return key.data;
  } catch {
    // Not JSON: refused below with the same words.
  }
  throw new Problem("invalid", "This list cannot be continued from here. Start again without a cursor.", [
    { code: "cursor", path: "/cursor", message: "Not a cursor of this list." },
  ]);
}

/** One row more than asked for is fetched to see whether there is a next page. */
export function page<R>(
  rows: readonly R[],
  limit: number,
  key: (row: R) => readonly (string | number | null)[],
): { items: R[]; next: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}
