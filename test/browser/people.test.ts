import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { expectAccessibleEverywhere, personId, sideways, visitor } from "./visitor.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const directory = (page: Page) => page.getByRole("table", { name: "People at work today, by name" });
const names = (page: Page) => directory(page).getByRole("rowheader").allInnerTexts();
/** Waits until the directory lists exactly these. */
const listed = (page: Page, wanted: readonly string[]) =>
  page.waitForFunction(
    (expected) =>
      JSON.stringify([...document.querySelectorAll("table tbody th")].map((cell) => (cell.textContent ?? "").trim())) === expected,
    JSON.stringify(wanted),
  );

test("Home shows what is asked of one, one's rung, how far the next one is and the three things that move one most", async () => {
  const page = await visitor("amara");
  await page.goto("/");
  // A form is open: that is the title, and what is so stands below.
  await title(page, /^One review waits for you/).waitFor();
  expect(await page.getByText(/^\d+–\d+% of the way to Operations Manager$/).count()).toBe(1);
  expect(
    await page
      .getByRole("img", { name: /Operations Manager \(aim\), Operations Specialist or Operations Analyst \(you are here\)/ })
      .count(),
  ).toBe(1);
  const most = page.getByRole("region", { name: "What moves you most" });
  expect(await most.getByRole("listitem").count()).toBe(3);
  await most.getByRole("link").first().click();
  await title(page, "Your way to Operations Manager").waitFor();
  const opened = page.getByRole("button", { name: "People management", exact: true });
  await page.waitForFunction(() => document.activeElement?.id.startsWith("expectation-"));
  expect(await opened.getAttribute("aria-expanded")).toBe("true");
});

test("a manager's people hang on the rail from the top rung down, each with the way to their report", async () => {
  const page = await visitor("helen");
  await page.goto("/");
  const people = page.getByRole("region", { name: "Your people" });
  await people.getByRole("link", { name: "Joseph Okafor", exact: true }).waitFor();
  expect(await people.locator('th[scope="rowgroup"]').allInnerTexts()).toEqual(["Operations Manager", "Senior Operations Specialist"]);
  expect(await people.getByRole("link", { name: /Gap report of / }).count()).toBe(3);
  await people.getByRole("link", { name: /Gap report of Ravi Menon/ }).click();
  await title(page, /^(Ravi Menon’s way to|Where Ravi Menon stands as) /).waitFor();
});

test("somebody who is on no ladder is told so at Home, with the ladders to read", async () => {
  const page = await visitor("wendell");
  await page.goto("/");
  await page.getByText("On no ladder yet.").waitFor();
  await page.getByRole("link", { name: "Read the ladders" }).click();
  await title(page, /ladder/i).waitFor();
  expect(new URL(page.url()).pathname).toBe("/ladders");
});

test("the directory finds people while one types, accents and case aside, and the address keeps it", async () => {
  const page = await visitor("amara");
  await page.goto("/people");
  await directory(page).waitFor();
  const field = page.getByRole("searchbox", { name: "Find by name" });
  await field.pressSequentially("KAMINSK");
  await listed(page, ["Ewa Kamińska"]);
  expect(new URL(page.url()).searchParams.get("q")).toBe("KAMINSK");
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);

  await field.pressSequentially("zz");
  await page.getByText("Nobody at work today has a name with “KAMINSKzz” in it.").waitFor();
  await page.getByRole("button", { name: "Show everybody" }).click();
  await page.getByRole("button", { name: "Show more people" }).waitFor();
  expect(new URL(page.url()).searchParams.has("q")).toBe(false);
});

test("the directory is read page by page to its end, each person once", async () => {
  const page = await visitor("amara");
  await page.goto("/people");
  const more = page.getByRole("button", { name: "Show more people" });
  await more.waitFor();
  while ((await more.count()) > 0) {
    const before = (await names(page)).length;
    await more.click();
    await page.waitForFunction((count) => document.querySelectorAll("table tbody tr").length > count, before);
    await page.waitForFunction(() => ![...document.querySelectorAll("button")].some((button) => button.ariaDisabled === "true"));
  }
  const all = await names(page);
  expect(all.length).toBe(120);
  expect(new Set(all).size).toBe(120);
});

test("the directory narrows to those who report to one, directly or at any depth", async () => {
  const page = await visitor("helen");
  await page.goto("/people");
  await directory(page).waitFor();
  const show = page.getByRole("combobox", { name: "Show" });
  await show.selectOption({ label: "who report to you" });
  await listed(page, ["Joseph Okafor", "Ravi Menon", "Siân Pritchard"]);
  await show.selectOption({ label: "everybody below you" });
  await directory(page).getByRole("rowheader", { name: "Amara Nwosu" }).waitFor();
  expect((await names(page)).length).toBeGreaterThan(3);
  await page.goBack();
  await listed(page, ["Joseph Okafor", "Ravi Menon", "Siân Pritchard"]);
});

