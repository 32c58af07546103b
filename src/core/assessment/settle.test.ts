import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ownRatings, settle, type CalibratedValue, type GivenAnswer } from "./settle.ts";

const answer = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom("not-observed" as const, "no-opportunity" as const));
const reviews = ["spring", "autumn"] as const;
const expectations = ["a", "b", "c"] as const;

/** At most one answer of a kind about an expectation in a review, as one assessment of each kind has it. */
const given = fc
  .uniqueArray(
    fc.record({
      review: fc.constantFrom(...reviews),
      expectation: fc.constantFrom(...expectations),
      kind: fc.constantFrom("self", "manager", "assessor", "peer"),
      answer,
      ratedOn: fc.constantFrom("2026-03-01", "2026-03-05"),
    }),
    { selector: ({ review, expectation, kind }) => `${review} ${expectation} ${kind}` },
  )
  .map((all) =>
    all.map((each): GivenAnswer => {
      const on = each.review === "spring" ? "2026-03-09" : "2026-10-01";
      return { ...each, cycle: each.review, released: `${on}T10:00:00Z`, releasedOn: on, version: 1, comment: null, rater: each.kind };
    }),
  );
const calibrations = fc.array(
  fc.record({
    review: fc.constantFrom(...reviews),
    expectation: fc.constantFrom(...expectations),
    value: fc.integer({ min: 1, max: 4 }),
    reason: fc.string(),
    by: fc.constant("Panel"),
    on: fc.constant("2026-03-07"),
  }),
);

/** The rule said the slow way, for one expectation of one review. */
function slow(answers: readonly GivenAnswer[], values: readonly CalibratedValue[], review: string, expectation: string) {
  const about = answers.filter((each) => each.review === review && each.expectation === expectation);
  const rated = about.find(({ kind }) => kind === "manager") ?? about.find(({ kind }) => kind === "assessor");
  if (rated === undefined) return undefined;
  const decided = values.filter((each) => each.review === review && each.expectation === expectation).at(-1);
  return decided === undefined ? { answer: rated.answer, kind: rated.kind } : { answer: decided.value, kind: "calibration" };
}

describe("what counts of all that was said", () => {
  test("is the calibrated value, else the manager's answer, else the assessor's, and nobody else's", () => {
    fc.assert(
      fc.property(given, calibrations, (answers, values) => {
        const results = settle(answers, values);
        for (const review of reviews)
          for (const expectation of expectations) {
            const found = results.filter((each) => each.review === review && each.expectation === expectation);
            const expected = slow(answers, values, review, expectation);
            expect(found.map(({ answer: said, rater }) => ({ answer: said, kind: rater.kind }))).toEqual(
              expected === undefined ? [] : [expected],
            );
          }
      }),
    );
  });

  test("comes in order of release and does not depend on the order of the raters", () => {
    fc.assert(
      fc.property(given, calibrations, fc.integer(), (answers, values, seed) => {
        const results = settle(answers, values);
        expect(results.map(({ released }) => released)).toEqual(results.map(({ released }) => released).toSorted());
        const shuffled = answers.toSorted(
          (a, b) => (((a.expectation + a.kind).length * seed) % 7) - (((b.expectation + b.kind).length * seed) % 7),
        );
        expect(new Set(settle(shuffled, values).map((each) => JSON.stringify(each)))).toEqual(
          new Set(results.map((each) => JSON.stringify(each))),
        );
      }),
    );
  });

  test("gives a calibrated value its own reason, day and author", () => {
    const said: GivenAnswer = {
      review: "spring",
      cycle: "Spring",
      released: "2026-03-09T10:00:00Z",
      releasedOn: "2026-03-09",
      version: 2,
      expectation: "a",
      kind: "manager",
      answer: 2,
      comment: "Nearly.",
      rater: "Helen",
      ratedOn: "2026-03-01",
    };
    const decided = { review: "spring", expectation: "a", value: 3, reason: "As elsewhere.", by: "Panel", on: "2026-03-07" };
    expect(settle([said], [decided])).toMatchObject([
      { answer: 3, comment: "As elsewhere.", ratedOn: "2026-03-07", rater: { name: "Panel", kind: "calibration" } },
    ]);
    expect(settle([], [decided])).toEqual([]);
  });
});

test("one's own rating is the newest one gave, and none where one gave no point", () => {
  const own = (released: string, said: GivenAnswer["answer"], kind: GivenAnswer["kind"] = "self"): GivenAnswer => ({
    review: released,
    cycle: released,
    released,
    releasedOn: released,
    version: 1,
    expectation: "a",
    kind,
    answer: said,
    comment: null,
    rater: "",
    ratedOn: released,
  });
  expect(ownRatings([own("2026-03-09", 3), own("2025-09-01", 2), own("2026-10-01", 4, "manager")]).get("a")).toBe(3);
  expect(ownRatings([own("2025-09-01", 2), own("2026-03-09", "not-observed")]).get("a")).toBeNull();
  expect(ownRatings([own("2025-09-01", 2, "peer")]).has("a")).toBe(false);
});
