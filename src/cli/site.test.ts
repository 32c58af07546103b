import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { tried } from "../../test/command.ts";
import { ladder } from "../../test/ladder.ts";
import { check } from "../core/framework/check.ts";
import { readAs } from "../core/framework/formats/read.ts";
import { convert } from "../features/frameworks/cli.ts";

const { file, run, refusal } = tried(convert, "2026-11-21");
const source = file("ladder.json", JSON.stringify(ladder()));
const beside = (name: string) => join(dirname(source), name);
const framework = check(ladder()).framework;

test("a ladder is written into a new folder as a page to publish, with files beside it that are the same ladder", async () => {
  const site = beside("public/ladder/");
  expect(await run(source, site)).toEqual({ code: 0, out: "", err: "" });
  expect(readdirSync(site).toSorted()).toEqual(["framework.case.json", "framework.json", "framework.yaml", "index.html"]);
  const page = readFileSync(join(site, "index.html"), "utf8");
  for (const [format, name] of [
    ["yaml", "framework.yaml"],
    ["json", "framework.json"],
    ["case", "framework.case.json"],
  ] as const) {
    expect(page).toContain(`href="${name}"`);
    expect(check((await readAs(format, readFileSync(join(site, name)))).value).framework).toEqual(framework);
  }
  expect(page.match(/<script/g)).toHaveLength(1);
  expect(page).toContain('<script type="application/ld+json">');
});

test("into a folder that is there it goes without a slash, twice if need be, and leaves other files alone", async () => {
  const site = beside("there");
  mkdirSync(site);
  file("there/CNAME", "ladders.example");
  expect(await run(source, site)).toMatchObject({ code: 0 });
  expect(await run(source, site)).toMatchObject({ code: 0 });
  expect(readFileSync(join(site, "CNAME"), "utf8")).toBe("ladders.example");
  expect(existsSync(join(site, "index.html"))).toBe(true);
});

test("one format for a whole folder, or a folder where a file is, is refused in words", async () => {
  expect(await refusal(source, beside("site/"), "--to", "yaml")).toContain("--to is for a single file");
  expect(existsSync(beside("site"))).toBe(false);
  expect(await refusal(source, `${source}/`)).toContain("a file of that name is there");
});
