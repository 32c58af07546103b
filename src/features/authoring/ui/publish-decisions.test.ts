import { expect, test } from "vitest";
import type { Line } from "../../../core/framework/lines.ts";
import type { Lineage } from "../../../core/framework/lineage.ts";
import { correctionsOf, decisionsOf, nothingTyped, withoutReason } from "./publish-decisions.ts";

const line = (key: string, ...asks: string[]): Line => ({
  key,
  verb: "Reworded",
  entity: "competency",
  id: key,
  level: null,
  name: key,
  where: null,
  details: [],
  asks,
  effect: null,
});
const lineage: Lineage[] = [
  { expectation: "kept", kind: "kept", from: ["kept"] },
  { expectation: "came", kind: "new", from: [] },
  { expectation: "both", kind: "merged", from: ["both", "gone"] },
  { expectation: "gone-too", kind: "retired", from: [] },
];
const typed = nothingTyped("2026-11-21");

test("what is chosen for a line is said of every expectation that it asks about, its reason only where it is needed", () => {
  const choices = {
    define: { class: "editorial", reason: " Same duty. " },
    other: { class: "substantive", reason: "half a thought" },
  } as const;
  const lines = [line("define", "a", "b"), line("other", "c"), line("untouched", "d")];
  expect(decisionsOf({ ...typed, choices }, lines, [], false).choices).toEqual({
    a: { class: "editorial", reason: "Same duty." },
    b: { class: "editorial", reason: "Same duty." },
    c: { class: "substantive", reason: "" },
  });
});

test("a choice about what is no longer changed is not sent", () => {
  expect(
    decisionsOf({ ...typed, choices: { gone: { class: "editorial", reason: "x" } } }, [line("define", "a")], [], false).choices,
  ).toEqual({});
});

test("an editorial change without a reason is named, whatever else is complete", () => {
  const choices = { define: { class: "editorial", reason: "  " }, other: { class: "editorial", reason: "Same." } } as const;
  expect(withoutReason({ ...typed, choices }, [line("define", "a"), line("other", "b")]).map(({ key }) => key)).toEqual(["define"]);
});

test("what an expectation was makes it new, reworded, split or merged", () => {
  const corrections = (sources: Record<string, string[]>) => correctionsOf(sources, lineage);
  expect(corrections({})).toEqual([]);
  expect(corrections({ came: ["gone-too"] })).toEqual([{ expectation: "came", kind: "reworded", from: ["gone-too"] }]);
  expect(corrections({ came: ["kept"] })).toEqual([{ expectation: "came", kind: "split", from: ["kept"] }]);
  expect(corrections({ came: ["gone-too", "kept"] })).toEqual([{ expectation: "came", kind: "merged", from: ["gone-too", "kept"] }]);
  expect(corrections({ both: [] })).toEqual([{ expectation: "both", kind: "new", from: [] }]);
  // No longer made of two: it goes on from itself, which differs from what was worked out.
  expect(corrections({ both: ["both"] })).toEqual([{ expectation: "both", kind: "reworded", from: ["both"] }]);
  expect(corrections({ kept: ["kept"] })).toEqual([]);
});

test("points of a scale without a successor are left out, and a scale nobody maps is not sent", () => {
  expect(decisionsOf({ ...typed, points: { "1": "1", "2": "" } }, [], [], false).scaleMap).toEqual({ "1": 1 });
  expect(decisionsOf({ ...typed, points: { "1": "" } }, [], [], false)).not.toHaveProperty("scaleMap");
});
