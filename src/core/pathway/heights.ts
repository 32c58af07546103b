import type { AtlasLadder, AtlasLevel } from "./atlas.ts";
import type { Step } from "./routes.ts";

/** The least by which a rung hangs above the one below it on its track, in national levels. */
const LEAST = 0.5;

/** To whole 1,024ths, which add and subtract exactly: half a level stays half a level. */
const exact = (height: number): number => Math.round(height * 1024) / 1024;

/** "RQF 3" as its name and number. */
const national = (regulated: string | null): [string, number] | null => {
  const found = /^(\S+) (\d{1,2})$/.exec(regulated ?? "");
  return found ? [found[1] ?? "", Number(found[2])] : null;
};

/** The national framework that most levels name; null where none does. */
export function axisOf(ladders: readonly AtlasLadder[]): string | null {
  const counts = new Map<string, number>();
  for (const { regulated } of ladders.flatMap(({ levels }) => levels)) {
    const name = national(regulated)?.[0];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].reduce<[string, number] | null>((most, each) => (most === null || each[1] > most[1] ? each : most), null)?.[0] ?? null;
}

/** How much higher the far end of a step hangs than the near one, where nothing else says so. */
const rises: Readonly<Record<Step["kind"], number>> = { promotion: 1, lateral: 0, "track-switch": 0, "step-down": -1 };

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Between the nearest ranks that are known; beyond them a level for every rank. */
function atRank(rank: number, ranks: readonly number[], known: ReadonlyMap<number, number>): number {
  const place = ranks.indexOf(rank);
  const height = (at: number): number => known.get(ranks[at] ?? NaN) ?? 0;
  const below = ranks.findLastIndex((each, index) => index <= place && known.has(each));
  const above = ranks.findIndex((each, index) => index >= place && known.has(each));
  if (below < 0) return height(above) - (above - place);
  if (above < 0) return height(below) + (place - below);
  return above === below ? height(below) : height(below) + ((height(above) - height(below)) * (place - below)) / (above - below);
}

/**
 * How high each level hangs on the map, in national levels: a regulated level at its own number; others between and beyond
 * those of their ladder; a ladder without any where its transitions meet other ladders, or, where none does, from the
 * lowest line up. On a track a higher rank always hangs higher, by half a level at least.
 *
 * @returns by reference; every level of the ladders is there.
 */
export function heights(ladders: readonly AtlasLadder[], transitions: readonly Step[]): Map<string, number> {
  const axis = axisOf(ladders);
  const own = ({ regulated }: AtlasLevel): number | null => {
    const found = national(regulated);
    return found !== null && found[0] === axis ? found[1] : null;
  };
  const floor = Math.min(...ladders.flatMap(({ levels }) => levels.flatMap((level) => own(level) ?? [])));
  const hung = new Map<string, number>();
  let waiting = ladders.filter(({ levels }) => levels.length > 0);
  const hang = (ladder: AtlasLadder, anchors: ReadonlyMap<string, number>) => {
    for (const [reference, height] of onTracks(ladder, anchors)) hung.set(reference, height);
    waiting = waiting.filter((each) => each !== ladder);
  };
  const anchored = (ladder: AtlasLadder) =>
    new Map(
      ladder.levels.flatMap((level): [string, number][] => {
        const height = own(level);
        return height === null ? [] : [[level.reference, height]];
      }),
    );
  for (const ladder of waiting) if (anchored(ladder).size > 0) hang(ladder, anchored(ladder));
  while (waiting.length > 0) {
    const met = waiting.map((ladder) => ({ ladder, anchors: meeting(ladder, transitions, hung) })).find(({ anchors }) => anchors.size > 0);
    const [first] = waiting;
    const lowest = first?.levels.reduce((least, level) => (level.rank < least.rank ? level : least));
    if (met) hang(met.ladder, met.anchors);
    else if (first && lowest) hang(first, new Map([[lowest.reference, Number.isFinite(floor) ? floor : 1]]));
  }
  return hung;
}

/** Where the transitions of a ladder meet what hangs already, by level. */
function meeting(ladder: AtlasLadder, transitions: readonly Step[], hung: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(
    ladder.levels.flatMap(({ reference }): [string, number][] => {
      const meets = transitions.flatMap(({ from, to, kind }) => {
        const other = from === reference ? hung.get(to) : to === reference ? hung.get(from) : undefined;
        return other === undefined ? [] : [from === reference ? other - rises[kind] : other + rises[kind]];
      });
      return meets.length === 0 ? [] : [[reference, mean(meets)]];
    }),
  );
}

function onTracks({ levels }: AtlasLadder, anchors: ReadonlyMap<string, number>): Map<string, number> {
  const ranks = [...new Set(levels.map(({ rank }) => rank))].sort((a, b) => a - b);
  const known = new Map<number, number>();
  for (const rank of ranks) {
    const here = levels.filter((level) => level.rank === rank).flatMap(({ reference }) => anchors.get(reference) ?? []);
    if (here.length > 0) known.set(rank, mean(here));
  }
  const placed = new Map<string, number>();
  for (const track of Map.groupBy(levels, (level) => level.track).values()) {
    let below = -Infinity;
    for (const { reference, rank } of track.toSorted((a, b) => a.rank - b.rank)) {
      below = Math.max(below + LEAST, exact(anchors.get(reference) ?? atRank(rank, ranks, known)));
      placed.set(reference, below);
    }
  }
  return placed;
}
