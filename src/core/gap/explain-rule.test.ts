import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { amara, level, line, names, report } from "../../../test/reference/amara.ts";
import { gapCase } from "../../../test/reference/cases.ts";
import { answerLine } from "./answer.ts";
import { explainExpectation, explainGain, explainReadiness } from "./explain.ts";
import { explainRequirement } from "./explain-requirement.ts";
import { explainClause, requirementsSummary, whatStandsInTheWay } from "./explain-rule.ts";
import { namesOf } from "./names.ts";
import { gapReport, type ExpectationLine } from "./report.ts";
import { plain } from "./words.ts";

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
  const told = (clause: Parameters<typeof explainClause>[0], ...lines: Partial<ExpectationLine>[]) =>
    plain(explainClause(clause, report(...lines.map(line)), { ...names, expectation: (id) => id.toUpperCase() }));
  const of = <Kind extends object>(clause: Kind, status: "met" | "not-met" | "unknown" = "met") => ({ ...clause, status, because: [] });
  test("where it is met says so", () => {
    const critical = of({ clause: "criticalMet" } as const);
    expect(told(critical, { attained: 3 })).toBe("Every critical expectation must be met. None is critical here.");
    expect(told(critical, { attained: 3, critical: true })).toBe("Every critical expectation must be met. It is.");
    expect(told(critical, { attained: 3, critical: true }, { attained: 4, critical: true })).toBe(
      "Every critical expectation must be met. Both are.",
    );
    expect(told(of({ clause: "gapsAtMost", count: 1 } as const), { attained: 2 }, {}, { critical: true })).toBe(
      "At most one of the other expectations may be unmet. E0 is short. E1 nobody has assessed.",
    );
    expect(told(of({ clause: "gapsAtMost", count: 0 } as const), { attained: 3 }, { attained: 3 }, { attained: 3 })).toBe(
      "Every expectation must be met. All three are.",
    );
    expect(told(of({ clause: "gapsAtMost", count: 0 } as const), { critical: true })).toBe(
      "Every other expectation must be met. There are none.",
    );
    expect(told(of({ clause: "nothingBelow", value: 2 } as const), { attained: 2 })).toBe(
      "Nothing may be rated below Developing. Nothing is.",
    );
    expect(told(of({ clause: "readinessAtLeast", percent: 82.5 } as const), { attained: 3 })).toBe(
      "Readiness must reach 82.5%. It is 100%.",
    );
    expect(told(of({ clause: "requirementsMet" } as const))).toBe("Every requirement must be met. None is asked here.");
  });
  test("where it hangs on what nobody has assessed says so", () => {
    expect(told(of({ clause: "readinessAtLeast", percent: 80 } as const, "unknown"), { attained: 3 }, {})).toBe(
      "Readiness must reach 80%. It is 50 to 100%, so it hangs on what nobody has assessed.",
    );
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
        const sentences = [
          explainReadiness(made),
          answerLine(made, { you: true }),
          ...made.expectations.flatMap((item) => [explainExpectation(item, called), explainGain(item, made, called)]),
          ...made.clauses.map((clause) => explainClause(clause, made, called)),
        ].map(plain);
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
  }, 30_000);
});

describe("requirements", () => {
  test("say how they stand, under their titles", () => {
    expect(
      amara.requirements.map(
        (item, index) =>
          `${names.requirement(item.id)}: ${explainRequirement(item, level.requirements[index] ?? { id: "", anyOf: [] }, names, amara.on)}`,
      ),
    ).toEqual([
      "24 months as Operations Specialist: reached 5 February 2026",
      "Safeguarding adults: runs out 28 April 2026, in 47 days",
      "Level 5 diploma or An equal body of work: Level 5 diploma: not held yet; An equal body of work: not attested yet",
      "Enhanced DBS check: cleared 14 January 2026",
    ]);
    expect(requirementsSummary(amara)).toBe("One runs out soon, one is not met yet");
    expect(requirementsSummary({ requirements: [] })).toBe("");
    expect(
      requirementsSummary({
        requirements: [
          { id: "a", kind: "check", status: "met" },
          { id: "b", kind: "check", status: "met" },
        ],
      }),
    ).toBe("Both are met");
  });
  test.each([
    [{ kind: "experience", status: "unmet", months: 18 }, "18 of 24 months"],
    [{ kind: "experience", status: "met", months: 30 }, "no time is asked for"],
    [{ kind: "training", status: "expired", expiresOn: "2026-03-01" }, "ran out 1 March 2026, 11 days ago"],
    [{ kind: "training", status: "expired", expiresOn: "2026-03-12" }, "ran out 12 March 2026, today"],
    [{ kind: "training", status: "expired", expiresOn: "2026-03-11" }, "ran out 11 March 2026, yesterday"],
    [{ kind: "check", status: "expiring", expiresOn: "2026-03-13" }, "runs out 13 March 2026, tomorrow"],
    [
      { kind: "training", status: "met", metOn: "2026-01-02", expiresOn: "2027-01-02" },
      "completed 2 January 2026, good until 2 January 2027",
    ],
    [{ kind: "qualification", status: "met", metOn: "2024-05-06" }, "awarded 6 May 2024"],
    [{ kind: "demonstrated", status: "met", metOn: "2024-05-06" }, "attested 6 May 2024"],
    [{ kind: "qualification", status: "unknown" }, "not known: no list of qualifications has been entered"],
    [{ kind: "training", status: "unmet" }, "no record of it yet"],
  ] as const)("%j reads %s", (given, words) => {
    const written = { id: "r", kind: "experience", months: 24, at: [] } as const;
    expect(explainRequirement({ id: "r", ...given }, { ...written, at: [] }, names, "2026-03-12")).toBe(words);
  });
});
