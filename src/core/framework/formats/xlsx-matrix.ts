import { competencyId } from "../competency.ts";
import type { Expectation, Framework, Level } from "../document.ts";
import { textOf } from "../raw.ts";
import { cellName, listToCell, toCell } from "./cells.ts";
import type { CellOut, Choice, ColumnOut, SheetOut } from "./workbook.ts";
import { MATRIX } from "./xlsx-sheets.ts";
import type { Called } from "./xlsx-called.ts";

/*
 * The sheet on which a ladder is read and written as one table: a row for each competency under its domain, a block of
 * columns for each level. A domain's own row says what it covers at each level.
 */

/** Rows before the first competency: what to do, ids of the levels (hidden), their titles, what each column is. */
export const matrixHead = { about: 0, ids: 1, levels: 2, parts: 3, rows: 4 } as const;
/** Columns before the first level: id (hidden), domain, competency. */
export const matrixStart = 3;
/** The columns of a level. Those that most ladders leave alone are folded away. */
export const matrixParts = [
  { key: "statements", head: "What one sees", width: 48, note: "One statement per line, each one act that a colleague could watch." },
  {
    key: "target",
    head: "Asked",
    width: 14,
    note: "The point of the scale that is asked. Empty cells here and beside it: nothing is asked of this level.",
  },
  { key: "critical", head: "Critical", width: 9, note: "yes if nobody is ready while this is short." },
  { key: "weight", head: "Weight", width: 9, note: "1 where nothing stands here. 2 counts twice." },
  { key: "id", head: "id", width: 12, note: "How Rungs knows this expectation again. Leave it alone." },
] as const;

/** What the order of a level's expectations needs where it is not that of the rows: the place in the level, after its id. */
export const idAndPlace = (id: string, place: number | null): string => (place === null ? id : `${id}@${place}`);

type Line = { competency: string; domain: string; nth: number };

/** Competencies under their domains; one that a level asks for several times has as many rows. What hangs in the air comes last. */
function linesOf({ domains, competencies, levels }: Framework): Line[] {
  const most = new Map<string, number>();
  for (const { expectations } of levels) {
    for (const [competency, same] of Map.groupBy(expectations, (expectation) => expectation.competency))
      most.set(competency, Math.max(most.get(competency) ?? 1, same.length));
  }
  const rows = (competency: string, domain: string) =>
    Array.from({ length: most.get(competency) ?? 1 }, (_, nth) => ({ competency, domain, nth }));
  const known = new Set(domains.map(({ id }) => id));
  const listed = new Set(competencies.map(competencyId));
  // A draft may name domains and competencies that it does not have.
  const loose = competencies.filter(({ domain }) => !known.has(domain));
  return [
    ...domains.flatMap(({ id }) =>
      competencies.filter(({ domain }) => domain === id).flatMap((competency) => rows(competencyId(competency), id)),
    ),
    ...loose.flatMap((competency) => rows(competencyId(competency), competency.domain)),
    ...[...most.keys()].filter((competency) => !listed.has(competency)).flatMap((competency) => rows(competency, "")),
  ];
}

/** By line, the level's expectation and, where the rows do not give their order, its place among them. */
function placedIn(level: Level, lines: readonly Line[]): Map<Line, { expectation: Expectation; place: number | null }> {
  const same = Map.groupBy(level.expectations, ({ competency }) => competency);
  const found = lines.flatMap((line) => {
    const expectation = same.get(line.competency)?.[line.nth];
    return expectation === undefined ? [] : [{ line, expectation, place: level.expectations.indexOf(expectation) }];
  });
  const inOrder = found.every(({ place }, index) => place === index);
  return new Map(found.map(({ line, expectation, place }) => [line, { expectation, place: inOrder ? null : place }]));
}

const spareLevels = 2;
const spareRows = 20;
/** Of a workbook that has no levels yet. */
const firstLevels = 6;

