import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentArbitrary } from "../../../test/arbitrary.ts";
import { operations } from "../../../test/reference/amara.ts";
import { gapCase, type Case } from "../../../test/reference/cases.ts";
import { reference, type ReferenceRequirement } from "../../../test/reference/gap.ts";
import { Framework } from "../framework/document.ts";
import { Problem } from "../problem.ts";
import { type Answer, gapReport, type GapReport, type RequirementLine } from "./report.ts";

const report = ({ framework, level, ratings, records, on }: Case): GapReport =>
  gapReport({ framework, version: null, level, ratings, records, on });
const near = (one: number, other: number) => Math.abs(one - other) <= 1e-9;
const levelOf = ({ framework, level }: Case) => {
  const found = framework.levels.find(({ id }) => id === level);
  if (!found) throw new Error("the case names one of its own levels");
  return found;
};

/** The part of a line that the reference knows too. */
function comparable({ id, status, expiresOn, months }: RequirementLine): ReferenceRequirement {
  return { id, status, ...(expiresOn === undefined ? {} : { expiresOn }), ...(months === undefined ? {} : { months }) };
}

/** Milliseconds for a property that looks at hundreds of reports on a machine that does other things too. */
const patience = 30_000;

describe("a report agrees with the slow and obvious one written from the domain page", () => {
  test(
    "on every status, clause, order and number",
    () => {
      const seen = new Set<string>();
      fc.assert(
        fc.property(gapCase, (made) => {
          const ours = report(made);
          const theirs = reference(made.framework, made.level, made.ratings, made.records, made.on);
          expect(near(ours.readiness.low, theirs.readiness.low), `low ${ours.readiness.low} ${theirs.readiness.low}`).toBe(true);
          expect(near(ours.readiness.high, theirs.readiness.high), `high ${ours.readiness.high} ${theirs.readiness.high}`).toBe(true);
          expect(ours.ready).toBe(theirs.ready);
          expect(ours.clauses.map(({ clause, status }) => ({ clause, status }))).toEqual(theirs.clauses);
          expect(ours.requirements.map(comparable)).toEqual(theirs.requirements);
          expect(ours.movesMost).toEqual(theirs.movesMost);
          expect(ours.expectations.map(({ id, status, attained, was }) => ({ id, status, attained, was }))).toEqual(
            theirs.expectations.map(({ id, status, attained, was }) => ({ id, status, attained, was })),
          );
          for (const [index, line] of ours.expectations.entries()) {
            const other = theirs.expectations[index];
            expect(near(line.gain, other?.gain ?? Number.NaN)).toBe(true);
            expect(line.attainment === null ? other?.attainment === null : near(line.attainment, other?.attainment ?? Number.NaN)).toBe(
              true,
            );
          }
          for (const { status } of ours.expectations) seen.add(status);
          for (const { kind, status } of ours.requirements) seen.add(`${kind} ${status}`);
          for (const { clause, status } of ours.clauses) seen.add(`${clause} ${status}`);
          seen.add(ours.ready ? "ready" : "not ready");
        }),
        { numRuns: 2000 },
      );
      const lasting = ["met", "expiring", "expired", "unmet", "unknown"];
      const expected = [
        "met",
        "exceeds",
        "gap",
        "not-assessed",
        "stale",
        "ready",
        "not ready",
        ...["training", "check", "anyOf"].flatMap((kind) => lasting.map((status) => `${kind} ${status}`)),
        ...["qualification", "experience", "demonstrated"].flatMap((kind) =>
          ["met", "unmet", "unknown"].map((status) => `${kind} ${status}`),
        ),
        ...["criticalMet", "gapsAtMost", "nothingBelow", "readinessAtLeast", "requirementsMet"].flatMap((clause) =>
          ["met", "not-met", "unknown"].map((status) => `${clause} ${status}`),
        ),
      ];
      expect(
        expected.filter((state) => !seen.has(state)),
        "every state was met on the way",
      ).toEqual([]);
    },
    patience,
  );
});

