import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentArbitrary } from "../../../test/arbitrary.ts";
import { check, deepest, lint } from "./check.ts";
import { given } from "./names.ts";
import { pointer, pointerSteps } from "./pointer.ts";
import { errorCodes } from "./problem.ts";
import { valueAt } from "./raw.ts";

/** A small clean ladder to spoil; loosely typed, for most of what is done to it would not compile. */
const ladder = (): any => ({
  rungs: "framework@1", id: "operations", kind: "ladder", title: "Operations",
  scale: [{ value: 1, label: "Not yet" }, { value: 2, label: "Developing" }, { value: 3, label: "Performing" }],
  domains: [{ id: "process", title: "Process" }, { id: "people", title: "People" }],
  competencies: [
    { id: "execution", domain: "process", title: "Process execution", definition: "Runs it as it is written down." },
    { use: "values@2/integrity", domain: "people" },
  ],
  tracks: [{ id: "core", title: "Core" }, { id: "manager", title: "Manager" }],
  levels: [
    {
      id: "coordinator", rank: 1, track: "core", title: "Coordinator", domainScope: { process: "One task" }, responsibilities: ["first-aid"],
      expectations: [{ id: "c-execution", competency: "execution", target: 2 }, { id: "c-integrity", competency: "integrity", target: 3, weight: 2 }],
      requirements: [{ id: "c-entry", anyOf: [{ id: "c-diploma", kind: "qualification", title: "Diploma" }, { id: "c-years", kind: "experience", months: 12, at: ["coordinator"] }] }],
      readiness: [{ clause: "nothingBelow", value: 2 }],
    },
    { id: "analyst", rank: 2, track: "core", title: "Analyst", expectations: [{ id: "a-execution", competency: "execution", target: 3 }] },
    { id: "lead", rank: 2, track: "manager", title: "Lead", expectations: [] },
    { id: "head", rank: 3, track: "manager", title: "Head", expectations: [] },
  ],
  responsibilities: [{ id: "first-aid", title: "First aider" }],
  transitions: [
    { from: "coordinator", to: "analyst", kind: "promotion" },
    { from: "coordinator", to: "lead", kind: "promotion" },
    { from: "lead", to: "head", kind: "promotion" },
    { from: "head", to: "leadership/level-5", kind: "lateral" },
  ],
  equivalences: [{ from: "execution", to: "senior-leader/running", kind: "exact" }],
});

const found = (document: unknown, ...others: unknown[]): string[] => check(document, given(others)).problems.map(({ code, path }) => `${code} ${path}`).toSorted();
const spoilt = (spoil: (document: any) => unknown): any => {
  const document = ladder();
  const replaced = spoil(document);
  return replaced !== null && typeof replaced === "object" && "rungs" in replaced ? replaced : document;
};

test("a clean ladder has no problems, and comes back with every default in place", () => {
  const { framework, problems } = check(ladder());
  expect(problems).toEqual([]);
  expect(framework?.language).toBe("en");
  expect(framework?.levels[0]?.expectations[0]).toEqual({ id: "c-execution", competency: "execution", target: 2, weight: 1, critical: false, markers: [] });
});

