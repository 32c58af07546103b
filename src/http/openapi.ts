import { z } from "zod";
import { problems } from "../core/problem.ts";
import { FileOutput } from "./file.ts";
import { status } from "./problem.ts";
import type { AnyRoute } from "./route.ts";

type Json = { [key: string]: unknown };

/** OpenAPI 3.1 of the routes: what the door checks and what is published come from the same schemas. */
export function openApi(routes: readonly AnyRoute[], version: string): Json {
  const schemas: Json = { Problem: problemSchema };
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, "{$1}");
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route, schemas) };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rungs",
      version,
      description: "Everything a person can do in the browser, this interface can do; the browser uses nothing else.",
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: "/api/v1" }],
    security: [{ session: [] }, { key: [] }],
    tags: tagsOf(routes).map((name) => ({ name })),
    paths,
    components: {
      schemas,
      securitySchemes: {
        session: { type: "apiKey", in: "cookie", name: "rungs.session_token" },
        key: { type: "http", scheme: "bearer", description: "A key that begins with rungs_, with scopes and an expiry." },
      },
      responses: Object.fromEntries(
        Object.entries(status).map(([code, number]) => [
          code,
          {
            description: `${number}: ${problems[code as keyof typeof problems]}`,
            content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
          },
        ]),
      ),
    },
  };
}

export const tagOf = (route: AnyRoute) => route.path.split("/")[1] ?? "";
const tagsOf = (routes: readonly AnyRoute[]) => [...new Set(routes.map(tagOf))];
/** GET /people/:personId/gap → get_people_personId_gap. */
export const operationId = (route: AnyRoute) =>
  [route.method.toLowerCase(), ...(route.path.match(/[\w-]+/g) ?? [])].join("_").replaceAll("-", "_");

const problemSchema = {
  type: "object",
  description: "RFC 9457. `problems` names each fault of what was sent, `path` being a JSON Pointer into it.",
  required: ["type", "title", "status", "detail", "code", "problems", "instance"],
  properties: {
    type: { type: "string", format: "uri-reference" },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    code: { enum: Object.keys(problems) },
    problems: {
      type: "array",
      items: {
        type: "object",
        required: ["code", "path", "message"],
        properties: { code: { type: "string" }, path: { type: "string" }, message: { type: "string" } },
      },
    },
    instance: { type: "string", format: "uri" },
    current: { description: "With code stale: the thing as it stands now." },
  },
};

function operation(route: AnyRoute, schemas: Json): Json {
  const id = operationId(route);
  const { properties, required } = inputOf(route, schemas);
  const inPath = new Set([...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name ?? ""));
  const bodyless = route.method === "GET" || route.method === "DELETE";
  const parameters = Object.entries(properties)
    .filter(([name]) => inPath.has(name) || bodyless)
    .map(([name, schema]) => ({
      name,
      in: inPath.has(name) ? "path" : "query",
      required: inPath.has(name) || required.includes(name),
      schema,
    }));
  const body = Object.entries(properties).filter(([name]) => !inPath.has(name));
  const failures = [
    ...(route.matches && route.method !== "GET" ? ["stale"] : []),
    "invalid",
    "not-found",
    "too-many-requests",
    "unavailable",
    ...(route.open ? [] : ["unauthenticated", "forbidden"]),
  ];
  if (route.matches && route.method !== "GET")
    parameters.push({
      name: "If-Match",
      in: "header",
      required: false,
      schema: { type: "string", description: "The ETag of what was read: a write against an older state is refused." },
    });
  if (route.revalidates)
    parameters.push({
      name: "If-None-Match",
      in: "header",
      required: false,
      schema: { type: "string", description: "The ETag of the reply that you have: 304 if it would be the same." },
    });
  if ((route.method === "POST" || route.method === "PATCH") && !route.open)
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: false,
      schema: {
        type: "string",
        description: "Any text of your own, kept for a day: sent again with the same request, it is answered again and done once.",
      },
    });
  return {
    operationId: id,
    summary: route.summary,
    tags: [tagOf(route)],
    ...(route.open ? { security: [] } : {}),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(bodyless
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              "application/json": {
                schema: {
                  type: "object",
                  properties: Object.fromEntries(body),
                  required: body.map(([name]) => name).filter((name) => required.includes(name)),
                  additionalProperties: false,
                },
              },
            },
          },
        }),
    responses: {
      [route.creates ? "201" : "200"]: {
        description: "Done.",
        headers: {
          "X-Request-Id": { schema: { type: "string", format: "uuid" } },
          ...((route.matches && route.method === "GET") || route.revalidates ? { ETag: { schema: { type: "string" } } } : {}),
        },
        content:
          route.output === FileOutput
            ? { "application/octet-stream": { schema: { type: "string", format: "binary" } } }
            : { "application/json": { schema: { $ref: `#/components/schemas/${hoist(`${id}_reply`, route.output, "output", schemas)}` } } },
      },
      ...(route.revalidates ? { "304": { description: "As you have it." } } : {}),
      ...Object.fromEntries(
        failures.map((code) => [String(status[code as keyof typeof status]), { $ref: `#/components/responses/${code}` }]),
      ),
    },
  };
}

function inputOf(route: AnyRoute, schemas: Json): { properties: Json; required: readonly string[] } {
  const name = hoist(`${operationId(route)}_input`, route.input, "input", schemas);
  const whole = schemas[name] as { properties?: Json; required?: string[] }; // a route's input is a z.object
  // Shown field by field, as parameters and body: the whole is kept only where a field refers back into it.
  const text = JSON.stringify(schemas);
  if (text.split(`#/components/schemas/${name}"`).length + text.split(`#/components/schemas/${name}/`).length === 2) delete schemas[name];
  return { properties: whole.properties ?? {}, required: whole.required ?? [] };
}

/** Puts a schema and what it defines inside under components; references inside it are turned towards there. @returns its name. */
function hoist(name: string, schema: z.ZodType, io: "input" | "output", schemas: Json): string {
  const { $schema: _dialect, $defs = {}, ...root } = z.toJSONSchema(schema, { io, unrepresentable: "any", reused: "inline" });
  const turn = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turn);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        if (key !== "$ref" || typeof inner !== "string") return [key, turn(inner)];
        if (inner === "#") return [key, `#/components/schemas/${name}`];
        return [
          key,
          inner.replace(/^#\/\$defs\//, `#/components/schemas/${name}.`).replace(/^#\/(?!components)/, `#/components/schemas/${name}/`),
        ];
      }),
    );
  };
  schemas[name] = turn(root);
  for (const [inner, definition] of Object.entries($defs)) schemas[`${name}.${inner}`] = turn(definition);
  return name;
}
