import { carriedInto, type Step } from "../framework/carry.ts";
import type { Framework } from "../framework/document.ts";
import type { Lineage } from "../framework/lineage.ts";
import { expectationLines, isUnassessed } from "./expectations.ts";
import { readiness, type Interval } from "./readiness.ts";
import type { Answer } from "./report.ts";

/** A settled answer of one review, in the version that it was given in. */
export type Told = {
  review: string;
  cycle: string;
  releasedOn: string;
  version: number;
  expectation: string;
  answer: Answer;
  ratedOn: string;
};

/** How a person stood against a level once a review had been released, by the words that were in force for them then. */
export type TrendPoint = {
  review: string;
  cycle: string;
  /** The day of release. */
  on: string;
  version: number;
  readiness: Interval;
  met: number;
  short: number;
  /** Not assessed or stale. */
  open: number;
};

/**
 * One point for each released review that rated the level, oldest first, each measured by the version that the review was
 * pinned to and with all that had been released by then: what a report of that day said. Reviews against a version that
 * has no such level, or that is not among `contents`, have none.
 *
 * @param told in order of release. @param steps as `carriedInto` takes them, for all the versions in between.
 */
export function trendOf(
  level: string,
  told: readonly Told[],
  contents: ReadonlyMap<number, Framework>,
  steps: ReadonlyMap<number, Step>,
): TrendPoint[] {
  const reviews = [...new Map(told.map((each) => [each.review, each])).values()];
  return reviews.flatMap(({ review, cycle, releasedOn: on, version }) => {
    const content = contents.get(version);
    const asked = content?.levels.find(({ id }) => id === level);
    const ids = new Set(asked?.expectations.map(({ id }) => id));
    if (content === undefined || asked === undefined || !told.some((each) => each.review === review && ids.has(each.expectation)))
      return [];
    const last = told.findLastIndex((each) => each.review === review);
    const lines = expectationLines(asked, content.scale, carriedInto(content, version, steps, told.slice(0, last + 1)), on);
    const short = lines.filter(({ status }) => status === "gap").length;
    const open = lines.filter(isUnassessed).length;
    return [{ review, cycle, on, version, readiness: readiness(lines), met: lines.length - short - open, short, open }];
  });
}

/** Of an expectation whose words are newer than a version: what it was there, and in which version it changed last. */
export type NewWording = { kind: "reworded" | "split" | "merged" | "new"; version: number; from: string[] };

/** By version, what became of its expectations since the one before; those that were kept or retired may be left out. */
export type Lineages = ReadonlyMap<number, ReadonlyMap<string, Pick<Lineage, "kind" | "from">>>;

/**
 * Follows an expectation back to an earlier version, so that a trend crosses a rewrite.
 *
 * @param since the version that the person was last rated in. @param now the version asked about.
 * @returns null where its words are those of then, or `now` is no later.
 */
export function newWording(expectation: string, since: number, now: number, lineages: Lineages): NewWording | null {
  let from = [expectation];
  let changedIn: number | null = null;
  let split = false;
  for (let version = now; version > since && from.length > 0; version -= 1) {
    const step = lineages.get(version);
    const stayed = (id: string) => ["kept", "retired", undefined].includes(step?.get(id)?.kind);
    if (from.every(stayed)) continue;
    changedIn ??= version;
    split ||= from.some((id) => step?.get(id)?.kind === "split");
    from = [...new Set(from.flatMap((id) => (stayed(id) ? [id] : (step?.get(id)?.from ?? []))))];
  }
  if (changedIn === null) return null;
  const kind = from.length === 0 ? "new" : from.length > 1 ? "merged" : split ? "split" : "reworded";
  return { kind, version: changedIn, from };
}
