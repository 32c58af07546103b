import { useCallback, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { Level } from "../../../core/framework/document.ts";
import { asked } from "./draft-store.ts";
import type { Place } from "./matrix.tsx";
import { drawnWhole, heightOf, isCellRow, type Row } from "./table.ts";

/** Width of the column of titles and of a level's, in px; the style sheet has the same. */
const titles = 128;
const width = 170;
const fitting = 6;
/** Rows and columns drawn beyond what is seen, so that a scroll of a few lines draws nothing. */
const spare = 4;

type Seen = { first: number; end: number; left: number; right: number };

/**
 * Which part of a long table is drawn: the rows and columns in view and a few around them. Heights are reckoned from the
 * texts; a row that comes out taller pushes the others down, and nothing is cut. Small tables are drawn whole.
 */
export function useWindow(rows: readonly Row[], columns: readonly Level[], levels: readonly Level[]) {
  const scroller = useRef<HTMLDivElement>(null);
  const whole = rows.filter(isCellRow).length * columns.length <= drawnWhole;
  const heights = useMemo(() => (whole ? [] : rows.map((row) => heightOf(row, levels, asked))), [whole, rows, levels]);
  const tops = useMemo(() => {
    const sums = [0];
    for (const height of heights) sums.push((sums.at(-1) ?? 0) + height);
    return sums;
  }, [heights]);
  const all: Seen = { first: 0, end: rows.length, left: 0, right: columns.length };
  const [seen, setSeen] = useState<Seen | null>(null);
  const head = useRef(0);

  const look = useCallback(() => {
    const element = scroller.current;
    if (whole || element === null) return;
    head.current = element.querySelector("thead")?.offsetHeight ?? 0;
    const top = element.scrollTop - head.current;
    const bottom = top + element.clientHeight;
    // In steps, so that most scrolling moves what is drawn and draws nothing anew.
    const first = Math.max(0, snap(tops.findLastIndex((y) => y <= Math.max(0, top)) - spare));
    const beyond = tops.findIndex((y) => y > bottom);
    const end = Math.min(rows.length, snap((beyond < 0 ? rows.length : beyond) + 2 * spare));
    const left = Math.max(0, Math.floor((element.scrollLeft - titles) / width) - 1);
    const right = Math.min(columns.length, Math.ceil((element.scrollLeft + element.clientWidth) / width) + 1);
    setSeen((known) =>
      known?.first === first && known.end === end && known.left === left && known.right === right ? known : { first, end, left, right },
    );
  }, [whole, tops, rows.length, columns.length]);

  useLayoutEffect(() => {
    look();
    addEventListener("resize", look);
    return () => removeEventListener("resize", look);
  }, [look]);

  const reveal = useCallback(
    ({ row, level }: Place) => {
      const element = scroller.current;
      const at = rows.findIndex(({ key }) => key === row);
      if (whole || element === null || at < 0) return;
      const y = (tops[at] ?? 0) + head.current;
      const above = (element.querySelector<HTMLElement>("thead tr:last-child")?.offsetHeight ?? 0) + 8;
      if (y < element.scrollTop + above) element.scrollTop = y - above - 40;
      else if (y + (heights[at] ?? 0) > element.scrollTop + element.clientHeight) element.scrollTop = y - element.clientHeight / 2;
      const column = columns.findIndex(({ id }) => id === level);
      const x = column * width;
      if (column >= 0 && x < element.scrollLeft) element.scrollLeft = x;
      else if (column >= 0 && x + titles + width > element.scrollLeft + element.clientWidth)
        element.scrollLeft = x + titles + width - element.clientWidth + 40;
      look();
    },
    [whole, rows, columns, tops, heights, look],
  );

  const { first, end, left, right } = whole
    ? all
    : (seen ?? { first: 0, end: Math.min(rows.length, 24), left: 0, right: Math.min(columns.length, 9) });
  return {
    scrolls: !whole || columns.length > fitting,
    first,
    end: Math.min(end, rows.length),
    left,
    right: Math.min(right, columns.length),
    above: whole ? 0 : (tops[first] ?? 0),
    below: whole ? 0 : (tops.at(-1) ?? 0) - (tops[Math.min(end, rows.length)] ?? 0),
    heightOf: (index: number) => (whole ? null : (heights[index] ?? null)),
    onScroll: look,
    grid: scroller,
    reveal,
  };
}

const snap = (row: number) => Math.floor(row / spare) * spare;
