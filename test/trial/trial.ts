// Brings in what others published and counts it against the raw files: `npm run trial -- FOLDER`. The folder holds their
// files, which are not ours to keep here. Exit 1 on any difference, 2 where the folder is not as expected.
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Ajv2019 } from "ajv/dist/2019.js";
import addFormats from "ajv-formats";
import type { Framework } from "../../src/core/framework/document.ts";
import { readCase, writeCase } from "../../src/core/framework/formats/case.ts";
import { checkReading, formatOf, readAs, type Format } from "../../src/core/framework/formats/read.ts";
import type { TableOptions } from "../../src/core/framework/formats/table-options.ts";
import { templates } from "../../src/server/templates.ts";
import { at, jsonOf, plain, recordsOf, rowsOf, valuesOf } from "./raw.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("Name the folder with the files: npm run trial -- FOLDER\n");
  process.exit(2);
}

let differences = 0;
const say = (text: string) => process.stdout.write(`${text}\n`);
const source = (title: string) => say(`\n${title}`);
const show = (value: unknown) => JSON.stringify(value) ?? "nothing";

/** One line for one comparison: what came over, and what the file holds. Of long lists the length is told. */
function compare(what: string, got: unknown, expected: unknown): void {
  const same = show(got) === show(expected);
  if (!same) differences += 1;
  const [brief, wanted] = [got, expected].map((value) => (Array.isArray(value) && value.length > 4 ? `${value.length}` : show(value)));
  say(`  ${same ? "ok  " : "DIFF"}  ${what}: ${brief}${same ? "" : `, but the file holds ${wanted}`}`);
}

async function bring(file: string, format: Format = formatOf(file) ?? "json", table: TableOptions = {}): Promise<Framework> {
  const reading = await readAs(format, readFileSync(file), { fileName: basename(file), table });
  for (const { message } of reading.notes ?? []) say(`        noted: ${message}`);
  const { framework, problems } = checkReading(reading);
  for (const { severity, message } of problems) say(`        ${severity}: ${message}`);
  if (framework === null) throw new Error(`${file} did not come in.`);
  return framework;
}

const expectationsOf = (framework: Framework) => framework.levels.flatMap((level) => level.expectations);
const statementsOf = (framework: Framework) => expectationsOf(framework).flatMap(({ markers }) => markers.map(plain));
const titlesOf = (framework: Framework) => framework.competencies.map((each) => ("use" in each ? each.use : each.title));
const sorted = (texts: Iterable<string>) => [...texts].toSorted();

async function caseOut(): Promise<void> {
  source("CASE 1.1 as we write it, against the official schema");
  const schema = jsonOf(join(folder ?? "", "case-1.1-official/case-v1p1-cfpackage.json"));
  if (typeof schema !== "object" || schema === null) throw new Error("The schema is no object.");
  // It names its dialect with a "#" that the validator does not know.
  const { $schema: _, ...rest } = { $schema: "", ...schema };
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(rest);
  compare("whether an empty object is valid", validate({}), false);
  for (const [id, template] of await templates()) {
    const written = writeCase(template);
    const faults = validate(JSON.parse(written)) ? [] : (validate.errors ?? []);
    for (const { instancePath, message } of faults.slice(0, 5)) say(`        ${instancePath}: ${message}`);
    const isSame = show(checkReading(readCase(written)).framework) === show(template);
    compare(
      `${id}, ${statementsOf(template).length} statements: faults, and whether it comes back as it was`,
      [faults.length, isSame],
      [0, true],
    );
  }
}

/** The items of a package by how deep they lie, and how many levels of skill they name. */
function itemsIn(file: string) {
  const raw = jsonOf(file);
  const items = valuesOf(at(raw, "CFItems")).map((item) => String(at(item, "identifier")));
  const links = valuesOf(at(raw, "CFAssociations")).map((each) => ({
    type: at(each, "associationType"),
    from: String(at(each, "originNodeURI", "identifier")),
    to: String(at(each, "destinationNodeURI", "identifier")),
  }));
  const levels = new Set(links.filter(({ type }) => type === "hasSkillLevel").map(({ to }) => to));
  const asked = links.filter(({ type }) => type === "hasSkillLevel").length;
  const parent = new Map(links.filter(({ type }) => type === "isChildOf").map(({ from, to }) => [from, to]));
  return { items, levels, asked, parent };
}

