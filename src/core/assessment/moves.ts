/** Of an assessment. */
export type AssessmentState = "not-started" | "in-progress" | "submitted" | "reopened";
/** Of the cycle that it belongs to; null for a check-in. */
export type CycleState = "draft" | "open" | "calibrating" | "released" | "archived" | "cancelled" | null;

export type Around = { cycle: CycleState; withdrawn: boolean; released: boolean };

/** Why nothing can be written in any assessment of this review; null while it can. */
export function closed({ cycle, withdrawn, released }: Around): "not-open" | "calibrating" | "released" | "cancelled" | "withdrawn" | null {
  if (withdrawn) return "withdrawn";
  if (cycle === "cancelled") return "cancelled";
  if (cycle === "draft") return "not-open";
  if (cycle === "calibrating") return "calibrating";
  return released || cycle === "released" || cycle === "archived" ? "released" : null;
}

/** Whether its rater may write in it. */
export const mayWrite = (state: AssessmentState, around: Around): boolean => state !== "submitted" && closed(around) === null;

/** What an assessment becomes by an act; null where the act is not open to it. `save` leaves a reopened one reopened, so that its reason stays in view. */
export function next(state: AssessmentState, act: "save" | "submit" | "reopen", around: Around): AssessmentState | null {
  if (closed(around) !== null) return null;
  if (act === "reopen") return state === "submitted" ? "reopened" : null;
  if (state === "submitted") return null;
  if (act === "submit") return "submitted";
  return state === "not-started" ? "in-progress" : state;
}