describe("each fault is named by its code at its pointer, and nothing else is", () => {
  const big = (length: number) => "x".repeat(length);
  const table: [name: string, spoil: (document: any) => unknown, ...expected: string[]][] = [
    ["a title of a number", (d) => { d.title = 2026; }, "schema /title"],
    ["a title of spaces", (d) => { d.title = "  "; }, "schema /title"],
    ["no title", (d) => { delete d.title; }, "schema /title"],
    ["another format", (d) => { d.rungs = "framework@2"; }, "schema /rungs"],
    ["no format", (d) => { delete d.rungs; }, "schema /rungs"],
    ["an unknown kind", (d) => { d.kind = "leader"; }, "schema /kind"],
    ["no kind", (d) => { delete d.kind; }, "schema /kind"],
    ["no id", (d) => { delete d.id; }, "schema /id"],
    ["an id with spaces", (d) => { d.id = "Our Operations"; }, "schema /id"],
    ["a scale of no points", (d) => { d.scale = []; d.levels.splice(0); d.kind = "library"; d.transitions = []; }, "schema /scale"],
    ["no scale", (d) => { delete d.scale; }, "schema /scale"],
    ["no domains", (d) => { delete d.domains; }, "schema /domains"],
    ["no competencies", (d) => { delete d.competencies; }, "schema /competencies"],
    ["competencies that are no list", (d) => { d.competencies = "execution"; }, "schema /competencies"],
    ["no tracks", (d) => { delete d.tracks; }, "schema /tracks"],
    ["no levels", (d) => { delete d.levels; }, "schema /levels", "no-levels /levels"],
    ["levels that are no list", (d) => { d.levels = { coordinator: 1 }; }, "schema /levels"],
    ["a level that is a word", (d) => { d.levels.push("head"); }, "schema /levels/4"],
    ["a level without expectations", (d) => { delete d.levels[2].expectations; }, "schema /levels/2/expectations"],
    ["a level without a rank", (d) => { delete d.levels[3].rank; }, "schema /levels/3/rank"],
    ["a rank and a half", (d) => { d.levels[3].rank = 3.5; }, "schema /levels/3/rank"],
    ["a rank as text", (d) => { d.levels[3].rank = "3"; }, "schema /levels/3/rank"],
    ["an expectation without a target", (d) => { delete d.levels[1].expectations[0].target; }, "schema /levels/1/expectations/0/target"],
    ["an expectation without an id", (d) => { delete d.levels[1].expectations[0].id; }, "schema /levels/1/expectations/0/id"],
    ["a requirement of an unknown kind", (d) => { d.levels[0].requirements[0].anyOf[0].kind = "degree"; }, "schema /levels/0/requirements/0/anyOf/0/kind"],
    ["a requirement of no kind", (d) => { delete d.levels[0].requirements[0].anyOf[0].kind; }, "schema /levels/0/requirements/0/anyOf/0/kind"],
    ["a group of none", (d) => { d.levels[0].requirements[0].anyOf = []; }, "schema /levels/0/requirements/0/anyOf"],
    ["a qualification without a title", (d) => { delete d.levels[0].requirements[0].anyOf[0].title; }, "schema /levels/0/requirements/0/anyOf/0/title"],
    ["experience without months", (d) => { delete d.levels[0].requirements[0].anyOf[1].months; }, "schema /levels/0/requirements/0/anyOf/1/months"],
    ["an unknown clause", (d) => { d.levels[0].readiness = [{ clause: "allMet" }]; }, "schema /levels/0/readiness/0/clause"],
    ["an empty rule", (d) => { d.levels[0].readiness = []; }, "schema /levels/0/readiness"],
    ["a competency without a domain", (d) => { delete d.competencies[1].domain; }, "schema /competencies/1/domain"],
    ["a used competency of no version", (d) => { d.competencies[1].use = "values/integrity"; }, "schema /competencies/1/use"],
    ["a link that runs a script", (d) => { d.source = { url: "javascript:alert(1)" }; }, "schema /source/url"],
    ["an infinite weight", (d) => { d.levels[0].expectations[0].weight = Number.NEGATIVE_INFINITY; }, "schema /levels/0/expectations/0/weight"],
    ["a text with a NUL", (d) => { d.description = "a\u0000b"; }, "schema /description"],
    ["half a character", (d) => { d.description = "\ud800"; }, "schema /description"],
    ["nothing where a title belongs", (d) => { d.levels[0].title = null; }, "schema /levels/0/title"],

    ["an unknown key at the top", (d) => { d.owner = "me"; }, "unknown-key /owner"],
    ["an unknown key in a level", (d) => { d.levels[0].salary = 1; }, "unknown-key /levels/0/salary"],
    ["an unknown key in an alternative", (d) => { d.levels[0].requirements[0].anyOf[0].months = 3; }, "unknown-key /levels/0/requirements/0/anyOf/0/months"],
    ["an unknown key in a used competency", (d) => { d.competencies[1].title = "Integrity"; }, "unknown-key /competencies/1/title"],
    ["a key with a slash and a tilde", (d) => { d["a/b~c"] = 1; }, "unknown-key /a~1b~0c"],
    ["__proto__ at the top", (d) => define(d), "unknown-key /__proto__"],
    ["__proto__ among the domains of a level", (d) => define(d.levels[0].domainScope), "unknown-key /levels/0/domainScope/__proto__"],
    ["__proto__ in an alternative", (d) => define(d.levels[0].requirements[0].anyOf[1]), "unknown-key /levels/0/requirements/0/anyOf/1/__proto__"],
    ["an unknown key beside an unknown kind", (d) => { Object.assign(d.levels[0].requirements[0].anyOf[0], { kind: "degree", salary: 1 }); }, "schema /levels/0/requirements/0/anyOf/0/kind", "unknown-key /levels/0/requirements/0/anyOf/0/salary"],

    ["two levels of one id", (d) => { d.levels[1].id = "lead"; d.transitions.shift(); }, "duplicate-id /levels/2/id"],
    ["two tracks of one id", (d) => { d.tracks.push({ id: "core", title: "Again" }); }, "duplicate-id /tracks/2/id"],
    ["two domains of one id", (d) => { d.domains.push({ id: "people", title: "Again" }); }, "duplicate-id /domains/2/id"],
    ["two competencies of one id", (d) => { d.competencies.push({ id: "execution", domain: "people", title: "Again" }); }, "duplicate-id /competencies/2/id"],
    ["a used competency called like another", (d) => { d.competencies.push({ use: "other@1/execution", domain: "people" }); }, "duplicate-id /competencies/2/use"],
    ["a competency called like a used one", (d) => { d.competencies.push({ id: "integrity", domain: "people", title: "Own" }); }, "duplicate-id /competencies/2/id"],
    ["expectations of one id at two levels", (d) => { d.levels[1].expectations[0].id = "c-execution"; }, "duplicate-id /levels/1/expectations/0/id"],
    ["a requirement called like an alternative elsewhere", (d) => { d.levels[3].requirements = [{ id: "c-years", kind: "check", title: "DBS" }]; }, "duplicate-id /levels/3/requirements/0/id"],
    ["an alternative called like its group", (d) => { d.levels[0].requirements[0].anyOf[1].id = "c-entry"; }, "duplicate-id /levels/0/requirements/0/anyOf/1/id"],
    ["an entry requirement called like a level's", (d) => { d.standard = { entry: [{ id: "c-years", kind: "check", title: "DBS" }] }; }, "duplicate-id /standard/entry/0/id"],
    ["three gateway requirements of one id", (d) => { const one = { id: "x", kind: "check", title: "DBS" }; d.standard = { gateway: { requirements: [one, one, one] } }; }, "duplicate-id /standard/gateway/requirements/1/id", "duplicate-id /standard/gateway/requirements/2/id"],
    ["two responsibilities of one id", (d) => { d.responsibilities.push({ id: "first-aid", title: "Again" }); }, "duplicate-id /responsibilities/1/id"],
    ["one transition twice", (d) => { d.transitions.push({ from: "lead", to: "head", kind: "lateral" }); }, "duplicate-id /transitions/4"],
    ["one equivalence twice", (d) => { d.equivalences.push({ ...d.equivalences[0], kind: "related" }); }, "duplicate-id /equivalences/1"],
    ["two scale points of one value", (d) => { d.scale[2].value = 1; d.levels[0].expectations[1].target = d.levels[1].expectations[0].target = 2; }, "duplicate-id /scale/2/value"],

    ["a domain that is not there", (d) => { d.competencies[0].domain = "proces"; }, "unknown-reference /competencies/0/domain"],
    ["a used competency's domain that is not there", (d) => { d.competencies[1].domain = "x"; }, "unknown-reference /competencies/1/domain"],
    ["a competency that is not there", (d) => { d.levels[1].expectations[0].competency = "x"; }, "unknown-reference /levels/1/expectations/0/competency"],
    ["a track that is not there", (d) => { d.levels[3].track = "x"; }, "unknown-reference /levels/3/track"],
    ["a scope for a domain that is not there", (d) => { d.levels[0].domainScope = { "a.b": "x" }; }, "unknown-reference /levels/0/domainScope/a.b"],
    ["a responsibility that is not there", (d) => { d.levels[0].responsibilities = ["first-aid", "x"]; }, "unknown-reference /levels/0/responsibilities/1"],
    ["responsibilities where none are listed", (d) => { delete d.responsibilities; }, "unknown-reference /levels/0/responsibilities/0"],
    ["experience at a level that is not there", (d) => { d.levels[0].requirements[0].anyOf[1].at = ["head", "x"]; }, "unknown-reference /levels/0/requirements/0/anyOf/1/at/1"],
    ["a transition from nowhere", (d) => { d.transitions[3].from = "x"; }, "unknown-reference /transitions/3/from"],
    ["a transition to nowhere", (d) => { d.transitions[0].to = "x"; }, "unknown-reference /transitions/0/to"],
    ["a transition to nowhere in this very framework", (d) => { d.transitions[0].to = "operations/x"; }, "unknown-reference /transitions/0/to"],
    ["an equivalence of nothing", (d) => { d.equivalences[0].from = "x"; }, "unknown-reference /equivalences/0/from"],
    ["a competency where the list is empty", (d) => { d.competencies = []; d.equivalences = []; }, "unknown-reference /levels/0/expectations/0/competency", "unknown-reference /levels/0/expectations/1/competency", "unknown-reference /levels/1/expectations/0/competency"],

    ["a target off the scale", (d) => { d.levels[0].expectations[1].target = 4; }, "target-off-scale /levels/0/expectations/1/target"],
    ["a target that is not whole", (d) => { d.levels[0].expectations[1].target = 2.5; }, "schema /levels/0/expectations/1/target"],
    ["a clause off the scale", (d) => { d.levels[0].readiness[0].value = 0; }, "target-off-scale /levels/0/readiness/0/value"],
    ["a gateway clause off the scale", (d) => { d.standard = { gateway: { clauses: [{ clause: "nothingBelow", value: 9 }] } }; }, "target-off-scale /standard/gateway/clauses/0/value"],

    ["two levels on one rung", (d) => { d.levels[3].rank = 2; }, "duplicate-rank /levels/3/rank"],
    ["a level written above a lower one", (d) => { d.levels[3].rank = 1; d.transitions.splice(2, 1); }, "rank-order /levels/3/rank"],
    ["a rung taken and out of order", (d) => { d.levels.push({ id: "x", rank: 2, track: "manager", title: "X", expectations: [] }); }, "duplicate-rank /levels/4/rank", "rank-order /levels/4/rank"],
    ["a promotion down", (d) => { d.transitions.push({ from: "head", to: "lead", kind: "promotion" }); d.transitions.splice(2, 1); }, "promotion-downward /transitions/3"],
    ["a promotion down and round", (d) => { d.transitions.push({ from: "head", to: "lead", kind: "promotion" }); }, "promotion-cycle /transitions/4", "promotion-downward /transitions/4"],
    ["a promotion to itself", (d) => { d.transitions.push({ from: "head", to: "head", kind: "promotion" }); }, "promotion-cycle /transitions/4"],
    ["a promotion to itself by its full name", (d) => { d.transitions.push({ from: "head", to: "operations/head", kind: "promotion" }); }, "promotion-cycle /transitions/4"],
    ["promotions round through two tracks", (d) => { d.transitions.push({ from: "analyst", to: "lead", kind: "promotion" }, { from: "lead", to: "analyst", kind: "promotion" }); }, "promotion-cycle /transitions/5"],
    ["promotions round, the wrong one written first", (d) => { d.transitions.unshift({ from: "head", to: "coordinator", kind: "promotion" }); }, "promotion-cycle /transitions/0"],
    ["promotions round through another framework", (d) => { d.transitions.push({ from: "head", to: "leadership/level-4", kind: "promotion" }, { from: "leadership/level-4", to: "coordinator", kind: "promotion" }); }, "promotion-cycle /transitions/5"],
    ["two circles", (d) => { d.transitions.push({ from: "analyst", to: "coordinator", kind: "promotion" }, { from: "head", to: "coordinator", kind: "promotion" }); }, "promotion-cycle /transitions/4", "promotion-cycle /transitions/5", "promotion-downward /transitions/4"],

    ["a ladder of no levels", (d) => { d.levels = []; d.transitions = []; }, "no-levels /levels"],
    ["a standard of no levels", (d) => { d.kind = "standard"; d.levels = []; d.transitions = []; }, "no-levels /levels"],
    ["a library with levels", (d) => { d.kind = "library"; }, "library-with-levels /levels"],
    ["a weight of nothing", (d) => { d.levels[0].expectations[1].weight = 0; }, "weight-not-positive /levels/0/expectations/1/weight"],
    ["a weight below nothing", (d) => { d.levels[0].expectations[1].weight = -1; }, "weight-not-positive /levels/0/expectations/1/weight"],
    ["a title too long", (d) => { d.levels[0].title = big(201); }, "text-too-long /levels/0/title"],
    ["a definition too long", (d) => { d.competencies[0].definition = big(4001); }, "text-too-long /competencies/0/definition"],
    ["a marker too long", (d) => { d.levels[0].expectations[0].markers = ["x", big(4001)]; }, "text-too-long /levels/0/expectations/0/markers/1"],
    ["a scope too long", (d) => { d.levels[0].domainScope.process = big(4001); }, "text-too-long /levels/0/domainScope/process"],
    ["an alternative's title too long", (d) => { d.levels[0].requirements[0].anyOf[0].title = big(201); }, "text-too-long /levels/0/requirements/0/anyOf/0/title"],

    ["nothing at all", () => ({ rungs: undefined }), "schema /competencies", "schema /domains", "schema /id", "schema /kind", "schema /rungs", "schema /scale", "schema /title"],
  ];
  test.each(table)("%s", (_, spoil, ...expected) => {
    expect(found(spoilt(spoil))).toEqual(expected.toSorted());
  });

  test("every code but syntax, which is the reader's, is in this table", () => {
    const codes = new Set(table.flatMap(([, , ...expected]) => expected.map((entry) => entry.split(" ")[0])));
    expect([...codes].toSorted()).toEqual(Object.keys(errorCodes).filter((code) => code !== "syntax").toSorted());
  });
});

