import { fault, type DocumentProblem } from "./problem.ts";
import { isRecord, itemsOf, levelsOf, textOf, wholeNumberOf } from "./raw.ts";

type Rung = { track: string | null; rank: number | null };

/** Ranks that clash or are out of order, promotions that go down, promotions that go round. */
export function* orderProblems(document: unknown): Generator<DocumentProblem> {
  yield* rankProblems(document);
  yield* promotionProblems(document);
}

function* rankProblems(document: unknown): Generator<DocumentProblem> {
  const tracks = new Map<string, { ranks: Set<number>; last: number }>();
  for (const { value, path } of levelsOf(document)) {
    const track = textOf(value, "track");
    const rank = wholeNumberOf(value, "rank");
    if (track === null || rank === null) continue;
    const before = tracks.get(track);
    if (before === undefined) {
      tracks.set(track, { ranks: new Set([rank]), last: rank });
      continue;
    }
    const at = [...path, "rank"];
    if (before.ranks.has(rank)) {
      yield fault(
        document,
        "duplicate-rank",
        at,
        `another level of track “${track}” already has rank ${rank}.`,
        "Give each level of a track a rank of its own.",
      );
    }
    if (rank < before.last) {
      yield fault(
        document,
        "rank-order",
        at,
        `rank ${rank} comes after rank ${before.last} on track “${track}”.`,
        "Write the levels of a track from the lowest rank to the highest.",
      );
    }
    before.ranks.add(rank);
    before.last = rank;
  }
}

type Promotion = { to: string; index: number };

function* promotionProblems(document: unknown): Generator<DocumentProblem> {
  const framework = textOf(document, "id");
  const rungs = new Map<string, Rung>();
  for (const { value } of levelsOf(document)) {
    const id = textOf(value, "id");
    if (id !== null && !rungs.has(id)) rungs.set(id, { track: textOf(value, "track"), rank: wholeNumberOf(value, "rank") });
  }
  // `operations/lead` within operations is `lead`.
  const inside = (reference: string) =>
    framework !== null && reference.startsWith(`${framework}/`) ? reference.slice(framework.length + 1) : reference;

  const promotions = new Map<string, Promotion[]>();
  for (const { value, path } of itemsOf(document, "transitions")) {
    if (!isRecord(value) || value["kind"] !== "promotion") continue;
    const from = textOf(value, "from");
    const to = textOf(value, "to");
    if (from === null || to === null) continue;
    const below = rungs.get(inside(from));
    const above = rungs.get(inside(to));
    if (
      below &&
      above &&
      below.track !== null &&
      below.track === above.track &&
      below.rank !== null &&
      above.rank !== null &&
      above.rank < below.rank
    ) {
      const said = `this promotion leads down, from rank ${below.rank} to rank ${above.rank} of track “${below.track}”.`;
      yield fault(document, "promotion-downward", path, said, "Turn it round, or make it a step-down.");
    }
    const leaving = promotions.get(inside(from));
    const promotion = { to: inside(to), index: Number(path.at(-1)) };
    if (leaving) leaving.push(promotion);
    else promotions.set(inside(from), [promotion]);
  }
  const rankOf = (level: string) => rungs.get(level)?.rank ?? Number.POSITIVE_INFINITY;
  for (const index of closing(promotions, rankOf)) {
    yield fault(
      document,
      "promotion-cycle",
      ["transitions", index],
      "with other promotions this one leads round in a circle.",
      "Take one of them out, or make it lateral, a track-switch or a step-down.",
    );
  }
}

/**
 * The promotions that close a circle: every circle contains one of them. The search climbs from the lowest ranks, so
 * that what is named is the way back down, not one of the ways up.
 *
 * @param rankOf infinite where a level is of another framework or its rank is not known.
 * @returns positions among the transitions, ascending.
 */
function closing(promotions: ReadonlyMap<string, readonly Promotion[]>, rankOf: (level: string) => number): number[] {
  const found: number[] = [];
  const open = new Set<string>();
  const done = new Set<string>();
  const roots = [...promotions.keys()].map((level) => ({ level, rank: rankOf(level) }));
  roots.sort((a, b) => (a.rank === b.rank ? 0 : a.rank - b.rank));
  for (const root of roots) {
    // A stack of our own: a chain of promotions may be longer than the engine's.
    const climb = [{ level: root.level, next: 0 }];
    while (climb.length > 0) {
      const step = climb.at(-1);
      if (step === undefined) break;
      if (step.next === 0) {
        if (done.has(step.level)) {
          climb.pop();
          continue;
        }
        open.add(step.level);
      }
      const promotion = promotions.get(step.level)?.[step.next];
      step.next += 1;
      if (promotion === undefined) {
        open.delete(step.level);
        done.add(step.level);
        climb.pop();
      } else if (open.has(promotion.to)) found.push(promotion.index);
      else if (!done.has(promotion.to)) climb.push({ level: promotion.to, next: 0 });
    }
  }
  return found.sort((a, b) => a - b);
}
