import { createHash } from "node:crypto";
import pg from "pg";
import { describe, expect, test } from "vitest";
import { bakery, values } from "../../test/bakery.ts";
import { world } from "../../test/world.ts";
import { frameworkSchema } from "../core/framework/schema.ts";
import { ApiError } from "../http/client.ts";

const w = await world();
const house = await w.organisation("Alder House");
const other = await w.organisation("Birch Works");
const ruth = await house.person("Ruth Hidden");
await house.grant(ruth, "people-partner");
const asRuth = await w.as(ruth);
/** The bakery with nothing inherited. */
const noLibrary = {
  ...bakery,
  competencies: bakery.competencies.filter((each) => !("use" in each)),
  levels: bakery.levels.map((level) => ({
    ...level,
    expectations: level.expectations.filter(({ competency }) => competency !== "honesty"),
  })),
};

let count = 0;
/** A ladder of its own for each test, published once. */
async function published(more: Partial<Parameters<typeof house.publish>[0]> = {}): Promise<string> {
  count += 1;
  const id = `bakery-${count}`;
  await house.publish({ ...noLibrary, id, ...more });
  return id;
}
const nobody = { owner: null, authors: [], reviewers: [], publishers: [], ownWork: "organisation" as const };
const show = (slug: string, shown = true, as = asRuth) => as("PUT", "/frameworks/:slug/stewards", { slug, ...nobody, public: shown });
const get = async (path: string, headers: Record<string, string> = {}) => w.app.request(path, { headers });
const pageOf = (slug: string, headers?: Record<string, string>) => get(`/public/alder-house/${slug}`, headers);

/** What PostgreSQL answers to one statement of a role, outside any transaction of ours. */
async function answerTo(who: pg.ClientConfig, text: string): Promise<string> {
  const client = new pg.Client(who);
  await client.connect();
  try {
    return JSON.stringify((await client.query<Record<string, unknown>>(text)).rows);
  } catch (error) {
    return error instanceof pg.DatabaseError ? `${error.code} ${error.message}` : String(error);
  } finally {
    await client.end();
  }
}

