import { api } from "../../../web/api.ts";
import { ApiError } from "../../../http/client.ts";
import type { Change } from "../../../core/framework/diff.ts";
import { take } from "./applying.ts";
import { findItem, valueOf } from "./finding.ts";
import type { DraftStore } from "./draft-store.ts";
import { batch, mergedKeys } from "./steps.ts";

/** In ms: after the last letter; between looks for what others wrote; the longest wait after a line that broke. */
const quiet = 500;
const look = 3_000;
const longest = 15_000;
const pauseToCheck = 2_000;

/**
 * Sends what was written, and fetches what others wrote, one thing after the other. What has left once is sent again
 * exactly as it was until it is acknowledged: the server tells what it has already.
 */
export class Sync {
  readonly #store: DraftStore;
  readonly #me: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running = false;
  #again = false;
  #failures = 0;
  /** When something was written last, as `performance.now` counts. */
  #wrote = -pauseToCheck;
  #stopped = false;
  /** Where the errors of the draft are older than what others wrote. */
  #stale = false;

  constructor(store: DraftStore, me: string) {
    this.#store = store;
    this.#me = me;
  }

  /** @returns what ends it. */
  start(): () => void {
    const now = () => void this.run();
    const seen = () => document.visibilityState === "visible" && now();
    this.#store.onWritten = () => {
      this.#wrote = performance.now();
      this.#in(quiet);
    };
    addEventListener("online", now);
    addEventListener("offline", now);
    document.addEventListener("visibilitychange", seen);
    now();
    return () => {
      this.#stopped = true;
      clearTimeout(this.#timer);
      removeEventListener("online", now);
      removeEventListener("offline", now);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.run(), ms);
  }

  async run(): Promise<void> {
    if (this.#running) {
      this.#again = true;
      return;
    }
    const store = this.#store;
    const { kept } = store;
    if (!navigator.onLine) return this.#broken();
    if (document.visibilityState !== "visible" && kept.flying.length + kept.waiting.length === 0) return;
    this.#running = true;
    this.#again = false;
    try {
      while (kept.flying.length + kept.waiting.length > 0 && store.draft.can.edit) await this.#send();
      if (!store.held) await this.#fetch();
      if (this.#stale && kept.waiting.length === 0) await this.reload();
      if (store.unchecked && kept.waiting.length === 0 && performance.now() - this.#wrote > pauseToCheck) await this.#check();
      this.#failures = 0;
      if (kept.waiting.length === 0) store.saved = "saved";
      store.tell("head");
      this.#in(this.#again || kept.waiting.length > 0 ? quiet : look);
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#running = false;
    }
  }

  async #send(): Promise<void> {
    const store = this.#store;
    const { kept } = store;
    if (kept.flying.length === 0) {
      kept.flying = kept.waiting.splice(0, batch(kept.waiting)).flatMap(({ changes }) => changes);
      store.keep();
    }
    const flown = kept.flying;
    store.saved = "saving";
    store.tell("head");
    const reply = await api("PATCH", "/frameworks/:slug/draft", { slug: store.slug, baseRevision: store.revision, changes: flown });
    for (const conflict of reply.conflicts) {
      const change = flown[conflict.index];
      if (change) this.#clash(change, conflict);
    }
    const taken = new Set(reply.applied);
    store.acknowledged.push(...flown.filter((_, index) => taken.has(index)));
    // What a competency says that is inherited from somewhere else now, only the server knows.
    if (flown.some(({ entity }) => entity === "use")) this.#stale = true;
    kept.flying = [];
    this.#checked(reply.problems);
    store.savedAt = new Date();
    store.keep();
    await this.#fetch();
  }

  #clash(change: Change, { reason, theirs }: { reason: "changed" | "removed" | "exists"; theirs?: unknown }): void {
    const { kept, shown } = this.#store;
    // Scopes of several domains lie in one field: who wrote of different domains does not stand against each other.
    const merged = change.field === "domainScope" ? mergedKeys(change.before, change.after, theirs) : null;
    if (merged) {
      kept.waiting.unshift({ changes: [{ ...change, before: theirs, after: merged }] });
      return;
    }
    const whole = change.entity === "level" ? undefined : findItem(shown, change);
    kept.clashes.push({
      id: crypto.getRandomValues(new Uint32Array(2)).join("-"),
      change,
      reason,
      whole,
      ...(theirs === undefined ? {} : { theirs }),
    });
  }

