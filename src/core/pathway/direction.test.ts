import fc from "fast-check";
import { expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { Framework } from "../framework/document.ts";
import { armsOf, nextOf } from "./direction.ts";
import { nextLevels } from "./next.ts";

const ladder = Framework.parse(bakery);

test("a declared direction comes first and takes no way away; it is the one way where one is asked for; one that does not come next changes nothing", () => {
  expect(nextOf(ladder, "baker", "bakery/master")).toEqual(["bakery/master", "bakery/head-baker"]);
  const levels = ladder.levels.map(({ id }) => id);
  fc.assert(
    fc.property(fc.constantFrom(...levels), fc.option(fc.constantFrom(...levels, "elsewhere")), (level, to) => {
      const next = nextLevels(ladder, level);
      const found = nextOf(ladder, level, to === null ? null : `bakery/${to}`);
      expect(found.toSorted()).toEqual(next.toSorted());
      expect(armsOf(ladder, level, to === null ? null : `bakery/${to}`)).toEqual(next.includes(`bakery/${to}`) ? [`bakery/${to}`] : next);
      expect(found[0]).toBe(next.includes(`bakery/${to}`) ? `bakery/${to}` : next[0]);
    }),
  );
});
