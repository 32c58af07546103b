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
