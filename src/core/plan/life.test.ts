import fc from "fast-check";
import { expect, test } from "vitest";
import type { Member } from "../access/actor.ts";
import { actsOf, afterAct, afterChange, planActs, planStates, sideOf, type Life, type Side } from "./life.ts";

const sides: readonly Side[] = ["person", "manager"];
const begun = (managed: boolean): Life => ({ state: "draft", person: false, manager: false, started: false, managed, another: false });
type Step = { what: "act"; act: (typeof planActs)[number]; side: Side } | { what: "change"; side: Side };
const steps = fc.array(
  fc.oneof(
    fc.record({ what: fc.constant("act" as const), act: fc.constantFrom(...planActs), side: fc.constantFrom(...sides) }),
    fc.record({ what: fc.constant("change" as const), side: fc.constantFrom(...sides) }),
  ),
  { maxLength: 30 },
);
const after = (life: Life, step: Step): Life =>
  step.what === "change" ? afterChange(life, step.side) : (afterAct(life, step.act, step.side) ?? life);
const lives = (managed: boolean, taken: readonly Step[]) =>
  taken.reduce<Life[]>((all, step) => [...all, after(all.at(-1) ?? begun(managed), step)], [begun(managed)]);

test("a plan is agreed, or under way, only where everybody has said so whose word it needs", () => {
  fc.assert(
    fc.property(fc.boolean(), steps, (managed, taken) => {
      for (const life of lives(managed, taken))
        if (life.state === "agreed" || life.state === "active") expect(life.person && (life.manager || !managed)).toBe(true);
    }),
  );
});

test("a plan moves one step at a time: nothing is started that was not agreed", () => {
  const next = { draft: ["agreed", "done"], agreed: ["active", "done"], active: ["done"], done: ["draft", "agreed", "active"] };
  fc.assert(
    fc.property(fc.boolean(), steps, (managed, taken) => {
      const all = lives(managed, taken);
      all.forEach((life, index) => {
        const before = all[index - 1];
        if (before !== undefined && before.state !== life.state) expect(next[before.state]).toContain(life.state);
      });
    }),
  );
});

test("closing a plan and opening it again leads back to where it was", () => {
  fc.assert(
    fc.property(fc.boolean(), steps, fc.constantFrom(...sides), (managed, taken, side) => {
      const life = lives(managed, taken).at(-1) ?? begun(managed);
      fc.pre(life.state !== "done");
      const closed = afterAct(life, "close", side);
      expect(closed?.state).toBe("done");
      expect(closed && afterAct(closed, "reopen", side)).toEqual(life);
    }),
  );
});

test("what is offered is what can be done, and nothing else", () => {
  const life = fc.record({
    state: fc.constantFrom(...planStates),
    person: fc.boolean(),
    manager: fc.boolean(),
    started: fc.boolean(),
    managed: fc.boolean(),
    another: fc.boolean(),
  });
  fc.assert(
    fc.property(life, fc.constantFrom(...sides), (given, side) => {
      for (const act of planActs) expect(afterAct(given, act, side) !== null).toBe(actsOf(given, side).includes(act));
    }),
  );
});

test("a draft that one side changes is to be agreed by the other anew; what was agreed by both stays agreed", () => {
  const both: Life = { ...begun(true), person: true };
  expect(afterChange(both, "manager")).toEqual(begun(true));
  expect(afterChange(both, "person")).toEqual(both);
  const agreed: Life = { ...begun(true), state: "agreed", person: true, manager: true };
  expect(afterChange(agreed, "manager")).toBe(agreed);
});

test("a second plan cannot be opened beside one that is not done", () => {
  expect(actsOf({ ...begun(true), state: "done", another: true }, "person")).toEqual([]);
});

test("of one's own plan one is the person, even as people partner; an auditor stands on neither side", () => {
  const member = (personId: string, role: "people-partner" | "auditor" | null): Member => ({
    kind: "person",
    orgId: "o",
    personId,
    accountId: "a",
    scopes: null,
    grants: role === null ? [] : [{ role, framework: null, teams: null }],
  });
  const person = { orgId: "o", personId: "p", managers: ["m"], teams: [] };
  expect(sideOf(member("p", "people-partner"), person)).toBe("person");
  expect(sideOf(member("m", null), person)).toBe("manager");
  expect(sideOf(member("x", "people-partner"), person)).toBe("manager");
  expect(sideOf(member("x", "auditor"), person)).toBe(null);
  expect(sideOf(member("x", null), person)).toBe(null);
});
