import fc from "fast-check";
import { expect, test } from "vitest";
import { folded, inOrder, rankOf } from "./rank.ts";

const word = fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(..."abcéłØ'ñ3") });
const name = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(" "));

test("what is typed is found whatever its case, accents and blanks", () =>
  fc.assert(
    fc.property(name, (called) => {
      const typed = `  ${called.toUpperCase().replaceAll(" ", "   ")} `;
      expect(rankOf(called, typed)).toBe(0);
      expect(rankOf(called, folded(called))).toBe(0);
    }),
  ));

test("more letters never find what fewer did not", () =>
  fc.assert(
    fc.property(name, name, word, (called, typed, more) => {
      if (rankOf(called, typed) === null) expect(rankOf(called, `${typed}${more}`)).toBeNull();
    }),
  ));

test("the beginning of a name goes before the beginning of its words, and these before what stands inside one", () => {
  const ranks = ["Senior Carer", "Senior Carer in charge", "Carer, senior", "Precarer Monsenior"].map((each) =>
    rankOf(each, "senior carer"),
  );
  expect(ranks).toEqual([0, 1, 2, 3]);
  expect(rankOf("Junior Carer", "senior carer")).toBeNull();
  expect(rankOf("Anybody", "   ")).toBeNull();
});

test("groups come by their best answer, equals as they were given, empty ones not at all", () =>
  fc.assert(
    fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 3 })), { maxLength: 6 }), (ranks) => {
      const groups = ranks.map((each, place) => ({ place, items: each.toSorted((a, b) => a - b).map((rank) => ({ rank })) }));
      const ordered = inOrder(groups);
      expect(new Set(ordered)).toEqual(new Set(groups.filter(({ items }) => items.length > 0)));
      for (const [at, group] of ordered.entries()) {
        const next = ordered[at + 1];
        if (next === undefined) continue;
        const [best, after] = [group.items[0]?.rank ?? 0, next.items[0]?.rank ?? 0];
        expect(best < after || (best === after && group.place < next.place)).toBe(true);
      }
    }),
  ));
