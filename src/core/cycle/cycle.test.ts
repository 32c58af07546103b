import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { Framework } from "../framework/document.ts";
import { nextLevels } from "../pathway/next.ts";
import { Problem } from "../problem.ts";
import { askedLevels } from "./asked.ts";
import { preflight, type Candidate } from "./preflight.ts";
import { copied, CycleSetup, setupFaults } from "./setup.ts";
import { act, acts, cycleStates, mayAct, move, moved, moves, type Act, type Move } from "./state.ts";

const content = Framework.parse(bakery);
const defaults = CycleSetup.parse({});
const day = fc.option(fc.integer({ min: 1, max: 28 }).map((date) => `2027-02-${String(date).padStart(2, "0")}`));

describe("the states of a cycle", () => {
  const everyMove = Object.keys(moves) as Move[]; // the keys of the table itself
  const everyAct = Object.keys(acts) as Act[]; // likewise

  test("lead from draft to archive or to cancelled, and from those two nowhere", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...everyMove), { maxLength: 30 }), (tried) => {
        let state: (typeof cycleStates)[number] = "draft";
        let released = false;
        for (const each of tried) {
          const to = moved(state, each);
          if (to === null) {
            expect(() => move(state, each)).toThrow(Problem);
            continue;
          }
          expect(move(state, each)).toBe(to);
          // What was released is never cancelled, and nothing is done twice.
          if (to === "cancelled") expect(released).toBe(false);
          expect(to).not.toBe(state);
          state = to;
          released ||= state === "released";
        }
        if (state === "archived" || state === "cancelled")
          expect(everyMove.map((each) => moved(state, each))).toEqual(everyMove.map(() => null));
      }),
    );
    let state: (typeof cycleStates)[number] = "draft";
    for (const each of ["launch", "calibrate", "release", "archive"] as const) state = move(state, each);
    expect(state).toBe("archived");
  });

  test("answers change only while it is open, and values only while it is calibrated", () => {
    for (const state of cycleStates) {
      for (const each of ["join", "hand-over", "reopen", "extend", "nudge"] as const) expect(mayAct(state, each)).toBe(state === "open");
      expect(mayAct(state, "calibrate-value")).toBe(state === "calibrating");
      expect(mayAct(state, "set-up")).toBe(state === "draft");
      for (const each of everyAct) if (!mayAct(state, each)) expect(() => act(state, each)).toThrow(/^This cannot be done now/);
    }
  });
});

describe("a set-up", () => {
  test("left as it comes asks both sides of this level and the next, and a reason two positions away", () => {
    expect(setupFaults(defaults)).toEqual([]);
    expect(defaults).toMatchObject({ asks: "both", ratings: { self: true, manager: true, peers: null }, commentRule: { differsBy: 2 } });
  });

  test("takes no aggregate of fewer than three peers, and no form that nobody fills in", () => {
    expect(CycleSetup.safeParse({ ratings: { peers: { from: 2 } } }).success).toBe(false);
    expect(setupFaults(CycleSetup.parse({ ratings: { manager: false } })).map(({ code }) => code)).toEqual(["nobody-rates"]);
  });

  test("has its dates in order, whichever are set", () => {
    fc.assert(
      fc.property(
        fc.record({ opensOn: day, selfDue: day, managerDue: day, peersDue: day, calibrationOn: day, releaseOn: day }),
        (stages) => {
          const faults = setupFaults(CycleSetup.parse({ stages }));
          const { opensOn, selfDue, managerDue, peersDue, calibrationOn, releaseOn } = stages;
          const rows = [[opensOn], [selfDue, managerDue, peersDue], [calibrationOn], [releaseOn]].map((row) =>
            row.filter((each) => each !== null),
          );
          const inOrder = rows.every((row, index) =>
            row.every((each) => rows.slice(index + 1).every((later) => later.every((other) => each <= other))),
          );
          expect(faults.length === 0).toBe(inOrder);
        },
      ),
    );
  });

  test("is copied without last time's dates and exceptions", () => {
    const id = "019a0000-0000-7000-8000-000000000001";
    const before = CycleSetup.parse({ who: { except: [id], units: [id] }, stages: { selfDue: "2027-02-01" }, asks: "next" });
    expect(copied(before)).toMatchObject({ asks: "next", who: { except: [], units: [id] }, stages: { selfDue: null } });
  });
});

describe("the levels that one is asked about", () => {
  test("are the current one, every arm above it, or both; the declared arm alone where there is one", () => {
    expect(askedLevels(content, "baker", "current")).toEqual(["baker"]);
    expect(askedLevels(content, "baker", "next")).toEqual(["head-baker", "master"]);
    expect(askedLevels(content, "baker", "both")).toEqual(["baker", "head-baker", "master"]);
    expect(askedLevels(content, "baker", "both", "master")).toEqual(["baker", "master"]);
    expect(askedLevels(content, "baker", "next", "elsewhere")).toEqual(["head-baker", "master"]);
  });

  test("are never none: at the top one is asked about where one is", () => {
    for (const { id } of content.levels)
      for (const asks of ["current", "next", "both"] as const) {
        const asked = askedLevels(content, id, asks);
        expect(asked.length).toBeGreaterThan(0);
        expect(new Set(asked).size).toBe(asked.length);
        const next = nextLevels(content, id).map((each) => each.slice("bakery/".length));
        expect(asked.filter((each) => each !== id && !next.includes(each))).toEqual([]);
      }
  });
});

