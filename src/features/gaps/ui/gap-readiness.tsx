import { rangeInProse, wholePercent } from "../../../core/gap/words.ts";
import { ReadinessHead } from "../../../web/figures/readiness-bar.tsx";
import type { Report } from "./gap-table.tsx";

/** The readiness as a bar with its numbers. The tick stands where the rule asks for a share, else at the whole. */
export function Readiness({ report }: { report: Report }) {
  const { low, high } = report.readiness;
  const asked = report.clauses.find((line) => line.clause === "readinessAtLeast");
  const bar = asked ? asked.percent / 100 : 1;
  const unassessed = report.expectations.every(({ attainment }) => attainment === null);
  const [from, to] = [wholePercent(low), wholePercent(high)];
  const words = unassessed
    ? { known: "not assessed", reachable: null }
    : from === to
      ? { known: `${from}%, all of it known`, reachable: null }
      : { known: `${from}% is known`, reachable: `${to}% if the rest is met` };
  const label = unassessed
    ? "Readiness: not assessed."
    : `Readiness ${rangeInProse(report.readiness)}, the bar is at ${wholePercent(bar)}%.`;
  return <ReadinessHead low={low} high={high} bar={bar} {...words} label={label} />;
}
