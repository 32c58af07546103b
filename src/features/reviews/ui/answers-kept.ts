import type { Said } from "../../../core/assessment/answers.ts";

/** What is written of one place and not acknowledged; `clientId` stays when it is sent again. */
export type Unsent = { clientId: string; said: Said; basedOn: string | null };
/** Where it was written elsewhere meanwhile: one's own, and what stands there. */
export type Clash = { mine: Said; theirs: { id: string; said: Said } | null };
/** By place. `flying` may have arrived: it is sent again as it was. */
export type Kept = { flying: Record<string, Unsent>; waiting: Record<string, Unsent>; clashes: Record<string, Clash> };

export const nothingKept = (): Kept => ({ flying: {}, waiting: {}, clashes: {} });
export const isEmpty = ({ flying, waiting, clashes }: Kept): boolean =>
  [flying, waiting, clashes].every((part) => Object.keys(part).length === 0);

function read(key: string): Kept | null {
  try {
    const text = localStorage.getItem(key);
    // Written below, by this origin alone.
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

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

/**
 * What one window keeps on the device for one person and one assessment. Windows do not share it; one that opens takes over
 * what closed ones have left.
 */
export class AnswersKeeper {
  readonly #key: string;
  readonly #letGo: (() => void)[];
  /** False where the device takes no more, or nothing at all: then nothing may be called kept. */
  holds = true;

  private constructor(key: string, letGo: (() => void)[]) {
    this.#key = key;
    this.#letGo = letGo;
  }

  static async open(person: string, assessment: string): Promise<{ keeper: AnswersKeeper; kept: Kept }> {
    const shared = `rungs.answers.${person}.${assessment}.`;
    const own = shared + crypto.getRandomValues(new Uint32Array(2)).join("");
    const letGo: (() => void)[] = [];
    // Held until the page is left or the window closes, however it does.
    const locked = (key: string) =>
      new Promise<boolean>((resolve) => {
        // Only a secure address has locks; elsewhere every window may take over from every other.
        if (!("locks" in navigator)) return resolve(true);
        void navigator.locks.request(key, { ifAvailable: true }, (lock) => {
          resolve(lock !== null);
          return lock === null ? undefined : new Promise<void>((free) => letGo.push(free));
        });
      });
    await locked(own);
    const keeper = new AnswersKeeper(own, letGo);
    let kept = nothingKept();
    try {
      for (const key of Object.keys(localStorage).filter((each) => each.startsWith(shared) && each !== own)) {
        if (!(await locked(key))) continue;
        const left = read(key);
        if (left === null) continue;
        kept = takenOver(kept, left);
        keeper.keep(kept);
        localStorage.removeItem(key);
      }
    } catch {
      keeper.holds = false;
    }
    return { keeper, kept };
  }

  /** What is still kept may be taken over by the next window that opens the assessment. */
  close(): void {
    for (const free of this.#letGo) free();
  }

  keep(kept: Kept): void {
    try {
      if (isEmpty(kept)) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(kept));
      this.holds = true;
    } catch {
      this.holds = false;
    }
  }
}
