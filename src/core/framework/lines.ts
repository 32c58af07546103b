import type { Change, ChangeClass, Entity } from "./diff.ts";
import { competencyId } from "./competency.ts";
import type { Expectation, Framework } from "./document.ts";
import { compareWords, type Stretch } from "./words.ts";

/** One thing that changed, made ready to be read by a person: everything that happened to it in one place. */
export type Line = {
  /** Tells the lines of one comparison apart. */
  key: string;
  verb: "Added" | "Removed" | "Moved" | "Reworded" | "Asks more" | "Asks less" | "Changed";
  entity: Entity;
  id: string;
  /** Id of the level that it belongs to, or is; null for what belongs to the whole framework. */
  level: string | null;
  name: string;
  /** Where it is, in words: the level's title, or "all levels". */
  where: string | null;
  details: Detail[];
  /** Expectations that were rated in other words before: whether they still mean the same is asked of this line. */
  asks: string[];
  /** What becomes of ratings where nobody is asked. */
  effect: string | null;
};

/** A text, or what one of several particulars was and is. */
export type Detail = { label: string | null; text: readonly Stretch[] };

type Classes = Readonly<Record<string, ChangeClass>>;
type Told = {
  changes: readonly Change[];
  words: Readonly<Record<string, readonly Stretch[]>>;
  names: Readonly<Record<string, string>>;
  classes: Classes;
};
type Item = Record<string, unknown>;

/**
 * The lines of a comparison, in the order of its changes.
 *
 * @param before and after: both documents, which may be drafts; null where there is none.
 */
export function linesOf({ changes, words, names, classes }: Told, before: Framework | null, after: Framework | null): Line[] {
  const groups = Map.groupBy(
    changes.map((change, index) => ({ change, words: words[index] ?? null })),
    ({ change }) => lineKey(change),
  );
  const told = [...groups].map(([key, group]) => lineOf(key, group, names, before, after));
  const anew = new Set([...groups].filter(([, group]) => group.some(({ change }) => isRewording(change))).map(([key]) => key));
  const own = new Set(told.flatMap(({ entity, id, key }) => (entity === "expectation" && anew.has(key) ? [id] : [])));
  return told.map((line) => (anew.has(line.key) ? { ...line, asks: asksOf(line, classes, own, after) } : line));
}

/** What a rater reads differently afterwards: the words of an expectation, or those of its competency. */
const isRewording = ({ op, entity, field = "" }: Change): boolean =>
  op === "change" &&
  (entity === "expectation"
    ? ["markers", "competency"]
    : entity === "competency"
      ? ["definition", "markers"]
      : entity === "use"
        ? ["use"]
        : []
  ).includes(field);

/** The key of the line that a change is told in. */
export const lineKey = ({ entity, id, parent }: Change): string => [entity, ...(parent === undefined ? [] : [parent]), id].join("/");

type Part = { change: Change; words: readonly Stretch[] | null };

