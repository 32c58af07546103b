import fc from "fast-check";
import { expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { ladder } from "../../../test/ladder.ts";
import { diff } from "./diff.ts";
import { Framework } from "./document.ts";
import { asMarkdown, asText } from "./tell.ts";

const before = () => Framework.parse(ladder());
const told = (tell: typeof asText, ...edits: readonly Edit[]): string[] => {
  const after = Framework.parse(edited(before(), ...edits));
  return tell(before(), after, diff(before(), after)).split("\n");
};

test("each change is a line: what came, went, moved or changed, by its name", () => {
  const edits = [
    set("/domains", ladder().domains.toReversed()),
    add("/tracks", { id: "expert", title: "Expert" }),
    drop("/responsibilities/0"),
    drop("/levels/0/responsibilities/0"),
    set("/levels/1/expectations/0/markers", ["Runs it daily", "Says when it no longer fits"]),
    set("/levels/0/requirements/0/description", "As agreed"),
    set("/transitions/1/months", 18),
  ];
  expect(told(asText, ...edits)).toEqual([
    "> domain people “People”: place 2 → place 1",
    "+ track expert “Expert”",
    "~ level coordinator “Coordinator”, responsibilities: first-aid → nothing",
    "~ requirement c-entry (level coordinator), description: {+As agreed+}",
    "~ expectation a-execution “Process execution” (level analyst), markers: {+Runs it daily / Says when it no longer fits+} (substantive)",
    "- responsibility first-aid “First aider”",
    "~ transition coordinator→lead “Coordinator to Lead”, months: nothing → 18",
    "",
  ]);
});

test("what somebody wrote cannot become markup of the change log", () => {
  const [, , , , line] = told(asMarkdown, set("/levels/0/title", "*Lead* [me](http://example.org) <b>now</b> `x` | _y_"));
  expect(line).toBe(
    "- **Changed** level \\*Lead\\* \\[me\\](http://example.org) \\<b\\>now\\</b\\> \\`x\\` \\| \\_y\\_ (`coordinator`), *title*: ~~Coordinator~~**\\*Lead\\* \\[me\\](http://example.org) \\<b\\>now\\</b\\> \\`x\\` \\| \\_y\\_**",
  );
});

test("a log of no changes says so", () => {
  expect(asText(before(), before(), [])).toBe("");
  expect(asMarkdown(before(), before(), [])).toBe("# Operations: what changed\n\nNothing.\n");
});

test("any two frameworks can be told: one line per change, in both forms", () => {
  fc.assert(
    fc.property(frameworkArbitrary, frameworkArbitrary, (one, other) => {
      const changes = diff(one, other);
      expect(asText(one, other, changes).split("\n").length - 1).toBe(changes.length);
      expect(
        asMarkdown(one, other, changes)
          .split("\n")
          .filter((line) => line.startsWith("- **")).length,
      ).toBe(changes.length);
    }),
  );
});
