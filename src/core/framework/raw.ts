import type { Path } from "./pointer.ts";

/**
 * Reading a document that may be wrong anywhere. Checks work on the value as it was read, so that a fault in one place
 * hides none in another: what has the wrong shape is passed over here, and named by the schema check.
 */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of an own key; undefined where there is none, or where `value` has no keys at all. */
export const member = (value: unknown, key: string | number): unknown => {
  if (Array.isArray(value)) return typeof key === "number" ? value[key] : undefined;
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
};

export const valueAt = (document: unknown, path: Path): unknown => path.reduce(member, document);

export const textOf = (value: unknown, key: string): string | null => {
  const found = member(value, key);
  return typeof found === "string" ? found : null;
};

export const wholeNumberOf = (value: unknown, key: string): number | null => {
  const found = member(value, key);
  return typeof found === "number" && Number.isSafeInteger(found) ? found : null;
};

export type Placed = { value: unknown; path: Path };

/** The items of the list under `key`, each with its path; none where there is no list. */
export function* itemsOf(value: unknown, key: string, path: Path = []): Generator<Placed> {
  const list = member(value, key);
  if (!Array.isArray(list)) return;
  for (let index = 0; index < list.length; index += 1) yield { value: list[index], path: [...path, key, index] };
}

export const levelsOf = (document: unknown): Generator<Placed> => itemsOf(document, "levels");

export function* expectationsOf(document: unknown): Generator<Placed> {
  for (const level of levelsOf(document)) yield* itemsOf(level.value, "expectations", level.path);
}

function* withMembers(requirements: Iterable<Placed>): Generator<Placed> {
  for (const requirement of requirements) {
    yield requirement;
    yield* withMembers(itemsOf(requirement.value, "anyOf", requirement.path));
  }
}

/** Every requirement, members of groups included: those of levels, then those of a standard's entry and gateway. */
export function* requirementsOf(document: unknown): Generator<Placed> {
  for (const level of levelsOf(document)) yield* withMembers(itemsOf(level.value, "requirements", level.path));
  const standard = member(document, "standard");
  yield* withMembers(itemsOf(standard, "entry", ["standard"]));
  yield* withMembers(itemsOf(member(standard, "gateway"), "requirements", ["standard", "gateway"]));
}

/** The id by which expectations name a competency: its own, or the part after the slash of what it uses. */
export const localCompetencyId = (competency: unknown): string | null => {
  const use = textOf(competency, "use");
  if (use === null) return textOf(competency, "id");
  const slash = use.indexOf("/");
  return slash === -1 ? null : use.slice(slash + 1);
};

export const transitionId = (from: string, to: string): string => `${from}→${to}`;
