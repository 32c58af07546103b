import fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import { api } from "../server/routes.ts";
import { shapeOf } from "./shape.ts";

const Node = z.object({
  name: z.string(),
  get inner() {
    return z.array(Node).optional();
  },
});
const Everything = z.object({
  text: z.string().max(100),
  count: z.int(),
  share: z.number(),
  yes: z.boolean(),
  day: z.iso.date().nullable(),
  kind: z.enum(["a", "b"]),
  either: z.union([z.int(), z.enum(["none"])]),
  which: z.discriminatedUnion("is", [z.object({ is: z.literal("x"), x: z.int() }), z.object({ is: z.literal("y"), y: z.string() })]),
  both: z.intersection(z.object({ left: z.int() }), z.object({ right: z.int() })),
  by: z.record(z.string(), z.object({ n: z.int() })),
  rows: z.array(z.object({ id: z.uuid(), more: z.object({ deep: z.int() }).nullable() })),
  pair: z.tuple([z.string(), z.int()]),
  filled: z.int().default(7),
  tree: Node,
});
const value = {
  text: "a",
  count: 1,
  share: 0.5,
  yes: false,
  day: null,
  kind: "a",
  either: "none",
  which: { is: "x", x: 1 },
  both: { left: 1, right: 2 },
  by: { one: { n: 1 } },
  rows: [
    { id: "01a1ff49-e98e-7000-80ff-588d815d80d1", more: { deep: 1 } },
    { id: "01a1ff49-e98e-7000-80ff-588d815d80d2", more: null },
  ],
  pair: ["a", 1],
  filled: 3,
  tree: { name: "top", inner: [{ name: "below", inner: [] }] },
};

/** The same with something in every object that no schema names. */
const strewn = (part: unknown): unknown => {
  if (Array.isArray(part)) return part.map(strewn);
  if (typeof part !== "object" || part === null) return part;
  return {
    ...Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, strewn(inner)])),
    salary: 12,
    ["__proto__x"]: { salary: 13 },
  };
};

test("a value that fits comes out as it went in, and what is not named stays behind, at every depth", () => {
  expect(shapeOf(Everything)(value)).toEqual(value);
  const { by, ...named } = value;
  const { by: _by, ...shown } = shapeOf(Everything.omit({ by: true }))(strewn(named)) as typeof value; // the schema's own output
  expect(shown).toEqual(named);
  expect(shapeOf(Everything.shape.by)({ one: { n: 1, salary: 12 } })).toEqual(by);
});

test("cutting is parsing: for whatever fits, both give the same", () => {
  const Small = z.object({
    id: z.string(),
    n: z.number().nullable(),
    list: z.array(z.object({ a: z.string().optional() })),
    by: z.record(z.string(), z.array(z.int())),
  });
  const arbitrary = fc.record({
    id: fc.string(),
    n: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
    list: fc.array(fc.record({ a: fc.string(), stray: fc.anything() }, { requiredKeys: [] })),
    by: fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      fc.array(fc.integer()),
    ),
  });
  fc.assert(
    fc.property(arbitrary, (given) => {
      expect(shapeOf(Small)(given)).toEqual(Small.parse(given));
    }),
  );
});

test("there is a way to cut every reply of ours", () => {
  for (const { output } of api) expect(shapeOf(output)).toBeTypeOf("function");
});
