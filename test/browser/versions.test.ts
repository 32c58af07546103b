import { expect, test } from "vitest";
import { arrive, expectAccessible, expectAccessibleEverywhere, sideways, visitor } from "./visitor.ts";

const pages = {
  "the history of a ladder": "/ladders/operations/history",
  "two versions compared": "/ladders/operations/history/compare?from=1&to=3",
  "what changed for oneself": "/ladders/operations/changed",
  "who looks after a ladder": "/ladders/operations/stewards",
  "two levels side by side": "/ladders/operations/compare",
  "a version that is over": "/ladders/operations/matrix?version=1",
};
for (const [name, path] of Object.entries(pages))
  test(`${name}: accessible in light and dark, on a desk and on a phone, and nothing runs out sideways`, async () => {
    const page = await visitor("amara");
    await arrive(page, path);
    await expectAccessibleEverywhere(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

test("any two versions are compared, also backwards, and come out on paper", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations/history");
  const pick = page.getByRole("form", { name: "Compare two versions" });
  await pick.getByLabel("From").selectOption("1");
  await pick.getByLabel("to", { exact: true }).selectOption("3");
  await pick.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("heading", { level: 1, name: "From version 1 to version 3" }).waitFor();
  const changes = await page.getByRole("main").getByRole("listitem").filter({ hasText: "Reworded" }).count();
  expect(changes).toBeGreaterThan(0);
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "Print" }).count()).toBe(0);
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("From").selectOption("3");
  await page.getByLabel("to", { exact: true }).selectOption("1");
  await page.getByRole("heading", { level: 1, name: "From version 3 to version 1" }).waitFor();
});

test("somebody who has been reviewed is told on their ladder that something changed since, and reads what", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  await page.getByRole("link", { name: /changed for you since your last review/ }).click();
  await page.getByRole("heading", { level: 1, name: "What changed since your last review" }).waitFor();
  expect(
    await page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: page.locator("ins, del") })
      .count(),
  ).toBeGreaterThan(0);
});

test("a slash leads to the search of a ladder, and an arrow and Enter to what was found, at its level", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations/matrix");
  await page.keyboard.press("/");
  await page.keyboard.type("operations manager people management");
  await page.getByRole("search").getByRole("link").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/levels\/operations-manager#expectation-/);
  await page.getByRole("heading", { level: 1, name: "Operations Manager" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.querySelector("h3")?.textContent)).toMatch(/^People management/);
});

test("who moves to a version is seen first, at which level they will stand is chosen, and a move can be undone", async () => {
  const page = await visitor("judith");
  await arrive(page, "/ladders/operations/move");
  const move = page.getByRole("button", { name: /^Move \d+ (person|people) on/ });
  await move.waitFor();
  await expectAccessible(page);
  // Whoever does not go on at the level of the same name is led to another.
  await page.getByLabel("Where those at Operations Manager will stand").selectOption({ label: "Senior Operations Specialist" });
  // The list of before is taken away when that of the choice has come.
  await page.getByText("Operations Manager → Senior Operations Specialist").first().waitFor({ state: "attached" });
  await page.getByText("Who moves").click();
  await page.getByText("Operations Manager → Senior Operations Specialist").first().waitFor();
  const [people] = (await move.textContent())?.match(/\d+/) ?? [];
  await move.click();
  await page.getByText(`${people} people moved to version`, { exact: false }).waitFor();
  await page
    .getByRole("button", { name: /^Undo the move/ })
    .first()
    .click();
  await page
    .getByText(/^undone by Judith Blakemore/)
    .first()
    .waitFor();
  await move.waitFor();
  expect(await move.textContent()).toContain(`Move ${people} people`);
});
