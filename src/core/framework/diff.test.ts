import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { Problem } from "../problem.ts";
import { align } from "./alignment.ts";
import { apply } from "./apply.ts";
import { canonicalJson } from "./canonical.ts";
import { diff, type Change } from "./diff.ts";
import { Framework, type FrameworkDocument } from "./document.ts";

const ladder = (): Framework =>
  Framework.parse({
    rungs: "framework@1",
    id: "operations",
    kind: "ladder",
    title: "Operations",
    scale: [
      { value: 1, label: "Not yet" },
      { value: 2, label: "Performing" },
    ],
    domains: [{ id: "process", title: "Process" }],
    competencies: [
      { id: "execution", domain: "process", title: "Execution", definition: "Runs it." },
      { use: "values@2/integrity", domain: "process" },
    ],
    tracks: [{ id: "core", title: "Core" }],
    levels: ["a", "b", "c"].map((id, index) => ({
      id,
      rank: index + 1,
      track: "core",
      title: id.toUpperCase(),
      expectations: [
        { id: `${id}-1`, competency: "execution", target: 1, markers: ["Runs it"] },
        { id: `${id}-2`, competency: "integrity", target: 2 },
      ],
      requirements: [{ id: `${id}-r`, anyOf: [{ id: `${id}-s`, kind: "check", title: "DBS" }] }],
    })),
    responsibilities: [{ id: "first-aid", title: "First aider" }],
    transitions: [
      { from: "a", to: "b", kind: "promotion" },
      { from: "b", to: "c", kind: "promotion" },
    ],
    equivalences: [{ from: "execution", to: "other/thing", kind: "exact" }],
  } satisfies FrameworkDocument);

const changed = (edits: readonly Edit[]): Change[] => diff(ladder(), Framework.parse(edited(ladder(), ...edits)));

