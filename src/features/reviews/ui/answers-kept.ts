import type { Said } from "../../../core/assessment/answers.ts";
import { WindowKeeper } from "../../../web/parts/window-keeper.ts";

/** What is written of one place and not acknowledged; `clientId` stays when it is sent again. */
export type Unsent = { clientId: string; said: Said; basedOn: string | null };
/** Where it was written elsewhere meanwhile: one's own, and what stands there. */
export type Clash = { mine: Said; theirs: { id: string; said: Said } | null };
/** By place. `flying` may have arrived: it is sent again as it was. */
export type Kept = { flying: Record<string, Unsent>; waiting: Record<string, Unsent>; clashes: Record<string, Clash> };

export const nothingKept = (): Kept => ({ flying: {}, waiting: {}, clashes: {} });
const isEmpty = ({ flying, waiting, clashes }: Kept): boolean => [flying, waiting, clashes].every((part) => Object.keys(part).length === 0);

/** Takes over what a window that has closed has left; where two windows left the same place, both stand against each other. */
export function takenOver(kept: Kept, left: Kept): Kept {
  const result: Kept = { flying: { ...kept.flying }, waiting: { ...kept.waiting }, clashes: { ...left.clashes, ...kept.clashes } };
  for (const place of new Set([...Object.keys(left.flying), ...Object.keys(left.waiting)])) {
    const [flown, waits] = [left.flying[place], left.waiting[place]];
    const there = result.waiting[place] ?? result.flying[place];
    if (there === undefined) {
      if (flown) result.flying[place] = flown;
      if (waits) result.waiting[place] = waits;
    } else {
      const newest = waits ?? flown;
      if (newest) result.clashes[place] = { mine: newest.said, theirs: { id: there.clientId, said: there.said } };
    }
  }
  return result;
}

export type AnswersKeeper = WindowKeeper<Kept>;

export const keptAnswers = (person: string, assessment: string) =>
  WindowKeeper.open<Kept>(`rungs.answers.${person}.${assessment}.`, { nothing: nothingKept, isEmpty, takenOver });
