import { describe, expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { world } from "../../../test/world.ts";
import { lint } from "../../core/framework/check.ts";
import { Framework } from "../../core/framework/document.ts";
import { readAs, writeAs, type Format } from "../../core/framework/formats/read.ts";

const w = await world();
const house = await w.organisation();
const [ruth, omar] = [await house.person("Ruth"), await house.person("Omar")];
await house.grant(ruth, "people-partner");
const [asRuth, asOmar] = [await w.as(ruth), await w.as(omar)];
const ladder = Framework.parse(bakery);

let count = 0;
async function published(): Promise<{ slug: string; framework: Framework }> {
  count += 1;
  const framework = { ...ladder, id: `bakery-${count}` };
  await house.publish(framework);
  return { slug: framework.id, framework };
}
async function fileOf(framework: Framework, format: Format = "xlsx"): Promise<string> {
  return Buffer.from((await writeAs(format, framework)).content).toString("base64");
}
const statements = ({ levels, competencies }: Framework) =>
  levels.flatMap(({ expectations }) => expectations.flatMap(({ markers }) => markers)).length +
  competencies.flatMap((competency) => ("use" in competency ? [] : competency.markers)).length;

describe("templates", () => {
  test("are free of errors, and fewer than one statement in twenty is warned about", async () => {
    const { items } = await asOmar("GET", "/templates", {});
    expect(items.length).toBeGreaterThanOrEqual(10);
    for (const { id, statements: many } of items) {
      const { content } = await asOmar("GET", "/templates/:template", { template: id });
      const { problems } = lint(content);
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(problems.length / many, id).toBeLessThan(0.05);
      expect(statements(content)).toBe(many);
    }
  });

  test("say who may begin a ladder from them", async () => {
    expect((await asRuth("GET", "/templates", {})).can).toEqual({ create: true });
    expect((await asOmar("GET", "/templates", {})).can).toEqual({ create: false });
  });

  test("can be taken away as a workbook, an empty one among them", async () => {
    const { name, mediaType, content } = await asOmar("GET", "/templates/:template/export", { template: "operations", format: "xlsx" });
    expect([name, mediaType]).toEqual(["operations.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]);
    expect((await readAs("xlsx", Buffer.from(content))).value).toMatchObject({ id: "operations", title: "Operations" });
    const blank = await asOmar("GET", "/templates/:template/export", { template: "blank", format: "xlsx" });
    expect((await readAs("xlsx", Buffer.from(blank.content))).value).toMatchObject({
      title: "New ladder",
      levels: [],
      tracks: [{ title: "Core" }],
    });
  });
});

describe("an export", () => {
  test.each(["yaml", "json", "xlsx", "csv", "case", "markdown", "html"] as const)(
    "as %s is the version in force, to be saved under its number",
    async (format) => {
      const { slug, framework } = await published();
      const reply = await w.app.request(`/api/v1/frameworks/${slug}/export?format=${format}`, {
        headers: { cookie: await w.cookie(omar) },
      });
      expect(reply.status).toBe(200);
      expect(reply.headers.get("content-disposition")).toMatch(new RegExp(`^attachment; filename="${slug}-1\\.`));
      expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
      expect(Buffer.compare(Buffer.from(await reply.arrayBuffer()), Buffer.from((await writeAs(format, framework)).content))).toBe(0);
    },
  );

  test("of the draft is for those who may read drafts", async () => {
    const { slug } = await published();
    await asRuth("PUT", "/frameworks/:slug/draft", { slug });
    const wanted = { slug, format: "json", version: "draft" } as const;
    expect((await asRuth("GET", "/frameworks/:slug/export", wanted)).name).toBe(`${slug}-draft.json`);
    await expect(asOmar("GET", "/frameworks/:slug/export", wanted)).rejects.toMatchObject({ status: 404 });
  });

  test("of what is not there is not found", async () => {
    const { slug } = await published();
    await expect(asRuth("GET", "/frameworks/:slug/export", { slug, format: "yaml", version: 7 })).rejects.toMatchObject({ status: 404 });
    await expect(asRuth("GET", "/frameworks/:slug/export", { slug, format: "yaml", version: "draft" })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe("a file that is brought", () => {
  test("is shown as what it would change, and changes nothing", async () => {
    const { slug, framework } = await published();
    const [first, ...rest] = framework.levels;
    if (first === undefined) throw new Error("The ladder has no levels.");
    const file = await fileOf({ ...framework, levels: [{ ...first, title: "Apprentice" }, ...rest] });
    const preview = await asRuth("POST", "/frameworks/:slug/import", { slug, file, fileName: "ours.xlsx" });
    expect(preview).toMatchObject({ format: "xlsx", base: { slug, revision: null, version: 1 }, problems: [], notes: [], table: null });
    expect(preview.changes).toEqual([
      { op: "change", entity: "level", id: first.id, field: "title", before: first.title, after: "Apprentice" },
    ]);
    await expect(asRuth("GET", "/frameworks/:slug/draft", { slug })).rejects.toMatchObject({ status: 404 });
  });

  test("is held against the draft where there is one, and taken over into it", async () => {
    const { slug, framework } = await published();
    await asRuth("PUT", "/frameworks/:slug/draft", { slug, content: { ...framework, title: "Bakers" } });
    const [draft, file] = [await asRuth("GET", "/frameworks/:slug/draft", { slug }), await fileOf({ ...framework, title: "Bread" })];
    const { base, changes, content } = await asRuth("POST", "/frameworks/:slug/import", { slug, file, fileName: "ours.xlsx" });
    expect(base).toMatchObject({ revision: draft.revision, title: expect.any(String) });
    expect(changes).toMatchObject([{ field: "title", before: "Bakers", after: "Bread" }]);
    await asRuth("PUT", "/frameworks/:slug/draft", { slug, content: { ...content }, ifRevision: draft.revision });
    expect((await asRuth("GET", "/frameworks/:slug/draft", { slug })).content).toEqual({ ...framework, title: "Bread" });
  });

  test("of a new framework is all additions; one whose id is known is held against that", async () => {
    const { slug, framework } = await published();
    const fresh = await asRuth("POST", "/frameworks/import", {
      file: await fileOf({ ...framework, id: "patisserie" }),
      fileName: "new.xlsx",
    });
    expect(fresh.base).toBeNull();
    expect(new Set(fresh.changes.map(({ op }) => op))).toEqual(new Set(["add"]));
    expect(fresh.content).toMatchObject({ id: "patisserie", levels: framework.levels });
    const known = await asRuth("POST", "/frameworks/import", { file: await fileOf(framework, "yaml"), fileName: "again.yaml" });
    expect(known).toMatchObject({ base: { slug, version: 1 }, changes: [] });
  });

  test("is read as the ladder it is to change, whatever it calls itself", async () => {
    const { slug, framework } = await published();
    const { content, notes } = await asRuth("POST", "/frameworks/:slug/import", {
      slug,
      file: await fileOf({ ...framework, id: "elsewhere" }, "json"),
      fileName: "other.json",
    });
    expect(content?.id).toBe(slug);
    expect(notes).toMatchObject([{ message: `The file calls itself “elsewhere”; its content is read into “${slug}”.`, line: 3 }]);
  });

  test("has its faults named by cell", async () => {
    const { slug } = await published();
    const file = Buffer.from("Level;Competency;Asked;Statements\nHead;Ovens;Superb;Says when a batch is done\n").toString("base64");
    const { problems, table } = await asRuth("POST", "/frameworks/:slug/import", { slug, file, fileName: "one.csv" });
    expect(problems).toContainEqual(expect.objectContaining({ code: "schema", cell: "C2", line: 2, column: 12 }));
    expect(table).toMatchObject({
      layout: "long",
      rows: 1,
      columns: [{ heading: "Level", field: "level" }, { field: "competency" }, { field: "target" }, { field: "statements" }],
    });
  });

  test("that is too broken to be a draft is told of, and cannot be taken over", async () => {
    const { slug } = await published();
    const broken = await asRuth("POST", "/frameworks/:slug/import", {
      slug,
      file: Buffer.from("PK\u0003\u0004 no more").toString("base64"),
      fileName: "half.xlsx",
    });
    expect(broken).toMatchObject({
      content: null,
      changes: [],
      problems: [{ code: "syntax", message: expect.stringContaining("damaged") }],
    });
  });

  test("may be read in another way than it was guessed", async () => {
    const { slug } = await published();
    const file = Buffer.from("Thema,Kneter,Meister\nOfen,Backt,Plant\n").toString("base64");
    const turned = { layout: "levels-as-rows", keep: true } as const;
    const guessed = await asRuth("POST", "/frameworks/:slug/import", { slug, file, fileName: "theirs.csv", table: { keep: true } });
    expect(guessed.changes.filter(({ entity, op }) => entity === "level" && op === "add").map(({ id }) => id)).toEqual([
      "kneter",
      "meister",
    ]);
    const asked = await asRuth("POST", "/frameworks/:slug/import", { slug, file, fileName: "theirs.csv", table: turned });
    expect(asked.changes.filter(({ entity, op }) => entity === "level" && op === "add").map(({ id }) => id)).toEqual(["ofen"]);
  });

  test("is refused where it is no base64, too large, or of a kind that is only written", async () => {
    const { slug } = await published();
    const send = (file: string, fileName: string) => asRuth("POST", "/frameworks/:slug/import", { slug, file, fileName });
    await expect(send("not base64!", "a.csv")).rejects.toMatchObject({ status: 400, problems: [{ path: "/file" }] });
    await expect(send("A".repeat(9_000_000), "a.csv")).rejects.toMatchObject({ status: 413 });
    await expect(send("PGI+", "a.html")).rejects.toMatchObject({ status: 400, message: "Rungs writes HTML but does not read it." });
  });

  test("is a people partner's, or an author's for their own ladder", async () => {
    const { slug, framework } = await published();
    const file = await fileOf(framework, "json");
    await expect(asOmar("POST", "/frameworks/import", { file, fileName: "a.json" })).rejects.toMatchObject({ status: 403 });
    await expect(asOmar("POST", "/frameworks/:slug/import", { slug, file, fileName: "a.json" })).rejects.toMatchObject({ status: 403 });
    await house.grant(omar, "author", { framework: slug });
    const own = await w.as(omar);
    expect((await own("POST", "/frameworks/:slug/import", { slug, file, fileName: "a.json" })).changes).toEqual([]);
    const other = await published();
    await expect(own("POST", "/frameworks/:slug/import", { slug: other.slug, file, fileName: "a.json" })).rejects.toMatchObject({
      status: 403,
    });
  });
});
