import { z } from "zod";
import { AnyOfRequirement, Framework, OwnCompetency, SimpleRequirement, UsedCompetency } from "./document.ts";
import { suggester } from "./nearest.ts";
import { shorten } from "./place.ts";
import type { Path } from "./pointer.ts";
import { fault, type DocumentProblem } from "./problem.ts";
import { isRecord, member, valueAt } from "./raw.ts";

type Issue = z.core.$ZodIssue;

/** What each value must be on its own: the schema's findings, in plain words. Nothing is reported twice at one place. */
export function shapeProblems(document: unknown): { framework: Framework | null; problems: DocumentProblem[] } {
  const parsed = Framework.safeParse(document);
  if (parsed.success) return { framework: parsed.data, problems: [] };
  const suggest = suggester();
  const found = new Map<string, DocumentProblem>();
  for (const [issue, path] of flatten(document, parsed.error.issues, [])) {
    for (const problem of explain(document, issue, path, suggest)) {
      const key = `${problem.code} ${problem.path}`;
      if (!found.has(key)) found.set(key, problem);
    }
  }
  return { framework: null, problems: [...found.values()] };
}

/** Where the schema allows two shapes, only the faults of the one that was plainly meant. */
function* flatten(document: unknown, issues: readonly Issue[], base: Path): Generator<[Issue, Path]> {
  for (const issue of issues) {
    const path = [...base, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
    const options = issue.code === "invalid_union" ? issue.errors : [];
    const [first, second] = options;
    if (first === undefined || second === undefined) {
      yield [issue, path];
      continue;
    }
    const value = valueAt(document, path);
    const isSecond = isRecord(value) && (Object.hasOwn(value, "use") || Object.hasOwn(value, "anyOf"));
    yield* flatten(document, isSecond ? second : first, path);
  }
}

function* explain(document: unknown, issue: Issue, path: Path, suggest: ReturnType<typeof suggester>): Generator<DocumentProblem> {
  const say = (said: string, hint: string) => fault(document, "schema", path, said, hint);
  const name = nameOf(path);
  const value = valueAt(document, path);
  if (issue.code === "unrecognized_keys") {
    const known = knownKeys(path, document);
    for (const key of issue.keys) yield unknownKey(document, [...path, key], known, suggest);
    return;
  }
  const limit = lengthLimit(issue);
  if (limit !== null) {
    const length = typeof value === "string" ? Array.from(value).length : 0;
    yield fault(
      document,
      "text-too-long",
      path,
      `${name} has ${length} characters; ${limit} is the limit.`,
      "Shorten it, or say part of it elsewhere.",
    );
    return;
  }
  if (path.length === 0 && (value === null || value === undefined)) yield say("The document is empty.", "Start with “rungs: framework@1”.");
  else if (value === undefined) yield say(`${name} is missing.`, missingHint(issue, path));
  else if (value === null) yield say(`${name} has no value.`, "Give it a value, or take the key out.");
  else if (issue.code === "invalid_type")
    yield say(`${name} must be ${kind(issue.expected)}, but it is ${actual(value)}.`, typeHint(issue.expected, value));
  else if (issue.code === "invalid_value") yield say(...choice(name, value, issue.values.map(String), suggest));
  else if (issue.code === "invalid_union") yield say(...choice(name, value, optionsOf(issue), suggest));
  else if (issue.code === "custom") yield say(`${name} holds a character that cannot be shown.`, "Take it out, or type the text again.");
  else if (issue.code === "invalid_format" || issue.code === "invalid_key") yield say(...form(name, value, path, issue));
  else if (issue.code === "too_small" && issue.origin === "array")
    yield say(
      `${name} ${amount(value)}; at least ${issue.minimum} must be there.`,
      "Add what is missing, or take the key out where it may be left out.",
    );
  else if (issue.code === "too_small" && issue.origin === "string") yield say(`${name} is empty.`, "Write something here.");
  else if (issue.code === "too_small") yield say(`${name} is ${shown(value)}; it must be ${issue.minimum} or more.`, "Correct the number.");
  else if (issue.code === "too_big" && issue.origin === "array")
    yield say(`${name} ${amount(value)}; at most ${issue.maximum} may be there.`, "Take out what is too many.");
  else if (issue.code === "too_big") yield say(`${name} is ${shown(value)}; it must be ${issue.maximum} or less.`, "Correct the number.");
  else yield say(`${name} cannot be used: ${issue.message}.`, "Correct the value.");

  if (issue.code === "invalid_union") {
    // Without its kind nobody knows which keys belong to a thing, but some belong to no kind at all.
    const parent = path.slice(0, -1);
    const known = knownKeys(parent, document);
    for (const key of Object.keys(valueAt(document, parent) ?? {})) {
      if (!known.includes(key)) yield unknownKey(document, [...parent, key], known, suggest);
    }
  }
}

/** What the key that tells kinds apart may say. */
const optionsOf = (issue: Issue): string[] =>
  issue.code === "invalid_union" && "options" in issue && Array.isArray(issue.options) ? issue.options.map(String) : [];

export function unknownKey(
  document: unknown,
  path: Path,
  known: readonly string[],
  suggest: ReturnType<typeof suggester>,
): DocumentProblem {
  const key = String(path.at(-1));
  const meant = suggest(key, known);
  const hint =
    meant === null
      ? known.length > 0
        ? `Take it out. What may stand here: ${known.join(", ")}.`
        : "Take it out."
      : `Did you mean “${meant}”? Otherwise take it out.`;
  return fault(document, "unknown-key", path, `“${shorten(key)}” is not a key of framework documents here.`, hint);
}

const nameOf = (path: Path): string => {
  const last = path.at(-1);
  if (last === undefined) return "The document";
  return typeof last === "number" ? "this" : `“${shorten(last)}”`;
};

const shown = (value: unknown): string => (typeof value === "string" ? `“${shorten(value)}”` : String(value));
const amount = (value: unknown): string =>
  `has ${Array.isArray(value) ? value.length : 0} ${Array.isArray(value) && value.length === 1 ? "entry" : "entries"}`;

const kinds: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a set of keys",
  record: "a set of keys",
};
const kind = (expected: string): string => kinds[expected] ?? expected;

