import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amara, level, line, names, report } from "../../../test/reference/amara.ts";
import { gapCase } from "../../../test/reference/cases.ts";
import { answerLine, readySentence } from "./answer.ts";
import { explainExpectation, explainGain, explainReadiness, statusWord, unassessedBecause } from "./explain.ts";
import { explainRequirement } from "./explain-requirement.ts";
import { explainClause, requirementsSummary, whatStandsInTheWay } from "./explain-rule.ts";
import { namesOf } from "./names.ts";
import { gapReport, type ExpectationLine } from "./report.ts";
import { plain } from "./words.ts";

const you = { you: true } as const;
const strong = (runs: readonly { text: string; strong?: boolean }[]) => runs.filter((run) => run.strong).map(({ text }) => text);

describe("the readiness of the person worked through by hand", () => {
  test("is 9 1/3 of 14 and 11 1/3 of 14", () => {
    expect(amara.readiness.low).toBeCloseTo((9 + 1 / 3) / 14, 12);
    expect(amara.readiness.high).toBeCloseTo((11 + 1 / 3) / 14, 12);
    expect(amara.movesMost).toEqual(["om-people-management", "om-hiring", "om-capacity", "om-process-design", "om-goal-setting", "om-partners"]);
  });
  test("is answered in the first sentence, to the person and to anyone else", () => {
    const rest = " there. Four gaps are open, one of them critical. One expectation nobody has assessed, and one was reworded since.";
    expect(plain(answerLine(amara, you))).toBe(`You are 66 to 80%${rest}`);
    expect(plain(answerLine(amara, { you: false, name: "Amara Nwosu" }))).toBe(`Amara Nwosu is 66 to 80%${rest}`);
    expect(strong(answerLine(amara, you))).toEqual(["66 to 80%"]);
  });
  test("is explained with its arithmetic", () => {
    expect(plain(explainReadiness(amara))).toBe(
      "Twelve expectations weigh 14 together. The ten with a current rating weigh 12 and earn 9.33: 9.33 ÷ 14 = 66%, rounded down. " +
        "The other two weigh 2. Were both met: 11.33 ÷ 14 = 80%, rounded down.",
    );
    expect(strong(explainReadiness(amara))).toEqual(["66%", "80%"]);
  });
});

describe("readiness is explained", () => {
  const said = (...lines: Partial<ExpectationLine>[]) => plain(explainReadiness(report(...lines.map(line))));
  test("where one of one is rated", () => {
    expect(said({ attained: 2 })).toBe("One expectation weighs 1. It is rated and earns 0.5: 0.5 ÷ 1 = 50%.");
  });
  test("where all are rated", () => {
    expect(said({ attained: 2 }, { attained: 3, weight: 1.5 })).toBe("Two expectations weigh 2.5 together. All are rated and earn 2: 2 ÷ 2.5 = 80%.");
  });
  test("where none is", () => {
    expect(said({})).toBe("One expectation weighs 1. It has no current rating: 0 ÷ 1 = 0%. Were it met: 1 ÷ 1 = 100%.");
    expect(said({}, {}, {})).toBe("Three expectations weigh 3 together. None has a current rating: 0 ÷ 3 = 0%. Were all met: 3 ÷ 3 = 100%.");
  });
  test("where one is and one is not", () => {
    expect(said({ attained: 3 }, {})).toBe(
      "Two expectations weigh 2 together. The one with a current rating weighs 1 and earns 1: 1 ÷ 2 = 50%. The other one weighs 1. Were it met: 2 ÷ 2 = 100%.",
    );
  });
  test("where nothing is asked", () => {
    expect(said()).toBe("Nothing is asked here: the level has no expectations, so there is nothing to fall short of.");
  });
  test("with weights that no floating point holds", () => {
    expect(said({ attained: 3, weight: 0.1 }, { attained: 3, weight: 0.2 })).toBe("Two expectations weigh 0.3 together. All are rated and earn 0.3: 0.3 ÷ 0.3 = 100%.");
  });
  test("with more than twelve expectations in figures", () => {
    expect(said(...Array.from({ length: 13 }, () => ({ attained: 3 })))).toMatch(/^13 expectations weigh 13 together\. All are rated/);
  });
  test("never as all of it where a little is missing", () => {
    expect(said({ attained: 3, weight: 999 }, { attained: 2, weight: 1 })).toBe("Two expectations weigh 1,000 together. All are rated and earn 999.5: 999.5 ÷ 1,000 = 99%, rounded down.");
  });
});

