import {
  type ClipboardEvent,
  type KeyboardEvent,
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
import { step } from "./arrows.ts";
import { cellId } from "./cell.tsx";
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
import { ColumnHead } from "./heads.tsx";
import { Gap, OneRow } from "./matrix-rows.tsx";
import { PastePreview } from "./paste-preview.tsx";
import { isCellRow, type Row, rowsOf } from "./table.ts";
import { useWindow } from "./window.ts";
import table from "../../../web/parts/matrix.module.css";
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
        className={`${table.scroll} ${css.scroll} ${view.scrolls ? table.long : ""}`}
        role="region"
        aria-label="Matrix"
        onScroll={view.onScroll}
      >
        <table
          className={`${table.matrix} ${css.matrix}`}
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
              <td colSpan={total} className={table.figure}>
                {figure(columns)}
              </td>
            </tr>
            <tr className={`${table.titles} ${css.titles}`} aria-rowindex={1}>
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
