import fc from "fast-check";
import { expect, test } from "vitest";
import { addressHash, entryHash, sealHash, sealOf, type Entry, type Seal } from "./seal.ts";
import { checkSeal, insertedLate, type Place, type TakenAway } from "./verify.ts";

const ORG = "0190a000-0000-7000-8000-000000000001";
const NOTHING: TakenAway = { entriesBefore: null, addressesBefore: null, erased: new Set() };
const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));

const content = fc.record({
  actorKind: fc.constantFrom("person", "key", "system"),
  actorId: fc.option(fc.uuid()),
  action: fc.constantFrom("gap.read", "key.make", "settings.change"),
  subjectId: fc.option(fc.uuid()),
  details: fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string()))),
  requestId: fc.option(fc.uuid()),
  address: fc.option(fc.ipV4()),
  salt: hex(32),
});

type Sealed = { seal: Seal; places: Place[] };

/** A chain as the job makes it: batches of entries, one a minute. */
function chainOf(batches: readonly (readonly (typeof content extends fc.Arbitrary<infer T> ? T : never)[])[]): Sealed[] {
  const chain: Sealed[] = [];
  for (const [batch, contents] of batches.entries()) {
    const places = contents.map(({ address, salt, ...rest }, index): Place => {
      const id = `0190b000-0000-7000-8000-${String(batch * 1000 + index).padStart(12, "0")}`;
      const entry: Entry = { id, at: `2026-11-21T12:${String(batch).padStart(2, "0")}:00.${String(index).padStart(6, "0")}Z`, ...rest };
      const hash = address === null ? null : addressHash(salt, address);
      return {
        id,
        at: entry.at,
        hash: entryHash(ORG, entry, hash),
        sealed: { salt: address === null ? null : salt, hash },
        entry: { ...entry, address },
      };
    });
    const seal = sealOf(ORG, chain.at(-1)?.seal ?? null, places, {
      through: `2026-11-21T12:${String(batch + 1).padStart(2, "0")}:00.000Z`,
      sealedAt: "2026-11-21T13:00:00.000Z",
    });
    chain.push({ seal, places });
  }
  return chain;
}

const faultsOf = (chain: readonly Sealed[], taken = NOTHING) =>
  chain.flatMap(({ seal, places }, index) => checkSeal(ORG, chain[index - 1]?.seal ?? null, seal, places, taken).faults);

const chains = fc.array(fc.array(content, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }).map(chainOf);
/** A chain and one of its places. */
const placed = chains.chain((chain) =>
  fc
    .nat(chain.length - 1)
    .chain((at) =>
      fc.nat((chain[at]?.places.length ?? 1) - 1).map((index) => ({ chain, at, index, place: chain[at]?.places[index] as Place })),
    ),
);
const changed = (chain: readonly Sealed[], at: number, change: (sealed: Sealed) => Sealed) =>
  chain.map((sealed, index) => (index === at ? change(sealed) : sealed));

test("what the job sealed and nobody touched is whole", () => {
  fc.assert(
    fc.property(chains, (chain) => {
      expect(faultsOf(chain)).toEqual([]);
    }),
  );
});

test("an entry that was changed in any of its parts is found and named", () => {
  const changes: ((entry: NonNullable<Place["entry"]>) => NonNullable<Place["entry"]>)[] = [
    (entry) => ({ ...entry, action: `${entry.action}.not` }),
    (entry) => ({ ...entry, actorId: "0190c000-0000-7000-8000-000000000000" }),
    (entry) => ({ ...entry, actorKind: "nobody" }),
    (entry) => ({ ...entry, subjectId: "0190c000-0000-7000-8000-000000000000" }),
    (entry) => ({ ...entry, details: { ...(entry.details as object), more: 1 } }), // an object, as the arbitrary makes it
    (entry) => ({ ...entry, requestId: "another" }),
    (entry) => ({ ...entry, at: "2026-11-21T11:59:00.000001Z" }),
    (entry) => ({ ...entry, address: "203.0.113.255 not" }),
  ];
  fc.assert(
    fc.property(placed, fc.constantFrom(...changes), ({ chain, at, place }, change) => {
      const tampered = changed(chain, at, ({ seal, places }) => ({
        seal,
        places: places.map((each) => (each === place && each.entry ? { ...each, entry: change(each.entry) } : each)),
      }));
      const faults = faultsOf(tampered);
      expect(faults.map(({ entry }) => entry)).toEqual([place.id]);
      expect(faults[0]?.code).toMatch(/^(entry|address)-changed$/);
    }),
  );
});

