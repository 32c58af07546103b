import { readFileSync } from "node:fs";
import { strFromU8, unzipSync } from "fflate";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessibleEverywhere, personId, phone, settled, sideways, visitor } from "./visitor.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const tab = (page: Page, name: string) => page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name }).click();

/** What the browser saves when this is done. */
async function saved(page: Page, doing: () => Promise<void>): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), doing()]);
  return readFileSync(await download.path());
}

test("an administrator changes settings and sees what goes, makes and revokes a key, and finds it all in a log that is verified", async () => {
  const page = await visitor("xavier");
  await page.goto("/");
  await page.getByRole("navigation", { name: "Places" }).first().getByRole("link", { name: "Settings" }).click();
  await title(page, "Settings").waitFor();
  await page.getByLabel("Word for cycles").fill("review rounds");
  await page.getByLabel("Word for a cycle", { exact: true }).fill("review round");
  await page.getByLabel("People who left are erased after").selectOption("6 months");
  await page.getByText(/^With these periods (nothing goes today\.|this goes today:)$/).waitFor();
  await page.getByLabel("Peers put together from").fill("2");
  await page.getByRole("button", { name: "Save settings" }).click();
  // The browser itself holds the range before anything is sent.
  expect(await page.getByLabel("Peers put together from").evaluate((field: HTMLInputElement) => field.validity.rangeUnderflow)).toBe(true);
  await page.getByLabel("Peers put together from").fill("4");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
  await page.getByRole("navigation", { name: "Places" }).first().getByRole("link", { name: "Review rounds" }).waitFor();
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  await tab(page, "Keys");
  await title(page, "Keys for programs").waitFor();
  await page.getByRole("button", { name: "Make a key" }).click();
  await page.getByText("Name the program, so that you know later what stops when you revoke its key.").waitFor();
  await page.getByLabel("Which program is it for?").fill("Payroll");
  await page.getByRole("button", { name: "Make a key" }).click();
  const key = await page.getByText(/^rungs_[\w-]{40,}$/).innerText();
  const asked = await page.request.get("/api/v1/me", { headers: { authorization: `Bearer ${key}` } });
  expect(asked.status()).toBe(200);
  await expectAccessibleEverywhere(page);
  await page.getByRole("button", { name: "I have it" }).click();
  expect(await page.getByText(key).count()).toBe(0);
  await page.getByRole("listitem").filter({ hasText: "Payroll" }).getByRole("button", { name: "Revoke…" }).click();
  await page.getByRole("button", { name: "Revoke “Payroll”" }).click();
  await page.getByRole("region", { name: "Revoked or run out" }).getByText("Payroll").waitFor();

  await tab(page, "Audit log");
  await title(page, "Audit log").waitFor();
  await page.getByText("Verified: the log is whole.").waitFor();
  await page.getByLabel("Show").selectOption("Changed the settings");
  await page
    .getByRole("list", { name: "Entries, newest first" })
    .getByRole("listitem")
    .first()
    .getByRole("link", { name: "changed the settings" })
    .click();
  await title(page, "Changed the settings").waitFor();
  expect(await page.getByRole("main").innerText()).toMatch(/Words cycle many\s+“cycles” to “review rounds”/);
  expect(await page.getByRole("main").innerText()).toMatch(/Thresholds fewest peers\s+3 to 4/);
  await expectAccessibleEverywhere(page);
  await page.goBack();
  await settled(page);
  await expectAccessibleEverywhere(page);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const file = await saved(page, () => page.getByRole("link", { name: "Take as CSV" }).click());
  expect(file.toString().split("\n")[0]).toMatch(/^\uFEFF"at","by","by_id","action",.*"address","request","entry","seal"$/);
  expect(file.toString()).toContain("settings.change");

  // As it was, for whoever comes after.
  await page.goto("/settings");
  await page.getByLabel("Word for cycles").fill("cycles");
  await page.getByLabel("Word for a cycle", { exact: true }).fill("cycle");
  await page.getByLabel("People who left are erased after").selectOption("never");
  await page.getByLabel("Peers put together from").fill("3");
  await page.getByRole("button", { name: "Save settings" }).click();
  await page.getByText("Saved", { exact: true }).waitFor();
});

test("everybody takes a copy of their data and reads who did what about them; nobody else's", async () => {
  const page = await visitor("amara");
  await page.goto(`/people/${personId("amara")}/data`);
  await title(page, "What is kept about you").waitFor();
  await expectAccessibleEverywhere(page);
  const files = unzipSync(new Uint8Array(await saved(page, () => page.getByRole("link", { name: "Take a copy of my data" }).click())));
  const text = (name: string) => strFromU8(files[name] ?? new Uint8Array());
  expect(JSON.parse(text("data/person.json"))).toMatchObject([{ email: "amara.nwosu@fernhithe.example" }]);
  expect(text("index.html")).toContain("Amara Nwosu");
  await page.getByRole("link", { name: "What you did, and what was done about you" }).click();
  await title(page, "What you did, and what was done about you").waitFor();
  await page.getByRole("link", { name: "took a copy of the personal data" }).first().waitFor();
  expect(await page.getByText("Verified: the log is whole.").count()).toBe(0);
  await expectAccessibleEverywhere(page);
});

test("a leaver is erased by whoever types their name, after reading what goes and what stays; their figures stay", async () => {
  const page = await visitor("xavier", { expected: /400/ });
  // Sent by the page itself, as its own buttons would.
  const post = async (path: string, data: object): Promise<void> => {
    const reply = await page.request.post(`/api/v1${path}`, { data, headers: { origin: new URL(page.url()).origin } });
    expect([200, 201]).toContain(reply.status());
  };
  await page.goto("/people/import");
  await page.getByLabel("File of people").setInputFiles({
    name: "leaver.csv",
    mimeType: "text/csv",
    buffer: Buffer.from("Employee number;Name;E-mail\nN0999;Zebedee Quill;zebedee.quill@fernhithe.example.org\n"),
  });
  await page.getByRole("button", { name: "Import 1 person" }).click();
  await page.getByText("Imported: 1 person added.").waitFor();
  const { items } = (await (await page.request.get("/api/v1/people?q=Zebedee")).json()) as { items: { id: string }[] };
  const id = items[0]?.id ?? "";
  await page.goto(`/people/${id}/data`);
  await page.getByText("They are still at work here.").waitFor();
  await post(`/people/${id}/departure`, { on: new Date().toISOString().slice(0, 10) });
  await page.goto(`/people/${id}/data`);
  await title(page, "What is kept about Zebedee Quill").waitFor();
  await page.getByRole("heading", { name: "This stays without a name, its words erased" }).waitFor();
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const name = page.getByLabel("Type their name, Zebedee Quill, to erase them");
  await name.fill("zebedee");
  await page.getByRole("button", { name: "Erase their data for good" }).click();
  await page.getByText("Nothing was erased: this is not “Zebedee Quill”.").waitFor();
  await name.fill("Zebedee Quill");
  await page.getByRole("button", { name: "Erase their data for good" }).click();
  await title(page, "What is kept about A former colleague").waitFor();
  await page.getByText(/^Erased on /).waitFor();
  await page.goto("/audit");
  await page.getByText("erased the personal data of A former colleague").first().waitFor();
  await page.getByText("Verified: the log is whole.").waitFor();
});