async function caseIn(file: string): Promise<void> {
  source(`CASE export: ${file}`);
  const path = join(folder ?? "", file);
  const { items, levels, asked, parent } = itemsIn(path);
  const framework = await bring(path, "case");
  const own = framework.competencies.flatMap((each) => ("use" in each ? [] : each.markers));
  compare("levels", framework.levels.length, levels.size);
  compare("expectations", expectationsOf(framework).length, asked);
  if (levels.size > 0) {
    const named = (type: string) => valuesOf(at(jsonOf(path), "CFItems")).filter((item) => at(item, "CFItemType") === type).length;
    compare("competencies", framework.competencies.length, named("Competency"));
    return;
  }
  const isItem = (id: string | undefined) => id !== undefined && items.includes(id);
  const tops = items.filter((id) => !isItem(parent.get(id)));
  const second = items.filter((id) => tops.includes(parent.get(id) ?? ""));
  compare("domains", framework.domains.length, tops.length);
  compare("competencies", framework.competencies.length, second.length);
  compare("statements", own.length, items.length - tops.length - second.length);
}

async function matrix(file: string): Promise<void> {
  source(`Matrix as CSV: ${file}`);
  const path = join(folder ?? "", file);
  const [head = [], ...rows] = rowsOf(path);
  const framework = await bring(path);
  const cells = rows.flatMap((row) => row.slice(1)).filter((cell) => cell.trim() !== "");
  const statements = cells.flatMap((cell) => cell.split(/\n\s*\n/).map(plain)).filter((text) => text !== "");
  compare(
    "levels, in order",
    framework.levels.map(({ title }) => title),
    rows.map(([title]) => title),
  );
  compare("competencies, in order", titlesOf(framework), head.slice(1));
  compare("expectations", expectationsOf(framework).length, cells.length);
  compare("statements, word for word", sorted(statementsOf(framework)), sorted(statements));
}

/** The long table of a whole government, at once and role by role. */
async function government(): Promise<void> {
  const [file] = globSync("uk-gdad-capability-framework/**/roles.csv", { cwd: folder ?? "" });
  if (file === undefined) throw new Error("There is no roles.csv.");
  const path = join(folder ?? "", file);
  const records = recordsOf(path);
  // Some names are written with a space too many.
  const get = (record: Map<string, string>, heading: string) => (record.get(heading) ?? "").trim();
  const isUsed = (record: Map<string, string>) => get(record, "Skill Level") !== "NOT IN USE";
  const bullets = (record: Map<string, string>) =>
    get(record, "Skill Level Description")
      .split("\n")
      .filter((line) => /^\s*[-•]/.test(line))
      .map((line) => plain(line.replace(/^\s*[-•]\s*/, "")));
  const rungs = (some: Map<string, string>[]) =>
    sorted(new Set(some.filter(isUsed).map((record) => `${get(record, "Role")} / ${get(record, "Role Level")}`)));
  const skills = (some: Map<string, string>[]) => sorted(new Set(some.map((record) => get(record, "Skill Name"))));

  source("The UK government's digital and data roles: one long CSV, all at once");
  say(`        ${records.length} rows, ${records.filter((record) => !isUsed(record)).length} of them NOT IN USE`);
  const all = await bring(path);
  compare("levels", all.levels.length, rungs(records).length);
  compare("no level called NOT IN USE", all.levels.filter(({ title }) => title === "NOT IN USE").length, 0);
  compare("competencies", sorted(titlesOf(all)), skills(records));
  compare("expectations", expectationsOf(all).length, records.filter(isUsed).length);
  compare("statements, word for word", sorted(statementsOf(all)), sorted(records.filter(isUsed).flatMap(bullets)));
  const labels = new Map(all.scale.map(({ value, label }) => [value, label]));
  const asked = sorted(expectationsOf(all).map(({ target }) => labels.get(target) ?? ""));
  compare("what is asked", asked, sorted(records.filter(isUsed).map((record) => get(record, "Skill Level"))));
  compare(
    "the scale, lowest first",
    all.scale.map(({ label }) => label),
    ["Awareness", "Working", "Practitioner", "Expert"],
  );

  source("The same, each role as a ladder of its own");
  const roles = [...new Set(records.map((record) => get(record, "Role")))];
  const sum = { ladders: 0, levels: 0, expectations: 0, statements: 0 };
  const empty: string[] = [];
  for (const role of roles) {
    const rows = records.filter((record) => get(record, "Role") === role);
    if (rungs(rows).length === 0) {
      empty.push(role);
      continue;
    }
    const table = { only: { column: "Role", value: role }, title: role };
    const { framework } = checkReading(await readAs("csv", readFileSync(path), { fileName: "roles.csv", table }));
    if (framework === null) throw new Error(`${role} did not come in.`);
    const right =
      show(sorted(framework.levels.map(({ title }) => `${role} / ${title}`))) === show(rungs(rows)) &&
      show(sorted(titlesOf(framework))) === show(skills(rows)) &&
      show(sorted(statementsOf(framework))) === show(sorted(rows.filter(isUsed).flatMap(bullets)));
    if (!right) compare(`${role} as it is in the file`, false, true);
    sum.ladders += 1;
    sum.levels += framework.levels.length;
    sum.expectations += expectationsOf(framework).length;
    sum.statements += statementsOf(framework).length;
  }
  say(`        without a level in use, and so no ladder: ${empty.join(", ")}`);
  compare("ladders", sum.ladders, roles.length - empty.length);
  compare("levels", sum.levels, rungs(records).length);
  compare("expectations", sum.expectations, records.filter(isUsed).length);
  compare("statements", sum.statements, records.filter(isUsed).flatMap(bullets).length);
}

