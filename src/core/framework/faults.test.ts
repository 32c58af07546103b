import { describe, expect, test } from "vitest";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { ladder } from "../../../test/ladder.ts";
import { check } from "./check.ts";
import { errorCodes } from "./problem.ts";

describe("each fault is named by its code at its pointer, and nothing else is", () => {
  const big = (length: number) => "x".repeat(length);
  const dbs = { id: "x", kind: "check", title: "DBS" };
  const table: [name: string, edits: Edit[], ...expected: string[]][] = [
    ["a title of a number", [set("/title", 2026)], "schema /title"],
    ["a title of spaces", [set("/title", "  ")], "schema /title"],
    ["no title", [drop("/title")], "schema /title"],
    ["another format", [set("/rungs", "framework@2")], "schema /rungs"],
    ["no format", [drop("/rungs")], "schema /rungs"],
    ["an unknown kind", [set("/kind", "leader")], "schema /kind"],
    ["no kind", [drop("/kind")], "schema /kind"],
    ["no id", [drop("/id")], "schema /id"],
    ["an id with spaces", [set("/id", "Our Operations")], "schema /id"],
    ["a scale of no points", [set("/scale", []), set("/levels", []), set("/kind", "library"), set("/transitions", [])], "schema /scale"],
    ["no scale", [drop("/scale")], "schema /scale"],
    ["no domains", [drop("/domains")], "schema /domains"],
    ["no competencies", [drop("/competencies")], "schema /competencies"],
    ["competencies that are no list", [set("/competencies", "execution")], "schema /competencies"],
    ["no tracks", [drop("/tracks")], "schema /tracks"],
    ["no levels", [drop("/levels")], "schema /levels", "no-levels /levels"],
    ["levels that are no list", [set("/levels", { coordinator: 1 })], "schema /levels"],
    ["a level that is a word", [add("/levels", "head")], "schema /levels/4"],
    ["a level without expectations", [drop("/levels/2/expectations")], "schema /levels/2/expectations"],
    ["a level without a rank", [drop("/levels/3/rank")], "schema /levels/3/rank"],
    ["a rank and a half", [set("/levels/3/rank", 3.5)], "schema /levels/3/rank"],
    ["a rank as text", [set("/levels/3/rank", "3")], "schema /levels/3/rank"],
    ["an expectation without a target", [drop("/levels/1/expectations/0/target")], "schema /levels/1/expectations/0/target"],
    ["an expectation without an id", [drop("/levels/1/expectations/0/id")], "schema /levels/1/expectations/0/id"],
    [
      "a requirement of an unknown kind",
      [set("/levels/0/requirements/0/anyOf/0/kind", "degree")],
      "schema /levels/0/requirements/0/anyOf/0/kind",
    ],
    ["a requirement of no kind", [drop("/levels/0/requirements/0/anyOf/0/kind")], "schema /levels/0/requirements/0/anyOf/0/kind"],
    ["a group of none", [set("/levels/0/requirements/0/anyOf", [])], "schema /levels/0/requirements/0/anyOf"],
    ["a qualification without a title", [drop("/levels/0/requirements/0/anyOf/0/title")], "schema /levels/0/requirements/0/anyOf/0/title"],
    ["experience without months", [drop("/levels/0/requirements/0/anyOf/1/months")], "schema /levels/0/requirements/0/anyOf/1/months"],
    ["an unknown clause", [set("/levels/0/readiness", [{ clause: "allMet" }])], "schema /levels/0/readiness/0/clause"],
    ["an empty rule", [set("/levels/0/readiness", [])], "schema /levels/0/readiness"],
    ["a competency without a domain", [drop("/competencies/1/domain")], "schema /competencies/1/domain"],
    ["a used competency of no version", [set("/competencies/1/use", "values/integrity")], "schema /competencies/1/use"],
    ["a link that runs a script", [set("/source", { url: "javascript:alert(1)" })], "schema /source/url"],
    ["an infinite weight", [set("/levels/0/expectations/0/weight", Number.NEGATIVE_INFINITY)], "schema /levels/0/expectations/0/weight"],
    ["a text with a NUL", [set("/description", "a\u0000b")], "schema /description"],
    ["half a character", [set("/description", "\ud800")], "schema /description"],
    ["nothing where a title belongs", [set("/levels/0/title", null)], "schema /levels/0/title"],

    ["an unknown key at the top", [set("/owner", "me")], "unknown-key /owner"],
    ["an unknown key in a level", [set("/levels/0/salary", 1)], "unknown-key /levels/0/salary"],
    [
      "an unknown key in an alternative",
      [set("/levels/0/requirements/0/anyOf/0/months", 3)],
      "unknown-key /levels/0/requirements/0/anyOf/0/months",
    ],
    ["an unknown key in a used competency", [set("/competencies/1/title", "Integrity")], "unknown-key /competencies/1/title"],
    ["a key with a slash and a tilde", [set("/a~1b~0c", 1)], "unknown-key /a~1b~0c"],
    ["__proto__ at the top", [set("/__proto__", { admin: true })], "unknown-key /__proto__"],
    [
      "__proto__ among the domains of a level",
      [set("/levels/0/domainScope/__proto__", "x")],
      "unknown-key /levels/0/domainScope/__proto__",
    ],
    [
      "__proto__ in an alternative",
      [set("/levels/0/requirements/0/anyOf/1/__proto__", {})],
      "unknown-key /levels/0/requirements/0/anyOf/1/__proto__",
    ],
    [
      "an unknown key beside an unknown kind",
      [set("/levels/0/requirements/0/anyOf/0", { id: "x", kind: "degree", salary: 1 })],
      "schema /levels/0/requirements/0/anyOf/0/kind",
      "unknown-key /levels/0/requirements/0/anyOf/0/salary",
    ],

    ["two levels of one id", [set("/levels/1/id", "lead"), drop("/transitions/0")], "duplicate-id /levels/2/id"],
    ["two tracks of one id", [add("/tracks", { id: "core", title: "Again" })], "duplicate-id /tracks/2/id"],
    ["two domains of one id", [add("/domains", { id: "people", title: "Again" })], "duplicate-id /domains/2/id"],
    [
      "two competencies of one id",
      [add("/competencies", { id: "execution", domain: "people", title: "Again" })],
      "duplicate-id /competencies/2/id",
    ],
    [
      "a used competency called like another",
      [add("/competencies", { use: "other@1/execution", domain: "people" })],
      "duplicate-id /competencies/2/use",
    ],
    [
      "a competency called like a used one",
      [add("/competencies", { id: "integrity", domain: "people", title: "Own" })],
      "duplicate-id /competencies/2/id",
    ],
    [
      "expectations of one id at two levels",
      [set("/levels/1/expectations/0/id", "c-execution")],
      "duplicate-id /levels/1/expectations/0/id",
    ],
    [
      "a requirement called like an alternative elsewhere",
      [set("/levels/3/requirements", [{ id: "c-years", kind: "check", title: "DBS" }])],
      "duplicate-id /levels/3/requirements/0/id",
    ],
    [
      "an alternative called like its group",
      [set("/levels/0/requirements/0/anyOf/1/id", "c-entry")],
      "duplicate-id /levels/0/requirements/0/anyOf/1/id",
    ],
    [
      "an entry requirement called like a level's",
      [set("/standard", { entry: [{ id: "c-years", kind: "check", title: "DBS" }] })],
      "duplicate-id /standard/entry/0/id",
    ],
    [
      "three gateway requirements of one id",
      [set("/standard", { gateway: { requirements: [dbs, dbs, dbs] } })],
      "duplicate-id /standard/gateway/requirements/1/id",
      "duplicate-id /standard/gateway/requirements/2/id",
    ],
    [
      "two responsibilities of one id",
      [add("/responsibilities", { id: "first-aid", title: "Again" })],
      "duplicate-id /responsibilities/1/id",
    ],
    ["one transition twice", [add("/transitions", { from: "lead", to: "head", kind: "lateral" })], "duplicate-id /transitions/4"],
    [
      "one equivalence twice",
      [add("/equivalences", { from: "execution", to: "senior-leader/running", kind: "related" })],
      "duplicate-id /equivalences/1",
    ],
    [
      "two scale points of one value",
      [set("/scale/2/value", 1), set("/levels/0/expectations/1/target", 2), set("/levels/1/expectations/0/target", 2)],
      "duplicate-id /scale/2/value",
    ],

    ["a domain that is not there", [set("/competencies/0/domain", "proces")], "unknown-reference /competencies/0/domain"],
    ["a used competency's domain that is not there", [set("/competencies/1/domain", "x")], "unknown-reference /competencies/1/domain"],
    [
      "a competency that is not there",
      [set("/levels/1/expectations/0/competency", "x")],
      "unknown-reference /levels/1/expectations/0/competency",
    ],
    ["a track that is not there", [set("/levels/3/track", "x")], "unknown-reference /levels/3/track"],
    [
      "a scope for a domain that is not there",
      [set("/levels/0/domainScope", { "a.b": "x" })],
      "unknown-reference /levels/0/domainScope/a.b",
    ],
    [
      "a responsibility that is not there",
      [set("/levels/0/responsibilities", ["first-aid", "x"])],
      "unknown-reference /levels/0/responsibilities/1",
    ],
    ["responsibilities where none are listed", [drop("/responsibilities")], "unknown-reference /levels/0/responsibilities/0"],
    [
      "experience at a level that is not there",
      [set("/levels/0/requirements/0/anyOf/1/at", ["head", "x"])],
      "unknown-reference /levels/0/requirements/0/anyOf/1/at/1",
    ],
    ["a transition from nowhere", [set("/transitions/3/from", "x")], "unknown-reference /transitions/3/from"],
    ["a transition to nowhere", [set("/transitions/0/to", "x")], "unknown-reference /transitions/0/to"],
    ["a transition to nowhere in this very framework", [set("/transitions/0/to", "operations/x")], "unknown-reference /transitions/0/to"],
    ["an equivalence of nothing", [set("/equivalences/0/from", "x")], "unknown-reference /equivalences/0/from"],
    [
      "a competency where the list is empty",
      [set("/competencies", []), set("/equivalences", [])],
      "unknown-reference /levels/0/expectations/0/competency",
      "unknown-reference /levels/0/expectations/1/competency",
      "unknown-reference /levels/1/expectations/0/competency",
    ],

    ["a target off the scale", [set("/levels/0/expectations/1/target", 4)], "target-off-scale /levels/0/expectations/1/target"],
    ["a target that is not whole", [set("/levels/0/expectations/1/target", 2.5)], "schema /levels/0/expectations/1/target"],
    ["two levels on one rung", [set("/levels/3/rank", 2)], "duplicate-rank /levels/3/rank"],
    ["a level written above a lower one", [set("/levels/3/rank", 1), drop("/transitions/2")], "rank-order /levels/3/rank"],
    [
      "a rung taken and out of order",
      [add("/levels", { id: "x", rank: 2, track: "manager", title: "X", expectations: [] })],
      "duplicate-rank /levels/4/rank",
      "rank-order /levels/4/rank",
    ],
    [
      "a promotion down",
      [add("/transitions", { from: "head", to: "lead", kind: "promotion" }), drop("/transitions/2")],
      "promotion-downward /transitions/3",
    ],
    [
      "a promotion down and round",
      [add("/transitions", { from: "head", to: "lead", kind: "promotion" })],
      "promotion-cycle /transitions/4",
      "promotion-downward /transitions/4",
    ],
    ["a promotion to itself", [add("/transitions", { from: "head", to: "head", kind: "promotion" })], "promotion-cycle /transitions/4"],
    [
      "a promotion to itself by its full name",
      [add("/transitions", { from: "head", to: "operations/head", kind: "promotion" })],
      "promotion-cycle /transitions/4",
    ],
    [
      "promotions round through two tracks",
      [add("/transitions", { from: "analyst", to: "lead", kind: "promotion" }, { from: "lead", to: "analyst", kind: "promotion" })],
      "promotion-cycle /transitions/5",
    ],
    [
      "promotions round, the wrong one written first",
      [set("/transitions/0", { from: "head", to: "coordinator", kind: "promotion" })],
      "promotion-cycle /transitions/0",
    ],
    [
      "promotions round through another framework",
      [
        add(
          "/transitions",
          { from: "head", to: "leadership/level-4", kind: "promotion" },
          { from: "leadership/level-4", to: "coordinator", kind: "promotion" },
        ),
      ],
      "promotion-cycle /transitions/5",
    ],
    [
      "two circles",
      [
        add(
          "/transitions",
          { from: "analyst", to: "coordinator", kind: "promotion" },
          { from: "head", to: "coordinator", kind: "promotion" },
        ),
      ],
      "promotion-cycle /transitions/4",
      "promotion-cycle /transitions/5",
      "promotion-downward /transitions/4",
    ],

    ["a ladder of no levels", [set("/levels", []), set("/transitions", [])], "no-levels /levels"],
    ["a standard of no levels", [set("/kind", "standard"), set("/levels", []), set("/transitions", [])], "no-levels /levels"],
    ["a library with levels", [set("/kind", "library")], "library-with-levels /levels"],
    ["a weight of nothing", [set("/levels/0/expectations/1/weight", 0)], "weight-not-positive /levels/0/expectations/1/weight"],
    ["a weight below nothing", [set("/levels/0/expectations/1/weight", -1)], "weight-not-positive /levels/0/expectations/1/weight"],
    ["a title too long", [set("/levels/0/title", big(201))], "text-too-long /levels/0/title"],
    ["a definition too long", [set("/competencies/0/definition", big(4001))], "text-too-long /competencies/0/definition"],
    ["a marker too long", [set("/levels/0/expectations/0/markers", ["x", big(4001)])], "text-too-long /levels/0/expectations/0/markers/1"],
    ["a scope too long", [set("/levels/0/domainScope/process", big(4001))], "text-too-long /levels/0/domainScope/process"],
    [
      "an alternative's title too long",
      [set("/levels/0/requirements/0/anyOf/0/title", big(201))],
      "text-too-long /levels/0/requirements/0/anyOf/0/title",
    ],

    [
      "nothing but a description",
      ["rungs", "id", "kind", "title", "scale", "domains", "competencies"].map((key) => drop(`/${key}`)),
      "schema /competencies",
      "schema /domains",
      "schema /id",
      "schema /kind",
      "schema /rungs",
      "schema /scale",
      "schema /title",
    ],
  ];
  test.each(table)("%s", (_, edits, ...expected) => {
    const { problems } = check(edited(ladder(), ...edits));
    expect(problems.map(({ code, path }) => `${code} ${path}`).toSorted()).toEqual(expected.toSorted());
  });

  test("every code but syntax, which is the reader's, is in this table", () => {
    const named = new Set(table.flatMap(([, , ...expected]) => expected.map((entry) => entry.split(" ")[0])));
    expect(Object.keys(errorCodes).filter((code) => !named.has(code))).toEqual(["syntax"]);
  });
});
