import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "./json.ts";
import { checkReading } from "./read.ts";
import { largest } from "./reading.ts";
import { readYaml } from "./yaml.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const readers = [
  ["YAML", readYaml],
  ["JSON", readJson],
] as const;

describe.each(readers)("%s", (_, read) => {
  test("gives __proto__ no power: it is an own key, which the check refuses", () => {
    const reading = read('{ "__proto__": { "admin": true }, "levels": [{ "domainScope": { "__proto__": "x", "constructor": "y" } }] }');
    expect(Object.keys(Object(reading.value))).toEqual(["__proto__", "levels"]);
    expect(Reflect.get(Object(reading.value), "admin")).toBeUndefined();
    expect(
      checkReading(reading)
        .problems.filter(({ code }) => code === "unknown-key")
        .map(({ path }) => path),
    ).toEqual(["/__proto__", "/levels/0/domainScope/__proto__"]);
  });

  const utf16 = (text: string, little: boolean, mark: boolean) =>
    Uint8Array.from(
      [...(mark ? "\ufeff" : ""), ...text].flatMap((sign) =>
        little ? [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8] : [sign.charCodeAt(0) >> 8, sign.charCodeAt(0) & 255],
      ),
    );
  test.each<[string, Uint8Array]>([
    ["UTF-16 with a mark, little end first", utf16('{"a": 1}', true, true)],
    ["UTF-16 with a mark, big end first", utf16('{"a": 1}', false, true)],
    ["UTF-16 without a mark", utf16('{"a": 1}', true, false)],
    ["UTF-16 the other way round", utf16("rungs: x", false, false)],
    ["a spreadsheet", Uint8Array.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0])],
    ["a NUL in the middle", bytes("rungs: x\ntitle: a\u0000b\n")],
    ["NULs and nothing else", new Uint8Array(50)],
    ["Latin-1", Uint8Array.from([0x61, 0x3a, 0x20, 0xe9, 0x0a])],
    ["a picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe])],
    ["an unclosed quote", bytes('{"a": "b\n')],
    ["an unclosed bracket", bytes("[1, 2")],
    ["more than the limit", new Uint8Array(largest + 1).fill(32)],
  ])("says in a sentence what is wrong with %s", (_name, source) => {
    const { value, problems } = read(source);
    expect(value).toBeUndefined();
    expect(problems.length).toBeGreaterThan(0);
    for (const { code, severity, path, line, column, message, hint } of problems) {
      expect([code, severity, path]).toEqual(["syntax", "error", ""]);
      expect(message).toMatch(/^[“A-Z].*[.]$/u);
      expect(hint).toMatch(/[.]$/u);
      expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
    }
  });

  test("takes a byte order mark for what it is", () => {
    expect(read(bytes('\ufeff{"a": 1}'))).toMatchObject({ value: { a: 1 }, problems: [] });
    expect(read('\ufeff{"a": 1}')).toMatchObject({ value: { a: 1 }, problems: [] });
  });

  test("never throws, whatever the bytes, and what it cannot read it says in a sentence", () => {
    const pieces = fc.constantFrom(
      "a",
      ": ",
      ":",
      "- ",
      "\n",
      "  ",
      "\t",
      "{",
      "}",
      "[",
      "]",
      ",",
      "&a ",
      "*a",
      "!!str ",
      "!x ",
      "? ",
      "|",
      ">-",
      "'",
      '"',
      "#",
      "%YAML 1.1",
      "---",
      "...",
      "<<",
      "1",
      "é",
      "\\",
      "@",
      "\r\n",
    );
    const source = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.array(pieces, { maxLength: 25 }).map((all) => bytes(all.join(""))),
    );
    fc.assert(
      fc.property(source, (input) => {
        const reading = read(input);
        expect(reading.value !== undefined || reading.problems.length > 0).toBe(true);
        expect(checkReading(reading).problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ["brackets", "[".repeat(5000)],
    ["sets of keys", '{"a":'.repeat(5000)],
  ])("refuses %s within brackets beyond all reason", (_name, text) => {
    const { value, problems } = read(text);
    expect(value).toBeUndefined();
    expect(problems.every(({ code }) => code === "syntax")).toBe(true);
  });
});

describe("aliases in YAML", () => {
  test("stand for what they name", () => {
    const { value, problems } = readYaml("a: &x { k: [1, 2] }\nb: *x\nc: [*x, *x]\n");
    expect(problems).toEqual([]);
    expect(value).toEqual({ a: { k: [1, 2] }, b: { k: [1, 2] }, c: [{ k: [1, 2] }, { k: [1, 2] }] });
  });
  test("may be used as often as a large framework needs them", () => {
    const { value, problems } = readYaml(`a: &x [one, two]\nb:\n${"  - *x\n".repeat(2000)}`);
    expect(problems).toEqual([]);
    expect(value).toMatchObject({ b: { length: 2000 } });
  });
  test.each([
    [
      "grow without bound",
      `a: &a [x, x, x, x, x, x, x, x, x, x]\n${"abcdefghi"
        .split("")
        .map(
          (name, index) =>
            `${name}2: &${name}2 [${Array(10)
              .fill(index === 0 ? "*a" : `*${"abcdefghi"[index - 1]}2`)
              .join(", ")}]`,
        )
        .join("\n")}\n`,
    ],
    ["repeat a large part many times", `a: &a [${"x, ".repeat(2000)}x]\nb: [${"*a, ".repeat(2000)}*a]\n`],
    ["contain themselves", "a: &a [1, *a]\n"],
    ["name nothing", "a: *b\n"],
    ["come before what they name", "a: *b\nb: &b 1\n"],
  ])("are refused where they %s", (_, text) => {
    expect(readYaml(text)).toMatchObject({ value: undefined, problems: [{ code: "syntax" }] });
  });
});

test.each([
  "!!str a: b\n",
  "a: !custom b\n",
  "a: !!binary aGk=\n",
  "--- 1\n--- 2\n",
  "a: b: c\n",
  "\ta: b\n",
  "a: [1\nb: 2\n",
  "? [a]\n: b\n",
])("%j is refused as YAML", (text) => {
  expect(readYaml(text).problems[0]).toMatchObject({ code: "syntax", severity: "error", path: "" });
});

test.each([
  ["", "schema"],
  ["# only a comment\n", "schema"],
  ["text", "schema"],
])("%j is YAML, and no framework", (text, code) => {
  expect(checkReading(readYaml(text)).problems.map((problem) => [problem.code, problem.path])).toEqual([[code, ""]]);
});
