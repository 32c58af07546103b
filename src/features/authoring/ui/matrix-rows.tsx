import { memo, useCallback } from "react";
import type { Level } from "../../../core/framework/document.ts";
import { Cell, cellId, type CellState } from "./cell.tsx";
import { GroupHead, RowHead } from "./heads.tsx";
import type { Place } from "./matrix.tsx";
import type { CellRow, Row } from "./table.ts";
import table from "../../../web/parts/matrix.module.css";
import css from "./matrix.module.css";

export const Gap = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden="true">
    <td colSpan={span} height={height} className={css.gap} aria-hidden="true" />
  </tr>
);

export const OneRow = memo(function OneRow({
  row,
  index,
  height,
  columns,
  from,
  to,
  active,
  open,
  filled,
  leave,
  add,
}: {
  row: Row;
  index: number;
  /** In px, at least; null where the table is drawn whole. */
  height: number | null;
  columns: readonly Level[];
  from: number;
  to: number;
  active: string | null;
  open: Place | null;
  filled: ReadonlySet<string> | null;
  leave: (row: string, level: string, by: "stay" | "next" | "before") => void;
  add: (() => void) | null;
}) {
  if (row.kind === "group") return <GroupHead row={row} index={index} span={columns.length + 1} active={active !== null} add={add} />;
  const stateOf = (level: string): CellState =>
    open?.level === level ? "editing" : filled?.has(cellId(row.key, level)) ? "pasting" : active === level ? "active" : "plain";
  return (
    <tr aria-rowindex={index} className={row.kind === "scope" ? table.scope : undefined}>
      <RowHead row={row} active={active === "title"} height={height} />
      {from > 0 && <td colSpan={from} className={css.gap} aria-hidden="true" />}
      {columns.slice(from, to).map(({ id }, along) => (
        <CellAt
          key={id}
          level={id}
          row={row}
          state={stateOf(id)}
          column={from + along + 2}
          leave={leave}
          last={columns.length > 3 && from + along >= columns.length - 2}
        />
      ))}
      {to < columns.length && <td colSpan={columns.length - to} className={css.gap} aria-hidden="true" />}
    </tr>
  );
});

/** Gives the cell a way to leave that stays the same from drawing to drawing. */
const CellAt = memo(function CellAt({
  leave,
  ...cell
}: {
  level: string;
  row: CellRow;
  state: CellState;
  column: number;
  leave: (row: string, level: string, by: "stay" | "next" | "before") => void;
  last: boolean;
}) {
  const out = useCallback((by: "stay" | "next" | "before") => leave(cell.row.key, cell.level, by), [leave, cell.row.key, cell.level]);
  return <Cell {...cell} leave={out} />;
});
