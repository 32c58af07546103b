import type { Framework } from "../framework/document.ts";
import { recordsHeld, type PlacementRow, type RecordRow } from "../gap/held.ts";
import { isUnassessed } from "../gap/expectations.ts";
import { gapReport } from "../gap/report.ts";
import { isHeld } from "../gap/requirements.ts";
import { armsOf } from "../pathway/direction.ts";

/** How far somebody is towards a level, coarsely: everything met, most of it, some of it, or nobody has looked. */
export const bands = ["met", "near", "way", "unassessed"] as const;
export type Band = (typeof bands)[number];

/** From this share of readiness on somebody is called near. */
export const NEAR = 0.75;

/** Where people stand and whither they said that they want to go (`framework/level`, null where nothing is known), as many of each as there are. */
export type Place = { frameworkId: string; version: number; level: string; declared: string | null; people: number; unseen: number };
/** Whoever stands at `from` of a version and said `declared` is measured against `level` of version `aim`. */
export type Way = {
  frameworkId: string;
  version: number;
  from: string;
  declared: string | null;
  level: string;
  aim: number;
  people: number;
  unseen: number;
};

/**
 * Against what people are measured on one ladder: their own level, or what is next for them, from other ladders too: the way that
 * they have declared, or every way where they have declared none.
 * Whoever is on the ladder is measured by their own version of it, all others by the one in force.
 *
 * @param contents by framework and version, as `id@version`. A place whose document is not there leads nowhere.
 */
export function waysOf(
  against: "own" | "next",
  ladder: { frameworkId: string; slug: string; inForce: number },
  places: readonly Place[],
  contents: ReadonlyMap<string, Framework>,
): Way[] {
  return places.flatMap(({ frameworkId, version, level, declared, people, unseen }) => {
    const here = frameworkId === ladder.frameworkId;
    const content = contents.get(`${frameworkId}@${version}`);
    const aim = here ? version : ladder.inForce;
    const aimed = contents.get(`${ladder.frameworkId}@${aim}`);
    if (content === undefined || aimed === undefined || !content.levels.some(({ id }) => id === level)) return [];
    const levels =
      against === "own"
        ? here
          ? [level]
          : []
        : armsOf(content, level, declared).flatMap((next) =>
            next.startsWith(`${ladder.slug}/`) ? [next.slice(ladder.slug.length + 1)] : [],
          );
    return levels.flatMap((to) =>
      // Of a level that asks nothing nobody is short, and nobody near.
      (aimed.levels.find(({ id }) => id === to)?.expectations.length ?? 0) > 0
        ? [{ frameworkId, version, from: level, declared, level: to, aim, people, unseen }]
        : [],
    );
  });
}

/** What is known of one person on the bench: their newest answers as the version aimed at reads them, and what they hold. */
export type Known = {
  answers: readonly { expectation: string; value: number | null; stale: boolean; on: string }[] | null;
  records: readonly RecordRow[] | null;
  placements: readonly PlacementRow[] | null;
};

const titleIn = (content: Framework, level: string) => content.levels.find(({ id }) => id === level)?.title ?? level;

/** What the gap report against the level that is next says of somebody, in short, and since when they are where they are. */
export function benched(way: Pick<Way, "from" | "level" | "aim">, from: Framework, aimed: Framework, known: Known, today: string) {
  const report = gapReport({
    framework: aimed,
    version: way.aim,
    level: way.level,
    on: today,
    ratings: (known.answers ?? []).map(({ expectation, value, stale, on }) => ({
      expectation,
      answer: value ?? "not-observed",
      ratedOn: on,
      carries: !stale,
    })),
    records: recordsHeld(known.records ?? [], known.placements ?? []),
  });
  const short = report.expectations.filter(({ status }) => status === "gap");
  const begun = (known.placements ?? []).filter((placement) => placement.from <= today);
  const elsewhere = begun.findLastIndex(({ framework, level }) => framework !== from.id || level !== way.from);
  return {
    from: { framework: from.id, level: way.from, title: titleIn(from, way.from), since: begun[elsewhere + 1]?.from ?? today },
    to: { framework: aimed.id, level: way.level, title: titleIn(aimed, way.level) },
    readiness: report.readiness,
    ready: report.ready,
    short: short.length,
    critical: short.filter(({ critical }) => critical).length,
    unassessed: report.expectations.filter(isUnassessed).length,
    missing: report.requirements.filter((line) => !isHeld(line)).length,
  };
}
