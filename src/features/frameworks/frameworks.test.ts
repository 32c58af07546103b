import { describe, expect, test } from "vitest";
import { v7 } from "uuid";
import { statements } from "../../../test/queries.ts";
import { world } from "../../../test/world.ts";
import { contentHash } from "../../core/framework/canonical.ts";
import { Framework, type FrameworkDocument } from "../../core/framework/document.ts";
import { Problem } from "../../core/problem.ts";
import { publish } from "../../db/publishing.ts";

const w = await world();
const house = await w.organisation();
const head = await house.person("Head");
const ida = await house.person("Ida", { manager: head });

const ladder = (id: string, title: string, more: Partial<FrameworkDocument> = {}): FrameworkDocument => ({
  rungs: "framework@1",
  id,
  kind: "ladder",
  title,
  scale: [
    { value: 1, label: "Not yet" },
    { value: 2, label: "Yes" },
    { value: 3, label: "Well" },
  ],
  domains: [{ id: "work", title: "Work" }],
  competencies: [{ id: "doing", domain: "work", title: "Doing" }],
  tracks: [
    { id: "core", title: "Core" },
    { id: "side", title: "Side" },
  ],
  levels: [
    { id: "one", rank: 1, track: "core", title: `${title} one`, expectations: [{ id: "one-doing", competency: "doing", target: 2 }] },
    {
      id: "two",
      rank: 2,
      track: "core",
      title: `${title} two`,
      regulated: "RQF 3",
      expectations: [
        { id: "two-doing", competency: "doing", target: 3, weight: 1.5, critical: true },
        { id: "two-more", competency: "doing", target: 2 },
      ],
    },
    { id: "aside", rank: 2, track: "side", title: `${title} aside`, expectations: [{ id: "aside-doing", competency: "doing", target: 2 }] },
  ],
  ...more,
});

await house.publish(
  ladder("care", "Càre", {
    transitions: [
      { from: "one", to: "two", kind: "promotion" },
      { from: "one", to: "aside", kind: "promotion" },
      { from: "two", to: "office/one", kind: "lateral" },
    ],
  }),
);
await house.publish(ladder("office", "Office", { transitions: [{ from: "two", to: "care/two", kind: "lateral" }] }));
await house.publish(ladder("zoo", "Zoo"));
await house.publish({
  rungs: "framework@1",
  id: "values",
  kind: "library",
  title: "Values",
  scale: [{ value: 1, label: "Yes" }],
  domains: [],
  competencies: [],
});
await house.place(ida, "care/one");
await house.place(head, "care/two");
const asIda = await w.as(ida);

/** Publishes through the store, as whatever publishes does. */
const publishing = (content: unknown, more: object = {}) =>
  house.within((tx) =>
    publish(tx, house.orgId, {
      content,
      by: head.personId,
      reason: "To see",
      effectiveOn: "2026-01-01",
      now: w.clock.now,
      id: v7,
      ...more,
    }),
  );

describe("the list", () => {
  test("has what is in force by title, with head-counts and the reader's own level", async () => {
    const { items, next } = await asIda("GET", "/frameworks", {});
    expect(items.map(({ slug, levels, tracks, people, youAreAt }) => [slug, levels, tracks, people, youAreAt])).toEqual([
      ["care", 3, 2, 2, "Càre one"],
      ["office", 3, 2, 0, null],
      ["values", 0, 0, 0, null],
      ["zoo", 3, 2, 0, null],
    ]);
    expect(next).toBeNull();
    expect((await asIda("GET", "/frameworks", { kind: "library" })).items.map(({ slug }) => slug)).toEqual(["values"]);
    expect((await asIda("GET", "/frameworks", { q: "CARE" })).items.map(({ slug }) => slug)).toEqual(["care"]);
  });

  test("comes page by page, and asks the database once", async () => {
    const first = await asIda("GET", "/frameworks", { limit: 3 });
    const second = await asIda("GET", "/frameworks", { limit: 3, cursor: first.next ?? "" });
    expect([...first.items, ...second.items].map(({ slug }) => slug)).toEqual(["care", "office", "values", "zoo"]);
    expect(second.next).toBeNull();
    expect((await statements(() => asIda("GET", "/frameworks", {}))).texts).toHaveLength(1);
  });
});

describe("a version", () => {
  test("comes whole, with who stands where, the reader's way on, and the ladders around it", async () => {
    await house.rate(ida, "care/two", { "two-doing": 2, "two-more": 2 }, { by: head });
    const reply = await asIda("GET", "/frameworks/:slug/versions/:version", { slug: "care", version: "latest" });
    expect(reply.content).toEqual(Framework.parse(reply.content));
    expect(reply.version).toMatchObject({ version: 1, state: "published", hash: contentHash(reply.content) });
    expect(reply.headcount).toEqual({ one: 1, two: 1 });
    expect(reply.you?.level).toBe("one");
    // 1.5 × ½ + 1 of 2.5 is known of the one arm, nothing of the other.
    expect(reply.you?.next).toEqual([
      { level: "two", low: 0.7, high: 0.7 },
      { level: "aside", low: 0, high: 1 },
    ]);
    expect(reply.neighbours).toMatchObject([
      {
        slug: "office",
        title: "Office",
        version: 1,
        levels: [
          { id: "one", rank: 1 },
          { id: "two", regulated: "RQF 3" },
          { id: "aside", track: "side" },
        ],
      },
    ]);
    expect((await asIda("GET", "/frameworks/:slug/versions/:version", { slug: "zoo", version: 1 })).you).toBeNull();
    expect(
      (await asIda("GET", "/frameworks/:slug/versions/:version", { slug: "office", version: 1 })).neighbours.map(({ slug }) => slug),
    ).toEqual(["care"]);
    await expect(asIda("GET", "/frameworks/:slug/versions/:version", { slug: "care", version: 9 })).rejects.toMatchObject({ status: 404 });
    expect(
      (await statements(() => asIda("GET", "/frameworks/:slug/versions/:version", { slug: "care", version: 1 }))).texts.length,
    ).toBeLessThanOrEqual(4);
  });

  test("says on the map what the gap report says on its page", async () => {
    const map = await asIda("GET", "/frameworks/:slug/versions/:version", { slug: "care", version: 1 });
    for (const { level, low, high } of map.you?.next ?? []) {
      const { report } = await asIda("GET", "/people/:personId/gap", { personId: ida.personId, target: `care/${level}` });
      expect(report?.readiness).toEqual({ low, high });
    }
  });
});

