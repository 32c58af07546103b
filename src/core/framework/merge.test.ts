import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { frameworkArbitrary } from "../../../test/arbitrary.ts";
import { Problem } from "../problem.ts";
import { diff, type Change } from "./diff.ts";
import { Framework } from "./document.ts";
import { fittingDraft } from "./draft.ts";
import { inverse, rebase } from "./merge.ts";

/** Two states of one framework: most of their ids are from the same few, so that much is changed, moved, added and removed. */
const pair = fc
  .tuple(frameworkArbitrary, frameworkArbitrary)
  .map(([a, b]): [Framework, Framework] => [a, { ...b, id: a.id, kind: a.kind }]);
const nodeOf = ({ entity, id, parent }: Change) => `${parent ?? ""} ${entity} ${id}`;
/** Whether neither is about the other's thing, nor about a level that the other adds or removes whole. */
const apart = (one: Change, other: Change) => {
  const within = (inner: Change, outer: Change) =>
    outer.entity === "level" && outer.op !== "change" && outer.op !== "move" && inner.parent === outer.id;
  return nodeOf(one) !== nodeOf(other) && !within(one, other) && !within(other, one);
};
/** In whatever order lists are. */
const unordered = (framework: Framework) => {
  const sorted = (items: readonly object[]) => items.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  const levels = framework.levels.map((level) => ({
    ...level,
    expectations: sorted(level.expectations),
    requirements: sorted(level.requirements),
  }));
  return Object.fromEntries(
    Object.entries({ ...framework, levels }).map(([key, value]) => [key, Array.isArray(value) ? sorted(value) : value]),
  );
};

test("changes made to the draft as it stands are all taken, and lead to what was meant", () => {
  fc.assert(
    fc.property(pair, ([a, b]) => {
      const changes = diff(a, b);
      const { content, applied, conflicts } = rebase(changes, a);
      expect(conflicts).toEqual([]);
      expect(applied).toEqual(changes.map((_, index) => index));
      expect(content).toEqual(b);
    }),
  );
});

test("the same changes sent twice are acknowledged twice and made once", () => {
  fc.assert(
    fc.property(pair, frameworkArbitrary, ([a, b], other) => {
      const changes = diff(a, b);
      const now: Framework = { ...other, id: a.id, kind: a.kind };
      const once = rebase(changes, now);
      const twice = rebase(changes, once.content);
      expect(twice.content).toEqual(once.content);
      expect(twice.effect).toEqual([]);
      expect(twice.conflicts.map(({ index }) => index)).toEqual(once.conflicts.map(({ index }) => index));
    }),
  );
});

test("two people who changed different things may be first or second", () => {
  fc.assert(
    fc.property(pair, frameworkArbitrary, ([base, mine], other) => {
      const first = diff(base, mine);
      const second = diff(base, { ...other, id: base.id, kind: base.kind }).filter((change) => first.every((each) => apart(change, each)));
      fc.pre(first.length > 0 && second.length > 0);
      const firstThenSecond = rebase(second, rebase(first, base).content);
      const secondThenFirst = rebase(first, rebase(second, base).content);
      expect([firstThenSecond.conflicts, secondThenFirst.conflicts]).toEqual([[], []]);
      expect(unordered(firstThenSecond.content)).toEqual(unordered(secondThenFirst.content));
    }),
  );
});

test("every change is either in the draft or comes back with both texts, whatever others did meanwhile", () => {
  fc.assert(
    fc.property(pair, frameworkArbitrary, ([a, b], other) => {
      const changes = diff(a, b);
      const now: Framework = { ...other, id: a.id, kind: a.kind };
      const { content, applied, conflicts } = rebase(changes, now);
      expect([...applied, ...conflicts.map(({ index }) => index)].toSorted((x, y) => x - y)).toEqual(changes.map((_, index) => index));
      // What was acknowledged is there: asked for again, nothing is left to do but to put things in order.
      const again = rebase(
        changes.filter((_, index) => applied.includes(index)),
        content,
      );
      expect(again.effect.filter(({ op }) => op !== "move")).toEqual([]);
      for (const { index, yours, theirs, reason } of conflicts) {
        const change = changes[index];
        if (change?.op === "change" && change.after !== undefined) expect(yours).toEqual(change.after);
        expect(theirs === undefined).toBe(reason === "removed" || (change?.op === "change" && theirs === undefined));
      }
    }),
  );
});

