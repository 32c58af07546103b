import { v5 } from "uuid";
import { expectationWording, spoken } from "../../gap/wording.ts";
import type { Framework, Level } from "../document.ts";

/**
 * A framework as a 1EdTech CASE 1.1 package. What CASE has a place for stands there: documents, items and their order,
 * levels of skill, ways up, the scale as a rubric, the licence. The rest of each thing travels in its `extensions` under
 * `rungs:…`, so that nothing is lost between two installations, and others see no key that the standard does not allow.
 */
export type CaseOptions = {
  /** Where a server provides it, up to and including the version: "https://…/ims/case/v1p1". Without one, addresses are names (urn:uuid:…). */
  base?: string;
  creator?: string;
  version?: number;
  /** RFC 3339, when it last changed; the first second of 1970 where nobody knows. */
  changedAt?: string;
};

type Link = { title: string; identifier: string; uri: string };
type Extensions = Record<`rungs:${string}`, unknown>;
type Item = {
  identifier: string;
  uri: string;
  fullStatement: string;
  lastChangeDateTime: string;
  CFItemType: string;
  CFItemTypeURI: Link;
  notes?: string;
  language: string;
  educationLevel?: string[];
  extensions?: Extensions;
};
type Association = {
  identifier: string;
  uri: string;
  associationType: string;
  originNodeURI: Link;
  destinationNodeURI: Link & { targetType?: string };
  lastChangeDateTime: string;
  sequenceNumber?: number;
};

/** All ids of Rungs in CASE lie under this name: the same part of the same framework has the same id in every export. */
const namespace = "8d0f1a52-7c0e-5b7e-9c55-3f6a5e0c2b11";

const itemTypes = {
  Domain: "A group of competencies.",
  Competency: "Something that people are good at, at one level or at several.",
  Level: "A rung of the ladder.",
  Expectation: "What a level asks of a competency.",
  Marker: "What one sees somebody do who meets an expectation or has a competency.",
} as const;
type ItemType = keyof typeof itemTypes;

