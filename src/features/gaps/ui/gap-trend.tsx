import { trendLine } from "../../../core/gap/trend-words.ts";
import { ReadinessBar } from "../../../web/figures/readiness-bar.tsx";
import { Runs } from "../../../web/parts/why.tsx";
import { percentProse, percentRange, shortDate } from "../../../web/parts/words.ts";
import s from "./gap-trend.module.css";
import type { Gap, Report } from "./gap-table.tsx";

/** How it was after each review of this level, by the words of then, and how it is now. Nothing where no review has rated it. */
export function GapTrend({ gap, report }: { gap: Gap; report: Report }) {
  const { trend, lines, target } = gap;
  if (trend.length === 0 || target === null) return null;
  const asked = report.clauses.find((line) => line.clause === "readinessAtLeast");
  const bar = asked ? asked.percent / 100 : 1;
  const open = report.expectations.filter(({ status }) => status === "not-assessed" || status === "stale").length;
  const short = report.expectations.filter(({ status }) => status === "gap").length;
  const now = {
    key: "now",
    what: "This report",
    on: report.on,
    version: target.version,
    readiness: report.readiness,
    met: report.expectations.length - open - short,
    short,
    open,
  };
  const rows = [...trend.map((point) => ({ ...point, key: point.review, what: point.cycle })), now];
  return (
    <section className={s.trend} aria-labelledby="trend">
      <h2 id="trend">Over time</h2>
      <p className={s.line}>
        <Runs runs={trendLine({ report, lines, trend })} />
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">After</th>
            <th scope="col">Version</th>
            <th scope="col">Readiness</th>
            <th scope="col" className={s.number}>
              Met
            </th>
            <th scope="col" className={s.number}>
              Short
            </th>
            <th scope="col" className={s.number}>
              Open
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, what, on, version, readiness, met, short: below, open: unknown }) => (
            <tr key={key}>
              <th scope="row">
                {what}
                <small>{shortDate(on)}</small>
              </th>
              <td>{version}</td>
              <td className={s.readiness}>
                <ReadinessBar {...readiness} bar={bar} size="map" label={`Readiness ${percentProse(readiness)}.`} />
                {percentRange(readiness)}
              </td>
              <td className={s.number}>{met}</td>
              <td className={s.number}>{below}</td>
              <td className={s.number}>{unknown}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