describe("one entry per thing that changed", () => {
  test.each<[string, Edit[], Change[]]>([
    [
      "a title of the framework",
      [set("/title", "Ops")],
      [{ op: "change", entity: "framework", id: "operations", field: "title", before: "Operations", after: "Ops" }],
    ],
    [
      "a field that was not there",
      [set("/description", "New")],
      [{ op: "change", entity: "framework", id: "operations", field: "description", after: "New" }],
    ],
    [
      "a field that is gone",
      [drop("/competencies/0/definition")],
      [{ op: "change", entity: "competency", id: "execution", field: "definition", before: "Runs it." }],
    ],
    [
      "two fields of one level",
      [set("/levels/1/scope", "Wide"), set("/levels/1/rank", 2), set("/levels/1/regulated", "RQF 3")],
      [
        { op: "change", entity: "level", id: "b", field: "regulated", after: "RQF 3" },
        { op: "change", entity: "level", id: "b", field: "scope", after: "Wide" },
      ],
    ],
    [
      "a target",
      [set("/levels/1/expectations/0/target", 2)],
      [{ op: "change", entity: "expectation", id: "b-1", parent: "b", field: "target", before: 1, after: 2, class: "retarget" }],
    ],
    [
      "a weight",
      [set("/levels/1/expectations/0/weight", 2)],
      [{ op: "change", entity: "expectation", id: "b-1", parent: "b", field: "weight", before: 1, after: 2, class: "retarget" }],
    ],
    [
      "a critical flag",
      [set("/levels/1/expectations/0/critical", true)],
      [{ op: "change", entity: "expectation", id: "b-1", parent: "b", field: "critical", before: false, after: true, class: "retarget" }],
    ],
    [
      "markers",
      [set("/levels/1/expectations/0/markers", ["Owns it"])],
      [
        {
          op: "change",
          entity: "expectation",
          id: "b-1",
          parent: "b",
          field: "markers",
          before: ["Runs it"],
          after: ["Owns it"],
          class: "substantive",
        },
      ],
    ],
    [
      "the competency of an expectation",
      [set("/levels/1/expectations/0/competency", "integrity")],
      [
        {
          op: "change",
          entity: "expectation",
          id: "b-1",
          parent: "b",
          field: "competency",
          before: "execution",
          after: "integrity",
          class: "substantive",
        },
      ],
    ],
    [
      "an alternative of a requirement",
      [set("/levels/0/requirements/0/anyOf/0/title", "Enhanced DBS")],
      [
        {
          op: "change",
          entity: "requirement",
          id: "a-r",
          parent: "a",
          field: "anyOf",
          before: [{ id: "a-s", kind: "check", title: "DBS" }],
          after: [{ id: "a-s", kind: "check", title: "Enhanced DBS" }],
        },
      ],
    ],
    [
      "a library's version",
      [set("/competencies/1/use", "values@3/integrity")],
      [{ op: "change", entity: "use", id: "integrity", field: "use", before: "values@2/integrity", after: "values@3/integrity" }],
    ],
    [
      "an own competency for a used one",
      [set("/competencies/1", { id: "integrity", domain: "process", title: "Integrity", markers: [] })],
      [
        { op: "remove", entity: "use", id: "integrity", at: 1, before: { use: "values@2/integrity", domain: "process" } },
        {
          op: "add",
          entity: "competency",
          id: "integrity",
          at: 1,
          after: { id: "integrity", domain: "process", title: "Integrity", markers: [] },
        },
      ],
    ],
    [
      "a scale point's label",
      [set("/scale/1/label", "Does it")],
      [{ op: "change", entity: "scale", id: "2", field: "label", before: "Performing", after: "Does it" }],
    ],
    [
      "a new scale point",
      [add("/scale", { value: 3, label: "Leads" })],
      [{ op: "add", entity: "scale", id: "3", at: 2, after: { value: 3, label: "Leads" } }],
    ],
    [
      "a new domain",
      [set("/domains", [{ id: "people", title: "People", kind: "skill" }, ...ladder().domains])],
      [{ op: "add", entity: "domain", id: "people", at: 0, after: { id: "people", title: "People", kind: "skill" } }],
    ],
    [
      "a track's name",
      [set("/tracks/0/title", "Main")],
      [{ op: "change", entity: "track", id: "core", field: "title", before: "Core", after: "Main" }],
    ],
    [
      "a responsibility that is gone",
      [set("/responsibilities", [])],
      [{ op: "remove", entity: "responsibility", id: "first-aid", at: 0, before: { id: "first-aid", title: "First aider" } }],
    ],
    [
      "a transition's length",
      [set("/transitions/1/months", 12)],
      [{ op: "change", entity: "transition", id: "b→c", field: "months", after: 12 }],
    ],
    [
      "an equivalence's kind",
      [set("/equivalences/0/kind", "broader")],
      [{ op: "change", entity: "equivalence", id: "execution→other/thing", field: "kind", before: "exact", after: "broader" }],
    ],
    [
      "the first level put last: one move",
      [drop("/levels/0"), add("/levels", ladder().levels[0])],
      [{ op: "move", entity: "level", id: "a", at: 2, before: 0, after: 2 }],
    ],
    [
      "expectations swapped",
      [set("/levels/0/expectations", ladder().levels[0]?.expectations.toReversed())],
      [{ op: "move", entity: "expectation", id: "a-2", parent: "a", at: 0, before: 1, after: 0 }],
    ],
    [
      "an expectation that went to another level",
      [drop("/levels/0/expectations/1"), add("/levels/2/expectations", ladder().levels[0]?.expectations[1])],
      [
        {
          op: "remove",
          entity: "expectation",
          id: "a-2",
          parent: "a",
          at: 1,
          before: { id: "a-2", competency: "integrity", target: 2, weight: 1, critical: false, markers: [] },
        },
        {
          op: "add",
          entity: "expectation",
          id: "a-2",
          parent: "c",
          at: 2,
          after: { id: "a-2", competency: "integrity", target: 2, weight: 1, critical: false, markers: [] },
        },
      ],
    ],
  ])("%s", (_, edits, expected) => {
    expect(changed(edits)).toEqual(expected);
  });

  test("a level that is gone is told whole, with what was in it", () => {
    const [removed, ...rest] = changed([drop("/levels/1")]);
    expect(rest).toEqual([]);
    expect(removed).toEqual({ op: "remove", entity: "level", id: "b", at: 1, before: ladder().levels[1] });
  });
  test("a standard is one field of the framework", () => {
    expect(changed([set("/standard", { qualification: "Diploma" })])).toMatchObject([
      { op: "change", entity: "framework", field: "standard" },
    ]);
  });
});

