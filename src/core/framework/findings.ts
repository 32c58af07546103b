import type { Entity } from "./diff.ts";
import type { Framework } from "./document.ts";
import { pointerSteps, type Path } from "./pointer.ts";
import type { DocumentProblem } from "./problem.ts";
import { isRecord, localCompetencyId, member, textOf, transitionId } from "./raw.ts";
import { statementsOf } from "./statements.ts";
import { checkStatement, type Wording } from "./statement.ts";

/** A problem of a draft, with the thing that it is about: places move while somebody writes, names stay. */
export type PlacedProblem = DocumentProblem & { node: string };
/** A finding of the statement checker; `start` and `end` are offsets into the text at `field` of `node`. */
export type PlacedWording = Wording & { node: string; field: string };

const named: Readonly<Record<string, Entity>> = {
  scale: "scale",
  domains: "domain",
  competencies: "competency",
  tracks: "track",
  levels: "level",
  expectations: "expectation",
  requirements: "requirement",
  responsibilities: "responsibility",
  transitions: "transition",
  equivalences: "equivalence",
};

function idOf(entity: Entity, item: unknown): string | null {
  if (entity === "competency") return localCompetencyId(item);
  if (entity === "scale") return String(member(item, "value"));
  const [from, to] = [textOf(item, "from"), textOf(item, "to")];
  return entity === "transition" || entity === "equivalence" ? transitionId(from ?? "", to ?? "") : textOf(item, "id");
}

/** The innermost thing with an identity of its own that a path lies in, as `<entity>/<id>`, and the rest of the path as its field. */
export function nodeAt(document: unknown, path: Path): { node: string; field: string } {
  let node = "framework";
  let rest: Path = path;
  let value = document;
  for (const [index, step] of path.entries()) {
    value = member(value, step);
    const list = path[index - 1];
    const entity = typeof step === "number" && (index === 1 || (index === 3 && path[0] === "levels")) ? named[String(list)] : undefined;
    if (entity === undefined || !isRecord(value)) continue;
    const id = idOf(entity, value);
    if (id === null) continue;
    node = `${entity === "competency" && textOf(value, "use") !== null ? "use" : entity}/${id}`;
    rest = path.slice(index + 1);
  }
  return { node, field: rest.join("/") };
}

export const placedProblems = (document: unknown, problems: readonly DocumentProblem[]): PlacedProblem[] =>
  problems.map((problem) => {
    const path = pointerSteps(problem.path).map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    return { ...problem, node: nodeAt(document, path).node };
  });

/** What is worth saying about the wording of each statement, as it is walked through: whoever has little time may stop in between. */
export function* placedWording(document: unknown): Generator<PlacedWording[]> {
  const language = textOf(document, "language") ?? "en";
  for (const { text, kind, path } of statementsOf(document)) {
    const found = checkStatement(text, kind, language);
    yield found.length === 0 ? [] : found.map((finding) => ({ ...finding, ...nodeAt(document, path) }));
  }
}

/** The part of a document that its statements of these things are in, and nothing else: what there is to say of it again after they changed. */
export function excerpt(document: Framework, nodes: ReadonlySet<string>): Pick<Framework, "language" | "competencies" | "levels"> {
  const levels = document.levels.flatMap((level) => {
    const own = nodes.has(`level/${level.id}`);
    const expectations = level.expectations.filter(({ id }) => nodes.has(`expectation/${id}`));
    if (!own && expectations.length === 0) return [];
    const { scope, distinguishes, domainScope, ...rest } = level;
    const prose = own
      ? { ...(scope === undefined ? {} : { scope }), ...(distinguishes === undefined ? {} : { distinguishes }), domainScope }
      : { domainScope: {} };
    return [{ ...rest, ...prose, expectations }];
  });
  const competencies = document.competencies.filter((competency) => nodes.has(`competency/${localCompetencyId(competency)}`));
  return { language: document.language, competencies, levels };
}
