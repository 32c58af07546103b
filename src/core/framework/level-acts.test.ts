import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { bakery } from "../../../test/bakery.ts";
import { check } from "./check.ts";
import { diff } from "./diff.ts";
import { Framework } from "./document.ts";
import { insertLevel, mergeLevels, splitLevel, type Acted } from "./level-acts.ts";
import { lineageOf } from "./lineage.ts";
import { inverse, rebase } from "./merge.ts";
import { requirementsOf, textOf } from "./raw.ts";
import { successorsOf } from "./succession.ts";

const shop = Framework.parse(bakery);
const all = ({ levels }: Framework) => new Set(levels.map(({ id }) => id));
const expectationsOf = ({ levels }: Framework) => levels.flatMap(({ expectations }) => expectations.map(({ id }) => id));
const ways = ({ transitions }: Framework) => transitions.map(({ from, to, kind }) => `${from} → ${to} (${kind})`);
const at = (framework: Framework, id: string) => framework.levels.find((level) => level.id === id);

describe("merging two levels", () => {
  const merged = (words: "own" | "both" = "own") =>
    mergeLevels(shop, { from: "master", into: "head-baker", words, published: all(shop) }).framework;

  test("keeps what the one that stays asks, under its ids, and adds what only the other asks", () => {
    const bare = { ...shop, levels: shop.levels.map((level) => (level.id === "head-baker" ? { ...level, expectations: [] } : level)) };
    const { framework } = mergeLevels(bare, { from: "master", into: "head-baker", words: "own", published: all(shop) });
    expect(at(framework, "head-baker")?.expectations).toEqual([
      { id: "head-baker-bread", competency: "bread", target: 4, weight: 1, critical: false, markers: [] },
    ]);
    expect(at(merged(), "head-baker")).toEqual({ ...at(shop, "head-baker"), replaces: ["master"] });
  });

  test("asks for both in both words only where that is said", () => {
    const both = mergeLevels(
      {
        ...shop,
        levels: shop.levels.map((level) => ({
          ...level,
          expectations: level.expectations.map((each) => ({ ...each, markers: [level.id] })),
        })),
      },
      { from: "master", into: "head-baker", words: "both", published: all(shop) },
    ).framework;
    expect(at(both, "head-baker")?.expectations[0]?.markers).toEqual(["head-baker", "master"]);
  });

  test("leads every way to and from the one that goes to the other, once", () => {
    expect(ways(merged())).toEqual(["baker → head-baker (promotion)"]);
  });

  test("takes a domain for its own id, whatever else in the language has that name", () => {
    const named = {
      ...shop,
      domains: [...shop.domains, { id: "constructor", title: "Building", kind: "skill" as const }],
      levels: shop.levels.map((level) => (level.id === "master" ? { ...level, domainScope: { constructor: "Builds ovens." } } : level)),
    };
    const { framework } = mergeLevels(named, { from: "master", into: "head-baker", words: "both", published: all(shop) });
    expect(at(framework, "head-baker")?.domainScope).toEqual({ constructor: "Builds ovens." });
  });

  test("drops experience that could be had only at the level itself", () => {
    const { framework } = mergeLevels(shop, { from: "baker", into: "head-baker", words: "own", published: all(shop) });
    expect(at(framework, "head-baker")?.requirements.map(({ id }) => id)).toEqual(["hygiene", "trade", "shown"]);
    expect(ways(framework)).toEqual(["head-baker → master (promotion)"]);
  });

  test("tells what became of each expectation, and where the people go", () => {
    expect(lineageOf(shop, merged())).toContainEqual({ expectation: "head-bread", kind: "merged", from: ["head-bread", "master-bread"] });
    expect(successorsOf("master", merged())).toEqual(["head-baker"]);
    // Said once, it is no news in the version after.
    const later = { ...merged(), title: "Later" };
    expect(lineageOf(merged(), later).every(({ kind }) => kind === "kept")).toBe(true);
  });

  test("of levels that nobody can stand on remembers nothing", () => {
    const { framework } = mergeLevels(shop, { from: "master", into: "head-baker", words: "own", published: new Set(["head-baker"]) });
    expect(at(framework, "head-baker")?.replaces).toBeUndefined();
  });
});

