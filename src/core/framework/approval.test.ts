import fc from "fast-check";
import { expect, test } from "vitest";
import { waitsFor, type Judgement } from "./approval.ts";

const people = ["ruth", "ines", "paul"] as const;
const judgement: fc.Arbitrary<Judgement> = fc.record({
  by: fc.constantFrom(...people),
  decision: fc.constantFrom("approved", "sent-back"),
  revision: fc.integer({ min: 1, max: 3 }),
});
const asked = fc.record({
  authors: fc.subarray([...people]),
  judgements: fc.array(judgement, { maxLength: 5 }),
  revision: fc.integer({ min: 1, max: 3 }),
  ownWork: fc.boolean(),
});

test("a draft is free exactly if, of its revision, nobody sent it back and each author has another's approval, or none is needed", () =>
  fc.assert(
    fc.property(asked, ({ authors, judgements, revision, ownWork }) => {
      const now = judgements.filter((each) => each.revision === revision);
      const back = now.some(({ decision }) => decision === "sent-back");
      const approvers = people.filter((person) => now.some(({ by }) => by === person));
      const seen = approvers.length > 0 && authors.every((author) => approvers.some((approver) => approver !== author));
      expect(waitsFor(authors, judgements, revision, ownWork) === null).toBe(!back && (ownWork || seen));
    }),
    { numRuns: 500 },
  ));

test("the order of judgements and those of other revisions decide nothing", () =>
  fc.assert(
    fc.property(asked, fc.nat(), ({ authors, judgements, revision, ownWork }, turn) => {
      const free = (given: readonly Judgement[]) => waitsFor(authors, given, revision, ownWork) === null;
      const at = judgements.length === 0 ? 0 : turn % judgements.length;
      expect(free([...judgements.slice(at), ...judgements.slice(0, at)])).toBe(free(judgements));
      expect(free(judgements.filter((each) => each.revision === revision))).toBe(free(judgements));
    }),
  ));

test("an approval by somebody who did not write never makes it wait longer", () =>
  fc.assert(
    fc.property(asked, ({ authors, judgements, revision, ownWork }) => {
      const more: Judgement = { by: "stranger", decision: "approved", revision };
      if (waitsFor(authors, judgements, revision, ownWork) === null)
        expect(waitsFor(authors, [...judgements, more], revision, ownWork)).toBeNull();
    }),
  ));
