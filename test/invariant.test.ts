import fc from "fast-check";
import { expect, test } from "vitest";
import type { z } from "zod";
import { canonicalJson, contentHash } from "../src/core/framework/canonical.ts";
import type { Change } from "../src/core/framework/diff.ts";
import { diff } from "../src/core/framework/diff.ts";
import { mergeLevels, splitLevel } from "../src/core/framework/level-acts.ts";
import { taking } from "../src/core/framework/offers.ts";
import { keepReleased } from "../src/db/released.ts";
import { ApiError } from "../src/http/client.ts";
import type { moveMake } from "../src/features/publishing/routes.ts";
import { bakery, values } from "./bakery.ts";
import { wholeCycle } from "./cycle-history.ts";
import { world, type Client } from "./world.ts";

/*
 * The invariant above all others: whatever is published, edited, imported, calibrated, merged, split or moved, and whatever a library says next, every signed assessment and
 * every released report is byte for byte what it was, and the gap report as of its date says the same.
 */
const w = await world();
const START = w.clock.now.getTime();
const DAY = 86_400_000;

type Step = {
  do: "edit" | "publish" | "import" | "calibrate" | "move" | "undo" | "release" | "library" | "levels" | "cycle";
  pick: number;
  days: number;
};
const everything: readonly Step["do"][] = [
  "edit",
  "publish",
  "release",
  "library",
  "import",
  "calibrate",
  "move",
  "undo",
  "levels",
  "cycle",
];
const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(...everything, "edit", "publish"),
  pick: fc.nat(1000),
  days: fc.integer({ min: 1, max: 20 }),
});

