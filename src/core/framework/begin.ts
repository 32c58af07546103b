import type { Framework } from "./document.ts";

type Named = { id: string; title: string };

/**
 * A framework of one's own, made of another: under its own name, saying what it is based on, and with references into itself
 * that lead into it and not into the other.
 */
export function copyOf(original: Framework, { id, title }: Named): Framework {
  const own = (reference: string) => (reference.startsWith(`${original.id}/`) ? reference.slice(original.id.length + 1) : reference);
  return {
    ...original,
    id,
    title,
    source: { ...original.source, basedOn: original.title },
    levels: original.levels.map((level) => ({ ...level, requirements: level.requirements.map((requirement) => within(requirement, own)) })),
    transitions: original.transitions.map((transition) => ({ ...transition, from: own(transition.from), to: own(transition.to) })),
  };
}

type Requirement = Framework["levels"][number]["requirements"][number];

function within(requirement: Requirement, own: (reference: string) => string): Requirement {
  if ("anyOf" in requirement) return { ...requirement, anyOf: requirement.anyOf.map((member) => within(member, own)) };
  return requirement.kind === "experience" ? { ...requirement, at: requirement.at.map(own) } : requirement;
}

const scale = ["Not yet", "Developing", "Performing", "Leading"];

/** An empty one, with the scale and the track that most begin with; its levels are still to be written. */
export const blank = (kind: Framework["kind"], { id, title }: Named): Framework => ({
  rungs: "framework@1",
  id,
  kind,
  title,
  language: "en",
  scale: scale.map((label, index) => ({ value: index + 1, label })),
  domains: [],
  competencies: [],
  tracks: kind === "library" ? [] : [{ id: "core", title: "Core" }],
  levels: [],
  responsibilities: [],
  transitions: [],
  equivalences: [],
  ...(kind === "standard" ? { standard: { entry: [], assessment: [] } } : {}),
});
