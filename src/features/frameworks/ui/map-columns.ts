import type { Framework, Level } from "../../../core/framework/document.ts";
import { inhabited } from "./ladder-data.ts";

/**
 * One track's rail. `half` is where it stands, counted in half columns from the left: tracks stand on even ones, a stem
 * under a fork between its arms. `levels` from the lowest up. `from` is the level where it leaves another rail.
 */
export type Rail = { id: string; title: string; half: number; stem: boolean; levels: Level[]; from: Level | null };

type Node = Omit<Rail, "half" | "stem"> & { arms: Node[]; continues: boolean; leadsOut: boolean };

const lowest = (levels: readonly Level[]) => levels[0]?.rank ?? 0;

/** Where a track leaves another one: by a written way up into its lowest rung, else from the nearest rung below, on the first track that has one. */
function originOf(content: Framework, levels: readonly Level[], tracks: readonly { levels: Level[] }[]): Level | null {
  const [first] = levels;
  if (!first) return null;
  const below = tracks.flatMap((other) => other.levels).filter((level) => level.track !== first.track && level.rank < first.rank);
  const written = content.transitions
    .filter(({ to, kind }) => to === first.id && (kind === "promotion" || kind === "track-switch"))
    .toSorted((a, b) => Number(b.kind === "promotion") - Number(a.kind === "promotion"))
    .flatMap(({ from }) => below.filter(({ id }) => id === from));
  return written[0] ?? below.toSorted((a, b) => b.rank - a.rank)[0] ?? null;
}

/**
 * Stands the tracks beside each other. At a fork the stem comes in the middle and its arms to both sides, none straight on;
 * a track that goes on above its fork keeps a column of its own. Whoever leads to other ladders stands to the right, beside them.
 */
export function columns(content: Framework): { rails: Rail[]; halves: number } {
  const tracks = inhabited(content);
  const nodes = tracks.map(({ track, levels }): Node => ({
    id: track.id,
    title: track.title,
    levels,
    from: originOf(content, levels, tracks),
    arms: [],
    continues: true,
    leadsOut: content.transitions.some(({ from, to }) => to.includes("/") && levels.some(({ id }) => id === from)),
  }));
  for (const node of nodes) nodes.find(({ id }) => id === node.from?.track)?.arms.push(node);
  for (const node of nodes) {
    node.arms.sort((a, b) => Number(a.leadsOut) - Number(b.leadsOut) || a.levels.length - b.levels.length);
    const fork = Math.min(...node.arms.map(({ from }) => from?.rank ?? Infinity));
    node.continues = node.arms.length === 0 || node.levels.some(({ rank }) => rank > fork);
  }

  const rails: Rail[] = [];
  let next = 0;
  /** A track that begins higher up than everything on the last column ends may stand above it. */
  const above = ({ from, arms }: Node) =>
    from !== null &&
    next > 0 &&
    arms.length === 0 &&
    rails.filter(({ half }) => half === next - 2).every(({ levels }) => (levels.at(-1)?.rank ?? 0) < from.rank);
  /** @returns where the rail of `node` came to stand. */
  const stand = (node: Node): number => {
    const middle = node.continues ? Math.ceil(node.arms.length / 2) : Math.floor(node.arms.length / 2);
    const left = node.arms.slice(0, middle).map(stand);
    const own = node.continues ? (above(node) ? next - 2 : next) : null;
    if (own === next) next += 2;
    const right = node.arms.slice(middle).map(stand);
    const half = own ?? Math.floor(((left.at(-1) ?? right[0] ?? 0) + (right[0] ?? 0)) / 2);
    rails.push({ id: node.id, title: node.title, half, stem: own === null && node.arms.length > 1, levels: node.levels, from: node.from });
    return half;
  };
  nodes
    .filter(({ from }) => from === null)
    .toSorted((a, b) => lowest(a.levels) - lowest(b.levels))
    .forEach(stand);
  return { rails, halves: next };
}
