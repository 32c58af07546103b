import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { sameSaid, unusable, wordsDue, type Asked, type Said } from "./answers.ts";
import { compare } from "./comparison.ts";
import { missing } from "./missing.ts";
import { closed, mayWrite, next, type AssessmentState, type CycleState } from "./moves.ts";
import { aggregate } from "./peers.ts";
import { promptFor } from "./prompts.ts";
import { bothIn, mayRead, mayReadPeers, type Side } from "./visibility.ts";

/** Values whose order is not that of their size, and with gaps: only the position counts. */
const scale = [{ value: 10 }, { value: 20 }, { value: 5 }, { value: 40 }];
const value = fc.constantFrom(10, 20, 5, 40);
const words = fc.constantFrom(null, "", "  ", "Seen it.");
const said: fc.Arbitrary<Said> = fc.oneof(
  fc.record({ answer: fc.constant("rated" as const), value, comment: words }),
  fc.record({
    answer: fc.constantFrom("not-observed" as const, "no-opportunity" as const, "none" as const),
    value: fc.constant(null),
    comment: words,
  }),
);
const rule = fc.oneof(
  fc.constant("never" as const),
  fc.constant("always" as const),
  fc.record({ differsBy: fc.integer({ min: 1, max: 3 }) }),
);
const asked: Asked[] = ["a", "b", "c", "d"].map((id) => ({ level: "one", expectation: id, competency: id, target: 20 }));
const answers = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), said).map((given) => new Map(Object.entries(given)));

describe("what is missing before submitting", () => {
  test("is exactly what has no answer, no reason for no opportunity, or no comment where the rule asks for one", () => {
    fc.assert(
      fc.property(answers, rule, (given, asks) => {
        const found = new Map(
          missing(asked, given, [], new Map(), scale, asks).map((each) => ["expectation" in each ? each.expectation : "", each.what]),
        );
        for (const { expectation, target } of asked) {
          const answer = given.get(expectation);
          const silent = (answer?.comment ?? "").trim() === "";
          const steps =
            typeof answer?.value !== "number"
              ? 0
              : Math.abs(scale.findIndex((each) => each.value === answer.value) - scale.findIndex((each) => each.value === target));
          const due = asks === "always" || (asks !== "never" && answer?.answer === "rated" && steps >= asks.differsBy);
          const expected =
            answer === undefined || answer.answer === "none"
              ? "answer"
              : answer.answer === "no-opportunity"
                ? silent
                  ? "reason"
                  : undefined
                : due && silent
                  ? "comment"
                  : undefined;
          expect(found.get(expectation)).toBe(expected);
        }
      }),
    );
  });

  test("counts questions that are asked for, and not those that are optional", () => {
    const questions = [
      { id: "must", required: true },
      { id: "may", required: false },
    ];
    expect(missing([], new Map(), questions, new Map([["must", " "]]), scale, "never")).toEqual([{ what: "question", question: "must" }]);
    expect(missing([], new Map(), questions, new Map([["must", "Words."]]), scale, "never")).toEqual([]);
  });

  test("an answer is usable if and only if a rating has a point of the scale and nothing else has one", () => {
    fc.assert(
      fc.property(said, (answer) => {
        expect(unusable(answer, scale)).toBeNull();
      }),
    );
    expect(unusable({ answer: "rated", value: 3, comment: null }, scale)).toBe("off-scale");
    expect(unusable({ answer: "rated", value: null, comment: null }, scale)).toBe("value-missing");
    expect(unusable({ answer: "not-observed", value: 10, comment: null }, scale)).toBe("value-unasked");
    expect(wordsDue({ answer: "rated", value: 40 }, 20, scale, { differsBy: 2 })).toBe("comment");
    expect(sameSaid({ answer: "none", value: null, comment: " " }, { answer: "none", value: null, comment: null })).toBe(true);
  });
});

const states: AssessmentState[] = ["not-started", "in-progress", "submitted", "reopened"];
const cycles: CycleState[] = ["draft", "open", "calibrating", "released", "archived", "cancelled", null];

test("only an open cycle, a check-in before its release, or one opened again while others are calibrated can be written in", () => {
  for (const state of states)
    for (const cycle of cycles)
      for (const withdrawn of [false, true])
        for (const released of [false, true]) {
          const around = { cycle, withdrawn, released };
          const open = !withdrawn && !released && (cycle === "open" || cycle === null || (cycle === "calibrating" && state === "reopened"));
          expect(closed(state, around) === null).toBe(open);
          expect(mayWrite(state, around)).toBe(open && state !== "submitted");
          expect(next(state, "submit", around)).toBe(open && state !== "submitted" ? "submitted" : null);
          expect(next(state, "save", around)).toBe(!open || state === "submitted" ? null : state === "not-started" ? "in-progress" : state);
        }
});

const side = (kind: Side["kind"]): fc.Arbitrary<Side> =>
  fc.record({ id: fc.uuid(), kind: fc.constant(kind), rater: fc.constant(kind), state: fc.constantFrom(...states) });
const sides = fc
  .tuple(side("self"), side("manager"), side("assessor"), fc.array(side("peer"), { maxLength: 4 }))
  .map(([a, b, c, peers]) => [a, b, c, ...peers]);