/** As `JSON.parse` makes it: an own key, not a change of what the object is. */
const define = (object: object): void => {
  Object.defineProperty(object, "__proto__", { value: { polluted: true }, enumerable: true, configurable: true, writable: true });
};

test("faults of every kind are reported at once, each as if it stood alone", () => {
  const document = spoilt((d) => {
    d.title = 5;
    d.owner = 1;
    d.domains.push({ id: "process" });
    d.competencies[0].domain = "x";
    d.levels[0].expectations[0].target = 9;
    d.levels[0].expectations[1].weight = 0;
    d.levels[1].expectations = "none";
    d.levels[2].rank = 4;
    d.levels.push({ id: "y", rank: 4, track: "manager", title: "x".repeat(201), expectations: [] });
    d.transitions.push({ from: "head", to: "lead", kind: "promotion" }, 7);
  });
  expect(found(document)).toEqual([
    "duplicate-id /domains/2/id", "duplicate-rank /levels/4/rank", "promotion-cycle /transitions/4", "rank-order /levels/3/rank", "schema /domains/2/title",
    "schema /levels/1/expectations", "schema /title", "schema /transitions/5", "target-off-scale /levels/0/expectations/0/target", "text-too-long /levels/4/title",
    "unknown-key /owner", "unknown-reference /competencies/0/domain", "weight-not-positive /levels/0/expectations/1/weight", "promotion-downward /transitions/2",
  ].toSorted());
});

