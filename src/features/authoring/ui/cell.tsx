import { memo } from "react";
import type { Framework, Level } from "../../../core/framework/document.ts";
import { sameValue } from "../../../core/framework/same.ts";
import { TargetMark } from "../../../web/figures/target-mark.tsx";
import { CellEditor } from "./cell-editor.tsx";
import { asked } from "./draft-store.ts";
import { useDraft } from "./editor-context.ts";
import { Marked } from "./marked.tsx";
import type { CellRow } from "./table.ts";
import table from "../../../web/parts/matrix.module.css";
import css from "./matrix.module.css";

export type CellState = "plain" | "active" | "editing" | "pasting";

/** What a level asks in one row, as it is read; drawn again only when that changes. */
export const Cell = memo(function Cell({
  level,
  row,
  state,
  column,
  leave,
  last,
}: {
  level: string;
  row: CellRow;
  state: CellState;
  /** 1-based, for those who hear the table. */
  column: number;
  leave: (by: "stay" | "next" | "before") => void;
  /** Whether the field opens to the left. */
  last: boolean;
}) {
  const store = useDraft(`cell/${level}/${row.key}`);
  const found = store.shown.levels.find(({ id }) => id === level);
  if (!found) return null;
  const name = cellId(row.key, level);
  const expectation = row.kind === "competency" ? asked(found).get(row.key) : undefined;
  const node = row.kind === "scope" ? `level/${level}` : `expectation/${expectation?.id ?? ""}`;
  const clash = store.clashes(node).some(({ change }) => row.kind === "competency" || change.field === "domainScope");
  const changed = store.inForce !== null && differs(store.inForce, found, row);
  const look = [
    css.cell,
    changed && !clash ? table.changed : "",
    state === "active" || state === "editing" ? css.active : "",
    state === "pasting" ? css.pasting : "",
    clash ? `${table.changed} ${css.clash}` : "",
  ].join(" ");
  return (
    <td
      id={name}
      role="gridcell"
      aria-colindex={column}
      aria-selected={state !== "plain"}
      tabIndex={state === "plain" ? -1 : 0}
      data-row={row.key}
      data-level={level}
      className={look}
    >
      {changed && <span className="hidden">changed: </span>}
      <CellWords level={found} row={row} />
      {clash && <small className={css.both}>Written by two: see both</small>}
      {state === "editing" && <CellEditor level={found} row={row} leave={leave} last={last} />}
    </td>
  );
});

/** Whether what is in force says something else in this cell. */
function differs(inForce: Framework, level: Level, row: CellRow): boolean {
  const then = inForce.levels.find(({ id }) => id === level.id);
  if (row.kind === "scope") return (then?.domainScope[row.domain] ?? "") !== (level.domainScope[row.domain] ?? "");
  const [old, now] = [then && asked(then).get(row.key), asked(level).get(row.key)];
  return old !== now && !sameValue(old, now);
}

export const cellId = (row: string, level: string) => `cell-${level}-${row}`.replaceAll("/", "-");

export function CellWords({ level, row }: { level: Level; row: CellRow }) {
  const store = useDraft(`cell/${level.id}/${row.key}`);
  const { scale } = store.shown;
  if (row.kind === "scope") {
    const text = level.domainScope[row.domain];
    return text ? (
      <p>
        <Marked text={text} found={store.wording(`level/${level.id}`).filter(({ field }) => field === `domainScope/${row.domain}`)} />
      </p>
    ) : (
      <Nothing />
    );
  }
  const expectation = asked(level).get(row.key);
  if (!expectation) return <Nothing />;
  const found = store.wording(`expectation/${expectation.id}`);
  const position = scale.findIndex(({ value }) => value === expectation.target);
  const own = expectation.markers.length > 0;
  return (
    <>
      {(own ? expectation.markers : row.inherited).map((marker, index) => (
        // Markers have no name of their own; two may read the same while they are written.
        <p key={index} className={own ? undefined : css.inherited}>
          {own ? <Marked text={marker} found={found.filter(({ field }) => field === `markers/${index}`)} /> : marker}
        </p>
      ))}
      <div className={table.asked}>
        <TargetMark points={scale.length} position={position} label={`asked: ${scale[position]?.label ?? "nothing on the scale"}`} />
        {expectation.critical && <em>critical</em>}
        {expectation.weight !== 1 && <span>weight {expectation.weight}</span>}
      </div>
    </>
  );
}

const Nothing = () => (
  <span className={table.none}>
    <span aria-hidden="true">–</span>
    <span className="hidden">not asked at this level</span>
  </span>
);
