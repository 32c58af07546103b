import { fault, type DocumentProblem } from "./problem.ts";
import type { Path } from "./pointer.ts";
import { expectationsOf, isRecord, itemsOf, levelsOf, member, textOf } from "./raw.ts";
import { checkStatement, type StatementKind } from "./statement.ts";

/** What makes statements hard to rate or unfair, as warnings at the statement; one per thing found. */
export function* wordingProblems(document: unknown): Generator<DocumentProblem> {
  const language = textOf(document, "language") ?? "en";
  for (const { text, kind, path } of statementsOf(document)) {
    for (const { code, words, reason, better } of checkStatement(text, kind, language)) {
      yield { ...fault(document, code, path, `“${words}”. ${reason}`, better), severity: "warning" };
    }
  }
}

type Statement = { text: string; kind: StatementKind; path: Path };

/** Markers are what people are rated on; definitions and scopes are what they read beside them. */
export function* statementsOf(document: unknown): Generator<Statement> {
  for (const { value, path } of itemsOf(document, "competencies")) {
    yield* prose(value, path, "definition");
    yield* markers(value, path);
  }
  for (const { value, path } of levelsOf(document)) {
    yield* prose(value, path, "scope", "distinguishes");
    const scopes = member(value, "domainScope");
    if (isRecord(scopes)) yield* prose(scopes, [...path, "domainScope"], ...Object.keys(scopes));
  }
  for (const { value, path } of expectationsOf(document)) yield* markers(value, path);
}

function* prose(owner: unknown, path: Path, ...keys: readonly string[]): Generator<Statement> {
  for (const key of keys) {
    const text = textOf(owner, key);
    if (text !== null) yield { text, kind: "prose", path: [...path, key] };
  }
}

function* markers(owner: unknown, path: Path): Generator<Statement> {
  for (const marker of itemsOf(owner, "markers", path)) {
    if (typeof marker.value === "string") yield { text: marker.value, kind: "statement", path: marker.path };
  }
}
