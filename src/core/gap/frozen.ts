import { z } from "zod";
import { fullReference } from "../pathway/next.ts";
import type { Requirement } from "../framework/document.ts";
import { GapReply } from "./reply.ts";

/**
 * A gap report as one reads it on a day, to be kept and handed on: all that the page is drawn from, and nothing that hangs on
 * who reads it. The menu of targets shrinks to the levels that the requirements name.
 */
export const FrozenReport = GapReply.omit({ person: true, targets: true }).extend({
  rungs: z.literal("gap-report@1"),
  person: z.object({ id: z.uuid(), name: z.string(), team: z.string().nullable() }),
  /** Titles by `framework/level`. */
  levels: z.record(z.string(), z.string()),
});
export type FrozenReport = z.output<typeof FrozenReport>;

const named = (requirements: readonly Requirement[]): string[] =>
  requirements.flatMap((requirement) =>
    "anyOf" in requirement ? named(requirement.anyOf) : requirement.kind === "experience" ? requirement.at : [],
  );

/** @returns null where the report has nothing to measure against. */
export function frozen({ person, targets, ...reply }: GapReply): FrozenReport | null {
  const { target, report } = reply;
  if (target === null || report === null) return null;
  const { id, name, team } = person;
  const wanted = new Set(named(reply.requirements).map((level) => fullReference(target.framework, level)));
  const levels = Object.fromEntries(targets.filter(({ value }) => wanted.has(value)).map(({ value, title }) => [value, title]));
  return { rungs: "gap-report@1", ...reply, person: { id, name, team }, levels };
}

/** The copy as a page draws it, for whoever reads it. */
export function thawed({ rungs: _, levels, person, ...reply }: FrozenReport, reader: string): GapReply {
  const targets = Object.entries(levels).map(([value, title]) => ({ value, title, frameworkTitle: "", relation: "other" as const }));
  return { ...reply, person: { ...person, you: person.id === reader }, targets };
}
