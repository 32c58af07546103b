import { isAlias, isMap, isScalar, isSeq, parseDocument, type Alias, type Node, type Pair, type YAMLError, type YAMLMap } from "yaml";
import { deepest } from "../check.ts";
import { shorten } from "../place.ts";
import { pointer, pointerSteps } from "../pointer.ts";
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
    const document = parseDocument(text, {
      version: "1.2",
      schema: "core",
      merge: false,
      resolveKnownTags: false,
      stringKeys: true,
      uniqueKeys: false,
      prettyErrors: false,
    });
    const faults = [...document.errors, ...document.warnings];
    if (faults.length > 0) return unreadable(...faults.map((error) => explain(error, text, position(error.pos[0]))));
    return build(document.contents, position);
  } catch (error) {
    // The library recurses; nesting too deep for the engine's stack arrives as this.
    if (error instanceof RangeError) return unreadable(tooDeepAt({ line: 1, column: 1 }));
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

function build(top: Node | null, position: (offset: number) => Position): Reading {
  const anchors = new Map<string, { node: Node; value: unknown; size: number } | null>();
  const targets = new Map<Alias, Node>();
  const problems: Located[] = [];
  const path: (string | number)[] = [];
  let fromAliases = 0;
  let size = 0;
  const at = (node: Node | null | undefined): Position => position(node?.range?.[0] ?? 0);

  const value = (node: Node | null): unknown => {
    size += 1;
    if (node === null) return null;
    if (isAlias(node)) return alias(node);
    if ("tag" in node && typeof node.tag === "string") throw new Stop(syntax(...noTags, at(node)));
    const before = size;
    const anchor = "anchor" in node ? node.anchor : undefined;
    // Null while its own content is being read: an alias in there would contain itself.
    if (anchor) anchors.set(anchor, null);
    const read = content(node);
    if (anchor) anchors.set(anchor, { node, value: read, size: size - before + 1 });
    return read;
  };

  const alias = (node: Alias): unknown => {
    const target = anchors.get(node.source);
    if (target === null)
      throw new Stop(syntax(`The alias *${shorten(node.source, 30)} stands inside what it repeats.`, "Write it out.", at(node)));
    if (target === undefined)
      throw new Stop(
        syntax(
          `The alias *${shorten(node.source, 30)} has no anchor before it.`,
          `Put &${shorten(node.source, 30)} before the value that it repeats.`,
          at(node),
        ),
      );
    fromAliases += target.size;
    size += target.size;
    if (fromAliases > mostFromAliases)
      throw new Stop(
        syntax(
          "The aliases in this file repeat more than Rungs is willing to write out.",
          "Write the values out, or split the framework.",
          at(node),
        ),
      );
    targets.set(node, target.node);
    return target.value;
  };

  const content = (node: Node): unknown => {
    if (isScalar(node)) return node.value;
    if (path.length > deepest) throw new Stop(tooDeepAt(at(node)));
    if (isSeq<Node>(node)) {
      return node.items.map((item, index) => {
        path.push(index);
        const read = value(item);
        path.pop();
        return read;
      });
    }
    return isMap<Node, Node | null>(node) ? mapping(node) : null;
  };

  const mapping = (node: YAMLMap<Node, Node | null>): Record<string, unknown> => {
    const read: Record<string, unknown> = {};
    for (const pair of node.items) {
      const key = keyOf(pair, targets);
      if (key === null) throw new Stop(syntax("A key must be a single word or text.", "Write the key as text.", at(pair.key)));
      if (Object.hasOwn(read, key)) problems.push(duplicateKey(key, at(pair.key), pointer([...path, key])));
      path.push(key);
      const inside = value(pair.value);
      path.pop();
      // Plain assignment of `__proto__` would change what the object is instead of giving it a key.
      if (key === "__proto__") Object.defineProperty(read, key, { value: inside, enumerable: true, configurable: true, writable: true });
      else read[key] = inside;
    }
    return read;
  };

  try {
    return { value: value(top), problems, locate: (wanted) => position(find(top, wanted, targets)) };
  } catch (error) {
    if (error instanceof Stop) return unreadable(error.problem);
    throw error;
  }
}

const keyOf = (pair: Pair<Node, Node | null>, targets: ReadonlyMap<Alias, Node>): string | null => {
  const key = isAlias(pair.key) ? targets.get(pair.key) : pair.key;
  return isScalar(key) && typeof key.value === "string" && key.tag === undefined ? key.value : null;
};

const pairsByKey = new WeakMap<YAMLMap, Map<string, Pair<Node, Node | null>>>();

function find(top: Node | null, path: string, targets: ReadonlyMap<Alias, Node>): number {
  let here = top;
  let offset = top?.range?.[0] ?? 0;
  for (const step of pointerSteps(path)) {
    if (isAlias(here)) here = targets.get(here) ?? null;
    if (isSeq<Node>(here)) {
      here = here.items[Number(step)] ?? null;
      offset = here?.range?.[0] ?? offset;
    } else if (isMap<Node, Node | null>(here)) {
      let pairs = pairsByKey.get(here);
      if (pairs === undefined) {
        pairs = new Map(here.items.map((pair) => [keyOf(pair, targets) ?? "", pair]));
        pairsByKey.set(here, pairs);
      }
      const pair = pairs.get(step);
      offset = pair?.key.range?.[0] ?? offset;
      here = pair?.value ?? null;
    } else break;
  }
  return offset;
}

const noTags = ["A tag (!name) is used, and framework documents have none.", "If a text begins with !, put it in quotes."] as const;
const sentences: Partial<Record<YAMLError["code"], readonly [message: string, hint: string]>> = {
  BAD_ALIAS: ["An alias (*name) has no anchor (&name) before it.", "If a text begins with *, put it in quotes."],
  BAD_DQ_ESCAPE: [
    "A backslash in double quotes is followed by something it does not go with.",
    "Write \\\\ for a backslash, or use single quotes.",
  ],
  BAD_INDENT: ["The indentation does not fit what stands above.", "Indent entries of one list or one set of keys alike, with spaces."],
  BAD_SCALAR_START: ["A text cannot begin with this character.", "Put the text in quotes."],
  BLOCK_AS_IMPLICIT_KEY: ["There are two colons where one key and one value belong.", "Put a text with a colon in it in quotes."],
  MISSING_CHAR: [
    "A character is missing, such as a quote, a bracket, a comma, or the space after a colon.",
    "Look at this line and the one before it.",
  ],
  MULTILINE_IMPLICIT_KEY: [
    "A line without a colon stands where a key belongs.",
    "Write “key: value”, or indent the line if it belongs to the text above.",
  ],
  MULTIPLE_DOCS: ["There is more than one document in this file.", "Keep one framework per file; “---” begins another document."],
  NON_STRING_KEY: ["A key must be a single word or text.", "Write the key as text."],
  TAB_AS_INDENT: ["A tab is used to indent.", "Indent with spaces."],
  TAG_RESOLVE_FAILED: noTags,
};

function explain(error: YAMLError, text: string, at: Position): Located {
  if (error.code === "RESOURCE_EXHAUSTION") return tooDeepAt(at);
  if (text.trimStart().startsWith("{\\rtf")) return syntax("This is a rich text document, not plain text.", "Save it as plain text.", at);
  const [message, hint] = sentences[error.code] ?? ["This is not valid YAML.", "Look at this line and the one before it."];
  return syntax(message, hint, at);
}
