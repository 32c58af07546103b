import { competencyId } from "../competency.ts";
import type { Framework, Requirement } from "../document.ts";
import { cellName } from "./cells.ts";
import { labelsOf } from "./labels.ts";
import {
  competencySheet,
  domainSheet,
  ENTRY,
  GATEWAY,
  levelSheet,
  responsibilitySheet,
  scaleSheet,
  trackSheet,
  type Named,
  type SheetSpec,
} from "./xlsx-sheets.ts";

/** The things of a framework by what they are called in the workbook, and where those names stand. */
export type Called = {
  tracks: ReadonlyMap<string, string>;
  levels: ReadonlyMap<string, string>;
  domains: ReadonlyMap<string, string>;
  competencies: ReadonlyMap<string, string>;
  responsibilities: ReadonlyMap<string, string>;
  scale: ReadonlyMap<number, string>;
  /** The cells with the names, for drop-downs. */
  range: (named: Named) => string;
};

export function callings(framework: Framework): Called {
  const outside = [
    ENTRY,
    GATEWAY,
    ...framework.transitions.flatMap(({ from, to }) => [from, to]).filter((level) => level.includes("/")),
    ...allRequirements(framework)
      .flatMap((requirement) => ("at" in requirement ? requirement.at : []))
      .filter((level) => level.includes("/")),
  ];
  const rows: Readonly<Record<Named, { spec: SheetSpec; count: number }>> = {
    Tracks: { spec: trackSheet, count: framework.tracks.length },
    Levels: { spec: levelSheet, count: framework.levels.length },
    Domains: { spec: domainSheet, count: framework.domains.length },
    Competencies: { spec: competencySheet, count: framework.competencies.length },
    Responsibilities: { spec: responsibilitySheet, count: framework.responsibilities.length },
    Scale: { spec: scaleSheet, count: framework.scale.length },
  };
  return {
    tracks: labelsOf(framework.tracks),
    levels: labelsOf(framework.levels, outside),
    domains: labelsOf(framework.domains),
    // What an equivalence names may be an expectation or a level as well, by its id.
    competencies: labelsOf(
      framework.competencies.map((competency) => ({
        id: competencyId(competency),
        title: "use" in competency ? competencyId(competency) : competency.title,
      })),
      framework.equivalences.map(({ from }) => from),
    ),
    responsibilities: labelsOf(framework.responsibilities),
    scale: new Map(
      [...labelsOf(framework.scale.map(({ value, label }) => ({ id: String(value), title: label })))].map(([value, label]) => [
        Number(value),
        label,
      ]),
    ),
    range: (named) => {
      const { spec, count } = rows[named];
      const column = cellName(0, spec.columns.findIndex(({ key }) => key === (named === "Scale" ? "label" : "title")) + 1).replace("0", "");
      return `${spec.name}!$${column}$3:$${column}$${2 + count + spec.spare}`;
    },
  };
}

const allRequirements = (framework: Framework): Requirement[] => {
  const within = (requirement: Requirement): Requirement[] => [
    requirement,
    ...("anyOf" in requirement ? requirement.anyOf.flatMap(within) : []),
  ];
  return [
    ...framework.levels.flatMap((level) => level.requirements),
    ...(framework.standard?.entry ?? []),
    ...(framework.standard?.gateway?.requirements ?? []),
  ].flatMap(within);
};
