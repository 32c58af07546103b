import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentArbitrary } from "../../../test/arbitrary.ts";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { ladder } from "../../../test/ladder.ts";
import { check, deepest, lint } from "./check.ts";
import type { FrameworkDocument } from "./document.ts";
import { given } from "./names.ts";
import { pointer, pointerSteps } from "./pointer.ts";
import { expectationsOf, valueAt } from "./raw.ts";

const found = (document: unknown, ...others: readonly unknown[]): string[] =>
  check(document, given(others))
    .problems.map(({ code, path }) => `${code} ${path}`)
    .toSorted();
const spoilt = (...edits: readonly Edit[]): unknown => edited(ladder(), ...edits);

test("a clean ladder has no problems, and comes back with every default in place", () => {
  const { framework, problems } = check(ladder());
  expect(problems).toEqual([]);
  expect(framework?.language).toBe("en");
  const expectation = { id: "c-execution", competency: "execution", target: 2, weight: 1, critical: false, markers: [] };
  expect(framework?.levels[0]?.expectations[0]).toEqual(expectation);
});

test("faults of every kind are reported at once, each as if it stood alone", () => {
  const document = spoilt(
    set("/title", 5),
    set("/owner", 1),
    add("/domains", { id: "process" }),
    set("/competencies/0/domain", "x"),
    set("/levels/0/expectations/0/target", 9),
    set("/levels/0/expectations/1/weight", 0),
    set("/levels/1/expectations", "none"),
    set("/levels/2/rank", 4),
    add("/levels", { id: "y", rank: 4, track: "manager", title: "x".repeat(201), expectations: [] }),
    add("/transitions", { from: "head", to: "lead", kind: "promotion" }, 7),
  );
  const expected = [
    "duplicate-id /domains/2/id",
    "duplicate-rank /levels/4/rank",
    "promotion-cycle /transitions/4",
    "promotion-downward /transitions/2",
    "rank-order /levels/3/rank",
    "schema /domains/2/title",
    "schema /levels/1/expectations",
    "schema /title",
    "schema /transitions/5",
    "target-off-scale /levels/0/expectations/0/target",
    "text-too-long /levels/4/title",
    "unknown-key /owner",
    "unknown-reference /competencies/0/domain",
    "weight-not-positive /levels/0/expectations/1/weight",
  ];
  expect(found(document)).toEqual(expected);
});

test.each([null, 5, "text", [], true, [[]]])("%j is no document, and says so once", (document) => {
  expect(found(document)).toEqual(["schema "]);
});

describe("references into another framework", () => {
  const leadership = {
    id: "leadership",
    kind: "ladder",
    levels: [{ id: "level-4", expectations: [{ id: "l-one" }] }],
    competencies: [{ id: "running" }],
  };
  const values = { id: "values", kind: "library", competencies: [{ id: "honesty" }] };

  test("are left alone while that framework is not given", () => {
    expect(found(ladder())).toEqual([]);
  });
  test("are checked where it is", () => {
    const document = spoilt(
      set("/levels/0/requirements/0/anyOf/1/at", ["leadership/level-4", "leadership/level-9"]),
      add("/equivalences", { from: "execution", to: "leadership/l-one", kind: "exact" }),
      add("/equivalences", { from: "execution", to: "leadership/l-two", kind: "exact" }),
    );
    expect(found(document, leadership, values)).toEqual([
      "unknown-reference /competencies/1/use",
      "unknown-reference /equivalences/2/to",
      "unknown-reference /levels/0/requirements/0/anyOf/1/at/1",
      "unknown-reference /transitions/3/to",
    ]);
  });
  test("are satisfied by any of several versions of it", () => {
    expect(found(ladder(), leadership, { ...leadership, levels: [{ id: "level-5" }] })).toEqual([]);
    expect(found(ladder(), leadership)).toEqual(["unknown-reference /transitions/3/to"]);
  });
  test("are left alone where it is too broken to say what is in it", () => {
    expect(found(ladder(), { id: "leadership", levels: "none" })).toEqual([]);
  });
});

test("limits count characters as people do, not UTF-16 units", () => {
  expect(found(spoilt(set("/title", "🧑".repeat(200))))).toEqual([]);
  expect(found(spoilt(set("/title", "🧑".repeat(201))))).toEqual(["text-too-long /title"]);
  expect(found(spoilt(set("/title", "x".repeat(200)), set("/description", "x".repeat(4000))))).toEqual([]);
});

