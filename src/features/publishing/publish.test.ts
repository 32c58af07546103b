import { CompiledQuery } from "kysely";
import { describe, expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { world, type Client } from "../../../test/world.ts";
import type { Change } from "../../core/framework/diff.ts";
import type { FrameworkDocument } from "../../core/framework/document.ts";
import { ApiError } from "../../http/client.ts";

const w = await world();
const house = await w.organisation();
const hire = async (name: string, role?: "people-partner" | "administrator") => {
  const person = await house.person(name);
  if (role) await house.grant(person, role);
  return person;
};
const [ruth, ines, paul, dana] = [
  await hire("Ruth", "people-partner"),
  await hire("Ines", "people-partner"),
  await hire("Paul"),
  await hire("Dana"),
];
const [asRuth, asInes, asPaul, asDana] = [await w.as(ruth), await w.as(ines), await w.as(paul), await w.as(dana)];

let count = 0;
async function opened(content: FrameworkDocument = bakery): Promise<string> {
  count += 1;
  const slug = `bakery-${count}`;
  await house.publish({ ...content, id: slug });
  await asRuth("PUT", "/frameworks/:slug/draft", { slug });
  return slug;
}
const of = (slug: string) => ({ slug });
const revisionOf = async (slug: string) => (await asRuth("GET", "/frameworks/:slug/draft", of(slug))).revision;
const save = async (as: Client, slug: string, ...changes: Change[]) =>
  as("PATCH", "/frameworks/:slug/draft", { slug, baseRevision: await revisionOf(slug), changes });
const reworded = (id: string, before: string[], after: string[]): Change => ({
  op: "change",
  entity: "expectation",
  id,
  parent: "head-baker",
  field: "markers",
  before,
  after,
});
const ovens = reworded("head-ovens", ["Fires three ovens."], ["Fires four ovens."]);
const team = reworded("head-team", ["Leads the night shift."], ["Leads the shift at night."]);
/** Submitted by Ruth and approved by somebody else, as it stands. */
async function approved(slug: string, by: Client = asInes): Promise<number> {
  await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug));
  const ifRevision = await revisionOf(slug);
  await by("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision });
  return ifRevision;
}
const publish = (
  as: Client,
  slug: string,
  ifRevision: number,
  more: Partial<Parameters<typeof asRuth<"POST", "/frameworks/:slug/draft/publish">>[2]> = {},
) => as("POST", "/frameworks/:slug/draft/publish", { slug, reason: "It is time.", effectiveOn: "2026-11-21", ifRevision, ...more });
const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ApiError
    ? {
        status: error.status,
        code: error.code,
        message: error.message,
        paths: error.problems.map(({ path }) => path),
        current: error.current,
      }
    : error;
};
const latest = (slug: string) => asDana("GET", "/frameworks/:slug/versions/:version", { slug, version: "latest" });