/** @returns an object whose JSON is a CFPackage valid against the published schema. */
export function casePackage(framework: Framework, { base, creator, version, changedAt = "1970-01-01T00:00:00Z" }: CaseOptions = {}) {
  const id = (kind: string, name: string) => v5(`${framework.id}/${kind}/${name}`, namespace);
  const uri = (collection: string, identifier: string) =>
    base === undefined ? `urn:uuid:${identifier}` : `${base}/${collection}/${identifier}`;
  const link = (collection: string, identifier: string, title: string): Link => ({ title, identifier, uri: uri(collection, identifier) });
  const document = link("CFDocuments", id("document", ""), framework.title);
  const licence =
    framework.source?.licence === undefined ? null : link("CFLicenses", id("licence", framework.source.licence), framework.source.licence);
  const typeLink = (type: ItemType) => link("CFItemTypes", v5(`item-type/${type}`, namespace), type);

  const items: Item[] = [];
  const associations: Association[] = [];
  const associate = (associationType: string, origin: Link, destination: Association["destinationNodeURI"], sequenceNumber?: number) => {
    const identifier = id("association", `${associationType}/${origin.identifier}/${destination.identifier}`);
    associations.push({
      identifier,
      uri: uri("CFAssociations", identifier),
      associationType,
      originNodeURI: origin,
      destinationNodeURI: destination,
      lastChangeDateTime: changedAt,
      ...(sequenceNumber === undefined ? {} : { sequenceNumber }),
    });
  };
  const item = (
    type: ItemType,
    name: string,
    statement: string,
    parent: Link,
    sequence: number,
    more: Partial<Pick<Item, "notes" | "educationLevel" | "extensions">> = {},
  ): Link => {
    const identifier = id(type, name);
    items.push({
      identifier,
      uri: uri("CFItems", identifier),
      fullStatement: statement,
      CFItemType: type,
      CFItemTypeURI: typeLink(type),
      language: framework.language,
      lastChangeDateTime: changedAt,
      ...more,
    });
    const made = link("CFItems", identifier, statement.slice(0, 100));
    associate("isChildOf", made, parent, sequence);
    return made;
  };
  const markers = (texts: readonly string[], owner: string, parent: Link) =>
    texts.forEach((text, index) => item("Marker", `${owner}/${index}`, text, parent, index + 1));

  const domains = new Map<string, Link>();
  framework.domains.forEach(({ id: name, title, description, kind }, index) => {
    domains.set(
      name,
      item("Domain", name, title, document, index + 1, {
        ...(description === undefined ? {} : { notes: description }),
        extensions: { "rungs:domain": { id: name, kind } },
      }),
    );
  });
  const competencies = new Map<string, Link>();
  framework.competencies.forEach((competency, index) => {
    const parent = domains.get(competency.domain) ?? document;
    if ("use" in competency) {
      const name = competency.use.slice(competency.use.indexOf("/") + 1);
      competencies.set(
        name,
        item("Competency", name, spoken(name), parent, index + 1, {
          extensions: { "rungs:competency": { use: competency.use, domain: competency.domain } },
        }),
      );
      return;
    }
    const { id: name, title, definition, domain } = competency;
    const made = item("Competency", name, title, parent, index + 1, {
      ...(definition === undefined ? {} : { notes: definition }),
      extensions: { "rungs:competency": { id: name, domain } },
    });
    competencies.set(name, made);
    markers(competency.markers, `competency/${name}`, made);
  });

  const levels = new Map<string, Link>();
  framework.levels.forEach((level, index) => {
    const { expectations: _asked, title, scope, ...rest } = level;
    levels.set(
      level.id,
      item("Level", level.id, title, document, framework.domains.length + index + 1, {
        ...(scope === undefined ? {} : { notes: scope }),
        ...(level.regulated === undefined ? {} : { educationLevel: [level.regulated] }),
        extensions: { "rungs:level": rest },
      }),
    );
  });
  for (const level of framework.levels) expectationsOf(level);
  function expectationsOf(level: Level) {
    level.expectations.forEach(({ markers: own, ...expectation }, index) => {
      const { title } = expectationWording(framework, { ...expectation, markers: own });
      const made = item(
        "Expectation",
        expectation.id,
        `${title}: ${level.title}`,
        competencies.get(expectation.competency) ?? document,
        index + 1,
        { extensions: { "rungs:expectation": expectation } },
      );
      const at = levels.get(level.id);
      if (at) associate("hasSkillLevel", made, at, index + 1);
      markers(own, `expectation/${expectation.id}`, made);
    });
  }
  for (const { from, to, kind } of framework.transitions) {
    const origin = levels.get(from);
    const destination = levels.get(to);
    if (kind === "promotion" && origin && destination) associate("precedes", origin, destination);
  }
  for (const { from, to, kind } of framework.equivalences) {
    const origin = competencies.get(from) ?? levels.get(from);
    if (origin)
      associate(kind === "exact" ? "exactMatchOf" : "isRelatedTo", origin, {
        title: to,
        identifier: to,
        uri: `urn:rungs:${to}`,
        targetType: "ext:rungs",
      });
  }

  const { id: slug, kind, title, description, language, source, tracks, responsibilities, transitions, equivalences, standard } = framework;
  const used = new Set(items.map((each) => each.CFItemType));
  const rubric = id("rubric", "scale");
  const criterion = id("criterion", "scale");
  return {
    CFDocument: {
      identifier: document.identifier,
      uri: document.uri,
      caseVersion: "1.1",
      frameworkType: frameworkTypes[kind],
      title,
      language,
      creator: creator ?? source?.title ?? "Not named",
      lastChangeDateTime: changedAt,
      adoptionStatus: "Adopted",
      ...(description === undefined ? {} : { description }),
      ...(version === undefined ? {} : { version: String(version) }),
      ...(source?.url === undefined ? {} : { officialSourceURL: source.url }),
      ...(licence === null ? {} : { licenseURI: licence }),
      extensions: {
        "rungs:framework": {
          id: slug,
          kind,
          ...(source === undefined ? {} : { source }),
          tracks,
          responsibilities,
          transitions,
          equivalences,
          ...(standard === undefined ? {} : { standard }),
        },
      },
    },
    CFItems: items,
    CFAssociations: associations,
    CFDefinitions: {
      CFItemTypes: Object.entries(itemTypes)
        .filter(([type]) => used.has(type))
        .map(([type, said], index) => {
          const identifier = v5(`item-type/${type}`, namespace);
          return {
            identifier,
            uri: uri("CFItemTypes", identifier),
            title: type,
            description: said,
            hierarchyCode: String(index + 1),
            lastChangeDateTime: changedAt,
          };
        }),
      ...(licence === null
        ? {}
        : {
            CFLicenses: [
              {
                identifier: licence.identifier,
                uri: licence.uri,
                title: licence.title,
                licenseText: source?.attribution ?? licence.title,
                lastChangeDateTime: changedAt,
              },
            ],
          }),
    },
    CFRubrics: [
      {
        identifier: rubric,
        uri: uri("CFRubrics", rubric),
        title: "Rating scale",
        lastChangeDateTime: changedAt,
        CFRubricCriteria: [
          {
            identifier: criterion,
            uri: uri("CFRubricCriteria", criterion),
            category: "Rating",
            position: 1,
            rubricId: rubric,
            lastChangeDateTime: changedAt,
            CFRubricCriterionLevels: framework.scale.map(({ value, label, description: meaning }, index) => {
              const identifier = id("scale", String(value));
              return {
                identifier,
                uri: uri("CFRubricCriterionLevels", identifier),
                quality: label,
                score: value,
                position: index + 1,
                rubricCriterionId: criterion,
                lastChangeDateTime: changedAt,
                ...(meaning === undefined ? {} : { description: meaning }),
              };
            }),
          },
        ],
      },
    ],
  };
}

const frameworkTypes: Readonly<Record<Framework["kind"], string>> = {
  ladder: "CareerLadder",
  library: "CompetencyLibrary",
  standard: "OccupationalStandard",
};
