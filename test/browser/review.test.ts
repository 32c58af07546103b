import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { arrive, desk, expectAccessibleEverywhere, personId, phone, sideways, visitor } from "./visitor.ts";

type CheckIn = { review: string; assessments: { id: string; kind: string }[] };

/** A check-in of this person with their manager, at the level where they stand, begun through the page's own session. */
const checkIn = (page: Page, person: string, title: string): Promise<CheckIn> =>
  page.evaluate(
    async ([id, about]) => {
      const send = async (method: string, path: string, body?: unknown): Promise<unknown> =>
        (
          await fetch(`/api/v1${path}`, {
            method,
            ...(body === undefined ? {} : { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
          })
        ).json();
      const { person: found } = (await send("GET", `/people/${id}`)) as { person: { place: { framework: string; level: string } } }; // the API's own reply
      const { framework, level } = found.place;
      return (await send("POST", "/check-ins", { personId: id, framework, level, title: about })) as CheckIn; // likewise
    },
    [person, title] as const,
  );
const formOf = ({ review, assessments }: CheckIn, kind: string) =>
  `/reviews/${review}/assessments/${assessments.find((each) => each.kind === kind)?.id}`;

const opened = async (page: Page, path: string): Promise<void> => {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).waitFor();
};
const saved = (page: Page) => page.getByRole("status").filter({ hasText: /Saved at/ });
const away = (page: Page) => page.getByRole("status").filter({ hasText: "Kept on this device, sends when you are back on line" });

test("a review is written by the keyboard alone, in two windows that stay whole, checked, submitted and locked", async () => {
  const page = await visitor("naledi");
  await arrive(page, "/");
  const made = await checkIn(page, personId("naledi"), "Keys alone");
  await opened(page, formOf(made, "self"));
  await page.keyboard.press("2");
  await saved(page).waitFor();
  await expectAccessibleEverywhere(page);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(desk);

  // Another window of the same person sees it, and what both write at once stands against each other.
  const other = await page.context().newPage();
  await opened(other, page.url());
  expect(await other.getByRole("radio", { checked: true }).count()).toBe(1);
  await other.context().setOffline(true);
  await page.keyboard.press("c");
  await page.keyboard.type("Written in the first window.");
  await away(page).waitFor();
  await other.getByRole("textbox", { name: /What did you see/ }).fill("Written in the second window.");
  await away(other).waitFor();
  await other.context().setOffline(false);
  const [first, second] = [page, other].map((each) => each.getByRole("group", { name: "Written twice" }));
  await Promise.race([first?.waitFor(), second?.waitFor()]);
  const clashed = (await first?.count()) === 1 ? page : other;
  const box = clashed.getByRole("group", { name: "Written twice" });
  expect(await box.textContent()).toContain("Written in the first window.");
  expect(await box.textContent()).toContain("Written in the second window.");
  await clashed.getByRole("button", { name: "Keep what I wrote here" }).click();
  await saved(clashed).waitFor();
  const kept = await clashed.getByRole("textbox", { name: /What did you see/ }).inputValue();
  const rest = clashed === page ? other : page;
  await expect.poll(() => rest.getByRole("textbox", { name: /What did you see/ }).inputValue()).toBe(kept);
  await other.close();

  // What is missing is named, and leads there.
  await page.getByRole("link", { name: /Check and submit/ }).click();
  await page.getByRole("heading", { name: /things are still missing/ }).waitFor();
  await page.getByRole("button", { name: "Submit your own ratings" }).click();
  await page.getByRole("alert").filter({ hasText: "still missing" }).waitFor();
  const missing = page.locator("main ul button").first();
  const named = ((await missing.textContent()) ?? "").split(",")[0] ?? "";
  await missing.click();
  await page.getByRole("heading", { level: 1, name: named }).waitFor();
  const left = await page.getByRole("navigation", { name: "Competencies in this review" }).getByRole("link").count();
  for (let step = 0; step < left; step += 1) {
    if ((await page.getByRole("heading", { level: 1 }).textContent()) === "Everything is answered") break;
    if ((await page.getByRole("radio", { checked: true }).count()) === 0) {
      await page.keyboard.press("0");
      await page.getByRole("radio", { name: "Not seen", checked: true }).waitFor();
    }
    const before = page.url();
    await page.keyboard.press("j");
    await expect.poll(() => page.url()).not.toBe(before);
  }
  await page.getByRole("heading", { name: "Everything is answered" }).waitFor();
  await page.getByRole("button", { name: "Submit your own ratings" }).click();
  await page.getByRole("heading", { name: "You have submitted this" }).waitFor();
  await opened(page, formOf(made, "self"));
  expect(await page.getByRole("radio").count()).toBe(0);
  await expectAccessibleEverywhere(page);
});

test("on a phone, through a line that breaks and a page that is loaded anew, not one word is lost", async () => {
  const page = await visitor("chloe", { viewport: phone, expected: /Failed to (load|fetch)|net::ERR/ });
  await arrive(page, "/");
  const made = await checkIn(page, personId("chloe"), "On a round");
  await opened(page, formOf(made, "self"));
  await page.waitForURL(/at=/);
  const form = page.url();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.context().setOffline(true);
  await page.getByRole("region", { name: "Your rating" }).getByRole("radio", { name: "Not seen" }).check();
  await page.getByRole("textbox", { name: /What did you see/ }).fill("Nobody was there at night.");
  await away(page).waitFor();

  // The page goes while the line is down, and comes back with the words in it.
  await page.close({ runBeforeUnload: false });
  const again = await page.context().newPage();
  await page.context().setOffline(false);
  await opened(again, form);
  await expect.poll(() => again.getByRole("textbox", { name: /What did you see/ }).inputValue()).toBe("Nobody was there at night.");
  await saved(again).waitFor();
  const stored = await again.evaluate(
    async (path) => {
      const { answers } = (await (await fetch(`/api/v1${path}`)).json()) as { answers: { answer: string; comment: string | null }[] }; // the API's own reply
      return answers;
    },
    formOf(made, "self"),
  );
  expect(stored).toMatchObject([{ answer: "not-observed", comment: "Nobody was there at night." }]);

  // A file is evidence beside it, taken away as it was sent.
  await again.getByRole("button", { name: "Attach something you have" }).first().click();
  await again.getByLabel("Attach", { exact: true }).selectOption("a file");
  await again
    .getByLabel("File", { exact: true })
    .setInputFiles({ name: "rota.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.7 of nights") });
  await again.getByLabel("Title", { exact: true }).fill("The rota of that night");
  await again.getByRole("button", { name: "Attach it" }).click();
  const file = again.getByRole("link", { name: "The rota of that night" });
  await file.waitFor();
  const taken = await again.request.get((await file.getAttribute("href")) ?? "");
  expect(await taken.text()).toBe("%PDF-1.7 of nights");
  expect(await sideways(again)).toBeLessThanOrEqual(0);
  expect(await again.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("rungs.answers.")))).toEqual([]);
});

