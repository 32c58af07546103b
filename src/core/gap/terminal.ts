import type { Framework, Level, Requirement } from "../framework/document.ts";
import { answerLine } from "./answer.ts";
import { explainReadiness, statusWord, unassessedBecause } from "./explain.ts";
import { explainRequirement } from "./explain-requirement.ts";
import { explainClause } from "./explain-rule.ts";
import { namesOf, type Names } from "./names.ts";
import type { ExpectationLine, ExpectationStatus, GapReport, RequirementStatus } from "./report.ts";
import { position } from "./scale.ts";
import { expectationWording, type Library } from "./wording.ts";
import { capital, dateInProse, plain, points, rangeInFigures, wholePercent } from "./words.ts";

/** The report as a page for the terminal: the same figures as on the screen, drawn with characters. */
const width = 92;
const nameWidth = 32;

const marks: Record<ExpectationStatus, string> = { met: "●", exceeds: "▲", gap: "◐", "not-assessed": "○", stale: "◌" };
const squares: Record<RequirementStatus, string> = { met: "■", expiring: "◪", expired: "⊠", unmet: "□", unknown: "▢" };
const clauseWords = { met: "met", "not-met": "not met", unknown: "open" } as const;

/** Words under one another, no line longer than the page; a word longer than a line stands alone. */
function wrapped(text: string, indent = 0): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width - indent) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join(`\n${" ".repeat(indent)}`);
}

const fitted = (text: string, room: number): string => (text.length > room ? `${text.slice(0, room - 1)}…` : text.padEnd(room));

function bar({ readiness }: GapReport): string {
  const [low, high] = [wholePercent(readiness.low), wholePercent(readiness.high)].map((percent) => Math.floor(percent / 2)) as [
    number,
    number,
  ]; // two in, two out
  return `${"█".repeat(low)}${"▒".repeat(high - low)}${"·".repeat(50 - high)}  ${rangeInFigures(readiness)}`;
}

const stepOf = (points: number): number => Math.max(2, Math.min(6, Math.floor(24 / Math.max(1, points - 1))));

/** The rung of one expectation: the bar where it is asked for, the dot where it is rated, the stretch between. */
function rung(line: ExpectationLine, { scale }: Names): string {
  const step = stepOf(scale.length);
  const column = (value: number) => ((position(scale, value) ?? 1) - 1) * step;
  const cells = Array.from<unknown, string>({ length: (scale.length - 1) * step + 1 }, (_, index) => (index % step === 0 ? "┼" : "─"));
  const asked = column(line.required);
  if (line.attained !== null) {
    const rated = column(line.attained);
    for (let cell = Math.min(asked, rated); cell <= Math.max(asked, rated); cell += 1) cells[cell] = "━";
    cells[asked] = "┃";
    cells[rated] = "●";
  } else {
    cells[asked] = "┃";
    if (typeof line.answer === "number" && position(scale, line.answer) !== null) cells[column(line.answer)] = "◌";
  }
  return cells.join("");
}

function expectationRow(line: ExpectationLine, names: Names): string {
  const because = line.answer === null ? null : unassessedBecause(line, names);
  const name = fitted(`${names.expectation(line.id)}${line.critical ? ", critical" : ""}`, nameWidth);
  return `${marks[line.status]} ${name}  ${rung(line, names)}  ${because === null ? statusWord(line, names) : capital(because)}`;
}

function expectationTable(report: GapReport, framework: Framework, level: Level, names: Names, libraries: readonly Library[]): string[] {
  const domains = new Map(
    level.expectations.map((expectation) => [expectation.id, expectationWording(framework, expectation, libraries).domain]),
  );
  const known = new Set(framework.domains.map(({ id }) => id));
  const groups = [
    ...framework.domains.map(({ id, title }) => ({ title, holds: (domain: string) => domain === id })),
    { title: "Other", holds: (domain: string) => !known.has(domain) },
  ];
  const step = stepOf(names.scale.length);
  const head = names.scale
    .map((_, index) => String(index + 1).padEnd(step))
    .join("")
    .trimEnd();
  const rows = groups.flatMap(({ title, holds }) => {
    const lines = report.expectations.filter(({ id }) => holds(domains.get(id) ?? ""));
    return lines.length === 0 ? [] : ["", `${fitted(title, nameWidth + 4)}${head}`, ...lines.map((line) => expectationRow(line, names))];
  });
  const legend = names.scale.map(({ label }, index) => `${index + 1} ${label}`).join(", ");
  const stale = report.expectations.some(({ status }) => status === "stale") ? ", ◌ rated under an earlier wording" : "";
  return [...rows.slice(1), "", wrapped(`${legend}. ┃ asked, ● rated${stale}.`)];
}

function payOffs(report: GapReport, names: Names): string[] {
  return report.movesMost.map((id) => {
    const line = report.expectations.find((candidate) => candidate.id === id);
    if (!line) return "";
    const most = line.attained === null ? "up to " : "";
    return `${`${most}+${points(line.gain)}`.padStart(9)}  ${names.expectation(id)}${line.critical ? ", critical: must be met first" : ""}`;
  });
}

const requirementRow = (report: GapReport, index: number, requirement: Requirement, names: Names): string[] => {
  const line = report.requirements[index];
  if (!line) return [];
  return [
    `${squares[line.status]} ${wrapped(names.requirement(line.id), 2)}`,
    `  ${wrapped(explainRequirement(line, requirement, names, report.on), 2)}`,
  ];
};

/** What a title might hold beside letters must not move the cursor of whoever reads it. */
const harmless = (text: string): string => text.toWellFormed().replaceAll(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, " ");

/** @param framework the one that the report was made of. */
export function terminalPage(report: GapReport, framework: Framework, libraries: readonly Library[] = []): string {
  const level = framework.levels.find(({ id }) => id === report.level);
  if (!level) return "";
  const names = namesOf(framework, level, libraries);
  const section = (title: string, lines: readonly string[]) => (lines.length === 0 ? [] : ["", title, ...lines]);
  const page = [
    level.title,
    `${framework.title}${report.version === null ? "" : `, version ${report.version}`}, as of ${dateInProse(report.on)}`,
    "",
    wrapped(plain(answerLine(report, { you: false, name: "This person" }))),
    ...(report.expectations.length === 0
      ? []
      : [
          "",
          bar(report),
          "",
          wrapped(plain(explainReadiness(report))),
          "",
          ...expectationTable(report, framework, level, names, libraries),
        ]),
    ...section("What moves most, in points of readiness once met", payOffs(report, names)),
    ...section(
      "Also asked",
      level.requirements.flatMap((requirement, index) => requirementRow(report, index, requirement, names)),
    ),
    ...section(
      "The rule of this level",
      report.clauses.map(
        (clause) => `${clauseWords[clause.status].padStart(9)}  ${wrapped(plain(explainClause(clause, report, names)), 11)}`,
      ),
    ),
  ];
  return `${harmless(page.join("\n"))}\n`;
}
