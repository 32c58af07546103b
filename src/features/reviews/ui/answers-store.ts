import { sameSaid, type Said } from "../../../core/assessment/answers.ts";
import type { Reply } from "../../../web/api.ts";
import { nothingKept, type AnswersKeeper, type Clash, type Kept } from "./answers-kept.ts";

export type Form = Reply<"/reviews/:reviewId/assessments/:assessmentId">;
export type Saved = "saved" | "saving" | "kept" | "unkept" | "signed-out" | "shut" | "gone";

/** An expectation or a question, by where it is kept. A question's text is words without a point. */
export const placeOf = (expectation: string): string => `e:${expectation}`;
export const placeOfQuestion = (question: string): string => `q:${question}`;

const standingIn = ({ answers, texts }: Pick<Form, "answers" | "texts">) =>
  new Map<string, { id: string; said: Said }>([
    ...(answers ?? []).map(
      ({ id, expectation, answer, value, comment }) => [placeOf(expectation), { id, said: { answer, value, comment } }] as const,
    ),
    ...(texts ?? []).map(
      ({ id, question, text }) =>
        [placeOfQuestion(question), { id, said: { answer: "none" as const, value: null, comment: text } }] as const,
    ),
  ]);

/** An assessment as its rater sees it: what the server has, with what was written here laid over it. */
export class AnswersStore {
  readonly ids: { reviewId: string; assessmentId: string };
  form: Form;
  kept: Kept;
  saved: Saved = "saved";
  savedAt: Date | null = null;
  /** Why nothing can be written any more, where the server says so. */
  reason: string | null;
  /** In which order places were answered since the page was opened. */
  readonly order: string[] = [];
  #standing: Map<string, { id: string; said: Said }>;
  readonly #keeper: AnswersKeeper;
  readonly #listeners = new Set<() => void>();
  #version = 0;
  /** Called when there is something to send. @param soon whether a point was chosen, and not a letter typed. */
  onWritten: (soon: boolean) => void = () => {};

  constructor(form: Form, keeper: AnswersKeeper, kept: Kept) {
    this.form = form;
    this.ids = { reviewId: form.review.id, assessmentId: form.assessment.id };
    this.#keeper = keeper;
    this.kept = kept;
    this.reason = form.assessment.shut;
    this.#standing = standingIn(form);
  }

  readonly listen = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly version = () => this.#version;
  tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }

  /** What is said of a place, sent or not; undefined where nothing is. */
  said(place: string): Said | undefined {
    const { clashes, waiting, flying } = this.kept;
    return clashes[place]?.mine ?? waiting[place]?.said ?? flying[place]?.said ?? this.#standing.get(place)?.said;
  }
  clash(place: string): Clash | undefined {
    return this.kept.clashes[place];
  }
  /** By expectation, as the rules take them. */
  answers(): Map<string, Said> {
    return this.#all("e:");
  }
  texts(): Map<string, string> {
    return new Map([...this.#all("q:")].map(([question, said]) => [question, said.comment ?? ""]));
  }
  #all(prefix: string): Map<string, Said> {
    const places = new Set([...this.#standing.keys(), ...Object.keys(this.kept.flying), ...Object.keys(this.kept.waiting)]);
    return new Map(
      [...places].flatMap((place) => {
        const said = place.startsWith(prefix) ? this.said(place) : undefined;
        return said === undefined ? [] : [[place.slice(prefix.length), said] as const];
      }),
    );
  }
  get unsent(): boolean {
    return Object.keys(this.kept.flying).length + Object.keys(this.kept.waiting).length > 0;
  }

  write(place: string, said: Said, soon = false): void {
    const { clashes, waiting, flying } = this.kept;
    const clash = clashes[place];
    const before = this.said(place);
    if (before !== undefined && sameSaid(before, said) && before.comment === said.comment) return;
    if (soon) this.order.push(place);
    // While two texts stand against each other, what is typed on goes into one's own.
    if (clash) clash.mine = said;
    else if (waiting[place]) waiting[place] = { ...waiting[place], said };
    else
      waiting[place] = {
        clientId: crypto.randomUUID(),
        said,
        basedOn: flying[place]?.clientId ?? this.#standing.get(place)?.id ?? null,
      };
    if (this.saved === "saved") this.saved = "saving";
    this.keep();
    this.tell();
    this.onWritten(soon);
  }

  /** Decides between two: nothing is written over before somebody has seen both. */
  settle(place: string, which: "mine" | "theirs"): void {
    const clash = this.kept.clashes[place];
    if (clash === undefined) return;
    delete this.kept.clashes[place];
    if (clash.theirs) this.#standing.set(place, clash.theirs);
    else this.#standing.delete(place);
    if (which === "mine") this.write(place, clash.mine, true);
    this.keep();
    this.tell();
  }

  /** What is to be sent now, in the order it was written. */
  takeOff(): Kept["flying"] {
    if (Object.keys(this.kept.flying).length === 0) {
      this.kept.flying = this.kept.waiting;
      this.kept.waiting = {};
      this.keep();
    }
    return this.kept.flying;
  }

  arrived(place: string, said: Said, id: string): void {
    this.#standing.set(place, { id, said });
    delete this.kept.flying[place];
  }
  clashed(place: string, theirs: Clash["theirs"]): void {
    const mine = this.kept.waiting[place]?.said ?? this.kept.flying[place]?.said;
    delete this.kept.waiting[place];
    delete this.kept.flying[place];
    if (mine === undefined) return;
    if (theirs && sameSaid(theirs.said, mine)) this.#standing.set(place, theirs);
    else this.kept.clashes[place] = { mine, theirs };
  }

  /** As the server has it now; what was written here stays laid over it. */
  renew(form: Form): void {
    this.form = form;
    this.reason = form.assessment.shut;
    this.#standing = standingIn(form);
    this.tell();
  }

  /** What the server has taken beside the answers. */
  note(more: Partial<Pick<Form, "attached" | "flags">>): void {
    this.form = { ...this.form, ...more };
    this.tell();
  }

  keep(): void {
    this.#keeper.keep(this.kept);
    if (!this.#keeper.holds && this.saved === "kept") this.saved = "unkept";
  }
  get keeps(): boolean {
    return this.#keeper.holds;
  }
  /** What can never arrive any more is let go of. */
  forget(): void {
    this.kept = nothingKept();
    this.keep();
  }
}
