import { expect, test } from "vitest";
import { visitor } from "./visitor.ts";
import { cell, fields, markers, open, saved, small, written } from "./writing.ts";

test("two who write at once each see what the other wrote, cell by cell", async () => {
  const [one, other] = [await visitor("judith"), await visitor("helen")];
  await written(one, small("harbour-two"), ["helen"]);
  await open(one, "harbour-two");
  await open(other, "harbour-two");
  await cell(one, "mate", "cargo").click();
  await one.keyboard.type("Checks the seals.");
  await cell(other, "mate", "watch").click();
  await other.keyboard.type("Calls the next watch.");
  await Promise.all([saved(one), saved(other)]);
  await cell(one, "mate", "watch").getByText("Calls the next watch.").waitFor();
  await cell(other, "mate", "cargo").getByText("Checks the seals.").waitFor();
  // Nobody's field closed over it.
  expect(await fields(one).inputValue()).toBe("Checks the seals.");
});

test("the same cell written by two shows both texts, and the one that is chosen stays", async () => {
  const [one, other] = [await visitor("judith"), await visitor("helen", { expected: /ERR_INTERNET_DISCONNECTED/ })];
  await written(one, small("harbour-both"), ["helen"]);
  await open(one, "harbour-both");
  await open(other, "harbour-both");
  await other.context().setOffline(true);
  await cell(other, "deckhand", "mooring").click();
  await other.keyboard.press("Enter");
  await other.keyboard.press("Control+A");
  await other.keyboard.type("Theirs, written without a line.");
  await other.getByRole("status").filter({ hasText: "Kept on this device, sends when you are back on line" }).waitFor();
  await cell(one, "deckhand", "mooring").click();
  await one.keyboard.press("Enter");
  await one.keyboard.press("Control+A");
  await one.keyboard.type("Mine, written with one.");
  await saved(one);
  await other.context().setOffline(false);
  const both = other.getByRole("group", { name: "Written by two" });
  await both.getByText("Mine, written with one.").waitFor();
  expect(await both.getByText("Theirs, written without a line.").isVisible()).toBe(true);
  await other.getByRole("button", { name: "Changed elsewhere: see both" }).waitFor();
  // What is typed on goes into one's own text.
  await other.keyboard.type(" And more.");
  await both.getByRole("button", { name: "Keep mine" }).click();
  await other.waitForFunction(() => document.querySelector('[role="status"]')?.textContent?.includes("Saved at"));
  await cell(one, "deckhand", "mooring").locator("p").filter({ hasText: "Theirs, written without a line. And more." }).first().waitFor();
  expect(await markers(one, "harbour-both", "deckhand", "mooring")).toEqual(["Theirs, written without a line. And more."]);
});

test("a line that breaks in the middle of a word loses nothing: not by waiting, not by reloading, not by closing the window", async () => {
  const page = await visitor("judith", { expected: /ERR_INTERNET_DISCONNECTED/ });
  await written(page, small("harbour-cut"));
  await open(page, "harbour-cut");
  await cell(page, "master", "mooring").click();
  await page.keyboard.type("Decides when ");
  await page.context().setOffline(true);
  await page.keyboard.type("the ship leaves.");
  await page.getByRole("status").filter({ hasText: "Kept on this device" }).waitFor();
  // The window closes without a line; another opens when there is one again.
  await page.close();
  const context = page.context();
  await context.setOffline(false);
  const again = await context.newPage();
  await open(again, "harbour-cut");
  await cell(again, "master", "mooring").getByText("Decides when the ship leaves.").waitFor();
  await saved(again);
  expect(await markers(again, "harbour-cut", "master", "mooring")).toEqual(["Decides when the ship leaves."]);
});

test("whatever a hand does while the line comes and goes, what was shown as saved is saved", async () => {
  const page = await visitor("judith", { expected: /ERR_INTERNET_DISCONNECTED|Failed to load/ });
  const context = page.context();
  await written(page, small("harbour-flicker"));
  await open(page, "harbour-flicker");
  await cell(page, "mate", "watch").click();
  const words = "Stands the first watch and hands over by voice at the rail before going below".split(" ");
  for (const [index, word] of words.entries()) {
    if (index % 5 === 2) await context.setOffline(true);
    if (index % 5 === 4) await context.setOffline(false);
    await page.keyboard.type(index === 0 ? word : ` ${word}`, { delay: 15 });
    const shown = await page.getByRole("status").first().textContent();
    if (shown?.includes("Saved at"))
      expect((await markers(page, "harbour-flicker", "mate", "watch"))?.[0]).toBe(words.slice(0, index + 1).join(" "));
  }
  await context.setOffline(false);
  await saved(page);
  expect(await markers(page, "harbour-flicker", "mate", "watch")).toEqual([words.join(" ")]);
});
