import type { Framework, Level, Transition } from "../../../core/framework/document.ts";
import { abridged, type Neighbour, opening, outside, waysFrom } from "./ladder-data.ts";
import { columns, type Rail } from "./map-columns.ts";

/** Lines of the map's grid, counted from 1; column 1 holds the ranks, column 2 is the first half column. */
export type Place = { row: number; column: number };
export type Rung = Place & {
  level: Level;
  /** What distinguishes the level from the one under it, and where there is room to say so. */
  step: { text: string; from: number | null } | null;
  /** Whether "You are here" fits to the left of the rail. */
  roomBefore: boolean;
};
export type Line = {
  rail: Rail;
  column: number;
  top: number;
  /** Last row, the rail runs to its end. */ bottom: number;
  overshoot: boolean;
  foot: boolean;
  open: boolean;
  rungs: Rung[];
};
export type Fork = { row: number; column: number; arms: { rail: Rail; column: number }[]; left: string; right: string };
export type Arrow = Place & { stem: boolean; end: number; kind: Transition["kind"]; both: boolean; label: string };
export type Beside = {
  neighbour: Neighbour;
  column: number;
  /** The heading stands above this row's rung. */ head: number;
  headFrom: number;
  end: number;
  stops: { row: number; level: Neighbour["levels"][number]; via: string | null; under: Neighbour["levels"] }[];
};
export type MapLayout = {
  /** Whether the figure has lines enough for it; a ladder of more ranks or tracks is stacked everywhere. */
  drawn: boolean;
  halves: number;
  half: number;
  scopeRoom: number;
  rows: number;
  ranks: { rank: number; row: number; to: number }[];
  lines: Line[];
  forks: Fork[];
  arrows: Arrow[];
  beside: Beside[];
  /** Ways to other frameworks that the figure has no room for. */
  unseen: Transition[];
};

const page = 1128;
const numerals = 72;
const besideWidth = 256;
/** As many as map-grid.module.css has lines for. */
const mostRows = 35;
const mostHalves = 16;
/**
 * Half columns as wide as the page allows, each with the characters of a scope that leave the picture in proportion. The
 * narrow ones give up the other ladders beside, the narrowest scroll.
 */
const widths = [
  { half: 200, scope: 140 },
  { half: 176, scope: 120 },
  { half: 150, scope: 90 },
  { half: 132, scope: 80 },
] as const;
const narrowest = widths[3];
/**
 * The same for a note between two rungs: in the open beside the rail, three lines, so that the rungs stay close and one's own is
 * seen without scrolling; and under a scope, where a longer one is left to the level's page.
 */
const stepBeside = 130;
const stepBelow = 140;

