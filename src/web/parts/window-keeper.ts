/** What a keeper has to know of the things it keeps. */
export type Keepable<Kept> = {
  nothing: () => Kept;
  isEmpty: (kept: Kept) => boolean;
  /** What stands once that which a closed window has left is taken over. */
  takenOver: (kept: Kept, left: Kept) => Kept;
};

/**
 * What one window keeps on the device until the server has acknowledged it. Windows do not share it; a window that opens
 * takes over what closed ones have left under the same name.
 */
export class WindowKeeper<Kept> {
  readonly #key: string;
  readonly #isEmpty: (kept: Kept) => boolean;
  readonly #letGo: (() => void)[] = [];
  /** False where the device takes no more, or nothing at all: then nothing may be called kept. */
  holds = true;

  private constructor(key: string, isEmpty: (kept: Kept) => boolean) {
    this.#key = key;
    this.#isEmpty = isEmpty;
  }

  /** @param name tells what is kept, and for whom: no two people or things share it. Ends in a point. */
  static async open<Kept>(name: string, of: Keepable<Kept>): Promise<{ keeper: WindowKeeper<Kept>; kept: Kept }> {
    const own = name + crypto.getRandomValues(new Uint32Array(2)).join("");
    const keeper = new WindowKeeper<Kept>(own, of.isEmpty);
    await keeper.#locked(own);
    let kept = of.nothing();
    try {
      for (const key of Object.keys(localStorage).filter((each) => each.startsWith(name) && each !== own)) {
        if (!(await keeper.#locked(key))) continue;
        // Written below, by this origin alone.
        const left = read(key) as Kept | null;
        if (left === null) continue;
        kept = of.takenOver(kept, left);
        keeper.keep(kept);
        // What could not be written anew stays where it is.
        if (keeper.holds) localStorage.removeItem(key);
      }
    } catch {
      keeper.holds = false;
    }
    return { keeper, kept };
  }

  /** Held until the page is left or the window closes, however it does. @returns false where another window holds it. */
  #locked(key: string): Promise<boolean> {
    return new Promise((resolve) => {
      // Only a secure address has locks; elsewhere every window may take over from every other.
      if (!("locks" in navigator)) return resolve(true);
      void navigator.locks.request(key, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<void>((free) => this.#letGo.push(free));
      });
    });
  }

  /** What is still kept may be taken over by the next window that opens the same. */
  close(): void {
    for (const free of this.#letGo) free();
  }

  keep(kept: Kept): void {
    try {
      if (this.#isEmpty(kept)) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(kept));
      this.holds = true;
    } catch {
      this.holds = false;
    }
  }
}

function read(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}
