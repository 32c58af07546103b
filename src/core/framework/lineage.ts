import type { Fault } from "../problem.ts";
import { classify } from "./carry.ts";
import type { Framework } from "./document.ts";

export const lineageKinds = ["kept", "reworded", "split", "merged", "new", "retired"] as const;
export type LineageKind = (typeof lineageKinds)[number];

/**
 * What became of one expectation from a version to the next, so that a trend crosses a rewrite. `from` are ids of the version
 * before: of *kept* and *reworded* the one it was, of *split* the one it is a part of, of *merged* all that it is made of; of
 * *new* and *retired* none. A retired one is named by its id of the version before.
 */
export type Lineage = { expectation: string; kind: LineageKind; from: string[] };

type Asked = { id: string; level: string; competency: string };
const askedIn = (framework: Framework | null): Asked[] =>
  (framework?.levels ?? []).flatMap((level) => level.expectations.map(({ id, competency }) => ({ id, level: level.id, competency })));

/**
 * What can be told from the documents alone. An id that stays at its level is the same expectation. Of those that came and
 * went at one level, what asks the same competency is one story: one for one is a rewording, one for several a split,
 * several for one a merger. The author may know better (`corrected`).
 *
 * @returns those of `after` in document order, then what was retired.
 */
export function lineageOf(before: Framework | null, after: Framework): Lineage[] {
  // What the scale's points mean is no matter of wording.
  const words = before === null ? new Map<string, string>() : classify(before, { ...after, scale: before.scale }).meanings;
  const place = ({ level, competency }: Asked) => `${level} ${competency}`;
  const stays = (id: string) => words.has(id);
  const came = Map.groupBy(
    askedIn(after).filter(({ id }) => !stays(id)),
    place,
  );
  const went = Map.groupBy(
    askedIn(before).filter(({ id }) => !stays(id)),
    place,
  );
  const told = new Set<string>();
  const now = askedIn(after).map((asked): Lineage => {
    const meaning = words.get(asked.id);
    if (meaning !== undefined)
      return { expectation: asked.id, kind: meaning === "substantive" || meaning === "editorial" ? "reworded" : "kept", from: [asked.id] };
    const from = (went.get(place(asked)) ?? []).map(({ id }) => id);
    const beside = came.get(place(asked))?.length ?? 1;
    if (from.length === 0 || (from.length > 1 && beside > 1)) return { expectation: asked.id, kind: "new", from: [] };
    for (const id of from) told.add(id);
    return { expectation: asked.id, kind: from.length > 1 ? "merged" : beside > 1 ? "split" : "reworded", from };
  });
  const still = new Set(now.map(({ expectation }) => expectation));
  const retired = askedIn(before).filter(({ id }) => !stays(id) && !told.has(id) && !still.has(id));
  return [...now, ...retired.map(({ id }): Lineage => ({ expectation: id, kind: "retired", from: [] }))];
}

const sources: Readonly<Record<LineageKind, [least: number, most: number]>> = {
  kept: [1, 1],
  reworded: [1, 1],
  split: [1, 1],
  merged: [2, 100],
  new: [0, 0],
  retired: [0, 0],
};

/**
 * The lineage with what its author says instead. Whatever is named as a source is not retired, and what no longer is one is.
 *
 * @returns faults at /lineage/<index> of corrections that name what is not there, or too many or too few sources.
 */
export function corrected(
  before: Framework | null,
  after: Framework,
  corrections: readonly Lineage[],
): { lineage: Lineage[]; faults: Fault[] } {
  const [old, now] = [new Set(askedIn(before).map(({ id }) => id)), new Set(askedIn(after).map(({ id }) => id))];
  const faults: Fault[] = [];
  const said = new Map<string, Lineage>();
  for (const [index, correction] of corrections.entries()) {
    const { expectation, kind, from } = correction;
    const fault = (code: string, message: string, path = "") => faults.push({ code, path: `/lineage/${index}${path}`, message });
    const [least, most] = sources[kind];
    const stranger = from.findIndex((id) => !old.has(id));
    if (kind === "retired" ? !old.has(expectation) || now.has(expectation) : !now.has(expectation))
      fault("unknown-reference", "There is no such expectation.", "/expectation");
    else if (said.has(expectation)) fault("duplicate-id", "This expectation is told of twice.", "/expectation");
    else if (stranger !== -1) fault("unknown-reference", "The version before has no such expectation.", `/from/${stranger}`);
    else if (from.length < least || from.length > most || new Set(from).size < from.length)
      fault("sources", `“${kind}” has ${least === most ? least : `${least} or more`} different sources.`, "/from");
    said.set(expectation, correction);
  }
  const told = lineageOf(before, after).flatMap((line) => (line.kind === "retired" ? [] : [said.get(line.expectation) ?? line]));
  const used = new Set(told.flatMap(({ from }) => from));
  const retired = [...old]
    .filter((id) => !used.has(id) && !now.has(id))
    .map((expectation): Lineage => ({ expectation, kind: "retired", from: [] }));
  return { lineage: [...told, ...retired], faults };
}

/** Two steps as one: what became of the expectations of the first version in the last. */
function joined(first: readonly Lineage[], second: readonly Lineage[]): Lineage[] {
  const origins = new Map(first.filter(({ kind }) => kind !== "retired").map((line) => [line.expectation, line]));
  const told = second
    .filter(({ kind }) => kind !== "retired")
    .map((line): Lineage => {
      const through = line.from.flatMap((id) => origins.get(id) ?? []);
      const from = [...new Set(through.flatMap((each) => each.from))];
      if (from.length === 0) return { expectation: line.expectation, kind: "new", from };
      if (from.length > 1) return { expectation: line.expectation, kind: "merged", from };
      const kinds = new Set([line.kind, ...through.map(({ kind }) => kind)]);
      return {
        expectation: line.expectation,
        kind: kinds.has("split") ? "split" : kinds.size === 1 && kinds.has("kept") ? "kept" : "reworded",
        from,
      };
    });
  const used = new Set(told.flatMap(({ from }) => from));
  const lost = [
    ...first.flatMap(({ from }) => from),
    ...first.filter(({ kind }) => kind === "retired").map(({ expectation }) => expectation),
  ];
  const now = new Set(told.map(({ expectation }) => expectation));
  const retired = [...new Set(lost)].filter((id) => !used.has(id) && !now.has(id));
  return [...told, ...retired.map((expectation): Lineage => ({ expectation, kind: "retired", from: [] }))];
}

/** @param steps from each version to the next, the earliest first. */
export const across = (steps: readonly (readonly Lineage[])[]): Lineage[] => {
  const [first, ...rest] = steps;
  return rest.reduce<Lineage[]>((so, step) => joined(so, step), [...(first ?? [])]);
};
