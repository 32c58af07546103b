import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Requirement } from "../framework/document.ts";
import { requirementLine } from "../gap/requirements.ts";
import { askedOf, heldOf, viaStatus, type Asked, type ViaStatus } from "./asked.ts";
import type { Step } from "./routes.ts";

const on = "2026-11-21";
const diploma = { title: "Level 3 diploma", kind: "diploma", regulated: "RQF 3" } as const;
const step = (via: Step["via"]): Step => ({ from: "l/a", to: "l/b", kind: "promotion", months: 12, via });
const level = (requirements: Requirement[], records = {}) => ({
  requirements,
  lines: requirements.map((requirement) => requirementLine(requirement, records, on, "l")),
});
const training = (id: string, title: string): Requirement => ({ id, kind: "training", title, validMonths: 12 });

describe("what a transition leads over", () => {
  test("is held from the day it was awarded, whatever the case of its letters", () => {
    const held = (awardedOn: string) => viaStatus(diploma, { qualifications: [{ title: " LEVEL 3 Diploma", awardedOn }] }, on);
    expect([held("2026-11-20"), held("2026-11-22")]).toEqual(["met", "unmet"]);
  });
  test("is not known where nobody recorded a qualification, nor where no record could say so", () => {
    expect(viaStatus(diploma, {}, on)).toBe("unknown");
    expect(viaStatus({ title: "Equivalent, assessed by the employer", kind: "other" }, { qualifications: [] }, on)).toBe("unknown");
  });
});

describe("what a step asks", () => {
  test("is one of the ways it leads over, then what entering its level asks", () => {
    const asked = askedOf(step([diploma, { title: "Apprenticeship" }]), level([training("s", "Safeguarding")]), {
      [diploma.title]: "unmet",
      Apprenticeship: "met",
    });
    expect(asked.map((each) => (each.kind === "via" ? [each.via.length, each.status] : [each.requirement.id, each.line.status]))).toEqual([
      [2, "met"],
      ["s", "unknown"],
    ]);
  });
  test("names a qualification once where the level asks for it as well", () => {
    const asks: Requirement = { id: "q", kind: "qualification", title: "level 3 DIPLOMA", equivalents: [], anyAtLevel: false };
    expect(askedOf(step([diploma]), level([asks]), {}).map(({ kind }) => kind)).toEqual(["requirement"]);
    expect(askedOf(step([diploma]), level([{ id: "any", anyOf: [asks] }]), {}).map(({ kind }) => kind)).toEqual(["requirement"]);
  });
});

describe("how much of a route is held", () => {
  test("counts what several steps ask once, and says when the first of it runs out", () => {
    const records = { training: [{ title: "Safeguarding", completedOn: "2025-12-20" }] };
    const asks = askedOf(step([]), level([training("s", "Safeguarding")], records), {});
    const again = askedOf(step([diploma]), level([training("t", "safeguarding")], records), { [diploma.title]: "unmet" });
    expect(heldOf([asks, again])).toEqual({ asked: 2, held: 1, expiring: 1, runsOut: "2026-12-20" });
  });

  const status = fc.constantFrom<ViaStatus>("met", "unmet", "unknown");
  const anything = fc.oneof(
    fc.tuple(fc.constantFrom("A", "B", "C"), status).map(([title, found]): Asked => ({ kind: "via", via: [{ title }], status: found })),
    fc.constantFrom("A", "B", "C").map((title): Asked => ({
      kind: "requirement",
      requirement: training("x", title),
      line: { id: "x", kind: "training", status: "met" },
    })),
  );
  test("never holds more than is asked, and going round twice asks nothing new", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anything, { maxLength: 4 }), { maxLength: 5 }), (steps) => {
        const once = heldOf(steps);
        expect(once.held).toBeLessThanOrEqual(once.asked);
        expect(heldOf([...steps, ...steps])).toEqual(once);
      }),
    );
  });
});
