import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drop, edited, set, type Edit } from "../../test/edit.ts";
import { ladder } from "../../test/ladder.ts";
import { apply } from "../core/framework/apply.ts";
import { check } from "../core/framework/check.ts";
import { writeYaml } from "../core/framework/formats/yaml-writer.ts";
import { readYaml } from "../core/framework/formats/yaml.ts";
import { errorCodes, warningCodes } from "../core/framework/problem.ts";
import { run } from "./main.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rungs-commands-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const clean = () => {
  const { framework } = check(ladder());
  if (framework === null) throw new Error("the ladder is clean");
  return framework;
};
const spoilt = (...edits: readonly Edit[]): string => JSON.stringify(edited(ladder(), ...edits), null, 2);

async function rungs(args: readonly string[], input?: string): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const code = await run(args, {
    out: (content) => {
      said.out += typeof content === "string" ? content : new TextDecoder().decode(content);
    },
    err: (text) => {
      said.err += text;
    },
    env: {},
    today: () => "2026-03-09",
    ...(input === undefined
      ? {}
      : {
          input: async function* () {
            yield new TextEncoder().encode(input);
          },
        }),
  });
  expect(said.err).not.toMatch(/\n\s+at /);
  return { code, ...said };
}

describe("rungs lint", () => {
  test("a clean file is answered with 0, in every format", async () => {
    const path = file("clean.yaml", writeYaml(clean()));
    expect(await rungs(["lint", path])).toEqual({ code: 0, out: `${path}: no problems\n`, err: "1 file, 0 errors, 0 warnings.\n" });
    const { code, out, err } = await rungs(["lint", path, "--format", "json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toEqual({ files: [{ file: path, ok: true, problems: [] }] });
    expect((await rungs(["lint", "--format=sarif", path])).code).toBe(0);
  });

  test("errors end with 1, each as data with its pointer, line, sentence and mend", async () => {
    const path = file("spoilt.json", spoilt(set("/levels/0/expectations/0/competency", "exection"), set("/owner", 1)));
    const { code, out } = await rungs(["lint", path, "--format", "json"]);
    expect(code).toBe(1);
    const lines = readFileSync(path, "utf8").split("\n");
    expect(JSON.parse(out)).toEqual({
      files: [
        {
          file: path,
          ok: false,
          problems: [
            {
              code: "unknown-reference",
              severity: "error",
              path: "/levels/0/expectations/0/competency",
              line: lines.findIndex((line) => line.includes("exection")) + 1,
              column: 11,
              message: "Level “coordinator”, expectation “c-execution”: competency “exection” is not in this document.",
              hint: "Did you mean “execution”?",
            },
            expect.objectContaining({ code: "unknown-key", path: "/owner", column: 3 }),
          ],
        },
      ],
    });
  });

  test("text names file, line and column as editors and terminals link them", async () => {
    const path = file("owner.json", spoilt(set("/owner", 1)));
    const { code, out, err } = await rungs(["lint", path]);
    expect(code).toBe(1);
    const line =
      readFileSync(path, "utf8")
        .split("\n")
        .findIndex((each) => each.includes("owner")) + 1;
    expect(out).toMatch(new RegExp(`^${path}:${line}:3: error: “owner” is not a key .* \\[unknown-key\\]\n    Take it out\\.`));
    expect(err).toBe("1 file, 1 error, 0 warnings.\n");
  });

  test("warnings alone end with 0", async () => {
    const path = file("vague.json", spoilt(set("/levels/0/expectations/0/markers", ["Understands the process"])));
    const { code, out, err } = await rungs(["lint", path, "--format", "json"]);
    expect([code, err]).toEqual([0, ""]);
    expect(JSON.parse(out)).toMatchObject({ files: [{ ok: true, problems: [{ code: "unobservable", severity: "warning" }] }] });
  });

  test("references between the files given are checked, in any order", async () => {
    const other = file("leadership.json", spoilt(set("/id", "leadership")));
    const own = file("operations.json", spoilt());
    expect((await rungs(["lint", own])).code).toBe(0);
    for (const files of [
      [own, other],
      [other, own],
    ]) {
      const { code, out } = await rungs(["lint", ...files, "--format", "json"]);
      expect(code).toBe(1);
      expect(JSON.parse(out).files.flatMap(({ problems }: { problems: { path: string }[] }) => problems.map(({ path }) => path))).toEqual([
        "/transitions/3/to",
        "/transitions/3/to",
      ]);
    }
  });

  test("garbage is a result like any other: a syntax problem with a sentence, and 1", async () => {
    const garbage: [string, string | Uint8Array][] = [
      ["broken.yaml", "a: [1\nb: 2\n"],
      ["broken.json", "{ 'a': 1 }"],
      ["binary.yaml", Uint8Array.from({ length: 300 }, (_, index) => (index * 37) % 256)],
      ["utf16.yaml", Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x3a, 0])],
      ["nul.json", "\u0000"],
      ["huge.yaml", `#${"x".repeat(6_000_000)}`],
      ["noextension", "a: b: c"],
    ];
    for (const [name, content] of garbage) {
      const { code, out, err } = await rungs(["lint", "--format", "json", file(name, content)]);
      expect([name, code, err]).toEqual([name, 1, ""]);
      const [first] = JSON.parse(out).files[0].problems;
      expect(first).toMatchObject({
        code: "syntax",
        severity: "error",
        line: expect.any(Number),
        column: expect.any(Number),
        message: expect.stringMatching(/^[“A-Z].*\.$/u),
      });
    }
  });
  test("an empty file is a document that lacks everything", async () => {
    const { code, out } = await rungs(["lint", "--format", "json", file("empty.yaml", "")]);
    expect(code).toBe(1);
    expect(JSON.parse(out).files[0].problems).toMatchObject([
      { code: "schema", path: "", line: 1, column: 1, message: "The document is empty." },
    ]);
  });

  test("a file that cannot be read ends with 2, and the others are told of all the same", async () => {
    const readable = file("readable.json", spoilt(set("/owner", 1)));
    mkdirSync(join(folder, "directory.yaml"));
    const { code, out, err } = await rungs([
      "lint",
      join(folder, "missing.yaml"),
      readable,
      join(folder, "directory.yaml"),
      "--format",
      "json",
    ]);
    expect(code).toBe(2);
    expect(JSON.parse(out).files.map((each: { file: string }) => each.file)).toEqual([readable]);
    expect(err).toBe(
      `rungs lint: ${join(folder, "missing.yaml")}: there is no such file.\nrungs lint: ${join(folder, "directory.yaml")}: it is a folder.\n`,
    );
    expect(await rungs(["lint", join(folder, "missing.yaml")])).toMatchObject({ code: 2, out: "" });
  });

  test("standard input is read where the file is -", async () => {
    expect(await rungs(["lint", "-"], writeYaml(clean()))).toMatchObject({ code: 0, out: "-: no problems\n" });
    expect(await rungs(["lint", "-"], spoilt(set("/owner", 1)))).toMatchObject({ code: 1 });
  });

  test("SARIF has the shape that code hosts read: version, every rule, results by rule, place and level", async () => {
    const path = file("with space.json", spoilt(set("/owner", 1), set("/levels/0/expectations/0/markers", ["Understands the process"])));
    const { out } = await rungs(["lint", path, "--format", "sarif"]);
    const log = JSON.parse(out);
    expect(log).toMatchObject({
      $schema: expect.stringContaining("sarif-2.1.0"),
      version: "2.1.0",
      runs: [{ tool: { driver: { name: "rungs", version: expect.stringMatching(/^\d+\.\d+\.\d+/) } }, columnKind: "utf16CodeUnits" }],
    });
    const { rules } = log.runs[0].tool.driver;
    expect(rules.map(({ id }: { id: string }) => id)).toEqual([...Object.keys(errorCodes), ...Object.keys(warningCodes)]);
    const uri = pathToFileURL(path).href;
    expect(uri).toContain("with%20space");
    expect(log.runs[0].results).toMatchObject([
      {
        ruleId: "unobservable",
        level: "warning",
        locations: [
          {
            physicalLocation: { artifactLocation: { uri } },
            logicalLocations: [{ fullyQualifiedName: "/levels/0/expectations/0/markers/0" }],
          },
        ],
      },
      {
        ruleId: "unknown-key",
        level: "error",
        message: { text: expect.stringContaining("owner") },
        locations: [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: expect.any(Number), startColumn: 3 } } }],
      },
    ]);
    for (const { ruleId, ruleIndex } of log.runs[0].results) expect(rules[ruleIndex].id).toBe(ruleId);
  });
});

