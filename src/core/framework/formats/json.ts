import { deepest } from "../check.ts";
import { pointer, pointerSteps } from "../pointer.ts";
import type { Framework } from "../document.ts";
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

/** What is written where, in the shape of the document: `at` is the offset of the value, or of its key in an object. */
type Written = { at: number; keys?: Map<string, Written>; items?: Written[] };

class Fault extends Error {
  readonly hint: string;
  readonly at: number;
  constructor(message: string, hint: string, at: number) {
    super(message);
    this.hint = hint;
    this.at = at;
  }
}

/** Reads JSON (RFC 8259, with or without a byte order mark), and knows where each value is written. */
export function readJson(source: Uint8Array | string): Reading {
  const text = typeof source === "string" ? source : decode(source);
  if (typeof text !== "string") return text;
  if (text.length > largest) return tooLarge();
  const position = positions(text);
  const duplicates: Located[] = [];
  const scan = new Scanner(text, (key, at, path) => duplicates.push(duplicateKey(key, position(at), pointer([...path, key]))));
  try {
    const { value, written } = scan.document();
    return { value, problems: duplicates, locate: (path) => position(find(written, path)) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const at = position(error.at);
    return unreadable(error.message === "" ? tooDeepAt(at) : syntax(error.message, error.hint, at));
  }
}

function find(top: Written, path: string): number {
  let here = top;
  for (const step of pointerSteps(path)) {
    const next = here.keys?.get(step) ?? here.items?.[Number(step)];
    if (next === undefined) break;
    here = next;
  }
  return here.at;
}

const space = /[ \t\r\n]*/y;
const numeral = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
/** Inside a string no control character may stand as it is. */
const quoted = /"[^"\\\p{Cc}]*(?:(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|[\u007f-\u009f])[^"\\\p{Cc}]*)*"/uy;
const words: readonly [string, unknown][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Scanner {
  readonly #text: string;
  readonly #duplicate: (key: string, at: number, path: readonly (string | number)[]) => void;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, duplicate: (key: string, at: number, path: readonly (string | number)[]) => void) {
    this.#text = text;
    this.#duplicate = duplicate;
  }

  document(): { value: unknown; written: Written } {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#at = 1;
    const read = this.#value();
    this.#skip();
    if (this.#at < this.#text.length)
      throw new Fault("Something follows the end of the JSON document.", "Keep one value; take out what follows it.", this.#at);
    return read;
  }

  #value(): { value: unknown; written: Written } {
    this.#skip();
    const at = this.#at;
    const sign = this.#text[at];
    if (sign === "{" || sign === "[") {
      if (this.#path.length > deepest) throw new Fault("", "", at);
      this.#at += 1;
      return sign === "{" ? this.#object(at) : this.#array(at);
    }
    if (sign === '"') return { value: this.#string(), written: { at } };
    const number = this.#match(numeral);
    if (number !== null) return { value: Number(number), written: { at } };
    for (const [word, value] of words) {
      if (this.#text.startsWith(word, at)) {
        this.#at += word.length;
        return { value, written: { at } };
      }
    }
    throw new Fault(sign === undefined ? "The JSON document ends before it is complete." : "This is not JSON.", expected(sign), at);
  }

  #object(at: number): { value: unknown; written: Written } {
    const value: Record<string, unknown> = {};
    const keys = new Map<string, Written>();
    for (let first = true; !this.#ends("}", first); first = false) {
      this.#skip();
      const keyAt = this.#at;
      if (this.#text[keyAt] !== '"')
        throw new Fault("A key in double quotes belongs here.", 'Write keys as in "title": …, and no comma after the last one.', keyAt);
      const key = this.#string();
      this.#skip();
      if (this.#text[this.#at] !== ":") throw new Fault("A colon is missing after the key.", 'Write “"key": value”.', this.#at);
      this.#at += 1;
      if (keys.has(key)) this.#duplicate(key, keyAt, this.#path);
      this.#path.push(key);
      const read = this.#value();
      this.#path.pop();
      keys.set(key, { ...read.written, at: keyAt });
      // Plain assignment of `__proto__` would change what the object is instead of giving it a key.
      if (key === "__proto__")
        Object.defineProperty(value, key, { value: read.value, enumerable: true, configurable: true, writable: true });
      else value[key] = read.value;
    }
    return { value, written: { at, keys } };
  }

  #array(at: number): { value: unknown; written: Written } {
    const value: unknown[] = [];
    const items: Written[] = [];
    for (let first = true; !this.#ends("]", first); first = false) {
      this.#path.push(value.length);
      const read = this.#value();
      this.#path.pop();
      value.push(read.value);
      items.push(read.written);
    }
    return { value, written: { at, items } };
  }

  /** Whether the collection ends here; else steps over the comma that must part its entries. */
  #ends(sign: string, first: boolean): boolean {
    this.#skip();
    const found = this.#text[this.#at];
    if (found === sign) {
      this.#at += 1;
      return true;
    }
    if (first) return false;
    if (found === undefined) throw new Fault("The JSON document ends before it is complete.", `A “${sign}” is missing.`, this.#at);
    if (found !== ",") throw new Fault(`A comma or “${sign}” is missing.`, "Part entries with commas.", this.#at);
    this.#at += 1;
    return false;
  }

  #string(): string {
    const at = this.#at;
    const found = this.#match(quoted);
    if (found === null)
      throw new Fault("This text in quotes is not valid JSON.", "Close the quotes, write line breaks as \\n and backslashes as \\\\.", at);
    const inside = found.slice(1, -1);
    return inside.includes("\\") ? String(JSON.parse(found)) : inside;
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return null;
    this.#at += found.length;
    return found;
  }

  #skip(): void {
    this.#match(space);
  }
}

function expected(sign: string | undefined): string {
  if (sign === undefined) return "Write the rest of it.";
  if (sign === "'") return "Use double quotes.";
  if (sign === "]" || sign === "}" || sign === ",") return "A value is missing before this; write no comma after the last entry.";
  if (sign === "/" || sign === "#") return "JSON has no comments.";
  return "Texts stand in double quotes; true, false, null and numbers without.";
}

/** JSON as people like to read it, with every default written out. */
export const writeJson = (framework: Framework): string => `${JSON.stringify(framework, null, 2)}\n`;
