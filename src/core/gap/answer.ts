import { isUnassessed } from "./expectations.ts";
import { requirementsSummary } from "./explain-rule.ts";
import type { GapReport } from "./report.ts";
import { capital, counted, joined, numberWord, rangeInProse, sentence, type Run } from "./words.ts";

/** Second person to the person concerned, the name to anyone else. */
export type Reader = { you: true } | { you: false; name: string };

const isAre = (reader: Reader): string => (reader.you ? "You are" : `${reader.name} is`);

function gapsSentence({ expectations }: GapReport): Run[] {
  const gaps = expectations.filter(({ status }) => status === "gap");
  const critical = gaps.filter((line) => line.critical).length;
  if (gaps.length === 0) return expectations.some(isUnassessed) ? sentence`No gap is open.` : sentence`Every expectation is met.`;
  const open = capital(counted(gaps.length, "gap is open", "gaps are open"));
  if (critical === 0) return sentence`${open}.`;
  if (gaps.length === 1) return sentence`${open}, and it is critical.`;
  if (critical === gaps.length) return sentence`${open}, ${critical === 2 ? "both" : "all"} of them critical.`;
  return sentence`${open}, ${numberWord(critical)} of them critical.`;
}

function unassessedSentence({ expectations }: GapReport): Run[] {
  const missing = expectations.filter(({ status }) => status === "not-assessed").length;
  const stale = expectations.filter(({ status }) => status === "stale").length;
  const nobody = `${capital(counted(missing, "expectation", "expectations"))} nobody has assessed`;
  const were = stale === 1 ? "was" : "were";
  if (missing === 0 && stale === 0) return [];
  if (stale === 0) return sentence`${nobody}.`;
  if (missing > 0) return sentence`${nobody}, and ${numberWord(stale)} ${were} reworded since.`;
  return sentence`${capital(counted(stale, "expectation", "expectations"))} ${were} reworded since ${stale === 1 ? "it was" : "they were"} rated.`;
}

/** The level of a report may be the one that the person has: then nothing is ahead, and ready would be ready for what they do. */
export type Standing = { ownLevel: boolean };

/** Said where the rule is met, so that nobody takes it for a promise. */
export function readySentence({ ready }: GapReport, reader: Reader, { ownLevel }: Standing = { ownLevel: false }): Run[] {
  if (!ready) return [];
  if (ownLevel) return sentence`Every clause of the rule for this level is met.`;
  return sentence`${isAre(reader)} *ready*: every clause of the rule for this level is met. Ready is not promised: the decision is made by people, when there is a place.`;
}

/** Where nothing is short or unassessed and yet the rule is not met, the requirements are the answer. */
function requirementsSentence({ clauses }: GapReport, requirements: string): Run[] {
  const inTheWay = clauses.some(({ clause, status }) => clause === "requirementsMet" && status !== "met");
  return inTheWay ? sentence`Of what else is asked, ${requirements.charAt(0).toLowerCase()}${requirements.slice(1)}.` : [];
}

function howFar({ readiness }: GapReport, reader: Reader, { ownLevel }: Standing): Run[] {
  const range = rangeInProse(readiness);
  if (!ownLevel) return sentence`${isAre(reader)} *${range}* there.`;
  return sentence`${reader.you ? "You meet" : `${reader.name} meets`} *${range}* of what this level asks.`;
}

/** The first sentence of the page: how far, and what is left. */
export function answerLine(report: GapReport, reader: Reader, standing: Standing = { ownLevel: false }): Run[] {
  const { expectations } = report;
  const rest = requirementsSentence(report, requirementsSummary(report));
  if (expectations.length === 0)
    return joined(sentence`*Nothing is asked here* that could be rated.`, rest, readySentence(report, reader, standing));
  if (expectations.every(({ status }) => status === "not-assessed")) {
    const whom = reader.you ? "you" : reader.name;
    return sentence`Nobody has assessed ${whom} against this level yet: ${counted(expectations.length, "expectation is", "expectations are")} open.`;
  }
  const settled = expectations.every((line) => line.status !== "gap" && !isUnassessed(line));
  return joined(
    howFar(report, reader, standing),
    gapsSentence(report),
    unassessedSentence(report),
    settled ? rest : [],
    readySentence(report, reader, standing),
  );
}
