import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { bakery, values } from "../../../test/bakery.ts";
import { copyOf } from "./begin.ts";
import { diff } from "./diff.ts";
import { Framework } from "./document.ts";
import { rebase } from "./merge.ts";
import { libraryOffers, originOffer, taking } from "./offers.ts";

const shop = Framework.parse(bakery);
const library = (markers: string[], more: object = {}) =>
  Framework.parse({ ...values, ...more, competencies: [{ id: "honesty", domain: "v", title: "Honesty", markers }] });

describe("a library's newer version", () => {
  const libraries = [
    { framework: library(["Weighs fairly."]), version: 1 },
    { framework: library(["Weighs and counts fairly."]), version: 3 },
  ];

  test("is offered with what it says differently, word by word", () => {
    const [offer] = libraryOffers(shop, libraries);
    expect(offer).toMatchObject({ library: "house-values", title: "House values", version: 3 });
    expect(offer?.competencies).toMatchObject([
      { id: "honesty", use: "house-values@1/honesty", newer: "house-values@3/honesty", gone: false, same: false },
    ]);
    expect(offer?.competencies[0]?.words.markers).toEqual([
      { kind: "same", text: "Weighs " },
      { kind: "added", text: "and counts " },
      { kind: "same", text: "fairly." },
    ]);
  });

  test("once taken is offered no more", () => {
    const [offer] = libraryOffers(shop, libraries);
    const taken = rebase((offer?.competencies ?? []).map(taking), shop);
    expect(taken.conflicts).toEqual([]);
    expect(taken.content.competencies).toContainEqual({ use: "house-values@3/honesty", domain: "people" });
    expect(libraryOffers(taken.content, libraries)).toEqual([]);
  });

  test("that says the same, or has the competency no more, says so", () => {
    const same = [libraries[0], { framework: library(["Weighs fairly."]), version: 2 }].filter((each) => each !== undefined);
    expect(libraryOffers(shop, same)[0]?.competencies).toMatchObject([{ same: true, gone: false }]);
    const empty = [libraries[0], { framework: { ...library([]), competencies: [] }, version: 2 }].filter((each) => each !== undefined);
    expect(libraryOffers(shop, empty)[0]?.competencies).toMatchObject([{ same: false, gone: true }]);
    expect(libraryOffers(shop, libraries.slice(0, 1))).toEqual([]);
  });
});

describe("what a framework was begun from", () => {
  const own = (framework: Framework) => copyOf(framework, { id: "mine", title: "Mine" });

  test("offers nothing while it is what it was", () =>
    fc.assert(
      fc.property(frameworkArbitrary, frameworkArbitrary, (base, mine) => {
        expect(originOffer(base, structuredClone(base), mine)).toEqual({ free: [], against: [] });
      }),
    ));

  test("taken whole into what nobody has changed, is what it has become", () =>
    fc.assert(
      fc.property(frameworkArbitrary, frameworkArbitrary, (base, now) => {
        const mine = own(base);
        const like = { ...now, kind: base.kind, language: now.language };
        const { free, against } = originOffer(base, like, mine);
        expect(against).toEqual([]);
        expect(diff(rebase(free, mine).content, own(like))).toEqual([]);
      }),
      { numRuns: 150 },
    ));

  test("once taken offers nothing more that could be taken freely, and never what is there already", () =>
    fc.assert(
      fc.property(frameworkArbitrary, frameworkArbitrary, frameworkArbitrary, (base, now, other) => {
        const [like, mine] = [
          { ...now, kind: base.kind },
          { ...own(base), levels: [...base.levels.slice(1), ...other.levels.slice(0, 1)], domains: other.domains },
        ];
        const { free, against } = originOffer(base, like, mine);
        const taken = rebase(free, mine);
        expect(taken.conflicts).toEqual([]);
        expect(originOffer(base, like, taken.content).free).toEqual([]);
        // One's own words are replaced only where somebody says so, and then they are.
        const replaced = rebase(against, taken.content);
        expect(replaced.conflicts.filter(({ reason }) => reason === "changed")).toEqual([]);
      }),
      { numRuns: 150 },
    ));

  test("never offers again what was taken out, and says what stands against one's own words", () => {
    const now = Framework.parse({
      ...bakery,
      competencies: bakery.competencies.map((each) => ("id" in each ? { ...each, definition: `${each.title} as it is done now.` } : each)),
    });
    const mine = own(shop);
    const changed: Framework = {
      ...mine,
      competencies: mine.competencies.flatMap((each): Framework["competencies"] =>
        "use" in each ? [each] : each.id === "team" ? [] : [each.id === "bread" ? { ...each, definition: "Our bread." } : each],
      ),
    };
    const { free, against } = originOffer(shop, now, changed);
    expect(free.map(({ id, field }) => [id, field])).toEqual([["ovens", "definition"]]);
    expect(against).toEqual([
      { op: "change", entity: "competency", id: "bread", field: "definition", before: "Our bread.", after: "Bread as it is done now." },
    ]);
  });
});
