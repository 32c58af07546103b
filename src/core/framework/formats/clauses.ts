import type { Clause } from "../document.ts";

/** The clauses of a readiness rule as a sentence each, for tables: what is written is read back as the same clause. */
export function clauseToText(clause: Clause): string {
  switch (clause.clause) {
    case "criticalMet":
      return "Every critical expectation is met";
    case "gapsAtMost":
      return `At most ${clause.count} others are short`;
    case "nothingBelow":
      return `Nothing is below ${clause.value}`;
    case "readinessAtLeast":
      return `Readiness is at least ${clause.percent}%`;
    case "requirementsMet":
      return "Every requirement is met";
  }
}

/** Said to whoever wrote something else. */
export const clauseForms =
  "“Every critical expectation is met”, “At most 2 others are short”, “Nothing is below 2”, “Readiness is at least 80%” or “Every requirement is met”";

/** @returns null where it is none of the five. Whatever is said around the number is passed over. */
export function clauseFromText(text: string): Clause | null {
  const count = /at most\D*?(\d+)\b/i.exec(text)?.[1];
  if (count !== undefined) return { clause: "gapsAtMost", count: Number(count) };
  const value = /below\D*?(-?\d+)\b/i.exec(text)?.[1];
  if (value !== undefined) return { clause: "nothingBelow", value: Number(value) };
  const percent = /at least\D*?(\d+(?:[.,]\d+)?(?:e[-+]?\d+)?)\s*%/i.exec(text)?.[1];
  if (percent !== undefined) return { clause: "readinessAtLeast", percent: Number(percent.replace(",", ".")) };
  if (/critical/i.test(text)) return { clause: "criticalMet" };
  return /requirements?/i.test(text) ? { clause: "requirementsMet" } : null;
}
