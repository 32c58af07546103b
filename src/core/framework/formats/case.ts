import type { Framework } from "../document.ts";
import type { DocumentProblem } from "../problem.ts";
import { isRecord, itemsOf, member, textOf, wholeNumberOf } from "../raw.ts";
import { caseTree, oddity, packageIn, type CaseItem, type CaseTree } from "./case-read.ts";
import { inOrderOf, kindOf, slug, words } from "./case-words.ts";
import { casePackage, type CaseOptions } from "./case-write.ts";
import { readJson } from "./json.ts";
import { syntax, unreadable, type Reading } from "./reading.ts";
import type { FormatCode } from "./read.ts";

/** Reads a CASE package, version 1.0 or 1.1, leniently: what the standard would not allow is a warning. */
export function readCase(source: Uint8Array | string): Reading {
  const reading = readJson(source);
  return reading.value === undefined ? reading : caseReading(reading);
}

/** A document of ours made of a CASE package that was read as JSON. Faults of the document made are placed at the beginning: the file has no such places. */
export function caseReading(reading: Reading): Reading {
  const within = packageIn(reading.value);
  if (within === null)
    return unreadable(syntax("This is JSON, but no CASE package: it has no CFDocument.", "Give a CFPackage as CASE 1.0 or 1.1 has it."));
  const tree = caseTree(within.found, within.path);
  const { value, oddities } = isRecord(ours(member(within.found, "CFDocument"), "framework"))
    ? restored(within.found, tree)
    : imported(within.found, tree);
  const warnings = [...tree.oddities, ...oddities].map((problem) => ({ ...problem, ...reading.locate(problem.path) }));
  return { value, problems: [...reading.problems, ...warnings], locate: () => reading.locate("") };
}

const ours = (owner: unknown, name: string): unknown => member(member(owner, "extensions"), `rungs:${name}`);
const given = (key: string, value: unknown): Record<string, unknown> => (value === null || value === undefined ? {} : { [key]: value });

/** What Rungs wrote, from its own notes in the extensions; what CASE has a place for is taken from there, since others may have changed it. */
function restored(source: Record<string, unknown>, { byId }: CaseTree): { value: unknown; oddities: DocumentProblem[] } {
  const document = member(source, "CFDocument");
  const kept = ours(document, "framework");
  const { id, kind, source: from, ...rest } = isRecord(kept) ? kept : {};
  const noted = (name: string) =>
    [...byId.values()].flatMap((node) => {
      const note = ours(node.item, name);
      return isRecord(note) ? [{ node, note }] : [];
    });
  const markersOf = (node: CaseItem) =>
    node.children.filter(({ item }) => textOf(item, "CFItemType") === "Marker").map(({ item }) => textOf(item, "fullStatement") ?? "");
  const expectations = noted("expectation");
  const value = {
    rungs: "framework@1",
    id,
    kind,
    title: textOf(document, "title"),
    ...given("description", textOf(document, "description")),
    ...given("language", textOf(document, "language")),
    ...given("source", from),
    scale: scaleOf(source) ?? [],
    domains: noted("domain").map(({ node, note }) => ({
      ...note,
      title: textOf(node.item, "fullStatement"),
      ...given("description", textOf(node.item, "notes")),
    })),
    competencies: noted("competency").map(({ node, note }) =>
      "use" in note
        ? note
        : {
            ...note,
            title: textOf(node.item, "fullStatement"),
            ...given("definition", textOf(node.item, "notes")),
            markers: markersOf(node),
          },
    ),
    levels: noted("level").map(({ node, note }) => ({
      ...note,
      title: textOf(node.item, "fullStatement"),
      ...given("scope", textOf(node.item, "notes")),
      expectations: expectations
        .filter(({ node: asked }) => asked.skillLevels.includes(node.identifier))
        .map(({ node: asked, note: own }) => ({ ...own, markers: markersOf(asked) })),
    })),
    ...rest,
  };
  return { value, oddities: [] };
}

