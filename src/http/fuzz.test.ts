import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { operations } from "../../test/reference/amara.ts";
import { world } from "../../test/world.ts";
import { api, sessionApi } from "../server/routes.ts";
import type { LogLine } from "./log.ts";
import type { AnyRoute } from "./route.ts";

/*
 * Every route is sent what its own schema says, what it nearly says, and what no schema would, by somebody who may do
 * everything. Nothing of it is a fault of ours, so nothing of it may be answered as one.
 */
const ROUNDS = Number(process.env["RUNGS_FUZZ_ROUNDS"] ?? 40);

const failures: LogLine[] = [];
const { app, cookie, organisation } = await world({
  log: (line) => {
    if (line.status >= 500) failures.push(line);
  },
});
const alder = await organisation();
const rowan = await alder.person("Rowan Ash");
const kit = await alder.person("Kit Cedar", { manager: rowan });
for (const role of ["owner", "administrator", "people-partner", "auditor"] as const) await alder.grant(rowan, role);
await alder.publish({
  ...operations,
  competencies: operations.competencies.filter((each) => "id" in each),
  levels: operations.levels?.slice(0, 1),
});
await alder.place(kit, "operations/specialist");
await alder.rate(kit, "operations/specialist", { "sp-risk": 2 }, { by: rowan });

const hostile = fc.constantFrom<unknown>(
  "",
  " ",
  "\0",
  "\ud800",
  "💥",
  "'; drop table rungs.person; --",
  "../../etc/passwd",
  "%",
  "_",
  "\\",
  "9".repeat(40),
  "a".repeat(5000),
  "latest",
  "null",
  "__proto__",
  "constructor",
  "0001-01-01",
  "9999-12-31",
  "2026-02-30",
  "operations/specialist",
  "operations/",
  "/",
  -1,
  0,
  1,
  2,
  2 ** 31,
  2 ** 53,
  1e308,
  0.5,
  true,
  null,
  [],
  [[]],
  {},
  { id: 1 },
);
type Schema = { [key: string]: unknown };
const isSchema = (value: unknown): value is Schema => typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): Schema[] => (Array.isArray(value) ? value.filter(isSchema) : []);
const number = (value: unknown, otherwise: number) => (typeof value === "number" ? value : otherwise);

/** Whole numbers, and parts of one where there is no whole one between. */
const between = (low: number, high: number) =>
  Math.ceil(low) <= Math.floor(high)
    ? fc.integer({ min: Math.ceil(low), max: Math.floor(high) })
    : fc.double({ min: low, max: high, noNaN: true });

/** What a JSON Schema takes, mostly; deep ones end in anything. */
function fitting(schema: Schema, root: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 5) return hostile;
  const below = (inner: unknown) => (isSchema(inner) ? fitting(inner, root, depth + 1) : hostile);
  if (typeof schema["$ref"] === "string") {
    const at = schema["$ref"]
      .slice(2)
      .split("/")
      .reduce<unknown>((value, key) => (key === "" ? value : isSchema(value) ? value[key] : undefined), root);
    return below(at);
  }
  const options = [...listOf(schema["anyOf"]), ...listOf(schema["oneOf"])];
  if (options.length > 0) return fc.oneof(...options.map(below));
  if (Array.isArray(schema["enum"])) return fc.constantFrom<unknown>(...schema["enum"]);
  if ("const" in schema) return fc.constant(schema["const"]);
  switch (schema["type"]) {
    case "string":
      return stringOf(schema);
    case "integer":
    case "number":
      return between(Math.max(number(schema["minimum"], -5), -1000), Math.min(number(schema["maximum"], 1000), 2 ** 40));
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(below(schema["items"]), { minLength: number(schema["minItems"], 0), maxLength: 3 });
    case "object":
      return objectOf(schema, below);
    default:
      return hostile;
  }
}

function stringOf(schema: Schema): fc.Arbitrary<unknown> {
  if (schema["format"] === "uuid") return fc.constantFrom(kit.personId, rowan.personId, alder.orgId, crypto.randomUUID());
  if (schema["format"] === "date") return fc.constantFrom("2026-11-21", "2020-02-29", "1999-12-31", "9999-12-31");
  if (schema["format"] === "date-time") return fc.constantFrom("2026-12-01T00:00:00Z", "2027-01-01T12:00:00.123Z");
  return fc.oneof(
    fc.constantFrom("operations", "operations/specialist", "specialist", "Europe/London", "rowan@example.org", "a", "1"),
    fc.string({ unit: "grapheme", maxLength: 20 }),
  );
}

function objectOf(schema: Schema, below: (inner: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = isSchema(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"].filter((key): key is string => typeof key === "string") : [];
  if (Object.keys(properties).length === 0) return fc.dictionary(fc.string({ maxLength: 8 }), hostile, { maxKeys: 3 });
  return fc.record(Object.fromEntries(Object.entries(properties).map(([key, inner]) => [key, below(inner)])), { requiredKeys: required });
}

/** One of the fields replaced, added or left out. */
const spoilt = (input: fc.Arbitrary<Record<string, unknown>>) =>
  fc.tuple(input, fc.nat(), hostile, fc.constantFrom("replace", "add", "leave")).map(([given, at, value, how]) => {
    const keys = Object.keys(given);
    const key = keys[at % Math.max(1, keys.length)] ?? "stray";
    if (how === "leave") return Object.fromEntries(Object.entries(given).filter(([name]) => name !== key));
    return { ...given, [how === "add" ? "stray" : key]: value };
  });

const textOf = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)).toWellFormed();

async function send(route: AnyRoute, base: string, input: Record<string, unknown>): Promise<Response> {
  const rest = { ...input };
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(textOf(rest[name] ?? "none"));
    delete rest[name];
    return value;
  });
  const bodyless = route.method === "GET" || route.method === "DELETE";
  const query =
    bodyless && Object.keys(rest).length > 0
      ? `?${new URLSearchParams(Object.entries(rest).map(([key, value]) => [key, textOf(value)]))}`
      : "";
  return app.request(`${base}${path}${query}`, {
    method: route.method,
    headers: { cookie: await session, ...(bodyless ? {} : { "content-type": "application/json" }) },
    ...(bodyless ? {} : { body: JSON.stringify(rest) }),
  });
}
const session = cookie(rowan);

const every = [
  ...api.map((route): [string, AnyRoute, string] => [`${route.method} ${route.path}`, route, "/api/v1"]),
  ...sessionApi.map((route): [string, AnyRoute, string] => [`${route.method} ${route.path}`, route, "/api/auth"]),
];
// Hashing a password takes a tenth of a second: what leads to it is sent less often.
const slow = new Set(["POST /setup", "POST /sign-in/email"]);

test.each(every)("%s never fails on our side, whatever it is sent", async (name, route, base) => {
  const schema = z.toJSONSchema(route.input, { io: "input", unrepresentable: "any" });
  const input = objectOf(schema, (inner) => (isSchema(inner) ? fitting(inner, schema) : hostile)).map((given) =>
    isSchema(given) ? given : {},
  );
  failures.length = 0;
  await fc.assert(
    fc.asyncProperty(fc.oneof(input, spoilt(input)), async (given) => {
      const response = await send(route, base, given);
      const reply = await response.text();
      expect(response.status, `${reply}\n${failures.map(({ error }) => error ?? "").join("\n")}`).toBeLessThan(500);
      // A file that is handed out is in a format of its own.
      if (response.headers.get("content-disposition") === null) expect(() => JSON.parse(reply) as unknown).not.toThrow();
    }),
    { numRuns: slow.has(name) ? 8 : ROUNDS },
  );
});
