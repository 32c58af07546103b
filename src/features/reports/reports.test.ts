import { createHash } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { openBakery, reworded } from "../../../test/bakery.ts";
import { statements } from "../../../test/queries.ts";
import { world, type Person } from "../../../test/world.ts";
import { thawed } from "../../core/gap/frozen.ts";

const w = await world();
let house: Awaited<ReturnType<typeof openBakery>>;
beforeEach(async () => {
  house = await openBakery(w);
  await house.rate(house.ida, "bakery/head-baker", { "head-bread": 2, "head-ovens": 3 }, { by: house.head, on: "2026-03-09" });
});

const share = async (by: Person, reader: Person, more: { target?: string; note?: string } = {}) =>
  (await w.as(by))("POST", "/people/:personId/gap/copies", { personId: house.ida.personId, with: reader.personId, ...more });
const open = async (reader: Person, copyId: string) => (await w.as(reader))("GET", "/reports/shared/:copyId", { copyId });
/** The kept text of it. */
const kept = (copyId: string) =>
  house.within(async (tx) => {
    const row = await tx.selectFrom("shared_report").select("document").where("shared_report_id", "=", copyId).executeTakeFirstOrThrow();
    return row.document;
  });
const lines = async (person: Person) =>
  (await (await w.as(person))("GET", "/me/notifications", { limit: 20 })).items.map(({ title, path }) => ({ title, path }));

describe("a copy of one's own report", () => {
  test("is read by whom it was handed to, word for word as it stood, whatever changes later", async () => {
    const live = await (await w.as(house.ida))("GET", "/people/:personId/gap", { personId: house.ida.personId });
    const { id } = await share(house.ida, house.otto, { note: "For Thursday." });
    const before = await open(house.otto, id);
    const { can: _, ...report } = live;
    expect(before.report && thawed(before.report, house.ida.personId)).toEqual({
      ...report,
      targets: report.targets
        .filter(({ value }) => value === "bakery/baker")
        .map((each) => ({ ...each, frameworkTitle: "", relation: "other" })),
    });
    expect(before).toMatchObject({
      by: { name: "Ida" },
      with: { name: "Otto" },
      note: "For Thursday.",
      title: "Head Baker",
      can: { "copy.revoke": false },
    });

    const text = await kept(id);
    await house.rate(house.ida, "bakery/head-baker", { "head-bread": 4 }, { by: house.head, on: "2026-11-01", cycle: "Autumn" });
    await house.publish(reworded("head-ovens", ["Fires nine ovens."]));
    await house.place(house.ida, "bakery/baker", "2026-11-20");
    await house.hold(house.ida, "training", "Food hygiene", "2026-11-02");
    expect((await open(house.otto, id)).report).toEqual(before.report);
    expect(await kept(id)).toBe(text);
    expect(createHash("sha256").update(text).digest("hex")).toBe(before.sha256);
  });

  test("is told of in Rungs, says when it was opened first, and stands in both lists", async () => {
    const { id } = await share(house.ida, house.otto);
    expect(await lines(house.otto)).toEqual([{ title: "Ida shares their gap report with you", path: `/reports/shared/${id}` }]);
    const given = async () => (await (await w.as(house.ida))("GET", "/reports/shared", { box: "given" })).items;
    expect(await given()).toMatchObject([{ id, with: { name: "Otto" }, openedAt: null }]);
    await open(house.head, id);
    expect((await given())[0]?.openedAt).toBeNull();
    await open(house.otto, id);
    expect((await given())[0]?.openedAt).toBe(w.clock.now.toISOString());
    expect((await (await w.as(house.otto))("GET", "/reports/shared", {})).items).toMatchObject([{ id, by: { name: "Ida" } }]);
    expect((await (await w.as(house.head))("GET", "/reports/shared", {})).items).toEqual([]);
  });

  test("once taken back says so to whom it was handed to, and nothing of what it said", async () => {
    const { id } = await share(house.ida, house.otto);
    const ida = await w.as(house.ida);
    const first = await ida("POST", "/reports/shared/:copyId/revocation", { copyId: id });
    expect(await ida("POST", "/reports/shared/:copyId/revocation", { copyId: id })).toEqual(first);
    expect(await open(house.otto, id)).toMatchObject({
      report: null,
      sha256: null,
      revokedAt: first.revokedAt,
      can: { "copy.open": false },
    });
    await expect((await w.as(house.otto))("GET", "/reports/shared/:copyId/document", { copyId: id })).rejects.toMatchObject({
      status: 404,
    });
    expect((await open(house.ida, id)).report).not.toBeNull();
  });

  test("is nothing to anybody else, and every reading of it is on record", async () => {
    const { id } = await share(house.ida, house.otto);
    const stranger = await house.person("Stranger");
    await expect(open(stranger, id)).rejects.toMatchObject({ status: 404 });
    await open(house.otto, id);
    await open(house.ida, id);
    const entries = await house.within((tx) =>
      tx
        .selectFrom("audit")
        .select(["action", "actor_id", "subject_id"])
        .where("action", "in", ["gap.share", "copy.read"])
        .orderBy("at")
        .execute(),
    );
    expect(entries).toEqual([
      { action: "gap.share", actor_id: house.ida.personId, subject_id: house.ida.personId },
      { action: "copy.read", actor_id: house.otto.personId, subject_id: house.ida.personId },
    ]);
  });

  test("is refused, with the reason, for oneself, for nobody, and against a level that is none", async () => {
    await expect(share(house.ida, house.ida)).rejects.toMatchObject({ problems: [{ code: "not-for-them", path: "/with" }] });
    await expect(share(house.ida, { ...house.otto, personId: crypto.randomUUID() })).rejects.toMatchObject({
      problems: [{ path: "/with" }],
    });
    await expect(share(house.ida, house.otto, { target: "bakery/emperor" })).rejects.toMatchObject({ problems: [{ path: "/target" }] });
    const otto = await w.as(house.otto);
    await expect(
      otto("POST", "/people/:personId/gap/copies", { personId: house.otto.personId, with: house.ida.personId }),
    ).rejects.toMatchObject({
      problems: [{ code: "nothing-to-measure", path: "/target" }],
    });
  });
});