export function matrixSheet(framework: Framework, called: Called): SheetOut {
  const { levels } = framework;
  const lines = linesOf(framework);
  const blocks: (Level | null)[] = [...levels, ...Array.from({ length: levels.length === 0 ? firstLevels : spareLevels }, () => null)];
  const asked = blocks.map((level) => (level === null ? null : placedIn(level, lines)));
  const partly = {
    critical: levels.some(({ expectations }) => expectations.some(({ critical }) => critical)),
    weight: levels.some(({ expectations }) => expectations.some(({ weight }) => weight !== 1)),
  };

  const ofDomain = (domain: string): (CellOut | null)[] => [
    { value: domain, voice: "machine" },
    { value: toCell(called.domains.get(domain) ?? domain), voice: "domain" },
    { value: null, voice: "domain" },
    ...blocks.flatMap((level): CellOut[] => {
      const scope = textOf(level?.domainScope, domain);
      return [
        { value: scope === null ? null : toCell(scope), voice: "domain" },
        ...matrixParts.slice(1).map((): CellOut => ({ value: null, voice: "domain" })),
      ];
    }),
  ];
  const ofLine = (line: Line): (CellOut | null)[] => [
    { value: line.competency, voice: "machine" },
    { value: line.domain === "" ? null : toCell(called.domains.get(line.domain) ?? line.domain), voice: "choice" },
    { value: toCell(called.competencies.get(line.competency) ?? line.competency), voice: "firm" },
    ...asked.flatMap((of) => cellsOf(of?.get(line) ?? null, called)),
  ];
  const empty = (): CellOut[] => [
    { value: null, voice: "machine" },
    { value: null, voice: "choice" },
    { value: null, voice: "firm" },
    ...blocks.flatMap(() => cellsOf(null, called)),
  ];
  const known = new Set(framework.domains.map(({ id }) => id));
  const rows = [
    ...framework.domains.flatMap(({ id }) => [ofDomain(id), ...lines.filter(({ domain }) => domain === id).map(ofLine)]),
    ...lines.filter(({ domain }) => !known.has(domain)).map(ofLine),
  ];
  const last = matrixHead.rows + rows.length + spareRows;

  return {
    name: MATRIX,
    rows: [
      [
        null,
        {
          value:
            "What each level asks: one statement per line. A row without a competency says what its domain covers. A name that is new in the third column becomes a new competency.",
          voice: "about",
        },
      ],
      [
        { value: "id", voice: "machine" },
        null,
        null,
        ...blocks.flatMap((level) => [{ value: level?.id ?? null, voice: "machine" } as const, ...matrixParts.slice(1).map(() => null)]),
      ],
      [
        head("id"),
        head(null),
        head(null),
        ...blocks.flatMap((level) => [
          {
            ...head(level === null ? null : toCell(called.levels.get(level.id) ?? level.id)),
            note: "A level, as it is called on the sheet Levels.",
          },
          ...matrixParts.slice(1).map(() => head(null)),
        ]),
      ],
      [
        head("id"),
        { ...head("Domain"), note: "From the sheet Domains." },
        { ...head("Competency"), note: "From the sheet Competencies." },
        ...blocks.flatMap(() => matrixParts.map((part) => ({ ...head(part.head), note: part.note }))),
      ],
      ...rows,
      ...Array.from({ length: spareRows }, empty),
    ],
    columns: [
      { width: 12, hidden: true },
      { width: 18 },
      { width: 28 },
      ...blocks.flatMap(() =>
        matrixParts.map(({ key, width }): ColumnOut => ({
          width,
          ...(key === "id" ? { hidden: true } : key === "critical" || key === "weight" ? { folded: !partly[key] } : {}),
        })),
      ),
    ],
    hiddenRows: [matrixHead.ids],
    frozen: { rows: matrixHead.rows, columns: matrixStart },
    choices: [
      { range: `B${matrixHead.rows + 1}:B${last}`, among: called.range("Domains") },
      { range: `C${matrixHead.rows + 1}:C${last}`, among: called.range("Competencies") },
      ...blocks.flatMap((_, block) => choicesOf(block, last, called)),
    ],
  };
}

const head = (value: string | null): CellOut => ({ value, voice: "head" });

function cellsOf(found: { expectation: Expectation; place: number | null } | null, called: Called): CellOut[] {
  if (found === null)
    return matrixParts.map(({ key }) => ({ value: null, voice: key === "id" ? "machine" : key === "statements" ? "text" : "choice" }));
  const { id, markers, target, critical, weight } = found.expectation;
  return [
    { value: markers.length === 0 ? null : listToCell(markers), voice: "text" },
    { value: toCell(called.scale.get(target) ?? String(target)), voice: "choice" },
    { value: critical ? "yes" : null, voice: "choice" },
    { value: weight === 1 ? null : weight, voice: "choice" },
    { value: idAndPlace(id, found.place), voice: "machine" },
  ];
}

function choicesOf(block: number, last: number, called: Called): Choice[] {
  const column = (part: number) => matrixStart + block * matrixParts.length + part + 1;
  const range = (part: number) => `${cellName(matrixHead.rows + 1, column(part))}:${cellName(last, column(part))}`;
  return [
    { range: cellName(matrixHead.levels + 1, column(0)), among: called.range("Levels") },
    { range: range(1), among: called.range("Scale") },
    { range: range(2), among: ["yes"] },
  ];
}
