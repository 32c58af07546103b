import type { Change } from "../../../core/framework/diff.ts";
import type { Expectation, Framework, Level } from "../../../core/framework/document.ts";
import { excerpt, placedWording, type PlacedWording } from "../../../core/framework/findings.ts";
import { inverse } from "../../../core/framework/merge.ts";
import { sameValue } from "../../../core/framework/same.ts";
import type { Reply } from "../../../web/api.ts";
import { take } from "./applying.ts";
import { findItem, valueOf } from "./finding.ts";
import type { Clash, Keeper, Kept, Step } from "./kept.ts";
import { joined } from "./steps.ts";

export type Draft = Reply<"/frameworks/:slug/draft">;
export type Saved = "saved" | "saving" | "kept" | "signed-out" | "gone" | "unkept";

const byCompetency = new WeakMap<Level, ReadonlyMap<string, Expectation>>();
/** What a level asks, by competency; of two that ask the same one, the first. */
export function asked(level: Level): ReadonlyMap<string, Expectation> {
  let known = byCompetency.get(level);
  if (known === undefined) {
    known = new Map(level.expectations.toReversed().map((expectation) => [expectation.competency, expectation]));
    byCompetency.set(level, known);
  }
  return known;
}

/**
 * The draft as the writer sees it: what the server has, with what was written here laid over it. Whoever draws a part of it
 * listens to that part alone: a cell (`cell/<level>/<row>`), the order of rows and columns (`structure`), the line that says
 * what is saved (`head`), or to everything (`any`).
 */
export class DraftStore {
  readonly slug: string;
  shown: Framework;
  /** As it was when rows or columns changed last: the same object for as long as they stay. */
  structure: Framework;
  base: Framework;
  revision: number;
  draft: Draft;
  saved: Saved = "saved";
  savedAt: Date | null = null;
  problems: NonNullable<Draft["problems"]>;
  /** Whether the problems that are known are older than the draft: a large one is looked through apart. */
  unchecked: boolean;
  /** Sentence about what somebody else has just done, for the line that tells news. */
  news = "";
  /** While its publishing is under way, which asks for what others write by itself: then there may be no draft any more. */
  held = false;
  /** Taken by the server, and not yet in `base`. */
  acknowledged: Change[] = [];
  kept: Kept;
  /** What is in force, by which one sees what the draft changes; null where nothing is, or before it has come. */
  inForce: Framework | null = null;
  undone: Step[] = [];
  done: Step[] = [];
  #head: readonly unknown[] = [];
  #wording = new Map<string, PlacedWording[]>();
  readonly #keeper: Keeper;
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #versions = new Map<string, number>();
  /** Called when there is something to send. */
  onWritten: () => void = () => {};

  hold(held: boolean): void {
    this.held = held;
  }

  constructor(draft: Draft, keeper: Keeper, kept: Kept) {
    this.slug = draft.slug;
    this.draft = draft;
    this.base = draft.content;
    this.shown = draft.content;
    this.revision = draft.revision;
    this.problems = draft.problems ?? [];
    this.unchecked = draft.problems === null;
    this.reworded(draft.wording ?? []);
    this.#keeper = keeper;
    this.kept = kept;
    this.shown = this.#overlaid();
    this.structure = this.shown;
  }

  readonly listen = (key: string) => (listener: () => void) => {
    const known = this.#listeners.get(key) ?? new Set();
    this.#listeners.set(key, known.add(listener));
    return () => void known.delete(listener);
  };
  readonly version = (key: string) => () => this.#versions.get(key) ?? 0;

