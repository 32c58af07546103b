import canonicalize from "canonicalize";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { Problem } from "../problem.ts";

/**
 * The one way to write a value down (RFC 8785): equal values give equal text, whatever the order of their keys. A key
 * whose value is undefined counts as absent, as everywhere in JSON.
 *
 * @throws Problem "invalid" for what JSON cannot hold: undefined itself or within a list, numbers that are not finite,
 *   half a surrogate pair, a value that contains itself.
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (error) {
    if (error instanceof Error) throw new Problem("invalid", `This cannot be written as JSON: ${error.message}.`);
    throw error;
  }
  // Gaps in lists are written as null, which would give two different values one text.
  if (text === undefined || hasGap(value)) throw new Problem("invalid", "This cannot be written as JSON: a value is undefined.");
  return text;
}

/** Only asked of what `canonicalize` has accepted, so that nothing contains itself. */
const hasGap = (value: unknown): boolean =>
  Array.isArray(value)
    ? Array.from(value).some((item) => item === undefined || hasGap(item))
    : typeof value === "object" && value !== null && Object.values(value).some(hasGap);

/** SHA-256 of the canonical JSON, 64 hexadecimal digits. Throws as `canonicalJson`. */
export const contentHash = (value: unknown): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));
