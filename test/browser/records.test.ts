import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, personId, phone, sideways, visitor } from "./visitor.ts";

const held = (page: Page, name: string | RegExp = /hold/) => page.getByRole("region", { name });
const row = (page: Page, title: string) =>
  held(page)
    .getByRole("listitem")
    .filter({ has: page.getByText(title, { exact: true }) })
    .first();

test("a certificate is recorded from a phone with its file, the manager verifies it, and it shows in what runs out", async () => {
  const page = await visitor("grace", { viewport: phone });
  await arrive(page, `/people/${personId("grace")}`);
  const mine = held(page, "What you hold");
  await mine.getByRole("button", { name: "Add a record" }).click();
  await page.waitForFunction(() => document.activeElement instanceof HTMLSelectElement);
  await page.getByRole("textbox", { name: "Note, if there is something to say" }).fill("In the training room");
  await page.getByRole("combobox", { name: "Title" }).fill("Moving and handling refresher");
  await page.getByLabel("Completed on").fill("2099-01-01");
  await page.getByLabel("Counts for how many months").fill("12");
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);

  // The browser itself keeps days to come out; what was typed stays.
  await page.getByRole("button", { name: "Record it" }).click();
  expect(await page.getByLabel("Completed on").evaluate((field) => (field as HTMLInputElement).validity.rangeOverflow)).toBe(true); // the field with this label
  const lastYear = new Date(Date.now() - 340 * 86_400_000).toISOString().slice(0, 10);
  await page.getByLabel("Completed on").fill(lastYear);
  await page
    .getByLabel("Certificate or other evidence, if you have it")
    .setInputFiles({ name: "certificate.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 of Grace") });
  await page.getByRole("button", { name: "Record it" }).click();
  await mine.getByText("Recorded, with its file.").waitFor();
  const mineRow = row(page, "Moving and handling refresher");
  await mineRow.getByText(/Not verified yet/).waitFor();
  await mineRow.getByText(/runs out on/).waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), mineRow.getByRole("link", { name: "certificate.pdf" }).click()]);
  expect(download.suggestedFilename()).toBe("certificate.pdf");
  expect(await mineRow.getByRole("button", { name: /^Verify/ }).count()).toBe(0);
  await expectAccessibleEverywhere(page);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  const partner = await visitor("judith", { viewport: phone });
  await arrive(partner, `/people/${personId("grace")}`);
  await partner.getByRole("button", { name: "Verify Moving and handling refresher" }).click();
  await row(partner, "Moving and handling refresher")
    .getByText(/Verified by Judith/)
    .waitFor();

  await arrive(partner, "/people/expiring");
  const table = partner.getByRole("table", { name: "What runs out, the soonest first" });
  await table.waitFor();
  await partner.getByLabel("Title", { exact: true }).selectOption("Moving and handling refresher");
  await partner.waitForFunction(() => document.querySelectorAll("table tbody tr").length === 1);
  expect(await table.getByRole("rowheader").innerText()).toMatch(/^Grace Tembo/);
  await expectAccessibleEverywhere(partner);
  expect(await sideways(partner)).toBeLessThanOrEqual(0);

  await arrive(page, `/people/${personId("grace")}`);
  await page.getByRole("button", { name: "Put right: Moving and handling refresher" }).click();
  await page.getByLabel("Why is it put right?").fill("A trial of this page.");
  await page.getByRole("button", { name: "It never was" }).click();
  await mine.getByText("Taken back. It stays in the history below.").waitFor();
  expect(await row(page, "Moving and handling refresher").getByRole("link", { name: "certificate.pdf" }).count()).toBe(0);
});