  async #fetch(): Promise<void> {
    const store = this.#store;
    const limit = 500;
    for (;;) {
      const reply = await api("GET", "/frameworks/:slug/draft/edits", { slug: store.slug, after: store.revision, limit });
      if (reply.revision < store.revision) return this.reload();
      const others = reply.edits.filter(({ by }) => by?.id !== this.#me);
      for (const edit of reply.edits) {
        store.base = take(store.base, edit.changes);
        store.revision = edit.revision;
      }
      const complete = reply.edits.length < limit;
      if (complete) store.acknowledged = [];
      if (others.length > 0) {
        this.#stale = true;
        const last = others.at(-1);
        store.news = `${last?.by?.name ?? "Somebody"} has just changed this draft.`;
      }
      if (reply.edits.length > 0 || complete) store.draw(reply.edits.flatMap(({ changes }) => changes));
      if (complete) {
        if (reply.state !== store.draft.state) await this.reload();
        return;
      }
    }
  }

  /** Reads the draft anew, whole; what was written here stays laid over it. */
  async reload(): Promise<void> {
    const store = this.#store;
    const draft = await api("GET", "/frameworks/:slug/draft", { slug: store.slug });
    this.#stale = false;
    store.draft = draft;
    store.base = draft.content;
    store.revision = draft.revision;
    store.acknowledged = [];
    this.#checked(draft.problems);
    store.draw();
    store.structure = store.shown;
    store.tell("structure");
  }

  #checked(problems: DraftStore["problems"] | null): void {
    if (problems) this.#store.problems = problems;
    this.#store.unchecked = problems === null;
  }

  /** A large draft is looked through apart from saving it, when the writer pauses. */
  async #check(): Promise<void> {
    const store = this.#store;
    const { revision, problems, wording } = await api("GET", "/frameworks/:slug/draft/problems", { slug: store.slug });
    if (revision !== store.revision || store.kept.waiting.length > 0) return;
    this.#checked(problems);
    store.reworded(wording);
  }

  #broken(): void {
    const store = this.#store;
    const unsent = store.kept.flying.length + store.kept.waiting.length > 0;
    if (unsent) store.saved = store.keeps ? "kept" : "unkept";
    store.tell("head");
    this.#failures += 1;
    this.#in(Math.min(1_000 * 2 ** this.#failures, longest));
  }

  #failed(error: unknown): void {
    const store = this.#store;
    if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) return this.#broken();
    if (error.status === 401) store.saved = "signed-out";
    else if (error.status === 404) store.saved = "gone";
    else {
      // What can never be part of this draft is put beside what stands there, so that no word of it is lost; the rest goes on.
      const wrong = new Set(error.problems.flatMap(({ path }) => /^\/changes\/(\d+)\//.exec(path)?.[1] ?? []).map(Number));
      const refused = (_: Change, index: number) => wrong.size === 0 || wrong.has(index);
      for (const change of store.kept.flying.filter(refused))
        this.#clash(change, { reason: "changed", theirs: valueOf(store.base, change) });
      const rest = store.kept.flying.filter((change, index) => !refused(change, index));
      if (rest.length > 0) store.kept.waiting.unshift({ changes: rest });
      store.kept.flying = [];
      store.keep();
      store.draw();
      return this.#in(quiet);
    }
    store.tell("head");
    this.#in(longest);
  }
}
