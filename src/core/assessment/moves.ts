/** Of an assessment. */
export type AssessmentState = "not-started" | "in-progress" | "submitted" | "reopened";
/** Of the cycle that it belongs to; null for a check-in. */
export type CycleState = "draft" | "open" | "calibrating" | "released" | "archived" | "cancelled" | null;

export type Around = { cycle: CycleState; withdrawn: boolean; released: boolean };

/** Why nothing can be written in an assessment any more, or yet; null while it can. One opened again is written while others are calibrated. */
export function closed(
  state: AssessmentState,
  { cycle, withdrawn, released }: Around,
): "not-open" | "calibrating" | "released" | "cancelled" | "withdrawn" | null {
  if (withdrawn) return "withdrawn";
  if (cycle === "cancelled") return "cancelled";
  if (cycle === "draft") return "not-open";
  if (released || cycle === "released" || cycle === "archived") return "released";
  return cycle === "calibrating" && state !== "reopened" ? "calibrating" : null;
}

/** Whether its rater may write in it. */
export const mayWrite = (state: AssessmentState, around: Around): boolean => state !== "submitted" && closed(state, around) === null;

/** What an assessment becomes by an act of its rater; null where the act is not open to it. `save` leaves one that was opened again as it is, so that its reason stays in view. */
export function next(state: AssessmentState, act: "save" | "submit", around: Around): AssessmentState | null {
  if (!mayWrite(state, around)) return null;
  if (act === "submit") return "submitted";
  return state === "not-started" ? "in-progress" : state;
}
