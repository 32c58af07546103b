import { describe, expect, test } from "vitest";
import { Framework } from "../framework/document.ts";
import { requirementTitle } from "./names.ts";
import { expectationWording, type Library } from "./wording.ts";

const base = {
  rungs: "framework@1",
  scale: [{ value: 1, label: "One" }],
  domains: [
    { id: "people", title: "People" },
    { id: "work", title: "Work" },
  ],
};
const values = (title: string, version: number | null): Library => ({
  version,
  framework: Framework.parse({
    ...base,
    id: "company-values",
    kind: "library",
    title: "Company values",
    competencies: [{ id: "speaking-up", domain: "work", title, definition: "Says what is unsafe", markers: ["Stops the work"] }],
  }),
});
const ladder = Framework.parse({
  ...base,
  id: "care",
  kind: "ladder",
  title: "Care",
  competencies: [
    { use: "company-values@2/speaking-up", domain: "people" },
    { id: "rota", domain: "work", title: "The rota", markers: ["Writes it"] },
  ],
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "carer",
      rank: 1,
      track: "core",
      title: "Carer",
      expectations: [
        { id: "a", competency: "speaking-up", target: 1 },
        { id: "b", competency: "speaking-up", target: 1, markers: ["Its own"] },
        { id: "c", competency: "rota", target: 1 },
      ],
    },
  ],
});
const worded = (id: string, libraries: readonly Library[]) => {
  const expectation = ladder.levels[0]?.expectations.find((candidate) => candidate.id === id);
  return expectation ? expectationWording(ladder, expectation, libraries) : null;
};

describe("what an expectation asks, in words", () => {
  const inherited = {
    title: "Speaking up for safety",
    definition: "Says what is unsafe",
    domain: "people",
    from: "Company values 2",
    markers: ["Stops the work"],
  };
  test("comes from the version of the library that it names, in the ladder's own domain", () => {
    expect(worded("a", [values("Another time", 1), values("Speaking up for safety", 2), values("Yet another", 3)])).toEqual(inherited);
  });
  test("comes from a library's file that says no version", () => {
    expect(worded("a", [values("Speaking up for safety", null)])).toEqual(inherited);
  });
  test("keeps its own markers", () => {
    expect(worded("b", [values("Speaking up for safety", 2)])).toEqual({ ...inherited, markers: ["Its own"] });
  });
  test("is told by the id where the library is not there", () => {
    expect(worded("a", [values("Another time", 1)])).toEqual({
      title: "Speaking up",
      definition: null,
      domain: "people",
      from: "Company values 2",
      markers: [],
    });
  });
  test("takes the markers of the ladder's own competency where it has none", () => {
    expect(worded("c", [])).toEqual({ title: "The rota", definition: null, domain: "work", from: null, markers: ["Writes it"] });
  });
});

describe("a requirement without a title", () => {
  const experience = { id: "time", kind: "experience" as const, months: 24, at: ["carer", "leadership/level-3"] };
  test("is called by what it asks", () => {
    expect(requirementTitle(experience)).toBe("24 months as Carer or Level 3");
    expect(requirementTitle({ ...experience, months: 1, at: [] })).toBe("1 month of experience");
    expect(requirementTitle(experience, (reference) => reference.toUpperCase())).toBe("24 months as CARER or LEADERSHIP/LEVEL-3");
    expect(
      requirementTitle({
        id: "either",
        anyOf: [
          { ...experience, at: [] },
          { id: "d", kind: "check", title: "Enhanced DBS" },
        ],
      }),
    ).toBe("24 months of experience or Enhanced DBS");
  });
});
