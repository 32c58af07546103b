import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { carriedInto, classify } from "../framework/carry.ts";
import { Framework } from "../framework/document.ts";
import { readiness } from "../gap/readiness.ts";
import { attainment } from "../gap/expectations.ts";
import { isHidden, isTotalHidden } from "./hidden.ts";
import { learningOf } from "./learning.ts";
import { monthsIn, quarters } from "./quarters.ts";
import { readingOf, worthOf } from "./readings.ts";

const unseen = fc.integer({ min: 0, max: 12 });
const smallest = fc.integer({ min: 3, max: 8 });

describe("what is not shown", () => {
  test("is what counts too few of those one may not see, and nothing else", () => {
    fc.assert(
      fc.property(unseen, smallest, (count, least) => {
        expect(isHidden(count, least)).toBe(count >= 1 && count < least);
      }),
    );
  });

  test("cannot be worked out from a total: what is left when shown parts are taken away is none or enough", () => {
    fc.assert(
      fc.property(fc.array(unseen, { maxLength: 8 }), smallest, (parts, least) => {
        const left = parts.filter((count) => isHidden(count, least)).reduce((sum, count) => sum + count, 0);
        expect(isTotalHidden(parts, least)).toBe(left > 0 && left < least);
      }),
    );
  });

  test("of learning neither a unit that is too small nor a whole from which it would follow", () => {
    const row = (team: string, seen: boolean) => ({ team, name: team, seen, minutes: 60, startedOn: null, leftOn: null, shares: null });
    const year = { from: "2026-01-01", to: "2026-12-31", label: "2026", first: 2026 };
    const rule = { hours: 1, startsIn: 1, inProportion: false };
    const rows = [...Array.from({ length: 6 }, () => row("a", false)), ...Array.from({ length: 2 }, () => row("b", false)), row("c", true)];
    expect(learningOf(rows, year, rule, 5)).toEqual({
      all: null,
      units: [
        { id: "a", name: "a", people: 6, logged: 6, met: 6, minutes: [60, 60, 60] },
        { id: "b", name: "b", people: 2, hidden: true },
        { id: "c", name: "c", people: 1, logged: 1, met: 1, minutes: [60, 60, 60] },
      ],
    });
    expect(
      learningOf(
        rows.filter(({ team }) => team !== "b"),
        year,
        { ...rule, hours: null },
        5,
      ).all,
    ).toMatchObject({ people: 7, met: null });
  });
});

test("quarters lie among the values, in order, and do not depend on theirs", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 40 }), (values) => {
      const [first, middle, third] = quarters(values);
      expect(first).toBeLessThanOrEqual(middle);
      expect(middle).toBeLessThanOrEqual(third);
      expect(quarters(values.toReversed())).toEqual([first, middle, third]);
      expect(values.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(values.length);
      expect(monthsIn(first)).toBeLessThanOrEqual(monthsIn(third));
    }),
  );
  expect([monthsIn(364), monthsIn(365), monthsIn(0)]).toEqual([11, 12, 0]);
});

/** A level of five expectations whose words and targets change with the seeds, on a scale of three or four points. */
const framework = (words: readonly number[], targets: readonly number[], points: number) =>
  Framework.parse({
    rungs: "framework@1",
    id: "f",
    kind: "ladder",
    title: "F",
    scale: Array.from({ length: points }, (_, index) => ({ value: index + 1, label: `P${index}` })),
    domains: [{ id: "d", title: "D" }],
    competencies: [{ id: "c", domain: "d", title: "C" }],
    tracks: [{ id: "t", title: "T" }],
    levels: [
      {
        id: "l",
        rank: 1,
        track: "t",
        title: "L",
        expectations: words.flatMap((word, index) =>
          word === 0
            ? []
            : [
                {
                  id: `e${index}`,
                  competency: "c",
                  target: Math.min(targets[index] ?? 1, points),
                  weight: index + 1,
                  markers: [`Says ${word}.`],
                },
              ],
        ),
      },
    ],
  });
const shape = fc.tuple(
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 5, maxLength: 5 }),
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 }),
  fc.integer({ min: 3, max: 4 }),
);

test("answers read for many as they read one by one, in whatever version they were given", () => {
  fc.assert(
    fc.property(fc.array(shape, { minLength: 1, maxLength: 4 }), fc.nat(), fc.nat(), fc.boolean(), (shapes, from, to, mapped) => {
      const versions = shapes.map(([words, targets, points]) => framework(words, targets, points));
      const steps = new Map(
        versions.slice(1).map((after, index) => {
          const before = versions[index] ?? after;
          const points = new Map(before.scale.slice(0, 2).map(({ value }) => [value, value]));
          return [index + 2, classify(before, after, mapped ? { points } : {})] as const;
        }),
      );
      const at = (seed: number) => {
        const version = (seed % versions.length) + 1;
        return { version, content: versions[version - 1] ?? framework([], [], 3) };
      };
      const [rated, aim] = [at(from), at(to)];
      const ids = aim.content.levels.flatMap(({ expectations }) => expectations.map(({ id }) => id));
      const reading = readingOf(rated, aim, steps, ids);
      for (const expectation of ids)
        for (const { value } of rated.content.scale) {
          const [one] = carriedInto(aim.content, aim.version, steps, [{ expectation, version: rated.version, answer: value }]);
          const point = reading.points[String(value)];
          const many =
            point === undefined || reading.gone.includes(expectation)
              ? undefined
              : { answer: point[0], carries: point[1] && !reading.stale.includes(expectation) };
          expect(many).toEqual(one === undefined ? undefined : { answer: one.answer, carries: one.carries });
        }
    }),
    { numRuns: 300 },
  );
});

test("what expectations are worth adds up to readiness", () => {
  fc.assert(
    fc.property(
      shape,
      fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { minLength: 5, maxLength: 5 }),
      ([words, targets, points], values) => {
        const { levels, scale } = framework(words, targets, points);
        const [level] = levels;
        if (level === undefined || level.expectations.length === 0) return;
        const worth = worthOf(level, scale);
        const lines = level.expectations.map(({ id, target, weight }, index) => {
          const value = values[index] ?? null;
          return { id, value, weight, attainment: value === null ? null : attainment(value, target, 1) };
        });
        const low = lines.reduce((sum, { id, value }) => sum + (value === null ? 0 : (worth[id]?.[String(value)] ?? 0)), 0);
        const rest = lines.reduce((sum, { id, value }) => sum + (value === null ? (worth[id]?.["s"] ?? 0) : 0), 0);
        const expected = readiness(lines);
        expect(low).toBeCloseTo(expected.low, 9);
        expect(low + rest).toBeCloseTo(expected.high, 9);
      },
    ),
  );
});