describe("the first sentence", () => {
  const said = (...lines: Partial<ExpectationLine>[]) => plain(answerLine(report(...lines.map(line)), you));
  const stale = { status: "stale", answer: 2 } as const;
  test.each([
    ["You are 50% there. One gap is open.", [{ attained: 2 }]],
    ["You are 50% there. One gap is open, and it is critical.", [{ attained: 2, critical: true }]],
    ["You are 50% there. Two gaps are open, both of them critical.", [{ attained: 2, critical: true }, { attained: 2, critical: true }]],
    ["You are 50% there. Three gaps are open, all of them critical.", [1, 2, 3].map(() => ({ attained: 2, critical: true }))],
    ["You are 50 to 100% there. No gap is open. One expectation nobody has assessed.", [{ attained: 3 }, {}]],
    ["You are 33 to 100% there. No gap is open. Two expectations were reworded since they were rated.", [{ attained: 3 }, stale, stale]],
    ["You are 50 to 100% there. No gap is open. One expectation was reworded since it was rated.", [{ attained: 3 }, stale]],
    ["You are 0 to 100% there. No gap is open. One expectation nobody has assessed, and two were reworded since.", [{}, stale, stale]],
    ["Nobody has assessed you against this level yet: two expectations are open.", [{}, {}]],
  ] satisfies [string, Partial<ExpectationLine>[]][])("%s", (sentence, lines) => {
    expect(said(...lines)).toBe(sentence);
  });
  test("says ready, and that ready is not promised", () => {
    const ready = report(line({ attained: 3 }));
    expect(plain(answerLine(ready, you))).toBe(
      "You are 100% there. Every expectation is met. You are ready: every clause of the rule for this level is met. Ready is not promised: the decision is made by people, when there is a place.",
    );
    expect(readySentence(report(line({ attained: 2 })), you)).toEqual([]);
  });
  test("names the requirements where they alone are in the way", () => {
    const waiting = { ...report(line({ attained: 3 })), ready: false, requirements: [{ id: "dbs", kind: "check" as const, status: "expired" as const }], clauses: [{ clause: "requirementsMet" as const, status: "not-met" as const, because: ["dbs"] }] };
    expect(plain(answerLine(waiting, you))).toBe("You are 100% there. Every expectation is met. Of what else is asked, one has run out.");
  });
  test("where nothing is asked says so", () => {
    expect(plain(answerLine({ ...report(), ready: false }, you))).toBe("Nothing is asked here that could be rated.");
  });
});

describe("one expectation", () => {
  const of = (id: string): ExpectationLine => amara.expectations.find((candidate) => candidate.id === id) ?? line({});
  const tell = (id: string) => plain(explainExpectation(of(id), names));
  test("says what was asked, what was found and what it earns", () => {
    expect(tell("om-process-design")).toBe("Asked Leading, rated Performing on 9 March 2026: one step short. It earns (3 − 1) ÷ (4 − 1) of its weight of 2: 1.33.");
    expect(tell("om-handovers")).toBe("Asked Performing, rated Performing on 9 March 2026: met. It earns all of its weight of 1.");
    expect(tell("om-data")).toBe("Asked Developing, rated Performing on 9 March 2026: exceeds by one. It earns all of its weight of 1; more than is asked earns no more.");
    expect(tell("om-hiring")).toBe("Asked Developing. Nobody has assessed it. It counts as none of its weight of 1 at worst and as all of it at best.");
    expect(tell("om-capacity")).toBe("Asked Performing. It was rated Developing on 8 September 2025, under a wording that has changed since. It counts as none of its weight of 1 at worst and as all of it at best.");
  });
  test("says why nobody's word stands, and what it was", () => {
    const unseen = line({ answer: "not-observed", ratedOn: "2026-03-09", was: 2 });
    expect(plain(explainExpectation(unseen, names))).toBe("Asked Performing. It was not observed on 9 March 2026; before that it was Developing. It counts as none of its weight of 1 at worst and as all of it at best.");
    expect(unassessedBecause(unseen, names)).toBe("not observed, was Developing");
    expect(unassessedBecause(line({ answer: "no-opportunity", ratedOn: "2026-03-09" }), names)).toBe("no opportunity to show it");
    expect(plain(explainExpectation(line({ answer: "no-opportunity", ratedOn: "2026-03-09" }), names))).toMatch(/^Asked Performing\. There was no opportunity to show it on 9 March 2026\. /);
    expect(unassessedBecause(of("om-capacity"), names)).toBe("reworded since it was rated");
    expect(unassessedBecause(of("om-hiring"), names)).toBe("nobody has assessed it");
    expect(unassessedBecause(of("om-data"), names)).toBeNull();
  });
  test("asked at the lowest point is earned by any rating", () => {
    expect(plain(explainExpectation(line({ required: 1, attained: 1 }), names))).toBe("Asked Not yet, rated Not yet: met. Asked is the lowest point, so any rating earns all of its weight of 1.");
  });
  test.each([[{ attained: 1 }, "Two steps short"], [{ attained: 2 }, "One step short"], [{ attained: 3 }, "Met"], [{ attained: 4 }, "Exceeds by one"], [{}, "Not assessed"]])("%j reads %s", (given, word) => {
    expect(statusWord(line(given), names)).toBe(word);
  });
  test("says what meeting it wins", () => {
    const gain = (id: string) => plain(explainGain(of(id), amara, names));
    expect(gain("om-people-management")).toBe("It weighs 2 of 14, and (3 − 2) ÷ (3 − 1) of that is missing. Meeting it wins 2 × (3 − 2) ÷ (3 − 1) ÷ 14 = 7 points, to the nearest.");
    expect(gain("om-hiring")).toBe("It weighs 1 of 14, and nobody has assessed it. Meeting it wins up to 1 ÷ 14 = 7 points, to the nearest; part of that may be there already.");
    expect(gain("om-capacity")).toMatch(/its rating was for an earlier wording/);
    expect(gain("om-data")).toBe("It is met, so nothing is left to win here.");
    const half = report(line({ attained: 2 }), line({ attained: 3 }));
    expect(plain(explainGain(half.expectations[0] ?? line({}), half, names))).toMatch(/= 25 points\.$/);
    const tiny = report(line({ weight: 0.1 }), line({ weight: 99.9 }));
    expect(plain(explainGain(tiny.expectations[0] ?? line({}), tiny, names))).toMatch(/0\.1 ÷ 100 = less than 1 point;/);
  });
  test("on a scale that goes below zero keeps its signs apart", () => {
    const scale = [-2, -1, 0].map((value) => ({ value, label: `Point ${value}` }));
    expect(plain(explainExpectation(line({ required: 0, attained: -1, attainment: 0.5 }), { ...names, scale }))).toMatch(/It earns \(\(−1\) − \(−2\)\) ÷ \(0 − \(−2\)\) of/);
  });
});

