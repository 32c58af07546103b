import { describe, expect, test } from "vitest";
import { amara, line, report } from "../../../test/reference/amara.ts";
import { answerLine, readySentence } from "./answer.ts";
import type { ExpectationLine } from "./report.ts";
import { plain } from "./words.ts";

const you = { you: true } as const;
const strong = (runs: readonly { text: string; strong?: boolean }[]) => runs.filter((run) => run.strong).map(({ text }) => text);

describe("the first sentence", () => {
  test("speaks to the person, and of the person to anyone else", () => {
    const rest = " there. Four gaps are open, one of them critical. One expectation nobody has assessed, and one was reworded since.";
    expect(plain(answerLine(amara, you))).toBe(`You are 66 to 80%${rest}`);
    expect(plain(answerLine(amara, { you: false, name: "Amara Nwosu" }))).toBe(`Amara Nwosu is 66 to 80%${rest}`);
    expect(strong(answerLine(amara, you))).toEqual(["66 to 80%"]);
  });
  const said = (...lines: Partial<ExpectationLine>[]) => plain(answerLine(report(...lines.map(line)), you));
  const stale = { status: "stale", answer: 2 } as const;
  test.each([
    ["You are 50% there. One gap is open.", [{ attained: 2 }]],
    ["You are 50% there. One gap is open, and it is critical.", [{ attained: 2, critical: true }]],
    [
      "You are 50% there. Two gaps are open, both of them critical.",
      [
        { attained: 2, critical: true },
        { attained: 2, critical: true },
      ],
    ],
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
  test("against the level that one has, speaks of what is met, and of no way there", () => {
    const ownLevel = { ownLevel: true };
    const ready = report(line({ attained: 3 }));
    expect(plain(answerLine(ready, you, ownLevel))).toBe(
      "You meet 100% of what this level asks. Every expectation is met. Every clause of the rule for this level is met.",
    );
    expect(plain(answerLine(report(line({ attained: 3 }), line({})), { you: false, name: "Amara Nwosu" }, ownLevel))).toBe(
      "Amara Nwosu meets 50 to 100% of what this level asks. No gap is open. One expectation nobody has assessed.",
    );
    expect(plain(answerLine(report(), you, ownLevel))).not.toContain("You are");
  });
  test("names the requirements where they alone are in the way", () => {
    const waiting = {
      ...report(line({ attained: 3 })),
      ready: false,
      requirements: [{ id: "dbs", kind: "check" as const, status: "expired" as const }],
      clauses: [{ clause: "requirementsMet" as const, status: "not-met" as const, because: ["dbs"] }],
    };
    expect(plain(answerLine(waiting, you))).toBe("You are 100% there. Every expectation is met. Of what else is asked, one has run out.");
  });
  test("where nothing is asked says so", () => {
    expect(plain(answerLine({ ...report(), ready: false }, you))).toBe("Nothing is asked here that could be rated.");
  });
});
