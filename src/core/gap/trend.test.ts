import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Framework } from "../framework/document.ts";
import { classify } from "../framework/carry.ts";
import { lineageOf, type Lineage } from "../framework/lineage.ts";
import { newWording, trendOf, type Lineages, type Told } from "./trend.ts";
import { gapReport } from "./report.ts";

const points = ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({ value: index + 1, label }));
type Asked = { id: string; competency: string; target: number; markers?: string[] };
const version = (expectations: Asked[]) =>
  Framework.parse({
    rungs: "framework@1",
    id: "bakery",
    kind: "ladder",
    title: "Bakery",
    scale: points,
    domains: [{ id: "craft", title: "Craft" }],
    competencies: ["bread", "ovens", "team"].map((id) => ({ id, domain: "craft", title: id })),
    tracks: [{ id: "core", title: "Core" }],
    levels: [{ id: "head", rank: 1, track: "core", title: "Head", expectations }],
  });
const first = version([
  { id: "bread", competency: "bread", target: 3, markers: ["Bakes."] },
  { id: "ovens", competency: "ovens", target: 2 },
]);
const second = version([
  { id: "bread", competency: "bread", target: 3, markers: ["Bakes for a hundred."] },
  { id: "ovens", competency: "ovens", target: 3 },
  { id: "team", competency: "team", target: 2 },
]);
const contents = new Map([
  [1, first],
  [2, second],
]);
const steps = new Map([[2, classify(first, second)]]);
const said = (review: string, on: string, at: number, answers: Record<string, Told["answer"]>): Told[] =>
  Object.entries(answers).map(([expectation, answer]) => ({
    review,
    cycle: review,
    releasedOn: on,
    ratedOn: on,
    version: at,
    expectation,
    answer,
  }));

describe("a trend", () => {
  const told = [
    ...said("Autumn", "2025-10-01", 1, { bread: 2, ovens: 1 }),
    ...said("Spring", "2026-03-01", 1, { bread: 3 }),
    ...said("Summer", "2026-08-01", 2, { ovens: 3 }),
  ];
  test("measures each review by the words and the bar of then, and with all that was known then", () => {
    expect(trendOf("head", told, contents, steps)).toEqual([
      { review: "Autumn", cycle: "Autumn", on: "2025-10-01", version: 1, readiness: { low: 0.25, high: 0.25 }, met: 0, short: 2, open: 0 },
      { review: "Spring", cycle: "Spring", on: "2026-03-01", version: 1, readiness: { low: 0.5, high: 0.5 }, met: 1, short: 1, open: 0 },
      // The bread of version 2 asks something else, so what was said of it before is stale; the team nobody has seen.
      { review: "Summer", cycle: "Summer", on: "2026-08-01", version: 2, readiness: { low: 1 / 3, high: 1 }, met: 1, short: 0, open: 2 },
    ]);
  });
  test("leaves out reviews that said nothing of the level", () => {
    expect(trendOf("head", said("Other", "2026-01-01", 1, { elsewhere: 2 }), contents, steps)).toEqual([]);
    expect(trendOf("gone", told, contents, steps)).toEqual([]);
  });
  test("is at each point what the report of that day says", () => {
    const answer = fc.constantFrom<Told["answer"]>(1, 2, 3, 4, "not-observed", "no-opportunity");
    const review = fc.record({ bread: answer, ovens: answer });
    fc.assert(
      fc.property(fc.array(review, { minLength: 1, maxLength: 4 }), (reviews) => {
        const all = reviews.flatMap((answers, index) => said(`r${index}`, `2025-0${index + 1}-01`, 1, answers));
        const trend = trendOf("head", all, contents, new Map());
        expect(trend).toHaveLength(reviews.length);
        for (const [index, point] of trend.entries()) {
          const ratings = all
            .slice(0, (index + 1) * 2)
            .map(({ expectation, answer: given, ratedOn }) => ({ expectation, answer: given, ratedOn }));
          const report = gapReport({ framework: first, version: 1, level: "head", ratings, records: {}, on: point.on });
          expect(point.readiness).toEqual(report.readiness);
          expect(point.met + point.short + point.open).toBe(report.expectations.length);
        }
      }),
    );
  });
});

const byVersion = (...lines: Lineage[][]): Lineages =>
  new Map(lines.map((step, index) => [index + 2, new Map(step.map(({ expectation, kind, from }) => [expectation, { kind, from }]))]));

describe("new wording", () => {
  const told = byVersion(
    [
      { expectation: "bread", kind: "reworded", from: ["bread"] },
      { expectation: "team", kind: "new", from: [] },
    ],
    [
      { expectation: "loaves", kind: "split", from: ["bread"] },
      { expectation: "crew", kind: "merged", from: ["team", "ovens"] },
    ],
    [{ expectation: "ovens", kind: "kept", from: ["ovens"] }],
  );
  test("is told with what it was, and when it changed last", () => {
    expect(newWording("bread", 1, 2, told)).toEqual({ kind: "reworded", version: 2, from: ["bread"] });
    expect(newWording("loaves", 1, 4, told)).toEqual({ kind: "split", version: 3, from: ["bread"] });
    expect(newWording("crew", 2, 4, told)).toEqual({ kind: "merged", version: 3, from: ["team", "ovens"] });
    expect(newWording("crew", 1, 4, told)).toEqual({ kind: "reworded", version: 3, from: ["ovens"] });
    expect(newWording("team", 1, 2, told)).toEqual({ kind: "new", version: 2, from: [] });
  });
  test("is none where the words are those of then, whatever was published meanwhile", () => {
    expect(newWording("ovens", 1, 4, told)).toBeNull();
    expect(newWording("bread", 2, 4, told)).toBeNull();
    expect(newWording("loaves", 3, 3, told)).toBeNull();
  });
  test("is what the lineage of the documents says, one step back", () => {
    const lineage = lineageOf(first, second);
    const known = byVersion(lineage);
    for (const { expectation, kind } of lineage.filter((line) => line.kind !== "retired"))
      expect(newWording(expectation, 1, 2, known)?.kind ?? "kept").toBe(kind);
  });
});
