/** A stretch of text that both have, that only the new one has, or that only the old one had. */
export type Stretch = { kind: "same" | "added" | "removed"; text: string };

/** Beyond this many comparisons (texts far over the limits of a document) the whole is shown as replaced. */
const mostComparisons = 4_000_000;

/**
 * How one text became another, word by word; punctuation stands by itself, so that a new full stop is no new word.
 *
 * @returns stretches in reading order, removed before added; no two neighbours of one kind. `same` and `added` together
 *   are the new text, `same` and `removed` the old one.
 */
export function compareWords(before: string, after: string): Stretch[] {
  const old = tokens(before);
  const now = tokens(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;

  const stretches: Stretch[] = [];
  const add = (kind: Stretch["kind"], text: string | undefined) => {
    if (text === undefined || text === "") return;
    const last = stretches.at(-1);
    // A removal met after an addition of the same gap goes before it.
    if (kind === "removed" && last?.kind === "added") {
      const earlier = stretches.at(-2);
      if (earlier?.kind === "removed") earlier.text += text;
      else stretches.splice(-1, 0, { kind, text });
    } else if (last?.kind === kind) last.text += text;
    else stretches.push({ kind, text });
  };
  add("same", old.slice(0, head).join(""));
  middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail), add);
  add("same", old.slice(old.length - tail).join(""));
  return stretches;
}

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}’'-]+|\s+|[^]/gu) ?? [];

/** Longest common subsequence, from a table of the lengths that remain. */
function middle(old: readonly string[], now: readonly string[], add: (kind: Stretch["kind"], text: string | undefined) => void): void {
  if (old.length * now.length > mostComparisons) {
    add("removed", old.join(""));
    add("added", now.join(""));
    return;
  }
  const width = now.length + 1;
  const common = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => common[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      common[row * width + column] = old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length) {
    if (row < old.length && column < now.length && old[row] === now[column]) {
      add("same", old[row]);
      row += 1;
      column += 1;
    } else if (row < old.length && (column >= now.length || at(row + 1, column) >= at(row, column + 1))) {
      add("removed", old[row]);
      row += 1;
    } else {
      add("added", now[column]);
      column += 1;
    }
  }
}
