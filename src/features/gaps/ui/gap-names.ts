import { type Names, requirementTitle } from "../../../core/gap/names.ts";
import type { Gap } from "./gap-table.tsx";

type Requirement = Gap["requirements"][number];

const flat = (requirements: readonly Requirement[]): Requirement[] =>
  requirements.flatMap((requirement) => ("anyOf" in requirement ? [requirement, ...flat(requirement.anyOf)] : [requirement]));

/** What the ids of a report are called, from what came with it. */
export function namesIn({ lines, requirements, scale, targets, target }: Gap): Names {
  const all = new Map(flat(requirements).map((requirement) => [requirement.id, requirement]));
  const levelTitle = (reference: string) => {
    const whole = reference.includes("/") ? reference : `${target?.framework}/${reference}`;
    return targets.find(({ value }) => value === whole)?.title ?? reference;
  };
  return {
    expectation: (id) => lines[id]?.title ?? id,
    requirement: (id) => {
      const found = all.get(id);
      return found ? requirementTitle(found, levelTitle) : id;
    },
    scale,
  };
}
