import { describe, expect, test } from "vitest";
import { drafting, refusal } from "../../../test/authoring.ts";
import { bakery, values } from "../../../test/bakery.ts";
import type { Change } from "../../core/framework/diff.ts";
import type { Framework, FrameworkDocument } from "../../core/framework/document.ts";
import { taking } from "../../core/framework/offers.ts";
import { lookedThrough } from "../../db/beginnings.ts";
import { templates } from "../../server/templates.ts";

const { house, asRuth, asPaul, published, opened, save, approved, publish } = await drafting();
const offers = (slug: string) => asRuth("GET", "/frameworks/:slug/offers", { slug });
const library = (markers: string[]): FrameworkDocument => ({
  ...values,
  competencies: [{ id: "honesty", domain: "v", title: "Honesty", markers }],
});
await house.publish(library(["Weighs fairly."]));

describe("a newer version of a library", () => {
  test("is offered to who may write, with the words that differ, and once taken is inherited", async () => {
    const slug = await opened();
    const [revision, other] = [1, await published()];
    expect(await offers(slug)).toEqual({ revision, libraries: [], origin: null });
    await house.publish(library(["Weighs and counts fairly."]));

    const { libraries } = await offers(slug);
    expect(libraries).toMatchObject([
      {
        library: "house-values",
        title: "House values",
        version: 2,
        competencies: [{ id: "honesty", use: "house-values@1/honesty", newer: "house-values@2/honesty", gone: false, same: false }],
      },
    ]);
    expect(libraries[0]?.competencies[0]?.words.markers).toContainEqual({ kind: "added", text: "and counts " });
    // Without a draft it is held against what is in force.
    expect((await offers(other)).revision).toBeNull();
    expect(await refusal(asPaul("GET", "/frameworks/:slug/offers", { slug }))).toMatchObject({ status: 404 });

    const reply = await save(asRuth, slug, ...(libraries[0]?.competencies ?? []).map(taking));
    expect(reply.conflicts).toEqual([]);
    const { inherited } = await asRuth("GET", "/frameworks/:slug/draft", { slug });
    expect(inherited["honesty"]).toMatchObject({ from: "House values 2", markers: ["Weighs and counts fairly."] });
    expect((await offers(slug)).libraries).toEqual([]);
  });
});

describe("what a ladder was begun from", () => {
  const definition = (id: string, before: string | undefined, after: string): Change => ({
    op: "change",
    entity: "competency",
    id,
    field: "definition",
    ...(before === undefined ? {} : { before }),
    after,
  });

  test("another ladder: what changed there since is offered, and what would replace one's own words stands apart", async () => {
    const from = await published();
    const slug = `copy-of-${from}`;
    await asRuth("POST", "/frameworks", { from: { framework: from }, title: "Copy", slug });
    await save(asRuth, slug, definition("bread", "Baking it.", "Our bread."));
    expect((await offers(slug)).origin).toBeNull();
    const anew = bakery.competencies.map((each) =>
      each.id === "bread" || each.id === "ovens" ? { ...each, definition: "As it is done now." } : each,
    );
    await house.publish({ ...bakery, id: from, competencies: anew });

    const { origin } = await offers(slug);
    expect(origin).toMatchObject({ kind: "framework", name: from, version: 2, title: "Bakery" });
    expect(origin?.free.changes).toEqual([definition("ovens", undefined, "As it is done now.")]);
    expect(origin?.against.changes).toEqual([definition("bread", "Our bread.", "As it is done now.")]);
    expect(origin?.against.words[0]).toEqual([
      { kind: "removed", text: "Our bread." },
      { kind: "added", text: "As it is done now." },
    ]);

    const { conflicts } = await save(asRuth, slug, ...(origin?.free.changes ?? []));
    expect(conflicts).toEqual([]);
    const left = (await offers(slug)).origin;
    expect([left?.free.changes, left?.against.changes.length]).toEqual([[], 1]);

    expect(await refusal(asRuth("POST", "/frameworks/:slug/offers/leave", { slug, hash: "0" }))).toMatchObject({ status: 409 });
    expect(await asRuth("POST", "/frameworks/:slug/offers/leave", { slug, hash: left?.hash ?? "" })).toEqual({
      slug,
      basedOn: `framework ${from}@2`,
    });
    expect((await offers(slug)).origin).toBeNull();
    const draft = await asRuth("GET", "/frameworks/:slug/draft", { slug });
    expect([draft.basedOn, draft.content.competencies[0]]).toMatchObject([`framework ${from}@2`, { definition: "Our bread." }]);
  });

  test("a template: what a later release of Rungs changed in it is offered, and the rest stays one's own", async () => {
    const slug = "our-operations";
    await asRuth("POST", "/frameworks", { from: { template: "operations" }, title: "Our operations", slug });
    const shipped = (await templates()).get("operations");
    const [level] = shipped?.levels ?? [];
    if (shipped === undefined || level === undefined) throw new Error("The template is gone.");
    // As it shipped before: the first level had another scope, and the last competency was not there.
    const before: Framework = { ...shipped, levels: [{ ...level, scope: "Something else." }, ...shipped.levels.slice(1)] };
    await house.within((tx) => lookedThrough(tx, slug, { name: "template operations", content: before }));
    await save(asRuth, slug, {
      op: "change",
      entity: "level",
      id: level.id,
      field: "scope",
      before: level.scope,
      after: "Something else.",
    });
    const { origin } = await offers(slug);
    expect(origin).toMatchObject({ kind: "template", name: "operations", version: null });
    expect(origin?.free.changes).toMatchObject([{ entity: "level", id: level.id, field: "scope", after: level.scope }]);
    await save(asRuth, slug, ...(origin?.free.changes ?? []));
    expect((await offers(slug)).origin).toBeNull();
    expect(await publish(asRuth, slug, await approved(slug))).toMatchObject({ version: 1 });
    expect((await offers(slug)).origin).toBeNull();
  });
});

test("no ladder is begun at an address of Rungs itself", async () => {
  for (const slug of ["new", "import"])
    expect(await refusal(asRuth("POST", "/frameworks", { from: { blank: { kind: "ladder" } }, title: "New", slug }))).toMatchObject({
      status: 400,
      paths: ["/slug"],
    });
});

describe("a file that leads into other ladders of the organisation", () => {
  const preview = (document: FrameworkDocument) =>
    asRuth("POST", "/frameworks/import", {
      file: Buffer.from(JSON.stringify(document)).toString("base64"),
      fileName: "bakery.json",
      format: "json",
    });
  const leading = (to: string): FrameworkDocument => ({
    ...bakery,
    id: "brought",
    transitions: [{ from: "baker", to, kind: "lateral" }],
  });

  test("is told before anything is written where it leads to a level that is not there", async () => {
    const slug = await published();
    const { problems } = await preview(leading(`${slug}/cellar`));
    expect(problems.filter(({ severity }) => severity === "error")).toMatchObject([
      { code: "unknown-reference", path: "/transitions/0/to", line: 1 },
    ]);
    expect((await preview(leading(`${slug}/baker`))).problems.filter(({ severity }) => severity === "error")).toEqual([]);
    expect((await preview(leading("nowhere/baker"))).problems.filter(({ severity }) => severity === "error")).toEqual([]);
  });
});
