import fc from "fast-check";
import { expect, test } from "vitest";
import { entriesFrom, type Dated } from "./dates.ts";

const at = { home: "https://rungs.example.org", personId: "kit" };
const date = { on: "2026-03-09", until: null };

test("every date says what is to be done, and nobody else's name", () => {
  const dates: Dated[] = [
    { ...date, kind: "action", id: "1", of: "Shadow a night shift", own: true },
    { ...date, kind: "action", id: "2", of: "Find a mentor", own: false },
    { ...date, kind: "goal", id: "1", of: "Safe handling" },
    { ...date, kind: "plan", id: "1", of: "To senior carer" },
    { ...date, kind: "record", id: "1", of: "Safeguarding adults" },
    { ...date, kind: "check-in", id: "1", of: "your plan" },
    { ...date, kind: "opens", id: "c", of: "Spring 2026" },
    { ...date, kind: "self", id: "c", of: "Spring 2026", count: 1 },
    { ...date, kind: "manager", id: "c", of: "Spring 2026", count: 3 },
    { ...date, kind: "assessor", id: "c", of: "Spring 2026", count: 1 },
    { ...date, kind: "peer", id: "c", of: "Spring 2026", count: 2 },
    { ...date, kind: "results", id: "c", of: "Spring 2026" },
  ];
  expect(entriesFrom(dates, at).map(({ title, url }) => `${title} → ${url}`)).toEqual([
    "Due: Shadow a night shift → https://rungs.example.org/plan",
    "Due: Find a mentor (in a colleague’s plan) → https://rungs.example.org/plan",
    "A review to write, due: Spring 2026 → https://rungs.example.org/reviews",
    "Check-in: your plan → https://rungs.example.org/plan",
    "Goal: Safe handling → https://rungs.example.org/plan",
    "3 reviews to write, due: Spring 2026 → https://rungs.example.org/reviews",
    "Opens: Spring 2026 → https://rungs.example.org/reviews",
    "What you say as a peer is due: Spring 2026 → https://rungs.example.org/reviews",
    "Ends: To senior carer → https://rungs.example.org/plan",
    "Runs out: Safeguarding adults → https://rungs.example.org/people/kit",
    "Results: Spring 2026 → https://rungs.example.org/reviews",
    "Your own review is due: Spring 2026 → https://rungs.example.org/reviews",
  ]);
});

test("the same dates make the same calendar in whatever order they come, each of them once and by its day", () => {
  const dated = fc
    .record({
      id: fc.constantFrom("a", "b", "c"),
      day: fc.integer({ min: 10, max: 28 }),
      kind: fc.constantFrom("goal" as const, "record" as const),
    })
    .map(({ id, day, kind }): Dated => ({ kind, id, on: `2026-03-${day}`, until: null, of: `${kind} ${id}` }));
  fc.assert(
    fc.property(fc.uniqueArray(dated, { selector: ({ kind, id }) => `${kind} ${id}` }), (dates) => {
      const entries = entriesFrom(dates, at);
      expect(entriesFrom(dates.toReversed(), at)).toEqual(entries);
      expect(entries.map(({ on }) => on)).toEqual(dates.map(({ on }) => on).toSorted());
      expect(new Set(entries.map(({ uid }) => uid)).size).toBe(dates.length);
      expect(entriesFrom([...dates, ...dates], at)).toEqual(entries);
    }),
  );
});
