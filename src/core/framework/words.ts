/** A stretch of text that both have, that only the new one has, or that only the old one had. */
export type Stretch = { kind: "same" | "added" | "removed"; text: string };

/** Beyond this many comparisons (texts far over the limits of a document) the whole is shown as replaced. */
const mostComparisons = 4_000_000;
/** Where less than this share of the longer text stayed, marking word by word would only be noise. */
const leastInCommon = 0.25;

/**
 * How one text became another, word by word; punctuation stands by itself, so that a new full stop is no new word.
 *
 * @returns stretches in reading order, removed before added; no two neighbours of one kind. `same` and `added` together
 *   are the new text, `same` and `removed` the old one. Texts with next to nothing in common are one removal and one addition.
 */
export function compareWords(before: string, after: string): Stretch[] {
  const old = tokens(before);
  const now = tokens(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;

  const between = common(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  const pairs = [
    ...Array.from({ length: head }, (_, index): Pair => [index, index]),
    ...between.map(([row, column]): Pair => [row + head, column + head]),
    ...Array.from({ length: tail }, (_, index): Pair => [old.length - tail + index, now.length - tail + index]),
  ];
  const kept = pairs.reduce((length, [row]) => length + (old[row] ?? "").trim().length, 0);
  const longer = Math.max(before.length, after.length);
  return stretches(old, now, kept < leastInCommon * longer && before !== after ? [] : withoutLoneSpaces(old, now, pairs));
}

/** Positions of one token in the old and the new text; both ascend from pair to pair. */
type Pair = [old: number, now: number];

const tokens = (text: string): string[] => text.match(/[\p{L}\p{N}\p{M}’'-]+|\s+|[^]/gu) ?? [];

/** The longest common subsequence, from a table of the lengths that remain. */
function common(old: readonly string[], now: readonly string[]): Pair[] {
  if (old.length * now.length > mostComparisons) return [];
  const width = now.length + 1;
  const lengths = new Uint16Array((old.length + 1) * width);
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0;
  for (let row = old.length - 1; row >= 0; row -= 1) {
    for (let column = now.length - 1; column >= 0; column -= 1) {
      lengths[row * width + column] =
        old[row] === now[column] ? at(row + 1, column + 1) + 1 : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let row = 0, column = 0; row < old.length && column < now.length;) {
    if (old[row] === now[column]) pairs.push([row++, column++]);
    else if (at(row + 1, column) >= at(row, column + 1)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** A space between two changed words is part of the change: "two words" reads as one stretch, not as three. */
function withoutLoneSpaces(old: readonly string[], now: readonly string[], pairs: readonly Pair[]): Pair[] {
  return pairs.filter(([row, column], index) => {
    if ((old[row] ?? "").trim() !== "") return true;
    const [rowBefore, columnBefore] = pairs[index - 1] ?? [-1, -1];
    const [rowAfter, columnAfter] = pairs[index + 1] ?? [old.length, now.length];
    const joined = (rowBefore === row - 1 && columnBefore === column - 1) || (rowAfter === row + 1 && columnAfter === column + 1);
    return joined;
  });
}

function stretches(old: readonly string[], now: readonly string[], pairs: readonly Pair[]): Stretch[] {
  const found: Stretch[] = [];
  const add = (kind: Stretch["kind"], text: string) => {
    const last = found.at(-1);
    if (text === "") return;
    if (last?.kind === kind) last.text += text;
    else found.push({ kind, text });
  };
  let row = 0;
  let column = 0;
  for (const [nextRow, nextColumn] of [...pairs, [old.length, now.length] as const]) {
    add("removed", old.slice(row, nextRow).join(""));
    add("added", now.slice(column, nextColumn).join(""));
    add("same", old[nextRow] ?? "");
    row = nextRow + 1;
    column = nextColumn + 1;
  }
  return found;
}
