import { explainExpectation, explainGain, statusWord, unassessedBecause } from "../../../core/gap/explain.ts";
import type { Names } from "../../../core/gap/names.ts";
import { pointLabel } from "../../../core/gap/scale.ts";
import { GapLine } from "../../../web/figures/gap-line.tsx";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { Runs } from "../../../web/parts/why.tsx";
import { counted, dayAndMonth, longDate, shortDate } from "../../../web/parts/words.ts";
import s from "./gap-row.module.css";
import type { ExpectationLine, Gap, Report } from "./gap-table.tsx";

type Line = Gap["lines"][string];
type Answer = Line["history"][number]["answer"];

export const rowId = (expectation: string) => `expectation-${expectation}`;

const raters = { manager: "manager", assessor: "assessor", calibration: "in calibration" } as const;

/** One expectation: its mark, its name, its line on the scale, its state in words; opened, all that stands behind it. */
export function GapRow({
  gap,
  report,
  names,
  line,
  above,
  position,
  open,
  toggle,
}: {
  gap: Gap;
  report: Report;
  names: Names;
  line: ExpectationLine;
  /** Where the row above in the same domain asks, 0-based. */
  above: number | null;
  position: (value: number | null) => number | null;
  open: boolean;
  toggle: () => void;
}) {
  const about = gap.lines[line.id];
  const point = (value: number) => pointLabel(gap.scale, value);
  const shown = typeof line.answer === "number" ? line.answer : null;
  const unmet = line.status !== "met" && line.status !== "exceeds";
  const details = `${rowId(line.id)}-details`;
  const own = about?.self ?? null;
  const before = line.was === null || line.was === shown ? "" : ` Was ${point(line.was)} before.`;
  const rated =
    line.status === "stale" && shown !== null
      ? `Last rated ${point(shown)}, under older wording.`
      : line.attained !== null
        ? `Rated ${point(line.attained)}.`
        : "Not assessed.";
  const label = `Asked: ${point(line.required)}. ${rated}${own === null ? "" : ` Own rating ${point(own)}.`}${before}`;
  return (
    <>
      <tr role="row" className={`${s.row} ${above === null ? s.first : ""} ${unmet ? s.open : ""}`}>
        <td role="cell" className={s.mark}>
          <StatusMark status={line.status} />
        </td>
        <th role="rowheader" scope="row" className={s.name}>
          <button type="button" id={rowId(line.id)} aria-expanded={open} aria-controls={open ? details : undefined} onClick={toggle}>
            {about?.title ?? names.expectation(line.id)}
          </button>
          {line.critical && <span className={s.critical}>{"\u2002"}critical</span>}
          {about?.from && <small>from {about.from}</small>}
        </th>
        <td role="cell" className={s.line}>
          <GapLine
            points={gap.scale.length}
            target={position(line.required) ?? 0}
            above={above}
            status={line.status}
            rating={position(shown)}
            self={position(own)}
            was={position(line.was)}
            label={label}
          />
        </td>
        <td role="cell" className={s.words}>
          {statusWord(line, names)}
          <small>{unassessedBecause(line, names) ?? standing(line, about)}</small>
        </td>
      </tr>
      {open && about && (
        <tr role="row" className={s.detail} id={details}>
          <td role="cell" colSpan={4}>
            <Details gap={gap} report={report} names={names} line={line} about={about} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What the rating rests on, or at least from when it is. */
function standing(line: ExpectationLine, about: Line | undefined): string {
  if (about && about.evidence > 0) return counted(about.evidence, "piece of evidence", "pieces of evidence");
  return line.ratedOn === null ? "" : `rated ${dayAndMonth(line.ratedOn)}`;
}

function Details({ gap, report, names, line, about }: { gap: Gap; report: Report; names: Names; line: ExpectationLine; about: Line }) {
  const point = (value: number) => pointLabel(gap.scale, value);
  const answer = (given: Answer) =>
    typeof given === "number" ? point(given) : given === "not-observed" ? "not observed" : "no opportunity";
  return (
    <div className={s.hung}>
      <div>
        {about.definition && <p className={s.definition}>{about.definition}</p>}
        {about.markers.length > 0 && (
          <ul className={s.markers}>
            {about.markers.map((marker) => (
              <li key={marker}>{marker}</li>
            ))}
          </ul>
        )}
      </div>
      <div className={s.facts}>
        <dl>
          <dt>Asked</dt>
          <dd>{point(line.required)}</dd>
          {line.answer !== null && (
            <>
              <dt>Rated</dt>
              <dd>
                {answer(line.answer)}
                {line.ratedOn && `, ${longDate(line.ratedOn)}`}
                {about.rater && (
                  <span className={s.by}>
                    by {about.rater.name}, {raters[about.rater.kind]}
                  </span>
                )}
              </dd>
            </>
          )}
          {about.self !== null && (
            <>
              <dt>{gap.person.you ? "You" : "Own rating"}</dt>
              <dd>{point(about.self)}</dd>
            </>
          )}
          {about.history.length > 1 && (
            <>
              <dt>Before</dt>
              <dd>
                <ul>
                  {about.history
                    .slice(0, -1)
                    .toReversed()
                    .map((past) => (
                      <li key={past.cycle + past.on}>
                        {answer(past.answer)}, {past.cycle} ({shortDate(past.on)})
                      </li>
                    ))}
                </ul>
              </dd>
            </>
          )}
        </dl>
        {about.comment && <blockquote>{about.comment}</blockquote>}
      </div>
      <p className={s.why}>
        <Runs runs={explainExpectation(line, names)} /> {line.gain > 0 && <Runs runs={explainGain(line, report, names)} />}
      </p>
    </div>
  );
}
