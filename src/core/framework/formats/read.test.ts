import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentArbitrary, frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { edited, set } from "../../../../test/edit.ts";
import { ladder } from "../../../../test/ladder.ts";
import { check } from "../check.ts";
import { readJson, writeJson } from "./json.ts";
import { checkReading, formatOf, lintReading } from "./read.ts";
import { largest } from "./reading.ts";
import { writeYaml } from "./yaml-writer.ts";
import { readYaml } from "./yaml.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const readers = [
  ["YAML", readYaml],
  ["JSON", readJson],
] as const;

describe.each([
  ["YAML", readYaml, writeYaml],
  ["JSON", readJson, writeJson],
] as const)("a framework written as %s", (_, read, write) => {
  test("reads back as it was, whatever is in it", () => {
    fc.assert(
      fc.property(frameworkArbitrary, (framework) => {
        const text = write(framework);
        const { value, problems } = read(bytes(text));
        expect(problems).toEqual([]);
        expect(value).toEqual(framework);
        expect(text.endsWith("\n")).toBe(true);
      }),
    );
  });

  test("has its keys in the order of the documentation, whatever order they were read in", () => {
    const turned = Object.fromEntries(Object.entries(ladder()).toReversed());
    const { framework } = check(turned);
    if (framework === null) throw new Error("the ladder is clean");
    const keys = [
      "rungs",
      "id",
      "kind",
      "title",
      "language",
      "scale",
      "domains",
      "competencies",
      "tracks",
      "levels",
      "responsibilities",
      "transitions",
      "equivalences",
    ];
    expect([...write(framework).matchAll(/^(?: {2}"|)(\w+)"?:/gm)].map(([, key]) => key)).toEqual(keys);
  });
});

test("YAML is written to be read by people: blocks for long texts, small things on one line, statements one below the other", () => {
  const long = "Runs the process as it is written down, says when what is written down no longer fits, and sees that it is changed.";
  const document = edited(
    ladder(),
    set("/competencies/0/definition", long),
    set("/levels/0/expectations/0/markers", ["One", "Two"]),
    set("/levels/0/scope", "First line\nSecond line"),
  );
  const { framework } = check(document);
  if (framework === null) throw new Error("the ladder is clean");
  const text = writeYaml(framework);
  expect(text).toContain("  - { value: 1, label: Not yet }\n");
  expect(text).toContain("    definition: >-\n      Runs the process as it is written down");
  expect(text).toContain("        markers:\n          - One\n          - Two\n");
  expect(text).toContain("    scope: |-\n      First line\n      Second line\n");
  expect(text).toContain("\n\nlevels:\n");
  expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(110);
});

test("YAML and JSON of one document are the same document", () => {
  fc.assert(
    fc.property(documentArbitrary, (document) => {
      const json = readJson(JSON.stringify(document));
      expect(json.value).toEqual(document);
      // JSON is YAML too.
      expect(readYaml(JSON.stringify(document)).value).toEqual(document);
    }),
  );
});

test("JSON is read exactly as JavaScript reads it, and refused where JavaScript refuses it", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"b',
    '"',
    "1",
    "-",
    "0",
    "01",
    "1e5",
    "1.",
    ".5",
    "true",
    "nul",
    "null",
    " ",
    "\n",
    "\t",
    "\\",
    '"\\n"',
    '"\\x"',
    '"\\u00e9"',
    "\u007f",
    "é",
    "'",
    "/",
  );
  const text = fc.oneof(
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join("")),
    fc.json(),
    fc.json({ noUnicodeString: false }),
  );
  fc.assert(
    fc.property(text, (source) => {
      let expected: unknown;
      try {
        expected = JSON.parse(source);
      } catch {
        expected = undefined;
      }
      const { value, problems } = readJson(source);
      if (expected === undefined) expect(problems[0]?.code).toBe("syntax");
      else expect(value).toEqual(expected);
    }),
    { numRuns: 1000 },
  );
});

test("scalars mean what YAML 1.2 says they mean", () => {
  const text =
    "a: yes\nb: no\nc: true\nd: ~\ne:\nf: 012\ng: 0x1f\nh: 1_000\ni: 2026-03-09\nj: .inf\nk: 1e3\nl: '5'\nm: \"6\"\nn: on\n<<: x\n1: one\ntrue: two\n";
  expect(readYaml(text)).toMatchObject({
    value: {
      a: "yes",
      b: "no",
      c: true,
      d: null,
      e: null,
      f: 12,
      g: 31,
      h: "1_000",
      i: "2026-03-09",
      j: Infinity,
      k: 1000,
      l: "5",
      m: "6",
      n: "on",
      "<<": "x",
      1: "one",
      true: "two",
    },
    problems: [],
  });
});

