import { isRecord, itemsOf, member, textOf } from "../raw.ts";
import { slug, unused } from "../slug.ts";
import type { Reading } from "./reading.ts";

const longestTitle = 200;
const longestText = 4000;
/** Groups within groups, beyond which what lies deeper starts at the top again. */
const deepest = 20;

type Node = Record<string, unknown>;

const nodesOf = (value: unknown): Node[] => [...itemsOf(value, "@graph")].flatMap(({ value: node }) => (isRecord(node) ? [node] : []));
const isA = (node: Node, type: string): boolean => {
  const said = node["@type"];
  return said === `ceasn:${type}` || (Array.isArray(said) && said.includes(`ceasn:${type}`));
};
const frameworkIn = (value: unknown): Node | undefined => nodesOf(value).find((node) => isA(node, "CompetencyFramework"));

/** Whether this is a competency framework in CTDL-ASN, the Credential Engine's JSON-LD. */
export const isCtdl = (value: unknown): boolean => frameworkIn(value) !== undefined;

/** Texts come alone or by language; in English where they do, else in whichever comes first. */
function words(node: Node, key: string, longest: number): string {
  const said = member(node, `ceasn:${key}`);
  const texts = isRecord(said) ? Object.entries(said).toSorted(([a], [b]) => Number(b.startsWith("en")) - Number(a.startsWith("en"))) : [];
  const chosen: unknown = typeof said === "string" ? said : texts[0]?.[1];
  const first: unknown = Array.isArray(chosen) ? chosen[0] : chosen;
  return typeof first === "string" ? first.trim().slice(0, longest).toWellFormed() : "";
}

const addressesIn = (node: Node, key: string): string[] => {
  const said = member(node, `ceasn:${key}`);
  return (Array.isArray(said) ? said : [said]).filter((each) => typeof each === "string");
};

const kindOf = (said: string): string => (/knowledge/i.test(said) ? "knowledge" : /behaviou?r/i.test(said) ? "behaviour" : "skill");

/** The framework as a library: what has nothing beneath it is a competency, and what holds such is a domain under its whole path. */
export function ctdlReading(reading: Reading): Reading {
  const framework = frameworkIn(reading.value) ?? {};
  const byAddress = new Map(
    nodesOf(reading.value)
      .filter((node) => isA(node, "Competency"))
      .map((node) => [textOf(node, "@id") ?? "", node]),
  );
  const taken = new Set<string>();
  const domains: { id: string; title: string; kind: string; description?: string }[] = [];
  const competencies: { id: string; domain: string; title: string; definition?: string }[] = [];
  const seen = new Set<Node>();
  const titleOf = (node: Node) => words(node, "competencyLabel", longestTitle) || words(node, "competencyText", longestTitle) || "Untitled";
  const idOf = (node: Node) => unused(slug(textOf(node, "ceasn:codedNotation") ?? titleOf(node), "competency"), taken);
  const childrenOf = (node: Node) =>
    addressesIn(node, "hasChild").flatMap((address) => {
      const child = byAddress.get(address);
      return child === undefined || seen.has(child) ? [] : [child];
    });
  const said = (key: "definition" | "description", title: string, node: Node) => {
    const text = words(node, "competencyText", longestText);
    return text === "" || text === title ? {} : { [key]: text };
  };

  /** @param path titles of the groups above. */
  function walk(nodes: readonly Node[], path: readonly string[], group: Node | null): void {
    let domain: string | null = null;
    for (const node of nodes) {
      if (seen.has(node)) continue;
      seen.add(node);
      const children = childrenOf(node);
      const title = titleOf(node);
      if (children.length > 0 && path.length < deepest) walk(children, [...path, title], node);
      else {
        if (domain === null) {
          domain = group === null ? unused("competencies", taken) : idOf(group);
          const named = (path.join(": ") || "Competencies").slice(0, longestTitle);
          const kind = kindOf(words(node, "competencyCategory", longestTitle));
          domains.push({ id: domain, title: named, kind, ...(group === null ? {} : said("description", named, group)) });
        }
        competencies.push({ id: idOf(node), domain, title, ...said("definition", title, node) });
      }
    }
  }
  const top = addressesIn(framework, "hasTopChild").flatMap((address) => {
    const node = byAddress.get(address);
    return node === undefined ? [] : [node];
  });
  walk(top, [], null);
  // What nothing leads to is kept all the same.
  walk([...byAddress.values()], [], null);

  const title = words(framework, "name", longestTitle) || "Imported framework";
  const licence = textOf(framework, "ceasn:license");
  const url = textOf(framework, "@id");
  const language = addressesIn(framework, "inLanguage")[0]?.slice(0, 2).toLowerCase();
  const description = words(framework, "description", longestText);
  const value = {
    rungs: "framework@1",
    id: slug(title, "imported"),
    kind: "library",
    title,
    ...(description === "" ? {} : { description }),
    ...(language !== undefined && /^[a-z]{2}$/.test(language) ? { language } : {}),
    source: {
      title: words(framework, "publisherName", longestTitle) || title,
      ...(url !== null && /^https?:\/\/\S+$/.test(url) ? { url } : {}),
      ...(licence === null ? {} : { licence: licence.slice(0, longestTitle) }),
    },
    scale: ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({ value: index + 1, label })),
    domains,
    competencies,
  };
  return { value, problems: reading.problems, locate: () => reading.locate("") };
}
