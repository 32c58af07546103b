import type { Framework } from "../framework/document.ts";
import { nextLevels } from "../pathway/next.ts";
import type { CycleSetup } from "./setup.ts";

/**
 * The levels that a participant is asked about, in the order of the form: the current one, then the next. Next is the
 * direction that the person has declared where it is one of them, else every arm of a fork. Ways that lead to another ladder
 * are left out: ratings belong to the version that the participant is pinned to. Who has nothing above them is asked about
 * where they are.
 *
 * @param declared a level's id, null where nothing is declared.
 * @throws Problem "not-found" if the framework has no such level.
 */
export function askedLevels(
  framework: Pick<Framework, "id" | "levels" | "transitions">,
  level: string,
  asks: CycleSetup["asks"],
  declared: string | null = null,
): string[] {
  const here = `${framework.id}/`;
  const known = new Set(framework.levels.map(({ id }) => id));
  const arms = nextLevels(framework, level)
    .flatMap((each) => (each.startsWith(here) ? [each.slice(here.length)] : []))
    .filter((each) => known.has(each) && each !== level);
  const next = declared !== null && arms.includes(declared) ? [declared] : arms;
  if (asks === "current" || next.length === 0) return [level];
  return asks === "next" ? next : [level, ...next];
}
