import fc from "fast-check";
import { expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { settle } from "../assessment/settle.ts";
import { gapReport, type Answer } from "../gap/report.ts";
import { carriedInto, classify, type Step } from "./carry.ts";
import type { Framework } from "./document.ts";
import { effectsOn, isTouched, reading, settled, size, type Assessed, type Calibrated, type Place, type Side } from "./impact.ts";

const TODAY = "2026-11-21";
const day = fc.constantFrom("2026-01-31", "2026-02-28", "2026-11-21", "2026-11-22");
const answer = fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom<Answer>("not-observed", "no-opportunity"));

/** The next version as people write them: most of it stays, a few expectations are reworded, retargeted, weighed anew, dropped. */
const reworked = (base: Framework): fc.Arbitrary<Framework> =>
  fc.infiniteStream(fc.constantFrom("keep", "keep", "keep", "keep", "reword", "retarget", "weigh", "drop")).map((fates) => ({
    ...base,
    levels: base.levels.map((level) => ({
      ...level,
      expectations: level.expectations.flatMap((each) => {
        const fate = fates.next().value;
        if (fate === "drop") return [];
        const [point] = base.scale;
        return [
          {
            ...each,
            ...(fate === "reword"
              ? { markers: [...each.markers, "More."] }
              : fate === "retarget" && point
                ? { target: point.value }
                : fate === "weigh"
                  ? { weight: each.weight + 1 }
                  : {}),
          },
        ];
      }),
    })),
  }));
const rewritten = fc
  .tuple(frameworkArbitrary, frameworkArbitrary, frameworkArbitrary)
  .map(([a, b, c]): Framework[] => [a, b, c].map((each) => ({ ...each, id: "ladder", kind: "ladder" as const })));
const edited = frameworkArbitrary.chain((a) => reworked(a).chain((b) => reworked(b).map((c) => [a, b, c])));

/** Three versions with most ids in common, the last of which is not published yet, and one person's reviews against the first two. */
const story = fc.oneof(rewritten, edited).chain((versions) => {
  const expectations = [...new Set(versions.flatMap(({ levels }) => levels.flatMap((level) => level.expectations.map(({ id }) => id))))];
  const place = fc.nat(Math.max(expectations.length - 1, 0));
  const answers = fc.uniqueArray(fc.tuple(place, answer, day), { maxLength: 12, selector: ([expectation]) => expectation });
  const assessed: fc.Arbitrary<Assessed> = fc.record({
    review: fc.constantFrom("spring", "autumn"),
    version: fc.constant(1),
    kind: fc.constantFrom("manager", "assessor"),
    answers,
  });
  return fc.record({
    versions: fc.constant(versions),
    expectations: fc.constant(expectations),
    editorial: fc.subarray(expectations),
    // A review is pinned to one version, and released at one moment: the spring's to the first, before the autumn's.
    assessments: fc
      .array(assessed, { maxLength: 5 })
      .map((all) =>
        all
          .map((each) => ({ ...each, version: each.review === "spring" ? 1 : 2 }))
          .toSorted((x, y) => (x.review === y.review ? 0 : x.review === "spring" ? -1 : 1)),
      ),
    calibrations: fc.array(
      fc.record({ review: fc.constantFrom("spring", "autumn"), expectation: place, value: fc.integer({ min: -3, max: 9 }), on: day }),
      { maxLength: 4 },
    ),
    current: fc.constantFrom(1, 2),
  });
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

function sidesOf({ versions, editorial, current }: Story): { before: Side; after: Side } {
  const [first, second, third] = versions;
  if (first === undefined || second === undefined || third === undefined) throw new Error("Three versions are made.");
  const steps = new Map<number, Step>([
    [2, classify(first, second, { editorial: new Set(editorial) })],
    [3, classify(second, third)],
  ]);
  return { before: { content: current === 1 ? first : second, version: current, steps }, after: { content: third, version: 3, steps } };
}

const placesIn = ({ content }: Side): Place[] =>
  content.levels.map(({ id }, index) => ({ relation: index === 0 ? "is" : "towards", level: id }));

/** The long way round: what counts, as it carries into the version, in a gap report. */
function reportOn({ expectations, assessments, calibrations }: Story, side: Side, level: string) {
  const words = { cycle: "", releasedOn: "", comment: null, rater: "" };
  const results = settle(
    assessments.flatMap((each) =>
      each.answers.map(([expectation, said, ratedOn]) => ({
        ...words,
        review: each.review,
        released: each.review === "spring" ? "1" : "2",
        version: each.version,
        kind: each.kind,
        expectation: expectations[expectation] ?? "",
        answer: said,
        ratedOn,
      })),
    ),
    calibrations.map((each: Calibrated) => ({ ...each, expectation: expectations[each.expectation] ?? "", reason: "", by: "" })),
  );
  const ratings = carriedInto(side.content, side.version, side.steps, results);
  return gapReport({ framework: side.content, version: side.version, level, ratings, records: {}, on: TODAY });
}

test("readiness before and after is what the gap reports say, for every level and every history", () => {
  fc.assert(
    fc.property(story, (told) => {
      const { before, after } = sidesOf(told);
      const results = settled(told.assessments, told.calibrations);
      const effects = new Map(
        effectsOn(placesIn(before), results, reading(before, told.expectations, TODAY), reading(after, told.expectations, TODAY)).map(
          (effect) => [effect.level, effect],
        ),
      );
      for (const { level } of placesIn(before)) {
        const was = reportOn(told, before, level);
        const gone = !after.content.levels.some(({ id }) => id === level);
        const will = gone ? null : reportOn(told, after, level);
        const open = (report: typeof was) =>
          report.expectations.filter(({ status }) => status === "not-assessed" || status === "stale").map(({ id }) => id);
        const newly = will === null ? [] : open(will).filter((id) => !open(was).includes(id));
        const same =
          will !== null && was.readiness.low === will.readiness.low && was.readiness.high === will.readiness.high && newly.length === 0;
        const found = effects.get(level);
        if (same) expect(found).toBeUndefined();
        else expect(found).toMatchObject({ before: was.readiness, after: will?.readiness ?? null, newlyUnassessed: newly });
      }
    }),
  );
});

test("a level that is passed over changes for nobody", () => {
  fc.assert(
    fc.property(story, (told) => {
      const { before, after } = sidesOf(told);
      const results = settled(told.assessments, told.calibrations);
      const untouched = placesIn(before).filter(({ level }) => !isTouched(level, before, after));
      expect(effectsOn(untouched, results, reading(before, told.expectations, TODAY), reading(after, told.expectations, TODAY))).toEqual(
        [],
      );
    }),
  );
});

test("the version in force measured against itself touches nobody", () => {
  fc.assert(
    fc.property(story, (told) => {
      const { before } = sidesOf(told);
      const steps = new Map([...before.steps, [before.version + 1, classify(before.content, before.content)]]);
      const after: Side = { content: before.content, version: before.version + 1, steps };
      expect(placesIn(before).filter(({ level }) => isTouched(level, before, after))).toEqual([]);
    }),
  );
});

test("a level that is gone weighs most, then how far readiness moves either way", () => {
  const effect = (low: number, high: number) => size({ before: { low: 0.5, high: 0.5 }, after: { low, high } });
  expect(effect(0.5, 0.5)).toBe(0);
  expect(effect(0.4, 0.9)).toBeCloseTo(0.4);
  expect(effect(0, 0.5)).toBe(0.5);
  expect(size({ before: { low: 0, high: 1 }, after: null })).toBeGreaterThan(effect(0, 1));
});