const someone = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  person: { id: name, name },
  place: { framework: "bakery", frameworkId: "f", version: 1, hash: "h", level: "baker" },
  declared: null,
  managerId: "chief",
  raterHere: true,
  loop: null,
  startedOn: "2020-01-01",
  leave: null,
  ...more,
});
const contentOf = (hash: string) => (hash === "h" ? content : undefined);
const looked = (candidates: Candidate[], setup = defaults) => preflight(candidates, setup, contentOf, "2027-02-01");
const codes = (candidates: Candidate[], setup = defaults) => looked(candidates, setup).faults.map(({ code }) => code);

describe("preflight", () => {
  test("finds whoever has no ladder, no level in it, nothing to be asked, or no manager who is here", () => {
    expect(codes([someone("a")])).toEqual([]);
    expect(codes([someone("a", { place: null })])).toEqual(["no-level"]);
    expect(codes([someone("a", { place: { framework: "bakery", frameworkId: "f", version: 1, hash: "h", level: "gone" } })])).toEqual([
      "no-level",
    ]);
    expect(codes([someone("a", { managerId: null, raterHere: false })])).toEqual(["no-manager"]);
    expect(codes([someone("a", { raterHere: false })])).toEqual(["manager-left"]);
    expect(codes([someone("a", { loop: ["a", "b"] })])).toEqual(["reporting-loop"]);
    const empty = preflight(
      [someone("a")],
      defaults,
      () => ({ ...content, levels: content.levels.map((level) => ({ ...level, expectations: [] })) }),
      "2027-02-01",
    );
    expect(empty.faults.map(({ code }) => code)).toEqual(["no-expectations"]);
  });

  test("only asks about those on leave and those who have just joined", () => {
    const found = looked([
      someone("a", { leave: { until: "2027-03-01" } }),
      someone("b", { startedOn: "2026-11-02" }),
      someone("c", { startedOn: "2026-11-01" }),
    ]);
    expect(found.faults.map(({ code, stops }) => [code, stops])).toEqual([
      ["on-leave", false],
      ["few-months", false],
    ]);
    expect(found.pins).toHaveLength(3);
  });

  test("is content with whom the set-up names to rate in the manager's place", () => {
    const uuid = "019a0000-0000-7000-8000-000000000001";
    const chief = someone(uuid, { managerId: null });
    const named = CycleSetup.parse({ who: { ratedBy: { [uuid]: "019a0000-0000-7000-8000-000000000002" } } });
    expect(looked([chief], named)).toMatchObject({ faults: [], pins: [{ managerId: "019a0000-0000-7000-8000-000000000002" }] });
    const herself = CycleSetup.parse({ who: { ratedBy: { [uuid]: uuid } } });
    expect(codes([chief], herself)).toEqual(["rates-themselves"]);
  });

  test("pins whoever has no fault that stops, and nobody else; the same whatever the order", () => {
    const candidate = fc
      .record({
        place: fc.boolean(),
        managerId: fc.option(fc.constantFrom("m", "n")),
        raterHere: fc.boolean(),
        leave: fc.boolean(),
        recent: fc.boolean(),
        loop: fc.boolean(),
      })
      .map(({ place, leave, recent, loop, ...rest }) => ({
        ...rest,
        ...(place ? {} : { place: null }),
        leave: leave ? { until: null } : null,
        startedOn: recent ? "2027-01-30" : null,
        loop: loop ? ["x"] : null,
      }));
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 12 }), (made) => {
        const people = made.map((each, index) => someone(`p${index}`, each));
        const { pins, faults } = looked(people);
        const stopped = new Set(faults.filter(({ stops }) => stops).map(({ person }) => person.id));
        expect(new Set(pins.map(({ person }) => person.id))).toEqual(
          new Set(people.map(({ person }) => person.id).filter((id) => !stopped.has(id))),
        );
        for (const each of faults) expect(each.repairs.length).toBeGreaterThan(0);
        const reversed = looked(people.toReversed());
        expect(reversed.pins.toReversed()).toEqual(pins);
        expect(new Set(reversed.faults)).toEqual(new Set(faults));
      }),
    );
  });

  test("gives an assessor those of the ladders named, and never themselves", () => {
    const assessor = "019a0000-0000-7000-8000-000000000009";
    const setup = CycleSetup.parse({ ratings: { manager: false, assessor: { person: assessor, frameworks: ["bakery"] } } });
    const { pins, faults } = looked([someone("a", { managerId: null }), someone(assessor)], setup);
    expect(pins.map(({ managerId, assessorId }) => [managerId, assessorId])).toEqual([[null, assessor]]);
    expect(faults.map(({ code, person }) => [code, person.id])).toEqual([["no-rater", assessor]]);
  });
});
