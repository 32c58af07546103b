import type { Clause, Framework, Level, Requirement, Transition } from "../document.ts";
import { requirementTitle } from "../../gap/names.ts";
import { pointLabel } from "../../gap/scale.ts";
import { competencyWording, expectationWording, spoken, type Library } from "../../gap/wording.ts";
import { counted, listed } from "../../gap/words.ts";

/** A framework as a page to read: what `markdown.ts` and `html.ts` both set, each in its own way. Texts are plain. */
export type Block =
  | { kind: "heading"; depth: 2 | 3 | 4; text: string; id?: string }
  | { kind: "text"; text: string; voice?: "scope" | "aside" }
  | { kind: "list"; items: readonly string[] }
  | { kind: "facts"; rows: readonly (readonly [name: string, value: string])[] }
  | { kind: "table"; caption: string; head: readonly string[]; rows: readonly (readonly string[])[] };

const months = (count: number): string => `${count} month${count === 1 ? "" : "s"}`;

/** The framework from its title page to its source, in the order in which people read it. */
export function pageOf(framework: Framework, libraries: readonly Library[] = []): Block[] {
  const blocks: Block[] = [];
  if (framework.description) blocks.push({ kind: "text", text: framework.description, voice: "scope" });
  if (framework.levels.length > 1) blocks.push(...matrix(framework, libraries));
  for (const level of framework.levels) blocks.push(...levelBlocks(framework, level, libraries));
  if (framework.levels.length === 0) blocks.push(...competencies(framework, libraries));
  blocks.push(...standard(framework), ...scale(framework), ...source(framework));
  return blocks;
}

const heading = (depth: 2 | 3 | 4, text: string, id?: string): Block => ({ kind: "heading", depth, text, ...(id ? { id } : {}) });
const titleOf = (items: readonly { id: string; title: string }[], id: string): string =>
  items.find((item) => item.id === id)?.title ?? spoken(id);

/** A domain may be called as something that every object has, such as "constructor". */
const scopeOf = (level: Level, domain: string): string =>
  Object.hasOwn(level.domainScope, domain) ? (level.domainScope[domain] ?? "") : "";

function matrix(framework: Framework, libraries: readonly Library[]): Block[] {
  const scoped = framework.domains.filter(({ id }) => framework.levels.some((level) => scopeOf(level, id) !== ""));
  const head = ["", ...framework.levels.map(({ title }) => title)];
  const blocks: Block[] = [heading(2, "What is asked at each level", "matrix")];
  if (scoped.length > 0) {
    blocks.push({
      kind: "table",
      caption: "Scope",
      head,
      rows: scoped.map(({ id, title }) => [title, ...framework.levels.map((level) => scopeOf(level, id))]),
    });
  }
  for (const domain of framework.domains) {
    const rows = framework.competencies
      .filter((competency) => competency.domain === domain.id)
      .map((competency) => {
        const id = "use" in competency ? competency.use.slice(competency.use.indexOf("/") + 1) : competency.id;
        return [
          competencyWording(competency, libraries).title,
          ...framework.levels.map((level) => {
            const expectation = level.expectations.find((candidate) => candidate.competency === id);
            return expectation ? pointLabel(framework.scale, expectation.target) : "";
          }),
        ];
      });
    if (rows.length > 0) blocks.push({ kind: "table", caption: domain.title, head, rows });
  }
  return blocks;
}

function levelBlocks(framework: Framework, level: Level, libraries: readonly Library[]): Block[] {
  const blocks: Block[] = [heading(2, level.title, `level-${level.id}`)];
  if (level.scope) blocks.push({ kind: "text", text: level.scope, voice: "scope" });
  const facts: [string, string][] = [["Rank", String(level.rank)]];
  if (framework.tracks.length > 1) facts.push(["Track", titleOf(framework.tracks, level.track)]);
  if (level.regulated) facts.push(["National level", level.regulated]);
  if (level.roles.length > 0) facts.push(["Roles", listed(level.roles)]);
  if (level.responsibilities.length > 0)
    facts.push(["May also hold", listed(level.responsibilities.map((id) => titleOf(framework.responsibilities, id)))]);
  blocks.push({ kind: "facts", rows: facts });
  for (const domain of framework.domains) {
    const asked = level.expectations
      .map((expectation) => ({ expectation, wording: expectationWording(framework, expectation, libraries) }))
      .filter(({ wording }) => wording.domain === domain.id);
    if (asked.length === 0) continue;
    blocks.push(heading(3, domain.title));
    for (const { expectation, wording } of asked) {
      const asks = `Asked: ${pointLabel(framework.scale, expectation.target)}${expectation.critical ? ", critical" : ""}${expectation.weight === 1 ? "" : `, weight ${expectation.weight}`}.`;
      blocks.push(heading(4, wording.title, expectation.id), {
        kind: "text",
        text: wording.from ? `${asks} From ${wording.from}.` : asks,
        voice: "aside",
      });
      if (wording.markers.length > 0) blocks.push({ kind: "list", items: wording.markers });
      else if (wording.definition) blocks.push({ kind: "text", text: wording.definition });
    }
  }
  if (level.requirements.length > 0) {
    blocks.push(heading(3, "To enter this level"), {
      kind: "list",
      items: level.requirements.map((requirement) => requirementSentence(framework, requirement)),
    });
  }
  if (level.readiness)
    blocks.push(heading(3, "Ready means"), { kind: "list", items: level.readiness.map((clause) => clauseSentence(framework, clause)) });
  if (level.distinguishes) blocks.push(heading(3, "What distinguishes it from the next"), { kind: "text", text: level.distinguishes });
  const ways = framework.transitions.filter(({ from }) => from === level.id || from === `${framework.id}/${level.id}`);
  const onward = level.onward.map(({ title, regulated }) => (regulated ? `${title} (${regulated})` : title));
  if (ways.length + onward.length > 0)
    blocks.push(heading(3, "Ways on"), { kind: "list", items: [...ways.map((way) => waySentence(framework, way)), ...onward] });
  return blocks;
}

