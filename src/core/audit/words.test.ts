import fc from "fast-check";
import { expect, test } from "vitest";
import { actionLink, actionWords, detailLines } from "./words.ts";

test("an entry reads as a sentence, also of a deed that nobody has a sentence for", () => {
  expect(`Sam ${actionWords("gap.read")} ${actionLink("gap.read")} Kit`).toBe("Sam read a gap report of Kit");
  expect(actionWords("cycle.put-off")).toBe("cycle put off");
});

test("every detail becomes a line that says something", () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string({ minLength: 1 })));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z]{0,20}$/), value), (details) => {
      const lines = detailLines(details);
      expect(lines).toHaveLength(Object.keys(details).length);
      for (const { label, value: said } of lines) expect(label.length * said.length).toBeGreaterThan(0);
    }),
  );
  expect(detailLines({ teamIds: ["a", "b"], secondFactor: false, until: null })).toEqual([
    { label: "Team ids", value: "a, b" },
    { label: "Second factor", value: "no" },
    { label: "Until", value: "nothing" },
  ]);
});