describe("for any two frameworks", () => {
  const pair = fc.tuple(frameworkArbitrary, frameworkArbitrary);
  /** Neighbours: the second is the first with a few things done to it, as between two versions. */
  const versions = fc
    .tuple(frameworkArbitrary, frameworkArbitrary, fc.infiniteStream(fc.nat(3)))
    .map(([one, other, dice]): [Framework, Framework] => {
      const roll = () => dice.next().value ?? 0;
      const mixed = <T>(mine: readonly T[], theirs: readonly T[], key: (item: T) => unknown): T[] => {
        const kept = mine
          .filter(() => roll() > 0)
          .map((item) => (roll() === 0 ? (theirs.find((their) => key(their) === key(item)) ?? item) : item));
        const all = [...kept, ...theirs.filter((their) => roll() === 0 && !mine.some((item) => key(item) === key(their)))];
        return roll() === 0 ? all.toReversed() : roll() === 0 ? [...all.slice(1), ...all.slice(0, 1)] : all;
      };
      return [
        one,
        {
          ...one,
          title: roll() === 0 ? other.title : one.title,
          domains: mixed(one.domains, other.domains, ({ id }) => id),
          tracks: mixed(one.tracks, other.tracks, ({ id }) => id),
          levels: mixed(one.levels, other.levels, ({ id }) => id).map((level) => ({
            ...level,
            expectations: mixed(level.expectations, [], ({ id }) => id),
            requirements: mixed(level.requirements, [], ({ id }) => id),
          })),
          transitions: mixed(one.transitions, other.transitions, ({ from, to }) => `${from}→${to}`),
        },
      ];
    });

  test("nothing differs from itself", () => {
    fc.assert(
      fc.property(frameworkArbitrary, (framework) => {
        expect(diff(framework, structuredClone(framework))).toEqual([]);
      }),
    );
  });
  test.each([
    ["strangers", pair],
    ["versions", versions],
  ])("the changes between %s lead from the one to the other, also after a journey as JSON", (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, ([before, after]) => {
        const untouched = canonicalJson(before);
        const changes: Change[] = JSON.parse(JSON.stringify(diff(before, after)));
        expect(apply(before, changes)).toEqual(after);
        expect(canonicalJson(before)).toBe(untouched);
      }),
    );
  });
  test("equal frameworks differ in nothing however their keys are written", () => {
    fc.assert(
      fc.property(frameworkArbitrary, (framework) => {
        expect(diff(framework, JSON.parse(canonicalJson(framework)))).toEqual([]);
      }),
    );
  });
  test("the same two give the same changes, in the order of the document", () => {
    fc.assert(
      fc.property(versions, ([before, after]) => {
        expect(JSON.stringify(diff(before, after))).toBe(JSON.stringify(diff(structuredClone(before), structuredClone(after))));
      }),
    );
  });
});

test("a new order is told in the fewest moves", () => {
  const longest = (order: number[]): number => {
    const lengths = order.map(() => 1);
    order.forEach((value, at) =>
      order.slice(0, at).forEach((earlier, before) => {
        if (earlier < value) lengths[at] = Math.max(lengths[at] ?? 1, (lengths[before] ?? 0) + 1);
      }),
    );
    return Math.max(0, ...lengths);
  };
  fc.assert(
    fc.property(fc.shuffledSubarray([...Array(9).keys()]), (order) => {
      const { moved, removed, added } = align([...Array(9).keys()].map(String), order.map(String));
      expect(moved.length).toBe(order.length - longest(order));
      expect(removed.length).toBe(9 - order.length);
      expect(added).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

describe("changes that were made for something else are refused", () => {
  test.each<[string, Change]>([
    ["of a level that is not there", { op: "change", entity: "level", id: "x", field: "title", after: "X" }],
    ["within a level that is not there", { op: "remove", entity: "expectation", id: "a-1", parent: "x", at: 0 }],
    ["removing what is not there", { op: "remove", entity: "domain", id: "x", at: 0 }],
    ["adding what is there", { op: "add", entity: "track", id: "core", at: 0, after: { id: "core", title: "Core" } }],
    ["adding beyond the end", { op: "add", entity: "track", id: "x", at: 5, after: { id: "x", title: "X" } }],
    ["adding nothing", { op: "add", entity: "track", id: "x", at: 0 }],
    ["moving beyond the end", { op: "move", entity: "level", id: "a", before: 0, after: 7 }],
    ["a field that would change what an object is", { op: "change", entity: "level", id: "a", field: "__proto__", after: { admin: true } }],
    ["removing the framework", { op: "remove", entity: "framework", id: "operations" }],
    ["making a title a number", { op: "change", entity: "level", id: "a", field: "title", after: 5 }],
  ])("%s", (_, change) => {
    expect(() => apply(ladder(), [change])).toThrow(Problem);
  });
});
