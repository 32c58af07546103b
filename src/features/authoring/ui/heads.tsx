import { type DragEvent, memo } from "react";
import type { DraftStore } from "./draft-store.ts";
import { type Dragged, dropped } from "./drops.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import type { CellRow, GroupRow } from "./table.ts";
import table from "../../../web/parts/matrix.module.css";
import css from "./matrix.module.css";

const kinds: readonly Dragged[] = ["competency", "domain", "level"];
const typeOf = (kind: Dragged) => `application/x-rungs-${kind}`;

/** What makes a title one that is taken by hand and put down on another. The kind is in the type: what is dragged can only be read once it is let go. */
function dragged(store: DraftStore, writes: boolean, kind: Dragged, id: string) {
  if (!writes) return {};
  const held = ({ dataTransfer }: DragEvent) => kinds.find((one) => dataTransfer.types.includes(typeOf(one)));
  return {
    draggable: true,
    onDragStart: (event: DragEvent) => event.dataTransfer.setData(typeOf(kind), id),
    onDragOver: (event: DragEvent) => {
      const what = held(event);
      if (what !== kind && !(what === "competency" && kind === "domain")) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    },
    onDrop: (event: DragEvent) => {
      const what = held(event);
      if (what === undefined) return;
      event.preventDefault();
      store.write(dropped(store.shown, what, event.dataTransfer.getData(typeOf(what)), { kind, id }));
    },
  };
}

/** The title of a level: opened it is the sheet of the level. */
export const ColumnHead = memo(function ColumnHead({ level, column, active }: { level: string; column: number; active: boolean }) {
  const { openSheet, writes } = useEditor();
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
      {...dragged(store, writes, "level", level)}
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
  return (
    <th
      id={`row-${row.key.replaceAll("/", "-")}`}
      scope="row"
      role="rowheader"
      aria-colindex={1}
      tabIndex={active ? 0 : -1}
      data-row={row.key}
      className={active ? css.activeHead : undefined}
      // Only as far as the rows are not all drawn; else they are as tall as they are.
      {...(height === null ? {} : { height })}
      {...dragged(store, writes && row.kind === "competency", "competency", row.key)}
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
  const { openSheet, writes } = useEditor();
  const store = useDraft("structure");
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
        {...(row.domain === null ? {} : dragged(store, writes, "domain", row.domain))}
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
