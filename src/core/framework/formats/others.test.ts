import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkReading, readAs } from "./read.ts";

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const read = async (value: unknown, fileName = "x.json") => checkReading(await readAs("json", bytes(value), { fileName }));

describe("an occupation's knowledge, skills and behaviours", () => {
  const long = `ovens ${"of every kind ".repeat(30)}`.trim();
  const lists = {
    Knowledge: [
      { id: "K1", description: "How dough\nrises." },
      { id: "K2", description: long },
    ],
    Skills: [{ id: "S1", description: "Shapes loaves." }],
    Behaviours: [{ id: "B1", description: "" }],
  };

  test("come in as a standard that asks for each of them, under its code and in full", async () => {
    const { framework, problems } = await read(lists, "st9999-baker.json");
    expect(problems).toEqual([]);
    expect(framework).toMatchObject({ id: "st9999-baker", kind: "standard", title: "st9999 baker" });
    expect(framework?.competencies).toMatchObject([
      { id: "k1", domain: "knowledge", title: "K1: How dough rises." },
      { id: "k2", domain: "knowledge", definition: long },
      { id: "s1", domain: "skills", title: "S1: Shapes loaves." },
      { id: "b1", domain: "behaviours", title: "B1" },
    ]);
    expect(framework?.domains.map(({ kind }) => kind)).toEqual(["knowledge", "skill", "behaviour"]);
    expect(framework?.levels[0]?.expectations.map(({ competency }) => competency)).toEqual(["k1", "k2", "s1", "b1"]);
  });

  test("the same code twice makes two, and what has no code is counted", async () => {
    const { framework } = await read({ Knowledge: [{ id: "K1" }, { id: "K1" }], Skills: [{ description: "Bakes." }], Behaviours: [] });
    expect(framework?.competencies.map((each) => "id" in each && each.id)).toEqual(["k1", "k1-2", "skills-1"]);
  });
});

describe("a competency framework in CTDL-ASN", () => {
  const node = (id: string, label: string, more: Record<string, unknown> = {}) => ({
    "@id": id,
    "@type": "ceasn:Competency",
    "ceasn:competencyLabel": { "en-us": label },
    "ceasn:competencyText": { "en-us": `${label}, explained.` },
    ...more,
  });
  const graph = (...nodes: unknown[]) => ({
    "@graph": [
      {
        "@id": "https://example.org/baking",
        "@type": "ceasn:CompetencyFramework",
        "ceasn:name": { fr: "Boulangerie", "en-us": "Baking" },
        "ceasn:license": "https://example.org/cc0",
        "ceasn:inLanguage": ["en-US"],
        "ceasn:publisherName": { "en-us": ["Guild of bakers"] },
        "ceasn:hasTopChild": ["craft", "alone"],
      },
      ...nodes,
    ],
  });

  test("comes in as a library: groups are domains under their whole path, what has nothing beneath it is a competency", async () => {
    const { framework, problems } = await read(
      graph(
        node("craft", "Craft", { "ceasn:hasChild": ["dough"] }),
        node("dough", "Dough", { "ceasn:hasChild": ["knead", "prove"], "ceasn:codedNotation": "1.A" }),
        node("knead", "Kneading", { "ceasn:codedNotation": "1.A.1", "ceasn:competencyCategory": { "en-us": "Skills" } }),
        node("prove", "Proving"),
        node("alone", "Yeast", { "ceasn:competencyCategory": { "en-us": "Knowledge" } }),
        node("lost", "Lost"),
      ),
    );
    expect(problems).toEqual([]);
    expect(framework).toMatchObject({
      id: "baking",
      kind: "library",
      language: "en",
      source: { title: "Guild of bakers", url: "https://example.org/baking", licence: "https://example.org/cc0" },
    });
    expect(framework?.domains).toMatchObject([
      { id: "1-a", title: "Craft: Dough", kind: "skill", description: "Dough, explained." },
      { id: "competencies", title: "Competencies", kind: "knowledge" },
      { id: "competencies-2" },
    ]);
    expect(framework?.competencies).toMatchObject([
      { id: "1-a-1", domain: "1-a", title: "Kneading", definition: "Kneading, explained." },
      { id: "proving", domain: "1-a" },
      { id: "yeast", domain: "competencies" },
      { id: "lost", domain: "competencies-2" },
    ]);
  });

  test("circles and depth without end are read, each competency once", async () => {
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      node(`n${index}`, `N${index}`, { "ceasn:hasChild": [`n${index + 1}`, "n0"] }),
    );
    const { framework } = await read(graph(...chain));
    const titles = framework?.competencies.map((each) => ("title" in each ? each.title : "")) ?? [];
    expect(titles.length).toBeGreaterThan(0);
    expect(new Set(titles).size).toBe(titles.length);
  });

  test("whatever stands in its nodes, reading ends in a framework or in problems, never in a fault of ours", async () => {
    const odd = fc.dictionary(
      fc.constantFrom("@id", "ceasn:hasChild", "ceasn:competencyLabel", "ceasn:competencyText", "ceasn:codedNotation"),
      fc.oneof(fc.constantFrom("a", "b", "craft"), fc.jsonValue({ maxDepth: 2 }), fc.array(fc.constantFrom("a", "b", "craft"))),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(odd, { maxLength: 6 }), async (nodes) => {
        const { framework, problems } = await read(graph(...nodes.map((each) => ({ "@type": "ceasn:Competency", ...each }))));
        expect(framework !== null || problems.length > 0).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

test("a long table as governments publish them: rows not in use, a space too many, lists under a line that says nothing", async () => {
  const table = [
    "Role,Role Level,Role Level Description,Skill Name,Skill Description,Skill Level,Skill Level Description",
    'Baker,Junior baker,Bakes.,Dough,About dough.,Awareness,"You can:\n- mix dough\n- tell when it has risen"',
    'Baker,Head baker ,Leads.,Dough,About dough.,Practitioner,"You can\n• teach mixing\n• choose flour"',
    "Chief baker,NOT IN USE,,Dough,About dough.,NOT IN USE,",
    "Chief baker,NOT IN USE,,Budgets,About money.,NOT IN USE,",
  ].join("\r\n");
  const { framework, problems } = checkReading(await readAs("csv", new TextEncoder().encode(table), { fileName: "roles.csv" }));
  expect(problems).toEqual([]);
  expect(framework?.scale.map(({ label }) => label)).toEqual(["Awareness", "Practitioner"]);
  expect(framework?.levels.map(({ title, expectations }) => [title, expectations.map(({ markers }) => markers)])).toEqual([
    ["Junior baker", [["mix dough", "tell when it has risen"]]],
    ["Head baker", [["teach mixing", "choose flour"]]],
  ]);
  expect(framework?.competencies.map((each) => "title" in each && each.title)).toEqual(["Dough", "Budgets"]);
});