  tell(...keys: readonly string[]): void {
    const told = new Set([...keys, "any"]);
    // Most letters change nothing that the head says.
    if (told.has("head") && !this.#headChanged()) told.delete("head");
    for (const key of told) {
      this.#versions.set(key, (this.#versions.get(key) ?? 0) + 1);
      this.#listeners.get(key)?.forEach((listener) => listener());
    }
  }

  /** From now on cells say whether they differ from what is in force. */
  compareWith(inForce: Framework): void {
    this.inForce = inForce;
    this.tell(...[...this.#listeners.keys()].filter((key) => key.startsWith("cell/")));
  }

  #headChanged(): boolean {
    const { saved, savedAt, problems, news, done, undone, kept, draft } = this;
    const { title } = this.shown;
    const words = this.allWording().length;
    const now = [saved, savedAt, problems, news, done.length, undone.length, kept.clashes.length, draft, words, title];
    const same = now.every((value, index) => value === this.#head[index]);
    this.#head = now;
    return !same;
  }

  wording(node: string): readonly PlacedWording[] {
    return this.#wording.get(node) ?? [];
  }
  reworded(wording: NonNullable<Draft["wording"]>): void {
    this.#wording = Map.groupBy(wording, ({ node }) => node) as Map<string, PlacedWording[]>; // the codes are the checker's
  }
  allWording(): PlacedWording[] {
    return [...this.#wording.values()].flat();
  }
  clashes(node: string): Clash[] {
    return this.kept.clashes.filter(
      ({ change }) => `${change.entity}/${change.id}` === node || (change.entity === "framework" && node === "framework"),
    );
  }

  /** Something was written. @param join names the field that is being typed in; its next letters are the same act. */
  write(changes: readonly Change[], join?: string): void {
    const wanted = changes.filter(({ op, before, after }) => op !== "change" || !sameValue(before, after));
    const open = wanted.filter((change) => !this.#intoClash(change));
    if (wanted.length === 0) return;
    if (open.length > 0) {
      this.#queue(open, join);
      const last = this.done.at(-1);
      if (join === undefined || last?.join !== join || !joined(last, open)) this.done.push({ changes: open, join });
      this.undone = [];
    }
    this.#written(wanted);
  }

  /** Ends the act of typing: what comes next is another. */
  pause(): void {
    for (const step of [this.done.at(-1), this.kept.waiting.at(-1)]) if (step) step.join = undefined;
  }

  undo(): boolean {
    return this.#turn(this.done, this.undone, (step) => inverse(step.changes));
  }
  redo(): boolean {
    return this.#turn(this.undone, this.done, (step) => step.changes);
  }

  #turn(from: Step[], to: Step[], changes: (step: Step) => Change[]): boolean {
    this.pause();
    const step = from.pop();
    if (step === undefined) return false;
    // What somebody else has written over it since is theirs, and stays.
    const wanted = changes(step).filter((change) => change.op !== "change" || sameValue(valueOf(this.shown, change), change.before));
    this.#queue(wanted);
    to.push(step);
    this.#written(wanted);
    return true;
  }

  #queue(changes: readonly Change[], join?: string): void {
    const last = this.kept.waiting.at(-1);
    if (join !== undefined && last?.join === join && joined(last, changes)) return;
    if (changes.length > 0) this.kept.waiting.push({ changes: [...changes], join });
  }

  /** While two texts stand against each other, what is typed on goes into one's own. */
  #intoClash(change: Change): boolean {
    const clash = this.kept.clashes.find(
      ({ change: known }) =>
        known.op === "change" &&
        change.op === "change" &&
        known.entity === change.entity &&
        known.id === change.id &&
        known.field === change.field,
    );
    if (clash) clash.change = { ...clash.change, after: change.after };
    return clash !== undefined;
  }

  #written(changes: readonly Change[]): void {
    if (this.kept.waiting.length > 0 && this.saved === "saved") this.saved = "saving";
    this.keep();
    this.draw(changes);
    this.onWritten();
  }

  /** The draft is gone, and what was written in it with it. */
  forget(): void {
    this.kept = { flying: [], waiting: [], clashes: [] };
    this.keep();
  }

  keep(): void {
    this.#keeper.keep(this.kept);
    if (!this.#keeper.holds && this.saved === "kept") this.saved = "unkept";
  }
  get keeps(): boolean {
    return this.#keeper.holds;
  }

  /** Keeps one's own text in a place where somebody else wrote as well, over theirs. */
  mine(clash: Clash): void {
    const { change, reason, whole } = clash;
    this.#settle(clash);
    const current = findItem(this.base, change);
    if (reason === "removed" && whole)
      this.write([
        {
          op: "add",
          entity: change.entity,
          id: change.id,
          parent: change.parent,
          at: change.at ?? 10_000,
          after: { ...whole, ...(change.field === undefined ? {} : { [change.field]: change.after }) },
        },
      ]);
    else if (change.op === "remove") this.write([{ ...change, before: current }]);
    else if (change.op === "change") this.write([{ ...change, before: valueOf(this.shown, change) }]);
    else if (current !== undefined) {
      const after = change.after as Record<string, unknown>; // what is added is a thing with fields
      this.write(
        Object.keys({ ...current, ...after }).map((field): Change => ({
          op: "change",
          entity: change.entity,
          id: change.id,
          parent: change.parent,
          field,
          before: current[field],
          after: after[field],
        })),
      );
    }
  }
  theirs(clash: Clash): void {
    this.#settle(clash);
  }

  #settle(clash: Clash): void {
    this.kept.clashes = this.kept.clashes.filter(({ id }) => id !== clash.id);
    this.keep();
    this.draw([clash.change]);
  }

  #overlaid(): Framework {
    let content = take(take(this.base, this.acknowledged), this.kept.flying);
    for (const { changes } of this.kept.waiting) content = take(content, changes);
    return take(
      content,
      this.kept.clashes.filter(({ change, reason }) => change.op === "change" && reason === "changed").map(({ change }) => change),
    );
  }

