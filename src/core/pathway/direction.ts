import type { Framework } from "../framework/document.ts";
import { nextLevels } from "./next.ts";

/**
 * The next levels of a place, the one that the person has declared before the others: a direction puts first and takes nothing
 * away. One that is no next level of where they stand now says nothing.
 *
 * @param declared `framework/level`, null where nothing is declared.
 * @throws Problem "not-found" if the framework has no such level.
 */
export function nextOf(framework: Pick<Framework, "id" | "levels" | "transitions">, level: string, declared: string | null): string[] {
  const next = nextLevels(framework, level);
  return declared !== null && next.includes(declared) ? [declared, ...next.filter((each) => each !== declared)] : next;
}

/**
 * Whither somebody is on their way: what they declared where it comes next, else every way on.
 *
 * @throws Problem "not-found" if the framework has no such level.
 */
export function armsOf(framework: Pick<Framework, "id" | "levels" | "transitions">, level: string, declared: string | null): string[] {
  const next = nextLevels(framework, level);
  return declared !== null && next.includes(declared) ? [declared] : next;
}