async function history() {
  const house = await w.organisation();
  const ruth = await house.person("Ruth");
  const people = [await house.person("Amara"), await house.person("Bo"), await house.person("Cleo")];
  await house.grant(ruth, "people-partner");
  await house.within((tx) =>
    tx
      .updateTable("organisation")
      .set({ settings: JSON.stringify({ ownWork: true }) })
      .execute(),
  );
  await house.publish(values);
  await house.publish(bakery);
  for (const [index, person] of people.entries()) await house.place(person, `bakery/${["baker", "head-baker", "master"][index]}`);
  let slips = 0;
  const today = () => w.clock.now.toISOString().slice(0, 10);
  const as = () => w.as(ruth);

  /** A cycle of everybody, signed and released today, each against the version and level that they are at. */
  async function release(pick: number): Promise<void> {
    const cycle = crypto.randomUUID();
    await house.within(async (tx) => {
      await tx
        .insertInto("cycle")
        .values({
          org_id: house.orgId,
          cycle_id: cycle,
          title: `Cycle ${today()}`,
          state: "released",
          opened_on: today(),
          released_at: w.clock.now,
        })
        .execute();
      for (const [index, person] of people.entries()) {
        const place = await tx
          .selectFrom("placement")
          .selectAll()
          .where("person_id", "=", person.personId)
          .where("from_on", "<=", today())
          .orderBy("from_on", "desc")
          .orderBy("recorded_at", "desc")
          .orderBy("placement_id", "desc")
          .executeTakeFirstOrThrow();
        if (place.framework_id === null || place.version === null || place.level_id === null)
          throw new Error("Everybody stands somewhere.");
        const review = crypto.randomUUID();
        await tx
          .insertInto("review")
          .values({
            org_id: house.orgId,
            review_id: review,
            cycle_id: cycle,
            person_id: person.personId,
            framework_id: place.framework_id,
            version: place.version,
            level_id: place.level_id,
            target_level_ids: [place.level_id],
          })
          .execute();
        const asked = await tx
          .selectFrom("expectation")
          .select("expectation_id as id")
          .where("framework_id", "=", place.framework_id)
          .where("version", "=", place.version)
          .where("level_id", "=", place.level_id)
          .orderBy("position")
          .execute();
        const answers = asked.map(({ id }, at) => ({ id, value: 1 + ((pick + index + at) % 4) }));
        const signed = { rungs: "assessment@1", review, answers };
        const assessment = crypto.randomUUID();
        await tx
          .insertInto("assessment")
          .values({
            org_id: house.orgId,
            assessment_id: assessment,
            review_id: review,
            rater_id: ruth.personId,
            kind: "manager",
            state: "submitted",
            submitted_at: w.clock.now,
            document: canonicalJson(signed),
            hash: Buffer.from(contentHash(signed), "hex"),
          })
          .execute();
        for (const { id, value } of answers)
          await tx
            .insertInto("rating")
            .values({
              org_id: house.orgId,
              rating_id: crypto.randomUUID(),
              assessment_id: assessment,
              level_id: place.level_id,
              expectation_id: id,
              answer: "rated",
              value,
              rated_on: today(),
            })
            .execute();
      }
      expect(await keepReleased(tx, house.orgId, cycle, today(), () => crypto.randomUUID())).toBe(people.length);
    });
  }

  const publish = async (partner: Client) => {
    const { revision } = await draft(partner);
    const wanted = { slug: "bakery", reason: "Of a history.", effectiveOn: today(), ifRevision: revision };
    await attempted(partner("POST", "/frameworks/:slug/draft/publish", wanted));
  };

  async function draft(partner: Client) {
    await partner("PUT", "/frameworks/:slug/draft", { slug: "bakery" });
    return partner("GET", "/frameworks/:slug/draft", { slug: "bakery" });
  }

  /** One change of the draft, to any part that a released report could hang on. */
  async function edit(pick: number): Promise<void> {
    const partner = await as();
    const { content, revision } = await draft(partner);
    const level = content.levels[pick % content.levels.length];
    const asked = level?.expectations[pick % Math.max(level.expectations.length, 1)];
    const competency = content.competencies.find((each) => !("use" in each));
    slips += 1;
    const of = asked && { entity: "expectation" as const, id: asked.id, parent: level?.id };
    const id = `extra-${slips}`;
    const kinds: (Change | undefined)[] = [
      of && { ...of, op: "change", field: "markers", before: asked.markers, after: [`Another meaning ${slips}.`] },
      of && { ...of, op: "change", field: "target", before: asked.target, after: 1 + (pick % 4) },
      of && { ...of, op: "change", field: "weight", before: asked.weight, after: 1 + (pick % 3) },
      of && level && level.expectations.length > 1
        ? { ...of, op: "remove", at: level.expectations.indexOf(asked), before: asked }
        : undefined,
      level && { op: "add", entity: "expectation", id, parent: level.id, at: 0, after: { id, competency: "bread", target: 2 } },
      competency && "definition" in competency
        ? {
            op: "change",
            entity: "competency",
            id: "bread",
            field: "definition",
            before: competency.definition,
            after: `Defined anew ${slips}.`,
          }
        : undefined,
      level && { op: "change", entity: "level", id: level.id, field: "title", before: level.title, after: `Called ${slips}` },
    ];
    const change = kinds[pick % kinds.length] ?? kinds.at(-1);
    if (change) await partner("PATCH", "/frameworks/:slug/draft", { slug: "bakery", baseRevision: revision, changes: [change] });
  }

  const steps: Record<Step["do"], (pick: number) => Promise<void>> = {
    edit,
    release,
    publish: async (pick) => {
      await edit(pick);
      await publish(await as());
    },
    // The library goes on, and every other time the ladder takes over what it says now.
    library: async (pick) => {
      slips += 1;
      await house.publish({
        ...values,
        competencies: [{ id: "honesty", domain: "v", title: "Honesty", markers: [`Weighs fairly ${slips}.`] }],
      });
      if (pick % 2 === 0) return;
      const partner = await as();
      const { revision } = await draft(partner);
      const { libraries } = await partner("GET", "/frameworks/:slug/offers", { slug: "bakery" });
      const changes = libraries.flatMap(({ competencies }) => competencies.filter(({ gone }) => !gone).map(taking));
      if (changes.length > 0) await partner("PATCH", "/frameworks/:slug/draft", { slug: "bakery", baseRevision: revision, changes });
      await publish(partner);
    },
    // Two levels with people on them made one, or one made two; published, and everybody moved to it, both versions counting on.
    levels: async (pick) => {
      const partner = await as();
      const { content, revision } = await draft(partner);
      const published = new Set(content.levels.map(({ id }) => id));
      const [one, other] = [content.levels[pick % content.levels.length], content.levels[(pick + 1) % content.levels.length]];
      if (one === undefined || other === undefined) return;
      slips += 1;
      const merge = one !== other && pick % 3 !== 0;
      const { framework } = merge
        ? mergeLevels(content, { from: one.id, into: other.id, words: pick % 2 === 0 ? "own" : "both", published })
        : splitLevel(content, { level: one.id, title: `Part ${slips}`, where: "above", goes: {}, published });
      const changes = diff(content, framework);
      const { conflicts } = await partner("PATCH", "/frameworks/:slug/draft", { slug: "bakery", baseRevision: revision, changes });
      expect(conflicts).toEqual([]);
      await publish(partner);
      const { items } = await partner("GET", "/frameworks/:slug/versions", { slug: "bakery" });
      const overlapUntil = new Date(w.clock.now.getTime() + 15 * DAY).toISOString().slice(0, 10);
      await attempted(
        partner("POST", "/frameworks/:slug/moves", { slug: "bakery", toVersion: items[0]?.version ?? 1, on: today(), overlapUntil }),
      );
    },
    import: async (pick) => {
      const partner = await as();
      const { content, revision } = await draft(partner);
      const levels = content.levels.map((level) => ({
        ...level,
        title: `Imported ${pick}`,
        expectations: level.expectations.toReversed(),
      }));
      await partner("PUT", "/frameworks/:slug/draft", { slug: "bakery", content: { ...content, levels }, ifRevision: revision });
    },
    calibrate: (pick) =>
      house.within(async (tx) => {
        const reviews = await tx
          .selectFrom("review")
          .select(["review_id", "framework_id", "version", "level_id"])
          .orderBy("review_id")
          .execute();
        const review = reviews[pick % reviews.length];
        if (review === undefined) return;
        const { expectation_id } = await tx
          .selectFrom("expectation")
          .select("expectation_id")
          .where("framework_id", "=", review.framework_id)
          .where("version", "=", review.version)
          .where("level_id", "=", review.level_id)
          .orderBy("position")
          .executeTakeFirstOrThrow();
        await tx
          .insertInto("calibration")
          .values({
            org_id: house.orgId,
            calibration_id: crypto.randomUUID(),
            review_id: review.review_id,
            expectation_id,
            value: 1 + (pick % 4),
            reason: "Brought into line.",
            decided_by: ruth.personId,
            decided_at: w.clock.now,
          })
          .execute();
      }),
    cycle: async (pick) => wholeCycle(await as(), people, ruth, pick),
    move: async (pick) => {
      const partner = await as();
      const { items } = await partner("GET", "/frameworks/:slug/versions", { slug: "bakery" });
      const wanted: z.input<typeof moveMake.input> = { slug: "bakery", toVersion: items[pick % items.length]?.version ?? 1, on: today() };
      await attempted(partner("POST", "/frameworks/:slug/moves", wanted));
    },
    undo: async (pick) => {
      const partner = await as();
      const { items } = await partner("GET", "/frameworks/:slug/moves", { slug: "bakery" });
      const move = items[pick % Math.max(items.length, 1)];
      if (move) await attempted(partner("POST", "/frameworks/:slug/moves/:moveId/undo", { slug: "bakery", moveId: move.id }));
    },
  };

  /** Everything that was signed or released, as it is stored now: by id, the text and its hash. */
  const stored = () =>
    house.within(async (tx) => {
      const signed = await tx
        .selectFrom("assessment")
        .select(["assessment_id as id", "document", "hash"])
        .where("document", "is not", null)
        .execute();
      const shown = await tx.selectFrom("released_report").select(["released_report_id as id", "document", "hash"]).execute();
      // What was signed before a form was opened again.
      const before = await tx.selectFrom("signed_assessment").select(["signed_assessment_id as id", "document", "hash"]).execute();
      return new Map([...signed, ...shown, ...before].map(({ id, document, hash }) => [id, `${hash?.toString("hex")} ${document}`]));
    });

  /** What each released report was of: a person, a level, a day, and the report itself. */
  const released = () =>
    house.within(
      async (tx) =>
        await tx
          .selectFrom("released_report")
          .innerJoin("review", "review.review_id", "released_report.review_id")
          .select(["released_report_id as id", "person_id as personId", "released_report.level_id as level", "on_date as on", "document"])
          .execute(),
    );
  const render = async (partner: Client, { personId, level, on }: { personId: string; level: string; on: string }) => {
    const { report, lines, scale, domains, requirements } = await partner("GET", "/people/:personId/gap", {
      personId,
      target: `bakery/${level}`,
      on,
    });
    return { report, text: JSON.stringify({ report, lines, scale, domains, requirements }) };
  };

  return { people, steps, stored, released, render, as, release };
}