/** Computes where everything on the map of a framework stands. Heights are left to the text: rows are only counted. */
export function mapLayout(content: Framework, neighbours: readonly Neighbour[]): MapLayout {
  const { rails, halves: bare } = columns(content);
  const first = rails.find(({ half }) => half === 0);
  // A rail at the very left has no room for notes beside it, unless it moves in by half a column.
  const lead = bare <= 2 || (first && !first.stem && first.levels.length > 1 && numerals + (bare + 1) * 200 + besideWidth <= page) ? 1 : 0;
  const halves = bare + lead;
  const led = content.transitions.some(({ to }) => to.includes("/"));
  const room = widths.find(({ half }) => numerals + halves * half + (led && half >= 176 ? besideWidth : 0) <= page) ?? narrowest;
  const columnOf = (rail: Rail) => rail.half + lead + 2;

  // Rows: for each rank the title that stands on the rung and the body under it; across a fork two more.
  const ranks = [...new Set(content.levels.map(({ rank }) => rank))].toSorted((a, b) => b - a);
  const forked = new Set(rails.flatMap(({ from }) => (from ? [from.rank] : [])));
  const rowOf = new Map<number, number>();
  let row = 1;
  for (const rank of ranks) {
    if (forked.has(rank)) row += 2;
    rowOf.set(rank, row);
    row += 2;
  }
  const titleRow = (rank: number) => rowOf.get(rank) ?? 1;
  const top = ranks[0] ?? 0;

  const blocks = rails.flatMap((rail) => rail.levels.map((level) => ({ row: titleRow(level.rank) + 1, column: columnOf(rail) })));
  /** The column where a note left of this rail may begin, or null where another track's text is in the way. */
  const roomLeft = (column: number, bodyRow: number): number | null => {
    if (column < 3) return null;
    const begin = Math.max(1, column - 2);
    return blocks.some((block) => block.row === bodyRow && block.column < column && block.column + 2 > begin) ? null : begin;
  };

  const lines = rails.map((rail): Line => {
    const column = columnOf(rail);
    const highest = rail.levels.at(-1)?.rank ?? 0;
    const lowest = rail.levels[0]?.rank ?? 0;
    const ends = rail.stem || rails.some((other) => other.from?.track === rail.id && other.half === rail.half);
    const rungs = rail.levels.toReversed().map((level, index, all): Rung => {
      const under = all[index + 1];
      const body = titleRow(level.rank) + 1;
      const text = under?.distinguishes;
      const from = roomLeft(column, body);
      const step = text && (from !== null || text.length <= stepBelow) ? { text: abridged(text, stepBeside), from } : null;
      return { level, row: body - 1, column, roomBefore: column > 2, step };
    });
    return {
      rail,
      column,
      rungs,
      top: ends ? titleRow(highest) - 1 : titleRow(highest) + 1,
      bottom: rail.from ? titleRow(rail.from.rank) - 3 : titleRow(lowest) + 1,
      overshoot: !ends,
      foot: rail.from === null,
      open: !ends && highest < top,
    };
  });

  const origins = [...new Set(rails.flatMap(({ from }) => (from ? [from.id] : [])))];
  const forks = origins.flatMap((origin): Fork[] => {
    const arms = rails.filter(({ from }) => from?.id === origin).toSorted((a, b) => a.half - b.half);
    const from = arms[0]?.from;
    const stem = rails.find(({ id }) => id === from?.track);
    if (!from || !stem) return [];
    const text = stem.stem || arms.every((arm) => arm.half === stem.half) ? (from.distinguishes ?? "") : "";
    return [
      {
        row: titleRow(from.rank) - 2,
        column: columnOf(stem),
        arms: arms.map((rail) => ({ rail, column: columnOf(rail) })),
        left: opening(text, 0),
        right: text.slice(opening(text, 0).length).trim(),
      },
    ];
  });

  const aside = besides(content, room.half < 176 ? [] : neighbours, rails, columnOf, titleRow, row, halves, room.half);
  const shownRanks = ranks.map((rank) => ({
    rank,
    row: titleRow(rank),
    to: Math.min(...rails.filter(({ levels }) => levels.some((level) => level.rank === rank)).map(columnOf)),
  }));
  return {
    drawn: row - 1 <= mostRows && halves <= mostHalves,
    halves,
    half: room.half,
    scopeRoom: room.scope,
    rows: row - 1,
    ranks: shownRanks,
    lines,
    forks,
    arrows: [...crossings(content, rails, columnOf, titleRow), ...aside.arrows],
    beside: aside.beside,
    unseen: aside.unseen,
  };
}

/** Changes between tracks at one height, drawn where the two rails are next to each other. */
function crossings(
  content: Framework,
  rails: readonly Rail[],
  columnOf: (rail: Rail) => number,
  titleRow: (rank: number) => number,
): Arrow[] {
  const at = (id: string) => rails.flatMap((rail) => rail.levels.filter((level) => level.id === id).map((level) => ({ rail, level })))[0];
  const arrows = new Map<string, Arrow>();
  for (const { from, to, kind } of content.transitions) {
    const [one, other] = [at(from), at(to)];
    if (!one || !other || one.level.rank !== other.level.rank || Math.abs(one.rail.half - other.rail.half) !== 2) continue;
    const [left, right] = one.rail.half < other.rail.half ? [one, other] : [other, one];
    const key = `${left.level.id} ${right.level.id}`;
    // Drawn to the right; the other way round it is only drawn where both ways are open.
    const before = arrows.get(key);
    arrows.set(key, {
      row: titleRow(left.level.rank) + 1,
      column: columnOf(left.rail),
      end: columnOf(right.rail),
      stem: left.rail.stem,
      kind,
      both: before !== undefined,
      label: `${left.level.title} ${before ? "and" : "to"} ${right.level.title}`,
    });
  }
  return [...arrows.values()];
}

