import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allRoutes } from "../../../test/reference/routes.ts";
import { Framework, type FrameworkDocument } from "../framework/document.ts";
import { Problem } from "../problem.ts";
import { nextLevels } from "./next.ts";
import { routes } from "./routes.ts";

type TransitionDocument = NonNullable<FrameworkDocument["transitions"]>[number];

/** Levels as `track:rank` would be, written "id" or "id track rank". */
function ladder(id: string, levels: readonly string[], transitions: TransitionDocument[]): Framework {
  return Framework.parse({
    rungs: "framework@1",
    id,
    kind: "ladder",
    title: id,
    scale: [{ value: 1, label: "One" }],
    domains: [],
    competencies: [],
    tracks: [
      { id: "core", title: "Core" },
      { id: "manager", title: "Manager" },
    ],
    levels: levels.map((level, index) => {
      const [name = "", track = "core", rank = String(index + 1)] = level.split(" ");
      return { id: name, track, rank: Number(rank), title: name, expectations: [] };
    }),
    transitions,
  });
}
const up = (from: string, to: string, months?: number): TransitionDocument => ({
  from,
  to,
  kind: "promotion",
  ...(months === undefined ? {} : { months }),
});

const place = fc.constantFrom("a", "b", "c", "d", "other/a", "other/b", "outside/x");
const transition = fc
  .record({
    from: place,
    to: place,
    kind: fc.constantFrom("promotion" as const, "lateral" as const, "track-switch" as const, "step-down" as const),
    months: fc.constantFrom(undefined, 0, 6, 12, 18),
  })
  .map(({ months, ...rest }) => (months === undefined ? rest : { ...rest, months }));

const twoLadders = fc
  .record({ first: fc.array(transition, { maxLength: 12 }), second: fc.array(transition, { maxLength: 6 }) })
  .map(({ first, second }) => [
    ladder("first", ["a", "b", "c", "d"], first),
    ladder(
      "other",
      ["a", "b"],
      second.map((item) => ({ ...item, from: item.from.replace("other/", ""), to: item.to.replace("other/", "") })),
    ),
  ]);
const anywhere = fc.constantFrom("first/a", "first/b", "first/d", "other/a", "other/b", "outside/x");

