import type { Path } from "./pointer.ts";
import { localCompetencyId, member, textOf } from "./raw.ts";

const nouns: Readonly<Record<string, string>> = {
  levels: "level",
  expectations: "expectation",
  competencies: "competency",
  domains: "domain",
  tracks: "track",
  scale: "scale point",
  requirements: "requirement",
  entry: "entry requirement",
  anyOf: "alternative",
  transitions: "transition",
  equivalences: "equivalence",
  responsibilities: "responsibility",
  markers: "marker",
  readiness: "clause",
  clauses: "clause",
  via: "way",
  onward: "way on",
  roles: "role",
  equivalents: "equivalent",
  at: "level",
  assessment: "assessment",
};

const nameOf = (item: unknown, noun: string): string | null => {
  if (noun === "transition" || noun === "equivalence") {
    const from = textOf(item, "from");
    const to = textOf(item, "to");
    return from === null || to === null ? null : `from “${shorten(from)}” to “${shorten(to)}”`;
  }
  const id = noun === "competency" ? localCompetencyId(item) : textOf(item, "id");
  return id === null ? null : `“${shorten(id)}”`;
};

/** What somebody wrote, short enough to quote in a sentence, with nothing in it that moves a terminal's cursor. */
export const shorten = (text: string, limit = 60): string => {
  const clean = text.toWellFormed().replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
  const characters = Array.from(clean.slice(0, 2 * limit + 2));
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : clean;
};

/** Where `path` lies, for people who do not read pointers: `Level “coordinator”, expectation “planning”`; "" at the top. */
export function place(document: unknown, path: Path): string {
  const parts: string[] = [];
  let value = document;
  let list: string | null = null;
  for (const step of path) {
    value = member(value, step);
    if (typeof step === "number") {
      const noun = (list === null ? undefined : nouns[list]) ?? "item";
      parts.push(`${noun} ${nameOf(value, noun) ?? step + 1}`);
    }
    list = typeof step === "string" ? step : null;
  }
  const joined = parts.join(", ");
  return joined.charAt(0).toUpperCase() + joined.slice(1);
}