describe("a ladder made public", () => {
  test("is read by anybody: levels, expectations, source and licence, and who publishes which version", async () => {
    const slug = await published();
    await show(slug);
    const reply = await pageOf(slug);
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-type")).toBe("text/html; charset=utf-8");
    const text = await reply.text();
    for (const said of ["Bakery", "Head Baker", "Ovens", "Guild of bakers", "CC0", "Alder House, version 1, in force since"])
      expect(text).toContain(said);
    const data: unknown = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(text)?.[1] ?? "");
    expect(data).toMatchObject({
      "@type": "DefinedTermSet",
      name: "Bakery",
      version: "1",
      license: "CC0",
      publisher: { name: "Alder House" },
      url: `http://localhost/public/alder-house/${slug}`,
    });
  });

  test("names nobody: neither who wrote it nor who stands where", async () => {
    const slug = await published();
    await house.place(ruth, `${slug}/baker`);
    await show(slug);
    expect(await (await pageOf(slug)).text()).not.toContain("Ruth");
  });

  test("shows the version in force, and no other to whoever asks for one", async () => {
    const slug = await published();
    await show(slug);
    await house.publish({ ...noLibrary, id: slug, title: "Bakery, second edition" });
    const text = await (await pageOf(`${slug}?version=1`)).text();
    expect(text).toContain("Bakery, second edition");
    expect(text).toContain("version 2");
  });

  test("says what it inherits from a library as if it stood there", async () => {
    await house.publish(values);
    await house.publish({ ...bakery, id: "inheriting" });
    await show("inheriting");
    expect(await (await pageOf("inheriting")).text()).toContain("Weighs fairly.");
    expect((await pageOf("house-values")).status).toBe(404);
  });

  test("runs nothing and lets no text become markup", async () => {
    const evil = `</script><img src=x onerror=alert(1)>`;
    const slug = await published({ title: evil, description: evil, source: { title: evil, url: `https://example.org/"onclick=` } });
    await show(slug);
    const reply = await pageOf(slug);
    const text = await reply.text();
    expect(text).not.toContain("<img");
    expect(text.match(/<script/g)).toHaveLength(1);
    const style = /<style>(.*?)<\/style>/s.exec(text)?.[1] ?? "";
    const hash = createHash("sha256").update(style).digest("base64");
    expect(reply.headers.get("content-security-policy")).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("may be kept by caches for five minutes, and is not sent again where nothing changed", async () => {
    const slug = await published();
    await show(slug);
    const first = await pageOf(slug);
    expect(first.headers.get("cache-control")).toBe("public, max-age=300");
    const tag = first.headers.get("etag") ?? "";
    const again = await pageOf(slug, { "if-none-match": `"old", W/${tag}` });
    expect(again.status).toBe(304);
    expect(again.headers.get("content-security-policy")).toBe(first.headers.get("content-security-policy"));
    await house.publish({ ...noLibrary, id: slug, title: "Bakery, second edition" });
    expect((await pageOf(slug, { "if-none-match": tag })).status).toBe(200);
  });
});

test("whoever asks for public pages without end is told to wait, and for how long", async () => {
  const wide = { burst: 1e9, perSecond: 1e9 };
  const narrow = await world({ limits: { member: wide, stranger: { burst: 2, perSecond: 0.1 } } });
  const ask = async () => narrow.app.request("/public/alder-house/bakery");
  const replies = [await ask(), await ask(), await ask()];
  expect(replies.map(({ status }) => status)).toEqual([404, 404, 429]);
  expect(replies[2]?.headers.get("retry-after")).toMatch(/^\d+$/);
});

describe("what is not public", () => {
  test("is not there, and nobody can tell why: unknown, another's, taken back, a draft, an odd address", async () => {
    const closed = await published();
    const back = await published();
    await show(back);
    await show(back, false);
    await asRuth("POST", "/frameworks", { from: { blank: { kind: "ladder" } }, title: "Only a draft", slug: "only-a-draft" });
    await show("only-a-draft");
    const open = await published();
    await show(open);
    await other.publish({ ...noLibrary, id: "of-birch" });
    const paths = [
      `alder-house/${closed}`,
      `alder-house/${back}`,
      "alder-house/only-a-draft",
      "alder-house/of-birch",
      "alder-house/none",
      `birch-works/${open}`,
      "nobody/nothing",
      "alder-house/%00",
      `alder-house/${"a".repeat(5000)}`,
      "Alder-House/%27%20or%201=1",
    ];
    const replies = await Promise.all(paths.map((path) => get(`/public/${path}`)));
    expect(replies.map(({ status }) => status)).toEqual(paths.map(() => 404));
    expect(new Set(await Promise.all(replies.map((reply) => reply.text()))).size).toBe(1);
    expect(new Set(replies.map(({ headers }) => headers.get("cache-control")))).toEqual(new Set(["no-store"]));
  });

  test("a ladder of the same name is each organisation's own", async () => {
    await house.publish({ ...noLibrary, id: "shared-name", title: "Of Alder" });
    await other.publish({ ...noLibrary, id: "shared-name", title: "Of Birch" });
    await show("shared-name");
    expect(await (await get("/public/alder-house/shared-name")).text()).toContain("Of Alder");
    expect((await get("/public/birch-works/shared-name")).status).toBe(404);
  });

  test("an address that another organisation of the same name shows already is refused, and its page stays as it is", async () => {
    const namesake = await w.organisation("Alder House");
    await namesake.publish({ ...noLibrary, id: "taken", title: "The second" });
    await house.publish({ ...noLibrary, id: "taken", title: "The first" });
    await show("taken");
    const partner = await namesake.person();
    await namesake.grant(partner, "people-partner");
    const error: unknown = await show("taken", true, await w.as(partner)).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(error).toMatchObject({ status: 409 });
    expect(await (await get("/public/alder-house/taken")).text()).toContain("The first");
  });
});

describe("the table of public addresses", () => {
  test("gives the role that reads it nothing but addresses of what is public, and nothing to write", async () => {
    const closed = await published();
    const open = await published();
    await show(open);
    const rows = await answerTo(w.address.accounts, "select framework_slug from accounts.public_framework");
    expect(rows).toContain(`"${open}"`);
    expect(rows).not.toContain(`"${closed}"`);
    for (const text of [
      "delete from accounts.public_framework",
      "insert into accounts.public_framework select 'a', 'b', org_id, framework_id from accounts.public_framework",
      "select rungs.keep_public_address(gen_random_uuid())",
      "select * from rungs.framework",
    ])
      expect(await answerTo(w.address.accounts, text), text).toMatch(/^42501 permission denied/);
  });

  test("cannot be made by the server to show what its organisation has not made public, nor what is another's", async () => {
    const closed = await published();
    const id = async (slug: string) => {
      const { framework_id } = await house.within((tx) =>
        tx.selectFrom("framework").select("framework_id").where("slug", "=", slug).executeTakeFirstOrThrow(),
      );
      return framework_id;
    };
    const open = await published();
    await show(open);
    const ask = async (org: string, slug: string) =>
      answerTo(w.address.server, `begin; set local rungs.org = '${org}'; select rungs.keep_public_address('${await id(slug)}'); commit`);
    await ask(house.orgId, closed);
    expect((await pageOf(closed)).status).toBe(404);
    await ask(other.orgId, open);
    expect((await pageOf(open)).status).toBe(200);
    expect(await answerTo(w.address.server, "select * from accounts.public_framework")).toMatch(/^42501 permission denied/);
  });
});

test("the schema of documents is where editors look for it, for pages of other sites as well", async () => {
  const reply = await get("/schema/framework@1.json");
  expect(reply.status).toBe(200);
  expect(reply.headers.get("content-type")).toBe("application/schema+json");
  expect(reply.headers.get("access-control-allow-origin")).toBe("*");
  expect(await reply.json()).toEqual(frameworkSchema());
});
