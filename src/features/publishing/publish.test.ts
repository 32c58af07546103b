import { CompiledQuery } from "kysely";
import { describe, expect, test } from "vitest";
import { drafting, ovens, refusal, team } from "../../../test/authoring.ts";
import { bakery } from "../../../test/bakery.ts";
import type { Change } from "../../core/framework/diff.ts";

const { house, ruth, dana, asRuth, asInes, asDana, opened, save, approved, publish, revisionOf } = await drafting();
const of = (slug: string) => ({ slug });
const latest = (slug: string) => asDana("GET", "/frameworks/:slug/versions/:version", { slug, version: "latest" });

describe("publishing", () => {
  test("makes the next version of what was approved, tells what became of each expectation, and leaves no draft", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens, team);
    const revision = await approved(slug);
    const { version, hash } = await publish(asRuth, slug, revision, {
      choices: { "head-team": { class: "editorial", reason: "The same in other words." } },
      effectiveOn: "2027-01-01",
    });
    const read = await latest(slug);
    expect(read.version).toMatchObject({
      version,
      hash,
      reason: "It is time.",
      publishedBy: "Ruth",
      effectiveOn: "2027-01-01",
      state: "published",
    });
    expect(read.content.levels[1]?.expectations[1]?.markers).toEqual(["Fires four ovens."]);
    expect(await refusal(asRuth("GET", "/frameworks/:slug/draft", of(slug)))).toMatchObject({ status: 404 });
    const told = await asDana("GET", "/frameworks/:slug/diff", { slug, from: 1, to: 2 });
    expect(told.classes).toEqual({ "head-ovens": "substantive", "head-team": "editorial" });
    expect(told.lineage.filter(({ kind }) => kind !== "kept")).toEqual([
      { expectation: "head-ovens", kind: "reworded", from: ["head-ovens"] },
      { expectation: "head-team", kind: "reworded", from: ["head-team"] },
    ]);
    expect(told.words["0"]).toEqual([
      { kind: "same", text: "Fires " },
      { kind: "removed", text: "three" },
      { kind: "added", text: "four" },
      { kind: "same", text: " ovens." },
    ]);
    expect(told.names).toEqual({ "expectation/head-ovens": "Ovens", "expectation/head-team": "Team", "level/head-baker": "Head Baker" });
  });

  test("refuses a revision that somebody edited since the dialog was opened, and shows how it stands", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    const revision = await approved(slug);
    await save(asInes, slug, team);
    expect(await refusal(publish(asRuth, slug, revision))).toMatchObject({
      status: 412,
      code: "stale",
      current: { revision: revision + 1, updatedBy: { name: "Ines" } },
    });
    expect((await latest(slug)).version.version).toBe(1);
  });

  test("refuses what is in force already, what has errors, and a day that is over; the draft stays", async () => {
    const slug = await opened();
    let revision = await approved(slug);
    expect(await refusal(publish(asRuth, slug, revision))).toMatchObject({
      status: 400,
      message: expect.stringContaining("word for word"),
    });
    await save(asRuth, slug, { op: "change", entity: "level", id: "baker", field: "title", before: "Baker", after: "" });
    revision = await approved(slug);
    expect(await refusal(publish(asRuth, slug, revision))).toMatchObject({ status: 400, paths: ["/levels/0/title"] });
    await save(asRuth, slug, { op: "change", entity: "level", id: "baker", field: "title", before: "", after: "Junior baker" });
    revision = await approved(slug);
    expect(await refusal(publish(asRuth, slug, revision, { effectiveOn: "2026-11-20" }))).toMatchObject({
      status: 400,
      paths: ["/effectiveOn"],
    });
    expect(await revisionOf(slug)).toBe(revision);
    expect(await publish(asRuth, slug, revision)).toMatchObject({ version: 2 });
  });

  test("refuses a class for words that have not changed, one without a reason, and a lineage of nothing", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    const revision = await approved(slug);
    const editorial = (id: string, reason: string) => ({ choices: { [id]: { class: "editorial" as const, reason } } });
    expect(await refusal(publish(asRuth, slug, revision, editorial("head-team", "Why not")))).toMatchObject({
      status: 400,
      paths: ["/choices/head-team"],
    });
    expect(await refusal(publish(asRuth, slug, revision, editorial("head-ovens", "")))).toMatchObject({
      status: 400,
      paths: ["/choices/head-ovens/reason"],
    });
    expect(
      await refusal(
        publish(asRuth, slug, revision, { lineage: [{ expectation: "head-ovens", kind: "merged", from: ["head-team", "cellar"] }] }),
      ),
    ).toMatchObject({ status: 400, paths: ["/lineage/0/from/1"] });
    expect(await refusal(publish(asRuth, slug, revision, { scaleMap: { 1: 1 } }))).toMatchObject({ status: 400, paths: ["/scaleMap"] });
  });

  test("takes the author's word for what became of an expectation", async () => {
    const slug = await opened();
    const added = (id: string): Change => ({
      op: "add",
      entity: "expectation",
      id,
      parent: "head-baker",
      at: 2,
      after: { id, competency: "team", target: 2, markers: [`${id}.`] },
    });
    const [gone] = bakery.levels[1]?.expectations.filter(({ id }) => id === "head-ovens") ?? [];
    const { content } = await asRuth("GET", "/frameworks/:slug/draft", of(slug));
    const before = content.levels[1]?.expectations.find(({ id }) => id === gone?.id);
    await save(
      asRuth,
      slug,
      { op: "remove", entity: "expectation", id: "head-ovens", parent: "head-baker", at: 1, before },
      added("head-rota"),
    );
    const revision = await approved(slug);
    await publish(asRuth, slug, revision, { lineage: [{ expectation: "head-rota", kind: "merged", from: ["head-ovens", "head-team"] }] });
    const { lineage } = await asDana("GET", "/frameworks/:slug/diff", { slug, from: 1 });
    expect(lineage.filter(({ kind }) => kind !== "kept")).toEqual([
      { expectation: "head-rota", kind: "merged", from: ["head-ovens", "head-team"] },
    ]);
  });

  test("pressed twice publishes once", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    const revision = await approved(slug);
    const go = (key: string) =>
      asRuth(
        "POST",
        "/frameworks/:slug/draft/publish",
        { slug, reason: "Once.", effectiveOn: "2026-11-21", ifRevision: revision },
        { headers: { "idempotency-key": key } },
      );
    const [first, second] = await Promise.all([go("p-1"), go("p-1")]);
    expect(first).toEqual(second);
    expect((await latest(slug)).version.version).toBe(2);
  });

  test("is written down: who, which version, which hash", async () => {
    const entries = await house.within((tx) =>
      tx.selectFrom("audit").select(["actor_id", "details"]).where("action", "=", "framework.publish").execute(),
    );
    expect(entries.length).toBeGreaterThan(3);
    for (const { actor_id, details } of entries) {
      expect([ruth.personId, dana.personId]).toContain(actor_id);
      expect(details).toMatchObject({
        framework: expect.stringMatching(/^bakery-/),
        version: 2,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
    }
  });
});

test("a version and what was written with it cannot be changed, by anybody's request or mistake", async () => {
  const attempt = (text: string) =>
    house
      .within((tx) => tx.executeQuery(CompiledQuery.raw(text)))
      .then(
        () => "changed",
        (error: unknown) => String(error),
      );
  for (const table of [
    "framework_version set content",
    "framework_version set effective_on",
    "level set title",
    "expectation set target",
    "version_lineage set kind",
    "draft_edit set changes",
    "approval set decision",
    "released_report set document",
  ])
    expect(await attempt(`update rungs.${table} = null`), table).toContain("permission denied");
  for (const table of [
    "framework_version",
    "expectation",
    "version_lineage",
    "draft_edit",
    "approval",
    "released_report",
    "version_move",
    "draft_note",
  ])
    expect(await attempt(`delete from rungs.${table}`), table).toContain("permission denied");
});
