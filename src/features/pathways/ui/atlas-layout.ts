import type { AtlasLadder, AtlasLevel } from "../../../core/pathway/atlas.ts";
import { axisOf, heights } from "../../../core/pathway/heights.ts";
import type { Step } from "../../../core/pathway/routes.ts";

/** Between two national levels, in px. */
const LEVEL = 128;
const COLUMN = 204;
export const RUNG = 148;
const TOP = 160;
/** A title of a level has at most three lines on its rung, of some twenty letters each. */
const LINE = 20;
const LETTERS = 20;
const LINES = 3;
const FOOT = 56;
const LEFT = 24;

export type Rung = { level: AtlasLevel; x: number; y: number };
/** `named`: where the track's name stands, over the title of its highest rung. `summit`: above all that is said of the ladder's rails. */
export type Rail = {
  id: string;
  ladder: AtlasLadder;
  track: string | null;
  x: number;
  top: number;
  bottom: number;
  named: number;
  summit: number;
  rungs: Rung[];
};
/** A way between two rails, or along one (`along`); `back` where the same line is drawn already, the other way round. */
export type Drawn = { step: Step; path: string; head: string | null; along: boolean; back: boolean };
export type Layout = {
  width: number;
  height: number;
  axis: { name: string; lines: { level: number; y: number }[] } | null;
  rails: Rail[];
  ways: Drawn[];
  /** Whether some ladder says no national level, and hangs where its ways meet. */
  hung: boolean;
};

/** The track that others fork from in the middle, the ladders of the ways first, then whoever shares most ways with those that stand. */
function inOrder(ladders: readonly AtlasLadder[], transitions: readonly Step[], first: readonly string[]): AtlasLadder[] {
  const slugOf = (reference: string) => reference.slice(0, reference.indexOf("/"));
  const waiting = [...ladders];
  const placed: AtlasLadder[] = [];
  const take = (ladder: AtlasLadder | undefined) => {
    if (ladder === undefined) return;
    placed.push(ladder);
    waiting.splice(waiting.indexOf(ladder), 1);
  };
  for (const slug of new Set(first)) take(waiting.find((ladder) => ladder.slug === slug));
  while (waiting.length > 0) {
    const stands = new Set(placed.map(({ slug }) => slug));
    const shared = (ladder: AtlasLadder) =>
      transitions.filter(({ from, to }) => {
        const ends = [slugOf(from), slugOf(to)];
        return ends.includes(ladder.slug) && ends.some((slug) => stands.has(slug));
      }).length;
    take(waiting.reduce((best, each) => (shared(each) > shared(best) ? each : best)));
  }
  return placed;
}

function tracksOf(ladder: AtlasLadder): { id: string; title: string }[] {
  const used = ladder.tracks.filter(({ id }) => ladder.levels.some(({ track }) => track === id));
  const [core, second, ...rest] = used;
  return core && second && rest.length > 0 ? [second, core, ...rest] : used;
}

/**
 * Where everything on the map stands, in px from its top left. Every track is a rail; rungs of one national level lie on
 * one line across all ladders.
 *
 * @param first slugs of the ladders that stand first, in order.
 */
