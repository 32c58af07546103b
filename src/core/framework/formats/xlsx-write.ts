import { competencyId } from "../competency.ts";
import type { Framework, Requirement } from "../document.ts";
import { member } from "../raw.ts";
import { cellName, listToCell, toCell } from "./cells.ts";
import { clauseToText } from "./clauses.ts";
import type { CellOut, Choice, SheetOut } from "./workbook.ts";
import { callings, type Called } from "./xlsx-called.ts";
import { matrixSheet } from "./xlsx-matrix.ts";
import {
  assessmentSheet,
  competencySheet,
  domainSheet,
  ENTRY,
  equivalenceSheet,
  FRAMEWORK,
  frameworkLines,
  GATEWAY,
  levelSheet,
  MARK,
  NAMES,
  requirementSheet,
  responsibilitySheet,
  scaleSheet,
  standardLines,
  trackSheet,
  transitionSheet,
  waySheet,
  type Line,
  type SheetSpec,
} from "./xlsx-sheets.ts";

/** What stands in the cells of one row, by the key of the column. */
type Row = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** All sheets of the workbook of a framework, which may still be empty. */
export function sheetsOf(framework: Framework): SheetOut[] {
  const called = callings(framework);
  const list = (spec: SheetSpec, rows: readonly Row[]) => listSheet(spec, rows, called);
  const isStandard = framework.kind === "standard" || framework.standard !== undefined;
  return [
    formSheet(framework, isStandard),
    list(scaleSheet, framework.scale),
    list(trackSheet, framework.tracks),
    list(levelSheet, levelRows(framework, called)),
    list(domainSheet, framework.domains),
    list(competencySheet, competencyRows(framework, called)),
    ...(framework.kind === "library" && framework.levels.length === 0 ? [] : [matrixSheet(framework, called)]),
    list(requirementSheet, requirementRows(framework, called)),
    list(responsibilitySheet, framework.responsibilities),
    list(
      transitionSheet,
      framework.transitions.map(({ from, to, kind, months, description }) => ({
        from: called.levels.get(from) ?? from,
        to: called.levels.get(to) ?? to,
        kind,
        months,
        description,
      })),
    ),
    list(waySheet, wayRows(framework, called)),
    list(
      equivalenceSheet,
      framework.equivalences.map(({ from, to, kind }) => ({ from: called.competencies.get(from) ?? from, to, kind })),
    ),
    ...(isStandard ? [list(assessmentSheet, framework.standard?.assessment ?? [])] : []),
    namesSheet(framework, called),
  ];
}

function listSheet({ name, about, columns, spare }: SheetSpec, rows: readonly object[], called: Called): SheetOut {
  const first = columns.findIndex(({ hidden }) => hidden !== true);
  const cell = (column: SheetSpec["columns"][number], value: unknown): CellOut => ({
    value: shown(value),
    voice: column.hidden ? "machine" : column.firm ? "firm" : column.of || column.number ? "choice" : "text",
  });
  const choices = columns.flatMap(({ of, list }, index): Choice[] => {
    // A list of several is no choice among them.
    if (of === undefined || list) return [];
    const letter = cellName(0, index + 1).replace("0", "");
    return [{ range: `${letter}3:${letter}${2 + rows.length + spare}`, among: typeof of === "string" ? called.range(of) : of }];
  });
  return {
    name,
    rows: [
      columns.map((_, index) => (index === first ? { value: about, voice: "about" } : null)),
      columns.map(({ head, note }) => ({ value: head, voice: "head", note })),
      ...rows.map((row) => columns.map((column) => cell(column, member(row, column.key)))),
      ...Array.from({ length: spare }, () => columns.map((column) => cell(column, undefined))),
    ],
    columns: columns.map(({ width, hidden }) => ({ width, ...(hidden ? { hidden } : {}) })),
    frozen: { rows: 2, columns: columns.findIndex(({ firm }) => firm) + 1 },
    choices,
  };
}

const shown = (value: unknown): CellOut["value"] =>
  typeof value === "number"
    ? value
    : typeof value === "string"
      ? toCell(value)
      : Array.isArray(value) && value.length > 0
        ? listToCell(value.map(String))
        : null;

