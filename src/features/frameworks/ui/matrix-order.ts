import type { Framework, Level } from "../../../core/framework/document.ts";
import { columns } from "./map-columns.ts";

/** The levels in the order of the matrix: a track's stay together, and arms follow the rail that they leave. */
export function matrixOrder(content: Framework): Level[] {
  const { rails } = columns(content);
  const order = (id: string | undefined): Level[] =>
    rails
      .filter(({ from }) => from?.track === id || (id === undefined && from === null))
      .toSorted((a, b) => a.half - b.half)
      .flatMap((rail) => [...rail.levels, ...order(rail.id)]);
  const levels = order(undefined);
  // In a draft a level may stand on a track that is not there (yet); it is not lost from sight.
  return [...levels, ...content.levels.filter((level) => !levels.includes(level))];
}