function lineOf(key: string, group: readonly Part[], names: Told["names"], before: Framework | null, after: Framework | null): Line {
  const [{ change } = { change: undefined }] = group;
  if (change === undefined) throw new RangeError("A group of changes is never empty.");
  const { entity, id, parent } = change;
  const level = parent ?? (entity === "level" ? id : null);
  const line = {
    key,
    entity,
    id,
    level,
    name: names[`${entity}/${id}`] ?? id,
    where:
      parent === undefined ? (entity === "competency" || entity === "use" ? "all levels" : null) : (names[`level/${parent}`] ?? parent),
    asks: [],
  };
  const whole = group.find(({ change: { op } }) => op === "add" || op === "remove");
  if (whole !== undefined) {
    const added = whole.change.op === "add";
    const item = (added ? whole.change.after : whole.change.before) as Item; // of add and remove the whole entity
    return {
      ...line,
      verb: added ? "Added" : "Removed",
      details: wholeOf(entity, item, added ? after : before).map(({ label, text }) => ({
        label,
        text: [{ kind: added ? "added" : "removed", text }],
      })),
      effect: entity !== "expectation" ? null : added ? "Not assessed for anybody" : "Ratings become history",
    };
  }
  const fields = new Set(group.map(({ change: { op, field } }) => (op === "move" ? "" : (field ?? ""))));
  const target = group.find(({ change: { field } }) => entity === "expectation" && field === "target")?.change;
  const reworded = group.some(({ words }) => words !== null);
  // The statement before its particulars.
  const details = group
    .flatMap((part) => detailsOf(part, before, after))
    .toSorted((a, b) => Number(a.label !== null) - Number(b.label !== null));
  const movedOnly = [...fields].every((field) => places.has(field));
  if (entity === "expectation" && !fields.has("markers")) {
    const statement = statementOf(after, id);
    if (statement !== "") details.unshift({ label: null, text: [{ kind: "same", text: statement }] });
  }
  const asked = target === undefined ? null : Number(target.after) > Number(target.before) ? "Asks more" : "Asks less";
  return {
    ...line,
    verb: movedOnly ? "Moved" : reworded ? "Reworded" : (asked ?? "Changed"),
    details,
    effect: entity === "expectation" || movedOnly ? (movedOnly ? "Ratings stay as they are" : "Ratings carry over") : null,
  };
}

/** Fields that say where a thing stands, beside its position in a list (""). */
const places: ReadonlySet<string> = new Set(["", "domain", "track", "rank"]);

const labels: Readonly<Record<string, string>> = {
  title: "Title",
  label: "Label",
  definition: "Definition",
  description: "Description",
  scope: "Scope",
  distinguishes: "What tells it from the next",
  target: "Asked",
  weight: "Weight",
  critical: "Critical",
  competency: "Competency",
  roles: "Roles",
  onward: "Ways on",
  readiness: "Ready when",
  regulated: "Qualification level",
  responsibilities: "Responsibilities",
  replaces: "Takes the place of",
  months: "Months",
  via: "By way of",
  kind: "Kind",
  markers: "Markers",
  use: "Inherited from",
  source: "Source",
  language: "Language",
  equivalents: "Equivalents",
  at: "At the levels",
  validMonths: "Valid for months",
  anyAtLevel: "Any at that level",
  anyOf: "Any of",
  standard: "The standard",
};

function detailsOf({ change, words }: Part, before: Framework | null, after: Framework | null): Detail[] {
  const { op, entity, field = "" } = change;
  if (op === "move") return [{ label: null, text: fromTo(`place ${Number(change.before) + 1}`, `place ${Number(change.after) + 1}`) }];
  if (field === "domainScope") return scopes(change, after ?? before);
  const statement = entity === "expectation" && field === "markers";
  const label = statement ? null : (labels[field] ?? field);
  if (words !== null) return [{ label, text: words }];
  const [old, now] = [shown(field, change.before, before), shown(field, change.after, after)];
  return places.has(field) ? [{ label: null, text: fromTo(old || "nothing", now || "nothing") }] : [{ label, text: replaced(old, now) }];
}

const fromTo = (old: string, now: string): Stretch[] => [
  { kind: "same", text: "From " },
  { kind: "removed", text: old },
  { kind: "same", text: " to " },
  { kind: "added", text: now },
];

const replaced = (old: string, now: string): Stretch[] => [
  ...(old === "" ? [] : [{ kind: "removed" as const, text: old }]),
  ...(old === "" || now === "" ? [] : [{ kind: "same" as const, text: " " }]),
  ...(now === "" ? [] : [{ kind: "added" as const, text: now }]),
];

function scopes({ before, after }: Change, document: Framework | null): Detail[] {
  const [old, now] = [before, after].map((value) => (value ?? {}) as Record<string, string>); // of domain ids to texts
  return [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])]
    .filter((id) => old?.[id] !== now?.[id])
    .map((id) => ({
      label: `Scope, ${document?.domains.find((domain) => domain.id === id)?.title ?? id}`,
      text: compareWords(old?.[id] ?? "", now?.[id] ?? ""),
    }));
}

