import {
  type ClipboardEvent,
  type KeyboardEvent,
  memo,
  type ReactNode,
  useCallback,
  type Ref,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from "react";
import type { Level } from "../../../core/framework/document.ts";
import { block, type Block } from "./block.ts";
import { Cell, cellId, type CellState } from "./cell.tsx";
import type { DraftStore } from "./draft-store.ts";
import {
  addCompetency,
  addLevel,
  clearCell,
  moveCompetency,
  moveDomain,
  moveLevel,
  pasteBlock,
  setExpectation,
  textOf,
  writeCell,
} from "./edits.ts";
import { useDraft, useEditor } from "./editor-context.ts";
import { ColumnHead, GroupHead, RowHead } from "./heads.tsx";
import { PastePreview } from "./paste-preview.tsx";
import { type CellRow, isCellRow, type Row, rowsOf } from "./table.ts";
import { useWindow } from "./window.ts";
import css from "./matrix.module.css";

/** Where the keyboard is. `level` null: on the title of the row; `row` "head": on the titles of the levels. */
export type Place = { row: string; level: string | null };
type Open = Place | null;
/** What leads to a place from outside, and opens it for whoever writes. */
export type Going = { go: (place: Place) => void };

/** The matrix, written in: the same table as the one that is read, moved about in by arrows, opened cell by cell. */
export function Matrix({ figure, ref }: { figure: (levels: readonly Level[]) => ReactNode; ref: Ref<Going> }) {
  const store = useDraft("structure");
  const { writes, openSheet, order } = useEditor();
  const content = store.structure;
  const { inherited } = store.draft;
  const columns = useMemo(() => order(content), [order, content]);
  const rows = useMemo(() => rowsOf(content, inherited), [content, inherited]);
  const [place, setPlace] = useState<Place | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [pasting, setPasting] = useState<{ from: Place; block: Block } | null>(null);
  const wantsFocus = useRef(false);
  const { reveal, grid, ...view } = useWindow(rows, columns, content.levels);

  const at = place ?? { row: rows.find(isCellRow)?.key ?? "head", level: columns[0]?.id ?? null };
  const cellRows = useMemo(() => rows.filter(isCellRow), [rows]);

  const go = useCallback(
    (next: Place, edit = false) => {
      wantsFocus.current = true;
      setPlace(next);
      setOpen(edit ? next : null);
      reveal(next);
    },
    [reveal],
  );

  useImperativeHandle(ref, () => ({ go: (wanted) => go(wanted, writes) }), [go, writes]);

  useEffect(() => {
    if (!wantsFocus.current || open) return;
    const element = document.getElementById(placeId(at));
    if (element === null) return;
    wantsFocus.current = false;
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  const leave = useCallback(
    (row: string, level: string, by: "stay" | "next" | "before") => {
      if (by === "stay") return go({ row, level });
      const column = columns.findIndex(({ id }) => id === level) + (by === "next" ? 1 : -1);
      const down = cellRows.findIndex(({ key }) => key === row) + (column < 0 ? -1 : column >= columns.length ? 1 : 0);
      const next = cellRows[down];
      const to = columns[(column + columns.length) % columns.length];
      if (next && to) go({ row: next.key, level: to.id }, true);
      else go({ row, level });
    },
    [columns, cellRows, go],
  );

  const keys = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target instanceof HTMLButtonElement || event.target instanceof HTMLInputElement) return;
    const moved = step(event, at, rows, columns);
    const row = rows.find(({ key }) => key === at.row);
    const done = (act: () => void) => {
      event.preventDefault();
      act();
    };
    if (event.altKey && writes) {
      const by = event.key === "ArrowUp" || event.key === "ArrowLeft" ? -1 : 1;
      if (event.key === "ArrowUp" || event.key === "ArrowDown") return done(() => reorder(store, row, by, () => go(at)));
      if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && at.level)
        return done(() => {
          store.write(moveLevel(store.shown, at.level ?? "", by));
          go(at);
        });
    }
    if (moved) return done(() => go(moved));
    if (event.key === "Enter" || event.key === "F2") {
      if (at.level === null || at.row === "head") return done(() => openSheet(at.row === "head" ? `level/${at.level}` : sheetOf(row)));
      if (writes) return done(() => go(at, true));
    }
    const level = store.shown.levels.find(({ id }) => id === at.level);
    if (!writes || !isCellRow(row) || level === undefined || event.ctrlKey || event.metaKey) return;
    if (event.key === "Delete" || event.key === "Backspace") return done(() => store.write(clearCell(level, row)));
    const point = /^Digit([1-9])$/.exec(event.code)?.[1];
    if (event.altKey && point) {
      const target = store.shown.scale[Number(point) - 1]?.value;
      return done(
        () => target !== undefined && row.kind === "competency" && store.write(setExpectation(store.shown, level, row, { target })),
      );
    }
    if (event.key.length === 1 && !event.altKey && event.key !== " ")
      return done(() => {
        // What is typed on a cell goes on where its text ends.
        const old = textOf(level, row);
        store.write(writeCell(store.shown, level, row, old === "" ? event.key : `${old} ${event.key}`), `${level.id} ${row.key}`);
        go(at, true);
      });
  };

  const paste = (event: ClipboardEvent) => {
    if (!writes || open || !at.level || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    const row = cellRows.findIndex(({ key }) => key === at.row);
    if (row < 0) return;
    event.preventDefault();
    const found = block(event.clipboardData.getData("text/plain"), {
      rows: cellRows.length - row,
      columns: columns.length - columns.findIndex(({ id }) => id === at.level),
    });
    if (found.cells === 1 && found.left === 0) lay(at, found);
    else if (found.cells > 0) setPasting({ from: at, block: found });
  };
  const lay = (from: Place, { texts }: Block) => {
    const start = { row: cellRows.findIndex(({ key }) => key === from.row), column: columns.findIndex(({ id }) => id === from.level) };
    const now = columns.flatMap(({ id }) => store.shown.levels.find((level) => level.id === id) ?? []);
    store.write(pasteBlock(store.shown, now, cellRows, start, texts));
    setPasting(null);
    go(from);
  };
  /** Ids of the cells that a block would fill. */
  const filled = useMemo(() => {
    if (!pasting) return null;
    const from = {
      row: cellRows.findIndex(({ key }) => key === pasting.from.row),
      column: columns.findIndex(({ id }) => id === pasting.from.level),
    };
    return new Set(
      pasting.block.texts.flatMap((texts, down) =>
        texts.map((_, along) => cellId(cellRows[from.row + down]?.key ?? "", columns[from.column + along]?.id ?? "")),
      ),
    );
  }, [pasting, cellRows, columns]);

  const press = (event: React.MouseEvent, edit: boolean) => {
    const cell =
      event.target instanceof Element && !event.target.closest("button, input, textarea, a, label")
        ? event.target.closest<HTMLElement>("[data-row]")
        : null;
    const row = cell?.dataset["row"];
    if (!cell || row === undefined || event.target instanceof HTMLTextAreaElement) return;
    const level = cell.dataset["level"] ?? null;
    if (edit && writes && level !== null) go({ row, level }, true);
    else if (edit && level === null) openSheet(sheetOf(rows.find(({ key }) => key === row)));
    else if (open?.row !== row || open.level !== level) go({ row, level });
  };

  const total = columns.length + 1;
  return (
    <>
      {pasting && (
        <PastePreview
          block={pasting.block}
          lay={() => lay(pasting.from, pasting.block)}
          leave={() => {
            setPasting(null);
            go(pasting.from);
          }}
        />
      )}
      <div
        ref={grid}
        className={`${css.scroll} ${view.scrolls ? css.long : ""}`}
        role="region"
        aria-label="Matrix"
        onScroll={view.onScroll}
      >
        <table
          className={css.matrix}
          role="grid"
          aria-label={`${content.title}, every competency at every level`}
          aria-rowcount={rows.length + 1}
          aria-colcount={total}
          aria-readonly={!writes}
          onKeyDown={keys}
          onPaste={paste}
          onClick={(event) => press(event, false)}
          onDoubleClick={(event) => press(event, true)}
        >
          <colgroup>
            <col className={css.titleColumn} />
            {columns.map(({ id }) => (
              <col key={id} className={css.levelColumn} />
            ))}
          </colgroup>
          <thead>
            <tr aria-hidden="true">
              <td colSpan={total} className={css.figure}>
                {figure(columns)}
              </td>
            </tr>
            <tr className={css.titles} aria-rowindex={1}>
              <th scope="col" role="columnheader" aria-colindex={1}>
                <span className="hidden">Competency</span>
                {writes && (
                  <button type="button" className={css.add} onClick={() => newLevel(store, columns, openSheet)}>
                    Add a level
                  </button>
                )}
              </th>
              {columns.map(({ id }, index) => (
                <ColumnHead key={id} level={id} column={index + 2} active={at.row === "head" && at.level === id} />
              ))}
            </tr>
          </thead>
          <tbody>
            {view.above > 0 && <Gap height={view.above} span={total} />}
            {rows.slice(view.first, view.end).map((row, index) => (
              <OneRow
                key={row.key}
                row={row}
                index={view.first + index + 2}
                height={view.heightOf(view.first + index)}
                columns={columns}
                from={view.left}
                to={view.right}
                active={at.row === row.key ? (at.level ?? "title") : null}
                open={open?.row === row.key ? open : null}
                filled={filled}
                leave={leave}
                add={writes && row.kind === "group" && row.domain !== null ? () => newCompetency(store, row.domain ?? "", openSheet) : null}
              />
            ))}
            {view.below > 0 && <Gap height={view.below} span={total} />}
          </tbody>
        </table>
      </div>
    </>
  );
}

const placeId = ({ row, level }: Place) =>
  row === "head" ? `head-${level}` : level === null ? `row-${row.replaceAll("/", "-")}` : cellId(row, level);
const sheetOf = (row: Row | undefined): string =>
  row === undefined || row.key === "scope" || row.key === "strays"
    ? "framework"
    : row.kind === "competency"
      ? `competency/${row.key}`
      : `domain/${row.domain}`;

const Gap = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden="true">
    <td colSpan={span} height={height} className={css.gap} aria-hidden="true" />
  </tr>
);

