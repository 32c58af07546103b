import { describe, expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { world, type Client } from "../../../test/world.ts";
import type { Change } from "../../core/framework/diff.ts";
import { ApiError } from "../../http/client.ts";

const w = await world();
const house = await w.organisation();
const [ruth, omar, ines, dana] = [
  await house.person("Ruth"),
  await house.person("Omar"),
  await house.person("Ines"),
  await house.person("Dana"),
];
await house.grant(ruth, "people-partner");
await house.grant(ines, "people-partner");
const [asRuth, asInes, asDana] = [await w.as(ruth), await w.as(ines), await w.as(dana)];

let count = 0;
/** A framework of its own for each test, published once. */
async function published(): Promise<string> {
  count += 1;
  const id = `bakery-${count}`;
  await house.publish({ ...bakery, id });
  return id;
}
/** …and with an open draft. */
async function opened(): Promise<string> {
  const slug = await published();
  await asRuth("PUT", "/frameworks/:slug/draft", { slug });
  return slug;
}
const read = (as: Client, slug: string) => as("GET", "/frameworks/:slug/draft", { slug });
const cell = (before: string[], after: string[]): Change => ({
  op: "change",
  entity: "expectation",
  id: "head-ovens",
  parent: "head-baker",
  field: "markers",
  before,
  after,
});
const save = (as: Client, slug: string, baseRevision: number, ...changes: Change[]) =>
  as("PATCH", "/frameworks/:slug/draft", { slug, baseRevision, changes });
const ovens = async (slug: string) => (await read(asRuth, slug)).content.levels[1]?.expectations[1]?.markers;
const refusal = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof ApiError
    ? {
        status: error.status,
        code: error.code,
        paths: error.problems.map(({ path }) => path),
        current: error.current,
        message: error.message,
      }
    : error;
};

describe("a draft is begun", () => {
  test("from the version in force, as it stands there", async () => {
    const slug = await published();
    expect(await refusal(read(asRuth, slug))).toMatchObject({ status: 404 });
    const begun = await asRuth("PUT", "/frameworks/:slug/draft", { slug });
    expect(begun).toMatchObject({
      revision: 1,
      state: "draft",
      baseVersion: 1,
      currentVersion: 1,
      startedBy: { name: "Ruth" },
      can: { edit: true, publish: false },
    });
    const { content } = await asRuth("GET", "/frameworks/:slug/versions/:version", { slug, version: 1 });
    expect((await read(asRuth, slug)).content).toEqual(content);
  });

  test("by two at once as one draft", async () => {
    const slug = await published();
    const both = await Promise.all([
      asRuth("PUT", "/frameworks/:slug/draft", { slug }),
      asInes("PUT", "/frameworks/:slug/draft", { slug }),
    ]);
    expect(both.map(({ revision }) => revision)).toEqual([1, 1]);
  });

  test.each([
    ["a template", { template: "operations" }, "template operations", "Operations"],
    ["another ladder", { framework: "bakery-1", version: 1 }, "framework bakery-1@1", "Bakery"],
  ])("from %s, and says so", async (_what, from, basedOn, original) => {
    const slug = `copy-${basedOn.split(" ")[0]}`;
    expect(await asRuth("POST", "/frameworks", { from, title: "Our own", slug })).toEqual({ slug, revision: 1 });
    const { content, ...draft } = await read(asRuth, slug);
    expect(draft).toMatchObject({ title: "Our own", baseVersion: null, currentVersion: null, basedOn, problems: [] });
    expect(content).toMatchObject({ id: slug, title: "Our own", source: { basedOn: original } });
  });

  test("from nothing, with what is missing named", async () => {
    await asRuth("POST", "/frameworks", { from: { blank: { kind: "ladder" } }, title: "Drivers", slug: "drivers" });
    const { problems, content } = await read(asRuth, "drivers");
    expect(problems?.map(({ code }) => code)).toEqual(["no-levels"]);
    expect(content.scale).toHaveLength(4);
  });

  test("under a name that nothing else has", async () => {
    const from = { blank: { kind: "library" as const } };
    expect(await refusal(asRuth("POST", "/frameworks", { from, title: "Again", slug: "bakery-1" }))).toMatchObject({
      status: 400,
      paths: ["/slug"],
    });
    await asRuth("POST", "/frameworks", { from, title: "Given up", slug: "given-up" });
    await asRuth("DELETE", "/frameworks/:slug/draft", { slug: "given-up" });
    expect(await asRuth("POST", "/frameworks", { from, title: "Again", slug: "given-up" })).toMatchObject({ revision: 2 });
  });

  test("once, however often the button is pressed", async () => {
    const headers = { "idempotency-key": "create-painters" };
    const create = () =>
      asRuth("POST", "/frameworks", { from: { blank: { kind: "ladder" } }, title: "Painters", slug: "painters" }, { headers });
    expect(await Promise.all([create(), create()])).toEqual([
      { slug: "painters", revision: 1 },
      { slug: "painters", revision: 1 },
    ]);
  });

  test("and is on the list of those who may read it, and of nobody else", async () => {
    const listed = async (as: Client) => (await as("GET", "/drafts", { limit: 200 })).items.map(({ slug }) => slug);
    expect(await listed(asRuth)).toContain("drivers");
    expect(await listed(asDana)).toEqual([]);
    await house.grant(dana, "author", { framework: "drivers" });
    expect(await listed(asDana)).toEqual(["drivers"]);
    const pages: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: { items: { slug: string }[]; next: string | null } = await asRuth("GET", "/drafts", {
        limit: 2,
        ...(cursor ? { cursor } : {}),
      });
      pages.push(...page.items.map(({ slug }) => slug));
      cursor = page.next;
    }
    expect(pages).toEqual(await listed(asRuth));
  });
});

