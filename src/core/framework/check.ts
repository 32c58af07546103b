import type { Framework } from "./document.ts";
import { duplicateProblems, referenceProblems, type Given } from "./names.ts";
import { suggester } from "./nearest.ts";
import { orderProblems } from "./order.ts";
import { shorten } from "./place.ts";
import type { Path } from "./pointer.ts";
import { fault, type DocumentProblem } from "./problem.ts";
import { expectationsOf, member, textOf } from "./raw.ts";
import { shapeProblems, unknownKey } from "./shape.ts";
import { wordingProblems } from "./statements.ts";

/** Groups within groups within groups: deeper than this nobody means it, and every walk below stays shallow. */
export const deepest = 64;

/** `framework` has every default in place; it is null exactly where there are errors. */
export type Checked = { framework: Framework | null; problems: DocumentProblem[] };

export const isError = (problem: DocumentProblem): boolean => problem.severity === "error";

/**
 * Holds a document, as it was read, against every rule there is, and names all that is wrong at once: a fault in one
 * place hides none in another.
 *
 * @param others the frameworks that references may lead into; those into any other are left alone.
 * @returns errors, which make the document unusable; for warnings about its wording ask `lint`.
 */
export function check(document: unknown, others: Given = new Map()): Checked {
  const { tooDeep, prototypeKeys } = structure(document);
  if (tooDeep !== null) {
    return {
      framework: null,
      problems: [fault(document, "schema", tooDeep, `this lies more than ${deepest} deep.`, "Take some of the nesting out.")],
    };
  }
  const shape = shapeProblems(document);
  const problems = [
    ...shape.problems,
    ...refused(document, prototypeKeys, shape.problems),
    ...kindProblems(document),
    ...duplicateProblems(document),
    ...referenceProblems(document, others),
    ...orderProblems(document),
    ...weightProblems(document),
  ];
  return { framework: problems.length === 0 ? shape.framework : null, problems };
}

/** As `check`, and with the warnings about the wording of its statements. */
export function lint(document: unknown, others?: Given): Checked {
  const checked = check(document, others);
  return { ...checked, problems: [...checked.problems, ...wordingProblems(document)] };
}

/** What a document must have, or must not have, because of its kind. */
function* kindProblems(document: unknown): Generator<DocumentProblem> {
  const kind = textOf(document, "kind");
  const levels = member(document, "levels");
  if (kind === "library") {
    if (Array.isArray(levels) && levels.length > 0) {
      yield fault(
        document,
        "library-with-levels",
        ["levels"],
        "A library has competencies for other frameworks to use, but no levels.",
        "Take the levels out, or make this a ladder.",
      );
    }
    return;
  }
  if (kind !== "ladder" && kind !== "standard") return;
  if (member(document, "tracks") === undefined) {
    yield fault(document, "schema", ["tracks"], "“tracks” is missing.", "Add at least one, such as “tracks: [{ id: core, title: Core }]”.");
  }
  if (levels === undefined) {
    yield fault(document, "schema", ["levels"], "“levels” is missing.", "Add “levels” with at least one level.");
  }
  if (levels === undefined || (Array.isArray(levels) && levels.length === 0)) {
    yield fault(document, "no-levels", ["levels"], `A ${kind} needs at least one level.`, "Add a level, or make this a library.");
  }
}

function* weightProblems(document: unknown): Generator<DocumentProblem> {
  for (const { value, path } of expectationsOf(document)) {
    const weight = member(value, "weight");
    if (typeof weight === "number" && Number.isFinite(weight) && weight <= 0) {
      yield fault(
        document,
        "weight-not-positive",
        [...path, "weight"],
        `the weight is ${weight}; it must be greater than 0.`,
        "Give it a weight above 0, or take the expectation out.",
      );
    }
  }
}

/** The `__proto__` keys that the schema did not name. */
function* refused(document: unknown, paths: readonly Path[], known: readonly DocumentProblem[]): Generator<DocumentProblem> {
  const named = new Set(known.filter(({ code }) => code === "unknown-key").map(({ path }) => path));
  const suggest = suggester(0);
  for (const path of paths) {
    const problem = unknownKey(document, path, [], suggest);
    if (!named.has(problem.path)) yield problem;
  }
}

/**
 * Looks at the whole value once, before anything else does, for what would mislead whoever walks it later: nesting
 * beyond what anybody means, and `__proto__` as a key. The schema passes over that key where it allows keys of the
 * author's choosing, and so would whatever copies the document afterwards.
 */
function structure(document: unknown): { tooDeep: Path | null; prototypeKeys: Path[] } {
  const path: (string | number)[] = [];
  const prototypeKeys: Path[] = [];
  let tooDeep: Path | null = null;
  const enter = (step: string | number, value: unknown) => {
    if (typeof value !== "object" || value === null || tooDeep !== null) return;
    path.push(step);
    walk(value);
    path.pop();
  };
  const walk = (value: object) => {
    if (path.length > deepest) tooDeep = [...path];
    else if (Array.isArray(value)) value.forEach((item, index) => enter(index, item));
    else {
      if (Object.hasOwn(value, "__proto__")) prototypeKeys.push([...path, "__proto__"]);
      for (const [key, item] of Object.entries(value)) enter(key, item);
    }
  };
  if (typeof document === "object" && document !== null) walk(document);
  return { tooDeep, prototypeKeys };
}

/** One sentence for those who were handed a document that cannot be used, with the first faults named. */
export function inSentences(problems: readonly DocumentProblem[], limit = 10): string {
  const lines = problems.slice(0, limit).map((problem) => `${problem.message} ${shorten(problem.hint, 200)}`);
  if (problems.length > limit) lines.push(`… and ${problems.length - limit} more.`);
  return lines.join("\n");
}
