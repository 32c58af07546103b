import { describe, expect, test } from "vitest";
import { amara, line, names, report } from "../../../test/reference/amara.ts";
import { explainExpectation, explainGain, explainReadiness, statusWord, unassessedBecause } from "./explain.ts";
import type { ExpectationLine } from "./report.ts";
import { plain } from "./words.ts";

const strong = (runs: readonly { text: string; strong?: boolean }[]) => runs.filter((run) => run.strong).map(({ text }) => text);

describe("the readiness of the person worked through by hand", () => {
  test("is 9 1/3 of 14 and 11 1/3 of 14", () => {
    expect(amara.readiness.low).toBeCloseTo((9 + 1 / 3) / 14, 12);
    expect(amara.readiness.high).toBeCloseTo((11 + 1 / 3) / 14, 12);
    expect(amara.movesMost).toEqual([
      "om-people-management",
      "om-hiring",
      "om-capacity",
      "om-process-design",
      "om-goal-setting",
      "om-partners",
    ]);
  });
  test("is explained with its arithmetic", () => {
    expect(plain(explainReadiness(amara))).toBe(
      "Twelve expectations weigh 14 together. The ten with a current rating weigh 12 and earn 9.33: 9.33 ÷ 14 = 66%, rounded down. " +
        "The other two weigh 2. Were both met: 11.33 ÷ 14 = 80%, rounded down.",
    );
    expect(strong(explainReadiness(amara))).toEqual(["66%", "80%"]);
  });
});

describe("readiness is explained", () => {
  const said = (...lines: Partial<ExpectationLine>[]) => plain(explainReadiness(report(...lines.map(line))));
  test("where one of one is rated", () => {
    expect(said({ attained: 2 })).toBe("One expectation weighs 1. It is rated and earns 0.5: 0.5 ÷ 1 = 50%.");
  });
  test("where all are rated", () => {
    expect(said({ attained: 2 }, { attained: 3, weight: 1.5 })).toBe(
      "Two expectations weigh 2.5 together. All are rated and earn 2: 2 ÷ 2.5 = 80%.",
    );
  });
  test("where none is", () => {
    expect(said({})).toBe("One expectation weighs 1. It has no current rating: 0 ÷ 1 = 0%. Were it met: 1 ÷ 1 = 100%.");
    expect(said({}, {}, {})).toBe(
      "Three expectations weigh 3 together. None has a current rating: 0 ÷ 3 = 0%. Were all met: 3 ÷ 3 = 100%.",
    );
  });
  test("where one is and one is not", () => {
    expect(said({ attained: 3 }, {})).toBe(
      "Two expectations weigh 2 together. The one with a current rating weighs 1 and earns 1: 1 ÷ 2 = 50%. The other one weighs 1. Were it met: 2 ÷ 2 = 100%.",
    );
  });
  test("where nothing is asked", () => {
    expect(said()).toBe("Nothing is asked here: the level has no expectations, so there is nothing to fall short of.");
  });
  test("with weights that no floating point holds", () => {
    expect(said({ attained: 3, weight: 0.1 }, { attained: 3, weight: 0.2 })).toBe(
      "Two expectations weigh 0.3 together. All are rated and earn 0.3: 0.3 ÷ 0.3 = 100%.",
    );
  });
  test("with more than twelve expectations in figures", () => {
    expect(said(...Array.from({ length: 13 }, () => ({ attained: 3 })))).toMatch(/^13 expectations weigh 13 together\. All are rated/);
  });
  test("never as all of it where a little is missing", () => {
    expect(said({ attained: 3, weight: 999 }, { attained: 2, weight: 1 })).toBe(
      "Two expectations weigh 1,000 together. All are rated and earn 999.5: 999.5 ÷ 1,000 = 99%, rounded down.",
    );
  });
});

