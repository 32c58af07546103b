import { type DragEvent, memo } from "react";
import { dropCompetency } from "./edits.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import type { CellRow, GroupRow } from "./table.ts";
import table from "../../../web/parts/matrix.module.css";
import css from "./matrix.module.css";

const kind = "application/x-rungs-competency";

/** The title of a level: opened it is the sheet of the level. */
export const ColumnHead = memo(function ColumnHead({ level, column, active }: { level: string; column: number; active: boolean }) {
  const { openSheet } = useEditor();
  const store = useDraft("structure");
  const { levels, tracks } = store.shown;
  const found = levels.find(({ id }) => id === level);
  const track = tracks.find(({ id }) => id === found?.track);
  const first = levels.filter((one) => one.track === found?.track).toSorted((a, b) => a.rank - b.rank)[0];
  return (
    <th
      id={`head-${level}`}
      scope="col"
      role="columnheader"
      aria-colindex={column}
      tabIndex={active ? 0 : -1}
      data-row="head"
      data-level={level}
      className={active ? css.activeHead : undefined}
    >
      <button type="button" tabIndex={-1} className={css.name} onClick={() => openSheet(`level/${level}`)}>
        {found?.title === "" ? "Without a title" : found?.title}
      </button>
      {tracks.length > 1 && track && first?.id === level && (
        <small>{/track$/i.test(track.title) ? track.title : `${track.title} track`}</small>
      )}
    </th>
  );
});

export const RowHead = memo(function RowHead({ row, active, height }: { row: CellRow; active: boolean; height: number | null }) {
  const { openSheet, writes } = useEditor();
  const store = useDraft("structure");
  const drag = writes && row.kind === "competency";
  const over = (event: DragEvent) => {
    if (!drag || !event.dataTransfer.types.includes(kind)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "move";
  };
  return (
    <th
      id={`row-${row.key.replaceAll("/", "-")}`}
      scope="row"
      role="rowheader"
      aria-colindex={1}
      tabIndex={active ? 0 : -1}
      data-row={row.key}
      className={active ? css.activeHead : undefined}
      draggable={drag}
      // Only as far as the rows are not all drawn; else they are as tall as they are.
      {...(height === null ? {} : { height })}
      onDragStart={(event) => event.dataTransfer.setData(kind, row.key)}
      onDragOver={over}
      onDrop={(event) => {
        const id = event.dataTransfer.getData(kind);
        if (drag && id !== "") store.write(dropCompetency(store.shown, id, row.key));
      }}
    >
      <button
        type="button"
        tabIndex={-1}
        className={css.name}
        onClick={() => openSheet(row.kind === "scope" ? `domain/${row.domain}` : `competency/${row.key}`)}
      >
        {row.title === "" ? "Without a title" : row.title}
      </button>
      {row.kind === "competency" && row.from && <small>{row.from}</small>}
    </th>
  );
});

export const GroupHead = memo(function GroupHead({
  row,
  index,
  span,
  active,
  add,
}: {
  row: GroupRow;
  index: number;
  span: number;
  active: boolean;
  add: (() => void) | null;
}) {
  const { openSheet } = useEditor();
  return (
    <tr className={`${table.group} ${css.group}`} aria-rowindex={index}>
      <th
        id={`row-${row.key.replaceAll("/", "-")}`}
        colSpan={span}
        scope="rowgroup"
        role="rowheader"
        aria-colindex={1}
        tabIndex={active ? 0 : -1}
        data-row={row.key}
        className={active ? css.activeHead : undefined}
      >
        <span>
          {row.domain === null ? (
            row.title
          ) : (
            <button type="button" tabIndex={-1} className={css.name} onClick={() => openSheet(`domain/${row.domain}`)}>
              {row.title === "" ? "Without a title" : row.title}
            </button>
          )}
          {add && (
            <button type="button" className={css.add} onClick={add}>
              Add a competency<span className="hidden"> to {row.title}</span>
            </button>
          )}
        </span>
      </th>
    </tr>
  );
});
