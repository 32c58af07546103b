import fc from "fast-check";
import { expect, test } from "vitest";
import { Problem } from "../problem.ts";
import { canonicalJson, contentHash } from "./canonical.ts";

const json = fc.jsonValue({ noUnicodeString: false }).filter((value) => JSON.stringify(value).isWellFormed());
/** The same value with the keys of every object the other way round. */
const turned = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(turned)
    : typeof value === "object" && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, inside]) => [key, turned(inside)]),
        )
      : value;

test("the order of keys makes no difference to text or hash", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      expect(contentHash(turned(value))).toBe(contentHash(value));
    }),
  );
});

test("what is written reads back as it was", () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test("numbers, escapes and the order of keys are those of RFC 8785", () => {
  const value = {
    "\u20ac": "Euro Sign",
    "\r": "Carriage Return",
    "\ufb33": "Hebrew",
    "1": "One",
    "\ud83d\ude00": "Emoji",
    "\u0080": "Control",
    "\u00f6": "Latin",
    numbers: [Number("333333333.33333329"), 1e30, 4.5, 2e-3, 0.000000000000000000000000001, -0],
    text: '\u20ac$\u000f\nA\'B"\\\\"/',
  };
  expect(canonicalJson(value)).toBe(
    '{"\\r":"Carriage Return","1":"One","numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27,0],"text":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/","\u0080":"Control","ö":"Latin","€":"Euro Sign","😀":"Emoji","\ufb33":"Hebrew"}',
  );
});

test("the hash is SHA-256 of the UTF-8 text, in hexadecimal", async () => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode('{"a":"é"}'));
  expect(contentHash({ a: "é" })).toBe(Buffer.from(digest).toString("hex"));
});

test("a key without a value is an absent key", () => {
  expect(canonicalJson({ a: 1, b: undefined })).toBe('{"a":1}');
});

test.each([
  ["undefined", undefined],
  ["a gap in a list", [1, undefined]],
  ["a hole in a list", { a: Array.from({ length: 2 }) }],
  ["no number", Number.NaN],
  ["infinity", { a: Infinity }],
  ["half a character", "\ud800"],
])("%s cannot be written, rather than be written as something else", (_, value) => {
  expect(() => canonicalJson(value)).toThrow(Problem);
});

test("a value that contains itself is refused", () => {
  const value: { self?: unknown } = {};
  value.self = value;
  expect(() => canonicalJson(value)).toThrow(Problem);
});
