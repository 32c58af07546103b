import fc from "fast-check";
import { expect, test } from "vitest";
import { compareWords } from "./words.ts";

const marked = (before: string, after: string): string =>
  compareWords(before, after)
    .map(({ kind, text }) => (kind === "same" ? text : kind === "added" ? `{+${text}+}` : `[-${text}-]`))
    .join("");

test("changed words are marked, and those around them are left alone", () => {
  expect(marked("Leads one team well.", "Leads two teams well.")).toBe("Leads [-one team-]{+two teams+} well.");
  expect(marked("Leads a team", "Leads a team.")).toBe("Leads a team{+.+}");
  expect(marked("Leads a team", "Leads and grows a team")).toBe("Leads {+and grows +}a team");
  expect(marked("same", "same")).toBe("same");
  expect(marked("", "new")).toBe("{+new+}");
  expect(marked("old", "")).toBe("[-old-]");
  expect(marked("a person’s well-being", "a person’s safety")).toBe("a person’s [-well-being-]{+safety+}");
});

test("texts with next to nothing in common are told as one replaced by the other", () => {
  expect(marked("Plans the rota for the week", "Answers for what the service costs")).toBe(
    "[-Plans the rota for the week-]{+Answers for what the service costs+}",
  );
});

test("both texts can be read out of the marks, and no two neighbours are of one kind", () => {
  const text = fc
    .array(fc.constantFrom("one", "two", "three", " ", ", ", "\n", "four.", "👩‍⚕️", "e\u0301"), { maxLength: 30 })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const stretches = compareWords(before, after);
      const read = (kind: string) =>
        stretches
          .filter((stretch) => stretch.kind === "same" || stretch.kind === kind)
          .map((stretch) => stretch.text)
          .join("");
      expect(read("removed")).toBe(before);
      expect(read("added")).toBe(after);
      stretches.forEach((stretch, index) => {
        expect(stretch.kind).not.toBe(stretches[index + 1]?.kind);
      });
    }),
    { numRuns: 500 },
  );
});

test("texts far over every limit are told at once", () => {
  const stretches = compareWords("a b ".repeat(5000), "c d ".repeat(5000));
  expect(stretches.map(({ kind }) => kind)).toEqual(["removed", "added"]);
});
