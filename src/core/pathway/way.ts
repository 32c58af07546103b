import type { Framework, Level } from "../framework/document.ts";

/**
 * The rungs that a small drawing of the way to a level shows: one for each rank, from the top down. Where the ladder forks
 * it follows the arm of the aim, then the arm of where one stands, and both levels are always there.
 *
 * @param aim id of a level of the framework. @param from likewise; null where one stands on no level of it.
 */
export function way(framework: Framework, aim: string, from: string | null): Level[] {
  const tracks = [aim, from].map((id) => framework.levels.find((level) => level.id === id)?.track);
  const ranks = [...new Set(framework.levels.map(({ rank }) => rank))].sort((a, b) => b - a);
  return ranks.flatMap((rank) => {
    const here = framework.levels.filter((level) => level.rank === rank);
    const named = here.filter(({ id }) => id === aim || id === from);
    const drawn = named.length > 0 ? named : [tracks.map((track) => here.find((level) => level.track === track)).find(Boolean) ?? here[0]];
    return drawn.filter((level) => level !== undefined);
  });
}
