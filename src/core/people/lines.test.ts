import fc from "fast-check";
import { expect, test } from "vitest";
import { loops } from "./loops.ts";
import { loopSince, type DatedLine } from "./lines.ts";

const ids = fc.constantFrom("a", "b", "c", "d", "e");
const days = ["2026-01-01", "2026-03-01", "2026-05-01", "2027-01-01"] as const;
const line: fc.Arbitrary<DatedLine> = fc.record({ personId: ids, managerId: fc.option(ids), from: fc.constantFrom(...days) });

/** Who reports to whom on a day, found by trying every line one after the other. */
function managersOn(lines: readonly DatedLine[], on: string): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const day of days.filter((each) => each <= on))
    for (const each of lines) if (each.from === day) found.set(each.personId, each.managerId);
  return found;
}

test("a loop is found on exactly the first day on which the organisation has one with that person in it", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), ids, fc.constantFrom(...days), (lines, person, since) => {
      const first = days.find((day) => day >= since && loops(managersOn(lines, day)).some((loop) => loop.includes(person)));
      expect(loopSince(lines, person, since)?.on).toBe(first);
    }),
  );
});

test("the way round leads from the person by each manager back to them, nobody else twice", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), ids, (lines, person) => {
      const found = loopSince(lines, person, "2026-01-01");
      fc.pre(found !== null);
      const managers = managersOn(lines, found?.on ?? "");
      const way = found?.way ?? [];
      expect([way[0], way.at(-1)]).toEqual([person, person]);
      for (const [index, next] of way.slice(1).entries()) expect(managers.get(way[index] ?? "")).toBe(next);
      expect(new Set(way).size).toBe(way.length - 1);
    }),
  );
});

test("a change that is harmless today is refused for the day on which it closes a loop", () => {
  const lines: DatedLine[] = [
    { personId: "head", managerId: "chief", from: "2020-01-01" },
    { personId: "chief", managerId: "new", from: "2027-01-01" },
    { personId: "new", managerId: "head", from: "2026-12-01" },
  ];
  expect(loopSince(lines, "new", "2026-12-01")).toEqual({ on: "2027-01-01", way: ["new", "head", "chief", "new"] });
  expect(loopSince([...lines, { personId: "new", managerId: null, from: "2026-12-15" }], "new", "2026-12-01")).toBeNull();
});
