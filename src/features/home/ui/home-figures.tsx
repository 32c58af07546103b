import { Link } from "@tanstack/react-router";
import { points, rangeInFigures, rangeInProse, wholePercent } from "../../../core/gap/words.ts";
import type { Reply } from "../../../web/api.ts";
import { PayoffItem, PayoffList, payoffScale } from "../../../web/figures/payoff.tsx";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import s from "./home-figures.module.css";

type Gap = Reply<"/people/:personId/gap">;
type Report = NonNullable<Gap["report"]>;
/** How many of what moves most Home shows. */
const first = 3;

/** How far, as a bar with its figure below. */
export function Readiness({
  report,
  of,
}: {
  report: Report;
  /** Towards which level, where it is not said beside. */ of?: string | undefined;
}) {
  if (report.expectations.length === 0) return null;
  const asked = report.clauses.find((line) => line.clause === "readinessAtLeast");
  const bar = asked ? asked.percent / 100 : 1;
  const unassessed = report.expectations.every(({ attainment }) => attainment === null);
  return (
    <div className={s.readiness}>
      <ReadinessBar
        {...report.readiness}
        bar={bar}
        size="head"
        label={
          unassessed ? "Readiness: not assessed." : `Readiness ${rangeInProse(report.readiness)}, the bar is at ${wholePercent(bar)}%.`
        }
      />
      <p>
        {unassessed ? (
          <span className="q3">not assessed</span>
        ) : (
          <>
            <strong>{rangeInFigures(report.readiness)}</strong>
            {of && ` of the way to ${of}`}
          </>
        )}
      </p>
    </div>
  );
}

/** The first three of what moves one most, each leading to the report. */
export function MovesMost({ gap, report }: { gap: Gap; report: Report }) {
  const lines = report.movesMost.slice(0, first).flatMap((id) => report.expectations.find((line) => line.id === id) ?? []);
  if (lines.length === 0) return null;
  const scale = payoffScale(lines.map(({ gain }) => gain * 100));
  return (
    <section aria-labelledby="most">
      <h2 id="most">What moves you most</h2>
      <p className="q3 small">Points of readiness, once met</p>
      <PayoffList>
        {lines.map((line) => (
          <PayoffItem
            key={line.id}
            title={
              <Link to="/people/$personId/gap" params={{ personId: gap.person.id }} hash={`expectation-${line.id}`}>
                {gap.lines[line.id]?.title ?? line.id}
              </Link>
            }
            points={line.gain * 100}
            scale={scale}
            known={line.status === "gap"}
            words={`${line.status === "gap" ? "+" : "up to +"}${points(line.gain)}`}
          >
            {line.critical
              ? "critical: must be met first"
              : line.status === "stale"
                ? "ask for a new rating"
                : line.status === "not-assessed"
                  ? "ask to be assessed"
                  : null}
          </PayoffItem>
        ))}
      </PayoffList>
    </section>
  );
}
