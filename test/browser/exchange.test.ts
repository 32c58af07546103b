import { readFile } from "node:fs/promises";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { checkReading, readAs } from "../../src/core/framework/formats/read.ts";
import { opened } from "../workbook.ts";
import { arrive, expectAccessibleEverywhere, settled, sideways, visitor } from "./visitor.ts";

const upload = (page: Page, name: string, buffer: Buffer) =>
  page.getByLabel("File", { exact: true }).setInputFiles({ name, mimeType: "application/octet-stream", buffer });
const sum = (page: Page) => page.locator("section[aria-labelledby=changes] [aria-live]");

async function begun(page: Page, title: string): Promise<void> {
  await arrive(page, "/ladders/new");
  await page.getByRole("link", { name: "Operations", exact: true }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByRole("button", { name: "Begin this ladder" }).click();
  await page.waitForURL(/\/edit$/);
}

/** What the editor's draft is as a workbook, saved as whoever clicks the link saves it. */
async function workbook(page: Page, slug: string): Promise<Buffer> {
  const reply = await page.request.get(`/api/v1/frameworks/${slug}/export?format=xlsx&version=draft`);
  expect(reply.headers()["content-disposition"]).toContain(`${slug}-draft.xlsx`);
  return reply.body();
}

test("a ladder begins as a template under a name of one's own, and goes out as a workbook and back with what was edited", async () => {
  const page = await visitor("judith");
  await begun(page, "Night operations");
  expect(new URL(page.url()).pathname).toBe("/ladders/night-operations/edit");

  const { framework } = checkReading(await readAs("xlsx", await workbook(page, "night-operations")));
  if (framework === null) throw new Error("What was exported cannot be read.");
  const book = opened(framework);
  book.change("Levels", "Operations Coordinator", "Night Coordinator");
  const row = book.add("Matrix", { Competency: "Night round" });
  book.set("Matrix", row, 4, "Walks the building twice a night");

  await arrive(page, "/ladders/night-operations/import");
  await upload(page, "edited.xlsx", Buffer.from(await book.bytes()));
  await sum(page).getByText("2 added, 1 changed and no problems.").waitFor();
  expect(await page.getByRole("list", { name: "Changes" }).getByRole("listitem").allInnerTexts()).toEqual([
    expect.stringContaining("Night round"),
    expect.stringMatching(/Night Coordinator[^]*Title: /),
    expect.stringContaining("Walks the building twice a night"),
  ]);
  // Nothing is written by looking.
  const before = checkReading(await readAs("xlsx", await workbook(page, "night-operations"))).framework;
  expect(before).toEqual(framework);
  await page.getByRole("button", { name: "Import into the draft" }).click();
  await page.waitForURL(/\/edit$/);
  await page.getByText("Night Coordinator").first().waitFor();
  const after = checkReading(await readAs("xlsx", await workbook(page, "night-operations"))).framework;
  expect(after?.levels[0]?.title).toBe("Night Coordinator");
  expect(after?.competencies.some((each) => "title" in each && each.title === "Night round")).toBe(true);
});

test("a table of one's own is read as it looks, corrected column by column, and becomes a ladder", async () => {
  const page = await visitor("judith");
  await arrive(page, "/ladders/import");
  await upload(page, "Bakery.csv", Buffer.from("Fach,Lehrling,Meister,Bemerkung\nOfen,Stellt den Ofen ein,Plant die Woche,Ida fragen\n"));
  await sum(page).getByText("3 levels, 1 competency, 3 expectations, 3 statements and no problems.").waitFor();
  await page.getByLabel("“Bemerkung” is read as").selectOption("left out");
  await sum(page).getByText("2 levels, 1 competency, 2 expectations, 2 statements and no problems.").waitFor();
  await page.getByLabel("Rating scale, lowest first").fill("nein, teils, ja");
  await page.getByLabel("Rating scale, lowest first").press("Enter");
  await page.getByText("2 expectations do not say what is asked; read as “teils”.").waitFor();
  await page.getByLabel("Title").fill("Backstube");
  await page.getByLabel("Address").fill("backstube");
  await page.getByRole("button", { name: "Begin this ladder" }).click();
  await page.waitForURL(/\/ladders\/backstube\/edit$/);
  await page.getByText("Stellt den Ofen ein").first().waitFor();
  const { framework } = checkReading(await readAs("xlsx", await workbook(page, "backstube")));
  expect(framework).toMatchObject({
    title: "Backstube",
    scale: [{ label: "nein" }, { label: "teils" }, { label: "ja" }],
    levels: [{ id: "lehrling" }, { id: "meister" }],
  });
});

test("a file that is too broken says why by cell, and cannot be imported", async () => {
  const page = await visitor("judith");
  await arrive(page, "/ladders/operations/import");
  await upload(page, "bad.csv", Buffer.from("Level;Rank;Competency\nOperations Coordinator;first;Process execution\n"));
  await page.getByRole("table", { name: "Problems" }).getByRole("row", { name: /^B2 / }).waitFor();
  expect(await page.getByRole("button", { name: "Import into the draft" }).count()).toBe(0);
  await upload(page, "half.xlsx", Buffer.from("PK\u0003\u0004 and no more"));
  await page.getByText("This workbook is damaged: it breaks off or does not hold together.").waitFor();
});

test("the export of a ladder is a menu for the keyboard too, and offers the way back in to those who write", async () => {
  const page = await visitor("judith");
  await arrive(page, "/ladders/operations");
  const button = page.getByRole("button", { name: "Export" });
  await button.press("Enter");
  expect(await button.getAttribute("aria-expanded")).toBe("true");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: /^Workbook/ }).click()]);
  expect(download.suggestedFilename()).toMatch(/^operations-\d+\.xlsx$/);
  const { framework } = checkReading(await readAs("xlsx", await readFile(await download.path())));
  expect(framework?.id).toBe("operations");
  await button.press("Enter");
  await page.getByRole("link", { name: /^Import a file/ }).waitFor();
  await expectAccessibleEverywhere(page);
  await page.keyboard.press("Escape");
  expect(await button.getAttribute("aria-expanded")).toBe("false");
});

test("whoever may not begin ladders is shown neither the way nor the page", async () => {
  const page = await visitor("amara", { expected: /40[34]/ });
  await arrive(page, "/ladders");
  expect(await page.getByRole("link", { name: "New ladder" }).count()).toBe(0);
  await arrive(page, "/ladders/new");
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("There is nothing here that you can see");
  await arrive(page, "/ladders/operations/import");
  expect(await page.getByRole("heading", { level: 1 }).innerText()).toBe("There is nothing here that you can see");
});

const pages = {
  "the gallery": "/ladders/new",
  "a template": "/ladders/new?template=operations",
  "a library among the templates": "/ladders/new?template=company-values",
  "a copy": "/ladders/new?ladder=care",
  "an empty ladder": "/ladders/new?blank=ladder",
};
for (const [name, path] of Object.entries(pages))
  test(`${name} is accessible in light and dark, on a desk and on a phone, and never runs out sideways`, async () => {
    const page = await visitor("judith");
    await arrive(page, path);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await expectAccessibleEverywhere(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

test("so is the preview of an import", async () => {
  const page = await visitor("judith");
  await arrive(page, "/ladders/import");
  await upload(
    page,
    "one.csv",
    Buffer.from('Role,Level,Skill,Asked,Statements\nBaker,Junior,Ovens,2,"Always sets the oven"\nBaker,Senior,Ovens,9,Plans\n'),
  );
  await sum(page).waitFor();
  await settled(page);
  await expectAccessibleEverywhere(page);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});
