import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const bring = (page: Page, text: string) =>
  page.getByLabel("File of people").setInputFiles({ name: "new-people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });

const head = "Payroll no;Full name;E-mail;Reports to;Department;Grade;Joined;FTE;Shoe size";
const people = [
  head,
  "N0901;Zelda Arkwright;zelda.arkwright@fernhithe.example.org;;Import Wharf;;03/04/2020;100%;39",
  "N0902;Yorick Bellamy;;N0901;Import Wharf;;05/06/2021;80%;44",
].join("\n");

test("a file becomes people: its columns are guessed and corrected, every change is seen first, and the import is taken back", async () => {
  const page = await visitor("judith");
  await page.goto("/people");
  await page.getByRole("link", { name: "Import people" }).click();
  await title(page, "Import people").waitFor();

  await bring(page, `${people}\nN0903;;;N0999;;;;;`);
  const problems = page.getByRole("table", { name: "Problems" });
  await problems.waitFor();
  expect(await problems.getByRole("row").allInnerTexts()).toHaveLength(2);
  expect(await problems.innerText()).toMatch(/4\s+Full name \(B4\)\s+Every person needs a name\./);
  expect(await page.getByRole("button", { name: /^Import \d/ }).count()).toBe(0);

  await bring(page, people);
  const go = page.getByRole("button", { name: "Import 2 people" });
  await go.waitFor();
  expect(await page.getByText("“03/04/2020” is read as 3 April 2020.").count()).toBe(1);
  await page.getByLabel("Dates in numbers are").selectOption("month, day, year");
  await page.getByText("“03/04/2020” is read as 4 March 2020.").waitFor();
  await page.getByLabel("“Shoe size” is read as").selectOption("Location");
  await page.waitForFunction(() => [...document.querySelectorAll("select")].some((select) => select.value === "location"));
  await go.waitFor();
  await settled(page);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  await go.click();
  await page.getByText("Imported: 2 people added.").waitFor();
  await page.getByRole("link", { name: "People", exact: true }).first().click();
  await page.getByRole("searchbox", { name: "Find by name" }).fill("Bellamy");
  await page.getByRole("link", { name: "Yorick Bellamy" }).waitFor();

  await page.goto("/people/import");
  await page.getByRole("button", { name: "Take this import back" }).click();
  await page.getByText(/taken back on/).waitFor();
  await page.goto("/people?q=Bellamy");
  await page.getByText("Nobody at work today has a name with “Bellamy” in it.").waitFor();
});

test("who may not import finds neither the button nor the page", async () => {
  const page = await visitor("amara");
  await page.goto("/people");
  await page.getByRole("table").waitFor();
  expect(await page.getByRole("link", { name: "Import people" }).count()).toBe(0);
  await page.goto("/people/import");
  await title(page, "There is nothing here that you can see").waitFor();
});
