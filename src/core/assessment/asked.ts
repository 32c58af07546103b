import { competencyId } from "../framework/competency.ts";
import type { Framework } from "../framework/document.ts";
import { competencyWording, type Library } from "../gap/wording.ts";
import { nextLevels } from "../pathway/next.ts";
import type { Asked } from "./answers.ts";

/** A level whose words stand in a review; `asked` false for one that is only there to be read beside it. */
export type AskedLevel = { id: string; title: string; relation: "this" | "next" | "other"; asked: boolean };

/** A competency as a review shows it: what each of the levels in view asks of it. */
export type AskedCompetency = {
  id: string;
  title: string;
  definition: string | null;
  domain: string;
  /** Where it is inherited from: "Company values 2". */
  from: string | null;
  statements: { level: string; expectation: string; target: number; critical: boolean; markers: readonly string[] }[];
};

const order = { this: 0, next: 1, other: 2 } as const;

/**
 * The levels in view, lowest relation first: those asked about, and where the person's own is asked, what comes next.
 *
 * @param current where the person stands, @param targets what they are asked about, ids of levels of the document.
 */
export function levelsInView(content: Framework, current: string, targets: readonly string[]): AskedLevel[] {
  const own = content.levels.some(({ id }) => id === current);
  const prefix = `${content.id}/`;
  const above = own
    ? nextLevels(content, current).flatMap((reference) => (reference.startsWith(prefix) ? [reference.slice(prefix.length)] : []))
    : [];
  return content.levels
    .filter(({ id }) => targets.includes(id) || (targets.includes(current) && above.includes(id)))
    .map(({ id, title }): AskedLevel => ({
      id,
      title,
      relation: id === current ? "this" : above.includes(id) ? "next" : "other",
      asked: targets.includes(id),
    }))
    .sort((a, b) => order[a.relation] - order[b.relation]);
}

/** The competencies that those levels ask, in the order of the document, each with its words. */
export function competenciesInView(content: Framework, libraries: readonly Library[], levels: readonly AskedLevel[]): AskedCompetency[] {
  const domains = new Map(content.domains.map(({ id }, position) => [id, position]));
  return content.competencies
    .map((competency): AskedCompetency => {
      const id = competencyId(competency);
      const wording = competencyWording(competency, libraries);
      return {
        id,
        title: wording.title,
        definition: wording.definition,
        domain: wording.domain,
        from: wording.from,
        statements: levels.flatMap(({ id: level }) =>
          (content.levels.find((each) => each.id === level)?.expectations ?? [])
            .filter((expectation) => expectation.competency === id)
            .map((expectation) => ({
              level,
              expectation: expectation.id,
              target: expectation.target,
              critical: expectation.critical,
              markers: expectation.markers.length > 0 ? expectation.markers : wording.markers,
            })),
        ),
      };
    })
    .filter(({ statements }) => statements.some(({ level }) => levels.some((each) => each.id === level && each.asked)))
    .sort((a, b) => (domains.get(a.domain) ?? 0) - (domains.get(b.domain) ?? 0));
}

/** Everything that is to be answered, in the order in which it is asked: competency by competency, this level before the next. */
export const askedOf = (levels: readonly AskedLevel[], competencies: readonly AskedCompetency[]): Asked[] =>
  competencies.flatMap(({ id, statements }) =>
    statements
      .filter(({ level }) => levels.some((each) => each.id === level && each.asked))
      .map(({ level, expectation, target }) => ({ level, expectation, competency: id, target })),
  );
