import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { desk, expectAccessible, expectAccessibleEverywhere, personId, phone, sideways, visitor } from "./visitor.ts";

const reportOf = (name: string, target?: string) =>
  `/people/${personId(name)}/gap${target === undefined ? "" : `?target=${encodeURIComponent(target)}`}`;
const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const section = (page: Page, name: string) => page.getByRole("region", { name });
const answerOf = (page: Page) => page.locator("header p").first().innerText();

/** Presses Tab until what the locator finds has the keyboard. */
async function tabTo(page: Page, wanted: ReturnType<Page["locator"]>): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error("The keyboard never got there.");
}

test("a person finds in their own report how far they are, what is short, what moves them most and what else is asked", async () => {
  const page = await visitor("amara");
  await page.goto("/");
  await page.getByRole("link", { name: "Read your gap report" }).click();
  await title(page, "Your way to Operations Manager").waitFor();

  expect(await answerOf(page)).toMatch(/^You are \d+ to \d+% there\. \w+ gaps are open, one of them critical\. .*reworded since\. why\?/);
  const lines = page.getByRole("table", { name: "Each expectation of Operations Manager, asked and attained" });
  expect(
    await lines.getByRole("img", { name: /^Asked: Performing\. Rated Developing\. Own rating Developing\. Was Not yet before\.$/ }).count(),
  ).toBe(1);
  const words = await lines.innerText();
  for (const state of ["Met", "Exceeds by one", "One step short", "Not assessed", "Stale"]) expect(words).toContain(state);
  expect(await section(page, "What moves you most").getByRole("listitem").first().innerText()).toMatch(/People management\s+\+8/);
  const also = await section(page, "Also asked").innerText();
  expect(also).toMatch(/one of these is enough/);
  expect(also).toMatch(/runs out \d+ \w+ \d{4}, in \d+ days/);
  expect(await section(page, "When you are ready").innerText()).toMatch(/People management is short/);
});

test("the figures on the page are those of the API", async () => {
  const page = await visitor("amara");
  const reply = await page.request.get(`/api/v1/people/${personId("amara")}/gap`);
  const { report, cycle } = (await reply.json()) as {
    report: { readiness: { low: number; high: number }; expectations: unknown[] };
    cycle: { title: string };
  };
  await page.goto(reportOf("amara"));
  await title(page, /^Your way/).waitFor();
  const [low, high] = [report.readiness.low, report.readiness.high].map((share) => Math.floor(share * 100));
  expect(await answerOf(page)).toContain(`You are ${low} to ${high}% there.`);
  expect(await page.getByRole("img", { name: /^Readiness .* the bar is at/ }).getAttribute("aria-label")).toContain(`${low} to ${high}%`);
  expect(
    await page
      .getByRole("table", { name: /^Each expectation/ })
      .getByRole("img")
      .count(),
  ).toBe(report.expectations.length);
  expect(await page.getByRole("main").innerText()).toContain(`${cycle.title}, released `);
});

test("every figure can be asked why, by keyboard alone", async () => {
  const page = await visitor("amara");
  await page.goto(reportOf("amara"));
  const why = page.getByRole("button", { name: "why? How the figures come about" });
  await why.waitFor();
  await tabTo(page, why);
  expect(await why.getAttribute("aria-expanded")).toBe("false");
  await page.keyboard.press("Enter");
  expect(await why.getAttribute("aria-expanded")).toBe("true");
  expect(await page.getByRole("note").innerText()).toMatch(/expectations weigh .+ ÷ .+ = \d+%/);
  await page.keyboard.press("Enter");
  expect(await page.getByRole("note").count()).toBe(0);

  const points = page.getByRole("button", { name: "+8 points for People management: why?" });
  await tabTo(page, points);
  await page.keyboard.press("Space");
  expect(await page.getByRole("note").innerText()).toMatch(/\(3 − 2\) ÷ \(3 − 1\).+= 8 points/);
});

test("a row opens to its markers, who rated it and why, and the list of what moves most leads to it", async () => {
  const page = await visitor("amara");
  await page.goto(reportOf("amara"));
  await section(page, "What moves you most").getByRole("link", { name: "People management" }).click();
  const row = page.getByRole("button", { name: "People management", exact: true });
  expect(await row.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await row.getAttribute("aria-expanded")).toBe("true");
  const details = page.locator(`[id="${await row.getAttribute("aria-controls")}"]`);
  const told = await details.innerText();
  expect(told).toMatch(/Asked\s+Performing/);
  expect(told).toMatch(/Rated\s+Developing, \d+ \w+ \d{4}\s+by Siân Pritchard, manager/);
  expect(told).toMatch(/You\s+Developing/);
  expect(told).toMatch(/Before\s+Not yet/);
  expect(told).toMatch(/It earns \(2 − 1\) ÷ \(3 − 1\) of its weight/);
  expect(await details.getByRole("listitem").count()).toBeGreaterThan(1);
  await page.keyboard.press("Enter");
  expect(await row.getAttribute("aria-expanded")).toBe("false");
});