test.each([null, 5, "text", [], true, [[]]])("%j is no document, and says so once", (document) => {
  expect(found(document)).toEqual(["schema "]);
});

describe("references into another framework", () => {
  const leadership = { rungs: "framework@1", id: "leadership", kind: "ladder", levels: [{ id: "level-4", expectations: [{ id: "l-one" }] }], competencies: [{ id: "running" }], tracks: [], scale: [], domains: [] };
  const values = { id: "values", kind: "library", competencies: [{ id: "honesty" }] };

  test("are left alone while that framework is not given", () => expect(found(ladder())).toEqual([]));
  test("are checked where it is", () => {
    const document = spoilt((d) => { d.levels[0].requirements[0].anyOf[1].at = ["leadership/level-4", "leadership/level-9"]; d.equivalences.push({ from: "execution", to: "leadership/l-one", kind: "exact" }, { from: "execution", to: "leadership/l-two", kind: "exact" }); });
    expect(found(document, leadership, values)).toEqual([
      "unknown-reference /competencies/1/use", "unknown-reference /equivalences/2/to", "unknown-reference /levels/0/requirements/0/anyOf/1/at/1", "unknown-reference /transitions/3/to",
    ]);
  });
  test("are satisfied by any of several versions of it", () => {
    const older = { ...leadership, levels: [{ id: "level-5" }] };
    expect(found(ladder(), leadership, older)).toEqual([]);
    expect(found(ladder(), leadership)).toEqual(["unknown-reference /transitions/3/to"]);
  });
  test("are left alone where it is too broken to say what is in it", () => expect(found(ladder(), { id: "leadership", levels: "none" })).toEqual([]));
});

