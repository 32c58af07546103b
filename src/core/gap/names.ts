import type { Framework, Level, Requirement, ScalePoint } from "../framework/document.ts";
import { spoken, expectationWording, type Library } from "./wording.ts";
import { listed } from "./words.ts";

/** What the ids of a report are called, for those who read its explanations. */
export type Names = {
  expectation: (id: string) => string;
  requirement: (id: string) => string;
  scale: readonly ScalePoint[];
};

/**
 * What a requirement is called where it has no title of its own: "24 months as Senior carer", "A or B".
 *
 * @param levelTitle of `level` or `framework/level`; without it the id speaks for itself.
 */
export function requirementTitle(requirement: Requirement, levelTitle: (reference: string) => string = spokenLevel): string {
  if (requirement.title !== undefined) return requirement.title;
  if ("anyOf" in requirement)
    return listed(
      requirement.anyOf.map((member) => requirementTitle(member, levelTitle)),
      "or",
    );
  if (requirement.kind !== "experience") return spoken(requirement.id);
  const time = `${requirement.months} month${requirement.months === 1 ? "" : "s"}`;
  return requirement.at.length === 0 ? `${time} of experience` : `${time} as ${listed(requirement.at.map(levelTitle), "or")}`;
}

const spokenLevel = (reference: string): string => spoken(reference.slice(reference.indexOf("/") + 1));

/** Every requirement by its id, members of groups included. */
function byId(requirements: readonly Requirement[]): Map<string, Requirement> {
  return new Map(
    requirements.flatMap((requirement): [string, Requirement][] => [
      [requirement.id, requirement],
      ...("anyOf" in requirement ? byId(requirement.anyOf) : []),
    ]),
  );
}

/** The names of one level's report, from the documents themselves. */
export function namesOf(framework: Framework, level: Level, libraries: readonly Library[] = []): Names {
  const titles = new Map(
    level.expectations.map((expectation) => [expectation.id, expectationWording(framework, expectation, libraries).title]),
  );
  const requirements = byId(level.requirements);
  const levelTitle = (reference: string) => {
    const id = reference.startsWith(`${framework.id}/`) ? reference.slice(framework.id.length + 1) : reference;
    return framework.levels.find((candidate) => candidate.id === id)?.title ?? spokenLevel(reference);
  };
  return {
    expectation: (id) => titles.get(id) ?? spoken(id),
    requirement: (id) => {
      const requirement = requirements.get(id);
      return requirement ? requirementTitle(requirement, levelTitle) : spoken(id);
    },
    scale: framework.scale,
  };
}
