import type { Fault } from "../problem.ts";
import { classify, type Step } from "./carry.ts";
import type { Framework } from "./document.ts";
import { corrected, type Lineage } from "./lineage.ts";
import { sameValue } from "./same.ts";

/** What only the author can say of a new version. */
export type Decisions = {
  /** By reworded expectation, whether it still means what it meant; substantive where nothing is said. */
  choices: Readonly<Record<string, { class: "editorial" | "substantive"; reason: string }>>;
  /** Corrections of what `lineageOf` tells. */
  lineage: readonly Lineage[];
  /** Where the scale changed: old value → new value. Old values left out have no successor. */
  scaleMap?: Readonly<Record<string, number>> | undefined;
};

export type Decided = {
  /** Null where nothing has been published before. */
  step: Step | null;
  lineage: Lineage[];
  /** Null where the scale stays, or where nobody says what its points have become. */
  points: ReadonlyMap<number, number> | null;
  /** The choices that say something: editorial ones, and substantive ones with a reason. */
  classes: Record<string, { class: "editorial" | "substantive"; reason: string }>;
  faults: Fault[];
};

/** Points of the one scale as points of the other; values come as the keys of JSON do. */
export const pointsOf = (map: Readonly<Record<string, number>>): ReadonlyMap<number, number> =>
  new Map(Object.entries(map).map(([from, to]) => [Number(from), to]));

/** Holds what the author decides against what has changed. Faults have pointers into the decisions. */
export function decide(before: Framework | null, after: Framework, decisions: Decisions): Decided {
  const { lineage, faults } = corrected(before, after, decisions.lineage);
  const points = decisions.scaleMap === undefined ? null : pointsOf(decisions.scaleMap);
  if (points !== null) faults.push(...scaleFaults(before, after, points));
  if (before === null) {
    for (const id of Object.keys(decisions.choices)) faults.push(unchanged(id));
    return { step: null, lineage, points: null, classes: {}, faults };
  }
  const editorial = new Set(Object.entries(decisions.choices).flatMap(([id, choice]) => (choice.class === "editorial" ? [id] : [])));
  const step = classify(before, after, { editorial, ...(points === null ? {} : { points }) });
  // Asked of the words alone: on a scale nobody has mapped, everything is substantive.
  const { meanings } = classify(before, { ...after, scale: before.scale });
  for (const [id, choice] of Object.entries(decisions.choices)) {
    if (meanings.get(id) !== "substantive") faults.push(unchanged(id));
    else if (choice.class === "editorial" && choice.reason === "")
      faults.push({ code: "reason", path: `/choices/${id}/reason`, message: "Say why it still means what it meant." });
  }
  const classes = Object.fromEntries(Object.entries(decisions.choices).filter(([, choice]) => choice.reason !== ""));
  return { step, lineage, points, classes, faults };
}

const unchanged = (id: string): Fault => ({
  code: "not-reworded",
  path: `/choices/${id}`,
  message: "The words of this expectation have not changed, so there is nothing to class.",
});

function scaleFaults(before: Framework | null, after: Framework, points: ReadonlyMap<number, number>): Fault[] {
  if (before === null || sameValue(before.scale, after.scale))
    return [{ code: "scale", path: "/scaleMap", message: "The scale has not changed." }];
  const [old, now] = [before, after].map(({ scale }) => new Set(scale.map(({ value }) => value)));
  return [...points].flatMap(([from, to]): Fault[] =>
    old?.has(from) === true && now?.has(to) === true
      ? []
      : [{ code: "scale", path: `/scaleMap/${from}`, message: "Map points of the old scale to points of the new one." }],
  );
}