test("the journal leads from one state to the next, and back", () => {
  fc.assert(
    fc.property(pair, frameworkArbitrary, ([a, b], other) => {
      const now: Framework = { ...other, id: a.id, kind: a.kind };
      const changes = diff(a, b);
      const { content, effect } = rebase(changes, now);
      const effectAsStored: Change[] = JSON.parse(JSON.stringify(effect));
      expect(rebase(effectAsStored, now).content).toEqual(content);
      const undone = rebase(inverse(effectAsStored), content);
      expect(undone.conflicts).toEqual([]);
      expect(undone.content).toEqual(now);
    }),
  );
});

test("what it makes is always a draft that the next change can be made to", () => {
  fc.assert(
    fc.property(pair, frameworkArbitrary, ([a, b], other) => {
      const { content } = rebase(diff(a, b), { ...other, id: a.id, kind: a.kind });
      expect(fittingDraft(content)).toEqual({ ok: true, value: content });
    }),
  );
});

const draft: Framework = Framework.parse({
  rungs: "framework@1",
  id: "crafts",
  kind: "ladder",
  title: "Crafts",
  scale: [
    { value: 1, label: "Not yet" },
    { value: 2, label: "Well" },
  ],
  domains: [{ id: "making", title: "Making" }],
  competencies: [
    { id: "joinery", domain: "making", title: "Joinery" },
    { id: "care", domain: "making", title: "Care" },
  ],
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "first",
      rank: 1,
      track: "core",
      title: "First",
      expectations: [{ id: "joinery-1", competency: "joinery", target: 1, markers: ["Joins two boards."] }],
    },
    {
      id: "second",
      rank: 2,
      track: "core",
      title: "Second",
      expectations: [{ id: "joinery-2", competency: "joinery", target: 2, markers: ["Joins four."] }],
    },
  ],
});
const cell = (before: unknown, after: unknown, field = "markers"): Change => ({
  op: "change",
  entity: "expectation",
  id: "joinery-1",
  parent: "first",
  field,
  before,
  after,
});
const markersOf = ({ levels }: Framework) => levels[0]?.expectations[0]?.markers;

describe("in one cell", () => {
  test("the second of two writers gets both texts, and the first one's stays", () => {
    const first = rebase([cell(["Joins two boards."], ["Joins two boards flush."])], draft).content;
    const { content, applied, conflicts } = rebase([cell(["Joins two boards."], ["Joins boards of two woods."])], first);
    expect(applied).toEqual([]);
    expect(conflicts).toEqual([
      { index: 0, reason: "changed", yours: ["Joins boards of two woods."], theirs: ["Joins two boards flush."] },
    ]);
    expect(markersOf(content)).toEqual(["Joins two boards flush."]);
  });

  test("the words and the target are two things", () => {
    const first = rebase([cell(["Joins two boards."], ["Joins two boards flush."])], draft).content;
    const { content, conflicts } = rebase([cell(1, 2, "target")], first);
    expect(conflicts).toEqual([]);
    expect(content.levels[0]?.expectations[0]).toMatchObject({ target: 2, markers: ["Joins two boards flush."] });
  });

  test("several keystrokes saved together count as one, also when the reply was lost and they are sent again", () => {
    const typed = [cell(["Joins two boards."], ["Joins"]), cell(["Joins"], ["Joins two boards flush."])];
    const once = rebase(typed, draft);
    expect(once.effect).toEqual([cell(["Joins two boards."], ["Joins two boards flush."])]);
    expect(rebase(typed, once.content)).toMatchObject({ applied: [0, 1], conflicts: [], effect: [] });
  });

  test("typing into a cell that somebody removed gives the words back", () => {
    const removed = rebase([{ op: "remove", entity: "level", id: "first", at: 0, before: draft.levels[0] }], draft).content;
    const { conflicts } = rebase([cell(["Joins two boards."], ["Joins two boards flush."])], removed);
    expect(conflicts).toEqual([{ index: 0, reason: "removed", yours: ["Joins two boards flush."] }]);
  });

  test("removing a level in which somebody wrote since takes their words from nobody", () => {
    const first = rebase([cell(["Joins two boards."], ["Joins two boards flush."])], draft).content;
    const { content, conflicts } = rebase([{ op: "remove", entity: "level", id: "first", at: 0, before: draft.levels[0] }], first);
    expect(conflicts).toEqual([{ index: 0, reason: "changed", theirs: first.levels[0] }]);
    expect(content).toEqual(first);
  });
});

