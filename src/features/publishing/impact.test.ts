import { describe, expect, test } from "vitest";
import { drafting, ovens, refusal, team } from "../../../test/authoring.ts";
import { bakery } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import type { Person } from "../../../test/world.ts";
import type { Change } from "../../core/framework/diff.ts";

const { w, house, ruth, asRuth, asDana, dana, opened, save, approved, publish, revisionOf } = await drafting();
const impactOf = (slug: string, more: object = {}, as = asRuth) => as("POST", "/frameworks/:slug/draft/impact", { slug, ...more });

/** Bakers on a ladder with an open draft: Amara rated for the next level, Bo rated at his own, Cleo never rated. */
async function bakers() {
  const slug = await opened();
  const [amara, bo, cleo] = [await house.person("Amara", { manager: dana }), await house.person("Bo"), await house.person("Cleo")];
  await house.place(amara, `${slug}/baker`);
  await house.place(bo, `${slug}/head-baker`);
  await house.place(cleo, `${slug}/master`);
  await house.rate(amara, `${slug}/head-baker`, { "head-bread": 3, "head-ovens": 3, "head-team": 2, "head-honesty": 2 }, { by: ruth });
  await house.rate(
    bo,
    `${slug}/head-baker`,
    { "head-bread": 3, "head-ovens": 2, "head-team": 3 },
    { by: ruth, on: "2026-06-01", cycle: "Summer" },
  );
  return { slug, amara, bo, cleo };
}
const report = async (slug: string, who: Person, level: string) =>
  (await asRuth("GET", "/people/:personId/gap", { personId: who.personId, target: `${slug}/${level}` })).report?.readiness;

