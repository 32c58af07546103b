import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkStatement, type WordingCode } from "./statement.ts";

/** Fifty statements of the kind that ladders are full of, each with what is wrong with it first of all. */
const bad: readonly [statement: string, code: WordingCode][] = [
  ["Has good communication skills", "vague"],
  ["Delivers high-quality work", "vague"],
  ["Manages the team effectively", "vague"],
  ["Responds to queries in a timely manner", "vague"],
  ["Escalates issues where appropriate", "vague"],
  ["Works with various departments", "vague"],
  ["Is a team player", "vague"],
  ["Proactively looks for improvements", "vague"],
  ["Follows best practice in data handling", "vague"],
  ["Produces reports, minutes, agendas etc.", "vague"],
  ["Leverages data to add value", "vague"],
  ["Takes ownership of outcomes", "vague"],
  ["Communicates with relevant stakeholders", "vague"],
  ["Makes a significant contribution to the plan", "vague"],
  ["Understands the budget process", "unobservable"],
  ["Knows the safeguarding policy", "unobservable"],
  ["Is passionate about customers", "unobservable"],
  ["Appreciates the importance of records", "unobservable"],
  ["Has the ability to lead a shift", "unobservable"],
  ["Is aware of health and safety rules", "unobservable"],
  ["Is committed to continuous learning", "unobservable"],
  ["Has a positive attitude to change", "unobservable"],
  ["Is responsible for the rota", "unobservable"],
  ["Believes in putting residents first", "unobservable"],
  ["Strives to meet deadlines", "unobservable"],
  ["Is comfortable with ambiguity", "unobservable"],
  ["Plans the rota and coaches new starters", "double-barrelled"],
  ["Writes the procedure and trains the team in it", "double-barrelled"],
  ["Leads the weekly meeting as well as manages the budget", "double-barrelled"],
  ["Sets priorities and negotiates contracts with suppliers", "double-barrelled"],
  ["Checks the medication record and reports the errors of the week", "double-barrelled"],
  ["Identifies risks and implements mitigation plans", "double-barrelled"],
  ["Hires people and develops them into leaders", "double-barrelled"],
  ["Has at least five years of experience", "tenure"],
  ["Brings 10+ years in operations", "tenure"],
  ["A seasoned manager of suppliers", "tenure"],
  ["Has served 24 months as senior carer", "tenure"],
  ["Trusted because of length of service", "tenure"],
  ["Always meets deadlines", "absolute"],
  ["Never makes an error in the ledger", "absolute"],
  ["Keeps records with zero errors", "absolute"],
  ["Follows procedure at all times", "absolute"],
  ["Answers everyone within the hour", "absolute"],
  ["Explains his decisions to the team", "biased"],
  ["Acts as chairman of the meeting", "biased"],
  ["Is a sales ninja", "biased"],
  ["Brings young, energetic thinking", "biased"],
  ["Speaks English as a native speaker", "biased"],
  ["Aggressively pursues targets", "biased"],
  [
    "Prepares the quarterly capacity plan for the department by gathering the forecasts of every team, comparing them with the actual figures of the last three quarters, listing each difference above a tenth, and agreeing with finance on the one that counts for the year",
    "too-long",
  ],
];

/** What these say is one thing that can be seen; several hold words that a careless list would catch. */
const fine = [
  "Tells the shift lead about a fall within ten minutes",
  "Reads volume, cycle time and error rate from the weekly report",
  "Agrees plans and reports with finance before the quarter starts",
  "Names what would break next if one step failed",
  "Asks a resident how they want to be helped before helping",
  "Explains well-being options to a colleague who is off sick",
  "Writes up each change for the teams it touches",
  "Presents two options with their costs to the board",
  "Keeps the safeguarding log up to date by the end of the shift",
  "Holds one-to-ones every fortnight",
  "Answers “is this good enough?” with the figures that decide it",
] as const;

describe("the statement checker", () => {
  test.each(bad)("finds fault with: %s (%s)", (statement, code) => {
    expect(checkStatement(statement).map((finding) => finding.code)).toContain(code);
  });

  test("is fifty bad statements strong", () => {
    expect(new Set(bad.map(([statement]) => statement)).size).toBe(50);
  });

  test.each(fine)("has nothing to say about: %s", (statement) => {
    expect(checkStatement(statement)).toEqual([]);
  });

  test("points at the words, says why, and offers a way out", () => {
    const [finding] = checkStatement("Checks invoices promptly.");
    expect(finding).toEqual({
      code: "vague",
      start: 16,
      end: 24,
      words: "promptly",
      reason: "Two people would read this differently.",
      better: "Say by when.",
    });
  });

  test("lets scope and other prose speak freely, but not of tenure or with bias", () => {
    expect(checkStatement("Runs a significant area well and keeps it so.", "prose")).toEqual([]);
    expect(checkStatement("Suits somebody with five years of experience.", "prose").map(({ code }) => code)).toEqual(["tenure"]);
    expect(checkStatement("The manager leads his team.", "prose").map(({ code }) => code)).toEqual(["biased"]);
  });

  test("knows only length in other languages", () => {
    expect(checkStatement("Er handelt always", "statement", "de")).toEqual([]);
  });

  test("finds what it names, in order, for any text", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("always", "good", "and", "plans", "the", "rota", "writes", ".", "”", "“", "his", "5 years of experience", "–"),
          { maxLength: 40 },
        ),
        (words) => {
          const text = words.join(" ");
          const findings = checkStatement(text);
          for (const finding of findings) expect(text.slice(finding.start, finding.end)).toBe(finding.words);
          expect(findings).toEqual(findings.toSorted((a, b) => a.start - b.start || a.end - b.end));
          expect(checkStatement(text)).toEqual(findings);
        },
      ),
    );
  });
});
