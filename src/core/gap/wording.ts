import { competencyId, type Competency, type Expectation, type Framework } from "../framework/document.ts";

/** A library as given: `version` null where it comes from a file that says none and so stands for any. */
export type Library = { framework: Framework; version: number | null };

/** What an expectation asks, in words. */
export type Wording = {
  title: string;
  definition: string | null;
  /** Id of a domain of the framework itself. */
  domain: string;
  /** Where the competency is inherited from, as "Company values 2"; null for the framework's own. */
  from: string | null;
  markers: readonly string[];
};

/** `library@2/integrity` in its parts. */
export function useParts(use: string): { library: string; version: number; competency: string } {
  const [source = "", competency = ""] = use.split("/");
  const at = source.lastIndexOf("@");
  return { library: source.slice(0, at), version: Number(source.slice(at + 1)), competency };
}

/** An id as a person would say it, where nothing better is known: "goal-setting" is "Goal setting". */
export const spoken = (id: string): string => {
  const words = id.replaceAll(/[-._]+/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The words of a competency, from its library where it is inherited. A library that is not given leaves the id to speak for the title. */
export function competencyWording(competency: Competency, libraries: readonly Library[]): Wording {
  if (!("use" in competency)) {
    const { title, definition, domain, markers } = competency;
    return { title, definition: definition ?? null, domain, from: null, markers };
  }
  const { library, version, competency: id } = useParts(competency.use);
  const given = libraries.find((candidate) => candidate.framework.id === library && (candidate.version ?? version) === version);
  const own = given?.framework.competencies.find((candidate) => !("use" in candidate) && candidate.id === id);
  if (!given || !own || "use" in own)
    return { title: spoken(id), definition: null, domain: competency.domain, from: `${spoken(library)} ${version}`, markers: [] };
  return {
    title: own.title,
    definition: own.definition ?? null,
    domain: competency.domain,
    from: `${given.framework.title} ${version}`,
    markers: own.markers,
  };
}

/**
 * The words of an expectation, its competency's where it has none of its own. A library that is not given leaves the
 * id to speak for the title.
 */
export function expectationWording(framework: Framework, expectation: Expectation, libraries: readonly Library[] = []): Wording {
  const competency = framework.competencies.find((candidate) => competencyId(candidate) === expectation.competency);
  if (!competency) return { title: spoken(expectation.competency), definition: null, domain: "", from: null, markers: expectation.markers };
  const wording = competencyWording(competency, libraries);
  return expectation.markers.length > 0 ? { ...wording, markers: expectation.markers } : wording;
}

/** Of the competencies that a framework inherits: their words, by the id that expectations name. */
export const inheritedWordings = (framework: Pick<Framework, "competencies">, libraries: readonly Library[]) =>
  Object.fromEntries(
    framework.competencies.flatMap((competency) => {
      const { title, definition, markers, from } = competencyWording(competency, libraries);
      return from === null ? [] : [[competencyId(competency), { title, definition, markers: [...markers], from }]];
    }),
  );