/** What can be said in a word; whatever else a draft with faults may hold there is left out. */
const word = (value: unknown): string =>
  typeof value === "string" ? value : typeof value === "number" || typeof value === "boolean" ? `${value}` : "";

function shown(field: string, value: unknown, document: Framework | null): string {
  const titled = (list: readonly { id: string; title: string }[] | undefined) => list?.find(({ id }) => id === value)?.title;
  if (value === undefined || value === null) return "";
  if (field === "target") return document?.scale.find((point) => point.value === value)?.label ?? word(value);
  if (field === "domain") return titled(document?.domains) ?? word(value);
  if (field === "track") return titled(document?.tracks) ?? word(value);
  if (field === "rank") return `rank ${word(value)}`;
  if (field === "competency") return competencyTitle(document, word(value));
  if (typeof value === "boolean") return value ? "yes" : "no";
  return plain(value);
}

/** A value of whatever form as words: of things with a name, the name. */
function plain(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map(plain)
      .filter((text) => text !== "")
      .join(", ");
  if (typeof value !== "object" || value === null) return word(value);
  const item = value as Item;
  if (typeof item["clause"] === "string") return clauseWords(item);
  const name = item["title"] ?? item["label"] ?? item["id"];
  return typeof name === "string"
    ? name
    : Object.values(item)
        .map(plain)
        .filter((text) => text !== "")
        .join(", ");
}

function clauseWords(clause: Item): string {
  const count = clause["count"] ?? clause["value"] ?? clause["percent"];
  const words: Readonly<Record<string, string>> = {
    criticalMet: "every critical expectation met",
    gapsAtMost: `at most ${word(count)} of the rest not met`,
    nothingBelow: `nothing below ${word(count)}`,
    readinessAtLeast: `readiness of ${word(count)}% or more`,
    requirementsMet: "every requirement met",
  };
  return words[word(clause["clause"])] ?? word(clause["clause"]);
}

const competencyTitle = (document: Framework | null, id: string): string => {
  const competency = document?.competencies.find((each) => competencyId(each) === id);
  return competency !== undefined && "title" in competency ? competency.title : id;
};

const expectationIn = (document: Framework | null, id: string): Expectation | undefined =>
  document?.levels.flatMap(({ expectations }) => expectations).find((expectation) => expectation.id === id);

const statementOf = (document: Framework | null, id: string): string => expectationIn(document, id)?.markers.join("\n") ?? "";

/** What there is to read of something that came or went. */
function wholeOf(entity: Entity, item: Item, document: Framework | null): { label: string | null; text: string }[] {
  const text = (label: string | null, value: string) => (value === "" ? [] : [{ label, text: value }]);
  const own = (field: string) => text(labels[field] ?? field, shown(field, item[field], document));
  if (entity === "expectation")
    return [...text(null, Array.isArray(item["markers"]) ? item["markers"].map(word).join("\n") : ""), ...own("target")];
  if (entity === "level") {
    const expectations = Array.isArray(item["expectations"]) ? (item["expectations"] as Item[]) : []; // an item of a framework's levels
    return [...own("scope"), ...text("Asks", expectations.map((each) => competencyTitle(document, word(each["competency"]))).join(", "))];
  }
  return ["definition", "description", "use", "months", "via"].flatMap(own);
}

/** @param own expectations that have a line for themselves: they are asked there. */
function asksOf({ entity, id }: Line, classes: Classes, own: ReadonlySet<string>, after: Framework | null): string[] {
  const open = (expectation: string) => classes[expectation] === "substantive" || classes[expectation] === "editorial";
  if (entity === "expectation") return open(id) ? [id] : [];
  const asked = (after?.levels ?? []).flatMap(({ expectations }) => expectations.filter(({ competency }) => competency === id));
  return asked.map((expectation) => expectation.id).filter((expectation) => open(expectation) && !own.has(expectation));
}
