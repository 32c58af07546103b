import type { Framework } from "../document.ts";
import type { FormatCode } from "./read.ts";
import { gridOfCsv } from "./csv-text.ts";
import { writeCsv } from "./csv-write.ts";
import type { TableLayout } from "./table-options.ts";
import { readTable } from "./tables.ts";

/** The expectations of a ladder as a plain table; and back, also from somebody's own. */
export const csv: FormatCode = {
  read: (source, { base, table = {}, fileName }) => {
    const grid = gridOfCsv(source);
    return "rows" in grid ? readTable(grid, { base: base ?? null, table, fileName: fileName ?? "Framework" }) : grid;
  },
  write: (framework, { layout = "long" }) => writeCsv(framework, layout),
  losses: (framework, { layout = "long" }) => losses(framework, layout),
};

function losses(framework: Framework, layout: TableLayout): string[] {
  const { levels, competencies, domains, tracks } = framework;
  const some = (holds: boolean, what: string) => (holds ? [what] : []);
  const own = competencies.flatMap((competency) => ("use" in competency ? [] : [competency]));
  const matrix =
    layout === "long"
      ? []
      : [
          "ids, which are found again by names",
          ...some(
            levels.some(({ expectations }) => expectations.some(({ markers }) => markers.length > 0)),
            "what is asked where statements stand",
          ),
          ...some(
            levels.some(({ expectations }) => expectations.some(({ weight, critical }) => critical || weight !== 1)),
            "weights, and what is critical",
          ),
          ...some(
            levels.some(({ expectations }) => new Set(expectations.map(({ competency }) => competency)).size < expectations.length),
            "several expectations of one competency at one level",
          ),
          ...some(layout === "levels-as-rows", "domains and definitions"),
          ...some(layout === "levels-as-columns", "tracks and ranks"),
          ...some(competencies.length > own.length, "what is inherited from libraries"),
        ];
  return [
    ...matrix,
    "the words of the rating scale",
    ...some(framework.kind !== "ladder", `that this is a ${framework.kind}`),
    ...some(
      framework.description !== undefined || framework.source !== undefined || framework.language !== "en",
      "what is said of the framework itself",
    ),
    ...some(
      [...domains, ...tracks].some(({ description }) => description !== undefined),
      "descriptions of domains and tracks",
    ),
    ...some(
      domains.some(({ kind }) => kind !== "skill"),
      "kinds of domains",
    ),
    ...some(
      own.some(({ markers }) => markers.length > 0),
      "statements of competencies themselves",
    ),
    ...some(
      levels.some((level) => level.scope !== undefined || level.distinguishes !== undefined || Object.keys(level.domainScope).length > 0),
      "scopes of levels",
    ),
    ...some(
      levels.some((level) => level.roles.length > 0 || level.onward.length > 0 || level.regulated !== undefined),
      "roles, national levels and ways onward",
    ),
    ...some(
      levels.some((level) => level.replaces !== undefined),
      "which levels of earlier versions a level takes the place of",
    ),
    ...some(
      levels.some((level) => level.requirements.length > 0 || level.readiness !== undefined),
      "requirements and readiness rules",
    ),
    ...some(framework.responsibilities.length > 0, "responsibilities"),
    ...some(framework.transitions.length > 0, "transitions"),
    ...some(framework.equivalences.length > 0, "equivalences"),
    ...some(framework.standard !== undefined, "rules of the standard"),
    ...some(JSON.stringify(framework).includes("\\r"), "carriage returns, which become plain line breaks"),
  ];
}
