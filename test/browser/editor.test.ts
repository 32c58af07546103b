import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, personId, phone, sideways, visitor } from "./visitor.ts";
import { call, cell, fields, markers, open, saved, small, stored, written } from "./writing.ts";

test("typing on a cell writes in it, Tab goes on to the next, and what is saved is on the server", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-typing"));
  await open(page, "harbour-typing");
  await cell(page, "deckhand", "cargo").click();
  await page.keyboard.type("Lashes what can shift.");
  await page.keyboard.press("Tab");
  await page.keyboard.type("Reads the load plan aloud before the first lift.");
  await page.keyboard.press("Shift+Tab");
  expect(await fields(page).inputValue()).toBe("Lashes what can shift.");
  await page.keyboard.press("Enter");
  await page.keyboard.type("Counts the slings.");
  await page.keyboard.press("Escape");
  await saved(page);
  expect(await markers(page, "harbour-typing", "deckhand", "cargo")).toEqual(["Lashes what can shift.", "Counts the slings."]);
  expect(await markers(page, "harbour-typing", "mate", "cargo")).toEqual(["Reads the load plan aloud before the first lift."]);
  // Out of the field the keyboard is on the cell, and arrows go from cell to cell.
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("cell-mate-watch");
});

test("what is asked, and how much it counts, is set in the cell without a mouse", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-asked"));
  await open(page, "harbour-asked");
  await cell(page, "deckhand", "mooring").click();
  await page.keyboard.press("Alt+Digit4");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Alt+ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("2");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Escape");
  await saved(page);
  const level = (await stored(page, "harbour-asked")).content.levels[0];
  expect(level?.expectations[0]).toMatchObject({ target: 4, critical: true, weight: 2 });
  await page.keyboard.press("Delete");
  await cell(page, "deckhand", "mooring").getByText("not asked at this level").waitFor();
});

test("undo takes back act by act, redo brings it again, and both are saved", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-undo"));
  await open(page, "harbour-undo");
  await cell(page, "master", "watch").click();
  await page.keyboard.type("Sets the watches.");
  await page.keyboard.press("Escape");
  await cell(page, "deckhand", "watch").click();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+Z");
  await cell(page, "deckhand", "watch").getByText("Writes the hour").waitFor();
  await page.keyboard.press("Control+Z");
  await cell(page, "master", "watch").getByText("not asked").waitFor();
  await page.keyboard.press("Control+Shift+Z");
  await cell(page, "master", "watch").getByText("Sets the watches.").waitFor();
  await saved(page);
  await page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent?.includes("Saved at"));
  expect(await markers(page, "harbour-undo", "master", "watch")).toEqual(["Sets the watches."]);
  expect(await markers(page, "harbour-undo", "deckhand", "watch")).toEqual(["Writes the hour and the wind into the log."]);
});

test("a block from a spreadsheet is laid into the matrix after its size was shown, and nothing beyond its edge", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-paste"));
  await open(page, "harbour-paste");
  await cell(page, "mate", "cargo").click();
  await page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.setData(
      "text/plain",
      'Checks seals.\t"Signs the bill;\nkeeps a copy."\tBeyond\nCalls the watch.\tStands down late hands.\n',
    );
    document.activeElement?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await page.getByText("2 rows by 2 levels: 4 cells will be written over. 1 cell beyond the matrix is left out.").waitFor();
  await page.keyboard.press("Enter");
  await saved(page);
  expect(await markers(page, "harbour-paste", "mate", "cargo")).toEqual(["Checks seals."]);
  expect(await markers(page, "harbour-paste", "master", "cargo")).toEqual(["Signs the bill;", "keeps a copy."]);
  expect(await markers(page, "harbour-paste", "mate", "watch")).toEqual(["Calls the watch."]);
  expect((await stored(page, "harbour-paste")).content.levels).toHaveLength(3);
});

