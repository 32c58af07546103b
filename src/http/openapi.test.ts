import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { world } from "../../test/world.ts";
import { api } from "../server/routes.ts";

const { app } = await world();
type Operation = { operationId: string; responses: Record<string, unknown> };
const document = (await (await app.request("/api/v1/openapi.json")).json()) as {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: object };
};

test("the description is OpenAPI 3.1 by the standard's own schema, and every reference in it leads somewhere", async () => {
  const validator = new Validator();
  expect(await validator.validate(structuredClone(document))).toEqual({ valid: true });
  expect(validator.version).toBe("3.1");
  const at = (reference: string) =>
    reference
      .slice(2)
      .split("/")
      .reduce<unknown>(
        (value, key) =>
          typeof value === "object" && value !== null ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined,
        document,
      );
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? "");
  expect(references.filter((reference) => !reference.startsWith("#/") || at(reference) === undefined)).toEqual([]);
  expect(references.length).toBeGreaterThan(api.length);
});

test("every route is in it once, with what it takes and refuses", () => {
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, ...operation })),
  );
  expect(described.map(({ name }) => name).toSorted()).toEqual(
    api.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`).toSorted(),
  );
  expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(api.length);
  for (const { responses } of described) expect(Object.keys(responses)).toEqual(expect.arrayContaining(["400", "404", "429", "503"]));
  expect(document.paths["/people/{personId}/gap"]?.["get"]).toMatchObject({
    parameters: expect.arrayContaining([
      expect.objectContaining({
        name: "personId",
        in: "path",
        required: true,
        schema: expect.objectContaining({ type: "string", format: "uuid" }),
      }),
      expect.objectContaining({ name: "target", in: "query", required: false }),
      expect.objectContaining({ name: "on", in: "query", required: false, schema: expect.objectContaining({ format: "date" }) }),
    ]),
  });
});

test("no schema that nothing leads to is left in it", () => {
  const text = JSON.stringify(document);
  const orphans = Object.keys(document.components.schemas).filter(
    (name) => !text.includes(`"#/components/schemas/${name}"`) && !text.includes(`"#/components/schemas/${name}/`),
  );
  expect(orphans).toEqual([]);
});

test("the readable reference names every route and every problem, and runs nothing", async () => {
  const reply = await app.request("/api/docs");
  const page = await reply.text();
  for (const { method, path } of api) expect(page).toContain(`>${method} ${path}</h3>`);
  for (const code of ["unauthenticated", "too-many-requests"]) expect(page).toContain(`<tr id="${code}">`);
  const nonce = /'nonce-([^']+)'/.exec(reply.headers.get("content-security-policy") ?? "")?.[1] ?? "";
  expect(page.match(/<style nonce="([^"]+)"/)?.[1]).toBe(nonce);
  expect(page).not.toMatch(/<script|\sstyle=|\son\w+=|https?:\/\//);
});
