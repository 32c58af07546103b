import { expect, test } from "vitest";
import { arrive, desk, expectAccessible, expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

test("a people partner goes through the figures by keyboard alone, narrows them, and reads each as a table", async () => {
  const page = await visitor("judith");
  await arrive(page, "/insights");
  await page.getByRole("heading", { level: 1, name: "Who stands on which rung" }).waitFor();
  expect(await page.getByText(/^120 people on four ladders/).isVisible()).toBe(true);
  const care = page.getByRole("region", { name: /^Care/ });
  expect(await care.getByRole("listitem").last().innerText()).toMatch(/^Care Worker or Support Worker\s+26$/);

  // The key T, and the table says the same.
  await page.keyboard.press("t");
  const table = page.getByRole("table", { name: "People by ladder and level" });
  await table.waitFor();
  expect(await table.getByRole("row", { name: "Care Care Worker or Support Worker 26" }).count()).toBe(1);
  await expectAccessible(page);
  await page.keyboard.press("t");
  await table.waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Gaps", exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { level: 1, name: "Where people are short" }).waitFor();
  await settled(page);
  await page.getByLabel("Ladder", { exact: true }).selectOption("operations");
  const heat = page.getByRole("table", { name: /^How many of those rated are short/ });
  await heat.getByRole("columnheader", { name: /^Operations Coordinator/ }).waitFor();
  // Whoever sends the address on sends the question with it.
  expect(new URL(page.url()).searchParams.get("ladder")).toBe("operations");
  expect(await heat.getByText(/^\d+ of \d+ short$/).count()).toBeGreaterThan(5);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(desk);

  // The ladder that was chosen goes along to how near people are, and a rung narrows the list to those before it.
  await page.getByRole("link", { name: "Bench", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Who is near the next rung" }).waitFor();
  await page.getByText(/a rung of Operations is next/).waitFor();
  await page.getByRole("button", { name: "Operations Manager", exact: true }).focus();
  await page.keyboard.press("Enter");
  const who = page.getByRole("region", { name: "Towards Operations Manager" });
  await who.waitFor();
  await settled(page);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  for (const [path, title] of [
    ["/insights/time", "How long people stay on a rung"],
    ["/insights/barriers", "What stands in people’s way"],
    ["/insights/cpd", "What people learn"],
  ] as const) {
    await arrive(page, path);
    expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe(title);
    await expectAccessibleEverywhere(page);
    await page.setViewportSize(phone);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.getByRole("button", { name: "Read as a table" }).click();
    await page.waitForURL("**as=table**");
    await expectAccessible(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  }
});

test("somebody whom nobody reports to reads where people stand, and of results their own alone", async () => {
  const page = await visitor("precious", { viewport: phone });
  await arrive(page, "/insights/gaps");
  await page.getByText(/^These figures are of those whose results you may see: yourself/).waitFor();
  expect(await page.getByText(/^1 person is measured/).isVisible()).toBe(true);
  await page.getByRole("link", { name: "Time", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "How long people stay on a rung" }).waitFor();
  await settled(page);
  // Two people at a level whom she may not see one by one are too few to speak of.
  expect(await page.getByText("not shown").count()).toBeGreaterThan(0);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});