test("what is asked of one stands on Home and on the page of reviews, with one main act", async () => {
  const page = await visitor("ines");
  await arrive(page, "/");
  await checkIn(page, personId("ines"), "To be found");
  await arrive(page, "/");
  await page.getByRole("heading", { name: "Asked of you" }).waitFor();
  await arrive(page, "/reviews");
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(desk);
  await page.getByRole("link", { name: /^(Begin|Go on with) your/ }).click();
  await page.getByRole("radio").first().waitFor();
});

test("a released review is read, compared, and printed as it was signed, by everybody and everywhere", async () => {
  const page = await visitor("amara");
  await arrive(page, "/reviews");
  await page
    .getByRole("region", { name: "About you" })
    .getByRole("link", { name: /^Read it ?: Autumn/ })
    .click();
  await page.getByRole("heading", { level: 1, name: /^Your review: Autumn/ }).waitFor();
  const review = new URL(page.url()).pathname;
  for (const [path, heading] of [
    [review, /^Your review/],
    [`${review}/compare`, /to talk about/],
    [`${review}/signed`, "What was signed about you"],
  ] as const) {
    await page.setViewportSize(desk);
    await page.goto(path);
    await page.getByRole("heading", { level: 1, name: heading }).waitFor();
    await expectAccessibleEverywhere(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
    await page.emulateMedia({ colorScheme: "light" });
  }
  // On paper: nothing to press, and beside each document the hash that it is known by.
  await page.setViewportSize(desk);
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button").count()).toBe(0);
  expect(await page.getByRole("article").count()).toBeGreaterThan(2);
  expect(await page.getByText(/SHA-256 [0-9a-f]{64}/).count()).toBe(await page.getByRole("article").count());
});
