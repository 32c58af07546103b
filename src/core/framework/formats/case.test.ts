import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { check } from "../check.ts";
import { Framework } from "../document.ts";
import { casePackage } from "./case-write.ts";
import { readCase, writeCase } from "./case.ts";
import { readYaml } from "./yaml.ts";

const templates = globSync("templates/*.yaml").map((file) => Framework.parse(readYaml(readFileSync(file)).value));
const operations = Framework.parse(templates.find(({ id }) => id === "operations"));
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const back = (text: string) => {
  const { value, problems } = readCase(text);
  return { framework: Framework.parse(value), problems };
};

describe("CASE packages of ours", () => {
  test.each(templates)("$id comes back as it was", (framework) => {
    expect(back(writeCase(framework))).toEqual({ framework, problems: [] });
  });

  test("any framework comes back as it was", () => {
    fc.assert(
      fc.property(frameworkArbitrary, (framework) => {
        expect(back(writeCase(framework)).framework).toEqual(framework);
      }),
      { numRuns: 100 },
    );
  });

  test("every id is a version 5 UUID, the same in each export and different for each thing", () => {
    const first = casePackage(operations, { base: "https://rungs.example/ims/case/v1p1", version: 1 });
    const second = casePackage(operations, { base: "https://rungs.example/ims/case/v1p1", version: 2 });
    const ids = [first.CFDocument, ...first.CFItems, ...first.CFAssociations].map(({ identifier }) => identifier);
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.CFItems.map(({ identifier }) => identifier)).toEqual(first.CFItems.map(({ identifier }) => identifier));
    expect(first.CFItems[0]?.uri).toBe(`https://rungs.example/ims/case/v1p1/CFItems/${first.CFItems[0]?.identifier}`);
  });

  test("what another program changed in its own fields is taken over", () => {
    const changed = writeCase(operations).replaceAll(JSON.stringify(operations.levels[0]?.title), '"Junior Coordinator"');
    expect(back(changed).framework.levels[0]?.title).toBe("Junior Coordinator");
  });
});

/** A package as others export it, with the oddities that are met in the wild; all of it is ours. */
const foreign = {
  CFDocument: {
    identifier: "10000000-0000-0000-0000-000000000001",
    title: "Bakery skills",
    creator: "Guild of Bakers",
    language: "en",
    CFPackageURI: { title: "x" },
    licenseURI: { title: "CC BY 4.0" },
    description: null,
  },
  CFItems: [
    {
      identifier: "00000000-0000-4000-8000-00000000000a",
      fullStatement: "Dough",
      CFItemType: null,
      lastChangeDateTime: "2026-01-01T00:00:00+00:00",
    },
    {
      identifier: "00000000-0000-4000-8000-00000000000b",
      fullStatement: "<p>Kneads a dough &amp; rests it</p>",
      humanCodingScheme: "D.1",
      CFDocumentURI: { title: "x" },
    },
    { identifier: "00000000-0000-4000-8000-00000000000c", fullStatement: "Weighs flour to the gram", humanCodingScheme: "D.1" },
    { fullStatement: "Cleans the oven" },
    { identifier: "10000000-0000-0000-0000-000000000004", fullStatement: "Second", lastChangeDateTime: "x" },
    { identifier: "00000000-0000-4000-8000-00000000000e", fullStatement: "Round", lastChangeDateTime: "x" },
    { identifier: "00000000-0000-4000-8000-00000000000f", fullStatement: "And round", lastChangeDateTime: "x" },
  ],
  CFAssociations: [
    {
      associationType: "isChildOf",
      originNodeURI: { identifier: "00000000-0000-4000-8000-00000000000c" },
      destinationNodeURI: { identifier: "00000000-0000-4000-8000-00000000000a" },
      sequenceNumber: 1,
    },
    {
      associationType: "isChildOf",
      originNodeURI: { identifier: "00000000-0000-4000-8000-00000000000b" },
      destinationNodeURI: { identifier: "00000000-0000-4000-8000-00000000000a" },
      sequenceNumber: 2,
    },
    {
      associationType: "isChildOf",
      originNodeURI: { identifier: "00000000-0000-4000-8000-00000000000e" },
      destinationNodeURI: { identifier: "00000000-0000-4000-8000-00000000000f" },
    },
    {
      associationType: "isChildOf",
      originNodeURI: { identifier: "00000000-0000-4000-8000-00000000000f" },
      destinationNodeURI: { identifier: "00000000-0000-4000-8000-00000000000e" },
    },
    { associationType: "isChildOf", originNodeURI: { identifier: "nowhere" }, destinationNodeURI: { identifier: "x" } },
  ],
  CFDefinitions: { CFItemTypes: [{ title: "Skill" }] },
};