describe("a copy of a report's report", () => {
  test("goes to the person or to those who manage them, and the person is told and can take it back", async () => {
    await expect(share(house.head, house.otto)).rejects.toMatchObject({ problems: [{ code: "not-for-them" }] });
    const { id } = await share(house.head, house.chief);
    expect(await lines(house.chief)).toEqual([{ title: "Head shares Ida’s gap report with you", path: `/reports/shared/${id}` }]);
    expect(await lines(house.ida)).toEqual([{ title: "Head shared your gap report with Chief", path: `/reports/shared/${id}` }]);
    await (
      await w.as(house.ida)
    )("POST", "/reports/shared/:copyId/revocation", { copyId: id });
    const own = await share(house.head, house.ida);
    expect(await lines(house.ida)).toContainEqual({ title: "Head shares your gap report with you", path: `/reports/shared/${own.id}` });
  });
});

test("a list of copies pages, and asks the database once however many there are", async () => {
  for (let count = 0; count < 5; count += 1) await share(house.ida, house.otto);
  const otto = await w.as(house.otto);
  const { result, texts } = await statements(() => otto("GET", "/reports/shared", { limit: 3 }));
  expect(texts.filter((text) => text.includes("shared_report"))).toHaveLength(1);
  expect(texts.length).toBeLessThanOrEqual(5);
  const rest = await otto("GET", "/reports/shared", { limit: 3, cursor: result.next ?? "" });
  expect(new Set([...result.items, ...rest.items].map(({ id }) => id)).size).toBe(5);
  expect(rest.next).toBeNull();
});

test("a report is taken away as tagged PDF that says its title and language, live or as a copy", async () => {
  const { id } = await share(house.ida, house.otto);
  const live = (await (await w.as(house.ida))("GET", "/people/:personId/gap/pdf", { personId: house.ida.personId })) as unknown;
  const copied = (await (await w.as(house.otto))("GET", "/reports/shared/:copyId/pdf", { copyId: id })) as unknown;
  for (const file of [live, copied]) {
    const { content, mediaType } = file as { content: Uint8Array | string; mediaType: string }; // what FileOutput names
    const text = Buffer.from(content as Uint8Array).toString("latin1");
    expect(mediaType).toBe("application/pdf");
    expect(text.startsWith("%PDF-1.7")).toBe(true);
    expect(text).toContain("/MarkInfo");
    expect(text).toContain("/StructTreeRoot");
    expect(text).toContain("/Lang (en-GB)");
    expect(text).toContain("/DisplayDocTitle true");
  }
});