describe("where things are written", () => {
  const yaml = [
    "# Our ladder", // 1
    "id: operations",
    "scale:", // 3
    "  - { value: 1, label: Not yet }",
    "levels:", // 5
    "  - id: coordinator",
    "    title: |", // 7
    "      Coordinator",
    "    expectations: &asked", // 9
    "      - competency: execution",
    "        target: 2", // 11
    "      - 'quoted'",
    "  - expectations: *asked", // 13
    "a/b~c: 1",
    "",
  ].join("\n");
  test.each([
    ["", 2, 1],
    ["/id", 2, 1],
    ["/scale", 3, 1],
    ["/scale/0", 4, 5],
    ["/scale/0/label", 4, 17],
    ["/levels/0", 6, 5],
    ["/levels/0/title", 7, 5],
    ["/levels/0/expectations", 9, 5],
    ["/levels/0/expectations/0", 10, 9],
    ["/levels/0/expectations/0/competency", 10, 9],
    ["/levels/0/expectations/0/target", 11, 9],
    ["/levels/0/expectations/1", 12, 9],
    ["/levels/1/expectations", 13, 5],
    ["/levels/1/expectations/0/target", 11, 9],
    ["/levels/1/expectations/0/missing", 10, 9],
    ["/levels/7", 5, 1],
    ["/nothing/at/all", 2, 1],
    ["/a~1b~0c", 14, 1],
  ])("%s of a YAML file is at line %i, column %i", (path, line, column) => {
    const reading = readYaml(yaml);
    expect(reading.problems).toEqual([]);
    expect(reading.locate(path)).toEqual({ line, column });
  });

  const json = '{\n  "id": "operations",\n  "scale": [ { "value": 1 },\n    2 ],\n  "a/b~c": {}\n}\n';
  test.each([
    ["", 1, 1],
    ["/id", 2, 3],
    ["/scale/0", 3, 14],
    ["/scale/0/value", 3, 16],
    ["/scale/0/label", 3, 14],
    ["/scale/1", 4, 5],
    ["/scale/9", 3, 3],
    ["/a~1b~0c", 5, 3],
  ])("%s of a JSON file is at line %i, column %i", (path, line, column) => {
    expect(readJson(json).locate(path)).toEqual({ line, column });
  });

  test("problems come from the top of the file down, each with its line and column", () => {
    const { framework, problems } = checkReading(
      readYaml(
        "rungs: framework@1\nid: x y\nkind: library\ntitle: T\nscale:\n  - { value: 1, label: L, colour: red }\ndomains: []\ncompetencies: [{ id: c, domain: d, title: C }]\nowner: me\n",
      ),
    );
    expect(framework).toBeNull();
    expect(problems.map(({ code, path, line, column }) => [code, path, line, column])).toEqual([
      ["schema", "/id", 2, 1],
      ["unknown-key", "/scale/0/colour", 6, 27],
      ["unknown-reference", "/competencies/0/domain", 8, 25],
      ["unknown-key", "/owner", 9, 1],
    ]);
  });
  test("a warning has its place as an error has", () => {
    const document = edited(ladder(), set("/levels/0/expectations/0/markers", ["Understands the process"]));
    const { framework, problems } = lintReading(readJson(JSON.stringify(document, null, 1)));
    expect(framework).not.toBeNull();
    expect(problems).toMatchObject([
      {
        severity: "warning",
        line:
          JSON.stringify(document, null, 1)
            .split("\n")
            .findIndex((line) => line.includes("Understands")) + 1,
      },
    ]);
  });
});

describe("a key that is written twice", () => {
  test.each([
    ["YAML", readYaml, "id: a\ntitle: T\nlevels:\n  - id: b\n    id: c\n", 5, 5],
    ["JSON", readJson, '{"id": "a", "levels": [{"id": "b",\n "id": "c"}]}', 2, 2],
  ])("is a problem in %s, and the rest is checked all the same", (_, read, text, line, column) => {
    const reading = read(text);
    expect(reading.problems).toMatchObject([{ code: "syntax", path: "/levels/0/id", line, column }]);
    expect(checkReading(reading).problems.map(({ code }) => code)).toContain("schema");
  });
  test.each(readers)("is seen in %s where it is __proto__", (_, read) => {
    const { value, problems } = read('{"__proto__": {"a": 1}, "__proto__": {"b": 2}}');
    expect(problems).toMatchObject([{ code: "syntax", path: "/__proto__" }]);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });
});

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

test("a file's format is told by its name", () => {
  expect(["a.yaml", "a.yml", "A.YAML", "a.json", "a.b.json", "a.txt", "a", "yaml", ".json"].map(formatOf)).toEqual([
    "yaml",
    "yaml",
    "yaml",
    "json",
    "json",
    null,
    null,
    null,
    "json",
  ]);
});
