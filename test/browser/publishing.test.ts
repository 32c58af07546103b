import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dialog, hiring, openDialog, rewrite, why, withDraft } from "./publication.ts";
import { arrive, expectAccessibleEverywhere, phone, sideways, visitor } from "./visitor.ts";
import { call, saved } from "./writing.ts";

test("the dialog says whose readiness changes, from what to what, and which cycles stay on their version", async () => {
  await withDraft("operations", async (page) => {
    await rewrite(page, "operations-manager", hiring, "Newcomers work alone within the agreed weeks.");
    await openDialog(page);
    const row = dialog(page).getByRole("table", { name: "Whose readiness changes" }).getByRole("row").nth(1);
    await row.waitFor();
    const [before, after] = await Promise.all([row.getByRole("cell").nth(0).textContent(), row.getByRole("cell").nth(1).textContent()]);
    expect(before).toMatch(/^\d+(–\d+)?%$/);
    expect(after).toMatch(/^\d+–\d+%$/);
    expect(await row.getByRole("img").count()).toBe(2);
    const basis = dialog(page).getByText(/^\w+ of \d+ people\./);
    const all = await basis.textContent();
    expect(
      await dialog(page)
        .getByText(/^\w+ of \d+ people\. Computed from ratings released by/)
        .isVisible(),
    ).toBe(true);
    // Called editorial, the rating on it still stands, and the figures say so at once.
    expect(await dialog(page).getByText("It is substantive").isVisible()).toBe(true);
    await dialog(page).getByRole("radio", { name: "Editorial" }).check();
    await expect.poll(() => basis.textContent(), { timeout: 20_000 }).not.toBe(all);
    expect(await dialog(page).getByText("It is substantive").count()).toBe(0);
    expect(
      await dialog(page)
        .getByText(/stays? on version \d+/)
        .count(),
    ).toBeGreaterThan(0);
  });
});

test("of many whom it touches a few are shown, and the rest when they are asked for", async () => {
  await withDraft("operations", async (page) => {
    await rewrite(page, "coordinator", "process-execution", "Does each step as the procedure has it.");
    await openDialog(page);
    const rows = dialog(page).getByRole("table", { name: "Whose readiness changes" }).getByRole("row");
    const rest = dialog(page).getByRole("button", { name: /more (person|people)$/ });
    await rest.waitFor();
    const shown = (await rows.count()) - 1;
    expect(shown).toBe(6);
    const [, more] = (await rest.textContent())?.match(/^(\d+) more people$/) ?? [];
    await rest.click();
    await rest.waitFor({ state: "detached" });
    expect((await rows.count()) - 1).toBe(shown + Number(more));
  });
});

test("Escape keeps the draft and what was typed, and the keyboard alone does everything", async () => {
  await withDraft("operations", async (page) => {
    await rewrite(page, "operations-manager", hiring, "Newcomers work alone within the agreed weeks.");
    await openDialog(page);
    const inside = () => page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null);
    // The focus goes round in the dialog and never out of it.
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press("Tab");
      expect(await inside()).toBe(true);
    }
    await dialog(page).getByRole("radio", { name: "Substantive" }).focus();
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Tab");
    await page.keyboard.type("The weeks were always agreed.");
    await why(page).focus();
    await page.keyboard.type("It could not be observed.");
    await page.keyboard.press("Escape");
    await dialog(page).waitFor({ state: "detached" });
    await openDialog(page);
    expect(await why(page).inputValue()).toBe("It could not be observed.");
    expect(
      await dialog(page)
        .getByRole("textbox", { name: /still means the same/ })
        .inputValue(),
    ).toBe("The weeks were always agreed.");
  });
});