test("a new level and the words typed into it may come in one go, twice", () => {
  const level = { id: "third", rank: 3, track: "core", title: "", expectations: [{ id: "joinery-3", competency: "joinery", target: 2 }] };
  const changes: Change[] = [
    { op: "add", entity: "level", id: "third", at: 2, after: level },
    { op: "change", entity: "level", id: "third", field: "title", before: "", after: "Third" },
    { op: "change", entity: "expectation", id: "joinery-3", parent: "third", field: "markers", before: [], after: ["Joins eight."] },
    { op: "add", entity: "expectation", id: "care-3", parent: "third", at: 1, after: { id: "care-3", competency: "care", target: 1 } },
  ];
  const once = rebase(changes, draft);
  expect(once.content.levels[2]).toMatchObject({
    title: "Third",
    requirements: [],
    expectations: [
      { id: "joinery-3", weight: 1, markers: ["Joins eight."] },
      { id: "care-3", critical: false },
    ],
  });
  expect(once.effect).toEqual([{ op: "add", entity: "level", id: "third", at: 2, after: once.content.levels[2] }]);
  expect(rebase(changes, once.content)).toMatchObject({ applied: [0, 1, 2, 3], conflicts: [], effect: [] });
});

test("what was added and taken back before it was saved leaves no trace, and takes nothing of others away", () => {
  const wood = { id: "wood", domain: "making", title: "Wood" };
  const changes: Change[] = [
    { op: "add", entity: "competency", id: "wood", at: 2, after: wood },
    { op: "remove", entity: "competency", id: "wood", at: 2, before: wood },
  ];
  expect(rebase(changes, draft)).toMatchObject({ applied: [0, 1], conflicts: [], effect: [], content: draft });
  const theirs = rebase([{ op: "add", entity: "competency", id: "wood", at: 2, after: { ...wood, title: "Theirs" } }], draft).content;
  expect(rebase(changes, theirs).content).toEqual(theirs);
});

test("an unfinished draft is saved: empty titles, texts too long, references that lead nowhere", () => {
  const changes: Change[] = [
    { op: "change", entity: "level", id: "first", field: "title", before: "First", after: "" },
    { op: "change", entity: "level", id: "first", field: "track", before: "core", after: "no-such-track" },
    { op: "change", entity: "competency", id: "care", field: "definition", after: "x".repeat(5000) },
    { op: "change", entity: "framework", id: "crafts", field: "title", before: "Crafts", after: "" },
  ];
  expect(rebase(changes, draft).applied).toEqual([0, 1, 2, 3]);
});

test.each<[string, Change, string]>([
  ["a field that no document has", { op: "change", entity: "level", id: "first", field: "pay", after: 1 }, "/changes/0/after"],
  [
    "a number where words belong",
    { op: "change", entity: "level", id: "first", field: "title", before: "First", after: 1 },
    "/changes/0/after/title",
  ],
  ["another id", { op: "change", entity: "level", id: "first", field: "id", before: "first", after: "fourth" }, "/changes/0/after"],
  [
    "another id of the framework",
    { op: "change", entity: "framework", id: "crafts", field: "id", before: "crafts", after: "arts" },
    "/changes/0/after",
  ],
  [
    "a whole list of expectations",
    { op: "change", entity: "level", id: "first", field: "expectations", before: draft.levels[0]?.expectations, after: [] },
    "/changes/0/after",
  ],
  [
    "a thing under another name than its own",
    { op: "add", entity: "track", id: "core-2", at: 1, after: { id: "core-3", title: "" } },
    "/changes/0/after",
  ],
  [
    "a level with two expectations of one id",
    {
      op: "add",
      entity: "level",
      id: "third",
      at: 2,
      after: {
        id: "third",
        rank: 3,
        track: "core",
        title: "",
        expectations: [
          { id: "a", competency: "", target: 1 },
          { id: "a", competency: "", target: 1 },
        ],
      },
    },
    "/changes/0/after/expectations/1",
  ],
  ["the framework itself removed", { op: "remove", entity: "framework", id: "crafts" }, "/changes/0/after"],
  [
    "a key that would change what an object is",
    { op: "change", entity: "level", id: "first", field: "__proto__", after: {} },
    "/changes/0/after",
  ],
])("%s is refused, and with it everything that came along", (_what, change, path) => {
  const faults = (() => {
    try {
      return rebase([change, cell(["Joins two boards."], ["Joins two boards flush."])], draft);
    } catch (error) {
      return error instanceof Problem ? error.faults.map((fault) => fault.path) : error;
    }
  })();
  expect(faults).toContain(path);
});
