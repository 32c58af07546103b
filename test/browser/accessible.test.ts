import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, sideways, visitor } from "./visitor.ts";

const pages = {
  "the list of ladders": "/ladders",
  "the map of a ladder one stands on": "/ladders/operations",
  "the map of a wide ladder": "/ladders/care",
  "the map of one track": "/ladders/leadership-and-management",
  "the matrix": "/ladders/leadership-and-management/matrix",
  "a level": "/ladders/operations/levels/operations-manager",
  "a standard": "/ladders/senior-leader",
  "a library": "/ladders/company-values",
  "the cycles one is in": "/cycles",
  "insights before there are any": "/insights",
  "a ladder that is not there": "/ladders/astronauts",
};

for (const [name, path] of Object.entries(pages))
  test(`${name} is accessible in light and dark, on a desk and on a phone, and never runs out sideways`, async () => {
    const page = await visitor("amara", { expected: /404/ });
    await arrive(page, path);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await expectAccessibleEverywhere(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

const before = { "the way in": "/sign-in", "the first start": "/setup?token=abc", "an address that leads nowhere": "/no/such/place" };

for (const [name, path] of Object.entries(before))
  test(`${name} is accessible in light and dark, on a desk and on a phone`, async () => {
    const page = await visitor(null, { expected: /404/ });
    await arrive(page, path);
    await expectAccessibleEverywhere(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

test("the theme that was chosen is there before the first paint of the next page", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders");
  const colours = page.getByRole("navigation", { name: "Places" }).getByLabel("Theme");
  await colours.selectOption("dark");
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(22, 22, 19)");
  await page.goto("/cycles", { waitUntil: "commit" });
  await page.waitForFunction(() => document.body !== null);
  expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("dark");
  await colours.selectOption("system");
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(251, 250, 246)");
});

test("on paper there is the map and nothing to press", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("navigation", { name: "Places" }).count()).toBe(0);
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await page.getByRole("heading", { name: "Director of Operations" }).isVisible()).toBe(true);
  expect((await page.pdf({ preferCSSPageSize: true })).byteLength).toBeGreaterThan(10_000);
});