test("an entry that was taken away is found and named, unless the log says itself that its time was over", () => {
  fc.assert(
    fc.property(placed, ({ chain, at, place }) => {
      const without = changed(chain, at, ({ seal, places }) => ({
        seal,
        places: places.map((each) => (each === place ? { ...each, entry: null } : each)),
      }));
      expect(faultsOf(without)).toEqual([{ code: "entry-removed", seal: at + 1, entry: place.id, message: expect.any(String) }]);
      expect(faultsOf(without, { ...NOTHING, entriesBefore: "2026-11-22T00:00:00Z" })).toEqual([]);
    }),
  );
});

test("an address may be forgotten with its salt where that was somebody's right, and only there", () => {
  fc.assert(
    fc.property(placed, ({ chain, at, place }) => {
      fc.pre(place.entry !== null && place.entry.address !== null);
      const forgotten = changed(chain, at, ({ seal, places }) => ({
        seal,
        places: places.map((each) =>
          each === place && each.entry
            ? { ...each, sealed: { ...each.sealed, salt: null }, entry: { ...each.entry, address: null } }
            : each,
        ),
      }));
      expect(faultsOf(forgotten).map(({ code, entry }) => [code, entry])).toEqual([["address-removed", place.id]]);
      expect(faultsOf(forgotten, { ...NOTHING, addressesBefore: "2026-11-22T00:00:00Z" })).toEqual([]);
      const { actorId } = place.entry;
      if (actorId !== null) expect(faultsOf(forgotten, { ...NOTHING, erased: new Set([actorId]) })).toEqual([]);
    }),
  );
});

test("whatever is done to the list of a seal, the seal is named: one place more, one fewer, two exchanged, hashes rewritten", () => {
  fc.assert(
    fc.property(placed, fc.constantFrom("more", "fewer", "exchanged", "rewritten"), ({ chain, at, index, place }, what) => {
      const tampered = changed(chain, at, ({ seal, places }) => {
        const other = places[(index + 1) % places.length] as Place; // there is at least one
        if (what === "more") return { seal, places: [...places, { ...place, id: "0190d000-0000-7000-8000-000000000000" }] };
        if (what === "fewer") return { seal, places: places.filter((each) => each !== place) };
        if (what === "exchanged") {
          fc.pre(other !== place);
          return { seal, places: places.map((each) => (each === place ? other : each === other ? place : each)) };
        }
        // Entry and hash together, as somebody who can write the tables and knows how they are made.
        const entry = { ...(place.entry as NonNullable<Place["entry"]>), action: "nothing.at.all" };
        const { address: _, ...hashed } = entry;
        return {
          seal,
          places: places.map((each) => (each === place ? { ...each, entry, hash: entryHash(ORG, hashed, each.sealed.hash) } : each)),
        };
      });
      const faults = faultsOf(tampered);
      expect(faults.length).toBeGreaterThan(0);
      expect(new Set(faults.map(({ seal }) => seal))).toEqual(new Set([at + 1]));
    }),
  );
});

test("a seal that is taken out, changed or made anew breaks the chain where it was", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(content, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 5 }).map(chainOf),
      fc.nat(),
      (chain, at) => {
        const within = at % (chain.length - 1);
        const without = chain.filter((_, index) => index !== within);
        expect(faultsOf(without).map(({ code, seal }) => [code, seal])).toContainEqual(["seal-removed", within + 2]);
        const renumbered = changed(chain, within, ({ seal, places }) => ({
          seal: { ...seal, sealedAt: "2026-11-21T14:00:00.000Z" },
          places,
        }));
        expect(faultsOf(renumbered).map(({ code, seal }) => [code, seal])).toContainEqual(["seal-changed", within + 1]);
        const anew = changed(chain, within, ({ seal, places }) => {
          const later = { ...seal, sealedAt: "2026-11-21T12:30:00.001Z" };
          return { seal: { ...later, hash: sealHash(ORG, later) }, places };
        });
        expect(faultsOf(anew).map(({ code, seal }) => [code, seal])).toContainEqual(["chain-broken", within + 2]);
      },
    ),
  );
});

test("an entry dated well before the last seal that no seal holds was put in behind its back", () => {
  const last = { through: "2026-11-21T12:00:00.000Z" };
  expect(insertedLate(last, "2026-11-21T11:44:59.999999Z")).toBe(true);
  expect(insertedLate(last, "2026-11-21T11:45:00.000001Z")).toBe(false);
  expect(insertedLate(null, "2020-01-01T00:00:00.000000Z")).toBe(false);
});
