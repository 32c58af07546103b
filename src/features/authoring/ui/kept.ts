import type { Change } from "../../../core/framework/diff.ts";
import { WindowKeeper } from "../../../web/parts/window-keeper.ts";

/** One act of the writer: undone, redone and sent together. `join` names the field that is being typed in. */
export type Step = { changes: Change[]; join?: string | undefined };

/** Where two people wrote the same: what stands there now, and what was to stand there. */
export type Clash = {
  id: string;
  change: Change;
  reason: "changed" | "removed" | "exists";
  theirs?: unknown;
  /** The thing as it was here, so that it can be brought back where somebody else took it out. */
  whole?: Record<string, unknown> | undefined;
};

/** What has been written and not yet been acknowledged by the server. `flying` may have reached it: it is sent again as it was. */
export type Kept = { flying: Change[]; waiting: Step[]; clashes: Clash[] };

const empty = (): Kept => ({ flying: [], waiting: [], clashes: [] });
const isEmpty = ({ flying, waiting, clashes }: Kept) => flying.length + waiting.length + clashes.length === 0;

// The same changes sent by two windows do no harm: the second is told that they are there.
const takenOver = (kept: Kept, left: Kept): Kept => ({
  flying: kept.flying,
  waiting: [...kept.waiting, ...(left.flying.length > 0 ? [{ changes: left.flying }] : []), ...left.waiting],
  clashes: [...kept.clashes, ...left.clashes],
});

export type Keeper = WindowKeeper<Kept>;

export const keptDraft = (person: string, slug: string) =>
  WindowKeeper.open<Kept>(`rungs.draft.${person}.${slug}.`, { nothing: empty, isEmpty, takenOver });
