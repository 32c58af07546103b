import type { Change } from "../../../core/framework/diff.ts";

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

function read(key: string): Kept | null {
  try {
    const text = localStorage.getItem(key);
    // Written below, by this origin alone.
    return text === null ? null : (JSON.parse(text) as Kept);
  } catch {
    return null;
  }
}

/**
 * What one window keeps on the device for one person and one draft. Windows do not share it; a window that opens takes over
 * what closed ones have left. The same changes sent by two windows do no harm: the second is told that they are there.
 */
export class Keeper {
  readonly #key: string;
  /** False where the device takes no more, or nothing at all: then nothing may be called kept. */
  holds = true;

  readonly #letGo: (() => void)[];

  private constructor(key: string, letGo: (() => void)[]) {
    this.#key = key;
    this.#letGo = letGo;
  }

  static async open(person: string, slug: string): Promise<{ keeper: Keeper; kept: Kept }> {
    const mine = `rungs.draft.${person}.${slug}.`;
    const own = mine + crypto.getRandomValues(new Uint32Array(2)).join("");
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
    const keeper = new Keeper(own, letGo);
    const kept = empty();
    const others = Object.keys(localStorage).filter((key) => key.startsWith(mine) && key !== own);
    for (const key of others) {
      if (!(await locked(key))) continue;
      const left = read(key);
      if (left === null) continue;
      kept.waiting.push(...(left.flying.length > 0 ? [{ changes: left.flying }] : []), ...left.waiting);
      kept.clashes.push(...left.clashes);
      keeper.keep(kept);
      localStorage.removeItem(key);
    }
    return { keeper, kept };
  }

  /** What is still kept may be taken over by the next who opens the draft. */
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
