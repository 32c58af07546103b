import { describe, expect, test } from "vitest";
import { Requirement } from "../framework/document.ts";
import type { Records } from "./report.ts";
import { requirementLine } from "./requirements.ts";

const line = (written: object, records: Records, on = "2026-03-12") =>
  requirementLine(Requirement.parse({ id: "r", ...written }), records, on, "care");

describe("a qualification", () => {
  const diploma = { kind: "qualification", title: "Level 3 Diploma", equivalents: ["NVQ 3"], regulated: "RQF 3" };
  const held = (title: string, regulated: string | null = null, awardedOn = "2025-07-01"): Records => ({
    qualifications: [{ title, regulated, awardedOn }],
  });
  test.each([
    ["its own title in other letters", held("  level 3 DIPLOMA ")],
    ["an equivalent", held("nvq 3")],
    ["the day of the award itself", held("NVQ 3", null, "2026-03-12")],
  ])("is met by %s", (_, records) => {
    expect(line(diploma, records).status).toBe("met");
  });
  test.each([
    ["another title, however high its level", held("Level 7 Diploma", "RQF 7")],
    ["an award still to come", held("NVQ 3", null, "2026-03-13")],
    ["an empty list", { qualifications: [] }],
  ])("is unmet by %s", (_, records: Records) => {
    expect(line(diploma, records).status).toBe("unmet");
  });
  test.each([
    ["RQF 3", "met"],
    ["RQF 10", "met"],
    ["RQF 2", "unmet"],
    ["SCQF 10", "unmet"],
    ["3", "unmet"],
    [null, "unmet"],
  ])("where any of the level will do, one at %s is %s", (regulated, status) => {
    expect(line({ ...diploma, anyAtLevel: true }, held("Something else", regulated)).status).toBe(status);
  });
  test("that says no level is not met by any level", () => {
    expect(line({ kind: "qualification", title: "Level 3 Diploma", anyAtLevel: true }, held("Something else", "RQF 8")).status).toBe(
      "unmet",
    );
  });
  test("is met since the earliest award that counts", () => {
    const both = {
      qualifications: [
        { title: "NVQ 3", awardedOn: "2024-01-02" },
        { title: "Level 3 Diploma", awardedOn: "2020-05-06" },
      ],
    };
    expect(line(diploma, both)).toEqual({ id: "r", kind: "qualification", status: "met", metOn: "2020-05-06" });
  });
});

describe("experience", () => {
  const year = (at: string[] = ["carer"]) => ({ kind: "experience", months: 12, at });
  test("of twelve months is reached after 365 days, not one before", () => {
    const placements = [{ level: "carer", from: "2025-03-12", to: null }];
    expect(line(year(), { placements }, "2026-03-11")).toEqual({ id: "r", kind: "experience", status: "unmet", months: 11 });
    expect(line(year(), { placements }, "2026-03-12")).toEqual({
      id: "r",
      kind: "experience",
      status: "met",
      months: 12,
      metOn: "2026-03-12",
    });
    expect(line(year(), { placements }, "2027-01-01")).toMatchObject({ metOn: "2026-03-12", months: 21 });
  });
  test("in two posts at once counts once, in two after each other twice", () => {
    const placements = [
      { level: "carer", from: "2024-01-01", to: "2024-07-01" },
      { level: "care/carer", from: "2024-04-01", to: "2024-10-01" },
      { level: "senior", from: "2023-01-01", to: "2025-01-01" },
    ];
    expect(line(year(), { placements })).toMatchObject({
      status: "unmet",
      months: Math.floor(((31 + 29 + 31 + 30 + 31 + 30 + 31 + 31 + 30) * 12) / 365),
    });
    expect(line(year(["carer", "senior"]), { placements })).toMatchObject({ status: "met", months: Math.floor((731 * 12) / 365) });
  });
  test("in posts that overlap by a day counts that day once", () => {
    const placements = [
      { level: "carer", from: "2025-01-01", to: "2025-01-17" },
      { level: "carer", from: "2025-01-16", to: "2025-01-31" },
    ];
    expect(line({ kind: "experience", months: 1 }, { placements })).toMatchObject({ status: "unmet", months: 0 });
  });
  test("with a break is reached when the days add up", () => {
    const placements = [
      { level: "carer", from: "2025-01-01", to: "2025-01-21" },
      { level: "carer", from: "2024-01-01", to: "2024-01-21" },
    ];
    expect(line({ kind: "experience", months: 1, at: [] }, { placements })).toMatchObject({
      status: "met",
      months: 1,
      metOn: "2025-01-12",
    });
  });
  test("at any level counts where none is named, of other frameworks too", () => {
    expect(line(year([]), { placements: [{ level: "finance/clerk", from: "2020-01-01" }] }).status).toBe("met");
    expect(line(year(["clerk"]), { placements: [{ level: "finance/clerk", from: "2020-01-01" }] }).status).toBe("unmet");
    expect(line(year(["finance/clerk"]), { placements: [{ level: "finance/clerk", from: "2020-01-01" }] }).status).toBe("met");
  });
  test("still to come counts for nothing, nor does a span that ends before it starts", () => {
    expect(
      line(year(), {
        placements: [
          { level: "carer", from: "2026-04-01" },
          { level: "carer", from: "2025-01-01", to: "2020-01-01" },
        ],
      }),
    ).toMatchObject({ months: 0 });
  });
  test("of no months is met by an empty list, and unknown without one", () => {
    const none = { kind: "experience", months: 0 };
    expect(line(none, { placements: [] })).toEqual({ id: "r", kind: "experience", status: "met", months: 0 });
    expect(line(none, {})).toEqual({ id: "r", kind: "experience", status: "unknown" });
  });
});

