import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { v7 } from "uuid";
import { folded, rankOf } from "../../core/search/rank.ts";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation("Alder House");
const elsewhere = await w.organisation("Beech Court");
const ladder = (id: string, title: string, levels: readonly string[]) => ({
  rungs: "framework@1" as const,
  id,
  kind: "ladder" as const,
  title,
  scale: [{ value: 1, label: "Yes" }],
  domains: [{ id: "care", title: "Care", kind: "skill" as const }],
  competencies: [{ id: "handover", domain: "care", title: "Handing over the shift" }],
  tracks: [{ id: "core", title: "Core" }],
  levels: levels.map((level, at) => ({
    id: level.toLowerCase().replaceAll(" ", "-"),
    rank: at + 1,
    track: "core",
    title: level,
    roles: at === 0 ? ["Night porter"] : [],
    expectations: [{ id: `handover-${at}`, competency: "handover", target: 1 }],
  })),
});
await house.publish(ladder("care", "Care home", ["Carer", "Senior carer"]));
await elsewhere.publish(ladder("beech-care", "Care at Beech", ["Beech carer"]));

const north = await house.team("North wing");
const łucja = await house.person("Łucja Carerová", { team: north });
await house.place(łucja, "care/senior-carer");
const gone = await house.person("Carys Gone", { leftOn: "2026-11-21" });
const partner = await house.person("Judith Partner");
await house.grant(partner, "people-partner");
const author = await house.person("Aled Author");
const plain = await house.person("Mo Plain", { manager: łucja });
const stranger = await elsewhere.person("Carla Stranger");
await elsewhere.grant(stranger, "people-partner");

const drafts = { "quiet-draft": await draft("quiet-draft", "Carpentry"), "other-draft": await draft("other-draft", "Cartography") };
await house.grant(author, "author", { framework: "quiet-draft" });
async function draft(slug: string, title: string): Promise<string> {
  const framework_id = v7();
  await house.within((tx) =>
    tx.insertInto("framework").values({ org_id: house.orgId, framework_id, slug, kind: "ladder", title }).execute(),
  );
  return framework_id;
}
/** A launched cycle of these people; of nobody: still being set up. */
async function cycle(title: string, ...people: readonly { personId: string }[]): Promise<void> {
  const cycle_id = v7();
  const { framework_id, version } = await house.within((tx) =>
    tx
      .selectFrom("framework_version")
      .innerJoin("framework", "framework.framework_id", "framework_version.framework_id")
      .select(["framework.framework_id", "framework_version.version"])
      .where("slug", "=", "care")
      .executeTakeFirstOrThrow(),
  );
  await house.within(async (tx) => {
    const state = people.length === 0 ? "draft" : "open";
    await tx.insertInto("cycle").values({ org_id: house.orgId, cycle_id, title, state, created_by: partner.personId }).execute();
    for (const { personId } of people)
      await tx
        .insertInto("review")
        .values({
          org_id: house.orgId,
          review_id: v7(),
          cycle_id,
          person_id: personId,
          framework_id,
          version,
          level_id: "carer",
          target_level_ids: ["carer"],
        })
        .execute();
  });
}
await cycle("Care in spring", plain);
await cycle("Care in autumn");

/** What this person finds, as "kind: title", group by group. */
async function finds(who: typeof plain, q: string): Promise<string[]> {
  const { groups } = await (await w.as(who))("GET", "/search", { q });
  return groups.flatMap(({ kind, items }) => items.map(({ title }) => `${kind}: ${title}`));
}

