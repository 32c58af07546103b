/** Edits (insert, remove, replace, swap of neighbours) between two short words, given up beyond `limit`. */
function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      next.push(best);
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? limit + 1;
}

/** The candidate that was probably meant, or null if none is near. The first of equals wins; case is no difference. */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  if (word.length > 100) return null;
  const limit = Math.max(1, Math.floor(word.length / 3));
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let least = limit + 1;
  for (const candidate of candidates) {
    const edits = distance(wanted, candidate.toLowerCase(), least - 1);
    if (edits < least) [best, least] = [candidate, edits];
  }
  return best;
}

/** `nearest`, for as much looking as any reader needs: after `budget` candidates it answers null, so that a ruined file stays quick. */
export function suggester(budget = 50_000): typeof nearest {
  let left = budget;
  return (word, candidates) => {
    function* counted(): Generator<string> {
      for (const candidate of candidates) {
        left -= 1;
        if (left < 0) return;
        yield candidate;
      }
    }
    const found = left > 0 ? nearest(word, counted()) : null;
    return left < 0 ? null : found;
  };
}