describe("impact", () => {
  test("is for each whom it touches what their gap report says before, and will say once it is published and they are moved", async () => {
    const { slug, amara, bo } = await bakers();
    const raised: Change = {
      op: "change",
      entity: "expectation",
      id: "head-bread",
      parent: "head-baker",
      field: "target",
      before: 3,
      after: 4,
    };
    await save(asRuth, slug, ovens, team, raised);
    const choices = { "head-team": { class: "editorial" as const, reason: "The same, said more plainly." } };
    const found = await impactOf(slug, { choices });
    expect(found).toMatchObject({
      version: 2,
      currentVersion: 1,
      considered: 3,
      total: 2,
      ratingsOf: "2026-06-01",
      next: null,
      problems: [],
    });
    expect(found.classes).toEqual({ "head-bread": "retarget", "head-ovens": "substantive", "head-team": "editorial" });
    expect(found.people.map(({ person, relation, level, newlyUnassessed }) => [person.name, relation, level, newlyUnassessed])).toEqual([
      ["Amara", "towards", "head-baker", ["head-ovens"]],
      ["Bo", "is", "head-baker", ["head-ovens"]],
    ]);
    for (const { person, before } of found.people)
      expect(before).toEqual(await report(slug, person.name === "Amara" ? amara : bo, "head-baker"));

    await publish(asRuth, slug, await approved(slug), { choices });
    const before = found.people.map(({ before: range }) => range);
    expect([await report(slug, amara, "head-baker"), await report(slug, bo, "head-baker")]).toEqual(before);
    await asRuth("POST", "/frameworks/:slug/moves", { slug, toVersion: 2, on: "2026-11-21" });
    const after = found.people.map(({ after: range }) => range);
    expect([await report(slug, amara, "head-baker"), await report(slug, bo, "head-baker")]).toEqual(after);
  });

  test("tells which cycles stay on which version, for how many", async () => {
    const { slug } = await bakers();
    await save(asRuth, slug, ovens);
    expect((await impactOf(slug)).cycles.map(({ title, state, version, participants }) => [title, state, version, participants])).toEqual([
      ["Summer", "released", 1, 1],
      ["Cycle 2026-03-09", "released", 1, 1],
    ]);
  });

  test("touches nobody with words that were read and found to mean the same, nor with what no report is about", async () => {
    const { slug } = await bakers();
    await save(asRuth, slug, team, { op: "change", entity: "level", id: "head-baker", field: "scope", after: "Nights." });
    expect(await impactOf(slug, { choices: { "head-team": { class: "editorial", reason: "" } } })).toMatchObject({
      considered: 3,
      total: 0,
      people: [],
    });
    expect((await impactOf(slug)).total).toBe(2);
  });

  test("shows a level that goes, and who stands there", async () => {
    const { slug } = await bakers();
    const { content } = await asRuth("GET", "/frameworks/:slug/draft", { slug });
    const without = {
      ...content,
      levels: content.levels.filter(({ id }) => id !== "master"),
      transitions: content.transitions.filter(({ to }) => to !== "master"),
    };
    await asRuth("PUT", "/frameworks/:slug/draft", { slug, content: without, ifRevision: await revisionOf(slug) });
    const { people, lineage } = await impactOf(slug);
    expect(people.map(({ person, relation, levelTitle, after }) => [person.name, relation, levelTitle, after])).toEqual([
      ["Amara", "towards", "Master Baker", null],
      ["Cleo", "is", "Master Baker", null],
    ]);
    expect(lineage).toContainEqual({ expectation: "master-bread", kind: "retired", from: [] });
  });

  test("counts whose next level is here from another ladder, against the version that is in force", async () => {
    const { slug } = await bakers();
    const other = `${slug}-shop`;
    await house.publish({ ...bakery, id: other, transitions: [{ from: "baker", to: `${slug}/head-baker`, kind: "promotion" }] });
    const dora = await house.person("Dora");
    await house.place(dora, `${other}/baker`);
    await house.rate(dora, `${slug}/head-baker`, { "head-ovens": 3 }, { by: ruth });
    await save(asRuth, slug, ovens);
    const { people } = await impactOf(slug);
    const found = people.find(({ person }) => person.name === "Dora");
    expect(found).toMatchObject({ relation: "towards", level: "head-baker", version: 1, newlyUnassessed: ["head-ovens"] });
    expect(found?.before).toEqual(await report(slug, dora, "head-baker"));
  });

  test("names only those whose results one may read, and counts the others", async () => {
    const { slug } = await bakers();
    await save(asRuth, slug, ovens);
    await house.grant(dana, "author", { framework: slug });
    const { total, people } = await impactOf(slug, {}, asDana);
    expect([total, people.map(({ person }) => person.name)]).toEqual([2, ["Amara"]]);
  });

  test("comes page by page, the largest effect first", async () => {
    const slug = await opened();
    for (let at = 0; at < 7; at += 1) {
      const who = await house.person(`Page ${at}`);
      await house.place(who, `${slug}/head-baker`);
      await house.rate(who, `${slug}/head-baker`, { "head-ovens": 1 + (at % 3), "head-team": 3 }, { by: ruth });
    }
    await save(asRuth, slug, ovens, team);
    const all = (await impactOf(slug)).people;
    const names: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: { people: typeof all; next: string | null } = await impactOf(slug, { limit: 3, ...(cursor ? { cursor } : {}) });
      names.push(...page.people.map(({ person }) => person.name));
      cursor = page.next;
    }
    expect(names).toEqual(all.map(({ person }) => person.name));
    const effect = all.map(({ before, after }) => Math.max(before.low - (after?.low ?? 0), (after?.high ?? 1) - before.high));
    expect(effect).toEqual(effect.toSorted((a, b) => b - a));
    expect(new Set(names).size).toBe(7);
  });

  test("asks the database as often for many as for few", async () => {
    const { slug } = await bakers();
    await save(asRuth, slug, ovens);
    await impactOf(slug);
    const few = (await statements(() => impactOf(slug))).texts.length;
    for (let at = 0; at < 10; at += 1) {
      const who = await house.person(`Many ${at}`);
      await house.place(who, `${slug}/head-baker`);
      await house.rate(who, `${slug}/head-baker`, { "head-ovens": 3 }, { by: ruth });
    }
    const { result, texts } = await statements(() => impactOf(slug));
    expect(result.total).toBe(12);
    expect(texts.length).toBe(few);
    expect(few).toBeLessThanOrEqual(8);
  });

  test("of a draft with errors is the errors, and of a first version what is new", async () => {
    const { slug } = await bakers();
    await save(asRuth, slug, ovens, { op: "change", entity: "level", id: "baker", field: "title", before: "Baker", after: "" });
    expect(await impactOf(slug)).toMatchObject({ total: 0, people: [], problems: [{ node: "level/baker" }] });
    await asRuth("POST", "/frameworks", { from: { template: "operations" }, title: "Operations", slug: "operations" });
    const first = await impactOf("operations");
    expect(first).toMatchObject({ version: 1, currentVersion: null, changes: [], considered: 0, total: 0 });
    expect(new Set(first.lineage.map(({ kind }) => kind))).toEqual(new Set(["new"]));
  });

  test("is refused for decisions that fit nothing, by their place", async () => {
    const { slug } = await bakers();
    await save(asRuth, slug, ovens);
    expect(await refusal(impactOf(slug, { choices: { "head-team": { class: "editorial", reason: "x" } } }))).toMatchObject({
      status: 400,
      paths: ["/choices/head-team"],
    });
  });
});

test("where the scale changes, ratings move with the points that the author maps, and go stale without", async () => {
  const { slug, bo } = await bakers();
  const { content } = await asRuth("GET", "/frameworks/:slug/draft", { slug });
  const scale = [1, 2, 3].map((value) => ({ value, label: `Point ${value}` }));
  const levels = content.levels.map((level) => ({
    ...level,
    expectations: level.expectations.map((each) => ({ ...each, target: Math.min(each.target, 3) })),
  }));
  await asRuth("PUT", "/frameworks/:slug/draft", { slug, content: { ...content, scale, levels }, ifRevision: await revisionOf(slug) });
  const stale = await impactOf(slug);
  expect(stale.people.find(({ person }) => person.name === "Bo")?.after).toEqual({ low: 0, high: 1 });
  const scaleMap = { 1: 1, 2: 2, 3: 3, 4: 3 };
  const mapped = (await impactOf(slug, { scaleMap })).people.find(({ person }) => person.name === "Bo");
  // Bo's three and two stand where they stood, on a shorter scale that asks for as much: nothing moves for him.
  expect(mapped).toBeUndefined();
  await publish(asRuth, slug, await approved(slug), { scaleMap });
  const before = await report(slug, bo, "head-baker");
  await asRuth("POST", "/frameworks/:slug/moves", { slug, toVersion: 2, on: "2026-11-21" });
  expect(await report(slug, bo, "head-baker")).toEqual(before);
  expect(w.clock.now.toISOString()).toContain("2026-11-21");
});
