import { stringify } from "yaml";
import { expect, test } from "vitest";
import { tried } from "../../../test/command.ts";
import type { FrameworkDocument } from "../../core/framework/document.ts";
import { route } from "./cli.ts";

const { file, run: runWith, refusal: refusalWith } = tried(route, "2026-03-12");

const ladder = (id: string, levels: readonly string[], transitions: FrameworkDocument["transitions"]): FrameworkDocument => ({
  rungs: "framework@1",
  id,
  kind: "ladder",
  title: id === "care" ? "Care" : "Leadership",
  scale: [{ value: 1, label: "One" }],
  domains: [],
  competencies: [],
  tracks: [{ id: "core", title: "Core" }],
  levels: levels.map((level, rank) => ({
    id: level,
    rank,
    track: "core",
    title: `${level.charAt(0).toUpperCase()}${level.slice(1)}`,
    expectations: [],
  })),
  ...(transitions ? { transitions } : {}),
});

const files: Record<string, string> = {};
const write = (name: string, document: FrameworkDocument) => {
  files[name] = file(`${name}.yaml`, stringify(document));
};
write(
  "care",
  ladder(
    "care",
    ["carer", "senior", "manager", "head"],
    [
      {
        from: "carer",
        to: "senior",
        kind: "promotion",
        months: 12,
        via: [{ title: "Level 3 diploma", kind: "diploma", regulated: "RQF 3", months: 9 }],
      },
      { from: "senior", to: "manager", kind: "promotion", months: 24 },
      { from: "senior", to: "leadership/level-3", kind: "lateral" },
      { from: "manager", to: "outside/director", kind: "lateral", months: 6 },
    ],
  ),
);
write(
  "leadership",
  ladder(
    "leadership",
    ["level-3", "level-5"],
    [
      { from: "level-3", to: "care/manager", kind: "lateral", months: 0 },
      { from: "level-3", to: "level-5", kind: "promotion", months: 30 },
    ],
  ),
);
write("broken", { ...ladder("care", ["carer"], []), tracks: [] });

/** With the names of the files above for their paths. */
const named = (args: readonly string[]) => args.map((argument) => files[argument] ?? argument);
const run = (...args: string[]) => runWith(...named(args));
const refusal = (...args: string[]) => refusalWith(...named(args));

test("routes as data have the documented shape, across frameworks, best first", async () => {
  const { code, out, err } = await run("care/carer", "care/manager", "--frameworks", "care", "leadership", "--format", "json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const first = {
    from: "care/carer",
    to: "care/senior",
    kind: "promotion",
    months: 12,
    via: [{ title: "Level 3 diploma", kind: "diploma", regulated: "RQF 3", months: 9 }],
  };
  expect(JSON.parse(out)).toEqual({
    routes: [
      {
        steps: 2,
        months: 36,
        levels: ["care/carer", "care/senior", "care/manager"],
        transitions: [first, { from: "care/senior", to: "care/manager", kind: "promotion", months: 24, via: [] }],
      },
      {
        steps: 3,
        months: null,
        levels: ["care/carer", "care/senior", "leadership/level-3", "care/manager"],
        transitions: [
          first,
          { from: "care/senior", to: "leadership/level-3", kind: "lateral", months: null, via: [] },
          { from: "leadership/level-3", to: "care/manager", kind: "lateral", months: 0, via: [] },
        ],
      },
    ],
  });
});

test("routes as text are drawn with titles, times and the qualifications on the way", async () => {
  const { out } = await run("care/carer", "leadership/level-5", "--frameworks", "care", "leadership");
  expect(out).toBe(
    [
      "1. 3 steps, time unknown",
      "   ├─ Carer, Care",
      "   │  promotion, 12 months",
      "   │  by Level 3 diploma, RQF 3, 9 months",
      "   ├─ Senior, Care",
      "   │  lateral, time unknown",
      "   ├─ Level-3, Leadership",
      "   │  promotion, 30 months",
      "   ├─ Level-5, Leadership",
      "",
    ].join("\n"),
  );
});

test("files can come before the levels, and a bare level will do where it is the only one of its name", async () => {
  const { out } = await run("--frameworks", "care", "leadership", "senior", "level-3", "--format", "json");
  expect(JSON.parse(out).routes.map(({ levels }: { levels: string[] }) => levels)).toEqual([["care/senior", "leadership/level-3"]]);
});

test("a level of a framework that is not given can be reached where a transition leads there", async () => {
  const { out } = await run("care/senior", "outside/director", "--frameworks", "care", "--format", "json");
  expect(JSON.parse(out).routes[0]).toMatchObject({ steps: 2, months: 30 });
});

test("no route is an answer, with what the ranks would say", async () => {
  const { code, out, err } = await run("care/carer", "care/head", "--frameworks", "care", "--format", "json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ routes: [] });
  expect(err).toMatch(
    /^No transitions lead from care\/carer to care\/head\. By the ranks of the tracks it would be care\/carer, care\/senior, care\/manager, care\/head:/,
  );
  expect((await run("care/head", "care/carer", "--frameworks", "care")).err).toBe("No transitions lead from care/head to care/carer.\n");
});

test("a limit says when it keeps something back", async () => {
  const { out, err } = await run("care/carer", "care/manager", "--frameworks", "care", "leadership", "--limit", "1");
  expect(out).toMatch(/^1\. 2 steps, 36 months\n/);
  expect(out).not.toMatch(/^2\. /m);
  expect(err).toBe("There are more routes than these; --limit N shows more.\n");
});

test.each([
  [["care/carer", "--frameworks", "care"], /Name two levels/],
  [["care/carer", "care/head", "care/manager", "--frameworks", "care"], /Name two levels/],
  [["care/carer", "care/head"], /Say which frameworks/],
  [["care/carer", "care/chief", "--frameworks", "care"], /There is no level “chief” in Care: it has carer, senior, manager, head\./],
  [["care/carer", "finance/clerk", "--frameworks", "care"], /There is no framework “finance” among those given: care\./],
  [["chief", "care/head", "--frameworks", "care"], /Write “chief” as framework\/level\./],
  [["care/carer", "care/head", "--frameworks", "care", "care"], /Two of the files are the framework “care”/],
  [["care/carer", "care/head", "--frameworks", "broken"], /broken\.yaml cannot be used as it is/],
  [["care/carer", "care/head", "--frameworks", "care", "--limit", "0"], /--limit “0”/],
  [["care/carer", "care/head", "--frameworks", "care", "--format", "svg"], /--format can be text or json/],
  [["care/carer", "care/head", "--framework", "care"], /There is no option --framework here\. Did you mean --frameworks\?/],
])("%j is refused in a sentence", async (args, sentence) => {
  expect(await refusal(...args)).toMatch(sentence);
});
