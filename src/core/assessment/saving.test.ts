import fc from "fast-check";
import { expect, test } from "vitest";
import { saving, type Sent, type Standing } from "./saving.ts";

const places = ["a", "b", "c"] as const;

/** A writer: a window that knows what it was last told of each place, and whose every request may be repeated or lost on its way back. */
type Act = { window: 0 | 1; place: (typeof places)[number]; said: number; repeats: number; lost: boolean };
const acts = fc.array(
  fc.record({
    window: fc.constantFrom<0 | 1>(0, 1),
    place: fc.constantFrom(...places),
    said: fc.integer({ min: 1, max: 4 }),
    repeats: fc.integer({ min: 1, max: 3 }),
    lost: fc.boolean(),
  }),
  { maxLength: 30 },
);

/** The server: what was ever written, in order, and what stands. */
function server() {
  const journal: Sent<number>[] = [];
  const standing = new Map<string, Standing<number>>();
  return {
    journal,
    standing,
    take: (sent: readonly Sent<number>[]) => {
      const result = saving(sent, standing, new Set(journal.map(({ id }) => id)), (a, b) => a === b);
      for (const one of result.write) {
        journal.push(one);
        standing.set(one.place, { id: one.id, said: one.said });
      }
      return result;
    },
  };
}

test("whatever two windows send, in whatever order and however often, nothing is written twice and nothing over what its writer had not seen", () => {
  fc.assert(
    fc.property(acts, (plan: readonly Act[]) => {
      const { journal, standing, take } = server();
      const known: Map<string, string>[] = [new Map(), new Map()];
      for (const [index, { window, place, said, repeats, lost }] of plan.entries()) {
        const seen = known[window];
        const one: Sent<number> = { id: `answer ${index}`, place, said, basedOn: seen?.get(place) ?? null };
        for (let time = 0; time < repeats; time += 1) {
          const before = standing.get(place);
          const { applied, stands, conflicts } = take([one]);
          expect(applied.length + conflicts.length).toBe(1);
          if (conflicts.length > 0) {
            // What stands is as it was, and the writer is shown it.
            expect(standing.get(place)).toEqual(before);
            expect(conflicts[0]?.theirs).toEqual(before ?? null);
            expect(before?.said).not.toBe(said);
          }
          if (!lost && applied.length > 0) seen?.set(place, stands[0] ?? "");
          if (!lost && conflicts.length > 0) seen?.set(place, before?.id ?? "");
        }
      }
      expect(new Set(journal.map(({ id }) => id)).size).toBe(journal.length);
      // Each answer was written by somebody who knew the one before it.
      for (const place of places) {
        const written = journal.filter((one) => one.place === place);
        for (const [at, one] of written.entries()) expect(one.basedOn).toBe(written[at - 1]?.id ?? null);
        expect(standing.get(place)?.id).toBe(written.at(-1)?.id);
      }
    }),
  );
});

test("a batch is what its parts are one after the other", () => {
  const batch = fc.array(
    fc.record({
      id: fc.uuid(),
      place: fc.constantFrom(...places),
      said: fc.integer({ min: 1, max: 3 }),
      basedOn: fc.constant(null),
    }),
    { maxLength: 8 },
  );
  fc.assert(
    fc.property(batch, (sent) => {
      const [whole, parts] = [server(), server()];
      const together = whole.take(sent);
      const alone = sent.map((one) => parts.take([one]));
      expect(whole.journal).toEqual(parts.journal);
      expect(together.applied).toEqual(alone.flatMap(({ applied }, index) => (applied.length > 0 ? [index] : [])));
    }),
  );
});