test("limits count characters as people do, not UTF-16 units", () => {
  expect(found(spoilt((d) => { d.title = "🧑".repeat(200); }))).toEqual([]);
  expect(found(spoilt((d) => { d.title = "🧑".repeat(201); }))).toEqual(["text-too-long /title"]);
  expect(found(spoilt((d) => { d.title = "x".repeat(200); }))).toEqual([]);
  expect(found(spoilt((d) => { d.description = "x".repeat(4000); }))).toEqual([]);
});

test("nesting beyond all reason is one problem, not a crash", () => {
  let group: unknown = { id: "x", kind: "check", title: "DBS" };
  for (let depth = 0; depth < 100_000; depth += 1) group = { id: `g${depth}`, anyOf: [group] };
  const { problems } = check(spoilt((d) => { d.levels[0].requirements = [group]; }));
  expect(problems.map(({ code }) => code)).toEqual(["schema"]);
  expect(pointerSteps(problems[0]?.path ?? "").length).toBe(deepest + 1);
});

test("promotions through 20,000 levels and back are followed to the end", () => {
  const document = spoilt((d) => {
    d.levels = Array.from({ length: 20_000 }, (_, rank) => ({ id: `l${rank}`, rank, track: "core", title: "L", expectations: [] }));
    d.transitions = [{ from: "l19999", to: "l0", kind: "promotion" }, ...Array.from({ length: 19_999 }, (_, rank) => ({ from: `l${rank}`, to: `l${rank + 1}`, kind: "promotion" }))];
    d.equivalences = [];
  });
  expect(found(document)).toEqual(["promotion-cycle /transitions/0", "promotion-downward /transitions/0"]);
});

