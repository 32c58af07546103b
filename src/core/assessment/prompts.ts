import type { Said } from "./answers.ts";

/** A thought for the rater, offered once and quietly. */
export type Prompt = "recency" | "halo" | "tenure";

/** In a row, before the same point given each time is worth a thought. */
const ROW = 5;

const RECENT = /\b(yesterday|today|this (week|morning|month)|last (week|night|month)|the other day|recently|lately|just now)\b/i;
const TENURE =
  /\b((\d+|two|three|four|five|six|seven|eight|nine|ten|many|several) years|years of (service|experience)|long[- ](serving|standing)|(too|very|still) (new|young|junior)|since (19|20)\d\d|only just (started|joined)|(most|more|less|least) experienced)\b/i;

export const promptWords: Readonly<Record<Prompt, string>> = {
  recency: "This speaks of the last days. Does it hold for the months before as well?",
  halo: "The last five ratings are the same. Would each of these statements be seen on its own?",
  tenure: "This speaks of how long somebody has been here. What have you seen them do?",
};

/**
 * What to offer with an answer, the most telling first; null where nothing is to be offered.
 *
 * @param inOrder what has been said so far, in the order in which it was, the answer itself last.
 * @param shown what this rater has been offered in this assessment before.
 */
export function promptFor(inOrder: readonly Said[], shown: ReadonlySet<Prompt>): Prompt | null {
  const last = inOrder.at(-1);
  if (last === undefined) return null;
  const words = last.comment ?? "";
  if (!shown.has("tenure") && TENURE.test(words)) return "tenure";
  if (!shown.has("recency") && RECENT.test(words)) return "recency";
  const points = inOrder.flatMap(({ value }) => value ?? []).slice(-ROW);
  if (!shown.has("halo") && last.value !== null && points.length === ROW && points.every((value) => value === last.value)) return "halo";
  return null;
}
