import type { Framework, Requirement, Transition } from "./document.ts";
import { orderProblems } from "./order.ts";
import { transitionId } from "./raw.ts";

/** A reference to a level of the framework itself, in the short way of writing it; any other as it is. */
export const withinOwn = (framework: Pick<Framework, "id">, reference: string): string =>
  reference.startsWith(`${framework.id}/`) ? reference.slice(framework.id.length + 1) : reference;

/**
 * Every list of requirements with the levels at which experience counts led elsewhere, each once.
 *
 * @param to what a level becomes; where none of those named is left of several, or the only one is the level that is entered, the
 *   requirement asks for nothing that could be had, and is left out.
 */
export function withExperienceAt(framework: Framework, to: (level: string) => readonly string[]): Framework {
  const own = (requirements: readonly Requirement[], entered: string | null): Requirement[] =>
    requirements.flatMap((requirement): Requirement[] => {
      if ("anyOf" in requirement) {
        const anyOf = own(requirement.anyOf, entered);
        return anyOf.length === 0 ? [] : [{ ...requirement, anyOf }];
      }
      if (requirement.kind !== "experience" || requirement.at.length === 0) return [requirement];
      const at = [...new Set(requirement.at.flatMap((level) => to(withinOwn(framework, level))))];
      const led = at.some((level) => !requirement.at.includes(level)) || at.length < requirement.at.length;
      if (!led) return [requirement];
      return at.length === 0 || (at.length === 1 && at[0] === entered) ? [] : [{ ...requirement, at }];
    });
  const { standard } = framework;
  return {
    ...framework,
    levels: framework.levels.map((level) => ({ ...level, requirements: own(level.requirements, level.id) })),
    ...(standard === undefined
      ? {}
      : {
          standard: {
            ...standard,
            entry: own(standard.entry, null),
            ...(standard.gateway === undefined
              ? {}
              : { gateway: { ...standard.gateway, requirements: own(standard.gateway.requirements, null) } }),
          },
        }),
  };
}

/** Transitions led elsewhere: none that now leads from a level to itself, and of two between the same levels the first, by every way that either had. */
export function led(transitions: readonly Transition[], to: (transition: Transition) => readonly Transition[]): Transition[] {
  const result = new Map<string, Transition>();
  for (const transition of transitions.flatMap(to)) {
    if (transition.from === transition.to && !transitions.includes(transition)) continue;
    const key = transitionId(transition.from, transition.to);
    const known = result.get(key);
    const more = known === undefined ? [] : transition.via.filter(({ title }) => !known.via.some((way) => way.title === title));
    result.set(key, known === undefined ? transition : { ...known, via: [...known.via, ...more] });
  }
  return [...result.values()];
}

const falsePromotions = (framework: Framework): number[] =>
  Array.from(orderProblems(framework)).flatMap(({ code, path }) =>
    code === "promotion-downward" || code === "promotion-cycle" ? [Number(path.split("/")[2])] : [],
  );

/**
 * Promotions that an act has made lead down or round become lateral: they were ways between levels that are one now.
 *
 * @param before what the act was done to; where that had such faults already, they are its author's to mend.
 */
export function withoutFalsePromotions(framework: Framework, before: Framework): Framework {
  const wrong = falsePromotions(framework);
  if (wrong.length === 0 || falsePromotions(before).length > 0) return framework;
  return {
    ...framework,
    transitions: framework.transitions.map((each, index) => (wrong.includes(index) ? { ...each, kind: "lateral" } : each)),
  };
}
