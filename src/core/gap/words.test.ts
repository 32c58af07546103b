import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amount,
  dateInFigures,
  dateInProse,
  joined,
  listed,
  numberWord,
  plain,
  points,
  pointsInProse,
  rangeInFigures,
  rangeInProse,
  sentence,
  wholePercent,
} from "./words.ts";

describe("a share in whole per cent", () => {
  test("is rounded down: 99.6 is not 100", () => {
    expect(wholePercent(0.996)).toBe(99);
    expect(wholePercent(0.9999999)).toBe(99);
    expect(wholePercent(1)).toBe(100);
  });
  test("is itself where it is whole, whatever a floating point makes of it", () => {
    for (let whole = 0; whole <= 100; whole += 1) expect(wholePercent(whole / 100)).toBe(whole);
    expect(0.58 * 100).toBeLessThan(58);
    expect(wholePercent(0.58)).toBe(58);
    expect(wholePercent(0.1 + 0.2)).toBe(30);
  });
  test("is never more than the share", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        expect(wholePercent(share)).toBeLessThanOrEqual(share * 100 + 1e-9);
        expect(wholePercent(share)).toBeGreaterThan(share * 100 - 1);
      }),
    );
  });
  test("is one figure where both ends show the same", () => {
    expect(rangeInProse({ low: 0.667, high: 0.81 })).toBe("66 to 81%");
    expect(rangeInFigures({ low: 0.667, high: 0.81 })).toBe("66–81%");
    expect(rangeInProse({ low: 0.661, high: 0.669 })).toBe("66%");
  });
});

describe("numbers in sentences", () => {
  test.each([
    [0, "0"],
    [14, "14"],
    [28 / 3, "9.33"],
    [34 / 3, "11.33"],
    [13.999, "13.99"],
    [0.1 + 0.2, "0.3"],
    [4.35, "4.35"],
    [1.005, "1"],
    [1234.5, "1,234.5"],
    [0.0049, "0.0049"],
    [1e-7, "0.0000001"],
  ])("a weight of %d is %s", (value, text) => {
    expect(amount(value)).toBe(text);
  });
  test("points are given to the nearest, and never as none where there are some", () => {
    expect([0, 0.0049, 0.005, 1 / 28, 1 / 14, 1].map(points)).toEqual(["0", "<1", "1", "4", "7", "100"]);
    expect([0.001, 0.01, 0.07].map(pointsInProse)).toEqual(["less than 1 point", "1 point", "7 points"]);
  });
  test("counts are words up to twelve", () => {
    expect([0, 1, 12, 13].map(numberWord)).toEqual(["no", "one", "twelve", "13"]);
  });
  test("lists end in and", () => {
    expect([[], ["a"], ["a", "b"], ["a", "b", "c"]].map((items) => listed(items))).toEqual(["", "a", "a and b", "a, b and c"]);
  });
  test("dates are written out, or short", () => {
    expect(dateInProse("2026-03-09")).toBe("9 March 2026");
    expect(dateInFigures("2026-12-31")).toBe("31 Dec 2026");
  });
});

describe("sentences in runs", () => {
  test("set what stands between asterisks strong, whatever the values hold", () => {
    expect(sentence`You are *${"a * b"}* there.`).toEqual([{ text: "You are " }, { text: "a * b", strong: true }, { text: " there." }]);
    expect(sentence`${""}`).toEqual([]);
  });
  test("are set one after the other, without gaps for those left out", () => {
    const runs = joined(sentence`One.`, [], sentence`*Two*.`, sentence`Three.`);
    expect(runs).toEqual([{ text: "One. " }, { text: "Two", strong: true }, { text: ". Three." }]);
    expect(plain(runs)).toBe("One. Two. Three.");
  });
});