const OneRow = memo(function OneRow({
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
  open: Open;
  filled: ReadonlySet<string> | null;
  leave: (row: string, level: string, by: "stay" | "next" | "before") => void;
  add: (() => void) | null;
}) {
  if (row.kind === "group") return <GroupHead row={row} index={index} span={columns.length + 1} active={active !== null} add={add} />;
  const stateOf = (level: string): CellState =>
    open?.level === level ? "editing" : filled?.has(cellId(row.key, level)) ? "pasting" : active === level ? "active" : "plain";
  return (
    <tr aria-rowindex={index} className={row.kind === "scope" ? css.scope : undefined}>
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

/** Where an arrow leads from here. */
function step(event: KeyboardEvent, at: Place, rows: readonly Row[], columns: readonly Level[]): Place | null {
  if (event.altKey || event.shiftKey) return null;
  const row = rows.findIndex(({ key }) => key === at.row);
  const column = at.level === null ? -1 : columns.findIndex(({ id }) => id === at.level);
  const far = event.ctrlKey || event.metaKey;
  const to = (down: number, along: number): Place => {
    const next = rows[Math.min(down, rows.length - 1)];
    const level = columns[Math.min(along, columns.length - 1)]?.id ?? null;
    if (down < 0) return { row: "head", level: level ?? columns[0]?.id ?? null };
    return { row: next?.key ?? at.row, level: next?.kind === "group" || along < 0 ? null : level };
  };
  switch (event.key) {
    case "ArrowRight":
      return to(row, Math.min(far ? columns.length - 1 : column + 1, columns.length - 1));
    case "ArrowLeft":
      return to(row, Math.max(far ? -1 : column - 1, row < 0 ? 0 : -1));
    case "ArrowDown":
    case "ArrowUp": {
      const by = event.key === "ArrowDown" ? 1 : -1;
      let next = far ? (by > 0 ? rows.length - 1 : 0) : row + by;
      // From cell to cell the heads of groups are passed over; by the titles one comes to them.
      if (column >= 0) while (rows[next]?.kind === "group") next += by;
      return next >= rows.length ? null : to(next, column);
    }
    case "Home":
      return to(far ? 0 : row, far && isCellRow(rows[0]) ? 0 : -1);
    case "End":
      return to(far ? rows.length - 1 : row, columns.length - 1);
    case "PageDown":
      return to(Math.min(rows.length - 1, row + 8), column);
    case "PageUp":
      return to(Math.max(0, row - 8), column);
    default:
      return null;
  }
}

function reorder(store: DraftStore, row: Row | undefined, by: -1 | 1, then: () => void): void {
  if (row?.kind === "competency") store.write(moveCompetency(store.shown, row.key, by));
  else if (row !== undefined && row.domain !== null) store.write(moveDomain(store.shown, row.domain, by));
  then();
}

function newLevel(store: DraftStore, columns: readonly Level[], openSheet: (name: string) => void): void {
  const last = columns.at(-1);
  const changes = addLevel(store.shown, "New level", last && store.shown.levels.find(({ id }) => id === last.id));
  store.write(changes);
  openSheet(`level/${changes.at(-1)?.id}`);
}

function newCompetency(store: DraftStore, domain: string, openSheet: (name: string) => void): void {
  const changes = addCompetency(store.shown, domain, "New competency");
  store.write(changes);
  openSheet(`competency/${changes.at(-1)?.id}`);
}