test(
  "a report agrees with the obvious one at every level of any framework that there can be",
  () => {
    fc.assert(
      fc.property(documentArbitrary, fc.infiniteStream(fc.nat()), (document, chance) => {
        const framework = Framework.parse(document);
        const lot = () => chance.next().value ?? 0;
        const answers: Answer[] = [...framework.scale.map(({ value }) => value), "not-observed"];
        for (const { id, expectations } of framework.levels) {
          const ratings = expectations.flatMap(({ id: expectation }) => {
            const answer = answers[lot() % (answers.length + 1)];
            return answer === undefined ? [] : [{ expectation, answer, ratedOn: "2026-03-09" }];
          });
          const made = { framework, level: id, ratings, records: { training: [], checks: [], qualifications: [] }, on: "2026-03-12" };
          const ours = report(made);
          const theirs = reference(framework, id, ratings, made.records, made.on);
          expect(near(ours.readiness.low, theirs.readiness.low) && near(ours.readiness.high, theirs.readiness.high)).toBe(true);
          expect(ours.clauses.map(({ clause, status }) => ({ clause, status }))).toEqual(theirs.clauses);
          expect(ours.expectations.map(({ status }) => status)).toEqual(theirs.expectations.map(({ status }) => status));
          expect(ours.requirements.map(comparable)).toEqual(theirs.requirements);
          expect(ours.movesMost).toEqual(theirs.movesMost);
          expect(ours.warnings).toEqual([]);
        }
      }),
      { numRuns: 300 },
    );
  },
  patience,
);

