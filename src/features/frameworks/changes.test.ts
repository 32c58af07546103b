import { describe, expect, test } from "vitest";
import { drafting, ovens, refusal, team } from "../../../test/authoring.ts";
import { bakery } from "../../../test/bakery.ts";

const { house, ruth, dana, paul, asRuth, asPaul, asDana, published, opened, save, approved, publish } = await drafting();
const diff = (slug: string, from: number | "draft" | "latest", to?: number | "draft" | "latest", as = asPaul) =>
  as("GET", "/frameworks/:slug/diff", { slug, from, ...(to === undefined ? {} : { to }) });

/** Three versions: the ovens reworded with another meaning, then the team with the same one and the bread asked for more. */
async function history(): Promise<string> {
  const slug = await opened();
  await save(asRuth, slug, ovens);
  await publish(asRuth, slug, await approved(slug), { reason: "Four ovens now." });
  await asRuth("PUT", "/frameworks/:slug/draft", { slug });
  await save(asRuth, slug, team, {
    op: "change",
    entity: "expectation",
    id: "head-bread",
    parent: "head-baker",
    field: "target",
    before: 3,
    after: 4,
  });
  await publish(asRuth, slug, await approved(slug), {
    choices: { "head-team": { class: "editorial", reason: "The same in other words." } },
  });
  return slug;
}

describe("two versions", () => {
  test("are compared by anybody, any two of them, with the worst class of the steps between", async () => {
    const slug = await history();
    expect(await diff(slug, 1, 2)).toMatchObject({ from: 1, to: 2, classes: { "head-ovens": "substantive" } });
    const all = await diff(slug, 1);
    expect([all.from, all.to]).toEqual([1, 3]);
    expect(all.classes).toEqual({ "head-bread": "retarget", "head-ovens": "substantive", "head-team": "editorial" });
    expect(all.changes.map(({ op, entity, id, field }) => `${op} ${entity} ${id} ${field}`)).toEqual([
      "change expectation head-bread target",
      "change expectation head-ovens markers",
      "change expectation head-team markers",
    ]);
    expect(Object.fromEntries(all.lineage.map(({ expectation, kind }) => [expectation, kind]))).toMatchObject({
      "head-bread": "kept",
      "head-ovens": "reworded",
      "head-team": "reworded",
    });
  });

  test("may be compared backwards, and one with itself has nothing to tell", async () => {
    const slug = await history();
    const back = await diff(slug, 3, 1);
    expect(back.classes).toEqual((await diff(slug, 1, 3)).classes);
    expect(back.changes.find(({ field }) => field === "target")).toMatchObject({ before: 4, after: 3 });
    expect(await diff(slug, 2, 2)).toMatchObject({ changes: [], words: {}, classes: {} });
  });

  test("one of which is the draft, by those who may read it", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    expect(await diff(slug, "latest", "draft", asRuth)).toMatchObject({ from: 1, to: null, classes: { "head-ovens": "substantive" } });
    expect(await refusal(diff(slug, "latest", "draft"))).toMatchObject({ status: 404 });
    for (const version of [2, 99]) expect(await refusal(diff(slug, 1, version))).toMatchObject({ status: 404 });
    expect(await refusal(diff("cellar", 1))).toMatchObject({ status: 404 });
    expect(await refusal(diff(await published(), 1, "draft", asRuth))).toMatchObject({ status: 404 });
  });

  test("call inherited competencies as their library does", async () => {
    await house.publish({ ...library, id: "house-values" });
    const slug = await opened();
    await save(asRuth, slug, {
      op: "change",
      entity: "expectation",
      id: "head-honesty",
      parent: "head-baker",
      field: "target",
      before: 2,
      after: 3,
    });
    expect((await diff(slug, 1, "draft", asRuth)).names).toEqual({
      "expectation/head-honesty": "Honesty above all",
      "level/head-baker": "Head Baker",
    });
  });
});

const library = {
  rungs: "framework@1" as const,
  kind: "library" as const,
  title: "House values",
  scale: bakery.scale,
  domains: [{ id: "values", title: "Values" }],
  competencies: [{ id: "honesty", domain: "values", title: "Honesty above all" }],
};

describe("since somebody's last review", () => {
  test("they read what changed at their level and the next, and nothing of other levels", async () => {
    const slug = await opened();
    await house.place(paul, `${slug}/baker`, "2024-01-01");
    await house.rate(paul, `${slug}/baker`, { "baker-bread": 2 }, { by: ruth, on: "2026-03-09", cycle: "Spring" });
    await save(
      asRuth,
      slug,
      ovens,
      { op: "change", entity: "competency", id: "bread", field: "definition", before: "Baking it.", after: "Baking it well." },
      { op: "change", entity: "level", id: "baker", field: "scope", after: "The shop." },
      { op: "change", entity: "track", id: "lead", field: "title", before: "Lead", after: "Leads" },
    );
    await publish(asRuth, slug, await approved(slug), { choices: { "baker-bread": { class: "editorial", reason: "The same." } } });
    const { since } = await asPaul("GET", "/frameworks/:slug/changed-since", { slug });
    expect(since).toMatchObject({
      then: { version: 1, cycle: "Spring", on: "2026-03-09" },
      now: { version: 2, effectiveOn: "2026-11-21" },
      yours: 1,
      levels: [
        { id: "baker", relation: "is" },
        { id: "head-baker", relation: "towards" },
        { id: "master", relation: "towards" },
      ],
      classes: { "baker-bread": "editorial", "head-bread": "substantive", "head-ovens": "substantive", "master-bread": "substantive" },
    });
    expect(since?.changes.map(({ entity, id }) => `${entity} ${id}`)).toEqual([
      "competency bread",
      "level baker",
      "expectation head-ovens",
    ]);
    expect(since?.lineage.map(({ expectation, kind }) => `${kind} ${expectation}`).toSorted()).toEqual([
      "reworded baker-bread",
      "reworded head-bread",
      "reworded head-ovens",
      "reworded master-bread",
    ]);
  });

  test("nothing is told to who had no review here, and no change where nothing changed", async () => {
    const slug = await published();
    expect(await asDana("GET", "/frameworks/:slug/changed-since", { slug })).toMatchObject({ slug, since: null });
    await house.place(dana, `${slug}/master`);
    await house.rate(dana, `${slug}/master`, { "master-bread": 2 }, { by: ruth });
    const { since } = await asDana("GET", "/frameworks/:slug/changed-since", { slug });
    expect(since).toMatchObject({
      then: { version: 1 },
      now: { version: 1 },
      changes: [],
      lineage: [],
      levels: [{ id: "master", relation: "is" }],
    });
  });
});