test("the way to a gap report stands only beside those whose report one may read", async () => {
  const reports = async (name: string) => {
    const page = await visitor(name);
    await page.goto("/people?q=nwosu");
    await listed(page, ["Amara Nwosu"]);
    return page.getByRole("link", { name: "Gap report of Amara Nwosu" }).count();
  };
  expect(await reports("amara")).toBe(1);
  expect(await reports("helen")).toBe(1);
  expect(await reports("judith")).toBe(1);
  expect(await reports("precious")).toBe(0);
  expect(await reports("xavier")).toBe(0);
});

test("a colleague sees where a person stands and to whom they report, and nothing that only some may see", async () => {
  const page = await visitor("precious");
  await page.goto(`/people/${personId("amara")}`);
  await title(page, "Amara Nwosu").waitFor();
  expect(await page.locator("header p").innerText()).toMatch(
    /^Operations Specialist or Operations Analyst on Operations since .+ Reports to Siân Pritchard\./,
  );
  expect(await page.getByRole("region", { name: "Reporting line" }).getByRole("listitem").allInnerTexts()).toEqual([
    "Rosalind Achterberg",
    "Inês Duarte",
    "Helen Marsh",
    "Siân Pritchard",
    "Amara Nwosu",
  ]);
  expect(await page.getByRole("region", { name: "The way so far" }).count()).toBe(0);
  expect(await page.getByRole("region", { name: "What Amara Nwosu holds" }).count()).toBe(0);
  expect(await page.getByRole("link", { name: /gap report/i }).count()).toBe(0);
});

test("a manager sees the way so far and what the person holds, and the person sees their own in the second person", async () => {
  const manager = await visitor("sian");
  await manager.goto(`/people/${personId("amara")}`);
  const way = manager.getByRole("region", { name: "The way so far" });
  await way.waitFor();
  expect(await way.getByRole("listitem").count()).toBeGreaterThan(1);
  expect(await way.getByRole("listitem").first().innerText()).toMatch(/since /);
  await manager.getByRole("region", { name: "What Amara Nwosu holds" }).getByText("Safeguarding adults").first().waitFor();

  const own = await visitor("amara");
  await own.goto(`/people/${personId("amara")}`);
  await own.getByRole("region", { name: "What you hold" }).waitFor();
  expect(await own.getByRole("link", { name: "Read your gap report" }).count()).toBe(1);
});

test("somebody of another organisation is not there", async () => {
  const page = await visitor("wendell", { expected: /404/ });
  await page.goto(`/people/${personId("amara")}`);
  await title(page, "There is nothing here that you can see").waitFor();
  expect(await page.getByRole("main").innerText()).not.toMatch(/Amara/);
});

test("axe finds nothing on Home and the people pages, full and empty, on a desk and a phone, in light and dark; nothing is cut off", async () => {
  const pages: readonly [who: string, path: string, ready: string | RegExp][] = [
    ["wendell", "/", /^Nothing waits for you today/],
    ["helen", "/people", /^People of/],
    ["amara", "/people?q=nobody-at-all", /^People of/],
    ["helen", `/people/${personId("helen")}`, "Helen Marsh"],
    ["precious", `/people/${personId("helen")}`, "Helen Marsh"],
  ];
  for (const [who, path, ready] of pages) {
    const page = await visitor(who);
    await page.goto(path);
    await title(page, ready).waitFor();
    await page.waitForFunction(() => document.querySelector("main [role=status] svg") === null);
    await expectAccessibleEverywhere(page);
    for (const width of [320, 640, 935, 1256]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await sideways(page), `${path} for ${who} at ${width}`).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  }
});

test("whoever has one rung on this ladder, or the next one on another, reads at Home where they stand", async () => {
  const judith = await visitor("judith");
  await judith.goto("/");
  const you = (page: Page) => page.getByRole("region", { name: "You", exact: true });
  expect(await you(judith).innerText()).toContain("Operations / Departmental Manager, Leadership and management");

  const naledi = await visitor("naledi");
  await naledi.goto("/");
  await naledi.getByText(/^You meet \d+ to \d+% of what this level asks\./).waitFor();
  expect(await you(naledi).innerText()).toContain("Senior Leader, Senior Leader");
});

test("on a laptop, where the spine is narrow, no name is cut or broken within a word", async () => {
  for (const name of ["judith", "naledi", "xavier", "precious"]) {
    const page = await visitor(name, { viewport: { width: 1024, height: 900 } });
    await page.goto("/");
    const link = page
      .getByRole("navigation")
      .first()
      .getByRole("link", { name: new RegExp(`^${name}`, "i") });
    await link.waitFor();
    const lines = await link.evaluate((element) => {
      const text = element.firstChild;
      if (text === null) return [];
      return [...(text.textContent ?? "").matchAll(/\S+/g)].map(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        const spine = element.closest("nav")?.getBoundingClientRect().right ?? 0;
        return { word, lines: range.getClientRects().length, inside: range.getBoundingClientRect().right <= spine };
      });
    });
    expect(lines).toEqual(lines.map(({ word }) => ({ word, lines: 1, inside: true })));
    expect(lines.length).toBeGreaterThan(1);
  }
});
