import type { ScalePoint } from "../framework/document.ts";
import { isUnassessed } from "./expectations.ts";
import type { GapReply } from "./reply.ts";
import { pointLabel } from "./scale.ts";
import { capital, counted, joined, listed, numberWord, rangeInProse, sentence, type Run } from "./words.ts";

/** What a report says of how it came to be so: since when words are new, and what moved since the review before. */

type Wording = NonNullable<GapReply["lines"][string]["wording"]>;

/** Since which version it is asked in these words, and what was said of what it was before. */
export function explainWording({ kind, version, from }: Wording, { scale }: { scale: readonly ScalePoint[] }): Run[] {
  if (kind === "new") return sentence`*New in version ${version}*: nobody was asked for it before. It is new wording, not a new failing.`;
  const said = from.map(({ title, answer }) =>
    answer === null
      ? `“${title}”, which nobody had rated`
      : answer === "not-observed"
        ? `“${title}”, which was not observed`
        : answer === "no-opportunity"
          ? `“${title}”, which there was no opportunity to show`
          : `“${title}”, rated ${pointLabel(scale, answer)}`,
  );
  const how = { reworded: "Reworded", split: "Split", merged: "Made of several" }[kind];
  return sentence`*${how} in version ${version}*: before it was ${kind === "split" ? "a part of " : ""}${listed(said)}. It is new wording, not a new failing.`;
}

type Counted = Pick<GapReply, "lines" | "trend"> & { report: NonNullable<GapReply["report"]> };

/** Of what is open, how much is only worded anew: what was never asked of the person in these words. */
export const newlyWorded = ({ report, lines }: Counted): number =>
  report.expectations.filter((line) => isUnassessed(line) && (lines[line.id]?.wording ?? null) !== null).length;

/** How many ratings rose and fell from the answer before to the newest one. */
export function moved({ report: { expectations } }: Counted): { up: number; down: number } {
  const both = expectations.flatMap(({ attained, was }) => (attained === null || was === null ? [] : [attained - was]));
  return { up: both.filter((by) => by > 0).length, down: both.filter((by) => by < 0).length };
}

/** The sentence over the trend: from where to where, what moved, and what is new wording. Empty where there was no review before. */
export function trendLine(counts: Counted): Run[] {
  const [first] = counts.trend;
  if (first === undefined) return [];
  const { up, down } = moved(counts);
  const fresh = newlyWorded(counts);
  const since =
    counts.trend.length < 2
      ? sentence`One review has rated this level, ${first.cycle}.`
      : sentence`After ${first.cycle} it was *${rangeInProse(first.readiness)}*; now it is *${rangeInProse(counts.report.readiness)}*.`;
  const steps = [
    ...(up > 0 ? [`${counted(up, "rating has", "ratings have")} risen`] : []),
    ...(down > 0 ? [`${up > 0 ? numberWord(down) : counted(down, "rating", "ratings")} ${down === 1 ? "has" : "have"} fallen`] : []),
  ];
  return joined(
    since,
    steps.length === 0 ? [] : sentence`${capital(listed(steps))} since the answer before.`,
    fresh === 0
      ? []
      : sentence`${capital(numberWord(fresh))} of what is open ${fresh === 1 ? "is" : "are"} *new wording, not new failings*.`,
  );
}
