import { suggester } from "./nearest.ts";
import { shorten } from "./place.ts";
import type { Path } from "./pointer.ts";
import { fault, type DocumentProblem } from "./problem.ts";
import {
  expectationsOf,
  isRecord,
  itemsOf,
  levelsOf,
  localCompetencyId,
  member,
  requirementsOf,
  textOf,
  transitionId,
  wholeNumberOf,
  type Placed,
} from "./raw.ts";

/**
 * What a document gives names to. A set is null where the list itself is missing or no list: nobody can say then
 * whether a name is in it, and the schema check has said what is wrong.
 */
export type Names = {
  framework: string | null;
  domains: ReadonlySet<string> | null;
  competencies: ReadonlySet<string> | null;
  tracks: ReadonlySet<string> | null;
  levels: ReadonlySet<string> | null;
  expectations: ReadonlySet<string> | null;
  responsibilities: ReadonlySet<string> | null;
  scale: ReadonlySet<number> | null;
};

export function namesOf(document: unknown): Names {
  const known = (key: string, optional = false) =>
    Array.isArray(member(document, key)) || (optional && isRecord(document) && member(document, key) === undefined);
  const set = (items: Iterable<Placed>, name: (item: unknown) => string | null = (item) => textOf(item, "id")) =>
    new Set(Array.from(items, ({ value }) => name(value)).filter((id) => id !== null));
  const library = textOf(document, "kind") === "library";
  const levels = known("levels", library);
  return {
    framework: textOf(document, "id"),
    domains: known("domains") ? set(itemsOf(document, "domains")) : null,
    competencies: known("competencies") ? set(itemsOf(document, "competencies"), localCompetencyId) : null,
    tracks: known("tracks", library) ? set(itemsOf(document, "tracks")) : null,
    levels: levels ? set(levelsOf(document)) : null,
    expectations: levels ? set(expectationsOf(document)) : null,
    responsibilities: known("responsibilities", true) ? set(itemsOf(document, "responsibilities")) : null,
    scale: known("scale")
      ? new Set(Array.from(itemsOf(document, "scale"), ({ value }) => wholeNumberOf(value, "value")).filter((point) => point !== null))
      : null,
  };
}

/** The frameworks that references of others may lead into: by id, one or several documents of that id (its versions). */
export type Given = ReadonlyMap<string, readonly Names[]>;

export function given(documents: Iterable<unknown>): Given {
  const byId = new Map<string, Names[]>();
  for (const document of documents) {
    const names = namesOf(document);
    if (names.framework !== null) byId.set(names.framework, [...(byId.get(names.framework) ?? []), names]);
  }
  return byId;
}

/** The later of two things of one kind that have the same id, for every kind. */
export function* duplicateProblems(document: unknown): Generator<DocumentProblem> {
  const byId = (noun: string, items: Iterable<Placed>) => duplicates(document, noun, items, (item) => [textOf(item, "id"), ["id"]]);
  const byEnds = (noun: string, items: Iterable<Placed>) =>
    duplicates(document, noun, items, (item) => {
      const from = textOf(item, "from");
      const to = textOf(item, "to");
      return [from === null || to === null ? null : transitionId(from, to), []];
    });
  yield* duplicates(document, "scale point", itemsOf(document, "scale"), (item) => [
    wholeNumberOf(item, "value")?.toString() ?? null,
    ["value"],
  ]);
  yield* byId("domain", itemsOf(document, "domains"));
  yield* duplicates(document, "competency", itemsOf(document, "competencies"), (item) => [
    localCompetencyId(item),
    [textOf(item, "use") === null ? "id" : "use"],
  ]);
  yield* byId("track", itemsOf(document, "tracks"));
  yield* byId("level", levelsOf(document));
  yield* byId("expectation", expectationsOf(document));
  yield* byId("requirement", requirementsOf(document));
  yield* byId("responsibility", itemsOf(document, "responsibilities"));
  yield* byEnds("transition", itemsOf(document, "transitions"));
  yield* byEnds("equivalence", itemsOf(document, "equivalences"));
}

function* duplicates(
  document: unknown,
  noun: string,
  items: Iterable<Placed>,
  identify: (item: unknown) => [string | null, Path],
): Generator<DocumentProblem> {
  const seen = new Set<string>();
  for (const { value, path } of items) {
    const [id, at] = identify(value);
    if (id === null) continue;
    if (seen.has(id)) {
      const said =
        noun === "transition" || noun === "equivalence"
          ? "this is written twice."
          : `another ${noun} before it is also called “${shorten(id)}”.`;
      const hint =
        noun === "scale point"
          ? "Give each point a value of its own."
          : noun === "transition" || noun === "equivalence"
            ? "Keep one of the two."
            : `Give each ${noun} an id of its own; ids are unique in the whole document.`;
      yield fault(document, "duplicate-id", [...path, ...at], said, hint);
    }
    seen.add(id);
  }
}