describe("one expectation", () => {
  const of = (id: string): ExpectationLine => amara.expectations.find((candidate) => candidate.id === id) ?? line({});
  const tell = (id: string) => plain(explainExpectation(of(id), names));
  test("says what was asked, what was found and what it earns", () => {
    expect(tell("om-process-design")).toBe(
      "Asked Leading, rated Performing on 9 March 2026: one step short. It earns (3 − 1) ÷ (4 − 1) of its weight of 2: 1.33.",
    );
    expect(tell("om-handovers")).toBe("Asked Performing, rated Performing on 9 March 2026: met. It earns all of its weight of 1.");
    expect(tell("om-data")).toBe(
      "Asked Developing, rated Performing on 9 March 2026: exceeds by one. It earns all of its weight of 1; more than is asked earns no more.",
    );
    expect(tell("om-hiring")).toBe(
      "Asked Developing. Nobody has assessed it. It counts as none of its weight of 1 at worst and as all of it at best.",
    );
    expect(tell("om-capacity")).toBe(
      "Asked Performing. It was rated Developing on 8 September 2025, under a wording that has changed since. It counts as none of its weight of 1 at worst and as all of it at best.",
    );
  });
  test("says why nobody's word stands, and what it was", () => {
    const unseen = line({ answer: "not-observed", ratedOn: "2026-03-09", was: 2 });
    expect(plain(explainExpectation(unseen, names))).toBe(
      "Asked Performing. It was not observed on 9 March 2026; before that it was Developing. It counts as none of its weight of 1 at worst and as all of it at best.",
    );
    expect(unassessedBecause(unseen, names)).toBe("not observed, was Developing");
    expect(unassessedBecause(line({ answer: "no-opportunity", ratedOn: "2026-03-09" }), names)).toBe("no opportunity to show it");
    expect(plain(explainExpectation(line({ answer: "no-opportunity", ratedOn: "2026-03-09" }), names))).toMatch(
      /^Asked Performing\. There was no opportunity to show it on 9 March 2026\. /,
    );
    expect(unassessedBecause(of("om-capacity"), names)).toBe("reworded since it was rated");
    expect(unassessedBecause(of("om-hiring"), names)).toBe("nobody has assessed it");
    expect(unassessedBecause(of("om-data"), names)).toBeNull();
  });
  test("asked at the lowest point is earned by any rating", () => {
    expect(plain(explainExpectation(line({ required: 1, attained: 1 }), names))).toBe(
      "Asked Not yet, rated Not yet: met. Asked is the lowest point, so any rating earns all of its weight of 1.",
    );
  });
  test.each([
    [{ attained: 1 }, "Two steps short"],
    [{ attained: 2 }, "One step short"],
    [{ attained: 3 }, "Met"],
    [{ attained: 4 }, "Exceeds by one"],
    [{}, "Not assessed"],
  ])("%j reads %s", (given, word) => {
    expect(statusWord(line(given), names)).toBe(word);
  });
  test("says what meeting it wins", () => {
    const gain = (id: string) => plain(explainGain(of(id), amara, names));
    expect(gain("om-people-management")).toBe(
      "It weighs 2 of 14, and (3 − 2) ÷ (3 − 1) of that is missing. Meeting it wins 2 × (3 − 2) ÷ (3 − 1) ÷ 14 = 7 points, to the nearest.",
    );
    expect(gain("om-hiring")).toBe(
      "It weighs 1 of 14, and nobody has assessed it. Meeting it wins up to 1 ÷ 14 = 7 points, to the nearest; part of that may be there already.",
    );
    expect(gain("om-capacity")).toMatch(/its rating was for an earlier wording/);
    expect(gain("om-data")).toBe("It is met, so nothing is left to win here.");
    const half = report(line({ attained: 2 }), line({ attained: 3 }));
    expect(plain(explainGain(half.expectations[0] ?? line({}), half, names))).toMatch(/= 25 points\.$/);
    const tiny = report(line({ weight: 0.1 }), line({ weight: 99.9 }));
    expect(plain(explainGain(tiny.expectations[0] ?? line({}), tiny, names))).toMatch(/0\.1 ÷ 100 = less than 1 point;/);
  });
  test("on a scale that goes below zero keeps its signs apart", () => {
    const scale = [-2, -1, 0].map((value) => ({ value, label: `Point ${value}` }));
    expect(plain(explainExpectation(line({ required: 0, attained: -1, attainment: 0.5 }), { ...names, scale }))).toMatch(
      /It earns \(\(−1\) − \(−2\)\) ÷ \(0 − \(−2\)\) of/,
    );
  });
});