describe("readiness can be relied on", () => {
  test(
    "it never falls when a rating rises",
    () => {
      fc.assert(
        fc.property(gapCase, fc.nat(), (made, pick) => {
          const values = made.framework.scale.map(({ value }) => value).sort((a, b) => a - b);
          const scored = made.ratings.filter(({ answer }) => typeof answer === "number");
          const chosen = scored[pick % Math.max(1, scored.length)];
          const higher = values.find((value) => typeof chosen?.answer === "number" && value > chosen.answer);
          fc.pre(chosen !== undefined && higher !== undefined);
          const before = report(made);
          const raised = made.ratings.map((rating) => (rating === chosen && higher !== undefined ? { ...rating, answer: higher } : rating));
          const after = report({ ...made, ratings: raised });
          expect(after.readiness.low).toBeGreaterThanOrEqual(before.readiness.low - 1e-12);
          expect(after.readiness.high).toBeGreaterThanOrEqual(before.readiness.high - 1e-12);
        }),
        { numRuns: 600 },
      );
    },
    patience,
  );

  test(
    "it depends neither on the order of the ratings of different days nor on the order of the expectations",
    () => {
      fc.assert(
        fc.property(gapCase, fc.infiniteStream(fc.nat()), (made, chance) => {
          const keyed = made.ratings.map((rating) => ({
            rating,
            key: `${rating.ratedOn} ${rating.expectation}`,
            lot: chance.next().value ?? 0,
          }));
          const lots = new Map(keyed.map(({ key, lot }) => [key, lot]));
          const shuffled = [...keyed].sort(
            (a, b) => (lots.get(a.key) ?? 0) - (lots.get(b.key) ?? 0) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
          );
          const one = report(made);
          const other = report({ ...made, ratings: shuffled.map(({ rating }) => rating) });
          expect({ ...other, warnings: [...other.warnings].sort() }).toEqual({ ...one, warnings: [...one.warnings].sort() });

          const level = levelOf(made);
          const turned = { ...made.framework, levels: [{ ...level, expectations: level.expectations.toReversed() }] };
          const reversed = report({ ...made, framework: turned });
          expect(near(reversed.readiness.low, one.readiness.low) && near(reversed.readiness.high, one.readiness.high)).toBe(true);
          expect(reversed.expectations.toReversed().map(({ id, status }) => [id, status])).toEqual(
            one.expectations.map(({ id, status }) => [id, status]),
          );
        }),
        { numRuns: 600 },
      );
    },
    patience,
  );

  test(
    "multiplying all weights changes nothing but the weights",
    () => {
      fc.assert(
        fc.property(gapCase, fc.constantFrom(2, 0.25, 1024, 3, 0.1, 1e6), (made, factor) => {
          const level = levelOf(made);
          const scaled = {
            ...made.framework,
            levels: [{ ...level, expectations: level.expectations.map((item) => ({ ...item, weight: item.weight * factor })) }],
          };
          const one = report(made);
          const other = report({ ...made, framework: scaled });
          expect(near(other.readiness.low, one.readiness.low) && near(other.readiness.high, one.readiness.high)).toBe(true);
          expect(other.clauses).toEqual(one.clauses);
          expect(other.movesMost).toEqual(one.movesMost);
          one.expectations.forEach(({ gain }, index) => expect(near(gain, other.expectations[index]?.gain ?? Number.NaN)).toBe(true));
        }),
        { numRuns: 600 },
      );
    },
    patience,
  );

  test.each([
    ["large", 1.5e308],
    ["small", Number.MIN_VALUE],
    ["small, but not the smallest,", 3e-310],
  ])("weights as %s as a number can be count like any others", (_, weight) => {
    const level = {
      ...operations.levels[0],
      id: "one",
      expectations: ["a", "b", "c", "d"].map((id) => ({
        id,
        competency: "risk",
        target: 3,
        weight,
        critical: false,
        markers: [],
      })),
    };
    const framework = Framework.parse({ ...operations, transitions: [], levels: [level] });
    const rated = [
      { expectation: "a", answer: 2, ratedOn: "2026-01-01" },
      { expectation: "b", answer: 3, ratedOn: "2026-01-01" },
    ];
    const made = gapReport({ framework, version: null, level: "one", ratings: rated, records: {}, on: "2026-01-02" });
    expect(made.readiness).toEqual({ low: 0.375, high: 0.875 });
    expect(made.expectations.map(({ gain }) => gain)).toEqual([0.125, 0, 0.25, 0.25]);
  });

  test(
    "assessing what nobody had assessed narrows the range or leaves it",
    () => {
      fc.assert(
        fc.property(gapCase, fc.nat(), fc.nat(), (made, pick, value) => {
          const before = report(made);
          const missing = before.expectations.filter(({ status }) => status === "not-assessed" || status === "stale");
          const chosen = missing[pick % Math.max(1, missing.length)];
          const point = made.framework.scale[value % made.framework.scale.length];
          fc.pre(chosen !== undefined && point !== undefined);
          const rated = chosen && point ? [...made.ratings, { expectation: chosen.id, answer: point.value, ratedOn: made.on }] : [];
          const after = report({ ...made, ratings: rated });
          expect(after.readiness.low).toBeGreaterThanOrEqual(before.readiness.low - 1e-12);
          expect(after.readiness.high).toBeLessThanOrEqual(before.readiness.high + 1e-12);
          for (const [index, clause] of before.clauses.entries()) {
            if (clause.status !== "unknown" && clause.clause !== "nothingBelow") expect(after.clauses[index]?.status).toBe(clause.status);
          }
        }),
        { numRuns: 600 },
      );
    },
    patience,
  );

  test(
    "the same inputs give the same bytes, and a report leaves its inputs as they were",
    () => {
      fc.assert(
        fc.property(gapCase, (made) => {
          const copy = structuredClone(made);
          const bytes = JSON.stringify(report(made));
          expect(made).toEqual(copy);
          expect(JSON.stringify(report(copy))).toBe(bytes);
        }),
        { numRuns: 500 },
      );
    },
    patience,
  );

  test(
    "its ends lie between nothing and everything, the low one never above the high one",
    () => {
      fc.assert(
        fc.property(gapCase, (made) => {
          const { readiness, expectations } = report(made);
          expect(readiness.low >= 0 && readiness.low <= readiness.high && readiness.high <= 1).toBe(true);
          if (expectations.every(({ attained }) => attained !== null)) expect(near(readiness.low, readiness.high)).toBe(true);
        }),
        { numRuns: 500 },
      );
    },
    patience,
  );
});

test("a level that the framework has not is not found", () => {
  fc.assert(
    fc.property(gapCase, (made) => {
      expect(() => report({ ...made, level: "four" })).toThrow(Problem);
    }),
    { numRuns: 5 },
  );
});
