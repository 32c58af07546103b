import type { Level } from "../framework/document.ts";
import type { GapReport } from "../gap/report.ts";
import { isHeld } from "../gap/requirements.ts";

export const goalSources = ["expectation", "requirement", "free", "route"] as const;
export type GoalSource = (typeof goalSources)[number];
export const goalStates = ["open", "achieved", "dropped"] as const;
export type GoalState = (typeof goalStates)[number];

/** What a plan is called that nobody has named: by the level that it leads to, where it leads to one. */
export const planTitle = (levelTitle: string | null): string =>
  levelTitle === null ? "Development plan" : `Towards ${levelTitle}`.slice(0, 200);

/** What of a report can be made a goal of. */
export type Gap = { source: "expectation" | "requirement"; id: string };

/**
 * What a person lacks by a report, in the order in which a plan is best drafted: what moves them most first, then the
 * requirements that nothing on record meets, as the document has them.
 */
export const gapsOf = ({ movesMost, requirements }: Pick<GapReport, "movesMost" | "requirements">): Gap[] => [
  ...movesMost.map((id): Gap => ({ source: "expectation", id })),
  ...requirements.filter((line) => !isHeld(line) || line.status === "expiring").map(({ id }): Gap => ({ source: "requirement", id })),
];

/** What a level asks under this id, expectations before requirements; null where it asks no such thing. */
export function gapIn(level: Level, id: string): Gap | null {
  if (level.expectations.some((expectation) => expectation.id === id)) return { source: "expectation", id };
  return level.requirements.some((requirement) => requirement.id === id) ? { source: "requirement", id } : null;
}

/** A goal on an expectation, as far as a release decides about it. `by`: the review whose rating achieved it, null for any other way. */
export type OpenGoal = { state: GoalState; by: string | null };
/** What one release says of the expectation: the value that it gave, null for none; what its version asks; when. */
export type Released = { review: string; value: number | null; required: number; on: string };
/** What becomes of the goal. */
export type Settled = { state: "achieved"; on: string; value: number; by: string } | { state: "open" };

/**
 * What a release makes of a goal: a rating that meets what is asked achieves an open one; and one that the same review
 * achieved before is open again where a second look has since lowered it. A goal that was dropped, or achieved in any other
 * way, is nobody's but the people's.
 *
 * @returns null where it stays as it is.
 */
export function settleGoal(goal: OpenGoal, { review, value, required, on }: Released): Settled | null {
  const met = value !== null && value >= required;
  if (goal.state === "open" && met) return { state: "achieved", on, value, by: review };
  if (goal.state !== "achieved" || goal.by !== review) return null;
  return met ? null : { state: "open" };
}