describe("splitting a level", () => {
  const split = (where: "above" | "below", goes = {}) =>
    splitLevel(shop, { level: "head-baker", title: "Night head", where, goes, published: all(shop) }).framework;

  test("leads the way up through both parts", () => {
    expect(ways(split("above"))).toEqual([
      "baker → head-baker (promotion)",
      "baker → master (promotion)",
      "head-baker → night-head (promotion)",
    ]);
    expect(ways(split("below"))).toEqual([
      "baker → night-head (promotion)",
      "baker → master (promotion)",
      "night-head → head-baker (promotion)",
    ]);
  });

  test("gives each part what belongs to it, and says where that comes from", () => {
    const made = split("above", { "head-bread": "stays", "head-team": "goes" });
    expect(at(made, "head-baker")?.expectations.map(({ id }) => id)).toEqual(["head-bread", "head-ovens", "head-honesty"]);
    expect(at(made, "night-head")?.expectations.map(({ id }) => id)).toEqual(["night-head-ovens", "night-head-team", "night-head-honesty"]);
    const told = new Map(lineageOf(shop, made).map((line) => [line.expectation, [line.kind, ...line.from]]));
    expect(told.get("head-ovens")).toEqual(["kept", "head-ovens"]);
    expect(told.get("night-head-ovens")).toEqual(["split", "head-ovens"]);
    expect(told.get("night-head-team")).toEqual(["reworded", "head-team"]);
    expect(told.has("head-team")).toBe(false);
  });

  test("leaves people where they are, and names the other part", () => {
    expect(successorsOf("head-baker", split("above"))).toEqual(["head-baker", "night-head"]);
  });

  test("counts experience at either part, as it counted at the whole", () => {
    const { framework } = splitLevel(shop, { level: "baker", title: "Apprentice", where: "below", goes: {}, published: all(shop) });
    expect(at(framework, "head-baker")?.requirements.find(({ id }) => id === "time")).toMatchObject({ at: ["baker", "apprentice"] });
  });
});

test("a level that is inserted stands on the way between its neighbours, and those above make room", () => {
  const one = { ...shop, levels: shop.levels.map((level) => ({ ...level, track: "core" })).filter(({ id }) => id !== "master") };
  const { framework, level } = insertLevel(one, { title: "Second baker", beside: "baker", where: "above" });
  expect(level).toBe("second-baker");
  expect(framework.levels.map(({ id, rank }) => [id, rank])).toEqual([
    ["baker", 1],
    ["second-baker", 2],
    ["head-baker", 3],
  ]);
  expect(ways(framework)).toEqual([
    "baker → second-baker (promotion)",
    "second-baker → head-baker (promotion)",
    "baker → master (promotion)",
  ]);
});

describe("for any framework", () => {
  type Done = { before: Framework; after: Acted; gone: string | null };
  const acts: fc.Arbitrary<Done | null> = fc
    .tuple(
      frameworkArbitrary,
      fc.nat(),
      fc.nat(),
      fc.constantFrom("insert", "merge", "split"),
      fc.boolean(),
      fc.infiniteStream(fc.constantFrom("stays", "goes", "both")),
    )
    .map(([before, first, second, act, up, stream]) => {
      const { levels } = before;
      const [one, other] = [levels[first % levels.length], levels[second % levels.length]];
      if (one === undefined || other === undefined) return null;
      const where = up ? "above" : "below";
      const published = all(before);
      if (act === "insert") return { before, gone: null, after: insertLevel(before, { title: "Another rung", beside: one.id, where }) };
      if (act === "merge")
        return one === other
          ? null
          : { before, gone: one.id, after: mergeLevels(before, { from: one.id, into: other.id, words: up ? "own" : "both", published }) };
      const goes = Object.fromEntries(one.expectations.map(({ id }) => [id, stream.next().value ?? "both"]));
      return { before, gone: null, after: splitLevel(before, { level: one.id, title: "Another rung", where, goes, published }) };
    });
  const holds = (examine: (done: Done) => void) =>
    fc.assert(
      fc.property(acts, (done) => {
        if (done !== null) examine(done);
      }),
      { numRuns: 400 },
    );

  test("what was without fault is so afterwards: nothing refers to what is gone", () =>
    holds(({ before, after: { framework } }) => {
      expect(check(before).problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(check(framework).problems.filter(({ severity }) => severity === "error")).toEqual([]);
    }));

  test("levels and expectations that stay keep their ids, and every other is named as gone or as a source", () =>
    holds(({ before, after: { framework }, gone }) => {
      expect(before.levels.map(({ id }) => id).filter((id) => !all(framework).has(id))).toEqual(gone === null ? [] : [gone]);
      const now = new Set(expectationsOf(framework));
      const lineage = lineageOf(before, framework);
      const told = new Set(lineage.flatMap(({ expectation, kind, from }) => (kind === "retired" ? [expectation] : from)));
      expect(expectationsOf(before).filter((id) => !now.has(id) && !told.has(id))).toEqual([]);
    }));

  test("whoever stood on a level that is gone has one to go to, and all others stay", () =>
    holds(({ before, after: { framework, level }, gone }) => {
      for (const { id } of before.levels) expect(successorsOf(id, framework)[0]).toBe(id === gone ? level : id);
    }));

  test("it is one act in the draft, and one that can be taken back", () =>
    holds(({ before, after: { framework } }) => {
      const done = rebase(diff(before, framework), before);
      expect(done.conflicts).toEqual([]);
      expect(diff(done.content, framework)).toEqual([]);
      expect(diff(rebase(inverse(done.effect), done.content).content, before)).toEqual([]);
    }));

  test("no requirement asks for experience at a level that is gone", () =>
    holds(({ after: { framework }, gone }) => {
      if (gone === null) return;
      const places = Array.from(requirementsOf(framework), ({ value }) => JSON.stringify([textOf(value, "id"), Object(value).at ?? []]));
      expect(places.filter((place) => place.includes(`"${gone}"`) && JSON.parse(place)[1].includes(gone))).toEqual([]);
    }));
});
