import { type Names, requirementTitle } from "./names.ts";
import type { GapReply } from "./reply.ts";

type Requirement = GapReply["requirements"][number];

const flat = (requirements: readonly Requirement[]): Requirement[] =>
  requirements.flatMap((requirement) => ("anyOf" in requirement ? [requirement, ...flat(requirement.anyOf)] : [requirement]));

/** Standards ask for knowledge and for skill under one title: the kind of the domain tells them apart. */
function titleOf({ lines, domains }: GapReply, id: string): string {
  const line = lines[id];
  if (!line) return id;
  const namesakes = Object.values(lines).filter(({ title }) => title === line.title);
  const kind = (domain: string) => domains.find((candidate) => candidate.id === domain)?.kind;
  if (namesakes.length === 1) return line.title;
  const told = namesakes.every((other) => other === line || kind(other.domain) !== kind(line.domain));
  return `${line.title} (${told ? kind(line.domain) : domains.find((domain) => domain.id === line.domain)?.title})`;
}

/** What the ids of a report are called, from what came with it. */
export function namesIn(gap: GapReply): Names {
  const { requirements, scale, targets, target } = gap;
  const all = new Map(flat(requirements).map((requirement) => [requirement.id, requirement]));
  const levelTitle = (reference: string) => {
    const whole = reference.includes("/") ? reference : `${target?.framework}/${reference}`;
    return targets.find(({ value }) => value === whole)?.title ?? reference;
  };
  return {
    expectation: (id) => titleOf(gap, id),
    requirement: (id) => {
      const found = all.get(id);
      return found ? requirementTitle(found, levelTitle) : id;
    },
    scale,
  };
}