describe("training and checks", () => {
  const yearly = { kind: "training", title: "Safeguarding", validMonths: 12 };
  const done = (completedOn: string, validMonths: number | null = null): Records => ({
    training: [{ title: "safeguarding", completedOn, validMonths }],
  });
  test.each([
    ["2026-01-11", "met"],
    ["2026-02-27", "met"],
    ["2026-02-28", "expiring"],
    ["2026-04-28", "expiring"],
    ["2026-04-29", "expired"],
    ["2027-01-01", "expired"],
  ])("completed on 29 April 2025 and good for a year are, on %s, %s", (on, status) => {
    expect(line(yearly, done("2025-04-29"), on)).toEqual({
      id: "r",
      kind: "training",
      status,
      expiresOn: "2026-04-29",
      metOn: "2025-04-29",
    });
  });
  test("go by the newest record on or before the day, later rows first", () => {
    const records: Records = {
      checks: [
        { title: "DBS", clearedOn: "2026-03-01", validMonths: 1 },
        { title: "DBS", clearedOn: "2026-03-01", validMonths: 36 },
        { title: "DBS", clearedOn: "2020-01-01" },
        { title: "DBS", clearedOn: "2026-03-13" },
      ],
    };
    expect(line({ kind: "check", title: "DBS" }, records)).toMatchObject({ status: "met", expiresOn: "2029-03-01" });
  });
  test("go by the requirement's validity before the record's", () => {
    expect(line(yearly, done("2024-04-29", 120)).status).toBe("expired");
    expect(line({ kind: "training", title: "Safeguarding" }, done("2024-04-29", 12)).status).toBe("expired");
    expect(line({ kind: "training", title: "Safeguarding" }, done("2004-04-29"))).toEqual({
      id: "r",
      kind: "training",
      status: "met",
      metOn: "2004-04-29",
    });
  });
  test("completed at a month's end run out at a month's end", () => {
    expect(line({ kind: "training", title: "Safeguarding", validMonths: 1 }, done("2024-01-31"), "2024-02-28")).toMatchObject({
      status: "expiring",
      expiresOn: "2024-02-29",
    });
  });
  test("are each looked for in their own list", () => {
    expect(line(yearly, { checks: [{ title: "Safeguarding", clearedOn: "2026-01-01" }] }).status).toBe("unknown");
    expect(line({ kind: "check", title: "Safeguarding" }, done("2026-01-01")).status).toBe("unknown");
  });
});

describe("alternatives", () => {
  const alternatives = (...members: object[]) => ({ anyOf: members.map((member, index) => ({ id: `m${index}`, ...member })) });
  const training = { kind: "training", title: "Safeguarding", validMonths: 12 };
  const diploma = { kind: "qualification", title: "Diploma" };
  const records: Records = { training: [{ title: "Safeguarding", completedOn: "2025-04-01" }], qualifications: [] };
  test("are as good as the best of them", () => {
    expect(line(alternatives(diploma, training), records).status).toBe("expiring");
    expect(
      line(alternatives(diploma, training), { ...records, qualifications: [{ title: "Diploma", awardedOn: "2020-01-01" }] }).status,
    ).toBe("met");
  });
  test("of which one is unknown are unknown rather than run out", () => {
    expect(line(alternatives(diploma, training), { training: [{ title: "Safeguarding", completedOn: "2020-04-01" }] }).status).toBe(
      "unknown",
    );
    expect(
      line(alternatives(diploma, training), { ...records, training: [{ title: "Safeguarding", completedOn: "2020-04-01" }] }).status,
    ).toBe("expired");
  });
  test("can hold alternatives, and show each member's own line", () => {
    const nested = line(alternatives(diploma, { anyOf: [{ id: "inner", ...training }] }), records);
    expect(nested).toMatchObject({
      kind: "anyOf",
      status: "expiring",
      anyOf: [
        { id: "m0", status: "unmet" },
        { id: "m1", kind: "anyOf", anyOf: [{ id: "inner", expiresOn: "2026-04-01" }] },
      ],
    });
  });
});