test("a draft that somebody changed meanwhile is not published: what changed is shown, and what was typed stays", async () => {
  const work = async (page: Page) => {
    await rewrite(page, "operations-manager", hiring, "Newcomers work alone within the agreed weeks.");
    await openDialog(page);
    await why(page).fill("It could not be observed.");
    const other = await visitor("helen");
    await arrive(other, "/");
    await other.goto("/ladders/operations/edit");
    await rewrite(other, "coordinator", "process-execution", "Carries out each step as it is written.");
    await dialog(page)
      .getByRole("button", { name: /^Publish version/ })
      .click();
    await dialog(page).getByText("Helen Marsh changed the draft while this was open", { exact: false }).waitFor();
    await dialog(page).getByRole("listitem").filter({ hasText: "Carries out each step as it is written." }).waitFor();
    expect(await why(page).inputValue()).toBe("It could not be observed.");
  };
  await withDraft("operations", work, { authors: ["helen"] });
});

test("what says the same as the version in force, and what has errors, is refused with the way to mend it", async () => {
  await withDraft("operations", async (page) => {
    await page.getByRole("button", { name: "Publish…" }).click();
    await dialog(page).getByText("so there is nothing to publish", { exact: false }).waitFor();
    expect(
      await dialog(page)
        .getByRole("button", { name: /^Publish/ })
        .count(),
    ).toBe(0);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Operations Manager", exact: true }).click();
    const details = page.getByRole("dialog", { name: "Details" });
    await details.getByLabel("Title", { exact: true }).first().fill("");
    await saved(page);
    await details.getByRole("button", { name: "Close" }).click();
    await page.getByRole("button", { name: "Publish…" }).click();
    const way = dialog(page).getByRole("region", { name: "What stands in the way" });
    await way.getByRole("button").first().click();
    await details.waitFor();
    expect(await details.getByLabel("Title", { exact: true }).first().inputValue()).toBe("");
  });
});

test("a reviewer suggests other words and sends the draft back with a reason; the author takes the words over", async () => {
  const work = async (page: Page) => {
    await page.getByRole("region", { name: "Approval" }).getByRole("button", { name: "Submit for approval" }).click();
    await page.getByRole("region", { name: "Approval" }).getByText("In review").waitFor();
    const reviewer = await visitor("helen");
    await arrive(reviewer, "/");
    await reviewer.goto("/ladders/operations/edit");
    await reviewer.getByRole("grid").waitFor();
    await call(reviewer, "POST", "/frameworks/operations/draft/notes", {
      node: "expectation/operations-manager-hiring-and-onboarding/markers/0",
      body: "Nobody can see a part.",
      suggestion: "Writes the brief for a post.",
    });
    const bar = reviewer.getByRole("region", { name: "Approval" });
    await bar.getByRole("button", { name: "Send it back" }).click();
    await bar.getByRole("button", { name: "Send it back" }).click();
    await bar.getByText("Say what has to change.").waitFor();
    await bar.getByLabel(/^Why\?/).fill("See the note on hiring.");
    await bar.getByRole("button", { name: "Send it back" }).click();
    await bar.getByText("“See the note on hiring.”", { exact: false }).waitFor();
    await page.reload();
    await page.getByText("Helen Marsh sent it back", { exact: false }).waitFor();
    await page.getByRole("button", { name: /note/ }).first().click();
    const note = page.getByRole("listitem").filter({ hasText: "Nobody can see a part." });
    expect(await note.locator("ins").last().textContent()).toContain("Writes the brief for a post");
    await note.getByRole("button", { name: "Take over this wording" }).click();
    await note.waitFor({ state: "detached" });
    await page.getByRole("gridcell").filter({ hasText: "Writes the brief for a post." }).first().waitFor();
  };
  await withDraft("operations", work, { reviewers: ["helen"] });
});

test("the dialog is accessible and fits, on a desk and on a phone, in light and in dark", async () => {
  await withDraft("operations", async (page) => {
    await rewrite(page, "operations-manager", hiring, "Newcomers work alone within the agreed weeks.");
    await openDialog(page);
    await dialog(page).getByRole("table", { name: "Whose readiness changes" }).waitFor();
    await dialog(page).getByRole("radio", { name: "Editorial" }).check();
    await expectAccessibleEverywhere(page);
    await page.setViewportSize(phone);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });
});
