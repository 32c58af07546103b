import { canonicalJson } from "./canonical.ts";
import { competencyId, type Framework } from "./document.ts";
import { transitionId } from "./raw.ts";
import type { Change, Entity } from "./diff.ts";
import { compareWords, type Stretch } from "./words.ts";

/** A change made ready to be read: the thing by its name, and what became of it. */
type Told = {
  sign: "+" | "-" | ">" | "~";
  verb: "Added" | "Removed" | "Moved" | "Changed";
  thing: string;
  name: string | null;
  id: string;
  /** The level, where there is one. */
  at: string | null;
  field: string | null;
  /** Of a text: how the words changed. */
  words: Stretch[] | null;
  /** Of anything else: from what to what. */
  values: [before: string, after: string] | null;
  class: string | null;
};

const things: Readonly<Record<Entity, string>> = {
  framework: "framework",
  scale: "scale point",
  domain: "domain",
  competency: "competency",
  use: "used competency",
  track: "track",
  level: "level",
  expectation: "expectation",
  requirement: "requirement",
  responsibility: "responsibility",
  transition: "transition",
  equivalence: "equivalence",
};

const chapters: readonly { title: string; entities: readonly Entity[] }[] = [
  { title: "Framework", entities: ["framework"] },
  { title: "Scale", entities: ["scale"] },
  { title: "Domains", entities: ["domain"] },
  { title: "Competencies", entities: ["competency", "use"] },
  { title: "Tracks", entities: ["track"] },
  { title: "Levels", entities: ["level", "expectation", "requirement"] },
  { title: "Responsibilities", entities: ["responsibility"] },
  { title: "Transitions", entities: ["transition"] },
  { title: "Equivalences", entities: ["equivalence"] },
];

/** For a terminal: one line per change, words marked as [-removed-] and {+added+}. Empty where nothing changed. */
export function asText(before: Framework, after: Framework, changes: readonly Change[]): string {
  const names = namesOf(before, after);
  return changes
    .map((change) => tell(change, names))
    .map(({ sign, thing, id, name, at, field, words, values, class: kind }) => {
      const what = `${sign} ${thing} ${id}${name === null ? "" : ` “${oneLine(name)}”`}${at === null ? "" : ` (level ${at})`}`;
      const detail =
        words === null
          ? values === null
            ? ""
            : `${values[0]} → ${values[1]}`
          : words
              .map((part) => (part.kind === "same" ? part.text : part.kind === "added" ? `{+${part.text}+}` : `[-${part.text}-]`))
              .join("");
      const label = field === null ? "" : `, ${field}`;
      return `${what}${label}${detail === "" ? "" : `: ${oneLine(detail)}`}${kind === null ? "" : ` (${kind})`}\n`;
    })
    .join("");
}

/** For a pull request or a change log: chapters and lists, words struck out and set bold. */
export function asMarkdown(before: Framework, after: Framework, changes: readonly Change[]): string {
  const names = namesOf(before, after);
  const parts = [`# ${escape(after.title)}: what changed\n`];
  if (changes.length === 0) parts.push("Nothing.\n");
  for (const { title, entities } of chapters) {
    const told = changes.filter(({ entity }) => entities.includes(entity)).map((change) => tell(change, names));
    if (told.length > 0) parts.push(`## ${title}\n`, `${told.map(markdownLine).join("\n")}\n`);
  }
  return parts.join("\n");
}

function markdownLine({ verb, thing, id, name, at, field, words, values, class: kind }: Told): string {
  const marked = words?.map((part) => mark(part)).join("") ?? (values === null ? "" : `${escape(values[0])} → ${escape(values[1])}`);
  const what = `${thing} ${name === null ? "" : `${escape(name)} `}(\`${id}\`)${at === null ? "" : ` at level \`${at}\``}`;
  return `- **${verb}** ${what}${field === null ? "" : `, *${field}*`}${marked === "" ? "" : `: ${oneLine(marked)}`}${kind === null ? "" : ` — ${kind}`}`;
}

/** Emphasis must hug its words, so the space around them stays outside the marks. */
function mark({ kind, text }: Stretch): string {
  const sign = kind === "added" ? "**" : kind === "removed" ? "~~" : "";
  const core = text.trim();
  if (core === "" || sign === "") return escape(text);
  const start = text.indexOf(core);
  return `${text.slice(0, start)}${sign}${escape(core)}${sign}${text.slice(start + core.length)}`;
}

const escape = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|~]/g, "\\$&");
const oneLine = (text: string): string => text.replaceAll(/\s*[\r\n]+\s*/g, " / ");

function tell(change: Change, names: ReadonlyMap<string, string>): Told {
  const { op, entity, id, parent, field, before, after } = change;
  const told: Told = {
    sign: op === "add" ? "+" : op === "remove" ? "-" : op === "move" ? ">" : "~",
    verb: op === "add" ? "Added" : op === "remove" ? "Removed" : op === "move" ? "Moved" : "Changed",
    thing: things[entity],
    name: names.get(`${entity} ${id}`) ?? null,
    id,
    at: parent ?? null,
    field: field ?? null,
    words: null,
    values: null,
    class: change.class ?? null,
  };
  if (op === "move") return { ...told, values: [`place ${Number(before) + 1}`, `place ${Number(after) + 1}`] };
  if (op !== "change") return told;
  const isText = [before, after].every((value) => value === undefined || typeof value === "string" || isTexts(value));
  // Ids and other single words are told from what to what; only prose word by word.
  return isText && /\s/.test(shown(before) + shown(after))
    ? { ...told, words: compareWords(shown(before), shown(after)) }
    : { ...told, values: [shown(before) || "nothing", shown(after) || "nothing"] };
}

const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every((item) => typeof item === "string");

function shown(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  return Array.isArray(value) && isTexts(value) ? value.join("\n") : canonicalJson(value);
}

/** What people call things, by entity and id; the later name of what has two. */
function namesOf(...frameworks: readonly Framework[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const framework of frameworks) {
    const competencies = new Map<string, string>();
    const name = (entity: Entity, id: string, title: string | undefined) => {
      if (title !== undefined) names.set(`${entity} ${id}`, title);
    };
    name("framework", framework.id, framework.title);
    for (const point of framework.scale) name("scale", String(point.value), point.label);
    for (const domain of framework.domains) name("domain", domain.id, domain.title);
    for (const competency of framework.competencies) {
      if ("use" in competency) continue;
      competencies.set(competencyId(competency), competency.title);
      name("competency", competency.id, competency.title);
    }
    for (const track of framework.tracks) name("track", track.id, track.title);
    for (const responsibility of framework.responsibilities) name("responsibility", responsibility.id, responsibility.title);
    for (const level of framework.levels) {
      name("level", level.id, level.title);
      for (const expectation of level.expectations) name("expectation", expectation.id, competencies.get(expectation.competency));
      for (const requirement of level.requirements) name("requirement", requirement.id, requirement.title);
    }
    const levels = new Map(framework.levels.map((level) => [level.id, level.title]));
    for (const { from, to } of framework.transitions) {
      name("transition", transitionId(from, to), `${levels.get(from) ?? from} to ${levels.get(to) ?? to}`);
    }
  }
  return names;
}
