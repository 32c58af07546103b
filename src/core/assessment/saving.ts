/** What stands of one place: the id under which it was sent, and what it says. */
export type Standing<S> = { id: string; said: S };
/** One thing sent. `basedOn`: the id of what stood there when it was written, as far as its writer knew; null for nothing. */
export type Sent<S> = { id: string; place: string; said: S; basedOn: string | null };

export type Saving<S> = {
  /** To be written, in order. */
  write: Sent<S>[];
  /** Indexes of what was sent that stand now, stood there already, or stood there once. */
  applied: number[];
  /** Of each of these, in the same order, the id of what stands in its place now. */
  stands: string[];
  /** Indexes of what was not written, each with what stands there instead: written elsewhere meanwhile. */
  conflicts: { index: number; theirs: Standing<S> | null }[];
};

/**
 * What becomes of answers that arrive: each is written where its writer knew what stands there, or where it says the same;
 * a second arrival of one that came before does nothing; everything else is a conflict, in which nothing is overwritten.
 *
 * @param standing what stands by place; @param arrived ids that came before, whatever has been written over them since.
 */
export function saving<S>(
  sent: readonly Sent<S>[],
  standing: ReadonlyMap<string, Standing<S>>,
  arrived: ReadonlySet<string>,
  same: (a: S, b: S) => boolean,
): Saving<S> {
  const now = new Map(standing);
  const known = new Set(arrived);
  const result: Saving<S> = { write: [], applied: [], stands: [], conflicts: [] };
  for (const [index, one] of sent.entries()) {
    const there = now.get(one.place) ?? null;
    if (known.has(one.id) || (there !== null && same(there.said, one.said))) result.applied.push(index);
    else if ((there?.id ?? null) !== one.basedOn) result.conflicts.push({ index, theirs: there });
    else {
      now.set(one.place, { id: one.id, said: one.said });
      known.add(one.id);
      result.write.push(one);
      result.applied.push(index);
    }
  }
  result.stands = result.applied.map((index) => now.get(sent[index]?.place ?? "")?.id ?? "");
  return result;
}
