import fc from "fast-check";
import { expect, test } from "vitest";
import { Framework } from "../framework/document.ts";
import { heatOf, type Heap } from "./heat.ts";

const expectations = ["e0", "e1", "e2", "e3", "e4"];
const content = Framework.parse({
  rungs: "framework@1",
  id: "f",
  kind: "ladder",
  title: "F",
  scale: [1, 2, 3].map((value) => ({ value, label: `P${value}` })),
  domains: [{ id: "d", title: "D" }],
  competencies: [{ id: "c", domain: "d", title: "C" }],
  tracks: [{ id: "t", title: "T" }],
  levels: [
    {
      id: "l",
      rank: 1,
      track: "t",
      title: "L",
      expectations: expectations.map((id) => ({ id, competency: "c", target: 2, markers: [id] })),
    },
  ],
});

type Somebody = { aim: number; seen: boolean; answers: (number | null)[] };

/** The one cell of a level that asks five things of one competency, with everybody's answers. */
function cellOf(people: readonly Somebody[], smallest: number) {
  const heaps = new Map<string, Heap>();
  for (const { aim, seen, answers } of people)
    for (const [index, value] of answers.entries()) {
      if (value === null) continue;
      const expectation = expectations[index] ?? "";
      const key = `${aim} ${expectation} ${value}`;
      const heap = heaps.get(key) ?? { aim, level: "l", expectation, value, stale: false, count: 0, unseen: 0 };
      heaps.set(key, { ...heap, count: heap.count + 1, unseen: heap.unseen + Number(!seen) });
    }
  const crowds = [1, 2].map((aim) => {
    const here = people.filter((each) => each.aim === aim);
    return { aim, level: "l", people: here.length, unseen: here.filter(({ seen }) => !seen).length };
  });
  const editions = new Map([1, 2].map((version) => [version, { version, content, libraries: [] }]));
  return heatOf(2, editions, crowds, [...heaps.values()], smallest).rows[0]?.cells[0];
}

test("one person's answers to five expectations of one competency are one person's, and not shown", () => {
  const alone = { aim: 2, seen: false, answers: [1, 2, 1, 3, 2] };
  expect(cellOf([alone], 5)).toEqual({ level: "l", hidden: true });
  expect(cellOf([{ ...alone, seen: true }], 5)).toMatchObject({ assessed: 5, short: 2, met: 2, beyond: 1 });
  // Enough people are shown, whichever version they are measured by.
  const five = Array.from({ length: 5 }, (_, index) => ({ ...alone, aim: 1 + (index % 2) }));
  expect(cellOf(five, 5)).toMatchObject({ assessed: 25, short: 10, met: 10, beyond: 5 });
});

test("a cell that counts somebody unseen counts at least the smallest group of them, however many answers they have", () => {
  const somebody = fc.record({
    aim: fc.constantFrom(1, 2),
    seen: fc.boolean(),
    answers: fc.array(fc.option(fc.integer({ min: 1, max: 3 })), { minLength: 5, maxLength: 5 }),
  });
  fc.assert(
    fc.property(fc.array(somebody, { minLength: 1, maxLength: 12 }), fc.integer({ min: 3, max: 8 }), (people, smallest) => {
      const unseen = people.filter(({ seen, answers }) => !seen && answers.some((answer) => answer !== null)).length;
      const cell = cellOf(people, smallest);
      if (unseen > 0 && unseen < smallest) expect(cell).toEqual({ level: "l", hidden: true });
      if (unseen === 0) expect(cell).not.toHaveProperty("hidden");
    }),
  );
});