describe("approval", () => {
  test("is somebody else's: what one wrote alone, one does not publish alone", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    expect(await refusal(publish(asRuth, slug, 2))).toMatchObject({
      status: 409,
      message: "Somebody who did not write it has to approve it.",
    });
    const submitted = await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug));
    expect(submitted).toMatchObject({
      state: "in-review",
      submittedBy: { name: "Ruth" },
      can: { approve: true, submit: false, withdraw: true, publish: false },
    });
    const own = await asRuth("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: 2 });
    expect(own.waitsFor).toContain("somebody else has to approve it too");
    const both = await asInes("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: 2, reason: "Clearer." });
    expect(both).toMatchObject({
      waitsFor: null,
      can: { publish: true, approve: false },
      approvals: [{ by: { name: "Ines" }, decision: "approved", reason: "Clearer." }, { by: { name: "Ruth" } }],
    });
    expect(await publish(asRuth, slug, 2)).toMatchObject({ version: 2 });
  });

  test("is of what was read: a change afterwards asks for it again", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    const revision = await approved(slug);
    await save(asRuth, slug, team);
    expect(await refusal(asInes("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: revision }))).toMatchObject({
      status: 412,
      current: { revision: revision + 1 },
    });
    expect(await refusal(publish(asRuth, slug, revision + 1))).toMatchObject({
      status: 409,
      message: expect.stringContaining("has changed since it was approved"),
    });
  });

  test("may be refused with a reason, and the draft goes back", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    expect(await refusal(asInes("POST", "/frameworks/:slug/draft/send-back", { slug, reason: "Three is enough." }))).toMatchObject({
      status: 409,
    });
    await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug));
    const back = await asInes("POST", "/frameworks/:slug/draft/send-back", { slug, reason: "Three is enough." });
    expect(back).toMatchObject({
      state: "draft",
      submittedBy: null,
      approvals: [{ decision: "sent-back", reason: "Three is enough." }],
      waitsFor: "It was sent back. Change it and submit it again.",
    });
    await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug));
    expect(await asRuth("POST", "/frameworks/:slug/draft/withdraw", of(slug))).toMatchObject({ state: "draft" });
  });

  test("is not needed where the organisation, or this framework, lets people publish their own work", async () => {
    const alone = await w.organisation("Birch House");
    const owner = await alone.person("Owner");
    await alone.grant(owner, "people-partner");
    const as = await w.as(owner);
    await as("POST", "/frameworks", { from: { template: "operations" }, title: "Operations", slug: "operations" });
    expect(await refusal(publish(as, "operations", 1))).toMatchObject({ status: 409 });
    await alone.within((tx) =>
      tx
        .updateTable("organisation")
        .set({ settings: JSON.stringify({ ownWork: true }) })
        .execute(),
    );
    expect(await publish(as, "operations", 1)).toMatchObject({ version: 1 });

    const slug = await opened();
    await save(asRuth, slug, ovens);
    const stewards = { slug, owner: ruth.personId, authors: [], reviewers: [], publishers: [], public: false };
    await asRuth("PUT", "/frameworks/:slug/stewards", { ...stewards, ownWork: "allowed" });
    expect(await publish(asRuth, slug, 2)).toMatchObject({ version: 2 });
  });
});

