import type { Fault } from "../problem.ts";
import { classify } from "./carry.ts";
import type { Framework } from "./document.ts";
import { replacedBy } from "./succession.ts";

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
 * several for one a merger. A level that takes the place of others goes on with what those asked. The author may know
 * better (`corrected`).
 *
 * @returns those of `after` in document order, then what was retired.
 */
export function lineageOf(before: Framework | null, after: Framework): Lineage[] {
  // What the scale's points mean is no matter of wording.
  const words = before === null ? new Map<string, string>() : classify(before, { ...after, scale: before.scale }).meanings;
  const place = ({ level, competency }: Pick<Asked, "level" | "competency">) => `${level} ${competency}`;
  const stays = (id: string) => words.has(id);
  const [old, now] = [askedIn(before), askedIn(after)];
  const came = Map.groupBy(
    now.filter(({ id }) => !stays(id)),
    place,
  );
  const stood = Map.groupBy(old, place);
  const replaced = replacedBy(before, after);
  const remains = new Set(after.levels.map(({ id }) => id));
  const elsewhere = ({ level, competency }: Asked, gone: boolean) =>
    (replaced.get(level) ?? [])
      .filter((other) => !gone || !remains.has(other))
      .flatMap((other) => stood.get(place({ level: other, competency })) ?? [])
      .map(({ id }) => id);
  /** Ids of the version before that an expectation may go on with. */
  const sourcesOf = (asked: Asked): string[] =>
    stays(asked.id)
      ? [asked.id, ...elsewhere(asked, true)]
      : [...(stood.get(place(asked)) ?? []).map(({ id }) => id).filter((id) => !stays(id)), ...elsewhere(asked, false)];
  const takers = new Map<string, number>();
  for (const id of now.flatMap(sourcesOf)) takers.set(id, (takers.get(id) ?? 0) + 1);

  const told = new Set<string>();
  const lines = now.map((asked): Lineage => {
    const expectation = asked.id;
    const from = sourcesOf(asked);
    const meaning = words.get(expectation);
    const [only] = from;
    if (meaning === undefined && (only === undefined || (from.length > 1 && (came.get(place(asked))?.length ?? 1) > 1)))
      return { expectation, kind: "new", from: [] };
    for (const id of from) told.add(id);
    if (from.length > 1) return { expectation, kind: "merged", from };
    if (meaning !== undefined)
      return { expectation, kind: meaning === "substantive" || meaning === "editorial" ? "reworded" : "kept", from };
    return { expectation, kind: (takers.get(only ?? "") ?? 0) > 1 ? "split" : "reworded", from };
  });
  const still = new Set(now.map(({ id }) => id));
  const retired = old.filter(({ id }) => !stays(id) && !told.has(id) && !still.has(id));
  return [...lines, ...retired.map(({ id }): Lineage => ({ expectation: id, kind: "retired", from: [] }))];
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