test("nesting beyond all reason is one problem, not a crash", () => {
  let group: unknown = { id: "x", kind: "check", title: "DBS" };
  for (let depth = 0; depth < 100_000; depth += 1) group = { id: `g${depth}`, anyOf: [group] };
  const document = ladder();
  set("/levels/0/requirements", [group])(document);
  const { problems } = check(document);
  expect(problems.map(({ code }) => code)).toEqual(["schema"]);
  expect(pointerSteps(problems[0]?.path ?? "").length).toBe(deepest + 1);
});

test("promotions through 20,000 levels and back are followed to the end", () => {
  const levels = Array.from({ length: 20_000 }, (_, rank) => ({ id: `l${rank}`, rank, track: "core", title: "L", expectations: [] }));
  const up = levels.slice(1).map(({ id, rank }) => ({ from: `l${rank - 1}`, to: id, kind: "promotion" }));
  const down = { from: "l19999", to: "l0", kind: "promotion" };
  const document = spoilt(set("/levels", levels), set("/transitions", [down, ...up]));
  expect(found(document)).toEqual(["promotion-cycle /transitions/0", "promotion-downward /transitions/0"]);
});

describe("what a problem says", () => {
  test.each<[string, Edit, message: string, hint: string]>([
    [
      "a reference nearly right",
      set("/levels/0/expectations/0/competency", "exection"),
      "Level “coordinator”, expectation “c-execution”: competency “exection” is not in this document.",
      "Did you mean “execution”?",
    ],
    [
      "a key nearly right",
      set("/levels/0/expectations/0/wieght", 2),
      "Level “coordinator”, expectation “c-execution”: “wieght” is not a key of framework documents here.",
      "Did you mean “weight”? Otherwise take it out.",
    ],
    [
      "a number for a title",
      set("/levels/0/title", 2026),
      "Level “coordinator”: “title” must be text, but it is 2026.",
      'Put it in quotes: "2026".',
    ],
    [
      "a kind nearly right",
      set("/kind", "leader"),
      "“kind” is the text “leader”; it must be ladder, library or standard.",
      "Did you mean “ladder”?",
    ],
    ["a key left out", drop("/scale/1/label"), "Scale point 2: “label” is missing.", "Add “label: …”."],
    [
      "a label too long",
      set("/scale/0/label", "x".repeat(300)),
      "Scale point 1: “label” has 300 characters; 200 is the limit.",
      "Shorten it, or say part of it elsewhere.",
    ],
    [
      "a transition down",
      set("/transitions/1", { from: "head", to: "lead", kind: "promotion" }),
      "Transition from “head” to “lead”: this promotion leads down, from rank 3 to rank 2 of track “manager”.",
      "Turn it round, or make it a step-down.",
    ],
  ])("of %s: place, fault and mend", (_, edit, message, hint) => {
    expect(check(spoilt(edit)).problems[0]).toMatchObject({ message, hint });
  });

  test("lets nothing through that moves a terminal's cursor", () => {
    const [problem] = check(spoilt(set("/\u001b[2Jkey\u0007", 1))).problems;
    expect(`${problem?.message}${problem?.hint}`).not.toMatch(/\p{Cc}/u);
  });
});

test("wording is warned about, and does not make a document unusable", () => {
  const { framework, problems } = lint(spoilt(set("/levels/0/expectations/0/markers", ["Understands the process"])));
  expect(framework).not.toBeNull();
  expect(problems).toMatchObject([{ code: "unobservable", severity: "warning", path: "/levels/0/expectations/0/markers/0" }]);
});

