import { expectationWording, type Library } from "../gap/wording.ts";
import { requirementTitle } from "../gap/names.ts";
import type { Framework, Requirement } from "./document.ts";

/** One thing that a level asks for, by the id that it keeps from version to version. */
export type Ask = { kind: "expectation" | "requirement"; id: string; title: string; level: string; levelTitle: string };

/** A group of requirements, then its members: something may serve either. */
const each = (requirement: Requirement): Requirement[] => [requirement, ...("anyOf" in requirement ? requirement.anyOf.flatMap(each) : [])];

/** Everything that the levels of a framework ask for, in the order of the document. */
export const asksOf = (framework: Framework, libraries: readonly Library[]): Ask[] => {
  const titles = new Map(framework.levels.map(({ id, title }) => [id, title]));
  return framework.levels.flatMap((level) => {
    const here = { level: level.id, levelTitle: level.title };
    return [
      ...level.expectations.map((expectation): Ask => ({
        kind: "expectation",
        id: expectation.id,
        title: expectationWording(framework, expectation, libraries).title,
        ...here,
      })),
      ...level.requirements.flatMap(each).map((requirement): Ask => ({
        kind: "requirement",
        id: requirement.id,
        title: requirementTitle(requirement, (reference) => titles.get(reference.slice(reference.indexOf("/") + 1)) ?? reference),
        ...here,
      })),
    ];
  });
};
