import { absolute, biased, nounsToo, tenure, unobservable, vague, verbs, type Phrase } from "./wording.ts";

export type WordingCode = "vague" | "unobservable" | "double-barrelled" | "tenure" | "absolute" | "biased" | "too-long";

/** One thing about a statement that makes it hard to rate fairly. `start` and `end` are UTF-16 offsets of the words it is about. */
export type Wording = { code: WordingCode; start: number; end: number; words: string; reason: string; better: string };

/** `statement`: what people are rated on. `prose`: scope and the like, where only bias and tenure do harm. */
export type StatementKind = "statement" | "prose";

const reasons: Record<WordingCode, string> = {
  vague: "Two people would read this differently.",
  unobservable: "Nobody can see this happen.",
  "double-barrelled": "This asks two things, and somebody may do one of them.",
  tenure: "This measures time, not what somebody does.",
  absolute: "Taken at its word, nobody meets this.",
  biased: "This leaves some people out.",
  "too-long": "By the end of it the beginning is forgotten.",
};

const longestSentence = 32;
const longestStatement = 320;

const escape = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** Whole words only; a hyphen or an apostrophe beside the phrase makes it part of another word ("well-being", "she'll"). */
const matcher = (phrases: readonly Phrase[]) =>
  phrases.map(([words, better]) => ({
    better,
    pattern: new RegExp(
      `(?<![\\p{L}\\p{N}\\-’'/])(?:${words
        .toSorted((a, b) => b.length - a.length)
        .map(escape)
        .join("|")})(?![\\p{L}\\p{N}\\-’'/%])`,
      "giu",
    ),
  }));
const tables: readonly { code: WordingCode; prose: boolean; rows: ReturnType<typeof matcher> }[] = [
  { code: "vague", prose: false, rows: matcher(vague) },
  { code: "unobservable", prose: false, rows: matcher(unobservable) },
  { code: "tenure", prose: true, rows: matcher(tenure) },
  { code: "absolute", prose: false, rows: matcher(absolute) },
  { code: "biased", prose: true, rows: matcher(biased) },
];
const spanOfTime =
  /(?<![\p{L}\p{N}])(?:\d+|one|two|three|four|five|six|seven|eight|ten|twelve|several|many)\+?\s*(?:or more\s+|to\s+\w+\s+)?(?:years?|months?)(?=['’]?\s+(?:of\s+)?(?:experience|service|in\b|as\b|at\b|on the job|with\b))/giu;
/** Quoted words are somebody's, not the statement's. */
const quoted = /[“"][^”"]{1,80}[”"]/gu;

/**
 * What makes this statement hard to see, to rate or to be fair with. It knows English; of other languages it says only
 * what is too long.
 *
 * @param language of the document, as BCP 47 ("en", "en-GB", "pl").
 * @returns findings in the order of the text; none overlap within one code. An empty text has none.
 */
export function checkStatement(text: string, kind: StatementKind = "statement", language = "en"): Wording[] {
  const findings: Wording[] = [];
  const found = (code: WordingCode, start: number, words: string, better: string) =>
    findings.push({ code, start, end: start + words.length, words, reason: reasons[code], better });

  if (/^en\b/i.test(language)) {
    const quotes = [...text.matchAll(quoted)].map((match) => [match.index, match.index + match[0].length] as const);
    const isQuoted = (at: number) => quotes.some(([from, to]) => at >= from && at < to);
    for (const { code, prose, rows } of tables) {
      if (kind === "prose" && !prose) continue;
      for (const { pattern, better } of rows)
        for (const match of text.matchAll(pattern)) if (!isQuoted(match.index)) found(code, match.index, match[0], better);
    }
    for (const match of text.matchAll(spanOfTime)) found("tenure", match.index, match[0], tenure[0]?.[1] ?? "");
    if (kind === "statement")
      for (const [start, words] of secondBehaviours(text))
        found("double-barrelled", start, words, "Make it two statements, or keep the one that decides.");
  }
  if (kind === "statement") {
    for (const sentence of text.matchAll(/[^.!?]+[.!?]*/gu))
      if (sentence[0].trim().split(/\s+/u).length > longestSentence)
        found("too-long", sentence.index, sentence[0].trimEnd(), `Keep a sentence under ${longestSentence} words.`);
    if (text.length > longestStatement && !findings.some(({ code }) => code === "too-long"))
      found("too-long", 0, text, `Keep a statement under ${longestStatement} characters, or split it.`);
  }
  return merged(
    text,
    findings.toSorted((a, b) => a.start - b.start || a.end - b.end),
  );
}

/** "Five years of" and "years of experience" overlap and are one finding. */
function merged(text: string, sorted: readonly Wording[]): Wording[] {
  const kept: Wording[] = [];
  for (const finding of sorted) {
    const before = kept.findLast(({ code }) => code === finding.code);
    if (before === undefined || before.end <= finding.start) {
      kept.push({ ...finding });
      continue;
    }
    before.end = Math.max(before.end, finding.end);
    before.words = text.slice(before.start, before.end);
  }
  return kept;
}

const opener =
  /^(?:a|an|the|their|its|own|each|every|any|this|that|these|those|new|both|no|other|one|two|three|how|what|when|why|which|who|where|others|people|colleagues|them|it|up|out)$/iu;

/** Where a second main verb begins: the conjunction and the verb, for each that stands in a sentence which began with a verb. */
function secondBehaviours(text: string): [start: number, words: string][] {
  const places: [number, string][] = [];
  for (const sentence of text.matchAll(/[^.!?]+[.!?]*/gu)) {
    const first = /^\s*(\p{L}+)/u.exec(sentence[0])?.[1]?.toLowerCase();
    if (first === undefined || !verbs.has(first)) continue;
    for (const match of sentence[0].matchAll(
      /(?:\band also|\band then|\band|\bas well as|\bwhile also|\bplus)\s+(\p{L}+)(?:\s+(\p{L}+))?/giu,
    )) {
      const verb = (match[1] ?? "").toLowerCase();
      const next = match[2] ?? "";
      if (!verbs.has(verb)) continue;
      if (nounsToo.has(verb) && !opener.test(next)) continue;
      places.push([sentence.index + match.index, match[0].slice(0, match[0].length - (next === "" ? 0 : next.length)).trimEnd()]);
    }
  }
  return places;
}