describe("rungs diff", () => {
  const before = () => file("before.yaml", writeYaml(clean()));
  const after = () =>
    file(
      "after.json",
      spoilt(
        set("/levels/0/title", "First coordinator"),
        set("/levels/1/expectations/0/target", 2),
        drop("/transitions/0"),
        set("/competencies/0/definition", "Runs it as it is agreed."),
      ),
    );

  test("as data it is enough to make the one of the other", async () => {
    const { code, out, err } = await rungs(["diff", before(), after(), "--format", "json"]);
    expect([code, err]).toEqual([0, ""]);
    const { changes } = JSON.parse(out);
    expect(changes).toMatchObject([
      { op: "change", entity: "competency", id: "execution", field: "definition" },
      { op: "change", entity: "level", id: "coordinator", field: "title", before: "Coordinator", after: "First coordinator" },
      {
        op: "change",
        entity: "expectation",
        id: "a-execution",
        parent: "analyst",
        field: "target",
        before: 3,
        after: 2,
        class: "retarget",
      },
      { op: "remove", entity: "transition", id: "coordinator→analyst", at: 0 },
    ]);
    expect(apply(clean(), changes)).toEqual(check(JSON.parse(readFileSync(after(), "utf8"))).framework);
  });
  test("as text it marks the words", async () => {
    const { code, out } = await rungs(["diff", before(), after()]);
    expect(code).toBe(0);
    expect(out).toBe(
      "~ competency execution “Process execution”, definition: Runs it as it is [-written down-]{+agreed+}.\n" +
        "~ level coordinator “First coordinator”, title: [-Coordinator-]{+First coordinator+}\n" +
        "~ expectation a-execution “Process execution” (level analyst), target: 3 → 2 (retarget)\n" +
        "- transition coordinator→analyst “Coordinator to Analyst”\n",
    );
  });
  test("as Markdown it has a chapter for each kind of thing", async () => {
    const { out } = await rungs(["diff", before(), after(), "--format", "markdown"]);
    expect(out.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      "# Operations: what changed",
      "## Competencies",
      "## Levels",
      "## Transitions",
    ]);
    expect(out).toContain(
      "- **Changed** competency Process execution (`execution`), *definition*: Runs it as it is ~~written down~~**agreed**.",
    );
  });
  test("what differs in nothing ends with 0 even where differences would not", async () => {
    expect(await rungs(["diff", before(), file("same.json", JSON.stringify(clean())), "--exit-code"])).toEqual({
      code: 0,
      out: "",
      err: "No differences.\n",
    });
    expect(JSON.parse((await rungs(["diff", before(), before(), "--format", "json"])).out)).toEqual({ changes: [] });
  });
  test("--exit-code makes a difference 1", async () => {
    expect((await rungs(["diff", before(), after(), "--exit-code"])).code).toBe(1);
  });
  test("a document with errors is refused with what is wrong with it", async () => {
    const { code, out, err } = await rungs(["diff", before(), file("wrong.json", spoilt(set("/owner", 1)))]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("wrong.json cannot be used as it is:\n“owner” is not a key of framework documents here.");
  });
});