describe("publishing", () => {
  test("keeps the text with its hash and the narrow rows that say the same, and supersedes what was in force", async () => {
    const content = ladder("kitchen", "Kitchen", {
      transitions: [
        { from: "one", to: "two", kind: "promotion" },
        { from: "office/two", to: "aside", kind: "lateral" },
      ],
    });
    expect(await publishing(content)).toMatchObject({ version: 1 });
    const changed = {
      ...content,
      title: "The kitchen",
      competencies: [{ id: "doing", domain: "work", title: "Doing", definition: "Getting it done." }],
    };
    const { version, frameworkId, hash } = await publishing(changed, {
      classes: { "two-doing": { class: "editorial", reason: "Plainer." } },
    });
    expect(version).toBe(2);
    expect(hash).toBe(contentHash(Framework.parse(changed)));

    const of = await house.within(async (tx) => ({
      versions: await tx
        .selectFrom("framework_version")
        .select(["version", "state", "content", "reason"])
        .where("framework_id", "=", frameworkId)
        .orderBy("version")
        .execute(),
      levels: await tx
        .selectFrom("level")
        .select(["level_id", "rank", "track", "title", "regulated"])
        .where("framework_id", "=", frameworkId)
        .where("version", "=", 2)
        .orderBy("position")
        .execute(),
      expectations: await tx
        .selectFrom("expectation")
        .select(["level_id", "expectation_id", "competency", "target", "weight", "critical"])
        .where("framework_id", "=", frameworkId)
        .where("version", "=", 2)
        .orderBy("position")
        .execute(),
      transitions: await tx
        .selectFrom("transition")
        .select(["from_framework", "from_level", "to_framework", "to_level", "kind"])
        .where("framework_id", "=", frameworkId)
        .where("version", "=", 2)
        .orderBy("position")
        .execute(),
      changes: await tx
        .selectFrom("expectation_change")
        .select(["version", "expectation_id", "class"])
        .where("framework_id", "=", frameworkId)
        .execute(),
    }));
    expect(of.versions.map(({ version: number, state, reason }) => [number, state, reason])).toEqual([
      [1, "superseded", "To see"],
      [2, "published", "To see"],
    ]);
    const stored = Framework.parse(JSON.parse(of.versions[1]?.content ?? ""));
    expect(contentHash(stored)).toBe(hash);
    expect(of.levels).toEqual(
      stored.levels.map(({ id, rank, track, title, regulated }) => ({ level_id: id, rank, track, title, regulated: regulated ?? null })),
    );
    expect(of.expectations).toEqual(
      stored.levels.flatMap((level) =>
        level.expectations.map(({ id, competency, target, weight, critical }) => ({
          level_id: level.id,
          expectation_id: id,
          competency,
          target,
          weight,
          critical,
        })),
      ),
    );
    expect(
      of.transitions.map((each) => `${each.from_framework}/${each.from_level} ${each.kind} ${each.to_framework}/${each.to_level}`),
    ).toEqual(["kitchen/one promotion kitchen/two", "office/two lateral kitchen/aside"]);
    expect(of.changes).toEqual([{ version: 2, expectation_id: "two-doing", class: "editorial" }]);

    const history = await asIda("GET", "/frameworks/:slug/versions", { slug: "kitchen" });
    expect(history).toMatchObject({
      title: "The kitchen",
      items: [
        { version: 2, state: "published", publishedBy: "Head", effectiveOn: "2026-01-01" },
        { version: 1, state: "superseded" },
      ],
    });
  });

  test("refuses what is in force already, what is of another kind, and what has faults, each by its place", async () => {
    await expect(publishing(ladder("zoo", "Zoo"))).rejects.toMatchObject({ code: "invalid", faults: [{ code: "unchanged", path: "" }] });
    await expect(publishing({ ...ladder("zoo", "Zoo"), kind: "standard" })).rejects.toMatchObject({
      faults: [{ code: "kind", path: "/kind" }],
    });
    await expect(
      publishing(ladder("zoo", "Zoo", { transitions: [{ from: "one", to: "office/nine", kind: "lateral" }] })),
    ).rejects.toMatchObject({ faults: [{ code: "unknown-reference", path: "/transitions/0/to" }] });
    await expect(publishing(null)).rejects.toBeInstanceOf(Problem);
    expect((await asIda("GET", "/frameworks/:slug/versions", { slug: "zoo" })).items).toHaveLength(1);
  });

  test("two at once give two versions, one after the other", async () => {
    const made = await Promise.all(["A", "B", "C"].map((title) => publishing(ladder("office", title))));
    expect(new Set(made.map(({ version }) => version))).toEqual(new Set([2, 3, 4]));
    expect((await asIda("GET", "/frameworks/:slug/versions", { slug: "office" })).items.map(({ state }) => state)).toEqual([
      "published",
      "superseded",
      "superseded",
      "superseded",
    ]);
  });
});