function actual(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (isRecord(value)) return "a set of keys";
  if (typeof value === "string") return value === "" ? "empty" : `the text ${shown(value)}`;
  return String(value);
}

function typeHint(expected: string, value: unknown): string {
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean")) return `Put it in quotes: "${value}".`;
  if ((expected === "number" || expected === "int") && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value)))
    return "Write it without quotes.";
  if (expected === "boolean") return "Write true or false, without quotes.";
  if (expected === "array") return "Write a list, one entry per line, each begun with “- ”.";
  return "Correct the value.";
}

function missingHint(issue: Issue, path: Path): string {
  const key = String(path.at(-1) ?? "");
  if (issue.code === "invalid_value") return `Add “${key}: ${issue.values.map(String).join("|")}”.`;
  if (issue.code === "invalid_union") return `Add “${key}”: ${orList(optionsOf(issue))}.`;
  if (issue.code === "invalid_type" && issue.expected === "array") return `Add “${key}: []” or a list of entries.`;
  return `Add “${key}: …”.`;
}

const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;

function choice(name: string, value: unknown, values: readonly string[], suggest: ReturnType<typeof suggester>): [string, string] {
  const meant = typeof value === "string" ? suggest(value, values) : null;
  return [
    `${name} is ${actual(value)}; it must be ${orList(values)}.`,
    meant === null ? "Choose one of them." : `Did you mean “${meant}”?`,
  ];
}

function form(name: string, value: unknown, path: Path, issue: Issue): [string, string] {
  if (issue.code === "invalid_key")
    return [`${name} cannot be the id of anything.`, `An id is made of ${issue.issues[0]?.message ?? "small letters"}.`];
  if (issue.code === "invalid_format" && issue.format === "url")
    return [`${name} is ${shown(value)}, which is not a web address.`, "Write the whole address, from http:// or https:// on."];
  if (path.at(-1) === "language") return [`${name} is ${shown(value)}, which is not a language tag.`, "Write it as in en, cy or pt-BR."];
  return [`${name} is ${shown(value)}, which does not have the right form.`, `It must be ${issue.message}.`];
}

function lengthLimit(issue: Issue): number | null {
  if (issue.code === "too_big" && issue.origin === "string") return Number(issue.maximum);
  const limit: unknown = issue.code === "custom" ? issue.params?.limit : undefined;
  return typeof limit === "number" ? limit : null;
}

/** The keys that may stand in the object at `path`, read off the schema itself; none where any key may. */
function knownKeys(path: Path, document: unknown): string[] {
  let schemas: z.core.$ZodType[] = [Framework];
  let value = document;
  for (const step of path) {
    schemas = schemas.flatMap((schema) => unfold(schema, value)).flatMap((schema) => child(schema, step));
    value = member(value, step);
  }
  return [
    ...new Set(
      schemas
        .flatMap((schema) => unfold(schema, value))
        .flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : [])),
    ),
  ];
}

function child(schema: z.core.$ZodType, step: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodArray) return [schema.element];
  if (!(schema instanceof z.ZodObject)) return [];
  const found: unknown = member(schema.shape, step);
  return found instanceof z.ZodType ? [found] : [];
}

/** Defaults and options stripped, and of a union the members that fit what was written. */
function unfold(schema: z.core.$ZodType, value: unknown): z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unfold(schema.unwrap(), value);
  if (!(schema instanceof z.ZodUnion)) return [schema];
  const unions = schema.options;
  if (unions.includes(UsedCompetency)) return [member(value, "use") === undefined ? OwnCompetency : UsedCompetency];
  if (unions.includes(AnyOfRequirement)) return unfold(member(value, "anyOf") === undefined ? SimpleRequirement : AnyOfRequirement, value);
  for (const key of ["kind", "clause"]) {
    const fits = unions.filter((option) => option instanceof z.ZodObject && accepts(member(option.shape, key), member(value, key)));
    if (fits.length > 0) return fits;
  }
  return [...unions];
}

const accepts = (schema: unknown, value: unknown): boolean => schema instanceof z.ZodType && schema.safeParse(value).success;