test("another level is chosen without leaving the menu: address, title and figures change, and back goes back", async () => {
  const page = await visitor("amara");
  await page.goto(reportOf("amara"));
  const menu = page.getByRole("combobox", { name: "Against" });
  await menu.waitFor();
  const before = await answerOf(page);
  await menu.focus();
  await menu.selectOption({ label: "Operations Specialist or Operations Analyst, your level" });
  await title(page, "Where you stand as Operations Specialist or Operations Analyst").waitFor();
  expect(new URL(page.url()).searchParams.get("target")).toBe("operations/specialist-analyst");
  expect(await answerOf(page)).not.toBe(before);
  expect(await menu.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.goBack();
  await title(page, "Your way to Operations Manager").waitFor();
  expect(await answerOf(page)).toBe(before);
});

test("a manager reads the report of somebody who reports to them, by name", async () => {
  const page = await visitor("sian");
  await page.goto("/");
  await page.getByRole("link", { name: /Gap report of Amara Nwosu/ }).click();
  await title(page, "Amara Nwosu’s way to Operations Manager").waitFor();
  expect(await answerOf(page)).toMatch(/^Amara Nwosu is \d+ to \d+% there/);
  expect(await section(page, "What moves Amara Nwosu most").innerText()).not.toMatch(/ask to be assessed/);
  expect(await page.getByRole("navigation", { name: "You are in" }).innerText()).toMatch(/People\s+Amara Nwosu/);
});

test("a colleague and the owner of another organisation find the same page as for what does not exist", async () => {
  const seen: string[] = [];
  for (const [name, path] of [
    ["precious", reportOf("amara")],
    ["wendell", reportOf("amara")],
    ["xavier", reportOf("amara")],
    ["amara", "/people/019b76da-a800-7000-8000-000000000000/gap"],
  ] as const) {
    const page = await visitor(name, { expected: /404/ });
    await page.goto(path);
    await title(page, "There is nothing here that you can see").waitFor();
    seen.push(await page.getByRole("main").innerText());
    await expectAccessible(page);
  }
  expect(new Set(seen).size).toBe(1);
});

test("where nobody has rated the level, the report says so instead of a number", async () => {
  const page = await visitor("judith");
  await page.goto(reportOf("judith"));
  await title(page, "Your way to Senior Leader").waitFor();
  expect(await answerOf(page)).toMatch(/^Nobody has assessed you against this level yet/);
  expect(await page.getByRole("img", { name: "Readiness: not assessed." }).count()).toBe(1);
  expect(await page.getByText("not assessed", { exact: true }).first().isVisible()).toBe(true);
  await section(page, "What moves you most").getByRole("button", { name: "Show the other twelve" }).click();
  expect(await section(page, "What moves you most").getByRole("listitem").count()).toBe(18);
  await expectAccessibleEverywhere(page);
});

test("ready is said with its clauses, and not promised", async () => {
  const page = await visitor("sian");
  await page.goto(reportOf("sian"));
  await title(page, "Your way to Senior Operations Manager").waitFor();
  expect(await answerOf(page)).toMatch(/You are ready: every clause .+ is met\. Ready is not promised/);
  const rule = await section(page, "When you are ready").innerText();
  expect(rule).toMatch(/Every clause of the rule is met/);
  expect(rule).toMatch(/Readiness must reach 85%/);
  expect(await page.getByRole("img", { name: /the bar is at 85%/ }).count()).toBe(1);
  await expectAccessibleEverywhere(page);
});

test("what has run out, runs out soon or is missing among the requirements has its date", async () => {
  const page = await visitor("precious");
  await page.goto(reportOf("precious"));
  const also = section(page, "Also asked");
  await also.waitFor();
  const told = await also.innerText();
  expect(told).toMatch(/One has run out, one runs out soon, two are not met yet/);
  expect(told).toMatch(/Run out:\s+Safeguarding adults\s+ran out \d+ \w+ \d{4}, \d+ days ago/);
  expect(told).toMatch(/Runs out soon:\s+Medication administration\s+runs out \d+ \w+ \d{4}, in \d+ days/);
});

test("a standard is shown with its source and licence, and knowledge apart from skill of the same name", async () => {
  const page = await visitor("naledi");
  await page.goto(reportOf("naledi"));
  await title(page, "Where you stand as Senior Leader").waitFor();
  expect(await page.getByRole("main").innerText()).toMatch(/Source: .+ licence: Open Government Licence/);
  expect(await section(page, "What moves you most").innerText()).toMatch(
    /Innovation and change \(skill\)[\s\S]+Innovation and change \(knowledge\)/,
  );
});

test("without a place on a ladder the page says what to do", async () => {
  const page = await visitor("wendell");
  await page.goto(reportOf("wendell"));
  await title(page, "You are on no ladder yet").waitFor();
  expect(await page.getByRole("link", { name: "Read the ladders" }).isVisible()).toBe(true);
  await expectAccessibleEverywhere(page);
});

test("an address with a level that no ladder has leads back to the report", async () => {
  const page = await visitor("amara", { expected: /400/ });
  await page.goto(reportOf("amara", "operations/emperor"));
  await title(page, "No ladder has this level").waitFor();
  await page.getByRole("link", { name: "Measure against the next level" }).click();
  await title(page, "Your way to Operations Manager").waitFor();
  expect(new URL(page.url()).search).toBe("");
});

test("while the report is on its way a rail stands there, and a broken line can be tried again", async () => {
  const page = await visitor("amara", { expected: /ERR_FAILED/ });
  const held = Promise.withResolvers<void>();
  let broken = false;
  await page.route("**/api/v1/people/*/gap", async (route) => {
    await held.promise;
    await (broken ? route.abort() : route.continue());
  });
  await page.goto(reportOf("amara"), { waitUntil: "commit" });
  await page.getByRole("status").getByText("Loading").waitFor({ state: "attached" });
  broken = true;
  held.resolve();
  await title(page, "Rungs cannot be reached").waitFor();
  await expectAccessible(page);
  broken = false;
  await page.getByRole("button", { name: "Try again" }).click();
  await title(page, "Your way to Operations Manager").waitFor();
});

test("axe finds nothing, closed or opened, on a desk and a phone, in light and dark", async () => {
  const page = await visitor("amara");
  await page.goto(reportOf("amara"));
  await title(page, /^Your way/).waitFor();
  await expectAccessibleEverywhere(page);
  await page.getByRole("button", { name: "why? How the figures come about" }).click();
  for (const name of ["People management", "Capacity planning", "Hiring and onboarding"])
    await page.getByRole("button", { name, exact: true }).click();
  await expectAccessibleEverywhere(page);
});

test("the order is the same on a phone and a desk; on a phone it is also the order of what is seen", async () => {
  const page = await visitor("amara");
  const order = async () => {
    const found = await page.evaluate(() =>
      [...document.querySelectorAll("main h1, main h2, main table")].map((element) => ({
        name: element instanceof HTMLTableElement ? "lines" : (element.textContent ?? ""),
        top: element.getBoundingClientRect().top,
        left: element.getBoundingClientRect().left,
      })),
    );
    return found;
  };
  await page.goto(reportOf("amara"));
  await title(page, /^Your way/).waitFor();
  const onDesk = await order();
  await page.setViewportSize(phone);
  const onPhone = await order();
  const names = [
    "Your way to Operations Manager",
    "What moves you most",
    "lines",
    "When you are ready",
    "Over time",
    "lines",
    "Also asked",
  ];
  expect(onDesk.map(({ name }) => name)).toEqual(names);
  expect(onPhone.map(({ name }) => name)).toEqual(names);
  expect(onPhone.map(({ top }) => top)).toEqual(onPhone.map(({ top }) => top).toSorted((a, b) => a - b));
  const [, most, lines] = onDesk;
  expect(most?.left).toBeGreaterThan((lines?.left ?? 0) + desk.width / 2);
});

test("nothing is cut off sideways at any width", async () => {
  const page = await visitor("precious");
  await page.goto(reportOf("precious"));
  await title(page, /^Your way/).waitFor();
  await page.getByRole("button", { name: "Safeguarding", exact: true }).click();
  for (const width of [320, 390, 640, 641, 800, 935, 936, 1255, 1256, 1399, 1400, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await sideways(page), `at ${width}`).toBeLessThanOrEqual(0);
  }
});

test("on paper the report says whose it is and leaves out what only a screen can do", async () => {
  const page = await visitor("amara", { theme: "dark" });
  await page.goto(reportOf("amara"));
  await title(page, /^Your way/).waitFor();
  await page.emulateMedia({ media: "print" });
  expect(await page.getByText("Amara Nwosu, ", { exact: false }).first().isVisible()).toBe(true);
  for (const name of ["Print", "why? How the figures come about"]) expect(await page.getByRole("button", { name }).isVisible()).toBe(false);
  expect(await page.getByRole("combobox", { name: "Against" }).isVisible()).toBe(false);
  expect(await page.getByRole("navigation", { name: "Places" }).count()).toBe(0);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
  for (const format of ["A4", "Letter"]) expect((await page.pdf({ format })).byteLength).toBeGreaterThan(10_000);
});
