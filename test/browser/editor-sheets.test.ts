import { expect, test } from "vitest";
import type { Framework } from "../../src/core/framework/document.ts";
import { visitor } from "./visitor.ts";
import { open, saved, small, stored, written } from "./writing.ts";

test("levels, competencies, requirements, ways and rules are written in the sheet beside the matrix", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-sheet"));
  await open(page, "harbour-sheet");
  await page.getByRole("button", { name: "Add a level" }).click();
  const sheet = page.getByRole("dialog", { name: "Details" });
  await sheet.getByLabel("Title", { exact: true }).first().fill("Harbour master");
  await sheet.getByText("What it takes to enter").click();
  await sheet.getByLabel("Another requirement").fill("Master’s certificate");
  await sheet.getByLabel("Another requirement").press("Enter");
  await sheet.getByText("When somebody is ready").click();
  await sheet.getByRole("button", { name: "Write another rule for this level" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Add a competency to Crew" }).click();
  await page.getByRole("dialog").getByLabel("Title", { exact: true }).fill("Muster");
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Master", exact: true }).click();
  await sheet.getByText("Ways from here").click();
  await sheet.getByLabel("Another way, to").selectOption({ label: "Harbour master" });
  await saved(page);
  await page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent?.includes("Saved at"));
  const { content } = (await stored(page, "harbour-sheet")) as unknown as { content: Framework }; // saved with every default in place
  const level = content.levels.find(({ title }) => title === "Harbour master");
  expect(level).toMatchObject({ rank: 4, track: "core", requirements: [{ kind: "qualification", title: "Master’s certificate" }] });
  expect(level?.readiness).toHaveLength(3);
  expect(content.competencies.at(-1)).toMatchObject({ title: "Muster", domain: "crew" });
  expect(content.transitions).toMatchObject([{ from: "master", to: level?.id, kind: "promotion" }]);
});

test("how one enters a standard, what comes before its assessment and how long it takes are written in the sheet", async () => {
  const page = await visitor("judith");
  const { levels, ...rest } = small("harbour-standard");
  const [only] = levels ?? [];
  await written(page, { ...rest, kind: "standard", levels: only ? [only] : [] });
  await open(page, "harbour-standard");
  await page.getByRole("button", { name: "Whole ladder" }).click();
  const sheet = page.getByRole("dialog", { name: "Details" });
  await sheet.getByLabel("Months, at least").fill("18");
  await sheet.getByLabel("Months, at most").fill("24");
  await sheet.getByLabel("Qualification", { exact: true }).first().fill("Diploma of the harbour");
  await sheet.getByRole("heading", { name: "To begin" }).click();
  await sheet.getByLabel("Another requirement").first().fill("English and mathematics");
  await sheet.getByLabel("Another requirement").first().press("Enter");
  await sheet.getByRole("heading", { name: "Before the assessment" }).click();
  await sheet.getByRole("button", { name: "Add a clause" }).click();
  await sheet.getByRole("heading", { name: "How it is assessed" }).click();
  await sheet.getByLabel("Another part of the assessment").fill("A talk about a voyage");
  await sheet.getByLabel("Another part of the assessment").press("Enter");
  await saved(page);
  await expect
    .poll(async () => ((await stored(page, "harbour-standard")) as unknown as { content: Framework }).content.standard) // saved with every default in place
    .toMatchObject({
      months: [18, 24],
      qualification: "Diploma of the harbour",
      entry: [{ kind: "qualification", title: "English and mathematics" }],
      gateway: { clauses: [{ clause: "requirementsMet" }] },
      assessment: [{ title: "A talk about a voyage" }],
    });
});