test("rows and levels are put in order by keyboard and by hand", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-order"));
  await open(page, "harbour-order");
  await cell(page, "deckhand", "mooring").click();
  await page.keyboard.press("Alt+ArrowDown");
  await saved(page);
  expect((await stored(page, "harbour-order")).content.competencies.map(({ id }) => id)).toEqual(["cargo", "mooring", "watch"]);
  await page.keyboard.press("Alt+ArrowRight");
  await page.waitForFunction(() => document.querySelectorAll("thead th[data-level]")[0]?.textContent?.startsWith("Mate"));
  await page.locator('th[data-row="watch"]').dragTo(page.locator('th[data-row="cargo"]'));
  await page.waitForFunction(() =>
    [...document.querySelectorAll("tbody th[data-row]")]
      .map((row) => row.getAttribute("data-row"))
      .join(" ")
      .includes("watch cargo mooring"),
  );
  // A domain, and a competency into another domain, by hand and by keyboard.
  const rows = () =>
    page.locator("tbody th[data-row]").evaluateAll((heads) => heads.map((head) => head.getAttribute("data-row") ?? "").join(" "));
  await page.locator('th[data-row="domain/crew"]').dragTo(page.locator('th[data-row="domain/quay"]'));
  await expect.poll(rows).toMatch(/domain\/crew.*domain\/quay/);
  await page.locator('th[data-row="domain/crew"]').click({ position: { x: 400, y: 40 } });
  await page.keyboard.press("Alt+ArrowDown");
  await expect.poll(rows).toMatch(/domain\/quay.*domain\/crew/);
  await page.locator('th[data-row="mooring"]').dragTo(page.locator('th[data-row="domain/crew"]'));
  await expect.poll(rows).toMatch(/domain\/crew mooring/);
  await page.locator('th[data-level="master"]').dragTo(page.locator('th[data-level="mate"]'));
  await expect
    .poll(() => page.locator("thead th[data-level]").evaluateAll((heads) => heads.map((head) => head.getAttribute("data-level"))))
    .toEqual(["master", "mate", "deckhand"]);
  await page.keyboard.press("Control+Z");
  const now =
    (await page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent?.includes("Saved at")),
    await stored(page, "harbour-order"));
  expect(now.content.levels.map(({ id }) => id)).toEqual(["mate", "deckhand", "master"]);
});

test("words that are hard to rate are underlined while one types, with the reason, and saved all the same", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-words"));
  await open(page, "harbour-words");
  await cell(page, "mate", "cargo").click();
  await page.keyboard.type("Always stows effectively.");
  await page.getByText("Two people would read this differently.").waitFor();
  expect(await page.locator('[aria-hidden="true"] u').allTextContents()).toEqual(["Always", "effectively"]);
  await page.keyboard.press("Escape");
  await saved(page);
  expect(await cell(page, "mate", "cargo").locator("u").allTextContents()).toEqual(["Always", "effectively"]);
  await page.getByRole("button", { name: "2 wordings" }).click();
  await page.getByRole("button", { name: /Cargo, Mate.*effectively/ }).click();
  expect(await fields(page).inputValue()).toBe("Always stows effectively.");
});

test("the editor is accessible in light and dark, on a desk and on a phone, closed and open, and a phone writes a level at a time", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-phone"));
  await open(page, "harbour-phone");
  await settledStatus(page);
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  await page.getByRole("button", { name: "Write Cargo" }).click();
  await page.keyboard.type("Lashes what can shift.");
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await saved(page);
  expect(await markers(page, "harbour-phone", "deckhand", "cargo")).toEqual(["Lashes what can shift."]);
  await page.getByRole("button", { name: "All about it" }).click();
  await expectAccessibleEverywhere(page);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});
const settledStatus = (page: Page) => page.getByRole("status").filter({ hasText: /saved/i }).waitFor();

test("who may read a draft but not write it reads it, and who may not is told nothing of it", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-read"));
  await call(page, "PUT", "/frameworks/harbour-read/stewards", {
    owner: null,
    authors: [],
    reviewers: [personId("helen")],
    publishers: [],
    public: false,
    ownWork: "organisation",
  });
  const reader = await visitor("helen");
  await open(reader, "harbour-read");
  await cell(reader, "deckhand", "mooring").dblclick();
  expect(await reader.getByRole("textbox", { name: /one statement/ }).count()).toBe(0);
  expect(await reader.getByRole("button", { name: /Discard/ }).count()).toBe(0);
  const stranger = await visitor("amara", { expected: /404/ });
  await arrive(stranger, "/ladders/harbour-read/edit");
  expect(await stranger.getByText("There is nothing here that you can see").isVisible()).toBe(true);
});
