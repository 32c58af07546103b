import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { documentArbitrary } from "../../../test/arbitrary.ts";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { ladder } from "../../../test/ladder.ts";
import { check } from "./check.ts";
import { frameworkSchema } from "./schema.ts";

/** Read back without its conditions, which this reader does not know. */
const published = () => {
  const { if: _if, then: _then, else: _else, ...plain } = frameworkSchema();
  return z.fromJSONSchema(plain);
};

test("editors get a schema by a name of its own, with nothing left open", () => {
  expect(frameworkSchema()).toMatchObject({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    $id: "urn:rungs:schema:framework@1",
    title: "Rungs framework document",
    required: ["rungs", "id", "kind", "title", "scale", "domains", "competencies"],
    additionalProperties: false,
    if: { properties: { kind: { const: "library" } } },
    else: { required: ["tracks", "levels"] },
  });
  const text = JSON.stringify(frameworkSchema());
  // A group of requirements holds requirements, groups among them: said by reference, not left out.
  expect(text.match(/"\$ref":/g)?.length).toBeGreaterThan(2);
  for (const [, pattern = ""] of text.matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)) {
    expect(() => new RegExp(String(JSON.parse(`"${pattern}"`)), "u")).not.toThrow();
  }
});

test("what passes the check fits the published schema", () => {
  const schema = published();
  fc.assert(
    fc.property(documentArbitrary, (document) => {
      const { success } = schema.safeParse(document);
      expect(success).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test.each<[string, Edit]>([
  ["an unknown key", set("/levels/0/salary", 1)],
  ["a missing key", drop("/levels/0/title")],
  ["a wrong kind", set("/kind", "leader")],
  ["a title too long", set("/title", "x".repeat(201))],
  ["a group of none", set("/levels/0/requirements/0/anyOf", [])],
  ["an unknown key in an alternative", set("/levels/0/requirements/0/anyOf/0/salary", 1)],
  ["a target that is not whole", set("/levels/0/expectations/0/target", 1.5)],
  ["a competency of both sorts", add("/competencies", { id: "x", use: "values@1/x", domain: "people" })],
])("what is wrong by itself does not fit it: %s", (_, edit) => {
  const document = edited(ladder(), edit);
  expect(check(document).framework).toBeNull();
  expect(published().safeParse(document).success).toBe(false);
  expect(published().safeParse(ladder()).success).toBe(true);
});
