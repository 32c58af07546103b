import { stringify } from "csv-stringify/sync";
import { competencyId } from "../competency.ts";
import type { Framework, Level } from "../document.ts";
import { listToCell, toCell } from "./cells.ts";
import { labelsOf } from "./labels.ts";
import { recognised } from "./table-columns.ts";
import type { TableLayout } from "./table-options.ts";
import { isNothing, Scale } from "./table-scale.ts";

type Cell = string | number | null;

/** UTF-8 with its mark, commas and CRLF (RFC 4180): what spreadsheet programs open without asking. */
export const writeCsv = (framework: Framework, layout: TableLayout): string =>
  `\uFEFF${stringify(layout === "long" ? longRows(framework) : matrixRows(framework, layout), { record_delimiter: "\r\n", quoted_match: /[\r\n;\t]/ })}`;

function longRows(framework: Framework): Cell[][] {
  const tracks = new Map(framework.tracks.map((track) => [track.id, track.title]));
  const domains = new Map(framework.domains.map((domain) => [domain.id, domain.title]));
  const competencies = new Map(framework.competencies.map((competency) => [competencyId(competency), competency]));
  const scale = labelsOf(framework.scale.map(({ value, label }) => ({ id: String(value), title: label })));
  const text = (value: string | undefined): Cell => (value === undefined ? null : toCell(value));
  const ofLevel = (level: Level | null): Cell[] =>
    level === null ? [null, null, null, null, null] : [level.track, text(tracks.get(level.track)), level.id, text(level.title), level.rank];
  const ofCompetency = (id: string): Cell[] => {
    const competency = competencies.get(id);
    if (competency === undefined) return [null, null, id, null, null, null];
    const own = "use" in competency ? [text(id), competency.use, null] : [text(competency.title), null, text(competency.definition)];
    return [competency.domain, text(domains.get(competency.domain)), id, ...own];
  };
  const asked = new Set(framework.levels.flatMap((level) => level.expectations.map((expectation) => expectation.competency)));
  const called = [framework.id, text(framework.title)];
  return [
    [
      "Framework id",
      "Framework",
      "Track id",
      "Track",
      "Level id",
      "Level",
      "Rank",
      "Domain id",
      "Domain",
      "Competency id",
      "Competency",
      "Inherited from",
      "Definition",
      "Expectation id",
      "Asked",
      "Weight",
      "Critical",
      "Statements",
    ],
    ...framework.levels.flatMap((level) =>
      level.expectations.length === 0
        ? [[...called, ...ofLevel(level), ...Array.from({ length: 11 }, () => null)]]
        : level.expectations.map(({ id, competency, target, weight, critical, markers }): Cell[] => [
            ...called,
            ...ofLevel(level),
            ...ofCompetency(competency),
            id,
            text(scale.get(String(target)) ?? String(target)),
            weight,
            critical ? "yes" : "no",
            listToCell(markers),
          ]),
    ),
    // What no level asks for yet.
    ...[...competencies.keys()]
      .filter((id) => !asked.has(id))
      .map((id) => [...called, ...ofLevel(null), ...ofCompetency(id), null, null, null, null, null]),
  ];
}

function matrixRows(framework: Framework, layout: "levels-as-columns" | "levels-as-rows"): Cell[][] {
  const scale = new Scale(framework.scale, undefined);
  const points = labelsOf(framework.scale.map(({ value, label }) => ({ id: String(value), title: label })));
  const domains = labelsOf(framework.domains);
  const tracks = labelsOf(framework.tracks);
  const levels = labelsOf(framework.levels, recognised);
  const competencies = labelsOf(
    framework.competencies.map((each) => ({ id: competencyId(each), title: "use" in each ? competencyId(each) : each.title })),
    recognised,
  );
  const cell = (level: Level, competency: string): Cell => {
    const asked = level.expectations.filter((expectation) => expectation.competency === competency);
    const [first] = asked;
    if (first === undefined) return null;
    const statements = asked.flatMap(({ markers }) => markers);
    // Without statements what is asked is all there is to say; a statement that looks like that is told apart.
    if (statements.length === 0) return toCell(points.get(String(first.target)) ?? String(first.target));
    const text = statements.join("\n");
    return listToCell(statements, isNothing(text) || scale.alone(text) !== null);
  };
  const name = (labels: ReadonlyMap<string, string>, id: string): Cell => toCell(labels.get(id) ?? id);
  return layout === "levels-as-columns"
    ? [
        ["Domain", "Competency", "Definition", ...framework.levels.map(({ id }) => name(levels, id))],
        ...framework.competencies.map((each) => [
          name(domains, each.domain),
          name(competencies, competencyId(each)),
          "use" in each || each.definition === undefined ? null : toCell(each.definition),
          ...framework.levels.map((level) => cell(level, competencyId(each))),
        ]),
      ]
    : [
        ["Track", "Rank", "Level", ...framework.competencies.map((each) => name(competencies, competencyId(each)))],
        ...framework.levels.map((level) => [
          name(tracks, level.track),
          level.rank,
          name(levels, level.id),
          ...framework.competencies.map((each) => cell(level, competencyId(each))),
        ]),
      ];
}