function requirementSentence(framework: Framework, requirement: Requirement): string {
  const levelTitle = (reference: string) =>
    framework.levels.find(({ id }) => id === reference)?.title ?? spoken(reference.slice(reference.indexOf("/") + 1));
  const title = requirementTitle(requirement, levelTitle);
  if ("anyOf" in requirement)
    return `One of: ${listed(
      requirement.anyOf.map((member) => requirementSentence(framework, member)),
      "or",
    )}`;
  const notes: string[] = [];
  if (requirement.kind === "qualification") {
    if (requirement.regulated) notes.push(requirement.anyAtLevel ? `or any at ${requirement.regulated} or higher` : requirement.regulated);
    if (requirement.equivalents.length > 0) notes.push(`equal: ${listed(requirement.equivalents, "or")}`);
  }
  if ((requirement.kind === "training" || requirement.kind === "check") && requirement.validMonths)
    notes.push(`valid for ${months(requirement.validMonths)}`);
  return notes.length > 0 ? `${title} (${notes.join("; ")})` : title;
}

function clauseSentence(framework: Framework, clause: Clause): string {
  switch (clause.clause) {
    case "criticalMet":
      return "Every critical expectation is met.";
    case "gapsAtMost":
      return clause.count === 0
        ? "Every other expectation is met."
        : `At most ${counted(clause.count, "other expectation is", "other expectations are")} not met.`;
    case "nothingBelow":
      return `Nothing is rated below ${pointLabel(framework.scale, clause.value)}.`;
    case "readinessAtLeast":
      return `Readiness is ${clause.percent}% or more.`;
    case "requirementsMet":
      return "Every requirement is met.";
  }
}

const kinds: Readonly<Record<Transition["kind"], string>> = {
  promotion: "Up to",
  lateral: "Sideways to",
  "track-switch": "Across to",
  "step-down": "Down to",
};

function waySentence(framework: Framework, way: Transition): string {
  const inside = framework.levels.find(({ id }) => id === way.to || `${framework.id}/${id}` === way.to)?.title;
  const [ladder = "", level = ""] = way.to.split("/");
  const to = inside ?? `${spoken(level)} in ${spoken(ladder)}`;
  const via =
    way.via.length === 0
      ? ""
      : `, by ${listed(
          way.via.map(({ title, regulated }) => (regulated ? `${title} (${regulated})` : title)),
          "or",
        )}`;
  return `${kinds[way.kind]} ${to}${way.months === undefined ? "" : ` in about ${months(way.months)}`}${via}.`;
}

function competencies(framework: Framework, libraries: readonly Library[]): Block[] {
  return framework.domains.flatMap((domain) => {
    const own = framework.competencies
      .filter((competency) => competency.domain === domain.id)
      .map((competency) => competencyWording(competency, libraries));
    if (own.length === 0) return [];
    return [
      heading(2, domain.title),
      ...own.flatMap((wording): Block[] => [
        heading(3, wording.title),
        ...(wording.definition ? [{ kind: "text", text: wording.definition } as const] : []),
        ...(wording.markers.length > 0 ? [{ kind: "list", items: wording.markers } as const] : []),
      ]),
    ];
  });
}

function standard(framework: Framework): Block[] {
  const { standard: block } = framework;
  if (!block) return [];
  const facts: [string, string][] = [];
  if (block.reference) facts.push(["Reference", block.reference]);
  if (block.regulated) facts.push(["National level", block.regulated]);
  if (block.months)
    facts.push([
      "Duration",
      block.months[0] === block.months[1] ? months(block.months[0]) : `${block.months[0]} to ${months(block.months[1])}`,
    ]);
  if (block.qualification) facts.push(["Qualification", block.qualification]);
  const blocks: Block[] = [heading(2, "The standard", "standard"), { kind: "facts", rows: facts }];
  if (block.entry.length > 0)
    blocks.push(heading(3, "To enter"), {
      kind: "list",
      items: block.entry.map((requirement) => requirementSentence(framework, requirement)),
    });
  if (block.gateway) {
    const items = [
      ...block.gateway.clauses.map((clause) => clauseSentence(framework, clause)),
      ...block.gateway.requirements.map((requirement) => requirementSentence(framework, requirement)),
    ];
    if (items.length > 0) blocks.push(heading(3, "Gateway"), { kind: "list", items });
  }
  if (block.assessment.length > 0) {
    blocks.push(heading(3, "Assessment"), {
      kind: "list",
      items: block.assessment.map(({ title, description }) => (description ? `${title}: ${description}` : title)),
    });
  }
  return blocks;
}

const scale = (framework: Framework): Block[] => [
  heading(2, "The scale", "scale"),
  { kind: "facts", rows: framework.scale.map(({ label, description }) => [label, description ?? ""] as const) },
];

function source({ source: from }: Framework): Block[] {
  if (!from) return [];
  const rows = (
    [
      ["Source", from.title],
      ["Address", from.url],
      ["Licence", from.licence],
      ["Based on", from.basedOn],
      ["Attribution", from.attribution],
    ] as const
  ).flatMap(([name, value]): [string, string][] => (value === undefined ? [] : [[name, value]]));
  return rows.length === 0 ? [] : [heading(2, "Source and licence", "source"), { kind: "facts", rows }];
}

/** What a page to read leaves out and so cannot be read back. */
export const pageLosses = (): string[] => [
  "It is made to be read: ids and what only a program needs are left out, so Rungs does not read it back.",
];
