import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, sideways, visitor } from "./visitor.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const inTree = (page: Page, name: RegExp) => page.getByRole("treeitem", { name });
/** Waits until the keyboard is on the row of this person. */
const held = (page: Page, name: string) =>
  page.waitForFunction((wanted) => document.activeElement?.getAttribute("aria-label")?.startsWith(wanted) === true, name);

test("the org chart opens branch by branch with the keyboard alone, finds a person, shows one alone and is accessible as it stands", async () => {
  const page = await visitor("amara");
  await arrive(page, "/people/chart");
  const top = inTree(page, /^Rosalind Achterberg/);
  expect(await top.getAttribute("aria-expanded")).toBe("false");
  expect(await page.getByRole("treeitem").count()).toBe(1);
  await top.focus();
  await page.keyboard.press("ArrowRight");
  await inTree(page, /^Inês Duarte/).waitFor();
  await page.keyboard.press("ArrowRight");
  await held(page, "Anjali Deshmukh");
  await page.keyboard.type("ines");
  await held(page, "Inês Duarte");
  await page.keyboard.press("ArrowRight");
  await inTree(page, /^Helen Marsh, Senior Operations Manager, Operations, 3 reports, 15 in all/).waitFor();
  await page.keyboard.press("ArrowLeft");
  await inTree(page, /^Helen Marsh/).waitFor({ state: "detached" });
  await page.keyboard.press("ArrowLeft");
  await held(page, "Rosalind Achterberg");
  await page.keyboard.press("End");
  await held(page, "Philippa Stonehouse");

  // The way to somebody opens from the top down, and the keyboard is with them.
  await page.getByRole("combobox", { name: "Find a person in the chart" }).fill("nwosu");
  await page.getByRole("option", { name: /Amara Nwosu/ }).waitFor();
  await page.keyboard.press("Enter");
  await held(page, "Amara Nwosu");
  expect(await inTree(page, /^Amara Nwosu/).getAttribute("aria-level")).toBe("5");
  await expectAccessibleEverywhere(page);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  await inTree(page, /^Helen Marsh/).focus();
  await page.keyboard.press("Shift+Enter");
  await title(page, "Helen Marsh and everybody below").waitFor();
  const above = page.getByRole("list", { name: "Managers above Helen Marsh" });
  expect((await above.getByRole("link").allInnerTexts()).slice(0, 3)).toEqual(["Rosalind Achterberg", "Inês Duarte", "Helen Marsh"]);
  await inTree(page, /^Siân Pritchard/).focus();
  await page.keyboard.press("Enter");
  await title(page, "Siân Pritchard").waitFor();
});

test("the directory narrows by team, ladder and order in its address, and who left is for those who keep people", async () => {
  const page = await visitor("amara");
  await arrive(page, "/people");
  const main = page.getByRole("main");
  await main.getByText("120 people", { exact: true }).waitFor();
  await page.getByRole("combobox", { name: "Team" }).selectOption({ label: "\u2003\u2003Larch House (13)" });
  await main.getByText("13 people", { exact: true }).waitFor();
  expect(new URL(page.url()).searchParams.has("team")).toBe(true);
  await page.getByRole("combobox", { name: "In order of" }).selectOption("level");
  await page.getByRole("table", { name: "People at work today, by level" }).waitFor();
  expect(await page.getByRole("combobox", { name: "Who" }).count()).toBe(0);
  await page.reload();
  await main.getByText("13 people", { exact: true }).waitFor();
});

test("a person is added, placed for a day to come, put right and taken back in place, by keyboard and with what was typed kept", async () => {
  const page = await visitor("judith", { expected: /400/ });
  await arrive(page, "/people/new");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Wren Tester");
  await page.getByRole("textbox", { name: "Employee number" }).fill("F013");
  await page.getByRole("combobox", { name: "Reports to" }).fill("pritch");
  await page.getByRole("option", { name: /Siân Pritchard/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Add this person" }).click();
  await page.getByText("F013 is the employee number of Amara Nwosu already.").first().waitFor();
  expect(await page.getByRole("textbox", { name: "Name", exact: true }).inputValue()).toBe("Wren Tester");
  await page.getByRole("textbox", { name: "Employee number" }).fill("F900");
  await page.getByRole("button", { name: "Add this person" }).click();
  await title(page, "Wren Tester").waitFor();

  await page.getByRole("button", { name: "Place at a level" }).click();
  const frame = page.getByRole("region", { name: "Place Wren Tester at a level" });
  await frame.getByRole("combobox", { name: "Ladder" }).selectOption({ label: "Operations" });
  await frame.getByRole("combobox", { name: "Level" }).selectOption({ label: "Operations Coordinator" });
  await frame.getByLabel("From", { exact: true }).fill("2090-01-01");
  await expectAccessibleEverywhere(page);
  await frame.getByRole("button", { name: "Place them there" }).click();
  const way = page.getByRole("region", { name: "The way so far" });
  await way.getByText("from 1 Jan 2090").waitFor();

  await way.getByRole("button", { name: /^Put right: Operations Coordinator/ }).click();
  const right = page.getByRole("region", { name: "Put this placement right" });
  await right.getByLabel("From", { exact: true }).fill("2090-02-01");
  await right.getByRole("textbox", { name: "Why is it put right?" }).fill("A month later.");
  await page.keyboard.press("Enter");
  await way.getByText("from 1 Feb 2090").waitFor();
  await page.getByText("What was recorded before (1)").click();
  await page.getByText(/Put right by Judith Blakemore on .+: A month later\./).waitFor();

  // One act after the other, to where nobody had been added.
  const back = page.getByRole("button", { name: "Take it back" });
  await back.click();
  await way.getByText("from 1 Jan 2090").waitFor();
  await back.click();
  await way.getByText("No level is on record yet.").waitFor();
  await back.click();
  await title(page, /^People of/).waitFor();
});

test("teams stand on rails, accessible everywhere, and only those who may change them are offered to", async () => {
  const colleague = await visitor("amara");
  await arrive(colleague, "/people/teams");
  expect(await colleague.getByRole("main").getByRole("button").count()).toBe(0);
  const page = await visitor("judith");
  await arrive(page, "/people/teams");
  await page.getByRole("button", { name: "Make a team" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Night kitchen");
  await expectAccessibleEverywhere(page);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Merge or remove Night kitchen" }).click();
  await page.getByRole("button", { name: "Remove this team" }).click();
  await page.getByRole("link", { name: "Night kitchen" }).waitFor({ state: "detached" });
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});
