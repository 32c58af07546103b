import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { arrive, desk, expectAccessible, expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const region = (page: Page, name: string) => page.getByRole("region", { name });

test("a manager reads first what is asked of them, then their people with review and readiness, and their own place beside", async () => {
  const page = await visitor("helen");
  await arrive(page, "/");
  await title(page, /reviews? waits? for you/).waitFor();
  const asked = region(page, "Asked of you").getByRole("listitem");
  // One act is the main one, and it is the first.
  const greens = await page.locator("main a, main button").evaluateAll((each) => {
    const green = getComputedStyle(document.documentElement).getPropertyValue("--green").length > 0;
    return green ? each.filter((one) => /main/.test(one.className)).map((one) => one.textContent) : [];
  });
  expect(greens).toHaveLength(1);
  const main = asked.first().getByRole("link");
  expect(await main.innerText()).toMatch(/^(Start|Continue)/);
  expect(
    await region(page, "You")
      .getByRole("img", { name: /Senior Operations Manager \(you are here\)/ })
      .count(),
  ).toBe(1);

  const people = region(page, "Your people");
  await people.getByRole("rowheader", { name: "Ravi Menon" }).waitFor();
  const ravi = people.getByRole("row").filter({ hasText: "Ravi Menon" });
  expect(await ravi.innerText()).toMatch(/yours waits|yours is begun|both are begun|both are in/);
  expect(await ravi.getByRole("img", { name: /^Towards .+: (not assessed|\d+( to \d+)?%)\.$/ }).count()).toBe(1);
  await expectAccessibleEverywhere(page);
  for (const width of [320, phone.width, 640, 767, 935, 1256]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sideways(page), String(width)).toBeLessThanOrEqual(0);
  }
  // At a laptop's width no word of the spine is cut.
  await page.setViewportSize({ width: 1280, height: 900 });
  const cut = await page
    .locator("nav")
    .first()
    .evaluate((spine) => {
      const edge = spine.getBoundingClientRect().right;
      return [...spine.querySelectorAll("a, button")]
        .filter((one) => one.getBoundingClientRect().right > edge)
        .map((one) => one.textContent);
    });
  expect(cut).toEqual([]);
  await page.setViewportSize(desk);
  await main.click();
  await page.getByRole("radio").first().waitFor();
});

test("an employee on a phone, and a people partner, each find what is theirs", async () => {
  const amara = await visitor("amara", { viewport: phone });
  await arrive(amara, "/");
  await region(amara, "Your plan").waitFor();
  await region(amara, "Your learning, 2026")
    .or(amara.getByRole("region", { name: /^Your learning, / }))
    .first()
    .waitFor();
  expect(await region(amara, "Your people").count()).toBe(0);
  expect(await amara.getByRole("region", { name: "To look after" }).count()).toBe(0);
  expect(await sideways(amara)).toBeLessThanOrEqual(0);
  await expectAccessibleEverywhere(amara);

  const judith = await visitor("judith");
  await arrive(judith, "/");
  const cycle = region(judith, "Cycles that run").getByRole("listitem").first();
  expect(await cycle.getByRole("img").getAttribute("aria-label")).toMatch(/: \d+ of \d+ reviews are in\.$/);
  expect(await region(judith, "To look after").innerText()).toMatch(
    /Ladders that nobody looks after[^]*Certificates and checks[^]*Barriers/,
  );
  await expectAccessibleEverywhere(judith);
});

test("Ctrl K finds a person, a level, a page by keyboard alone, from anywhere, and gives the keyboard back", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders");
  const find = page.getByRole("button", { name: "Find" }).first();
  await find.focus();
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /^Find people/ });
  await field.waitFor();
  // Before anything is typed: where one most often goes.
  await page.getByRole("option", { name: /^Your gap report/ }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
  expect(await find.evaluate((button) => button === document.activeElement)).toBe(true);

  await page.keyboard.press("Control+k");
  await field.pressSequentially("kaminsk");
  await page.getByRole("option", { name: /^Ewa Kamińska/, selected: true }).waitFor();
  await expectAccessible(page);
  await page.keyboard.press("Enter");
  await title(page, "Ewa Kamińska").waitFor();

  await page.keyboard.press("Control+k");
  await field.pressSequentially("operations");
  await page
    .getByRole("group", { name: "Ladders" })
    .getByRole("option", { name: /^Operations/ })
    .waitFor();
  const options = page.getByRole("listbox", { name: "What was found" }).getByRole("option");
  const chosen = () => options.and(page.getByRole("option", { selected: true })).innerText();
  const first = await chosen();
  await page.keyboard.press("ArrowDown");
  expect(await chosen()).toBe(await options.nth(1).innerText());
  await page.keyboard.press("ArrowUp");
  expect(await chosen()).toBe(first);
  await field.fill("zzzz");
  await page.getByText("Nothing that you can see is called “zzzz”.", { exact: false }).waitFor();
  // What only people partners may do is not offered to her.
  await field.fill("set up a cycle");
  await page.getByText("Nothing that you can see is called", { exact: false }).waitFor();
});

test("the search opens from the head of a phone and says so where the server cannot be asked; ? shows the keys of the page", async () => {
  const page = await visitor("helen", { viewport: phone, expected: /ERR_FAILED|Failed to load/ });
  await arrive(page, "/");
  await page.getByRole("banner").getByRole("button", { name: "Find" }).click();
  const field = page.getByRole("combobox", { name: /^Find people/ });
  await page.route("**/api/v1/search**", (route) => route.abort());
  await field.fill("pathways");
  // Pages are known without the server.
  await page.getByRole("option", { name: /^Pathways/ }).waitFor();
  await page.getByText("could not be looked up just now", { exact: false }).waitFor();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.getByRole("option", { name: /^Pathways/ }).click();
  await page.waitForURL("**/pathways");

  await page.setViewportSize(desk);
  await arrive(page, "/people/chart");
  await page.getByRole("combobox", { name: "Find a person in the chart" }).fill("?");
  expect(await page.getByRole("dialog").count()).toBe(0);
  await page.getByRole("heading", { level: 1 }).click();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.waitFor();
  expect(await keys.getByRole("heading", { level: 3 }).allInnerTexts()).toEqual(["Org chart", "Everywhere"]);
  await expectAccessible(page);
  // Nothing opens over what is open.
  await page.keyboard.press("Control+k");
  expect(await field.count()).toBe(0);
  await page.keyboard.press("Escape");
  await keys.waitFor({ state: "detached" });
  await settled(page);
});