describe("the rule", () => {
  const clauses = (made = amara, called = names) => made.clauses.map((clause) => plain(explainClause(clause, made, called)));
  test("is explained clause by clause, and names what stands in the way", () => {
    expect(clauses()).toEqual([
      "Every critical expectation must be met. People management is short.",
      "Every other expectation must be met. Process design, Goal-setting and Partners are short. Hiring and onboarding nobody has assessed. Capacity planning was reworded since.",
      "Every requirement must be met. Level 5 diploma or An equal body of work is not met yet; Safeguarding adults runs out soon.",
    ]);
    expect(whatStandsInTheWay(amara, names).map(({ clause, status, ids }) => ({ clause, status, ids }))).toEqual([
      { clause: "criticalMet", status: "not-met", ids: ["om-people-management"] },
      { clause: "gapsAtMost", status: "not-met", ids: ["om-process-design", "om-hiring", "om-goal-setting", "om-capacity", "om-partners"] },
      { clause: "requirementsMet", status: "not-met", ids: ["diploma"] },
    ]);
  });
  const told = (clause: Parameters<typeof explainClause>[0], ...lines: Partial<ExpectationLine>[]) => plain(explainClause(clause, report(...lines.map(line)), { ...names, expectation: (id) => id.toUpperCase() }));
  const of = <Kind extends object>(clause: Kind, status: "met" | "not-met" | "unknown" = "met") => ({ ...clause, status, because: [] });
  test("where it is met says so", () => {
    const critical = of({ clause: "criticalMet" } as const);
    expect(told(critical, { attained: 3 })).toBe("Every critical expectation must be met. None is critical here.");
    expect(told(critical, { attained: 3, critical: true })).toBe("Every critical expectation must be met. It is.");
    expect(told(critical, { attained: 3, critical: true }, { attained: 4, critical: true })).toBe("Every critical expectation must be met. Both are.");
    expect(told(of({ clause: "gapsAtMost", count: 1 } as const), { attained: 2 }, {}, { critical: true })).toBe("At most one of the other expectations may be unmet. E0 is short. E1 nobody has assessed.");
    expect(told(of({ clause: "gapsAtMost", count: 0 } as const), { attained: 3 }, { attained: 3 }, { attained: 3 })).toBe("Every expectation must be met. All three are.");
    expect(told(of({ clause: "gapsAtMost", count: 0 } as const), { critical: true })).toBe("Every other expectation must be met. There are none.");
    expect(told(of({ clause: "nothingBelow", value: 2 } as const), { attained: 2 })).toBe("Nothing may be rated below Developing. Nothing is.");
    expect(told(of({ clause: "readinessAtLeast", percent: 82.5 } as const), { attained: 3 })).toBe("Readiness must reach 82.5%. It is 100%.");
    expect(told(of({ clause: "requirementsMet" } as const))).toBe("Every requirement must be met. None is asked here.");
  });
  test("where it hangs on what nobody has assessed says so", () => {
    expect(told(of({ clause: "readinessAtLeast", percent: 80 } as const, "unknown"), { attained: 3 }, {})).toBe("Readiness must reach 80%. It is 50 to 100%, so it hangs on what nobody has assessed.");
    expect(told(of({ clause: "nothingBelow", value: 3 } as const, "not-met"), { attained: 2 }, {}, { required: 2 })).toBe(
      "Nothing may be rated below Performing. E0 is. E1 has no current rating. E2 has no current rating and asks for less than that.",
    );
  });
  test("never calls anything by its bare id where a title is known, and ends every sentence", () => {
    fc.assert(
      fc.property(gapCase, ({ framework, level: id, ratings, records, on }) => {
        const made = gapReport({ framework, version: null, level: id, ratings, records, on });
        const own = framework.levels.find((candidate) => candidate.id === id);
        const called = namesOf(framework, own ?? level);
        const sentences = [explainReadiness(made), answerLine(made, you), ...made.expectations.flatMap((item) => [explainExpectation(item, called), explainGain(item, made, called)]), ...made.clauses.map((clause) => explainClause(clause, made, called))].map(plain);
        for (const text of sentences) {
          expect(text).toMatch(/^[A-Z0-9].*\.$/s);
          expect(text).not.toMatch(/undefined|NaN|Infinity|null|\.\.| {2}|\*|\be\d-\d/);
        }
        made.requirements.forEach((item, index) => {
          const written = own?.requirements[index];
          if (written) expect(explainRequirement(item, written, called, on)).not.toMatch(/undefined|NaN|null|\.$|^$/);
        });
        expect(whatStandsInTheWay(made, called).length === 0).toBe(made.ready);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("requirements", () => {
  test("say how they stand, under their titles", () => {
    expect(amara.requirements.map((item, index) => `${names.requirement(item.id)}: ${explainRequirement(item, level.requirements[index] ?? { id: "", anyOf: [] }, names, amara.on)}`)).toEqual([
      "24 months as Operations Specialist: reached 5 February 2026",
      "Safeguarding adults: runs out 28 April 2026, in 47 days",
      "Level 5 diploma or An equal body of work: Level 5 diploma: not held yet; An equal body of work: not attested yet",
      "Enhanced DBS check: cleared 14 January 2026",
    ]);
    expect(requirementsSummary(amara)).toBe("One runs out soon, one is not met yet");
    expect(requirementsSummary({ requirements: [] })).toBe("");
    expect(requirementsSummary({ requirements: [{ id: "a", kind: "check", status: "met" }, { id: "b", kind: "check", status: "met" }] })).toBe("Both are met");
  });
  test.each([
    [{ kind: "experience", status: "unmet", months: 18 }, "18 of 24 months"],
    [{ kind: "experience", status: "met", months: 30 }, "no time is asked for"],
    [{ kind: "training", status: "expired", expiresOn: "2026-03-01" }, "ran out 1 March 2026, 11 days ago"],
    [{ kind: "training", status: "expired", expiresOn: "2026-03-12" }, "ran out 12 March 2026, today"],
    [{ kind: "training", status: "expired", expiresOn: "2026-03-11" }, "ran out 11 March 2026, yesterday"],
    [{ kind: "check", status: "expiring", expiresOn: "2026-03-13" }, "runs out 13 March 2026, tomorrow"],
    [{ kind: "training", status: "met", metOn: "2026-01-02", expiresOn: "2027-01-02" }, "completed 2 January 2026, good until 2 January 2027"],
    [{ kind: "qualification", status: "met", metOn: "2024-05-06" }, "awarded 6 May 2024"],
    [{ kind: "demonstrated", status: "met", metOn: "2024-05-06" }, "attested 6 May 2024"],
    [{ kind: "qualification", status: "unknown" }, "not known: no list of qualifications has been entered"],
    [{ kind: "training", status: "unmet" }, "no record of it yet"],
  ] as const)("%j reads %s", (given, words) => {
    const written = { id: "r", kind: "experience", months: 24, at: [] } as const;
    expect(explainRequirement({ id: "r", ...given }, { ...written, at: [] }, names, "2026-03-12")).toBe(words);
  });
});
