import type { Context as Hono } from "hono";
import type { z } from "zod";
import { Problem, type Fault } from "../core/problem.ts";
import type { AnyRoute } from "./route.ts";

/** Bytes of body accepted where a route says nothing. */
const LARGEST = 1024 * 1024;
/** Arrays and objects within each other. Nothing of ours goes deeper than 12. */
const DEEPEST = 64;

type Raw = Record<string, unknown>;

/**
 * Parameters, query and body as one object, parsed by the route's schema.
 *
 * @throws Problem "invalid" with every fault by pointer, "wrong-media-type", "too-large"
 */
export async function parseInput(route: AnyRoute, c: Hono): Promise<unknown> {
  const params: Raw = c.req.param();
  const url = c.req.url;
  const mark = url.indexOf("?");
  const query = mark === -1 ? {} : fromQuery(new URL(url).searchParams);
  const body = route.method === "GET" || route.method === "DELETE" ? {} : await readJson(c.req.raw, route.largest ?? LARGEST);
  const raw = merged(params, query, body);
  const faults = [...stray(raw, route.input), ...unfit(raw)];
  // Not parsed where a text cannot even be stored: a schema that recurses must not be handed what is bottomless.
  if (faults.length > 0) throw refused(faults);
  const parsed = route.input.safeParse(raw);
  if (!parsed.success) throw refused(parsed.error.issues.flatMap(faultsOf));
  return parsed.data;
}

const refused = (faults: readonly Fault[]) => new Problem("invalid", undefined, faults);

/** A key given twice becomes an array, which the schema refuses unless it asks for one. */
function fromQuery(query: URLSearchParams): Raw {
  const entries = new Map<string, string | string[]>();
  for (const key of new Set(query.keys())) {
    const values = query.getAll(key);
    entries.set(key, values.length === 1 ? (values[0] ?? "") : values);
  }
  return Object.fromEntries(entries);
}

/** A body must not answer for what the path has settled already, nor the query for the body. */
function merged(...parts: readonly Raw[]): Raw {
  const entries = new Map<string, unknown>();
  const twice: Fault[] = [];
  for (const part of parts)
    for (const [key, value] of Object.entries(part)) {
      if (entries.has(key)) twice.push({ code: "given-twice", path: pointer([key]), message: "Given in two places: path, query or body." });
      entries.set(key, value);
    }
  if (twice.length > 0) throw refused(twice);
  return Object.fromEntries(entries);
}

const stray = (raw: Raw, schema: z.ZodObject): Fault[] =>
  Object.keys(raw)
    .filter((key) => !Object.hasOwn(schema.shape, key))
    .map((key) => unknownKey([key]));

const unknownKey = (path: readonly PropertyKey[]): Fault => ({ code: "unknown-key", path: pointer(path), message: "Not known here." });

type Node = { value: unknown; key: string; parent: Node | null; depth: number };

/** Texts that PostgreSQL cannot hold, and nesting that nobody means. Walks without recursion. */
function unfit(raw: Raw): Fault[] {
  const faults: Fault[] = [];
  const open: Node[] = [{ value: raw, key: "", parent: null, depth: 0 }];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { value, depth } = node;
    if (typeof value === "string" && !storable(value))
      faults.push({ code: "text", path: pathOf(node), message: "Holds a character that is none." });
    if (typeof value !== "object" || value === null) continue;
    if (depth >= DEEPEST) {
      faults.push({ code: "too-deep", path: pathOf(node), message: `More than ${DEEPEST} levels deep.` });
      continue;
    }
    for (const [key, inner] of Object.entries(value)) {
      if (!storable(key)) faults.push({ code: "text", path: pathOf(node), message: "Holds a key with a character that is none." });
      if (typeof inner === "string" || typeof inner === "object") open.push({ value: inner, key, parent: node, depth: depth + 1 });
    }
  }
  return faults;
}

const storable = (text: string) => !text.includes("\0") && text.isWellFormed();

function pathOf(node: Node): string {
  const keys: string[] = [];
  for (let at = node; at.parent !== null; at = at.parent) keys.unshift(at.key);
  return pointer(keys);
}

/** @returns {} for an empty body. */
async function readJson(request: Request, largest: number): Promise<Raw> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "")) throw new Problem("wrong-media-type");
  const text = await readText(request, largest);
  if (text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw refused([{ code: "syntax", path: "", message: "This is not JSON." }]);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refused([{ code: "type", path: "", message: "Send one JSON object." }]);
  return { ...value };
}

/** @throws Problem "too-large" as soon as more has come in, and "invalid" where it is not UTF-8. */
export async function readText(request: Request, largest: number): Promise<string> {
  const tooLarge = () => new Problem("too-large", `This is larger than the ${largest} bytes that are accepted here.`);
  if (Number(request.headers.get("content-length") ?? 0) > largest) throw tooLarge();
  if (request.body === null) return "";
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body) {
      length += chunk.length;
      if (length > largest) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw refused([{ code: "syntax", path: "", message: "The body broke off." }]);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw refused([{ code: "syntax", path: "", message: "This is not UTF-8." }]);
  }
}

/** RFC 6901. */
export const pointer = (path: readonly PropertyKey[]) =>
  path.map((key) => "/" + String(key).replaceAll("~", "~0").replaceAll("/", "~1")).join("");

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...issue.path, key]));
  return [{ code: issue.code.replaceAll("_", "-"), path: pointer(issue.path), message: issue.message }];
}
