import {
  addressHash,
  entriesHash,
  entryHash,
  LATEST_MS,
  ORIGIN,
  sealHash,
  type Entry,
  type Leaf,
  type Seal,
  type SealedAddress,
} from "./seal.ts";

/** One place of a seal with what stands in the log there now; `entry` null: nothing. */
export type Place = Leaf & { sealed: SealedAddress; entry: (Entry & { address: string | null }) | null };

/** What the log itself says was taken away on purpose. Instants are RFC 3339; null for never. */
export type TakenAway = { entriesBefore: string | null; addressesBefore: string | null; erased: ReadonlySet<string> };

export type Fault = {
  code:
    | "entry-changed"
    | "entry-removed"
    | "entry-inserted"
    | "entry-moved"
    | "address-changed"
    | "address-removed"
    | "seal-changed"
    | "seal-removed"
    | "chain-broken"
    | "head-missing";
  /** Null where no one seal is meant. */
  seal: number | null;
  entry: string | null;
  message: string;
};

/** What a seal was found to be: its faults, and how much was taken away on purpose. */
export type Checked = { faults: Fault[]; entriesForgotten: number; addressesForgotten: number };

const inOrder = (a: Leaf, b: Leaf) => a.at < b.at || (a.at === b.at && a.id < b.id);
const millis = (instant: string) => Date.parse(instant);

/**
 * Holds one seal against the one before it, its places, and what stands in the log.
 *
 * @param before the seal read before this one; null for the first that is there.
 * @param places in the order of their positions.
 */
export function checkSeal(orgId: string, before: Seal | null, seal: Seal, places: readonly Place[], taken: TakenAway): Checked {
  const faults: Fault[] = [];
  const add = (code: Fault["code"], message: string, entry: string | null = null) =>
    void faults.push({ code, seal: seal.seal, entry, message });

  const expected = (before?.seal ?? 0) + 1;
  if (seal.seal !== expected) {
    const gone = seal.seal - expected === 1 ? `Seal ${expected} is gone.` : `Seals ${expected} to ${seal.seal - 1} are gone.`;
    add("seal-removed", gone);
  } else if (seal.previousHash !== (before?.hash ?? ORIGIN))
    add("chain-broken", `Seal ${seal.seal} does not follow on from the one before it.`);
  if (sealHash(orgId, seal) !== seal.hash) add("seal-changed", `Seal ${seal.seal} says something else than when it was made.`);

  let [entriesForgotten, addressesForgotten] = [0, 0];
  for (const [index, place] of places.entries()) {
    const next = places[index + 1];
    if (next !== undefined && !inOrder(place, next))
      add("entry-moved", `Entry ${next.id} stands out of its order in seal ${seal.seal}.`, next.id);
    if (before !== null && millis(place.at) < millis(before.through) - LATEST_MS)
      add("entry-inserted", `Entry ${place.id} is dated before seal ${before.seal}, and was put in after it.`, place.id);
    if (place.entry === null) {
      if (taken.entriesBefore !== null && place.at < taken.entriesBefore) entriesForgotten += 1;
      else add("entry-removed", `Entry ${place.id} of ${place.at} has been taken away.`, place.id);
      continue;
    }
    const { address, ...entry } = place.entry;
    if (entryHash(orgId, entry, place.sealed.hash) !== place.hash || entry.id !== place.id || entry.at !== place.at) {
      add("entry-changed", `Entry ${place.id} of ${place.at} says something else than when it was sealed.`, place.id);
      continue;
    }
    const { salt, hash } = place.sealed;
    if (address !== null ? hash === null || salt === null || addressHash(salt, address) !== hash : hash !== null && salt !== null)
      add("address-changed", `The address of entry ${place.id} is another than when it was sealed.`, place.id);
    else if (address === null && hash !== null) {
      const onPurpose =
        (taken.addressesBefore !== null && place.at < taken.addressesBefore) || (entry.actorId !== null && taken.erased.has(entry.actorId));
      if (onPurpose) addressesForgotten += 1;
      else add("address-removed", `The address of entry ${place.id} has been taken away.`, place.id);
    }
  }

  const [first, last] = [places[0], places.at(-1)];
  if (
    places.length !== seal.entries ||
    first?.id !== seal.firstId ||
    last?.id !== seal.lastId ||
    (entriesHash(places) !== seal.entriesHash && !faults.some(({ code }) => code === "entry-moved"))
  )
    add(
      "seal-changed",
      `The list of entries of seal ${seal.seal} is not the one that was sealed: it held ${seal.entries} and holds ${places.length}.`,
    );
  return { faults, entriesForgotten, addressesForgotten };
}

/** An entry that no seal holds is new, unless it is dated before the last seal: then it was put in behind its back. */
export const insertedLate = (last: Pick<Seal, "through"> | null, at: string): boolean =>
  last !== null && millis(at) < millis(last.through) - LATEST_MS;
