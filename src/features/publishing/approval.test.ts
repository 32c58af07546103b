import { describe, expect, test } from "vitest";
import { drafting, ovens, refusal, team } from "../../../test/authoring.ts";

const { w, ruth, paul, dana, asRuth, asInes, asPaul, asDana, opened, save, approved, publish, revisionOf } = await drafting();
const of = (slug: string) => ({ slug });

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

  test("ends with the first change: the draft is its authors' again, and everybody reads whose change it was", async () => {
    const slug = await opened();
    await save(asRuth, slug, ovens);
    await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug));
    // Nothing is changed by what stands there already.
    const before = await asRuth("GET", "/frameworks/:slug/draft", of(slug));
    const again = await asRuth("PATCH", "/frameworks/:slug/draft", { slug, baseRevision: 1, changes: [ovens] });
    expect([again.revision, again.state, before.reopened]).toEqual([2, "in-review", null]);

    expect((await save(asInes, slug, team)).state).toBe("draft");
    const open = await asRuth("GET", "/frameworks/:slug/draft", of(slug));
    expect(open).toMatchObject({
      state: "draft",
      submittedBy: null,
      submittedAt: null,
      reopened: { by: { name: "Ines" } },
      can: { submit: true, approve: false, withdraw: false },
    });
    expect(await refusal(asInes("POST", "/frameworks/:slug/draft/approve", { slug, ifRevision: 3 }))).toMatchObject({ status: 409 });
    const { items } = await asRuth("GET", "/drafts", { state: "in-review" });
    expect(items.filter((draft) => draft.slug === slug)).toEqual([]);
    expect((await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug))).reopened).toBeNull();
  });

  test("ends with an import as well", async () => {
    const slug = await opened();
    await asRuth("POST", "/frameworks/:slug/draft/submit", of(slug));
    const { content, revision } = await asRuth("GET", "/frameworks/:slug/draft", of(slug));
    const brought = { slug, content: { ...content, title: "Brought" }, ifRevision: revision };
    expect(await asRuth("PUT", "/frameworks/:slug/draft", brought)).toMatchObject({ state: "draft", reopened: { by: { name: "Ruth" } } });
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