describe("routes over transitions", () => {
  test("are all there are, best first, as walking everywhere finds them", () => {
    let longest = 0;
    fc.assert(
      fc.property(twoLadders, anywhere, anywhere, (frameworks, from, to) => {
        const found = routes(from, to, frameworks, { limit: 10_000 });
        const all = allRoutes(from, to, frameworks);
        longest = Math.max(longest, ...all.map(({ steps }) => steps));
        expect(
          found.map(({ steps, months, levels, transitions }) => ({ steps, months, levels, kinds: transitions.map(({ kind }) => kind) })),
        ).toEqual(all);
      }),
      { numRuns: 2000 },
    );
    expect(longest).toBeGreaterThan(3);
  });

  test("a limit keeps the best of them", () => {
    fc.assert(
      fc.property(twoLadders, anywhere, anywhere, fc.integer({ min: 1, max: 4 }), (frameworks, from, to, limit) => {
        expect(routes(from, to, frameworks, { limit })).toEqual(routes(from, to, frameworks, { limit: 10_000 }).slice(0, limit));
      }),
      { numRuns: 500 },
    );
  });

  test("an unknown duration comes last among routes of as many steps", () => {
    const made = ladder(
      "l",
      ["a", "b", "c", "d", "e"],
      [up("a", "b"), up("b", "e", 1), up("a", "c", 30), up("c", "e", 30), up("a", "d", 12), up("d", "e", 12)],
    );
    expect(routes("l/a", "l/e", [made]).map(({ months, levels }) => [months, levels[1]])).toEqual([
      [24, "l/d"],
      [60, "l/c"],
      [null, "l/b"],
    ]);
  });

  test("stepping down and sideways counts as a way, and what a step leads over is kept", () => {
    const via = [{ title: "Level 5 diploma", months: 12 }];
    const first = ladder(
      "first",
      ["a", "b"],
      [
        { from: "b", to: "a", kind: "step-down" },
        { from: "a", to: "other/a", kind: "lateral", months: 3, via },
      ],
    );
    const [only, ...rest] = routes("first/b", "other/a", [first, ladder("other", ["a"], [])]);
    expect(rest).toEqual([]);
    expect(only).toEqual({
      steps: 2,
      months: null,
      levels: ["first/b", "first/a", "other/a"],
      transitions: [
        { from: "first/b", to: "first/a", kind: "step-down", months: null, via: [] },
        { from: "first/a", to: "other/a", kind: "lateral", months: 3, via },
      ],
    });
  });

  test("the next rank of a track is a step only where it is asked for and no promotion is written down", () => {
    const made = ladder("l", ["a", "b", "c"], [up("b", "c", 12)]);
    expect(routes("l/a", "l/c", [made])).toEqual([]);
    expect(routes("l/a", "l/c", [made], { nextRanks: true }).map(({ levels }) => levels)).toEqual([["l/a", "l/b", "l/c"]]);
  });

  test("a thicket with more routes than anybody can walk gives its best ones at once", () => {
    const levels = Array.from({ length: 60 }, (_, index) => `n${index}`);
    const dense = levels.flatMap((from, one) =>
      levels.filter((_, other) => other !== one && (one + 2 * other) % 7 < 2).map((to) => up(from, to, (one + to.length) % 5)),
    );
    const found = routes("l/n0", "l/n59", [ladder("l", levels, dense)], { limit: 50 });
    expect(found).toHaveLength(50);
    expect(found.map(({ steps }) => steps)).toEqual(found.map(({ steps }) => steps).toSorted((a, b) => a - b));
  });

  test("a maze that leads back to where it began keeps nobody from the long way round it", () => {
    const maze = Array.from({ length: 20 }, (_, index) => `m${index}`);
    const long = ["start", ...Array.from({ length: 9 }, (_, index) => `l${index}`), "goal"];
    const made = ladder(
      "l",
      ["start", "gate", "goal", ...maze, ...long.slice(1, -1)],
      [
        up("start", "gate"),
        up("gate", "goal"),
        ...maze.flatMap((room) => [
          up("gate", room),
          up(room, "gate"),
          ...maze.filter((other) => other !== room).map((other) => up(room, other, 1)),
        ]),
        ...long.slice(1).map((to, index) => up(long[index] ?? "", to)),
      ],
    );
    expect(routes("l/start", "l/goal", [made]).map(({ levels }) => levels)).toEqual([
      ["l/start", "l/gate", "l/goal"],
      long.map((level) => `l/${level}`),
    ]);
  });
});

describe("the next levels", () => {
  const made = ladder(
    "l",
    ["trainee core 1", "carer core 2", "senior core 5", "lead manager 3", "head manager 4"],
    [up("l/carer", "lead"), { from: "carer", to: "senior", kind: "lateral" }, up("carer", "leadership/level-3"), up("carer", "lead")],
  );
  test("are the targets of the promotions written down, other ladders' too, each once", () => {
    expect(nextLevels(made, "carer")).toEqual(["l/lead", "leadership/level-3"]);
  });
  test("are the next rank on the same track where no promotion is written down", () => {
    expect(nextLevels(made, "trainee")).toEqual(["l/carer"]);
    expect(nextLevels(made, "lead")).toEqual(["l/head"]);
  });
  test("are none at the top of a track", () => {
    expect(nextLevels(made, "senior")).toEqual([]);
    expect(nextLevels(made, "head")).toEqual([]);
  });
  test("of a level that is not there are not found", () => {
    expect(() => nextLevels(made, "chief")).toThrow(Problem);
  });
});
