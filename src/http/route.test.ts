import { describe, expect, test } from "vitest";
import { z } from "zod";
import { world } from "../../test/world.ts";
import { api, sessionApi } from "../server/routes.ts";
import { route, type AnyRoute } from "./route.ts";

/*
 * What must not compile. The type check of `npm test` fails on an @ts-expect-error under which there is no error, so each
 * of these lines proves that what it stands over is refused.
 */
const base = {
  method: "GET",
  path: "/people/:personId/gap",
  summary: "Of a test",
  input: z.object({ personId: z.uuid() }),
  output: z.object({ n: z.int() }),
} as const;
const subject = async (_tx: unknown, { personId }: { personId: string }) => ({ orgId: "", personId, managers: [], teams: [] });
const handle = async () => ({ n: 1 });
const audit = { action: "gap.read", when: "others" } as const;

const whole = route({ ...base, allow: "gap.read", subject, audit, handle });
// @ts-expect-error nobody is asked: `allow` is missing
const withoutAllow = route({ ...base, subject, audit, handle });
// @ts-expect-error of whom: `subject` is missing, and neither `scope` nor `open` says why
const withoutSubject = route({ ...base, allow: "gap.read", audit, handle });
// @ts-expect-error nothing is recorded, and no reason is given: `audit` is missing
const withoutAudit = route({ ...base, allow: "gap.read", subject, handle });
// @ts-expect-error a permission that the policy does not know
const unknownPermission = route({ ...base, allow: "gap.raed", subject, audit, handle });
// @ts-expect-error an organisation where the permission is about a person
const wrongSubject = route({ ...base, allow: "gap.read", subject: async () => ({ orgId: "" }), audit, handle });
// @ts-expect-error a reason must be given in words
const auditNull = route({ ...base, allow: "gap.read", subject, audit: null, handle });
// @ts-expect-error a reply that the schema does not know
const wrongReply = route({ ...base, allow: "gap.read", subject, audit, handle: async () => ({ n: "one" }) });
// @ts-expect-error an open route has no transaction to read people with
const openWithTx = route({ ...base, allow: "welcome.read", open: true, audit, handle: async ({ tx }) => ({ n: Number(tx) }) });
// @ts-expect-error an input that is no object could not be told from what is not known
const bareInput = route({ ...base, input: z.string(), allow: "gap.read", subject, audit, handle });

describe("a route that forgets authorisation", () => {
  test("does not compile, and what gets past the compiler is not served", async () => {
    // Each is a route to the compiler only because of the lines above: here it meets the door at run time.
    const serve = (declared: unknown) => world({ routes: [declared as AnyRoute] });
    await expect(serve(whole)).resolves.toBeDefined();
    for (const declared of [
      withoutAllow,
      withoutSubject,
      withoutAudit,
      unknownPermission,
      auditNull,
      { ...base, allow: "gap.read", subject, scope: true, audit, handle },
    ])
      await expect(serve(declared)).rejects.toThrow("must say allow, audit, and one of subject, scope or open");
    expect([wrongSubject, wrongReply, openWithTx, bareInput]).toHaveLength(4);
  });
});

describe("every route", () => {
  const every: readonly AnyRoute[] = [...api, ...sessionApi];

  test("has an address of its own", () => {
    const addresses = every.map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ":")}`);
    expect(addresses).toEqual([...new Set(addresses)]);
  });

  test("names in its input each parameter of its path", () => {
    for (const { path, input } of every)
      expect(Object.keys(input.shape)).toEqual(expect.arrayContaining([...path.matchAll(/:(\w+)/g)].map(([, name]) => name)));
  });

  test("refuses what it does not know at every depth of its input", () => {
    const open = (schema: unknown, path: string): string[] => {
      if (typeof schema !== "object" || schema === null) return [];
      const here = "properties" in schema && path !== "" && !("additionalProperties" in schema) ? [path] : [];
      return [...here, ...Object.entries(schema).flatMap(([key, inner]) => open(inner, `${path}/${key}`))];
    };
    for (const { method, path, input } of every)
      expect(open(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }), ""), `${method} ${path}`).toEqual([]);
  });

  test("that has a body bounds every text in it", () => {
    const unbounded = (schema: unknown, path: string): string[] => {
      if (typeof schema !== "object" || schema === null) return [];
      const texts =
        "type" in schema && schema.type === "string" && !["maxLength", "enum", "const", "format", "pattern"].some((key) => key in schema);
      // Keys of a record are as long as the body allows: what they name is checked by whoever reads it.
      return [
        ...(texts ? [path] : []),
        ...Object.entries(schema)
          .filter(([key]) => key !== "propertyNames")
          .flatMap(([key, inner]) => unbounded(inner, `${path}/${key}`)),
      ];
    };
    // An address as a whole is held short by Node itself.
    for (const { method, path, input } of every.filter((each) => each.method !== "GET" && each.method !== "DELETE"))
      expect(unbounded(z.toJSONSchema(input, { io: "input", unrepresentable: "any" }), ""), `${method} ${path}`).toEqual([]);
  });

  test("that pages takes a limit and a cursor, and says where it goes on", () => {
    const lists = every.filter(
      ({ output }) =>
        output instanceof Object &&
        "shape" in output &&
        typeof output.shape === "object" &&
        output.shape !== null &&
        "next" in output.shape,
    );
    expect(lists.length).toBeGreaterThan(2);
    for (const { input } of lists) expect(Object.keys(input.shape)).toEqual(expect.arrayContaining(["limit", "cursor"]));
  });
});
