import { ApiError } from "../../../http/client.ts";
import type { Said } from "../../../core/assessment/answers.ts";
import { api } from "../../../web/api.ts";
import type { AnswersStore } from "./answers-store.ts";

/** In ms: after the last letter; after a point was chosen; the longest wait after a line that broke. */
const quiet = 600;
const soon = 60;
const longest = 15_000;

/** Sends what was written, one batch after the other; what has left once is sent again exactly as it was until it is acknowledged. */
export class AnswersSync {
  readonly #store: AnswersStore;
  readonly #others: BroadcastChannel | null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #failures = 0;
  #stopped = false;

  constructor(store: AnswersStore) {
    this.#store = store;
    this.#others = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(`rungs.answers.${store.ids.assessmentId}`);
  }

  /** @returns what ends it. */
  start(): () => void {
    const now = () => void this.run();
    const seen = () => document.visibilityState === "visible" && void this.renew();
    this.#store.onWritten = (chosen) => this.#in(chosen ? soon : quiet);
    addEventListener("online", now);
    addEventListener("offline", now);
    document.addEventListener("visibilitychange", seen);
    // Another window of the same person has saved something.
    this.#others?.addEventListener("message", () => void this.renew());
    if (this.#store.unsent) now();
    return () => {
      this.#stopped = true;
      clearTimeout(this.#timer);
      this.#others?.close();
      removeEventListener("online", now);
      removeEventListener("offline", now);
      document.removeEventListener("visibilitychange", seen);
    };
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    if (!this.#stopped) this.#timer = setTimeout(() => void this.run(), ms);
  }

  /** @returns once everything that could be sent has been. */
  run(): Promise<void> {
    this.#running ??= this.#runs().finally(() => (this.#running = null));
    return this.#running;
  }

  async #runs(): Promise<void> {
    clearTimeout(this.#timer);
    const store = this.#store;
    if (!navigator.onLine) return this.#broken();
    try {
      while (store.unsent) await this.#send();
      this.#failures = 0;
      store.saved = store.reason !== null && store.form.assessment.state !== "submitted" ? "shut" : "saved";
      store.tell();
    } catch (error) {
      this.#failed(error);
    }
  }

  async #send(): Promise<void> {
    const store = this.#store;
    const flown = Object.entries(store.takeOff());
    store.saved = "saving";
    store.tell();
    const answers = flown.filter(([place]) => place.startsWith("e:"));
    const texts = flown.filter(([place]) => place.startsWith("q:"));
    const reply = await api("PATCH", "/reviews/:reviewId/assessments/:assessmentId", {
      ...store.ids,
      answers: answers.map(([place, { clientId, said, basedOn }]) => ({ clientId, expectation: place.slice(2), ...said, basedOn })),
      texts: texts.map(([place, { clientId, said, basedOn }]) => ({
        clientId,
        question: place.slice(2),
        text: said.comment ?? "",
        basedOn,
      })),
    });
    const other = [
      this.#settled(answers, reply.answers, ({ id: _, ...said }) => said),
      this.#settled(texts, reply.texts, ({ text }) => ({ answer: "none", value: null, comment: text })),
    ].some(Boolean);
    store.savedAt = new Date();
    store.keep();
    store.tell();
    this.#others?.postMessage("saved");
    if (other) await this.renew();
  }

  /** @returns whether something else stands in one of the places than what was sent. */
  #settled<T extends { id: string }>(
    sent: readonly [string, { clientId: string; said: Said }][],
    reply: { applied: number[]; stands: string[]; conflicts: { index: number; theirs: T | null }[] },
    saidIn: (theirs: T) => Said,
  ): boolean {
    let other = false;
    for (const [at, index] of reply.applied.entries()) {
      const [place, unsent] = sent[index] ?? [];
      const id = reply.stands[at];
      if (place === undefined || unsent === undefined || id === undefined) continue;
      this.#store.arrived(place, unsent.said, id);
      other ||= id !== unsent.clientId;
    }
    for (const { index, theirs } of reply.conflicts) {
      const place = sent[index]?.[0];
      if (place !== undefined) this.#store.clashed(place, theirs && { id: theirs.id, said: saidIn(theirs) });
    }
    return other;
  }

  /** Reads the assessment anew: another window may have written in it, or somebody closed it. */
  async renew(): Promise<void> {
    try {
      this.#store.renew(await api("GET", "/reviews/:reviewId/assessments/:assessmentId", this.#store.ids));
    } catch (error) {
      if (!(error instanceof ApiError)) return;
      this.#failed(error);
    }
  }

  #broken(): void {
    const store = this.#store;
    if (store.unsent) store.saved = store.keeps ? "kept" : "unkept";
    store.tell();
    this.#failures += 1;
    if (store.unsent) this.#in(Math.min(1_000 * 2 ** this.#failures, longest));
  }

  #failed(error: unknown): void {
    const store = this.#store;
    if (!(error instanceof ApiError) || error.status >= 500 || error.status === 429) return this.#broken();
    if (error.status === 401) store.saved = "signed-out";
    else if (error.status === 404) store.saved = "gone";
    else {
      // It will not be taken, however often it is sent. It stays on the device, and says why.
      store.saved = "shut";
      store.reason = error.message;
    }
    store.tell();
    if (error.status === 401) this.#in(longest);
  }
}
