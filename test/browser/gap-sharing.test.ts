import { expect, test } from "vitest";
import { expectAccessible, expectAccessibleEverywhere, personId, phone, visitor } from "./visitor.ts";

test("both arms of a fork stand side by side, another level is chosen in place, and it is accessible everywhere", async () => {
  const page = await visitor("amara");
  await page.goto(`/people/${personId("amara")}/gap`);
  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("heading", { level: 1, name: "Operations Manager beside Senior Operations Specialist" }).waitFor();
  const table = page.getByRole("table");
  const told = await table.innerText();
  for (const group of ["Asked by both", "Only Operations Manager asks", "Only Senior Operations Specialist asks"])
    expect(told).toContain(group);
  expect(
    await table
      .getByRole("row", { name: /^Hiring and onboarding/ })
      .getByRole("img")
      .count(),
  ).toBe(2);
  await expectAccessibleEverywhere(page);
  await page.getByRole("combobox", { name: "beside" }).selectOption({ label: "Operations Coordinator" });
  await page.getByRole("heading", { level: 1, name: "Operations Manager beside Operations Coordinator" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: /beside Senior Operations Specialist/ }).waitFor();
});

test("the report says how it was after each review, and what is new wording; on paper too", async () => {
  const page = await visitor("amara");
  await page.goto(`/people/${personId("amara")}/gap`);
  const trend = page.getByRole("region", { name: "Over time" });
  await trend.waitFor();
  expect(await trend.innerText()).toMatch(/new wording, not new failings/);
  expect(await trend.getByRole("row").count()).toBeGreaterThan(2);
  await page.getByRole("button", { name: "Capacity planning", exact: true }).click();
  expect(await page.getByRole("main").innerText()).toMatch(/Can assess it\s+Siân Pritchard/);
  await page.emulateMedia({ media: "print" });
  expect(await trend.isVisible()).toBe(true);
  expect(await page.getByRole("button", { name: "Print" }).isVisible()).toBe(false);
});

test("a copy is shared, found by whom it is for, read on a phone, and taken back", async () => {
  const amara = await visitor("amara");
  await amara.goto(`/people/${personId("amara")}/gap`);
  await amara.getByRole("button", { name: "Share" }).click();
  await amara.getByRole("button", { name: "Share the copy" }).click();
  await amara.getByText("Choose who is to read it", { exact: false }).waitFor();
  await amara.getByRole("combobox", { name: "Share with" }).fill("Chloe");
  await amara.getByRole("option", { name: /Chloe Stannard/ }).click();
  await amara.getByLabel("A word beside it, if you like").fill("For our talk.");
  await expectAccessible(amara);
  await amara.getByRole("button", { name: "Share the copy" }).click();
  await amara.getByText("can read this report as it stands now", { exact: false }).waitFor();

  const chloe = await visitor("chloe", { viewport: phone });
  await chloe.goto("/reports/shared");
  await chloe.getByRole("link", { name: /Amara Nwosu: Operations Manager/ }).click();
  await chloe.getByRole("heading", { level: 1, name: "Amara Nwosu’s way to Operations Manager" }).waitFor();
  expect(await chloe.getByRole("main").innerText()).toMatch(/A copy of \d+ \w+ \d{4}\. Amara Nwosu shared it with you/);
  await expectAccessibleEverywhere(chloe);

  await amara.getByRole("link", { name: "See what is shared" }).click();
  await amara.getByRole("listitem").filter({ hasText: "with Chloe Stannard" }).getByRole("link").click();
  await amara.getByRole("button", { name: "Take it back" }).click();
  await amara.getByRole("button", { name: "Take the copy back" }).click();
  await amara.getByText("Chloe Stannard reads it no more", { exact: false }).waitFor();
  await chloe.reload();
  await chloe.getByRole("heading", { level: 1, name: "This copy was taken back" }).waitFor();
  await expectAccessible(chloe);
});

test("a manager sees their people side by side, sorted by what they choose, and takes it away", async () => {
  const page = await visitor("sian");
  await page.goto(`/teams/${personId("sian")}/gap`);
  await page.getByRole("heading", { level: 1, name: "Your people, side by side" }).waitFor();
  await page.getByRole("region", { name: "What is lacking most" }).waitFor();
  const first = page.getByRole("table").getByRole("rowheader").first();
  expect(await first.innerText()).toContain("Amara Nwosu");
  await page.getByRole("button", { name: "Gaps", exact: true }).click();
  await page.getByRole("columnheader", { name: "Gaps" }).and(page.locator('[aria-sort="descending"]')).waitFor();
  await first.filter({ hasNotText: "Amara Nwosu" }).waitFor();
  await expectAccessibleEverywhere(page);
  const href = await page.getByRole("link", { name: "Take away as CSV" }).getAttribute("href");
  const file = await page.request.get(href ?? "");
  expect(file.headers()["content-type"]).toContain("text/csv");
  expect((await file.text()).split("\n")[0]).toContain('"person","team","level"');
});
