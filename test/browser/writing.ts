import type { Page } from "playwright-core";
import type { FrameworkDocument } from "../../src/core/framework/document.ts";
import { demo, personId } from "./visitor.ts";

/** What a test writes in: two levels, two domains, a competency each. */
export const small = (id: string): FrameworkDocument => ({
  rungs: "framework@1",
  id,
  kind: "ladder",
  title: "Harbour",
  scale: [
    { value: 1, label: "Not yet" },
    { value: 2, label: "Developing" },
    { value: 3, label: "Performing" },
    { value: 4, label: "Leading" },
  ],
  domains: [
    { id: "quay", title: "Quay" },
    { id: "crew", title: "Crew" },
  ],
  competencies: [
    { id: "mooring", domain: "quay", title: "Mooring" },
    { id: "cargo", domain: "quay", title: "Cargo" },
    { id: "watch", domain: "crew", title: "Watch" },
  ],
  tracks: [{ id: "core", title: "Core" }],
  levels: [
    {
      id: "deckhand",
      rank: 1,
      track: "core",
      title: "Deckhand",
      expectations: [
        { id: "deckhand-mooring", competency: "mooring", target: 3, markers: ["Makes the line fast on the first call."] },
        { id: "deckhand-watch", competency: "watch", target: 2, markers: ["Writes the hour and the wind into the log."] },
      ],
    },
    {
      id: "mate",
      rank: 2,
      track: "core",
      title: "Mate",
      expectations: [{ id: "mate-mooring", competency: "mooring", target: 3, markers: ["Names who takes which line."] }],
    },
    { id: "master", rank: 3, track: "core", title: "Master", expectations: [] },
  ],
});

/** A request of whoever is signed in on this page, past what the page shows. */
export async function call(page: Page, method: "GET" | "POST" | "PUT" | "DELETE", path: string, data?: object): Promise<unknown> {
  const reply = await page.request.fetch(`${demo.url}/api/v1${path}`, {
    method,
    headers: { origin: demo.url, "content-type": "application/json", "idempotency-key": crypto.randomUUID() },
    ...(data ? { data: JSON.stringify(data) } : {}),
  });
  if (!reply.ok()) throw new Error(`${method} ${path}: ${reply.status()} ${await reply.text()}`);
  return reply.json();
}

/** A framework of this test's own, with a draft, and those who may write in it beside its maker. */
export async function written(page: Page, content: FrameworkDocument, authors: readonly string[] = []): Promise<void> {
  const slug = content.id;
  const { revision } = (await call(page, "POST", "/frameworks", {
    from: { blank: { kind: content.kind } },
    title: content.title,
    slug,
  })) as {
    revision: number;
  }; // as the route declares it
  await call(page, "PUT", `/frameworks/${slug}/draft`, { content, ifRevision: revision });
  if (authors.length > 0)
    await call(page, "PUT", `/frameworks/${slug}/stewards`, {
      owner: null,
      authors: authors.map(personId),
      reviewers: [],
      publishers: [],
      public: false,
      ownWork: "organisation",
    });
}

export type Stored = {
  revision: number;
  content: {
    competencies: { id: string }[];
    levels: {
      id: string;
      domainScope: Record<string, string>;
      expectations: { competency: string; target: number; markers: string[] }[];
    }[];
  };
};
/** What the server has, read past the page. */
export const stored = (page: Page, slug: string) => call(page, "GET", `/frameworks/${slug}/draft`) as Promise<Stored>;
export const markers = async (page: Page, slug: string, level: string, competency: string) =>
  (await stored(page, slug)).content.levels.find(({ id }) => id === level)?.expectations.find((one) => one.competency === competency)
    ?.markers;

export const open = async (page: Page, slug: string) => {
  await page.goto(`/ladders/${slug}/edit`);
  await page.getByRole("grid").waitFor();
};
export const cell = (page: Page, level: string, row: string) => page.locator(`[data-level="${level}"][data-row="${row}"]`);
/** The page says that it is saved; only then may anything be relied on. */
export const saved = (page: Page) =>
  page
    .getByRole("status")
    .filter({ hasText: /Saved at \d\d:\d\d:\d\d/ })
    .waitFor();
export const fields = (page: Page) => page.getByRole("textbox", { name: /one statement a line/ });