test("whatever the framework, no rule is broken", () => {
  fc.assert(
    fc.property(documentArbitrary, (document) => {
      expect(found(document)).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

describe("a fault put into any framework is found, and only it", () => {
  /** Null where the framework has nothing to spoil in this way. */
  type Spoil = (clean: FrameworkDocument, seed: number) => { edits: Edit[]; expected: string } | null;
  const atLevels =
    (spoil: (clean: FrameworkDocument, count: number) => { edits: Edit[]; expected: string }): Spoil =>
    (clean) => {
      const count = clean.levels?.length ?? 0;
      return count === 0 ? null : spoil(clean, count);
    };
  const inExpectation =
    (key: string, value: unknown, code: string): Spoil =>
    (clean, seed) => {
      const paths = Array.from(expectationsOf(clean), ({ path }) => pointer([...path, key]));
      const path = paths[seed % paths.length];
      return path === undefined ? null : { edits: [set(path, value)], expected: `${code} ${path}` };
    };
  const level = (clean: FrameworkDocument, rank: number) => {
    const last = clean.levels?.at(-1);
    return add("/levels", { id: "brand-new", rank: rank || last?.rank, track: last?.track, title: "New", expectations: [] });
  };

  test.each<[string, Spoil]>([
    [
      "an unknown key",
      (clean, seed) => {
        const path = `/domains/${seed % clean.domains.length}/colour`;
        return { edits: [set(path, "red")], expected: `unknown-key ${path}` };
      },
    ],
    [
      "a missing key",
      (clean, seed) => {
        const path = `/scale/${seed % clean.scale.length}/label`;
        return { edits: [drop(path)], expected: `schema ${path}` };
      },
    ],
    ["a target off the scale", inExpectation("target", 99, "target-off-scale")],
    ["a weight below nothing", inExpectation("weight", -0.5, "weight-not-positive")],
    ["an unknown competency", inExpectation("competency", "nobody-knows", "unknown-reference")],
    ["a marker too long", inExpectation("markers", "x", "schema")],
    [
      "a track twice",
      (clean) => ({ edits: [add("/tracks", clean.tracks?.[0])], expected: `duplicate-id /tracks/${clean.tracks?.length}/id` }),
    ],
    ["a rung twice", atLevels((clean, count) => ({ edits: [level(clean, 0)], expected: `duplicate-rank /levels/${count}/rank` }))],
    ["a level out of order", atLevels((clean, count) => ({ edits: [level(clean, -5)], expected: `rank-order /levels/${count}/rank` }))],
    [
      "a promotion to itself",
      atLevels((clean) => {
        const own = clean.levels?.[0]?.id;
        return { edits: [set("/transitions", [{ from: own, to: own, kind: "promotion" }])], expected: "promotion-cycle /transitions/0" };
      }),
    ],
    ["a library's kind", atLevels(() => ({ edits: [set("/kind", "library")], expected: "library-with-levels /levels" }))],
    ["a text too long", () => ({ edits: [set("/description", "x".repeat(4001))], expected: "text-too-long /description" })],
  ])("%s", (_, spoil) => {
    let tried = 0;
    fc.assert(
      fc.property(documentArbitrary, fc.nat(), (clean, seed) => {
        const spoilt = spoil(clean, seed);
        if (spoilt === null) return;
        tried += 1;
        expect(found(edited(clean, ...spoilt.edits))).toEqual([spoilt.expected]);
      }),
    );
    expect(tried).toBeGreaterThan(20);
  });
});

test("every promotion that is named closes a circle, and without those named none is left", () => {
  const edges = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 14, selector: String });
  fc.assert(
    fc.property(edges, fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), (pairs, ranks) => {
      const transitions = pairs.map(([from, to]) => ({ from: `l${from}`, to: `l${to}`, kind: "promotion" }));
      const levels = ranks.map((rank, index) => ({ id: `l${index}`, rank, track: `t${index}` }));
      const named = (list: readonly unknown[]) =>
        check({ id: "x", levels, transitions: list })
          .problems.filter(({ code }) => code === "promotion-cycle")
          .map(({ path }) => Number(path.split("/")[2]));
      const closing = new Set(named(transitions));
      expect(named(transitions.filter((_, index) => !closing.has(index)))).toEqual([]);
      for (const index of closing) {
        const reached = new Set([transitions[index]?.to]);
        for (let size = -1; size !== reached.size;) {
          size = reached.size;
          for (const { from, to } of transitions) if (reached.has(from)) reached.add(to);
        }
        expect(reached.has(transitions[index]?.from)).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});

test("a pointer leads to what it was made for, whatever the keys", () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 5 }), (steps) => {
      expect(pointerSteps(pointer(steps))).toEqual(steps);
      const document = steps.reduceRight<unknown>((value, step) => Object.defineProperty({}, step, { value, enumerable: true }), "here");
      expect(valueAt(document, steps)).toBe("here");
    }),
  );
});