describe("rungs convert", () => {
  test("there and back again changes nothing, and every default is written out", async () => {
    const source = file("source.json", spoilt());
    const yaml = join(folder, "there.yml");
    const json = join(folder, "back.json");
    expect(await rungs(["convert", source, yaml])).toEqual({ code: 0, out: "", err: "" });
    expect(await rungs(["convert", yaml, json])).toEqual({ code: 0, out: "", err: "" });
    expect(JSON.parse(readFileSync(json, "utf8"))).toEqual(clean());
    expect(readFileSync(yaml, "utf8")).toContain("language: en\n");
    expect(await rungs(["lint", yaml, json])).toMatchObject({ code: 0 });
  });
  test("- is standard input and output", async () => {
    const { code, out } = await rungs(["convert", "-", "-", "--to", "yaml"], spoilt());
    expect(code).toBe(0);
    expect(readYaml(out).value).toEqual(clean());
    expect(await rungs(["convert", "-", "-", "--from", "json", "--to", "json"], spoilt())).toMatchObject({
      code: 0,
      out: `${JSON.stringify(clean(), null, 2)}\n`,
    });
  });
  test.each([
    [["convert", "-", "-"], "add --to yaml or --to json"],
    [["convert", "-", "out.docx"], "tells of no format that Rungs writes; add --to yaml"],
    [["convert", "-", "out.json", "--from", "word"], "Rungs cannot read or write “word”; it knows yaml and json"],
    [["convert", "-"], "Name what to read and what to write"],
    [["convert", "-", "/nowhere/at/all.json"], "/nowhere/at/all.json: there is no such file."],
    [["convert", "missing.yaml", "out.json"], "missing.yaml: there is no such file."],
  ])("%j is refused in a sentence", async (args, sentence) => {
    const { code, out, err } = await rungs(args, spoilt());
    expect([code, out]).toEqual([2, ""]);
    expect(err.replace("; it knows yaml, json", "; it knows yaml and json")).toContain(sentence);
  });
  test("a document with errors is not converted", async () => {
    const target = join(folder, "never.yaml");
    expect(await rungs(["convert", "-", target], spoilt(drop("/title")))).toMatchObject({ code: 2, out: "" });
    expect(() => readFileSync(target)).toThrow("ENOENT");
  });
});