type Way = { transition: Transition; rail: Rail; level: Level; target: Neighbour["levels"][number]; neighbour: Neighbour };

/** The other ladders at the right, each rung that a way leads to at the height of the rung it comes from. */
function besides(
  content: Framework,
  neighbours: readonly Neighbour[],
  rails: readonly Rail[],
  columnOf: (rail: Rail) => number,
  titleRow: (rank: number) => number,
  rows: number,
  halves: number,
  half: number,
): { beside: Beside[]; arrows: Arrow[]; unseen: Transition[] } {
  const beside: Beside[] = [];
  const arrows: Arrow[] = [];
  const unseen: Transition[] = [];
  const ways: Way[] = [];
  for (const transition of content.transitions.filter(({ to }) => to.includes("/"))) {
    const to = outside(transition.to, neighbours);
    const target = to?.neighbour?.levels.find(({ id }) => id === to.level);
    const rail = rails.find(({ levels }) => levels.some(({ id }) => id === transition.from));
    const level = rail?.levels.find(({ id }) => id === transition.from);
    if (to?.neighbour && target && rail && level) ways.push({ transition, rail, level, target, neighbour: to.neighbour });
    else unseen.push(transition);
  }
  const most = Math.max(1, Math.floor((page - numerals - halves * half) / besideWidth));
  const free = (way: Way) =>
    !rails.some((other) => columnOf(other) > columnOf(way.rail) && other.levels.some(({ rank }) => rank === way.level.rank));
  const anchored = neighbours.flatMap((neighbour): { neighbour: Neighbour; anchors: [Way, ...Way[]] }[] => {
    const anchors: Way[] = [];
    for (const way of ways.filter((one) => one.neighbour === neighbour).toSorted((a, b) => b.level.rank - a.level.rank)) {
      const last = anchors.at(-1);
      // One arrow per height, and no two that cross; whoever is further down there is further down here.
      if (free(way) && (!last || (way.level.rank < last.level.rank && way.target.rank < last.target.rank))) anchors.push(way);
      else unseen.push(way.transition);
    }
    const [first, ...rest] = anchors;
    return first ? [{ neighbour, anchors: [first, ...rest] }] : [];
  });

  /** The first row still empty in each column. */
  const filled: number[] = [];
  for (const { neighbour, anchors } of anchored.toSorted((a, b) => b.anchors[0].level.rank - a.anchors[0].level.rank)) {
    const head = titleRow(anchors[0].level.rank);
    let slot = filled.findIndex((end) => end <= head);
    if (slot < 0) slot = filled.length;
    if (slot >= most) {
      unseen.push(...anchors.map(({ transition }) => transition));
      continue;
    }
    const column = halves + 2 + slot;
    const stops = anchors.map((way, index) => ({
      row: titleRow(way.level.rank) + 1,
      level: way.target,
      via: way.transition.via.map(({ title }) => title).join(" or ") || null,
      under: neighbour.levels
        .filter(
          ({ rank, track }) =>
            track === way.target.track && rank < way.target.rank && rank > (anchors[index + 1]?.target.rank ?? -Infinity),
        )
        .toSorted((a, b) => b.rank - a.rank),
    }));
    const last = stops.at(-1)?.row ?? head;
    beside.push({ neighbour, column, head, headFrom: filled[slot] ?? 1, end: rows, stops });
    filled[slot] = last + 1;
    for (const way of anchors)
      arrows.push({
        row: titleRow(way.level.rank) + 1,
        column: columnOf(way.rail),
        end: column,
        stem: way.rail.stem,
        kind: way.transition.kind,
        both: false,
        label: `${way.level.title} to ${way.target.title} in ${neighbour.title}`,
      });
  }
  // Whoever stands above another in the same column ends under their own last rung.
  for (const one of beside)
    if (beside.some((other) => other.column === one.column && other.head > one.head)) one.end = (one.stops.at(-1)?.row ?? one.head) + 1;
  return { beside, arrows, unseen };
}

/** How many rungs one can go on to from here: the ways up. */
export const openAbove = (content: Framework, level: Level): number =>
  waysFrom(content, level).filter(({ kind }) => kind === "promotion").length;