describe("CASE packages of others", () => {
  test("become a library that lints clean, each oddity told of once", () => {
    const { value, problems } = readCase(JSON.stringify({ CFPackage: foreign }));
    expect(check(value).problems).toEqual([]);
    const framework = Framework.parse(value);
    expect(framework).toMatchObject({
      kind: "library",
      id: "bakery-skills",
      title: "Bakery skills",
      source: { title: "Guild of Bakers", licence: "CC BY 4.0" },
    });
    expect(framework.domains.map(({ title }) => title)).toEqual(["Dough", "Round", "Competencies"]);
    expect(framework.competencies.map((competency) => ("use" in competency ? "" : competency.title))).toEqual([
      "Weighs flour to the gram",
      "Kneads a dough & rests it",
      "And round",
      "Cleans the oven",
      "Second",
    ]);
    expect(problems.map(({ severity, path }) => `${severity} ${path}`)).toMatchInlineSnapshot(`
      [
        "warning /CFPackage/CFItems/0",
        "warning /CFPackage/CFItems/1/CFDocumentURI",
        "warning /CFPackage/CFItems/1",
        "warning /CFPackage/CFItems/3",
        "warning /CFPackage/CFItems/4",
        "warning /CFPackage/CFDocument/CFPackageURI",
        "warning /CFPackage/CFDefinitions/CFItemTypes/0",
        "warning /CFPackage/CFAssociations/4",
        "warning /CFPackage/CFItems/5",
        "warning ",
      ]
    `);
  });

  test("with levels of skill become a ladder, the lowest level first", () => {
    const link = (identifier: string) => ({ identifier });
    const items = [
      "11111111-1111-4111-8111-111111111111",
      "22222222-2222-4222-8222-222222222222",
      "33333333-3333-4333-8333-333333333333",
      "44444444-4444-4444-8444-444444444444",
    ] as const;
    const { value, problems } = readCase(
      JSON.stringify({
        CFDocument: { title: "Baking", creator: "Guild" },
        CFItems: ["Master", "Apprentice", "Shaping", "Shapes a loaf alone"].map((fullStatement, index) => ({
          identifier: items[index],
          fullStatement,
          lastChangeDateTime: "2026-01-01T00:00:00Z",
        })),
        CFAssociations: [
          { associationType: "isChildOf", originNodeURI: link(items[3]), destinationNodeURI: link(items[2]) },
          { associationType: "hasSkillLevel", originNodeURI: link(items[3]), destinationNodeURI: link(items[1]) },
          { associationType: "hasSkillLevel", originNodeURI: link(items[2]), destinationNodeURI: link(items[0]) },
          { associationType: "precedes", originNodeURI: link(items[1]), destinationNodeURI: link(items[0]) },
        ],
      }),
    );
    expect(check(value).problems).toEqual([]);
    const framework = Framework.parse(value);
    expect(framework.kind).toBe("ladder");
    expect(framework.levels.map(({ title, rank, expectations }) => [title, rank, expectations.map(({ markers }) => markers)])).toEqual([
      ["Apprentice", 1, [["Shapes a loaf alone"]]],
      ["Master", 2, [[]]],
    ]);
    expect(problems.map(({ message }) => message)).toEqual(["The package brings no rating scale."]);
  });

  test.each([
    ["not JSON", "<xml/>"],
    ["other JSON", '{"a":1}'],
    ["an empty package", '{"CFDocument":{}}'],
    ["a list", "[]"],
    ["nothing", ""],
  ])("%s is answered in words", (_name, text) => {
    const { value, problems } = readCase(text);
    for (const { message } of problems) expect(message).not.toBe("");
    expect(value === undefined ? problems.length : 1).toBeGreaterThan(0);
  });

  test("any JSON at all is read without a fault of ours", () => {
    const shaky = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constantFrom(...foreign.CFItems));
    fc.assert(
      fc.property(
        fc.record({
          CFDocument: fc.dictionary(fc.string(), shaky),
          CFItems: fc.array(shaky),
          CFAssociations: fc.array(fc.oneof(shaky, fc.constantFrom(...foreign.CFAssociations))),
          CFRubrics: shaky,
        }),
        (value) => {
          const reading = readCase(JSON.stringify(value));
          expect(check(reading.value).problems.filter(({ code }) => code === "unknown-reference" || code === "duplicate-id")).toEqual([]);
        },
      ),
    );
  });
});