describe("stewards", () => {
  test("are named for one framework: authors write, reviewers comment and approve, publishers publish", async () => {
    const slug = await opened();
    const named = {
      slug,
      owner: dana.personId,
      authors: [dana.personId],
      reviewers: [paul.personId],
      publishers: [dana.personId],
      public: true,
      ownWork: "organisation" as const,
    };
    const put = await asRuth("PUT", "/frameworks/:slug/stewards", named);
    expect(put).toEqual({
      slug,
      owner: { id: dana.personId, name: "Dana" },
      authors: [{ id: dana.personId, name: "Dana" }],
      reviewers: [{ id: paul.personId, name: "Paul" }],
      publishers: [{ id: dana.personId, name: "Dana" }],
      public: true,
      ownWork: "organisation",
      organisationAllowsOwnWork: false,
      can: { steward: true },
    });
    await save(asDana, slug, ovens);
    expect(await refusal(save(asPaul, slug, team))).toMatchObject({ status: 403 });
    await asDana("POST", "/frameworks/:slug/draft/submit", of(slug));
    const revision = await revisionOf(slug);
    expect(await refusal(asDana("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: revision }))).toMatchObject({ status: 403 });
    await asPaul("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: revision });
    expect(await refusal(publish(asPaul, slug, revision))).toMatchObject({ status: 403 });
    expect(await publish(asDana, slug, revision)).toMatchObject({ version: 2 });
    // Taken from the list, the role is gone.
    await asRuth("PUT", "/frameworks/:slug/stewards", { ...named, authors: [], publishers: [] });
    expect(await refusal(asDana("PUT", "/frameworks/:slug/draft", of(slug)))).toMatchObject({ status: 403 });
    expect((await asPaul("GET", "/frameworks/:slug/stewards", of(slug))).can).toEqual({ steward: false });
  });

  test("are people of this organisation, and are changed from what was seen", async () => {
    const slug = await opened();
    const nobody = "01976f9e-0000-7000-8000-000000000000";
    const body = {
      slug,
      owner: nobody,
      authors: [ruth.personId, nobody],
      reviewers: [],
      publishers: [],
      public: false,
      ownWork: "refused" as const,
    };
    expect(await refusal(asRuth("PUT", "/frameworks/:slug/stewards", body))).toMatchObject({
      status: 400,
      paths: ["/authors/1", "/owner"],
    });
    const reply = await w.app.request(`/api/v1/frameworks/${slug}/stewards`, { headers: { cookie: await w.cookie(ruth) } });
    const headers = { "if-match": reply.headers.get("etag") ?? "" };
    const good = { ...body, owner: null, authors: [] };
    await asInes("PUT", "/frameworks/:slug/stewards", good);
    expect(await refusal(asRuth("PUT", "/frameworks/:slug/stewards", good, { headers }))).toMatchObject({
      status: 412,
      current: { ownWork: "refused" },
    });
  });
});

describe("notes", () => {
  test("hang on a part of the draft, and a suggestion that is accepted becomes its text", async () => {
    const slug = await opened();
    const node = "expectation/head-ovens/markers/0";
    const comment = await asInes("POST", "/frameworks/:slug/draft/notes", { slug, node: "level/baker", body: "Is that all?" });
    const suggestion = await asInes("POST", "/frameworks/:slug/draft/notes", { slug, node, suggestion: "Fires the three ovens by five." });
    expect(suggestion).toMatchObject({
      wording: "Fires three ovens.",
      suggestion: "Fires the three ovens by five.",
      by: { name: "Ines" },
      resolved: null,
    });
    const accepted = await asRuth("POST", "/frameworks/:slug/draft/notes/:noteId/resolve", { slug, noteId: suggestion.id, accept: true });
    expect(accepted).toMatchObject({ revision: 2, conflict: null, note: { resolved: { by: { name: "Ruth" }, accepted: true } } });
    const draft = await asRuth("GET", "/frameworks/:slug/draft", of(slug));
    expect([draft.content.levels[1]?.expectations[1]?.markers, draft.notes]).toEqual([["Fires the three ovens by five."], 1]);
    await asRuth("POST", "/frameworks/:slug/draft/notes/:noteId/resolve", { slug, noteId: comment.id });
    const list = (open?: boolean) =>
      asRuth("GET", "/frameworks/:slug/draft/notes", { slug, ...(open === undefined ? {} : { open: String(open) }) });
    expect((await list()).items.map(({ id }) => id)).toEqual([comment.id, suggestion.id]);
    expect((await list(true)).items).toEqual([]);
  });

  test("suggest nothing over somebody's newer words: both are shown", async () => {
    const slug = await opened();
    const node = "expectation/head-ovens/markers/0";
    const { id } = await asInes("POST", "/frameworks/:slug/draft/notes", { slug, node, suggestion: "Fires ovens." });
    await save(asRuth, slug, ovens);
    const reply = await asRuth("POST", "/frameworks/:slug/draft/notes/:noteId/resolve", { slug, noteId: id, accept: true });
    expect(reply).toMatchObject({
      revision: 2,
      conflict: { yours: "Fires ovens.", theirs: "Fires four ovens." },
      note: { resolved: null },
    });
  });

  test("that say nothing, or suggest words where there is no text, are refused", async () => {
    const slug = await opened();
    const note = (more: object) => refusal(asInes("POST", "/frameworks/:slug/draft/notes", { slug, node: "level/baker", ...more }));
    expect(await note({})).toMatchObject({ status: 400, paths: ["/body"] });
    expect(await note({ node: "level/baker/rank", suggestion: "Two" })).toMatchObject({ status: 400, paths: ["/node"] });
    expect(await note({ node: "level/nowhere/title", suggestion: "Nowhere" })).toMatchObject({ status: 400, paths: ["/node"] });
  });
});

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
