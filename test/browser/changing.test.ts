import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { demo, expectAccessibleEverywhere, sideways, visitor } from "./visitor.ts";

const draftOf = async (page: Page, slug: string) => (await page.request.get(`/api/v1/frameworks/${slug}/draft`)).json();
const begin = (page: Page, slug: string) =>
  page.request.post("/api/v1/frameworks", {
    headers: { origin: demo.url },
    data: { from: { framework: "operations", version: 1 }, title: "Works", slug },
  });

test("what the ladder was begun from has changed: one thing is taken, taken back, and the rest is left", async () => {
  const page = await visitor("judith");
  expect((await begin(page, "works")).status()).toBe(201);
  await page.goto("/ladders/works/edit");
  const panel = page.getByRole("region", { name: "What this is made of has changed" });
  await panel.getByRole("button", { name: "See what changed" }).click();
  const lines = panel.getByRole("list", { name: "What changed in Operations" }).getByRole("listitem");
  const count = await lines.count();
  expect(count).toBeGreaterThan(1);
  await expectAccessibleEverywhere(page);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  await lines
    .first()
    .getByRole("button", { name: /^Take it/ })
    .click();
  await lines.nth(count - 1).waitFor({ state: "detached" });
  expect(await lines.count()).toBe(count - 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await lines.nth(count - 1).waitFor();
  await panel.getByRole("button", { name: "Leave what I have not taken" }).click();
  await panel.waitFor({ state: "detached" });
});

test("two levels become one in one act, which one Undo takes back, and one becomes two", async () => {
  const page = await visitor("judith");
  await begin(page, "mills");
  const before = (await draftOf(page, "mills")).content;
  await page.goto("/ladders/mills/edit");
  await page.getByRole("button", { name: "Senior Operations Specialist", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Details" });
  await sheet.getByText("Merge it into another").click();
  await sheet.getByText("Split it in two").click();
  await expectAccessibleEverywhere(page);
  await page.setViewportSize({ width: 1440, height: 1000 });
  await sheet.getByLabel("Into", { exact: true }).selectOption({ label: "Operations Manager" });
  await sheet.getByRole("button", { name: "Merge into Operations Manager" }).click();
  await sheet.getByRole("heading", { name: "Operations Manager" }).waitFor();
  await page.keyboard.press("Escape");
  const heads = page.getByRole("columnheader");
  await heads.filter({ hasText: "Senior Operations Specialist" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Undo" }).click();
  await heads.filter({ hasText: "Senior Operations Specialist" }).waitFor();
  await expect.poll(async () => (await draftOf(page, "mills")).content).toEqual(before);

  await page.getByRole("button", { name: "Operations Manager", exact: true }).click();
  await sheet.getByText("Split it in two").click();
  await sheet.getByLabel("Title of the new part").fill("Night Manager");
  await sheet.getByRole("button", { name: "Split", exact: true }).click();
  await sheet.getByRole("heading", { name: "Night Manager" }).waitFor();
  await expect
    .poll(async () =>
      (await draftOf(page, "mills")).content.transitions.map(({ from, to }: { from: string; to: string }) => `${from} ${to}`),
    )
    .toContain("operations-manager night-manager");
  expect((await draftOf(page, "mills")).problems).toEqual([]);
});
