import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { freshServer } from "./fresh-server.ts";
import { arrive, expectAccessible, expectAccessibleEverywhere, personId, phone, settled, sideways, visitor } from "./visitor.ts";

const cell = (page: Page, level: string, row: string) => page.locator(`[data-level="${level}"][data-row="${row}"]`);
const field = (page: Page) => page.getByRole("textbox", { name: /one statement a line/ });
/** The page says that it is saved; only then may anything be relied on. */
const saved = (page: Page) =>
  page
    .getByRole("status")
    .filter({ hasText: /Saved at \d\d:\d\d:\d\d/ })
    .waitFor();
const dialog = (page: Page) => page.getByRole("dialog", { name: /^Publish/ });
const why = (page: Page) => dialog(page).getByLabel("Why this version?");

async function call(page: Page, method: string, path: string, data?: object): Promise<unknown> {
  const { origin } = new URL(page.url());
  const reply = await page.request.fetch(`${origin}/api/v1${path}`, {
    method,
    headers: { origin, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    ...(data ? { data: JSON.stringify(data) } : {}),
  });
  if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** Writes another statement in a cell and waits until it is safe. */
async function rewrite(page: Page, level: string, row: string, statement: string): Promise<void> {
  await cell(page, level, row).click();
  await page.keyboard.press("Enter");
  await field(page).fill(statement);
  await page.keyboard.press("Escape");
  await saved(page);
}

const submitAndApprove = async (page: Page) => {
  const bar = page.getByRole("region", { name: "Approval" });
  await bar.getByRole("button", { name: "Submit for approval" }).click();
  await bar.getByText("In review").waitFor();
  await bar.getByRole("button", { name: "Approve" }).click();
  await bar.getByLabel("A word to its authors, if you like").fill("As we work.");
  await bar.getByRole("button", { name: "Approve this draft" }).click();
  await bar.getByText("It can be published.").waitFor();
};

test("from an empty organisation to a second version of a ladder, its diff, its impact and its history", async () => {
  const { url, link } = await freshServer();
  // Where there is no draft yet the editor asks for one and is told so.
  const page = await visitor(null, { expected: /404/ });
  await page.goto(link);
  await settled(page);
  await page.getByLabel("Organisation", { exact: true }).fill("Alder House");
  await page.getByLabel("Your name").fill("Rowan Ashby");
  await page.getByLabel("E-mail address").fill("rowan@alder.example");
  await page.getByLabel("Password").fill("seven kettles on a slate roof");
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL((at) => at.pathname === "/");

  // A ladder of one's own, from a template.
  await call(page, "POST", "/frameworks", { from: { template: "finance" }, title: "Our money", slug: "our-money" });
  await arrive(page, `${url}/ladders/our-money/stewards`);
  await page.getByLabel("What one has written oneself").selectOption("allowed");
  await page.getByRole("button", { name: "Save who looks after it" }).click();
  await page.getByText("Saved.").waitFor();

  // A level by one's own name, and a cell in one's own words.
  await page.goto(`${url}/ladders/our-money/edit`);
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
  await page.goto(`${url}/ladders/our-money/edit`);
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
}, 180_000);

type Stewards = {
  owner: { id: string } | null;
  authors: { id: string }[];
  reviewers: { id: string }[];
  publishers: { id: string }[];
  public: boolean;
  ownWork: string;
};
const ids = (people: readonly { id: string }[]) => people.map(({ id }) => id);

/** With Judith's draft of a ladder of the demo open in the editor, and others beside her who may write in it. All of it is taken away again. */
async function withDraft(
  slug: string,
  work: (page: Page) => Promise<void>,
  others: { authors?: string[]; reviewers?: string[] } = {},
): Promise<void> {
  const page = await visitor("judith", { expected: /412/ });
  await page.goto("/sign-in");
  const stewards = `/frameworks/${slug}/stewards`;
  const was = (await call(page, "GET", stewards)) as Stewards; // as the route declares it
  const named = {
    owner: was.owner?.id ?? null,
    authors: ids(was.authors),
    reviewers: ids(was.reviewers),
    publishers: ids(was.publishers),
    public: was.public,
  };
  await call(page, "PUT", stewards, {
    ...named,
    authors: (others.authors ?? []).map(personId),
    reviewers: (others.reviewers ?? []).map(personId),
    ownWork: "allowed",
  });
  await call(page, "PUT", `/frameworks/${slug}/draft`, {});
  try {
    await page.goto(`/ladders/${slug}/edit`);
    await page.getByRole("grid").waitFor();
    await work(page);
  } finally {
    await call(page, "DELETE", `/frameworks/${slug}/draft`);
    await call(page, "PUT", stewards, { ...named, ownWork: was.ownWork });
  }
}

/** Asked of managers in the same words since the first version. */
const hiring = "hiring-and-onboarding";
const openDialog = async (page: Page) => {
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog(page).getByRole("heading", { name: "What changes" }).waitFor();
};

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

const pages = {
  "the history of a ladder": "/ladders/operations/history",
  "two versions compared": "/ladders/operations/history/compare?from=1&to=3",
  "what changed for oneself": "/ladders/operations/changed",
  "who looks after a ladder": "/ladders/operations/stewards",
  "two levels side by side": "/ladders/operations/compare",
  "a version that is over": "/ladders/operations/matrix?version=1",
};
for (const [name, path] of Object.entries(pages))
  test(`${name}: accessible in light and dark, on a desk and on a phone, and nothing runs out sideways`, async () => {
    const page = await visitor("amara");
    await arrive(page, path);
    await expectAccessibleEverywhere(page);
    expect(await sideways(page)).toBeLessThanOrEqual(0);
  });

test("any two versions are compared, also backwards, and come out on paper", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations/history");
  const pick = page.getByRole("form", { name: "Compare two versions" });
  await pick.getByLabel("From").selectOption("1");
  await pick.getByLabel("to", { exact: true }).selectOption("3");
  await pick.getByRole("button", { name: "Compare" }).click();
  await page.getByRole("heading", { level: 1, name: "From version 1 to version 3" }).waitFor();
  const changes = await page.getByRole("main").getByRole("listitem").filter({ hasText: "Reworded" }).count();
  expect(changes).toBeGreaterThan(0);
  await page.emulateMedia({ media: "print" });
  expect(await page.getByRole("button", { name: "Print" }).count()).toBe(0);
  await page.emulateMedia({ media: "screen" });
  await page.getByLabel("From").selectOption("3");
  await page.getByLabel("to", { exact: true }).selectOption("1");
  await page.getByRole("heading", { level: 1, name: "From version 3 to version 1" }).waitFor();
});

test("somebody who has been reviewed is told on their ladder that something changed since, and reads what", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  await page.getByRole("link", { name: /changed for you since your last review/ }).click();
  await page.getByRole("heading", { level: 1, name: "What changed since your last review" }).waitFor();
  expect(
    await page
      .getByRole("main")
      .getByRole("listitem")
      .filter({ has: page.locator("ins, del") })
      .count(),
  ).toBeGreaterThan(0);
});

test("a slash leads to the search of a ladder, and an arrow and Enter to what was found, at its level", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations/matrix");
  await page.keyboard.press("/");
  await page.keyboard.type("operations manager people management");
  await page.getByRole("search").getByRole("link").first().waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/levels\/operations-manager#expectation-/);
  await page.getByRole("heading", { level: 1, name: "Operations Manager" }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.querySelector("h3")?.textContent)).toMatch(/^People management/);
});

test("who moves to a version is seen first, and a move can be undone", async () => {
  const page = await visitor("judith");
  await arrive(page, "/ladders/operations/move");
  const move = page.getByRole("button", { name: /^Move \d+ (person|people) on/ });
  await move.waitFor();
  await expectAccessible(page);
  const [people] = (await move.textContent())?.match(/\d+/) ?? [];
  await move.click();
  await page.getByText(`${people} people moved to version`, { exact: false }).waitFor();
  await page
    .getByRole("button", { name: /^Undo the move/ })
    .first()
    .click();
  await page
    .getByText(/^undone by Judith Blakemore/)
    .first()
    .waitFor();
  await move.waitFor();
  expect(await move.textContent()).toContain(`Move ${people} people`);
});
