import fc from "fast-check";
import { expect, test } from "vitest";
import { frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { competencyId } from "../../../core/framework/competency.ts";
import type { Framework } from "../../../core/framework/document.ts";
import { take } from "./applying.ts";
import { dropped } from "./drops.ts";

const ranks = ({ levels }: Framework, track: string) =>
  levels
    .filter((one) => one.track === track)
    .map(({ rank }) => rank)
    .toSorted((a, b) => a - b);
const climbed = ({ levels }: Framework, track: string) =>
  levels
    .filter((one) => one.track === track)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ id }) => id);

test("a level put down on another of its track takes its rung, the others keep their order, and no rank comes or goes", () => {
  fc.assert(
    fc.property(frameworkArbitrary, fc.nat(), fc.nat(), (content, one, other) => {
      fc.pre(content.levels.length > 0);
      const [own, target] = [content.levels[one % content.levels.length], content.levels[other % content.levels.length]];
      if (own === undefined || target === undefined) return;
      const after = take(content, dropped(content, "level", own.id, { kind: "level", id: target.id }));
      const before = climbed(content, own.track);
      if (own.track !== target.track) {
        expect(after).toEqual(content);
        return;
      }
      expect(ranks(after, own.track)).toEqual(ranks(content, own.track));
      expect(climbed(after, own.track).indexOf(own.id)).toBe(before.indexOf(target.id));
      expect(climbed(after, own.track).filter((id) => id !== own.id)).toEqual(before.filter((id) => id !== own.id));
    }),
  );
});

test("a competency put down on another comes to its place and domain, and nothing is lost", () => {
  fc.assert(
    fc.property(frameworkArbitrary, fc.nat(), fc.nat(), (content, one, other) => {
      const ids = content.competencies.map(competencyId);
      fc.pre(ids.length > 0);
      const [id = "", onto = ""] = [ids[one % ids.length], ids[other % ids.length]];
      const after = take(content, dropped(content, "competency", id, { kind: "competency", id: onto }));
      const now = after.competencies.map(competencyId);
      expect(now.toSorted()).toEqual(ids.toSorted());
      expect(now.indexOf(id)).toBe(ids.indexOf(onto));
      expect(after.competencies.find((each) => competencyId(each) === id)?.domain).toBe(content.competencies[ids.indexOf(onto)]?.domain);
    }),
  );
});