describe("what is found", () => {
  test("by any part of a name, whatever the accents and the case; who has left is not", async () => {
    expect(await finds(plain, "lucja CARER")).toEqual(["person: Łucja Carerová"]);
    expect(await finds(plain, "erová")).toEqual(["person: Łucja Carerová"]);
    expect(await finds(plain, "gone")).toEqual([]);
    expect(gone.name).toContain("Gone");
  });

  test("a level by its title or by a job that is held at it, a competency by its own, a team, a ladder", async () => {
    expect(await finds(plain, "carer")).toEqual(["level: Carer", "level: Senior carer", "person: Łucja Carerová"]);
    expect(await finds(plain, "night")).toEqual(["level: Carer"]);
    expect(await finds(plain, "handing shift")).toEqual(["competency: Handing over the shift"]);
    expect(await finds(plain, "north")).toEqual(["team: North wing"]);
    expect(await finds(plain, "care home")).toEqual(["ladder: Care home"]);
  });

  test("the kind with the best answer comes first", async () => {
    const kinds = (await finds(plain, "care")).map((each) => each.split(":")[0]);
    expect([...new Set(kinds)]).toEqual(["level", "ladder", "cycle", "person"]);
  });

  test("what LIKE would take for a pattern is a sign like any other, and nothing but blanks is refused", async () => {
    expect(await finds(plain, "%")).toEqual([]);
    expect(await finds(plain, "_")).toEqual([]);
    expect(await finds(plain, "\\")).toEqual([]);
    await expect((await w.as(plain))("GET", "/search", { q: "   " })).rejects.toMatchObject({ status: 400 });
  });

  test("more than are shown are said to be there", async () => {
    for (let at = 0; at < 8; at++) await house.person(`Quentin ${at}`);
    const { groups } = await (await w.as(plain))("GET", "/search", { q: "quentin" });
    expect(groups.map(({ kind, items, more }) => ({ kind, items: items.length, more }))).toEqual([
      { kind: "person", items: 6, more: true },
    ]);
  });
});

describe("what one may not see is not found", () => {
  test("a ladder that nobody has published: only by who writes it, people partners and auditors", async () => {
    expect(await finds(plain, "car")).not.toContain("ladder: Carpentry");
    expect(await finds(author, "car")).toEqual(expect.arrayContaining(["ladder: Carpentry"]));
    expect(await finds(author, "car")).not.toContain("ladder: Cartography");
    expect(await finds(partner, "car")).toEqual(expect.arrayContaining(["ladder: Carpentry", "ladder: Cartography"]));
    expect(Object.keys(drafts)).toHaveLength(2);
  });

  test("a cycle: by those who run it, and once it is launched by whoever is in it", async () => {
    expect(await finds(plain, "care in")).toEqual(["cycle: Care in spring"]);
    expect(await finds(łucja, "care in")).toEqual([]);
    expect(await finds(partner, "care in")).toEqual(["cycle: Care in autumn", "cycle: Care in spring"]);
  });

  test("nothing of another organisation, by any value that it could be told by", async () => {
    const theirs = ["Beech", "Stranger", "beech-care", stranger.personId];
    for (const q of ["care", "carer", "beech", "stranger", "handing"]) {
      const reply = JSON.stringify(await (await w.as(partner))("GET", "/search", { q }));
      expect(theirs.filter((value) => reply.includes(value))).toEqual([]);
    }
    expect(await finds(stranger, "care")).toEqual(["ladder: Care at Beech", "level: Beech carer"]);
  });
});

test("one question is one statement, however much is found", async () => {
  const reader = await w.as(partner);
  await reader("GET", "/search", { q: "c" });
  const { texts } = await statements(() => reader("GET", "/search", { q: "c" }));
  expect(texts).toHaveLength(1);
});

test("the database folds and ranks names as the browser does", async () => {
  const text = fc.string({ maxLength: 8, unit: fc.constantFrom(..."aAbéÉłŁØß’` -æïñ%_\\3") });
  const pairs = fc.sample(fc.tuple(text, text), { numRuns: 300, seed: 20_261_122 });
  const { rows } = await house.within((tx) =>
    sql<{
      folded: string;
    }>`select rungs.name_key(pair ->> 0) as folded from jsonb_array_elements(${JSON.stringify(pairs)}::jsonb) as pair`.execute(tx),
  );
  expect(rows.map((row) => row.folded)).toEqual(pairs.map(([name]) => folded(name)));
  // Of everything that was found, the rank is the one that the browser would give.
  for (const q of ["car", "carer", "senior carer", "or car", "care h"]) {
    const { groups } = await (await w.as(plain))("GET", "/search", { q });
    for (const { kind, items } of groups)
      for (const item of items) {
        const named = kind === "level" && "role" in item && item.role !== null ? item.role : item.title;
        expect([item.title, item.rank]).toEqual([item.title, rankOf(named, q)]);
      }
  }
});
