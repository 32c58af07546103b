import type { Reply } from "../../../web/api.ts";
import { shortDate } from "../../../web/parts/words.ts";

export type Records = Reply<"/people/:personId/records">;
export type RecordHeld = Records["items"][number];
export type Kind = RecordHeld["kind"];

export const kindWords: Readonly<Record<Kind, string>> = {
  qualification: "Qualification",
  training: "Training",
  check: "Check",
  experience: "Experience",
  demonstrated: "Demonstrated at work",
  responsibility: "Responsibility",
};
/** What the day of each kind is. */
export const dayWords: Readonly<Record<Kind, string>> = {
  qualification: "Awarded on",
  training: "Completed on",
  check: "Cleared on",
  experience: "First day",
  demonstrated: "Shown on",
  responsibility: "Held from",
};
export const spans = (kind: Kind): boolean => kind === "experience" || kind === "responsibility";
export const lasts = (kind: Kind): boolean => kind === "training" || kind === "check";

/** "9 Mar 2026", "since 9 Mar 2026" or "9 Mar 2026 to 9 Mar 2027" */
export const daysOf = ({ kind, on, until }: Pick<RecordHeld, "kind" | "on" | "until">): string =>
  !spans(kind) ? shortDate(on) : until === null ? `since ${shortDate(on)}` : `${shortDate(on)} to ${shortDate(until)}`;