async function apprenticeship(): Promise<void> {
  const file = "uk-ksb-st0116/st0116-software-developer-ksbs.json";
  source(`An apprenticeship standard's knowledge, skills and behaviours: ${file}`);
  const path = join(folder ?? "", file);
  const raw = jsonOf(path);
  const framework = await bring(path);
  for (const [key, domain] of [
    ["Knowledge", "knowledge"],
    ["Skills", "skills"],
    ["Behaviours", "behaviours"],
  ] as const) {
    const said = framework.competencies.flatMap((each) =>
      "use" in each || each.domain !== domain ? [] : [each.definition ?? each.title.slice(each.title.indexOf(": ") + 2)],
    );
    compare(
      `${key.toLowerCase()}, word for word`,
      said,
      valuesOf(at(raw, key)).map((each) => plain(at(each, "description"))),
    );
  }
  compare(
    "levels and expectations",
    [framework.levels.length, expectationsOf(framework).length],
    [1, valuesOf(raw).flatMap(valuesOf).length],
  );
}

async function occupations(): Promise<void> {
  for (const file of globSync("onet-ctdl/*.json", { cwd: folder ?? "" }).toSorted()) {
    source(`CTDL-ASN: ${file}`);
    const path = join(folder ?? "", file);
    const nodes = valuesOf(at(jsonOf(path), "@graph")).filter((node) => at(node, "@type") === "ceasn:Competency");
    const leaves = nodes.filter((node) => valuesOf(at(node, "ceasn:hasChild")).length === 0);
    const parents = new Set(leaves.map((node) => String(valuesOf(at(node, "ceasn:isChildOf"))[0])));
    const framework = await bring(path);
    compare("domains", framework.domains.length, parents.size);
    compare(
      "competencies, by name",
      sorted(titlesOf(framework)),
      sorted(leaves.map((node) => plain(at(node, "ceasn:competencyLabel", "en-us")))),
    );
    compare(
      "definitions, word for word",
      sorted(framework.competencies.flatMap((each) => ("use" in each ? [] : [plain(each.definition)]))),
      sorted(leaves.map((node) => plain(at(node, "ceasn:competencyText", "en-us")))),
    );
  }
}

try {
  await caseOut();
  await caseIn("case-opencase-compeito/opencase_round_trip_baseline.json");
  await caseIn("examples/case-cfpackage.valid.json");
  await matrix("mercari-engineering-ladder/en/engineering_ladder.csv");
  await matrix("mercari-engineering-ladder/jp/engineering_ladder.csv");
  await government();
  await apprenticeship();
  await occupations();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
say(differences === 0 ? "\nEverything came over as the files hold it." : `\n${differences} differences.`);
process.exitCode = differences === 0 ? 0 : 1;
