import { expect, test } from "vitest";
import { bakery } from "../../../test/bakery.ts";
import { world } from "../../../test/world.ts";

const w = await world();
const house = await w.organisation();
const [ruth, ida, ada] = [await house.person("Ruth"), await house.person("Ida"), await house.person("Ada")];
await house.grant(ruth, "people-partner");
await house.publish(bakery);
await house.grant(ada, "author", { framework: "bakery" });

const get = async (who: typeof ruth, path: string, tag?: string) =>
  w.app.request(`/api/v1/frameworks/bakery/${path}`, {
    headers: { cookie: await w.cookie(who), ...(tag === undefined ? {} : { "if-none-match": tag }) },
  });

test.each(["versions", "versions/latest", "versions/1"])(
  "%s is not sent again to whoever has it, until it is another reply",
  async (path) => {
    const first = await get(ida, path);
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    for (const asked of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await get(ida, path, asked);
      expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", tag]);
      expect(again.headers.get("content-type")).toBeNull();
    }
    const other = await get(ida, path, '"other"');
    expect([other.status, await other.json()]).toEqual([200, await first.json()]);
  },
);

test("what differs from reader to reader has another tag, and so has a ladder with another version", async () => {
  const tagOf = async (who: typeof ruth) => (await get(who, "versions/latest")).headers.get("etag") ?? "";
  const before = await tagOf(ida);
  expect(await tagOf(ruth)).not.toBe(before);
  await house.publish({ ...bakery, title: "Bakery, anew" });
  expect((await get(ida, "versions/latest", before)).status).toBe(200);
});

test("who may write a ladder is told so where they read it: people partners, and those who are named for it", async () => {
  const may = async (who: typeof ruth) =>
    (await (await w.as(who))("GET", "/frameworks/:slug/versions/:version", { slug: "bakery", version: "latest" })).can;
  expect([await may(ruth), await may(ada), await may(ida)]).toEqual([{ edit: true }, { edit: true }, { edit: false }]);
  const asAda = await w.as(ada);
  expect((await asAda("PUT", "/frameworks/:slug/draft", { slug: "bakery" })).state).toBe("draft");
});
