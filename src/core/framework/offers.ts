import { competencyWording, useParts, type Library } from "../gap/wording.ts";
import { copyOf } from "./begin.ts";
import { competencyId } from "./competency.ts";
import { diff, levelLists, type Change } from "./diff.ts";
import type { Framework } from "./document.ts";
import { rebase, type Conflict } from "./merge.ts";
import { isRecord } from "./raw.ts";
import { sameValue } from "./same.ts";
import { compareWords, type Stretch } from "./words.ts";

/** What a library says now of a competency that is inherited from an earlier version of it. */
export type NewerWords = {
  /** By which expectations name it. */
  id: string;
  title: string;
  /** As it is inherited now, and as it would be. */
  use: string;
  newer: string;
  /** The library has it no more: there is nothing to take. */
  gone: boolean;
  /** The words are the same; only the number would be another. */
  same: boolean;
  /** What changed, word by word; texts that stayed as they are have one stretch. */
  words: { title: Stretch[]; definition: Stretch[]; markers: Stretch[] };
};
export type LibraryOffer = { library: string; title: string; version: number; competencies: NewerWords[] };

/**
 * Newer versions of the libraries that a framework inherits from, with what they would change in it.
 *
 * @param libraries every version that is used, and those in force; what is not given is not offered.
 */
export function libraryOffers(framework: Pick<Framework, "competencies">, libraries: readonly Library[]): LibraryOffer[] {
  const newest = new Map<string, Library & { version: number }>();
  for (const { framework: library, version } of libraries)
    if (version !== null && version > (newest.get(library.id)?.version ?? 0)) newest.set(library.id, { framework: library, version });
  const offers = new Map<string, LibraryOffer>();
  for (const competency of framework.competencies) {
    if (!("use" in competency)) continue;
    const { library, version, competency: inLibrary } = useParts(competency.use);
    const latest = newest.get(library);
    if (latest === undefined || latest.version <= version) continue;
    const newer = `${library}@${latest.version}/${inLibrary}`;
    const gone = !latest.framework.competencies.some((each) => !("use" in each) && each.id === inLibrary);
    const [old, now] = [competencyWording(competency, libraries), competencyWording({ ...competency, use: newer }, libraries)];
    const compared = (a: string | null, b: string | null) => compareWords(a ?? "", gone ? "" : (b ?? ""));
    const offer = offers.get(library) ?? { library, title: latest.framework.title, version: latest.version, competencies: [] };
    offers.set(library, offer);
    offer.competencies.push({
      id: competencyId(competency),
      title: old.title,
      use: competency.use,
      newer,
      gone,
      same: !gone && sameValue([old.title, old.definition, old.markers], [now.title, now.definition, now.markers]),
      words: {
        title: compared(old.title, now.title),
        definition: compared(old.definition, now.definition),
        markers: compared(old.markers.join("\n"), now.markers.join("\n")),
      },
    });
  }
  return [...offers.values()];
}

/** What takes an offer of a library. */
export const taking = ({ id, use, newer }: Pick<NewerWords, "id" | "use" | "newer">): Change => ({
  op: "change",
  entity: "use",
  id,
  field: "use",
  before: use,
  after: newer,
});

/** `free` can be taken as it is, one thing or all; `against` would replace what was written in one's own framework since. */
export type OriginOffer = { free: Change[]; against: Change[] };

/**
 * What a framework was begun from has changed since, as changes of the framework itself: what it has already is left out,
 * and so is what was taken out of it.
 *
 * @param base the origin as it was taken over, @param now as it is now.
 */
export function originOffer(base: Framework, now: Framework, mine: Framework): OriginOffer {
  const named = { id: mine.id, title: mine.title };
  const changes = diff(copyOf(base, named), copyOf(now, named));
  if (changes.length === 0) return { free: [], against: [] };
  const { content, conflicts } = rebase(changes, mine);
  return {
    free: diff(mine, content),
    against: conflicts.flatMap((conflict) => overwriting(changes[conflict.index], conflict)),
  };
}

const listed: ReadonlySet<string> = new Set(levelLists.map(({ field }) => field));

/** A change of the origin made to replace what stands in its way. */
function overwriting(change: Change | undefined, { reason, theirs, yours }: Conflict): Change[] {
  if (change === undefined || reason === "removed" || change.op === "move") return [];
  const { before: _before, after: _after, class: _class, ...named } = change;
  if (reason === "changed") return [{ ...named, before: theirs, ...(change.op === "remove" ? {} : { after: yours }) }];
  if (!isRecord(theirs) || !isRecord(yours)) return [];
  const { at: _at, ...place } = named;
  return [...new Set([...Object.keys(theirs), ...Object.keys(yours)])]
    .filter((field) => !listed.has(field) && !sameValue(theirs[field], yours[field]))
    .map((field): Change => ({
      ...place,
      op: "change",
      field,
      ...(theirs[field] === undefined ? {} : { before: theirs[field] }),
      ...(yours[field] === undefined ? {} : { after: yours[field] }),
    }));
}