function formSheet(framework: Framework, isStandard: boolean): SheetOut {
  const lines: readonly Line[] = isStandard ? [...frameworkLines, ...standardLines] : frameworkLines;
  const start = 3;
  return {
    name: FRAMEWORK,
    rows: [
      [
        null,
        {
          value: "A ladder to fill in. Go from tab to tab, from left to right; a note on each heading says what belongs under it.",
          voice: "about",
        },
      ],
      [
        null,
        { value: "Save it as .xlsx and bring it into Rungs: nothing is changed before you have seen what would change.", voice: "about" },
      ],
      [
        { value: "key", voice: "head" },
        { value: "What", voice: "head" },
        { value: "Yours", voice: "head" },
        { value: "What belongs here", voice: "head" },
      ],
      ...lines.map(({ key, label, help }): CellOut[] => [
        { value: key, voice: "machine" },
        { value: label, voice: "firm" },
        { value: shown(lineOf(framework, key)), voice: "text" },
        { value: help, voice: "about" },
      ]),
    ],
    columns: [{ width: 12, hidden: true }, { width: 22 }, { width: 80 }, { width: 60 }],
    frozen: { rows: start, columns: 2 },
    choices: lines.flatMap(({ of }, index) => (of === undefined ? [] : [{ range: `C${start + 1 + index}`, among: of }])),
  };
}

/** What stands at a line's key, which is a path but for the two that say whether a thing is there at all. */
function lineOf(framework: Framework, key: string): unknown {
  if (key === "standard") return framework.standard === undefined ? undefined : "yes";
  if (key === "standard.gateway") return framework.standard?.gateway === undefined ? undefined : "yes";
  if (key === "standard.gateway.clauses") return framework.standard?.gateway?.clauses.map(clauseToText);
  return key.split(".").reduce<unknown>((value, step) => member(value, /^\d$/.test(step) ? Number(step) : step), framework);
}

const levelRows = (framework: Framework, called: Called): Row[] =>
  framework.levels.map(({ id, title, rank, track, scope, distinguishes, regulated, roles, responsibilities, readiness, replaces }) => ({
    id,
    title,
    rank,
    scope,
    distinguishes,
    regulated,
    roles,
    track: called.tracks.get(track) ?? track,
    responsibilities: responsibilities.map((held) => called.responsibilities.get(held) ?? held),
    readiness: readiness?.map(clauseToText),
    replaces,
  }));

const competencyRows = (framework: Framework, called: Called): Row[] =>
  framework.competencies.map((competency) => {
    const domain = called.domains.get(competency.domain) ?? competency.domain;
    const id = competencyId(competency);
    // Its title and wording are the library's, which only its id names here.
    if ("use" in competency) return { id, domain, title: id, use: competency.use };
    return { id, domain, title: competency.title, definition: competency.definition, markers: competency.markers };
  });

function requirementRows(framework: Framework, called: Called): Row[] {
  let numbers = 0;
  const rows = (level: string, requirements: readonly Requirement[], within?: number): Row[] =>
    requirements.flatMap((requirement): Row[] => {
      const { id, title, description } = requirement;
      if ("anyOf" in requirement) {
        const number = (numbers += 1);
        return [{ id, level, kind: "any of", title, number, within, description }, ...rows(level, requirement.anyOf, number)];
      }
      return [
        {
          id,
          level,
          kind: requirement.kind,
          title,
          within,
          description,
          ...(requirement.kind === "experience"
            ? { months: requirement.months, at: requirement.at.map((at) => called.levels.get(at) ?? at) }
            : {}),
          ...("validMonths" in requirement ? { validMonths: requirement.validMonths } : {}),
          ...(requirement.kind === "qualification"
            ? {
                equivalents: requirement.equivalents,
                regulated: requirement.regulated,
                anyAtLevel: requirement.anyAtLevel ? "yes" : undefined,
              }
            : {}),
        },
      ];
    });
  return [
    ...framework.levels.flatMap((level) => rows(called.levels.get(level.id) ?? level.id, level.requirements)),
    ...rows(ENTRY, framework.standard?.entry ?? []),
    ...rows(GATEWAY, framework.standard?.gateway?.requirements ?? []),
  ];
}

const wayRows = (framework: Framework, called: Called): Row[] => [
  ...framework.levels.flatMap((level) => level.onward.map((way) => ({ from: called.levels.get(level.id), ...way }))),
  ...framework.transitions.flatMap(({ from, to, via }) =>
    via.map((way) => ({ from: called.levels.get(from) ?? from, to: called.levels.get(to) ?? to, ...way })),
  ),
];

function namesSheet(framework: Framework, called: Called): SheetOut {
  const rows = Object.entries({
    Tracks: called.tracks,
    Levels: called.levels,
    Domains: called.domains,
    Competencies: called.competencies,
    Responsibilities: called.responsibilities,
    Scale: called.scale,
  }).flatMap(([of, labels]) =>
    Array.from<readonly [string | number, string], CellOut[]>(labels, ([id, label]) => [
      { value: of },
      { value: String(id) },
      { value: toCell(label) },
    ]),
  );
  return {
    name: NAMES,
    hidden: true,
    rows: [[{ value: MARK }, { value: framework.id }], ...rows],
    columns: [{ width: 20 }, { width: 30 }, { width: 40 }],
  };
}
