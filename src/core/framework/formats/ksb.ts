import { isRecord, itemsOf, textOf } from "../raw.ts";
import { slug, unused } from "../slug.ts";
import type { Reading } from "./reading.ts";

/** How the duties of an occupation are sorted in England: what is known, what is done, how one behaves. */
const groups = [
  { key: "Knowledge", id: "knowledge", kind: "knowledge" },
  { key: "Skills", id: "skills", kind: "skill" },
  { key: "Behaviours", id: "behaviours", kind: "behaviour" },
] as const;

/** Whether this is an occupation's knowledge, skills and behaviours: three lists, each entry with its code and its wording. */
export const isKsb = (value: unknown): boolean => isRecord(value) && groups.every(({ key }) => Array.isArray(value[key]));

const longestTitle = 200;

/** The lists as an occupational standard with one level that asks for all of them. @param called how the file names it. */
export function ksbReading(reading: Reading, called: string): Reading {
  const title =
    called
      .replace(/\.json$/i, "")
      .replaceAll(/[-_]+/g, " ")
      .trim() || "Standard";
  const taken = new Set<string>();
  const competencies = groups.flatMap(({ key, id: domain }) =>
    [...itemsOf(reading.value, key)].map(({ value }, index) => {
      const code = textOf(value, "id") ?? `${key} ${index + 1}`;
      const wording = (textOf(value, "description") ?? "").replaceAll(/\s+/g, " ").trim();
      const whole = wording === "" ? code : `${code}: ${wording}`;
      const id = unused(slug(code, domain), taken);
      return whole.length <= longestTitle
        ? { id, domain, title: whole }
        : { id, domain, title: `${whole.slice(0, longestTitle - 1).toWellFormed()}…`, definition: wording };
    }),
  );
  const value = {
    rungs: "framework@1",
    id: slug(title, "standard"),
    kind: "standard",
    title: title.slice(0, longestTitle),
    scale: [
      { value: 1, label: "Not yet" },
      { value: 2, label: "Met" },
    ],
    domains: groups.map(({ id, key, kind }) => ({ id, title: key, kind })),
    competencies,
    tracks: [{ id: "core", title: "Core" }],
    levels: [
      {
        id: "standard",
        rank: 1,
        track: "core",
        title: "The standard",
        expectations: competencies.map(({ id }) => ({ id: `standard-${id}`, competency: id, target: 2 })),
      },
    ],
  };
  return { value, problems: reading.problems, locate: () => reading.locate("") };
}
