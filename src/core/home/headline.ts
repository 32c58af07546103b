import { capital, numberWord } from "../gap/words.ts";
import { onDay } from "./days.ts";

/** What is asked of somebody, as the title of their Home needs it. Days YYYY-MM-DD; null where none is set. */
export type Waiting = {
  toWrite: { all: number; from: string | null; to: string | null };
  /** Titles of the cycles whose results are out and unread. */
  results: readonly string[];
};

/** When the first of several is due, or all of them; nothing where no day is set. */
function due({ all, from, to }: Waiting["toWrite"], today: string): string {
  if (from === null) return "";
  const one = all === 1;
  if (from < today)
    return one || to === from ? `, ${one ? "" : "all "}overdue since ${onDay(from, today).replace(/^on /, "")}` : ", the first is overdue";
  if (one) return `, due ${onDay(from, today)}`;
  return from === to ? `, all due ${onDay(from, today)}` : `, the first is due ${onDay(from, today)}`;
}

/** The title of Home where reviews or results wait; null where none do. */
export function headline({ toWrite, results }: Waiting, today: string): string | null {
  if (toWrite.all > 0) {
    const waits = toWrite.all === 1 ? "review waits" : "reviews wait";
    return `${capital(numberWord(toWrite.all))} ${waits} for you${due(toWrite, today)}`;
  }
  if (results.length === 1) return `Your result of ${results[0] ?? ""} is out`;
  return results.length > 1 ? `${capital(numberWord(results.length))} results of yours are out` : null;
}