export function atlasLayout(ladders: readonly AtlasLadder[], transitions: readonly Step[], first: readonly string[] = []): Layout {
  const high = heights(ladders, transitions);
  const all = [...high.values()];
  const top = Math.ceil(Math.max(...all, 1));
  const bottom = Math.min(...all, top);
  const yOf = (height: number) => Math.round(TOP + (top - height) * LEVEL);
  const rails: Rail[] = [];
  for (const ladder of inOrder(ladders, transitions, first)) {
    const tracks = tracksOf(ladder);
    for (const track of tracks) {
      const x = LEFT + rails.length * COLUMN;
      const rungs = ladder.levels
        .filter((level) => level.track === track.id)
        .map((level): Rung => ({ level, x, y: yOf(high.get(level.reference) ?? bottom) }))
        .sort((a, b) => a.y - b.y);
      const [highest, lowest] = [rungs[0], rungs.at(-1)];
      if (!highest || !lowest) continue;
      const name = tracks.length > 1 ? track.title : null;
      const lines = Math.min(LINES, Math.ceil(highest.level.title.length / LETTERS));
      const named = highest.y - 8 - lines * LINE - (name === null ? 0 : 24);
      rails.push({
        id: `${ladder.slug}/${track.id}`,
        ladder,
        track: name,
        x,
        top: highest.y - 28,
        bottom: lowest.y + 28,
        named,
        summit: named,
        rungs,
      });
    }
  }
  for (const of of Map.groupBy(rails, ({ ladder }) => ladder).values()) {
    const summit = Math.min(...of.map(({ named }) => named));
    for (const rail of of) rail.summit = summit;
  }
  const places = new Map(rails.flatMap((rail) => rail.rungs.map((rung) => [rung.level.reference, { rung, rail }] as const)));
  const ways = transitions.flatMap((step, index): Drawn[] => {
    const [from, to] = [places.get(step.from), places.get(step.to)];
    if (!from || !to) return [];
    const back = from.rung.y === to.rung.y && transitions.slice(0, index).some((each) => each.from === step.to && each.to === step.from);
    return [{ ...drawnWay(step, from, to), back }];
  });
  // A fork feeds its arm: the rail begins where the curve ends.
  for (const rail of rails) {
    const lowest = rail.rungs.at(-1);
    if (lowest && ways.some(({ step, along, head }) => !along && head === null && step.to === lowest.level.reference))
      rail.bottom = lowest.y;
  }
  const axis = axisOf(ladders);
  const lines = Array.from({ length: top - Math.floor(bottom) + 1 }, (_, index) => ({ level: top - index, y: yOf(top - index) }));
  return {
    width: LEFT + rails.length * COLUMN,
    height: yOf(bottom) + FOOT,
    axis: axis === null ? null : { name: axis, lines: lines.filter(({ y, level }) => level > 0 && y < yOf(bottom) + FOOT) },
    rails,
    ways,
    hung: ladders.some(({ levels }) => levels.every(({ regulated }) => regulated === null)),
  };
}

type Place = { rung: Rung; rail: Rail };

function drawnWay(step: Step, from: Place, to: Place): Omit<Drawn, "back"> {
  const [{ x: x0, y: y0 }, { x, y }] = [from.rung, to.rung];
  if (from.rail === to.rail) return { step, path: `M${x0} ${y0}V${y}`, head: null, along: true };
  // The arms of a fork are as solid as the stem: they are the same ladder.
  if (step.kind === "promotion" && from.rail.ladder === to.rail.ladder && y < y0) {
    const start = Math.min(y0, y + 112);
    const middle = (start - 16 + y + 24) / 2;
    return { step, path: `M${x0} ${y0}V${start - 16}C${x0} ${middle} ${x} ${middle} ${x} ${y + 24}V${y}`, head: null, along: false };
  }
  const right = x > x0;
  const start = right ? x0 + RUNG + 4 : x0 - 6;
  const end = right ? x - 12 : x + RUNG + 10;
  const head = right ? `M${end - 8} ${y - 5}L${end} ${y}L${end - 8} ${y + 5}` : `M${end + 8} ${y - 5}L${end} ${y}L${end + 8} ${y + 5}`;
  const near = Math.abs(x - x0) === COLUMN;
  if (near) {
    const middle = (start + end) / 2;
    return {
      step,
      path:
        y0 === y
          ? `M${start} ${y}H${end}`
          : `M${start} ${y0}C${middle + (right ? 28 : -28)} ${y0} ${middle - (right ? 28 : -28)} ${y} ${end} ${y}`,
      head,
      along: false,
    };
  }
  // Over the heads of the ladders between, in the free strip under the rungs at which it arrives.
  const lane = y + 34;
  const turn = right ? 20 : -20;
  return {
    step,
    path: `M${start} ${y0}C${start + turn} ${y0} ${start} ${lane} ${start + 2 * turn} ${lane}H${end - 2 * turn}C${end} ${lane} ${end - turn} ${y} ${end} ${y}`,
    head,
    along: false,
  };
}
