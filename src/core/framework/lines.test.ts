import fc from "fast-check";
import { expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { add, drop, edited, set, type Edit } from "../../../test/edit.ts";
import { ladder } from "../../../test/ladder.ts";
import { classify } from "./carry.ts";
import { diff } from "./diff.ts";
import { difference } from "./difference.ts";
import { Framework } from "./document.ts";
import { linesOf, type Line } from "./lines.ts";

function lines(before: Framework, after: Framework): Line[] {
  const classes = Object.fromEntries(
    [...classify(before, after).meanings].flatMap(([id, meaning]) => (meaning === "unchanged" ? [] : [[id, meaning]])),
  );
  return linesOf({ ...difference(before, after, diff(before, after)), classes }, before, after);
}
const changed = (...edits: Edit[]): Line[] => {
  const before = Framework.parse(ladder());
  return lines(before, Framework.parse(edited(ladder(), ...edits)));
};
const read = ({ verb, name, where, details }: Line) => [
  verb,
  name,
  where,
  ...details.map(
    ({ label, text }) =>
      `${label === null ? "" : `${label}: `}${text.map((part) => (part.kind === "same" ? part.text : part.kind === "added" ? `+${part.text}` : `-${part.text}`)).join("")}`,
  ),
];

test("everything that happened to one thing stands in one line, its words marked", () => {
  const told = changed(set("/levels/0/expectations/0/markers", ["Runs it alone."]), set("/levels/0/expectations/0/target", 3));
  expect(told.map(read)).toEqual([["Reworded", "Process execution", "Coordinator", "+Runs it alone.", "Asked: -Developing +Performing"]]);
});

test("a higher or a lower bar says so, shows the words that stayed, and asks nothing: ratings carry over", () => {
  const more = changed(set("/levels/0/expectations/0/target", 3));
  const less = changed(set("/levels/1/expectations/0/target", 1));
  expect([more[0]?.verb, less[0]?.verb]).toEqual(["Asks more", "Asks less"]);
  expect([...more, ...less].map(({ asks, effect }) => [asks, effect])).toEqual([
    [[], "Ratings carry over"],
    [[], "Ratings carry over"],
  ]);
});

test("what came is told with what it asks, what went with what it asked", () => {
  const came = changed(
    add("/levels/1/expectations", { id: "a-integrity", competency: "integrity", target: 2, markers: ["Owns a mistake the same day."] }),
  );
  expect(came.map(read)).toEqual([["Added", "Integrity", "Analyst", "+Owns a mistake the same day.", "Asked: +Developing"]]);
  const went = changed(drop("/levels/0/expectations/1"));
  expect(went.map(({ verb, effect }) => [verb, effect])).toEqual([["Removed", "Ratings become history"]]);
});

test("a competency that goes to another domain has moved, from the one to the other, and keeps its ratings", () => {
  const [line, ...others] = changed(set("/competencies/0/domain", "people"));
  expect(others).toEqual([]);
  expect(line && read(line)).toEqual(["Moved", "Process execution", "all levels", "From -Process to +People"]);
  expect(line?.effect).toBe("Ratings stay as they are");
});

test("a new definition asks once for all who are measured by it, but not for those whose own words changed too", () => {
  const definition = set("/competencies/0/definition", "Runs it as agreed.");
  expect(changed(definition).map(({ asks }) => asks)).toEqual([["c-execution", "a-execution"]]);
  const both = changed(definition, set("/levels/1/expectations/0/markers", ["Improves it."]));
  expect(both.map(({ entity, asks }) => [entity, asks])).toEqual([
    ["competency", ["c-execution"]],
    ["expectation", ["a-execution"]],
  ]);
});

test("where only the scale or a title changed, nobody is asked whether the words mean the same", () => {
  const told = changed(
    set("/scale/2/label", "Strong"),
    set("/competencies/0/title", "Execution"),
    set("/levels/0/expectations/0/target", 1),
  );
  expect(told.flatMap(({ asks }) => asks)).toEqual([]);
});

test("the scope of a domain at a level is told under the domain's name", () => {
  expect(changed(set("/levels/0/domainScope", { process: "One task, start to finish" })).map(read)).toEqual([
    ["Changed", "Coordinator", null, "Scope, Process: One task+, start to finish"],
  ]);
});

test("between any two frameworks each thing has one line, and each expectation is asked about at most once", () => {
  fc.assert(
    fc.property(frameworkArbitrary, frameworkArbitrary, (before, after) => {
      const told = lines(Framework.parse(before), Framework.parse(after));
      expect(new Set(told.map(({ key }) => key)).size).toBe(told.length);
      const asked = told.flatMap(({ asks }) => asks);
      expect(new Set(asked).size).toBe(asked.length);
    }),
    { numRuns: 60 },
  );
});
