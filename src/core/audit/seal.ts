import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { contentHash } from "../framework/canonical.ts";

/** An entry of the audit log as it is hashed. `at` is RFC 3339 in UTC with six digits of a second, as the database keeps it. */
export type Entry = {
  id: string;
  at: string;
  actorKind: string;
  actorId: string | null;
  action: string;
  subjectId: string | null;
  details: unknown;
  requestId: string | null;
};

/** What stays of an entry's network address once it is sealed: `salt` and the address itself may be forgotten, `hash` never. */
export type SealedAddress = { salt: string | null; hash: string | null };

/** An entry in its place in a seal. Hashes are 64 hexadecimal digits. */
export type Leaf = { id: string; at: string; hash: string };

/**
 * A batch of entries tied to the batch before it. Nothing dated up to `through` was left out but what had not been committed
 * yet. `through` and `sealedAt` are RFC 3339 in UTC with three digits of a second.
 */
export type Seal = {
  seal: number;
  firstId: string;
  lastId: string;
  entries: number;
  entriesHash: string;
  previousHash: string;
  hash: string;
  through: string;
  sealedAt: string;
};

/** What comes before the first seal. */
export const ORIGIN = "0".repeat(64);

/** The longest time between the moment of an entry and its commit: a transaction is ended long before. What came later was put in from outside. */
export const LATEST_MS = 15 * 60_000;

/** @param salt 32 hexadecimal digits. */
export const addressHash = (salt: string, address: string): string =>
  bytesToHex(sha256(concatBytes(hexToBytes(salt), utf8ToBytes(address))));

/**
 * Over ids and what was done, in canonical JSON. No name is in it: people are ids, and the address is a salted hash, so that
 * both can be forgotten later without a break in the chain.
 */
export const entryHash = (orgId: string, entry: Entry, address: string | null): string =>
  contentHash({ audit: 1, orgId, ...entry, address });

/** Over the entries of a seal in their order. */
export const entriesHash = (leaves: readonly Leaf[]): string => contentHash(leaves.map(({ id, hash }) => [id, hash]));

/** Over all that a seal says, the hash of the one before included. */
export const sealHash = (orgId: string, seal: Omit<Seal, "hash">): string =>
  contentHash({
    auditSeal: 1,
    orgId,
    seal: seal.seal,
    firstId: seal.firstId,
    lastId: seal.lastId,
    entries: seal.entries,
    entriesHash: seal.entriesHash,
    previousHash: seal.previousHash,
    through: seal.through,
    sealedAt: seal.sealedAt,
  });

/**
 * The next seal of an organisation.
 *
 * @param before the last one; null where there is none.
 * @param leaves at least one, in the order of `at`, then `id`.
 */
export function sealOf(
  orgId: string,
  before: Pick<Seal, "seal" | "hash"> | null,
  leaves: readonly Leaf[],
  times: Pick<Seal, "through" | "sealedAt">,
): Seal {
  const first = leaves[0];
  const last = leaves.at(-1);
  if (first === undefined || last === undefined) throw new RangeError("A seal holds at least one entry.");
  const seal = {
    seal: (before?.seal ?? 0) + 1,
    firstId: first.id,
    lastId: last.id,
    entries: leaves.length,
    entriesHash: entriesHash(leaves),
    previousHash: before?.hash ?? ORIGIN,
    ...times,
  };
  return { ...seal, hash: sealHash(orgId, seal) };
}
