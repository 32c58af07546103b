import type { Page } from "playwright-core";
import { personId, visitor } from "./visitor.ts";
import { call, cell, saved } from "./writing.ts";

export const dialog = (page: Page) => page.getByRole("dialog", { name: /^Publish/ });
export const why = (page: Page) => dialog(page).getByLabel("Why this version?");

const field = (page: Page) => page.getByRole("textbox", { name: /one statement a line/ });

/** Writes another statement in a cell and waits until it is safe. */
export async function rewrite(page: Page, level: string, row: string, statement: string): Promise<void> {
  await cell(page, level, row).click();
  await page.keyboard.press("Enter");
  await field(page).fill(statement);
  await page.keyboard.press("Escape");
  await saved(page);
}

export const submitAndApprove = async (page: Page) => {
  const bar = page.getByRole("region", { name: "Approval" });
  await bar.getByRole("button", { name: "Submit for approval" }).click();
  await bar.getByText("In review").waitFor();
  await bar.getByRole("button", { name: "Approve" }).click();
  await bar.getByLabel("A word to its authors, if you like").fill("As we work.");
  await bar.getByRole("button", { name: "Approve this draft" }).click();
  await bar.getByText("It can be published.").waitFor();
};

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
export async function withDraft(
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
export const hiring = "hiring-and-onboarding";
export const openDialog = async (page: Page) => {
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog(page).getByRole("heading", { name: "What changes" }).waitFor();
};