/** Every reference that leads nowhere, and every target that is no point of the scale. */
export function* referenceProblems(document: unknown, others: Given): Generator<DocumentProblem> {
  const names = namesOf(document);
  const suggest = suggester();
  const missing = (path: Path, noun: string, id: string, known: Iterable<string>, where = "this document") => {
    const meant = suggest(id, known);
    const said = `${noun} “${shorten(id)}” is not in ${where}.`;
    return fault(
      document,
      "unknown-reference",
      path,
      said,
      meant === null ? `Add the ${noun}, or correct the reference.` : `Did you mean “${meant}”?`,
    );
  };
  function* local(noun: string, known: ReadonlySet<string> | null, id: unknown, path: Path) {
    if (known !== null && typeof id === "string" && id !== "" && !known.has(id)) yield missing(path, noun, id, known);
  }
  /** `framework/id`: left alone unless that framework is this one or is given. */
  function* outside(noun: string, id: string, path: Path, kinds: (names: Names) => readonly (ReadonlySet<string> | null)[]) {
    const [framework = "", inside = ""] = splitOnce(id, "/");
    const versions = framework === names.framework ? [names] : (others.get(framework) ?? []);
    const sets = versions.map(kinds);
    if (sets.length === 0 || sets.some((known) => known.some((set) => set === null || set.has(inside)))) return;
    yield missing(path, noun, inside, allOf(sets.flat()), `framework “${shorten(framework)}”`);
  }
  function* level(id: unknown, path: Path) {
    if (typeof id !== "string") return;
    if (id.includes("/")) yield* outside("level", id, path, (framework) => [framework.levels]);
    else yield* local("level", names.levels, id, path);
  }

  for (const { value, path } of itemsOf(document, "competencies")) {
    yield* local("domain", names.domains, member(value, "domain"), [...path, "domain"]);
    const [library, id] = splitOnce(textOf(value, "use") ?? "", "/");
    if (id !== undefined)
      yield* outside("competency", `${splitOnce(library ?? "", "@")[0]}/${id}`, [...path, "use"], (framework) => [framework.competencies]);
  }
  for (const { value, path } of levelsOf(document)) {
    yield* local("track", names.tracks, member(value, "track"), [...path, "track"]);
    const scope = member(value, "domainScope");
    for (const domain of isRecord(scope) ? Object.keys(scope) : []) {
      if (domain !== "__proto__") yield* local("domain", names.domains, domain, [...path, "domainScope", domain]);
    }
    for (const held of itemsOf(value, "responsibilities", path))
      yield* local("responsibility", names.responsibilities, held.value, held.path);
  }
  for (const { value, path } of expectationsOf(document)) {
    yield* local("competency", names.competencies, member(value, "competency"), [...path, "competency"]);
    yield* offScale(document, names.scale, value, [...path, "target"]);
  }
  for (const { value, path } of requirementsOf(document)) {
    for (const at of itemsOf(value, "at", path)) yield* level(at.value, at.path);
  }
  for (const { value, path } of itemsOf(document, "transitions")) {
    yield* level(member(value, "from"), [...path, "from"]);
    yield* level(member(value, "to"), [...path, "to"]);
  }
  for (const { value, path } of itemsOf(document, "equivalences")) {
    const from = textOf(value, "from");
    const here = [names.competencies, names.expectations, names.levels];
    if (from !== null && !here.some((known) => known === null || known.has(from))) {
      yield missing([...path, "from"], "competency, expectation or level", from, allOf(here));
    }
    const to = textOf(value, "to");
    if (to?.includes("/")) {
      yield* outside("competency, expectation or level", to, [...path, "to"], (framework) => [
        framework.competencies,
        framework.expectations,
        framework.levels,
      ]);
    }
  }
}

function* offScale(document: unknown, scale: ReadonlySet<number> | null, owner: unknown, path: Path): Generator<DocumentProblem> {
  const value = wholeNumberOf(owner, String(path.at(-1)));
  if (scale === null || value === null || scale.has(value)) return;
  const points = [...scale].join(", ");
  yield fault(
    document,
    "target-off-scale",
    path,
    `${value} is not a point of the scale${points === "" ? "" : ` (${shorten(points)})`}.`,
    "Choose a value of the scale, or add the point to it.",
  );
}

/** Every name of several sets, only as far as somebody looks. */
function* allOf(sets: Iterable<ReadonlySet<string> | null>): Generator<string> {
  for (const set of sets) yield* set ?? [];
}

/** At the first `separator`; one part where there is none. */
const splitOnce = (text: string, separator: string): string[] => {
  const at = text.indexOf(separator);
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + separator.length)];
};
