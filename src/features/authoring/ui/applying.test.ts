import fc from "fast-check";
import { expect, test } from "vitest";
import { frameworkArbitrary } from "../../../../test/arbitrary.ts";
import { diff } from "../../../core/framework/diff.ts";
import type { Framework } from "../../../core/framework/document.ts";
import { rebase } from "../../../core/framework/merge.ts";
import { take } from "./applying.ts";

test("the browser makes of the journal what the server made of the changes, whatever was sent to whatever stood there", () => {
  fc.assert(
    fc.property(frameworkArbitrary, frameworkArbitrary, frameworkArbitrary, (a, b, other) => {
      const now: Framework = { ...other, id: a.id, kind: a.kind };
      const { content, effect } = rebase(diff(a, { ...b, id: a.id, kind: a.kind }), now);
      expect(take(now, effect)).toEqual(content);
    }),
  );
});

test("what a change does not touch stays the same object, so that only its cell is drawn again", () => {
  fc.assert(
    fc.property(
      frameworkArbitrary.filter(({ levels }) => levels.length > 1),
      (framework) => {
        const [first, second] = framework.levels;
        const after = take(framework, [{ op: "change", entity: "level", id: first?.id ?? "", field: "scope", after: "Another." }]);
        expect(after.levels[1]).toBe(second);
        expect(after.competencies).toBe(framework.competencies);
        expect(after.levels[0]).toEqual({ ...first, scope: "Another." });
      },
    ),
  );
});
