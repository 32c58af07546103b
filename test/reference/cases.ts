import fc from "fast-check";
import { Framework } from "../../src/core/framework/document.ts";
import type { Answer, Rating, Records } from "../../src/core/gap/report.ts";

/** Small worlds for the gap report: few titles, few days and few values, so that what should meet does meet. */
export type Case = { framework: Framework; level: string; ratings: Rating[]; records: Records; on: string };

const titles = [
  "Level 5 Diploma",
  "level 5 diploma ",
  "Safeguarding adults",
  " SAFEGUARDING ADULTS",
  "Enhanced DBS",
  "Led a shift",
] as const;
const title = fc.constantFrom(...titles);
const regulated = fc.constantFrom("RQF 2", "RQF 3", "RQF 5", "SCQF 3", "SCQF 10");
const date = fc.oneof(
  fc.constantFrom("2024-01-31", "2024-02-29", "2025-02-28", "2025-08-31", "2025-12-31", "2026-01-31", "2026-03-01", "2026-04-30"),
  fc.integer({ min: 0, max: 1100 }).map((days) => new Date(Date.UTC(2023, 10, 1) + days * 86_400_000).toISOString().slice(0, 10)),
);
const levelIds = ["one", "two", "three"] as const;
const place = fc.constantFrom(...levelIds, "ladder/one", "ladder/two", "elsewhere/one");
const validMonths = fc.constantFrom(1, 2, 6, 12, 13, 24);

/** As written, defaults left out; what it may hold beside an id and members is for the schema to say. */
type RequirementDocument = { id: string; kind: string } | { id: string; anyOf: RequirementDocument[] };

const simple: fc.Arbitrary<RequirementDocument> = fc.oneof(
  fc.record({
    id: fc.constant("x"),
    kind: fc.constant("qualification" as const),
    title,
    equivalents: fc.array(title, { maxLength: 2 }),
    anyAtLevel: fc.boolean(),
    regulated,
  }),
  fc.record({ id: fc.constant("x"), kind: fc.constant("qualification" as const), title, anyAtLevel: fc.boolean() }),
  fc.record({
    id: fc.constant("x"),
    kind: fc.constant("experience" as const),
    months: fc.integer({ min: 0, max: 14 }),
    at: fc.array(place, { maxLength: 2 }),
  }),
  fc.record({ id: fc.constant("x"), kind: fc.constant("demonstrated" as const), title }),
  fc.record({ id: fc.constant("x"), kind: fc.constantFrom("training" as const, "check" as const), title }),
  fc.record({ id: fc.constant("x"), kind: fc.constantFrom("training" as const, "check" as const), title, validMonths }),
);
const group = (member: fc.Arbitrary<RequirementDocument>): fc.Arbitrary<RequirementDocument> =>
  fc.record({ id: fc.constant("x"), anyOf: fc.array(member, { minLength: 1, maxLength: 3 }) });
const requirement = fc.oneof(
  { weight: 4, arbitrary: simple },
  { weight: 1, arbitrary: group(simple) },
  { weight: 1, arbitrary: group(group(simple)) },
);

/** Ids are given afterwards, so that they are unique in the whole document. */
function numbered(requirements: readonly RequirementDocument[], prefix: string): RequirementDocument[] {
  return requirements.map((item, index) => {
    const id = `${prefix}-${index}`;
    return "anyOf" in item ? { ...item, id, anyOf: numbered(item.anyOf, id) } : { ...item, id };
  });
}

const clauseOf = (values: readonly number[]) =>
  fc.oneof(
    fc.constant({ clause: "criticalMet" as const }),
    fc.record({ clause: fc.constant("gapsAtMost" as const), count: fc.integer({ min: 0, max: 3 }) }),
    fc.record({ clause: fc.constant("nothingBelow" as const), value: fc.constantFrom(...values) }),
    fc.record({ clause: fc.constant("readinessAtLeast" as const), percent: fc.constantFrom(0, 25, 33.3, 50, 75, 80, 100) }),
    fc.constant({ clause: "requirementsMet" as const }),
  );

const framework = (values: readonly number[]): fc.Arbitrary<Framework> => {
  const expectation = fc.record({
    target: fc.constantFrom(...values),
    weight: fc.oneof(fc.constantFrom(1, 1, 1, 2, 0.5, 3), fc.double({ min: 0.01, max: 20, noNaN: true })),
    critical: fc.boolean(),
  });
  const level = fc.record({
    expectations: fc.array(expectation, { maxLength: 7 }),
    requirements: fc.array(requirement, { maxLength: 4 }),
    readiness: fc.option(fc.array(clauseOf(values), { minLength: 1, maxLength: 4 }), { nil: undefined }),
  });
  return fc.tuple(level, level, level).map((levels) =>
    Framework.parse({
      rungs: "framework@1",
      id: "ladder",
      kind: "ladder",
      title: "Ladder",
      scale: values.map((value) => ({ value, label: `Point ${value}` })),
      domains: [{ id: "work", title: "Work" }],
      competencies: [{ id: "craft", domain: "work", title: "Craft" }],
      tracks: [{ id: "core", title: "Core" }],
      levels: levels.map(({ expectations, requirements, readiness }, rank) => ({
        id: levelIds[rank],
        rank,
        track: "core",
        title: `Level ${rank}`,
        expectations: expectations.map((item, index) => ({ ...item, id: `e${rank}-${index}`, competency: "craft" })),
        requirements: numbered(requirements, `r${rank}`),
        ...(readiness ? { readiness } : {}),
      })),
    }),
  );
};

const records: fc.Arbitrary<Records> = fc.record(
  {
    qualifications: fc.array(fc.record({ title, regulated: fc.option(regulated), awardedOn: date }), { maxLength: 4 }),
    placements: fc.array(
      fc.tuple(place, date, fc.option(date)).map(([level, from, to]) => ({ level, from, to: to !== null && to < from ? from : to })),
      { maxLength: 4 },
    ),
    training: fc.array(fc.record({ title, completedOn: date, validMonths: fc.option(validMonths) }), { maxLength: 5 }),
    checks: fc.array(fc.record({ title, clearedOn: date, validMonths: fc.option(validMonths) }), { maxLength: 5 }),
    demonstrated: fc.array(fc.record({ title, attestedOn: date }), { maxLength: 3 }),
  },
  { requiredKeys: [] },
);

const ratings = (made: Framework, values: readonly number[]): fc.Arbitrary<Rating[]> => {
  const known = made.levels.flatMap(({ expectations }) => expectations.map(({ id }) => id));
  const rating = fc.record({
    expectation: fc.constantFrom(...known, "stranger"),
    answer: fc.oneof(
      { weight: 5, arbitrary: fc.constantFrom<Answer>(...values) },
      { weight: 1, arbitrary: fc.constantFrom<Answer>("not-observed", "no-opportunity") },
    ),
    ratedOn: fc.constantFrom("2025-03-09", "2025-03-10", "2026-01-31", "2026-03-01", "2026-03-09", "2026-10-01"),
    carries: fc.constantFrom(true, true, true, true, false),
  });
  return fc.array(rating, { maxLength: known.length * 2 });
};

/** `values` as written: any unique integers, in any order. */
export const scaleValues = fc.uniqueArray(fc.integer({ min: -3, max: 9 }), { minLength: 1, maxLength: 5 });

export const gapCase: fc.Arbitrary<Case> = scaleValues.chain((values) =>
  framework(values).chain((made) =>
    fc.record({
      framework: fc.constant(made),
      level: fc.constantFrom(...levelIds),
      ratings: ratings(made, values),
      records,
      on: date,
    }),
  ),
);
