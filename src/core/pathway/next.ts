import type { Framework } from "../framework/document.ts";
import { Problem } from "../problem.ts";

/** `level` in this framework and `framework/level` are written the same way: in full. */
export const fullReference = (framework: string, reference: string): string =>
  reference.includes("/") ? reference : `${framework}/${reference}`;

/**
 * The levels that come next, each as `framework/level`: where promotions from this level are written down, their targets
 * in document order, in other frameworks too; else the next rank on the same track; at the top of a track, none.
 *
 * @throws Problem "not-found" if the framework has no such level.
 */
export function nextLevels(framework: Pick<Framework, "id" | "levels" | "transitions">, level: string): string[] {
  const own = framework.levels.find(({ id }) => id === level);
  if (!own) throw new Problem("not-found", `There is no level “${level}” in ${framework.id}.`);
  const here = fullReference(framework.id, level);
  const targets = framework.transitions
    .filter(({ from, kind }) => kind === "promotion" && fullReference(framework.id, from) === here)
    .map(({ to }) => fullReference(framework.id, to));
  if (targets.length > 0) return [...new Set(targets)];
  // A track's levels stand in the document from the lowest rank up.
  const above = framework.levels.find(({ track, rank }) => track === own.track && rank > own.rank);
  return above ? [fullReference(framework.id, above.id)] : [];
}
