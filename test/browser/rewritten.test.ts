import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { dialog, rewrite, why } from "./publication.ts";
import { arrive, expectAccessible, visitor } from "./visitor.ts";
import { call, cell, fields, open, saved, small, written } from "./writing.ts";

/** A ladder of the test's own with a first version in force and a draft open, which its maker may publish. */
async function published(page: Page, slug: string): Promise<void> {
  await written(page, small(slug));
  await call(page, "PUT", `/frameworks/${slug}/stewards`, {
    owner: null,
    authors: [],
    reviewers: [],
    publishers: [],
    public: false,
    ownWork: "allowed",
  });
  const { revision } = (await call(page, "GET", `/frameworks/${slug}/draft`)) as { revision: number }; // as the route declares it
  const given = { reason: "The first.", effectiveOn: "2026-01-01", choices: {}, ifRevision: revision };
  await call(page, "POST", `/frameworks/${slug}/draft/publish`, given);
  await call(page, "PUT", `/frameworks/${slug}/draft`, {});
  await open(page, slug);
}

const publishing = async (page: Page) => {
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog(page).getByRole("heading", { name: "What changes" }).waitFor();
};
const publish = async (page: Page, slug: string) => {
  await why(page).fill("As we work now.");
  await dialog(page)
    .getByRole("button", { name: /^Publish version 2/ })
    .click();
  await page.waitForURL(`**/ladders/${slug}/history`);
};

test("what a new statement was before is said where it is published, and the trend goes on from there", async () => {
  const page = await visitor("judith");
  await published(page, "harbour-lineage");
  await rewrite(page, "deckhand", "mooring", "Makes every line fast.");
  await cell(page, "deckhand", "cargo").click();
  await page.keyboard.type("Coils the lines for the next call.");
  expect(await fields(page).inputValue()).toBe("Coils the lines for the next call.");
  await page.keyboard.press("Escape");
  await saved(page);
  await publishing(page);
  const added = dialog(page).getByRole("listitem").filter({ hasText: "Added" });
  await added.getByText("It is new", { exact: true }).click();
  await added.getByRole("checkbox", { name: "Mooring" }).check();
  await added.getByText("“Mooring”", { exact: false }).first().waitFor();
  await expectAccessible(page);
  await publish(page, "harbour-lineage");
  const { lineage } = (await call(page, "GET", "/frameworks/harbour-lineage/diff?from=1&to=2")) as {
    lineage: { expectation: string; from: string[] }[];
  }; // as the route declares it
  expect(lineage.find(({ expectation }) => expectation === "deckhand-cargo")?.from).toEqual(["deckhand-mooring"]);
});

test("where the scale has changed, each point is led to its successor before anybody's rating goes stale", async () => {
  const page = await visitor("judith");
  await published(page, "harbour-scale");
  await page.getByRole("button", { name: "Whole ladder" }).click();
  const sheet = page.getByRole("dialog", { name: "Details" });
  await sheet.getByRole("heading", { name: "Scale" }).click();
  await sheet.getByLabel("Another point, above the others").fill("Teaching");
  await sheet.getByLabel("Another point, above the others").press("Enter");
  await saved(page);
  await sheet.getByRole("button", { name: "Close" }).click();
  await publishing(page);
  const scale = dialog(page).getByRole("region", { name: "The scale has changed" });
  await scale.getByText("every rating goes stale", { exact: false }).waitFor();
  for (const point of ["Not yet", "Developing", "Performing", "Leading"])
    await scale.getByLabel(`${point} becomes`).selectOption({ label: point });
  await scale.getByText("Ratings on a point without a successor go stale.").waitFor();
  await expectAccessible(page);
  await publish(page, "harbour-scale");
  const { version } = (await call(page, "GET", "/frameworks/harbour-scale/versions/latest")) as { version: { version: number } }; // as the route declares it
  expect(version.version).toBe(2);
});

test("who reviews a ladder is looked for by name, added, and taken away again", async () => {
  const page = await visitor("judith");
  await written(page, small("harbour-stewards"));
  await arrive(page, "/ladders/harbour-stewards/stewards");
  await page.getByRole("heading", { level: 1, name: "Who looks after Harbour" }).waitFor();
  const reviewers = page.getByRole("region", { name: "Reviewers" });
  await reviewers.getByRole("searchbox").fill("Helen");
  await reviewers.getByRole("button", { name: "Add Helen Marsh to the reviewers" }).click();
  const owner = page.getByRole("region", { name: "Owner" });
  await owner.getByRole("searchbox").fill("Pritchard");
  await owner.getByRole("button", { name: "Make Siân Pritchard the owner" }).click();
  await page.getByText("Siân Pritchard owns it", { exact: false }).waitFor();
  await page.getByRole("button", { name: "Save who looks after it" }).click();
  await page.getByText("Saved.").waitFor();
  await arrive(page, "/ladders/harbour-stewards/stewards");
  await reviewers.getByRole("button", { name: "Remove Helen Marsh from the reviewers" }).click();
  await page.getByRole("button", { name: "Save who looks after it" }).click();
  await page.getByText("Saved.").waitFor();
  const stored = (await call(page, "GET", "/frameworks/harbour-stewards/stewards")) as {
    owner: { name: string } | null;
    reviewers: unknown[];
  }; // as the route declares it
  expect([stored.owner?.name, stored.reviewers]).toEqual(["Siân Pritchard", []]);
});