function scaleOf(source: Record<string, unknown>): { value: number; label: string; description?: string }[] | null {
  for (const rubric of itemsOf(source, "CFRubrics")) {
    for (const criterion of itemsOf(rubric.value, "CFRubricCriteria")) {
      const points = [...itemsOf(criterion.value, "CFRubricCriterionLevels")].map(({ value }, index) => ({
        value: wholeNumberOf(value, "score") ?? wholeNumberOf(value, "position") ?? index + 1,
        label: (textOf(value, "quality") ?? textOf(value, "description") ?? `Point ${index + 1}`).slice(0, 200),
        ...(textOf(value, "quality") === null ? {} : given("description", textOf(value, "description"))),
      }));
      if (points.length > 1 || (points.length === 1 && ours(member(source, "CFDocument"), "framework") !== undefined)) return points;
    }
  }
  return null;
}

const defaultScale = ["Not yet", "Developing", "Performing", "Leading"].map((label, index) => ({ value: index + 1, label }));
const longestTitle = 200;
const longestText = 4000;

/** What others wrote: a ladder where items have skill levels, else a library whose groups are its domains. */
function imported(source: Record<string, unknown>, tree: CaseTree): { value: unknown; oddities: DocumentProblem[] } {
  const document = member(source, "CFDocument");
  const oddities: DocumentProblem[] = [];
  const ids = new Set<string>();
  /** The human code where there is one, else the identifier: the next edition's import finds the same things again. */
  const idOf = ({ item, identifier }: CaseItem): string => {
    const code = slug(textOf(item, "humanCodingScheme") ?? "");
    const wanted = code !== "" && !ids.has(code) ? code : slug(identifier) || "item";
    let found = wanted;
    for (let count = 2; ids.has(found); count += 1) found = `${wanted}-${count}`;
    ids.add(found);
    return found;
  };
  const statement = ({ item, path }: CaseItem): string => {
    const text = words(textOf(item, "fullStatement") ?? textOf(item, "abbreviatedStatement") ?? "");
    if (text.length > longestText)
      oddities.push(
        oddity([...path, "fullStatement"], `This statement has ${text.length} characters.`, `Its first ${longestText} were kept.`),
      );
    return text.slice(0, longestText);
  };
  const titled = (node: CaseItem) => {
    const full = statement(node);
    const short = words(textOf(node.item, "abbreviatedStatement") ?? "");
    const title = (short !== "" && full.length > longestTitle ? short : full).replaceAll(/\s+/g, " ").trim();
    const fits = title.length <= longestTitle ? title : `${title.slice(0, longestTitle - 1)}…`;
    const notes = words(textOf(node.item, "notes") ?? "");
    return {
      title: fits === "" ? "Untitled" : fits,
      ...given(
        "definition",
        [full === fits ? "" : full, notes]
          .filter((part) => part !== "")
          .join("\n\n")
          .slice(0, longestText) || null,
      ),
    };
  };
  const below = (node: CaseItem): CaseItem[] => node.children.flatMap((child) => [child, ...below(child)]);

  const levelIds = new Set([...tree.byId.values()].flatMap(({ skillLevels }) => skillLevels));
  const levelNodes = [...tree.byId.values()].filter(({ identifier }) => levelIds.has(identifier));
  const levels = inOrderOf(levelNodes, tree.precedes).map((node, index) => ({ node, id: idOf(node), rank: index + 1 }));
  const isLevel = ({ identifier }: CaseItem) => levelIds.has(identifier);
  const content = tree.roots.filter((node) => !isLevel(node));
  // What is asked at levels itself, or whose every child is, is a competency; what holds competencies is a domain.
  const groups = content.filter(({ children, skillLevels }) => {
    const inside = children.filter((child) => !isLevel(child));
    return skillLevels.length === 0 && inside.some((child) => child.skillLevels.length === 0);
  });
  const loose = content.filter((node) => !groups.includes(node));
  const domains = groups.map((node) => {
    const id = idOf(node);
    const { title, definition } = { definition: null, ...titled(node) };
    return { node, written: { id, title, kind: kindOf(node), ...given("description", definition) } };
  });
  const rest = { id: ids.has("competencies") ? "all-competencies" : "competencies", title: "Competencies", kind: "skill" };

  const competencies: { node: CaseItem; written: Record<string, unknown> }[] = [];
  const expectations = new Map<string, { id: string; competency: string; target: number; markers: string[] }[]>();
  const competency = (node: CaseItem, domain: string) => {
    const id = idOf(node);
    const asked = [node, ...below(node)].filter(({ skillLevels }) => skillLevels.length > 0);
    const markers = below(node)
      .filter((child) => !asked.includes(child) && !isLevel(child))
      .map(statement)
      .filter((text) => text !== "");
    competencies.push({ node, written: { id, domain, ...titled(node), markers } });
    for (const child of asked) {
      for (const level of new Set(child.skillLevels)) {
        const at = levels.find(({ node: candidate }) => candidate.identifier === level);
        if (!at) continue;
        const list = expectations.get(at.id) ?? [];
        const same = list.find((other) => other.competency === id);
        if (same) same.markers.push(statement(child));
        else
          list.push({
            id: `${at.id}-${id}`.slice(0, 100).replace(/[-._]+$/, ""),
            competency: id,
            target: 0,
            markers: child === node ? [] : [statement(child)],
          });
        expectations.set(at.id, list);
      }
    }
  };
  for (const { node, written } of domains) for (const child of node.children) if (!isLevel(child)) competency(child, written.id);
  for (const node of loose) competency(node, rest.id);

  const scale = scaleOf(source);
  if (scale === null)
    oddities.push(oddity([], "The package brings no rating scale.", "One of four points was put in; change it as you like."));
  const points = scale ?? defaultScale;
  const target = points[Math.min(points.length - 1, Math.floor((points.length * 2) / 3))]?.value ?? 1;
  const ladder = levels.length > 0;
  const licence = textOf(member(document, "licenseURI"), "title");
  const url = textOf(document, "officialSourceURL") ?? textOf(document, "uri");
  const from = {
    ...given("title", textOf(document, "creator")?.slice(0, longestTitle)),
    ...given("url", url !== null && /^https?:\/\/\S+$/.test(url) ? url : null),
    ...given("licence", licence?.slice(0, longestTitle)),
  };
  const value = {
    rungs: "framework@1",
    id: slug(textOf(document, "title") ?? "") || "imported",
    kind: ladder ? "ladder" : "library",
    title: (words(textOf(document, "title") ?? "") || "Imported framework").slice(0, longestTitle),
    ...given("description", words(textOf(document, "description") ?? "").slice(0, longestText) || null),
    ...given("language", /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(textOf(document, "language") ?? "") ? textOf(document, "language") : null),
    ...(Object.keys(from).length > 0 ? { source: from } : {}),
    scale: points,
    domains: [...domains.map(({ written }) => written), ...(loose.length > 0 ? [rest] : [])],
    competencies: competencies.map(({ written }) => written),
    ...(ladder
      ? {
          tracks: [{ id: "core", title: "Core" }],
          levels: levels.map(({ node, id, rank }) => ({
            id,
            rank,
            track: "core",
            title: titled(node).title,
            ...given("scope", words(textOf(node.item, "notes") ?? "").slice(0, longestText) || null),
            expectations: (expectations.get(id) ?? []).map((expectation) => ({ ...expectation, target })),
          })),
        }
      : {}),
  };
  return { value, oddities };
}

export const writeCase = (framework: Framework, options: CaseOptions = {}): string =>
  `${JSON.stringify(casePackage(framework, options), null, 2)}\n`;

export const caseFormat: FormatCode = { read: (source) => readCase(source), write: (framework) => writeCase(framework) };
