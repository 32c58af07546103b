import { pointer, type Path } from "../pointer.ts";
import type { DocumentProblem } from "../problem.ts";
import { isRecord, itemsOf, member, textOf, wholeNumberOf } from "../raw.ts";

/** An item as CASE has it, with its children in order. `path` leads to it in the package. */
export type CaseItem = { identifier: string; path: Path; item: Record<string, unknown>; children: CaseItem[]; skillLevels: string[] };
export type CaseTree = {
  roots: CaseItem[];
  byId: ReadonlyMap<string, CaseItem>;
  precedes: readonly (readonly [from: string, to: string])[];
  oddities: DocumentProblem[];
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The package itself: alone, or wrapped as some servers send it. Null where this is no CASE package. */
export const packageIn = (value: unknown): { found: Record<string, unknown>; path: Path } | null => {
  if (isRecord(value) && isRecord(member(value, "CFDocument"))) return { found: value, path: [] };
  const wrapped = member(value, "CFPackage");
  return isRecord(wrapped) && isRecord(member(wrapped, "CFDocument")) ? { found: wrapped, path: ["CFPackage"] } : null;
};

/** A thing that the standard asks to be otherwise; it is read all the same. */
export const oddity = (path: Path, message: string, hint: string): DocumentProblem => ({
  code: "schema",
  severity: "warning",
  path: pointer(path),
  message,
  hint,
});

/**
 * The items of a package as the tree that their associations make of them. Nothing is refused: what the standard does not
 * allow is told of, once per kind with how often and where first.
 */
export function caseTree(source: Record<string, unknown>, base: Path): CaseTree {
  const oddities = new Map<string, { path: Path; count: number; message: (count: number) => string; hint: string }>();
  const odd = (kind: string, path: Path, message: (count: number) => string, hint: string) => {
    const before = oddities.get(kind);
    if (before) before.count += 1;
    else oddities.set(kind, { path, count: 1, message, hint });
  };

  const byId = new Map<string, CaseItem>();
  for (const { value, path: inside } of itemsOf(source, "CFItems")) {
    const path = [...base, ...inside];
    if (!isRecord(value)) {
      odd(
        "no-item",
        path,
        (count) => `${things(count, "item")} of CFItems ${count === 1 ? "is" : "are"} not an object.`,
        "It was passed over.",
      );
      continue;
    }
    const given = textOf(value, "identifier")?.trim().toLowerCase() ?? "";
    if (given === "")
      odd(
        "no-identifier",
        path,
        (count) => `${things(count, "item")} ${count === 1 ? "has" : "have"} no identifier.`,
        "Its place in the file stands for it; an import of the next edition cannot recognise it.",
      );
    else if (!uuid.test(given))
      odd(
        "identifier",
        path,
        (count) => `${things(count, "identifier")} ${count === 1 ? "is" : "are"} not a UUID as CASE asks for.`,
        "It is kept as it is.",
      );
    if (given !== "" && byId.has(given)) {
      odd(
        "twice",
        path,
        (count) => `${things(count, "item")} ${count === 1 ? "has" : "have"} the identifier of another.`,
        "The first was kept.",
      );
      continue;
    }
    for (const key of ["CFDocumentURI"])
      if (member(value, key) !== undefined)
        odd(
          key,
          [...path, key],
          (count) => `${things(count, "item")} ${count === 1 ? "carries" : "carry"} ${key}, which has no place in a package.`,
          "It was passed over.",
        );
    if (member(value, "lastChangeDateTime") === undefined)
      odd(
        "changed",
        path,
        (count) => `${things(count, "item")} ${count === 1 ? "does" : "do"} not say when it last changed.`,
        "Nothing was lost.",
      );
    if (Object.values(value).some((field) => field === null))
      odd(
        "null",
        path,
        (count) => `${things(count, "item")} ${count === 1 ? "holds" : "hold"} null where a field should be left out.`,
        "It was read as left out.",
      );
    const identifier = given === "" ? `item-${inside[1]}` : given;
    byId.set(identifier, { identifier, path, item: value, children: [], skillLevels: [] });
  }
  if (member(member(source, "CFDocument"), "CFPackageURI") !== undefined)
    odd(
      "CFPackageURI",
      [...base, "CFDocument", "CFPackageURI"],
      () => "The document carries CFPackageURI, which has no place in a package.",
      "It was passed over.",
    );
  for (const { value, path } of itemsOf(member(source, "CFDefinitions"), "CFItemTypes", [...base, "CFDefinitions"])) {
    if (textOf(value, "description") === null || textOf(value, "hierarchyCode") === null)
      odd(
        "item-type",
        path,
        (count) => `${things(count, "item type")} ${count === 1 ? "lacks" : "lack"} a description or hierarchy code.`,
        "Nothing was lost.",
      );
  }

  const parents = new Map<string, { parent: string; sequence: number; order: number }>();
  const precedes: [string, string][] = [];
  for (const { value, path: inside } of itemsOf(source, "CFAssociations")) {
    const path = [...base, ...inside];
    const type = textOf(value, "associationType");
    const origin = textOf(member(value, "originNodeURI"), "identifier")?.trim().toLowerCase() ?? "";
    const destination = textOf(member(value, "destinationNodeURI"), "identifier")?.trim().toLowerCase() ?? "";
    const child = byId.get(origin);
    if (type === "isChildOf") {
      if (!child)
        odd(
          "lost-child",
          path,
          (count) => `${things(count, "association")} ${count === 1 ? "names" : "name"} a child that is not in the package.`,
          "It was passed over.",
        );
      else if (parents.has(origin))
        odd(
          "two-parents",
          path,
          (count) => `${things(count, "item")} ${count === 1 ? "has" : "have"} a second parent.`,
          "It stays under its first.",
        );
      else
        parents.set(origin, {
          parent: destination,
          sequence: wholeNumberOf(value, "sequenceNumber") ?? Number(textOf(child.item, "listEnumeration") ?? Number.NaN),
          order: parents.size,
        });
    } else if (type === "hasSkillLevel" && child && byId.has(destination)) child.skillLevels.push(destination);
    else if (type === "precedes" && child && byId.has(destination)) precedes.push([origin, destination]);
  }

  const roots: CaseItem[] = [];
  /** Whether hanging `child` under `parent` would lead round in a circle. */
  const circles = (child: string, parent: string): boolean => {
    const seen = new Set<string>([child]);
    for (let at: string | undefined = parent; at !== undefined; at = parents.get(at)?.parent) {
      if (seen.has(at)) return true;
      seen.add(at);
    }
    return false;
  };
  for (const node of byId.values()) {
    const placed = parents.get(node.identifier);
    const above = placed && byId.get(placed.parent);
    if (above && circles(node.identifier, above.identifier)) {
      odd(
        "circle",
        node.path,
        (count) => `${things(count, "item")} ${count === 1 ? "is" : "are"} a child of what lies beneath it.`,
        "It stands at the top instead.",
      );
      parents.delete(node.identifier);
      roots.push(node);
    } else (above ?? { children: roots }).children.push(node);
  }
  const rank = ({ identifier }: CaseItem) => parents.get(identifier) ?? { sequence: Number.NaN, order: Number.POSITIVE_INFINITY };
  const sort = (siblings: CaseItem[]) => {
    const at = new Map(siblings.map((node, index) => [node, index]));
    const number = (node: CaseItem) => (Number.isNaN(rank(node).sequence) ? Number.POSITIVE_INFINITY : rank(node).sequence);
    siblings.sort((a, b) => compare(number(a), number(b)) || (at.get(a) ?? 0) - (at.get(b) ?? 0));
    for (const node of siblings) sort(node.children);
  };
  sort(roots);
  return {
    roots,
    byId,
    precedes,
    oddities: [...oddities.values()].map(({ path, count, message, hint }) => oddity(path, message(count), hint)),
  };
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
const things = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