/**
 * A move that concerns nobody or was undone, one to a version that lacks somebody's level, and a draft that says what is in
 * force already are refused with a word; anything else is a fault.
 */
async function attempted(work: Promise<unknown>): Promise<void> {
  await work.catch((error: unknown) => {
    if (!(error instanceof ApiError)) throw error;
    const told =
      error.status === 400 && error.problems.length > 0 && error.problems.every(({ code }) => code === "unchanged" || code === "unmapped");
    if (error.status !== 409 && !told) throw error;
  });
}

test("random histories leave every signed assessment and every released report byte for byte what it was", async () => {
  const seen = { steps: 0, reports: 0, done: new Set<string>() };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 12 }), fc.nat(1000), async (plan, first) => {
      w.clock.now = new Date(START);
      const past = await history();
      await past.release(first);
      const documents = new Map<string, string>();
      const renderings = new Map<string, string>();

      const look = async () => {
        const now = await past.stored();
        for (const [id, text] of documents) expect(now.get(id)).toBe(text);
        for (const [id, text] of now) {
          const [hash = "", ...document] = text.split(" ");
          expect(contentHash(JSON.parse(document.join(" ")))).toBe(hash);
          documents.set(id, text);
        }
        const partner = await past.as();
        for (const each of await past.released()) {
          const { report, text } = await past.render(partner, each);
          // The report of its day, made anew, is the one that was kept.
          expect(canonicalJson(report)).toBe(canonicalJson(JSON.parse(each.document).report));
          expect(text).toBe(renderings.get(each.id) ?? text);
          renderings.set(each.id, text);
        }
        seen.reports += renderings.size;
      };

      await look();
      for (const { do: what, pick, days } of plan) {
        w.clock.now = new Date(w.clock.now.getTime() + days * DAY);
        await past.steps[what](pick);
        seen.steps += 1;
        seen.done.add(what);
        await look();
      }
    }),
    // The first history does everything once, whatever chance does in the others.
    { numRuns: 8, examples: [[everything.map((what, index) => ({ do: what, pick: 7 * index + 1, days: 3 })), 1]] },
  );
  expect(seen.steps).toBeGreaterThan(40);
  expect(seen.reports).toBeGreaterThan(150);
  expect(seen.done).toEqual(new Set(everything));
  w.clock.now = new Date(START);
}, 120_000);