const rules = fc.record({ released: fc.boolean(), compare: fc.constantFrom("both-in" as const, "release" as const) });

describe("who reads which side", () => {
  test("neither the person nor a manager reads the other while one of the two is out, and nobody but office reads a peer", () => {
    fc.assert(
      fc.property(sides, rules, (all, so) => {
        for (const each of all) {
          const person = mayRead(each, all, { as: "person", id: "self" }, so);
          const manager = mayRead(each, all, { as: "manager", id: "manager" }, so);
          if (each.kind === "peer") expect([person, manager]).toEqual([false, false]);
          if (each.kind === "manager" && person) expect(so.released || (bothIn(all) && so.compare === "both-in")).toBe(true);
          if (each.kind === "self" && manager) expect(so.released || (bothIn(all) && so.compare === "both-in")).toBe(true);
          if (each.kind === "assessor" && person) expect(so.released).toBe(true);
          const other = mayRead(each, all, { as: "rater", id: "assessor" }, so);
          expect(other).toBe(each.kind === "assessor");
          expect(mayRead(each, all, { as: "office", id: "office" }, so)).toBe(each.state === "submitted");
        }
      }),
    );
  });

  test("everybody reads what they wrote themselves", () => {
    fc.assert(
      fc.property(sides, rules, (all, so) => {
        for (const each of all)
          for (const as of ["person", "manager", "rater"] as const) expect(mayRead(each, all, { as, id: each.rater }, so)).toBe(true);
      }),
    );
  });

  test("peers together are read by nobody but office before assessments are locked, and by the person on release", () => {
    expect([mayReadPeers("person", true, false), mayReadPeers("manager", false, false), mayReadPeers("rater", true, true)]).toEqual([
      false,
      false,
      false,
    ]);
    expect([mayReadPeers("person", true, true), mayReadPeers("manager", true, false), mayReadPeers("office", false, false)]).toEqual([
      true,
      true,
      true,
    ]);
  });
});

describe("peers together", () => {
  const peer = fc.dictionary(fc.constantFrom("a", "b"), said).map((given) => new Map(Object.entries(given)));
  const peers = fc.array(peer, { maxLength: 7 });
  test("say nothing below three, and of each expectation nothing below three who gave a point", () => {
    fc.assert(
      fc.property(peers, fc.integer({ min: 0, max: 5 }), (all, least) => {
        const enough = Math.max(3, least);
        const lines = aggregate(all, ["a", "b"], scale, least, "seed");
        expect(lines === null).toBe(all.length < enough);
        for (const line of lines ?? []) {
          const points = all.flatMap((each) => each.get(line.expectation)?.value ?? []);
          expect(points.length).toBeGreaterThanOrEqual(enough);
          expect(line.raters).toBe(points.length);
          expect(points).toContain(line.median);
        }
      }),
    );
  });

  test("say the same in whatever order they came, and comments stand in an order that the seed alone decides", () => {
    fc.assert(
      fc.property(peers, fc.integer(), (all, turn) => {
        const moved = all
          .map((each, index) => ({ each, key: Math.sin(index * 7 + turn) }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ each }) => each);
        expect(aggregate(moved, ["a", "b"], scale, 3, "seed")).toEqual(aggregate(all, ["a", "b"], scale, 3, "seed"));
      }),
    );
    const five = ["one", "two", "three", "four", "five"].map(
      (comment) => new Map<string, Said>([["a", { answer: "rated", value: 10, comment }]]),
    );
    const orders = new Set(["s", "t", "u", "v", "w"].map((seed) => aggregate(five, ["a"], scale, 3, seed)?.[0]?.comments.join(" ")));
    expect(orders.size).toBeGreaterThan(1);
    for (const order of orders) expect(order?.split(" ").toSorted()).toEqual(["five", "four", "one", "three", "two"]);
  });
});

test("the largest differences stand first, every expectation once", () => {
  fc.assert(
    fc.property(answers, answers, (self, manager) => {
      const lines = compare(asked, self, manager, scale);
      expect(lines.map(({ expectation }) => expectation).toSorted()).toEqual(["a", "b", "c", "d"]);
      const apart = lines.flatMap((line) => (line.apart === null ? [] : [line.apart]));
      const differing = apart.filter((steps) => steps > 0);
      expect(differing).toEqual(differing.toSorted((a, b) => b - a));
      expect(apart.slice(0, differing.length)).toEqual(differing);
    }),
  );
});

test("thoughts against recency, halo and tenure are offered once each, and only where there is reason", () => {
  const rated = (comment: string | null): Said => ({ answer: "rated", value: 10, comment });
  expect(promptFor([rated("Last week she shone.")], new Set())).toBe("recency");
  expect(promptFor([rated("Last week she shone.")], new Set(["recency"]))).toBeNull();
  expect(promptFor([rated("Has been here for ten years.")], new Set())).toBe("tenure");
  expect(
    promptFor(
      Array.from({ length: 5 }, () => rated(null)),
      new Set(),
    ),
  ).toBe("halo");
  expect(
    promptFor(
      Array.from({ length: 4 }, () => rated(null)),
      new Set(),
    ),
  ).toBeNull();
  expect(promptFor([rated("In March and in July she led the round.")], new Set())).toBeNull();
});