describe("rungs itself", () => {
  test("says which version it is, and how it is used", async () => {
    expect((await rungs(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    const { code, out } = await rungs(["--help"]);
    expect(code).toBe(0);
    for (const name of ["serve", "demo", "lint", "diff", "convert", "gap", "route", "migrate"])
      expect(out).toMatch(new RegExp(`^  ${name} +\\S.{10,}$`, "m"));
    expect(await rungs([])).toMatchObject({ code: 2, out: "", err: out });
  });
  test.each(["serve", "demo", "lint", "diff", "convert", "gap", "route", "migrate"])("%s --help says how it is used", async (name) => {
    const { code, out, err } = await rungs([name, "--help"]);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(new RegExp(`^rungs ${name}\\b`));
    expect(await rungs(["help", name])).toEqual({ code, out, err });
  });
  test.each([
    [["lnit"], "rungs: There is no command “lnit”. Did you mean “lint”? “rungs --help” lists them.\n"],
    [["constructor"], "rungs: There is no command “constructor”."],
    [["--format", "json"], "rungs: The command comes first, its options after it: rungs COMMAND --format."],
    [["lint"], "rungs lint: Name at least one file: rungs lint FILE…"],
    [["lint", "--fromat", "json", "x"], "rungs lint: There is no option --fromat here. Did you mean --format?\n"],
    [["lint", "-q", "x"], "rungs lint: There is no option -q here. There are: --format.\n"],
    [["lint", "x", "--format"], "rungs lint: --format needs a value after it.\n"],
    [["lint", "x", "--format", "xml"], "rungs lint: --format can be text, json or sarif, not “xml”.\n"],
    [["diff", "a", "b", "--exit-code=yes"], "rungs diff: --exit-code takes no value.\n"],
    [["diff", "a"], "rungs diff: Name two files: rungs diff A B"],
    [["diff", "a", "b", "c"], "rungs diff: Name two files: rungs diff A B"],
  ])("%j is wrong usage: 2 and a sentence", async (args, sentence) => {
    const { code, out, err } = await rungs(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err.startsWith(sentence)).toBe(true);
  });
});
