import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { freshServer } from "./fresh-server.ts";
import { dialog, rewrite, submitAndApprove, why } from "./publication.ts";
import { arrive, desk, expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";
import { cell, saved } from "./writing.ts";

/** The step that comes next is the title of the first steps. */
const step = (page: Page, name: string) => page.getByRole("heading", { level: 1, name }).waitFor();
/** How far each step is, in their order. */
const steps = (page: Page): Promise<string[]> =>
  page
    .getByRole("list", { name: "First steps" })
    .getByRole("listitem")
    .evaluateAll((items) => items.map((item) => item.getAttribute("data-state") ?? ""));

test("from an empty organisation to a second version of a ladder, imported people and a launched cycle, by the first steps", async () => {
  const { url, link } = await freshServer();
  const page = await visitor(null);
  await page.goto(link);
  await settled(page);
  await page.getByLabel("Organisation", { exact: true }).fill("Alder House");
  await page.getByLabel("Your name").fill("Rowan Ashby");
  await page.getByLabel("E-mail address").fill("rowan@alder.example");
  await page.getByLabel("Password").fill("seven kettles on a slate roof");
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL((at) => at.pathname === "/");

  // Home leads into the first steps, and these to a ladder of one's own, from a template of the gallery.
  await page.getByRole("heading", { level: 1, name: "Alder House has no ladder yet" }).waitFor();
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(desk);
  await page.getByRole("link", { name: "Go on with the first steps" }).click();
  await step(page, "Publish a ladder");
  await settled(page);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(desk);
  await page.getByRole("link", { name: "Begin a ladder" }).click();
  await page.getByRole("link", { name: "Finance", exact: true }).click();
  await page.getByLabel("Title").fill("Our money");
  expect(await page.getByLabel("Address").inputValue()).toBe("our-money");
  await page.getByRole("button", { name: "Begin this ladder" }).click();
  await page.waitForURL("**/ladders/our-money/edit");
  await page.getByRole("grid").waitFor();

  // Nobody else is here who could approve: that is allowed where it is decided who looks after it.
  await arrive(page, `${url}/ladders/our-money/stewards`);
  await page.getByRole("heading", { level: 1, name: "Who looks after Our money" }).waitFor();
  await page.getByLabel("What one has written oneself").selectOption("allowed");
  await page.getByRole("button", { name: "Save who looks after it" }).click();
  await page.getByText("Saved.").waitFor();

  // A level by one's own name, and a cell in one's own words.
  await page.getByRole("link", { name: "Our money" }).click();
  await page.getByRole("grid").waitFor();
  await page.getByRole("button", { name: "Accounts Assistant" }).click();
  const details = page.getByRole("dialog", { name: "Details" });
  await details.getByLabel("Title", { exact: true }).first().fill("Bookkeeper");
  await saved(page);
  await details.getByRole("button", { name: "Close" }).click();
  await rewrite(page, "accounts-assistant", "reconciliation", "Explains every open item with a document.");

  await submitAndApprove(page);
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog(page).getByRole("heading", { name: "Publish version 1 of Our money" }).waitFor();
  await dialog(page).getByText("This is the first version").waitFor();
  await dialog(page).getByRole("button", { name: "Publish version 1" }).click();
  // Asked for what is missing, at the field that it is missing in.
  expect(await why(page).getAttribute("aria-invalid")).toBe("true");
  await why(page).fill("Our finance team in our own words.");
  await dialog(page).getByRole("button", { name: "Publish version 1" }).click();
  await page.waitForURL("**/ladders/our-money/history");
  await page.getByText("Our finance team in our own words.").waitFor();

  // Changed: other words, and a competency that asks more.
  await page.getByRole("link", { name: "Start a draft" }).click();
  await page.getByRole("heading", { level: 1, name: "Our money has no draft" }).waitFor();
  await page.getByRole("button", { name: "Start a draft" }).click();
  await page.getByRole("grid").waitFor();
  await rewrite(page, "accounts-assistant", "reconciliation", "Explains every open item with a document, in the week it came up.");
  await cell(page, "accounts-assistant", "answering-queries").click();
  await page.keyboard.press("Alt+Digit4");
  await saved(page);
  await submitAndApprove(page);
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog(page).getByRole("heading", { name: "Publish version 2 of Our money" }).waitFor();
  await dialog(page).getByText("Two changes since version 1.").waitFor();
  const reworded = dialog(page).getByRole("listitem").filter({ hasText: "Reworded" });
  expect(await reworded.locator("ins").textContent()).toBe(", in the week it came up");
  expect(await reworded.getByRole("radio", { name: "Substantive" }).isChecked()).toBe(true);
  const asked = dialog(page).getByRole("listitem").filter({ hasText: "Asks more" });
  expect(await asked.locator("del").textContent()).toBe("Performing");
  expect(await asked.locator("ins").textContent()).toBe("Leading");
  expect(await asked.getByRole("radio").count()).toBe(0);
  await dialog(page)
    .getByText(/^Nobody of \d+ (person|people)/)
    .waitFor();
  await reworded.getByRole("radio", { name: "Editorial" }).check();
  await why(page).fill("Items grew old before anybody asked.");
  await dialog(page).getByRole("button", { name: "Publish version 2" }).click();
  await dialog(page).getByText("Say why it still means the same.").waitFor();
  await reworded.getByRole("textbox", { name: /^Why/ }).fill("The week was meant before.");
  await dialog(page).getByRole("button", { name: "Publish version 2" }).click();
  await page.waitForURL("**/ladders/our-money/history");

  const versions = page.getByRole("list", { name: "Versions, the newest first" }).getByRole("listitem");
  await versions.nth(1).waitFor();
  expect(await versions.count()).toBe(2);
  expect(await versions.first().textContent()).toMatch(
    /Version 2.*Items grew old before anybody asked\..*Published by Rowan Ashby on .*content [0-9a-f]{8}/s,
  );
  await versions.first().getByRole("link", { name: "What changed from version 1" }).click();
  await page.getByRole("heading", { level: 1, name: "From version 1 to version 2" }).waitFor();
  const level = page.getByRole("region", { name: "Bookkeeper" });
  expect(await level.getByRole("listitem").count()).toBe(2);
  await level.getByText("Editorial: means the same, ratings carry over").waitFor();
  expect(await level.locator("ins").first().textContent()).toBe(", in the week it came up");
  // The matrix bars what the version shown has changed, and the first version says that it is over.
  await arrive(page, `${url}/ladders/our-money/matrix`);
  await page.getByText("changed in version 2", { exact: true }).waitFor();
  await arrive(page, `${url}/ladders/our-money/matrix?version=1`);
  expect(await page.getByText("Explains every open item with a document.", { exact: true }).isVisible()).toBe(true);
  await page.getByRole("link", { name: "Read version 2, the current one" }).click();
  await page.waitForURL("**/ladders/our-money/matrix");

  // The first steps have seen it: people come next, with their levels and managers, then invitations, then a cycle.
  await arrive(page, `${url}/start`);
  await step(page, "Bring in your people");
  expect(await steps(page)).toEqual(["done", "open", "open", "open", "open"]);
  await page.getByRole("link", { name: "Import people" }).click();
  const people = [
    "Employee number;Name;E-mail;Manager;Job family or ladder;Level",
    "A1;Ada Quill;ada@alder.example;;Our money;Finance Manager",
    "A2;Ben Tally;ben@alder.example;A1;Our money;Bookkeeper",
  ].join("\n");
  await page.getByLabel("File of people").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(people) });
  await page.getByRole("button", { name: "Import 2 people" }).click();
  await page.getByText(/^Imported: 2 people added/).waitFor();
  await arrive(page, `${url}/start`);
  await step(page, "Invite them to sign in");
  expect(await steps(page)).toEqual(["done", "done", "done", "open", "open"]);
  await page.getByRole("link", { name: "Invite people" }).click();
  await page.getByRole("button", { name: "Invite everybody never invited" }).click();
  await page.getByText("2 invitations written.").waitFor();
  // Put away they are off Home, and where they were; the last step is found again by the search.
  await arrive(page, `${url}/start`);
  await step(page, "Launch a cycle");
  await page.getByRole("button", { name: "Put them away from Home" }).click();
  await page.getByText("These steps are no longer on your Home.").waitFor();
  await page.getByRole("navigation", { name: "You are in" }).getByRole("link", { name: "Home" }).click();
  await page.getByRole("heading", { level: 1, name: "Nothing waits for you today" }).waitFor();
  expect(await page.getByRole("link", { name: "Go on with the first steps" }).count()).toBe(0);
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox", { name: /^Find people/ }).fill("first st");
  await page.getByRole("option", { name: /^First steps/ }).click();
  await step(page, "Launch a cycle");
  await page.getByRole("link", { name: "Set up a cycle" }).click();
  await page.getByLabel("What it is called").fill("The first one");
  await page.getByRole("button", { name: "Go on to the set-up" }).click();
  await page.getByRole("heading", { level: 1, name: "The first one" }).waitFor();
  await page.getByText("People: everybody").click();
  await page.getByLabel("Only these", { exact: true }).fill("Ben");
  await page.getByRole("button", { name: "Add Ben Tally" }).click();
  await page.getByText("Nothing is in the way.").waitFor();
  await page.getByText(/^Saved at/).waitFor();
  await page.getByRole("button", { name: "Launch The first one" }).click();
  await page.getByRole("heading", { level: 1, name: "0 of 1 review is in" }).waitFor();
  await page.goto(`${url}/start`);
  await page.getByRole("heading", { level: 1, name: "All the first steps are done" }).waitFor();
}, 180_000);
