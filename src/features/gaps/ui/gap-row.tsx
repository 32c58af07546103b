import { statusWord, unassessedBecause } from "../../../core/gap/explain.ts";
import type { Names } from "../../../core/gap/names.ts";
import { pointLabel } from "../../../core/gap/scale.ts";
import { GapLine } from "../../../web/figures/gap-line.tsx";
import { StatusMark } from "../../../web/figures/status-mark.tsx";
import { counted, dayAndMonth } from "../../../web/parts/words.ts";
import { GapDetails, type Line } from "./gap-details.tsx";
import { PlanAct } from "./gap-plan.tsx";
import s from "./gap-row.module.css";
import type { Offer, PlanBeside } from "../../../web/gap-beside.ts";
import type { ExpectationLine, Gap, Report } from "./gap-table.tsx";

export const rowId = (expectation: string) => `expectation-${expectation}`;

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
  plan,
  offers,
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
  plan: PlanBeside | null;
  offers: readonly Offer[];
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
          <small>{becauseOf(line, about) ?? unassessedBecause(line, names) ?? standing(line, about)}</small>
        </td>
        <td role="cell" className={s.act}>
          {unmet && plan && (
            <PlanAct plan={plan} thing={{ kind: "expectation", id: line.id, title: about?.title ?? names.expectation(line.id) }} />
          )}
        </td>
      </tr>
      {open && about && (
        <tr role="row" className={s.detail} id={details}>
          <td role="cell" colSpan={5}>
            <GapDetails gap={gap} report={report} names={names} line={line} about={about} offers={offers} />
          </td>
        </tr>
      )}
    </>
  );
}

/** What is new is not what somebody failed to look at. */
function becauseOf(line: ExpectationLine, about: Line | undefined): string | null {
  const wording = about?.wording;
  if (!wording || (line.answer !== null && line.status !== "stale")) return null;
  return wording.kind === "new" ? `new in version ${wording.version}` : `reworded in version ${wording.version}`;
}

/** What the rating rests on, or at least from when it is. */
function standing(line: ExpectationLine, about: Line | undefined): string {
  if (about && about.evidence > 0) return counted(about.evidence, "piece of evidence", "pieces of evidence");
  return line.ratedOn === null ? "" : `rated ${dayAndMonth(line.ratedOn)}`;
}