  /** Shows what is so now, and tells those parts that are not as they were. @param changes what is known to have changed. */
  draw(changes: readonly Change[] = []): void {
    const before = this.shown;
    this.shown = this.#overlaid();
    const keys = new Set<string>(["head"]);
    const order = (content: Framework) => content.levels.map(({ id }) => id).join(" ");
    const old = new Map(before.levels.map((level) => [level.id, level]));
    for (const field of ["scale", "domains", "competencies", "tracks", "title", "kind"] as const)
      if (before[field] !== this.shown[field]) keys.add("structure");
    if (order(before) !== order(this.shown)) keys.add("structure");
    for (const level of this.shown.levels) {
      const known = old.get(level.id);
      if (known === level) continue;
      if (known === undefined || known.title !== level.title || known.rank !== level.rank || known.track !== level.track)
        keys.add("structure");
      if (known === undefined) continue;
      const [then, now] = [asked(known), asked(level)];
      for (const id of new Set([...then.keys(), ...now.keys()])) if (then.get(id) !== now.get(id)) keys.add(`cell/${level.id}/${id}`);
      for (const id of new Set([...Object.keys(known.domainScope), ...Object.keys(level.domainScope)]))
        if (known.domainScope[id] !== level.domainScope[id]) keys.add(`cell/${level.id}/scope/${id}`);
    }
    // Clashes come and go in cells whose content stays.
    for (const { entity, id, parent } of changes) {
      const competency =
        entity === "expectation"
          ? this.shown.levels.find((level) => level.id === parent)?.expectations.find((one) => one.id === id)?.competency
          : undefined;
      if (competency !== undefined) keys.add(`cell/${parent}/${competency}`);
      if (entity === "level") for (const domain of this.shown.domains) keys.add(`cell/${id}/scope/${domain.id}`);
    }
    if (keys.has("structure")) this.structure = this.shown;
    this.#reword(changes);
    this.tell(...keys);
  }

  #reword(changes: readonly Change[]): void {
    const nodes = new Set<string>();
    for (const { entity, id, before, after, op } of changes) {
      nodes.add(`${entity}/${id}`);
      if (entity === "level" && op !== "change")
        for (const whole of [before, after])
          for (const expectation of (whole as Partial<Level> | undefined)?.expectations ?? []) nodes.add(`expectation/${expectation.id}`);
    }
    if (nodes.size === 0) return;
    for (const node of nodes) this.#wording.delete(node);
    for (const found of placedWording(excerpt(this.shown, nodes)))
      for (const finding of found) this.#wording.set(finding.node, [...(this.#wording.get(finding.node) ?? []), finding]);
  }
}
