import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, personId, phone, settled, sideways, visitor } from "./visitor.ts";

const entries = (page: Page) => page.getByRole("list", { name: /^Learning in/ }).locator(":scope > li");

test("on a phone, learning is logged with two taps and its words, taken out and put back, and verified by one's manager", async () => {
  const page = await visitor("amara", { viewport: phone });
  await arrive(page, "/cpd");
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const before = await entries(page).count();
  let taps = 0;
  const tap = async (locator: ReturnType<Page["getByRole"]>) => {
    taps += 1;
    await locator.click();
  };
  // Kind and length begin as those of the last entry, and the day is today.
  await tap(page.getByLabel("What did you learn from?"));
  await page.keyboard.type("An hour with the night lead");
  await tap(page.getByRole("button", { name: "Log it" }));
  await page.getByRole("alert").filter({ hasText: "Logged: An hour with the night lead" }).waitFor();
  expect(taps).toBe(2);
  await expect.poll(() => entries(page).count()).toBe(before + 1);
  // Another kind and another length are a tap each.
  await tap(page.getByRole("radio", { name: "Reading" }));
  await tap(page.getByRole("radio", { name: "2 h", exact: true }));
  await tap(page.getByLabel("What did you learn from?"));
  await page.keyboard.type("A chapter on rotas");
  await tap(page.getByRole("button", { name: "Log it" }));
  await entries(page).filter({ hasText: "A chapter on rotas" }).filter({ hasText: "2 h, reading" }).waitFor();
  expect(taps).toBe(6);

  await page.getByRole("button", { name: "Take out A chapter on rotas" }).click();
  await page.getByRole("alert").filter({ hasText: "is taken out" }).waitFor();
  await expect.poll(() => entries(page).filter({ hasText: "A chapter on rotas" }).count()).toBe(0);
  await page.getByRole("button", { name: "Undo" }).click();
  await entries(page).filter({ hasText: "A chapter on rotas" }).waitFor();

  const manager = await visitor("sian");
  await arrive(manager, "/people/learning?show=waiting");
  await manager.getByRole("link", { name: /of Amara Nwosu/ }).click();
  await manager.getByRole("button", { name: "Verify A chapter on rotas" }).click();
  await manager.getByRole("alert").filter({ hasText: "A chapter on rotas is verified" }).waitFor();
  await arrive(page, "/cpd");
  await entries(page).filter({ hasText: "A chapter on rotas" }).filter({ hasText: "Verified by Siân Pritchard" }).waitFor();
  await page.getByRole("button", { name: "Change A chapter on rotas" }).click();
  await page.getByLabel("Hours").fill("1:30");
  await page.getByRole("button", { name: "Save it" }).click();
  await page.getByRole("alert").filter({ hasText: "waits to be verified again" }).waitFor();
  await expectAccessibleEverywhere(page);
});

test("by keyboard alone, a length of one's own is logged, and what is missing is said where it is missing", async () => {
  const page = await visitor("precious");
  await arrive(page, "/cpd");
  const field = page.getByLabel("What did you learn from?");
  await field.focus();
  await page.keyboard.press("Enter");
  await page.getByText("Say in a few words what it was.").waitFor();
  await page.keyboard.type("A talk by the district nurse");
  // From the words to the kind, to the length, and along it to the last: another one.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowLeft");
  while (!(await page.getByRole("radio", { name: "Another length" }).isChecked())) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Tab");
  await page.keyboard.type("50 min");
  await page.keyboard.press("Enter");
  await entries(page).filter({ hasText: "A talk by the district nurse" }).filter({ hasText: "50 min" }).waitFor();
  expect(await field.inputValue()).toBe("");
});

test("what there is to learn from is added where a level asks for it, found on the list, and logged from there", async () => {
  // What is refused is written to the console by the browser itself.
  const page = await visitor("judith", { expected: /400/ });
  await arrive(page, "/ladders/operations/levels/operations-manager");
  await page.getByText(/^Add something for what has nothing yet/).click();
  await page.getByRole("button", { name: "Stakeholder management", exact: true }).click();
  await page.getByLabel("Title").fill("Listening to the people upstairs");
  await page.getByLabel(/^Link/).fill("http://learn.fernhithe.example/listening");
  await page.getByLabel("Hours it takes").fill("3");
  await page.getByLabel("Cost").fill("0");
  await page.getByRole("button", { name: "Add it" }).click();
  await page
    .getByText(/Links go to https/)
    .first()
    .waitFor();
  await page.getByLabel(/^Link/).fill("https://learn.fernhithe.example/listening");
  await page.getByRole("button", { name: "Add it" }).click();
  await page.getByRole("alert").filter({ hasText: "Listening to the people upstairs is on the list" }).waitFor();

  const reader = await visitor("amara");
  await arrive(reader, "/resources");
  await reader.getByLabel("Find").last().fill("upstairs");
  await reader.keyboard.press("Enter");
  const row = reader.getByRole("list", { name: "What there is to learn from" }).locator(":scope > li");
  await expect.poll(() => row.count()).toBe(1);
  expect(await row.textContent()).toContain("Course, 3 h, free");
  expect(await reader.getByRole("button", { name: /^(Change|Retire)/ }).count()).toBe(0);
  await expectAccessibleEverywhere(reader);
  await row.getByRole("link", { name: /^Log it/ }).click();
  await reader.getByRole("button", { name: "Leave it" }).waitFor();
  expect(await reader.getByLabel("What did you learn from?").inputValue()).toBe("Listening to the people upstairs");
  expect(await reader.getByLabel("Hours").inputValue()).toBe("3");
  await settled(reader);
  expect(await reader.getByRole("link", { name: "Export as CSV" }).getAttribute("href")).toContain(personId("amara"));
}, 60_000);
