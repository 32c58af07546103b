import type { KeyboardEvent } from "react";
import type { Level } from "../../../core/framework/document.ts";
import type { Place } from "./matrix.tsx";
import { isCellRow, type Row } from "./table.ts";

/** Where an arrow leads from here. */
export function step(event: KeyboardEvent, at: Place, rows: readonly Row[], columns: readonly Level[]): Place | null {
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