describe("what a problem says", () => {
  const first = (spoil: (document: any) => unknown) => check(spoilt(spoil)).problems[0];
  test("names the place, the fault and the mend", () => {
    expect(first((d) => { d.levels[0].expectations[0].competency = "exection"; })).toMatchObject({
      message: "Level “coordinator”, expectation “c-execution”: competency “exection” is not in this document.", hint: "Did you mean “execution”?",
    });
    expect(first((d) => { d.levels[0].expectations[0].wieght = 2; })).toMatchObject({
      message: "Level “coordinator”, expectation “c-execution”: “wieght” is not a key of framework documents here.", hint: "Did you mean “weight”? Otherwise take it out.",
    });
    expect(first((d) => { d.levels[0].title = 2026; })).toMatchObject({ message: "Level “coordinator”: “title” must be text, but it is 2026.", hint: 'Put it in quotes: "2026".' });
    expect(first((d) => { d.kind = "leader"; })).toMatchObject({ message: "“kind” is the text “leader”; it must be ladder, library or standard.", hint: "Did you mean “ladder”?" });
    expect(first((d) => { d.scale[0].label = "x".repeat(300); })).toMatchObject({ message: "Scale point 1: “label” has 300 characters; 200 is the limit." });
  });
  test("lets nothing through that moves a terminal's cursor", () => {
    const problem = first((d) => { d["\u001b[2Jkey\u0007"] = 1; });
    expect(`${problem?.message}${problem?.hint}`).not.toMatch(/\p{Cc}/u);
  });
});

test("wording is warned about, and does not make a document unusable", () => {
  const { framework, problems } = lint(spoilt((d) => { d.levels[0].expectations[0].markers = ["Understands the process"]; }));
  expect(framework).not.toBeNull();
  expect(problems).toMatchObject([{ code: "unobservable", severity: "warning", path: "/levels/0/expectations/0/markers/0" }]);
});

test("whatever the framework, no rule is broken", () => {
  fc.assert(fc.property(documentArbitrary, (document) => { expect(found(document)).toEqual([]); }), { numRuns: 200 });
});

