import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentArbitrary, frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { edited, set } from "../../../../test/edit.ts";
import { ladder } from "../../../../test/ladder.ts";
import { check } from "../check.ts";
import { readJson, writeJson } from "./json.ts";
import { checkReading, formatOf, lintReading } from "./read.ts";
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
