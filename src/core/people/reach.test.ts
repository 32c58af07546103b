import fc from "fast-check";
import { expect, test } from "vitest";
import { seenBy } from "./reach.ts";

const ids = ["a", "b", "c", "d", "e", "f", "g"];
const above = fc.record(Object.fromEntries(ids.map((id) => [id, fc.constantFrom(null, ...ids)])));
/** Slow and obvious: step by step, as often as there are steps. */
const wayUp = (from: string | null, map: Readonly<Record<string, string | null>>): string[] => {
  const way: string[] = [];
  for (let at = from; at !== null && !way.includes(at); at = map[at] ?? null) way.push(at);
  return way;
};

test("whoever stands below the reader, or in or below a unit of theirs, is seen, and nobody else, whatever loops there are", () => {
  fc.assert(
    fc.property(above, above, above, fc.subarray(ids), (managers, teamOf, parents, units) => {
      const seen = seenBy(
        { personId: "a", units },
        { managerOf: new Map(Object.entries(managers)), teamOf: new Map(Object.entries(teamOf)) },
        ids.map((id) => ({ id, name: id, parentId: parents[id] ?? null })),
      );
      for (const id of ids) {
        const line = wayUp(managers[id] ?? null, managers).includes("a");
        const unit = wayUp(teamOf[id] ?? null, parents).some((team) => units.includes(team));
        expect(seen.get(id) ?? null).toBe(id === "a" ? null : line ? "line" : unit ? "unit" : null);
      }
    }),
  );
});