describe("a fault put into any framework is found, and only it", () => {
  type Spoil = { name: string; spoil: (document: any, pick: <T>(list: readonly T[]) => T) => string[] | null };
  const withExpectation = (d: any) => d.levels.flatMap((level: any, l: number) => level.expectations.map((_: unknown, e: number) => [l, e] as const));
  const spoils: Spoil[] = [
    { name: "unknown key", spoil: (d, pick) => { const l = pick<number>([...d.domains.keys()]); d.domains[l].colour = "red"; return [`unknown-key /domains/${l}/colour`]; } },
    { name: "missing key", spoil: (d, pick) => { const s = pick<number>([...d.scale.keys()]); delete d.scale[s].label; return [`schema /scale/${s}/label`]; } },
    { name: "target off the scale", spoil: (d, pick) => { const all = withExpectation(d); if (all.length === 0) return null; const [l, e] = pick<any>(all); d.levels[l].expectations[e].target = 99; return [`target-off-scale /levels/${l}/expectations/${e}/target`]; } },
    { name: "weight", spoil: (d, pick) => { const all = withExpectation(d); if (all.length === 0) return null; const [l, e] = pick<any>(all); d.levels[l].expectations[e].weight = -0.5; return [`weight-not-positive /levels/${l}/expectations/${e}/weight`]; } },
    { name: "unknown competency", spoil: (d, pick) => { const all = withExpectation(d); if (all.length === 0) return null; const [l, e] = pick<any>(all); d.levels[l].expectations[e].competency = "nobody-knows"; return [`unknown-reference /levels/${l}/expectations/${e}/competency`]; } },
    { name: "duplicate track", spoil: (d) => { d.tracks.push({ ...d.tracks[0] }); return [`duplicate-id /tracks/${d.tracks.length - 1}/id`]; } },
    { name: "duplicate rank", spoil: (d) => { if (d.levels.length === 0) return null; const last = d.levels.at(-1); d.levels.push({ id: "brand-new", rank: last.rank, track: last.track, title: "New", expectations: [] }); return [`duplicate-rank /levels/${d.levels.length - 1}/rank`]; } },
    { name: "rank order", spoil: (d) => { if (d.levels.length === 0) return null; d.levels.push({ id: "brand-new", rank: -5, track: d.levels.at(-1).track, title: "New", expectations: [] }); return [`rank-order /levels/${d.levels.length - 1}/rank`]; } },
    { name: "promotion to itself", spoil: (d) => { if (d.levels.length === 0) return null; const own = d.levels[0].id; d.transitions = [{ from: own, to: own, kind: "promotion" }]; return ["promotion-cycle /transitions/0"]; } },
    { name: "a library", spoil: (d) => { if (d.levels.length === 0) return null; d.kind = "library"; return ["library-with-levels /levels"]; } },
    { name: "text too long", spoil: (d) => { d.description = "x".repeat(4001); return ["text-too-long /description"]; } },
  ];
  test.each(spoils)("$name", ({ spoil }) => {
    let tried = 0;
    fc.assert(fc.property(documentArbitrary, fc.nat(), (clean, seed) => {
      const document = structuredClone(clean);
      const expected = spoil(document, (list) => list[seed % list.length] ?? expect.fail("nothing to pick from"));
      if (expected === null) return;
      tried += 1;
      expect(found(document)).toEqual(expected);
    }));
    expect(tried).toBeGreaterThan(20);
  });
});

test("every promotion that is named closes a circle, and without those named none is left", () => {
  const edges = fc.array(fc.tuple(fc.nat(5), fc.nat(5)), { maxLength: 14 });
  fc.assert(fc.property(edges, fc.array(fc.nat(3), { minLength: 6, maxLength: 6 }), (pairs, ranks) => {
    const transitions = [...new Map(pairs.map((pair) => [String(pair), pair])).values()].map(([from, to]) => ({ from: `l${from}`, to: `l${to}`, kind: "promotion" }));
    const levels = ranks.map((rank, index) => ({ id: `l${index}`, rank, track: `t${index}`, title: "L", expectations: [] }));
    const cycles = (list: unknown[]) => check({ id: "x", levels, transitions: list }).problems.filter(({ code }) => code === "promotion-cycle").map(({ path }) => Number(path.split("/")[2]));
    const named = new Set(cycles(transitions));
    expect(cycles(transitions.filter((_, index) => !named.has(index)))).toEqual([]);
    for (const index of named) {
      const reached = new Set([transitions[index]?.to]);
      for (let size = -1; size !== reached.size; ) {
        size = reached.size;
        for (const { from, to } of transitions) if (reached.has(from)) reached.add(to);
      }
      expect(reached.has(transitions[index]?.from)).toBe(true);
    }
  }), { numRuns: 300 });
});

test("a pointer leads to what it was made for, whatever the keys", () => {
  fc.assert(fc.property(fc.array(fc.string(), { maxLength: 5 }), (steps) => {
    expect(pointerSteps(pointer(steps))).toEqual(steps);
    const document = steps.reduceRight<unknown>((inside, step) => Object.defineProperty({}, step, { value: inside, enumerable: true }), "here");
    expect(valueAt(document, steps)).toBe("here");
  }));
});
