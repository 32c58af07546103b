import type { Line } from "../../../core/framework/lines.ts";
import type { Lineage } from "../../../core/framework/lineage.ts";
import type { Framework } from "../../../core/framework/document.ts";

export type Class = "editorial" | "substantive";

/** Everything that is typed and chosen in the dialog. It stays until the version is published, also while the dialog is closed. */
export type Typed = {
  /** By key of a line; substantive where nothing is chosen. */
  choices: Readonly<Record<string, { class: Class; reason: string }>>;
  /** By expectation, what it was in the version before; as worked out where nothing is said. */
  sources: Readonly<Record<string, readonly string[]>>;
  /** Old point of the scale → new point, "" for none. */
  points: Readonly<Record<string, string>>;
  reason: string;
  effectiveOn: string;
};

export const nothingTyped = (today: string): Typed => ({ choices: {}, sources: {}, points: {}, reason: "", effectiveOn: today });

/** What a person decides about the lines, as the server takes it. @param draft true before anything is final: reasons are not asked for yet. */
export function decisionsOf(typed: Typed, lines: readonly Line[], lineage: readonly Lineage[], draft: boolean) {
  const choices: Record<string, { class: Class; reason: string }> = {};
  for (const line of lines) {
    const choice = typed.choices[line.key];
    if (choice === undefined) continue;
    // What it leads to does not depend on the words of the reason.
    const reason = draft ? "to be said" : choice.reason.trim();
    for (const expectation of line.asks) choices[expectation] = { class: choice.class, reason: choice.class === "editorial" ? reason : "" };
  }
  const points = Object.entries(typed.points).flatMap(([from, to]) => (to === "" ? [] : [[from, Number(to)] as const]));
  return {
    choices,
    lineage: correctionsOf(typed.sources, lineage),
    ...(points.length > 0 ? { scaleMap: Object.fromEntries(points) } : {}),
  };
}

/** What was chosen to come from where, as lineage; what says the same as what was worked out is left out. */
export function correctionsOf(sources: Typed["sources"], lineage: readonly Lineage[]): Lineage[] {
  const said = lineage
    .filter(({ kind }) => kind !== "retired")
    .map((line) => ({ ...line, from: [...(sources[line.expectation] ?? line.from)] }));
  const takers = Map.groupBy(
    said.flatMap(({ from, expectation }) => from.map((id) => ({ id, expectation }))),
    ({ id }) => id,
  );
  const workedOut = (id: string) => lineage.find(({ expectation }) => expectation === id) ?? { from: [] };
  return said.flatMap((line): Lineage[] => {
    if (sources[line.expectation] === undefined) return [];
    const { expectation, from } = line;
    const [only] = from;
    if (only === undefined) return [{ expectation, kind: "new", from }];
    if (from.length > 1) return [{ expectation, kind: "merged", from }];
    if (only === expectation) return workedOut(expectation).from.length === 1 ? [] : [{ expectation, kind: "reworded", from }];
    return [{ expectation, kind: (takers.get(only)?.length ?? 0) > 1 ? "split" : "reworded", from }];
  });
}

/** Points of the old scale, where it is another now. */
export function changedScale(
  before: Framework | null,
  after: Framework | null,
): { before: Framework["scale"]; after: Framework["scale"] } | null {
  if (before === null || after === null) return null;
  return JSON.stringify(before.scale) === JSON.stringify(after.scale) ? null : { before: before.scale, after: after.scale };
}

/** Editorial lines that still lack their reason. */
export const withoutReason = (typed: Typed, lines: readonly Line[]): Line[] =>
  lines.filter(({ key, asks }) => asks.length > 0 && typed.choices[key]?.class === "editorial" && typed.choices[key].reason.trim() === "");
