import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { tried } from "../../../test/command.ts";
import { ladder } from "../../../test/ladder.ts";
import { Framework } from "../../core/framework/document.ts";
import { writeAs } from "../../core/framework/formats/read.ts";
import { convert, diff, lint } from "../frameworks/cli.ts";

const converting = tried(convert, "2026-11-21");
const linting = tried(lint, "2026-11-21");
const comparing = tried(diff, "2026-11-21");
const clean = Framework.parse(ladder());
const yaml = converting.file("operations.yaml", (await writeAs("yaml", clean)).content);

describe("rungs convert", () => {
  test("writes a workbook, and the same framework from it", async () => {
    const xlsx = converting.file("operations.xlsx", "");
    expect(await converting.run(yaml, xlsx)).toEqual({ code: 0, out: "", err: "" });
    const back = converting.file("back.yaml", "");
    expect(await converting.run(xlsx, back)).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(back, "utf8")).toBe(readFileSync(yaml, "utf8"));
    expect((await comparing.run(yaml, xlsx, "--exit-code")).code).toBe(0);
  });

  test("writes a table in any layout, and says what it cannot hold", async () => {
    const csv = converting.file("operations.csv", "");
    const { code, err } = await converting.run(yaml, csv);
    expect([code, err]).toEqual([
      0,
      "rungs convert: CSV cannot hold the words of the rating scale; scopes of levels; requirements and readiness rules; responsibilities; transitions; equivalences.\n",
    ]);
    expect(readFileSync(csv, "utf8").split("\r\n")[1]).toMatch(/^operations,Operations,core,Core,coordinator,Coordinator,1,/);
    const matrix = await converting.run(yaml, "-", "--to", "csv", "--layout", "levels-as-columns");
    expect(Buffer.from(matrix.out, "utf8").toString("utf8").split("\r\n")[0]).toBe(
      "\ufeffDomain,Competency,Definition,Coordinator,Analyst,Lead,Head",
    );
  });

  test("makes an empty workbook that is called like its file", async () => {
    const xlsx = converting.file("Night shift.xlsx", "");
    expect((await converting.run("--blank", xlsx)).code).toBe(0);
    const { code, out } = await linting.run(xlsx, "--format", "json");
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      { files: [{ problems: [{ code: "no-levels", path: "/levels", cell: "Levels!A2" }] }] },
    ]);
    expect((await converting.refusal(xlsx, converting.file("x.yaml", ""))).split("\n")[1]).toBe(
      "Levels!A2: A ladder needs at least one level. Add a level, or make this a library.",
    );
  });

  test("reads a table of somebody's own as told, or as it looks", async () => {
    const csv = converting.file("bakery.csv", "Skill;Junior;Senior\nOvens;Sets the oven;Plans the week\n");
    const { code, out, err } = await converting.run(csv, "-", "--to", "json");
    expect([code, JSON.parse(out)]).toMatchObject([0, { id: "bakery", title: "bakery", levels: [{ id: "junior" }, { id: "senior" }] }]);
    expect(err).toBe(`${csv}:1:1: 2 expectations do not say what is asked; read as “Performing”.\n`);
    const turned = await converting.run(csv, "-", "--to", "json", "--layout", "levels-as-rows");
    expect(JSON.parse(turned.out)).toMatchObject({ levels: [{ id: "ovens" }] });
  });

  test("refuses a layout that does not exist, and to read what is only written", async () => {
    expect(await converting.refusal(yaml, "-", "--to", "csv", "--layout", "round")).toBe(
      "--layout can be long, levels-as-columns or levels-as-rows, not “round”.",
    );
    expect((await converting.run(yaml, converting.file("x.html", ""))).code).toBe(0);
  });
});

describe("rungs lint", () => {
  test("names the cell of each problem in a workbook", async () => {
    const wrong = {
      ...clean,
      levels: clean.levels.map((level, index) =>
        index === 0
          ? {
              ...level,

              expectations: [
                { id: "x", competency: "execution", target: 9, weight: 1, critical: false, markers: ["Always keeps the list"] },
              ],
            }
          : level,
      ),
    };
    const xlsx = linting.file("wrong.xlsx", (await writeAs("xlsx", wrong)).content);
    const { code, out } = await linting.run(xlsx, "--format", "json");
    const [{ ok, problems }] = JSON.parse(out).files;
    expect([code, ok]).toEqual([1, false]);
    expect(problems[0]).toEqual({
      code: "absolute",
      severity: "warning",
      path: "/levels/0/expectations/0/markers/0",
      cell: "Matrix!D6",
      message: expect.any(String),
      hint: expect.any(String),
    });
    expect(problems).toContainEqual(
      expect.objectContaining({ code: "target-off-scale", path: "/levels/0/expectations/0/target", cell: "Matrix!E6" }),
    );
    const { out: text } = await linting.run(xlsx);
    expect(text).toContain(`${xlsx}:Matrix!E6: error: `);
    const sarif = JSON.parse((await linting.run(xlsx, "--format", "sarif")).out).runs[0].results;
    expect(sarif.find(({ ruleId }: { ruleId: string }) => ruleId === "target-off-scale").locations).toEqual([
      {
        physicalLocation: { artifactLocation: expect.any(Object) },
        logicalLocations: [{ fullyQualifiedName: "/levels/0/expectations/0/target" }, { fullyQualifiedName: "Matrix!E6", kind: "cell" }],
      },
    ]);
  });

  test("names line, column and cell in a table", async () => {
    const csv = linting.file("wrong.csv", 'Level,Rank,Competency\nOne,1,"Bread\nand rolls"\nTwo,second,Bread\n');
    const { out } = await linting.run(csv, "--format", "json");
    expect(JSON.parse(out).files[0].problems).toMatchObject([{ code: "schema", path: "/levels/1/rank", line: 4, column: 5, cell: "B3" }]);
  });

  test("says in a sentence what is wrong with a workbook that is none", async () => {
    const { code, out } = await linting.run(linting.file("half.xlsx", "PK\u0003\u0004 and no more"), "--format", "json");
    expect([code, JSON.parse(out).files[0].problems]).toMatchObject([1, [{ code: "syntax", path: "", cell: "" }]]);
  });
});
