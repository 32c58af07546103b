import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { decodeCursor, encodeCursor, page } from "./cursor.ts";

const Key = z.tuple([z.string(), z.int()]);

test("a cursor comes back as the key it was made of, whatever the name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.integer(), (name, id) => {
      expect(decodeCursor(encodeCursor([name, id]), Key)).toEqual([name, id]);
    }),
  );
});

test("anything else is refused by name and place, never taken as a place to start", () => {
  const refusal = (cursor: string) => {
    try {
      return decodeCursor(cursor, Key);
    } catch (error) {
      return error;
    }
  };
  const refused = expect.objectContaining({ code: "invalid", faults: [expect.objectContaining({ code: "cursor", path: "/cursor" })] });
  for (const cursor of ["", "!", "bnVsbA", encodeCursor([1, "a"]), encodeCursor(["a"]), encodeCursor(["a", 1, 2]), "a".repeat(400)])
    expect(refusal(cursor)).toEqual(refused);
  fc.assert(
    fc.property(fc.string(), (cursor) => {
      expect(refusal(cursor)).toEqual(refused);
    }),
  );
});

test("going from page to page shows every row once, however many there are on one", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer()), fc.integer({ min: 1, max: 5 }), (numbers, limit) => {
      const rows = numbers.toSorted((a, b) => a - b);
      const seen: number[] = [];
      let after = -Infinity;
      for (;;) {
        const { items, next } = page(rows.filter((row) => row > after).slice(0, limit + 1), limit, (row) => ["", row]);
        seen.push(...items);
        if (next === null) break;
        [, after] = decodeCursor(next, Key);
      }
      expect(seen).toEqual(rows);
    }),
  );
});