describe("what is typed", () => {
  test("is saved with its author, and another editor's page hears of it", async () => {
    const slug = await opened();
    const first = await save(asRuth, slug, 1, cell(["Fires three ovens."], ["Fires four ovens."]));
    expect(first).toMatchObject({ revision: 2, applied: [0], conflicts: [], problems: [] });
    const target: Change = {
      op: "change",
      entity: "expectation",
      id: "head-ovens",
      parent: "head-baker",
      field: "target",
      before: 3,
      after: 4,
    };
    expect(await save(asInes, slug, 1, target)).toMatchObject({ revision: 3, applied: [0], conflicts: [] });
    const heard = await asRuth("GET", "/frameworks/:slug/draft/edits", { slug, after: 2 });
    expect(heard).toMatchObject({
      revision: 3,
      edits: [{ revision: 3, by: { name: "Ines" }, changes: [{ field: "target", before: 3, after: 4 }] }],
    });
    expect((await read(asRuth, slug)).authors.map(({ name }) => name)).toEqual(["Ines", "Ruth"]);
  });

  test("in a cell that somebody else has changed comes back with both texts, and the rest is saved", async () => {
    const slug = await opened();
    await save(asInes, slug, 1, cell(["Fires three ovens."], ["Fires four ovens."]));
    const reply = await save(asRuth, slug, 1, cell(["Fires three ovens."], ["Keeps three ovens hot."]), {
      op: "change",
      entity: "level",
      id: "baker",
      field: "scope",
      after: "One shift.",
    });
    expect(reply).toMatchObject({
      revision: 3,
      applied: [1],
      conflicts: [{ index: 0, reason: "changed", yours: ["Keeps three ovens hot."], theirs: ["Fires four ovens."] }],
    });
    expect(await ovens(slug)).toEqual(["Fires four ovens."]);
  });

  test("by two at the same moment is lost by neither", async () => {
    const slug = await opened();
    const roles = Array.from({ length: 12 }, (_, index): Change => ({
      op: "add",
      entity: "track",
      id: `track-${index}`,
      at: index,
      after: { id: `track-${index}`, title: `Track ${index}` },
    }));
    const replies = await Promise.all(roles.map((change, index) => save(index % 2 === 0 ? asRuth : asInes, slug, 1, change)));
    expect(replies.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual(roles.map((_, index) => index + 2));
    const { content } = await read(asRuth, slug);
    expect(
      content.tracks
        .map(({ id }) => id)
        .filter((id) => id.startsWith("track-"))
        .toSorted(),
    ).toEqual(roles.map(({ id }) => id).toSorted());
  });

  test("is there once when the line drops after the server has saved it and it is sent again", async () => {
    const slug = await opened();
    const sent: Change[] = [
      cell(["Fires three ovens."], ["Fires four ovens."]),
      { op: "add", entity: "domain", id: "shop", at: 2, after: { id: "shop", title: "Shop" } },
    ];
    const first = await save(asRuth, slug, 1, ...sent);
    const second = await save(asRuth, slug, 1, ...sent);
    expect(second).toEqual({ ...first, applied: [0, 1] });
    expect((await read(asRuth, slug)).content.domains.map(({ id }) => id)).toEqual(["craft", "people", "shop"]);
  });

  test("survives the server that took it, however much was typed", async () => {
    const slug = await opened();
    let [revision, text] = [1, "Fires three ovens."];
    for (let at = 0; at < 70; at += 1) {
      const next = `Fires ${at} ovens.`;
      ({ revision } = await save(asRuth, slug, revision, cell([text], [next])));
      text = next;
    }
    // Under another stamp this server knows as little of it as one that has just started.
    const remembered = (await read(asRuth, slug)).content;
    await house.within((tx) => tx.updateTable("draft").set({ stamp: crypto.randomUUID() }).execute());
    expect((await read(asRuth, slug)).content).toEqual(remembered);
    expect(await ovens(slug)).toEqual(["Fires 69 ovens."]);
  });

  test("may be unfinished: it is saved, and what is wrong is named by what it is about", async () => {
    const slug = await opened();
    const { problems, wording } = await save(
      asRuth,
      slug,
      1,
      { op: "change", entity: "level", id: "baker", field: "track", before: "core", after: "nowhere" },
      cell(["Fires three ovens."], ["Is always a good baker."]),
    );
    expect(problems).toMatchObject([{ code: "unknown-reference", node: "level/baker", path: "/levels/0/track" }]);
    expect(wording).toMatchObject([
      { node: "expectation/head-ovens", field: "markers/0", code: "absolute", words: "always", start: 3, end: 9 },
      { node: "expectation/head-ovens", field: "markers/0", code: "vague", words: "good" },
    ]);
    const all = await asRuth("GET", "/frameworks/:slug/draft/problems", { slug });
    expect(all).toMatchObject({ revision: 2, problems });
    expect(all.wording).toEqual((await read(asRuth, slug)).wording);
    expect(all.wording).toEqual(expect.arrayContaining(wording));
  });

  test("is refused whole where it could be part of no document", async () => {
    const slug = await opened();
    const wrong: Change = { op: "change", entity: "level", id: "baker", field: "salary", after: 1 };
    expect(await refusal(save(asRuth, slug, 1, cell(["Fires three ovens."], ["x"]), wrong))).toMatchObject({
      status: 400,
      paths: ["/changes/1/after"],
    });
    expect(await ovens(slug)).toEqual(["Fires three ovens."]);
  });
});

describe("a draft is replaced as a whole", () => {
  test("over the revision that was seen, and no other", async () => {
    const slug = await opened();
    const { content } = await read(asRuth, slug);
    const replaced = { ...content, title: "Bakery and shop", tracks: content.tracks.toReversed() };
    expect(await refusal(asRuth("PUT", "/frameworks/:slug/draft", { slug, content: replaced }))).toMatchObject({
      status: 400,
      paths: ["/ifRevision"],
    });
    await save(asInes, slug, 1, cell(["Fires three ovens."], ["Fires four ovens."]));
    expect(await refusal(asRuth("PUT", "/frameworks/:slug/draft", { slug, content: replaced, ifRevision: 1 }))).toMatchObject({
      status: 412,
      code: "stale",
      current: { revision: 2, updatedBy: { name: "Ines" } },
    });
    expect(await asRuth("PUT", "/frameworks/:slug/draft", { slug, content: replaced, ifRevision: 2 })).toMatchObject({ revision: 3 });
    expect((await read(asRuth, slug)).content).toEqual(replaced);
    const { edits } = await asInes("GET", "/frameworks/:slug/draft/edits", { slug, after: 2 });
    expect(edits[0]?.changes.map(({ entity, id, op }) => `${op} ${entity} ${id}`)).toContain(`change framework ${slug}`);
  });

  test("not by another framework, nor by what is none", async () => {
    const slug = await opened();
    const { content } = await read(asRuth, slug);
    const put = (more: object) =>
      refusal(asRuth("PUT", "/frameworks/:slug/draft", { slug, content: { ...content, ...more }, ifRevision: 1 }));
    expect(await put({ id: "cellar" })).toMatchObject({ status: 400, paths: ["/content/id"] });
    expect(await put({ kind: "library" })).toMatchObject({ status: 400, paths: ["/content/kind"] });
    expect(await put({ levels: [{ id: "baker" }] })).toMatchObject({ status: 400 });
    expect(await put({ tracks: [content.tracks[0], content.tracks[0]] })).toMatchObject({ status: 400, paths: ["/content/tracks/1"] });
    expect((await read(asRuth, slug)).revision).toBe(1);
  });
});

describe("the tag of a draft", () => {
  test("is its revision; a write against an older one is answered with how it stands", async () => {
    const slug = await opened();
    const reply = await w.app.request(`/api/v1/frameworks/${slug}/draft`, { headers: { cookie: await w.cookie(ruth) } });
    expect(reply.headers.get("etag")).toBe('"1"');
    await save(asInes, slug, 1, cell(["Fires three ovens."], ["Fires four ovens."]));
    const headers = { "if-match": '"1"' };
    expect(await refusal(asRuth("DELETE", "/frameworks/:slug/draft", { slug }, { headers }))).toMatchObject({
      status: 412,
      current: { revision: 2 },
    });
    expect(await asRuth("DELETE", "/frameworks/:slug/draft", { slug }, { headers: { "if-match": '"2"' } })).toEqual({ slug, discarded: 2 });
    expect(await asRuth("PUT", "/frameworks/:slug/draft", { slug })).toMatchObject({ revision: 3 });
  });
});

test("a framework without a version is read by nobody but those who write it, and its published fellow stays what it is", async () => {
  const asOmar = await w.as(omar);
  expect(await refusal(read(asOmar, "drivers"))).toMatchObject({ status: 404 });
  expect(await refusal(asOmar("GET", "/frameworks/:slug/versions", { slug: "drivers" }))).toMatchObject({ status: 404 });
  expect(await refusal(asOmar("GET", "/frameworks/:slug/stewards", { slug: "drivers" }))).toMatchObject({ status: 404 });
  const slug = await opened();
  await save(asRuth, slug, 1, cell(["Fires three ovens."], ["Fires four ovens."]));
  const { content } = await asOmar("GET", "/frameworks/:slug/versions/:version", { slug, version: "latest" });
  expect(content.levels[1]?.expectations[1]?.markers).toEqual(["Fires three ovens."]);
});
