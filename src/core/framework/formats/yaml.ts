import {
  boolCoreTag,
  EVENT_ID,
  floatCoreTag,
  getScalarValue,
  intCoreTag,
  NOT_RESOLVED,
  nullCoreTag,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from "js-yaml";
import { deepest } from "../check.ts";
import { shorten } from "../place.ts";
import { pointer, pointerSteps } from "../pointer.ts";
import { isRecord } from "../raw.ts";
import type { Position } from "../problem.ts";
import {
  decode,
  duplicateKey,
  largest,
  positions,
  syntax,
  tooDeepAt,
  tooLarge,
  unreadable,
  type Located,
  type Reading,
} from "./reading.ts";

/** How many values aliases may stand for in all. A large framework has some ten thousand values; a bomb has millions. */
const mostFromAliases = 250_000;

/** Reads YAML 1.2 (core schema, no tags, one document), and knows where each value is written. */
export function readYaml(source: Uint8Array | string): Reading {
  const text = typeof source === "string" ? source.replace(/^\uFEFF/, "") : decode(source);
  if (typeof text !== "string") return text;
  if (text.length > largest) return tooLarge();
  const position = positions(text);
  try {
    return new Builder(text, parseEvents(text, { maxDepth: deepest }), position).document();
  } catch (error) {
    if (error instanceof Stop) return unreadable(error.problem);
    if (error instanceof YAMLException) return unreadable(explain(error, text, position));
    throw error;
  }
}

/** Thrown where reading cannot go on. */
class Stop extends Error {
  readonly problem: Located;
  constructor(problem: Located) {
    super(problem.message);
    this.problem = problem;
  }
}

/** Where the entries of a list or a set of keys are written, by position or key. */
type Offsets = number[] | Map<string, number>;
type Anchored = { value: unknown; size: number };

class Builder {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #position: (offset: number) => Position;
  /** Null while the anchor's own content is being read: an alias in there would contain itself. */
  readonly #anchors = new Map<string, Anchored | null>();
  readonly #offsets = new WeakMap<object, Offsets>();
  readonly #problems: Located[] = [];
  readonly #path: (string | number)[] = [];
  #next = 0;
  #size = 0;
  #fromAliases = 0;

  constructor(text: string, events: readonly Event[], position: (offset: number) => Position) {
    this.#text = text;
    this.#events = events;
    this.#position = position;
  }

  document(): Reading {
    if (this.#events.filter(({ type }) => type === EVENT_ID.DOCUMENT).length > 1) {
      throw new Stop(
        syntax("There is more than one document in this file.", "Keep one framework per file; “---” begins another document."),
      );
    }
    this.#next = 1;
    const event = this.#events[1];
    const start = event === undefined ? 0 : this.#offsetOf(event, 0);
    const value = event === undefined || event.type === EVENT_ID.POP ? null : this.#value(start);
    return { value, problems: this.#problems, locate: (path) => this.#position(this.#find(value, start, path)) };
  }

  #find(top: unknown, start: number, path: string): number {
    let value = top;
    let offset = start;
    for (const step of pointerSteps(path)) {
      const offsets = typeof value === "object" && value !== null ? this.#offsets.get(value) : undefined;
      const found = Array.isArray(offsets) ? offsets[Number(step)] : offsets?.get(step);
      if (found === undefined) break;
      offset = found;
      value = Array.isArray(value) ? value[Number(step)] : isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    }
    return offset;
  }

  /** The offset of an event's first character, quotes and signs included; `before` where nothing is written. */
  #offsetOf(event: Event, before: number): number {
    if (event.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
    if (event.type === EVENT_ID.SEQUENCE || event.type === EVENT_ID.MAPPING) return event.start;
    if (event.type !== EVENT_ID.SCALAR || event.valueStart === -1) return before;
    return event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED
      ? event.valueStart - 1
      : event.valueStart;
  }

  /** @param at the offset of the event that is read next. */
  #value(at: number): unknown {
    const event = this.#events[this.#next++];
    this.#size += 1;
    if (event === undefined || event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return null;
    if (event.type === EVENT_ID.ALIAS) return this.#alias(this.#text.slice(event.anchorStart, event.anchorEnd), at);
    if (event.tagStart !== -1)
      throw new Stop(
        syntax(
          "A tag (!name) is used, and framework documents have none.",
          "If a text begins with !, put it in quotes.",
          this.#position(event.tagStart),
        ),
      );
    const anchor = event.anchorStart === -1 ? null : this.#text.slice(event.anchorStart, event.anchorEnd);
    const before = this.#size;
    if (anchor !== null) this.#anchors.set(anchor, null);
    const value =
      event.type === EVENT_ID.SCALAR ? resolved(this.#text, event) : event.type === EVENT_ID.SEQUENCE ? this.#list(at) : this.#mapping(at);
    if (anchor !== null) this.#anchors.set(anchor, { value, size: this.#size - before + 1 });
    return value;
  }

  #alias(name: string, at: number): unknown {
    const target = this.#anchors.get(name);
    const shown = shorten(name, 30);
    if (target === null) throw new Stop(syntax(`The alias *${shown} stands inside what it repeats.`, "Write it out.", this.#position(at)));
    if (target === undefined)
      throw new Stop(
        syntax(
          `The alias *${shown} has no anchor before it.`,
          `Put &${shown} before the value that it repeats; put a text that begins with * in quotes.`,
          this.#position(at),
        ),
      );
    this.#fromAliases += target.size;
    this.#size += target.size;
    if (this.#fromAliases > mostFromAliases) {
      throw new Stop(
        syntax(
          "The aliases in this file repeat more than Rungs is willing to write out.",
          "Write the values out, or split the framework.",
          this.#position(at),
        ),
      );
    }
    return target.value;
  }

  /** Whether the collection ends here; if so, steps over its end. */
  #ends(): boolean {
    if (this.#events[this.#next]?.type !== EVENT_ID.POP) return false;
    this.#next += 1;
    return true;
  }

  #list(start: number): unknown[] {
    const value: unknown[] = [];
    const offsets: number[] = [];
    while (!this.#ends()) {
      const event = this.#events[this.#next];
      const at = event === undefined ? start : this.#offsetOf(event, offsets.at(-1) ?? start);
      this.#path.push(value.length);
      value.push(this.#value(at));
      this.#path.pop();
      offsets.push(at);
    }
    this.#offsets.set(value, offsets);
    return value;
  }

  #mapping(start: number): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    const offsets = new Map<string, number>();
    let at = start;
    while (!this.#ends()) {
      const event = this.#events[this.#next];
      at = event === undefined ? at : this.#offsetOf(event, at);
      const key = this.#key(event, at);
      if (offsets.has(key)) this.#problems.push(duplicateKey(key, this.#position(at), pointer([...this.#path, key])));
      offsets.set(key, at);
      const content = this.#events[this.#next];
      this.#path.push(key);
      const inside = this.#value(content === undefined ? at : this.#offsetOf(content, at));
      this.#path.pop();
      // Plain assignment of `__proto__` would change what the object is instead of giving it a key.
      if (key === "__proto__") Object.defineProperty(value, key, { value: inside, enumerable: true, configurable: true, writable: true });
      else value[key] = inside;
    }
    this.#offsets.set(value, offsets);
    return value;
  }

  /** Keys are text as it is written: `1: x` has the key "1". */
  #key(event: Event | undefined, at: number): string {
    const key =
      event?.type === EVENT_ID.SCALAR && event.tagStart === -1
        ? getScalarValue(this.#text, event)
        : event?.type === EVENT_ID.ALIAS
          ? this.#value(at)
          : null;
    if (typeof key !== "string")
      throw new Stop(syntax("A key must be a single word or text.", "Write the key as text.", this.#position(at)));
    if (event?.type === EVENT_ID.SCALAR) {
      this.#next += 1;
      this.#size += 1;
      if (event.anchorStart !== -1) this.#anchors.set(this.#text.slice(event.anchorStart, event.anchorEnd), { value: key, size: 1 });
    }
    return key;
  }
}

const coreTags = [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag].map((tag) => ({ tag, first: new Set(tag.implicitFirstChars) }));

/** What a scalar means in the core schema: only what is written without quotes can be anything but text. */
function resolved(source: string, event: ScalarEvent): unknown {
  const text = getScalarValue(source, event);
  if (event.style !== SCALAR_STYLE.PLAIN) return text;
  const first = text.charAt(0);
  for (const { tag, first: signs } of coreTags) {
    if (!signs.has(first)) continue;
    const value: unknown = tag.resolve(text, false, tag.tagName);
    if (value !== NOT_RESOLVED) return value;
  }
  return text;
}

const sentences: readonly [reason: RegExp, message: string, hint: string][] = [
  [/maxDepth/, "Values lie within values here, deeper than any framework goes.", "Take some of the nesting out."],
  [/^unidentified alias|alias/, "An alias (*name) cannot stand here.", "If a text begins with *, put it in quotes."],
  [
    /escape sequence|hexadecimal/,
    "A backslash in double quotes is followed by something it does not go with.",
    "Write \\\\ for a backslash, or use single quotes.",
  ],
  [/tab characters/, "A tab is used to indent.", "Indent with spaces."],
  [
    /within a (single|double) quoted/,
    "A text in quotes is never closed.",
    "Close the quotes; write a quote within quotes twice, or with a backslash in double ones.",
  ],
  [
    /flow collection|flow mapping|expected '|missed comma/,
    "A bracket, a brace or a comma is missing.",
    "Look at this line and the one before it.",
  ],
  [
    /multiline key|implicit key/,
    "A line without a colon stands where a key belongs.",
    "Write “key: value”, or indent the line if it belongs to the text above.",
  ],
  [
    /indentation/,
    "The indentation does not fit what stands above, or there are two colons where one key and one value belong.",
    "Indent entries alike, with spaces; put a text with a colon in it in quotes.",
  ],
  [/whitespace character is expected/, "A space is missing after a colon.", "Write “key: value”."],
  [
    /document separator|node content/,
    "Something stands here that does not belong to what is above.",
    "Put a text that begins with a sign such as @, `, % or , in quotes.",
  ],
  [/non-printable|null byte/, "A character stands here that cannot be shown.", "Take it out, or type the text again."],
  [
    /tag|directive/i,
    "A tag (!name) or a directive (%NAME) is used, and framework documents have none.",
    "If a text begins with ! or %, put it in quotes.",
  ],
];

function explain(error: YAMLException, text: string, position: (offset: number) => Position): Located {
  const at = position(Math.min(error.mark?.position ?? 0, text.length));
  if (text.trimStart().startsWith("{\\rtf")) return syntax("This is a rich text document, not plain text.", "Save it as plain text.", at);
  const [, message, hint] = sentences.find(([reason]) => reason.test(error.reason)) ?? [
    null,
    "This is not valid YAML.",
    "Look at this line and the one before it.",
  ];
  return /maxDepth/.test(error.reason) ? tooDeepAt(at) : syntax(message, hint, at);
}
