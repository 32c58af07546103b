import type { Names } from "../../../core/gap/names.ts";
import type { GapReply } from "../../../core/gap/reply.ts";
import { GapGround, GapScale } from "../../../web/figures/gap-line.tsx";
import { GapRow } from "./gap-row.tsx";
import type { Offer, PlanBeside, Wanted } from "../../../web/gap-beside.ts";
import s from "./gap-table.module.css";

export type Gap = GapReply;
export type Report = NonNullable<Gap["report"]>;
export type ExpectationLine = Report["expectations"][number];

const isOpen = ({ status }: ExpectationLine) => status !== "met" && status !== "exceeds";

/**
 * Every expectation of the level on the scale, domain by domain; within a domain the asked points are joined to the
 * profile of the level. The roles are said aloud because the narrow layout takes the table's own away.
 */
export function GapTable({
  gap,
  report,
  names,
  opened,
  toggle,
  plan,
  offers,
}: {
  gap: Gap;
  report: Report;
  names: Names;
  opened: ReadonlySet<string>;
  toggle: (id: string) => void;
  plan: PlanBeside | null;
  offers: (kind: Wanted["kind"], id: string) => readonly Offer[];
}) {
  const { scale, domains, lines } = gap;
  const position = (value: number | null) => {
    const index = value === null ? -1 : scale.findIndex((point) => point.value === value);
    return index < 0 ? null : index;
  };
  const groups = Map.groupBy(report.expectations, ({ id }) => lines[id]?.domain ?? "");
  const heads = [
    ...domains.filter(({ id }) => groups.has(id)),
    ...[...groups.keys()].filter((id) => !domains.some((domain) => domain.id === id)).map((id) => ({ id, title: "Other" })),
  ];
  return (
    <table role="table" className={s.table}>
      <caption className="hidden">Each expectation of {gap.target?.levelTitle}, asked and attained</caption>
      <colgroup>
        <col className={s.markColumn} />
        <col className={s.nameColumn} />
        <col className={s.lineColumn} />
        <col className={s.wordsColumn} />
        <col className={s.actColumn} />
      </colgroup>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" colSpan={2}>
            <span className="hidden">Expectation</span>
          </th>
          <th role="columnheader" scope="col" className={s.scale}>
            <span className="hidden">On the scale</span>
            <GapScale labels={scale.map(({ label }) => label)} />
          </th>
          <th role="columnheader" scope="col" colSpan={2}>
            <span className="hidden">Status</span>
          </th>
        </tr>
      </thead>
      {heads.map((domain) => {
        const members = groups.get(domain.id) ?? [];
        const open = members.filter(isOpen).length;
        return (
          <tbody key={domain.id} role="rowgroup">
            <tr role="row" className={s.domain}>
              <th role="rowheader" scope="rowgroup" colSpan={2}>
                {domain.title}
              </th>
              <td role="cell" className={s.line}>
                <GapGround points={scale.length} height={56} />
              </td>
              <td role="cell" className={s.words} colSpan={2}>
                {open === 0 ? "none open" : `${open} of ${members.length} open`}
              </td>
            </tr>
            {members.map((line, index) => {
              const above = members[index - 1];
              // An opened row parts the profile: the one below it starts anew.
              const joined = above === undefined ? null : opened.has(above.id) ? line.required : above.required;
              return (
                <GapRow
                  key={line.id}
                  gap={gap}
                  report={report}
                  names={names}
                  line={line}
                  above={position(joined)}
                  position={position}
                  open={opened.has(line.id)}
                  toggle={() => toggle(line.id)}
                  plan={plan}
                  offers={offers("expectation", line.id)}
                />
              );
            })}
          </tbody>
        );
      })}
    </table>
  );
}
