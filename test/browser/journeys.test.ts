import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { joined } from "./joining.ts";
import { arrive, desk, expectAccessible, phone, settled, sideways, visitor } from "./visitor.ts";
import { call } from "./writing.ts";

const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
const section = (page: Page, name: string | RegExp) => page.getByRole("region", { name });
/** What a line of the report opens to. */
const opened = async (page: Page, line: Locator) => page.locator(`[id="${await line.getAttribute("aria-controls")}"]`);

/** Presses Tab until what the locator finds has the keyboard, and Enter on it. */
async function enter(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    if (await wanted.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press("Enter");
      return;
    }
  }
  throw new Error("The keyboard never got there.");
}

test("a coordinator asks what it takes to become an operations manager, sets the specialist track beside it, and reads the same as the manager", async () => {
  const partner = await visitor("judith");
  await arrive(partner, "/");
  const { items } = (await call(partner, "GET", "/people?q=Daniel")) as { items: { id: string; name: string }[] }; // as the route declares it
  const daniel = items.find(({ name }) => name === "Daniel Reyes") ?? { id: "", name: "nobody" };
  const page = await joined(partner, daniel, { viewport: desk });

  await page.getByRole("link", { name: "Read your gap report" }).click();
  await title(page, "Your way to Operations Specialist or Operations Analyst").waitFor();
  await page.getByRole("combobox", { name: "Against" }).selectOption({ label: "Operations Manager" });
  await title(page, "Your way to Operations Manager").waitFor();
  // Two rungs up nobody has looked yet: that is said, and is not a nought.
  expect(await page.locator("header p").first().innerText()).toMatch(/^Nobody has assessed you against this level yet/);
  const line = page.getByRole("button", { name: "People management", exact: true });
  await line.click();
  expect(await (await opened(page, line)).getByRole("listitem").count()).toBeGreaterThan(2);
  const also = await section(page, "Also asked").innerText();
  expect(also).toMatch(/24 months as Operations Specialist or Operations Analyst\s+0 of 24 months/);
  expect(also).toMatch(/Level 5 diploma, or equal\s+one of these is enough/);
  expect(await section(page, "When you are ready").innerText()).toMatch(/Every critical expectation must be met/);

  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("combobox", { name: "beside" }).selectOption({ label: "Senior Operations Specialist" });
  await title(page, "Operations Manager beside Senior Operations Specialist").waitFor();
  const both = page.getByRole("table", { name: /^What Operations Manager and Senior Operations Specialist ask/ });
  const asks = (name: string) => both.getByRole("row").filter({ has: page.getByRole("rowheader", { name }) });
  // Who leads people on one track teaches them on the other.
  expect(await asks("People management").getByRole("cell").last().innerText()).toBe("not asked");
  expect(await asks("Mentorship").getByRole("cell").first().innerText()).toBe("not asked");
  expect(await both.getByRole("rowgroup").filter({ hasText: "Asked by both" }).getByRole("row").count()).toBeGreaterThan(2);
  await expectAccessible(page);

  const manager = await visitor("sian");
  await manager.goto(new URL(page.url()).pathname + new URL(page.url()).search);
  await title(manager, "Operations Manager beside Senior Operations Specialist").waitFor();
  const theirs = manager.getByRole("table", { name: /how Daniel Reyes stands$/ }).locator("tbody");
  expect(await theirs.allInnerTexts()).toEqual(await both.locator("tbody").allInnerTexts());
});

test("on a phone a team member at Level 2 finds the way to Level 5, the qualification of each rung, and the degrees beyond", async () => {
  const page = await visitor("chloe", { viewport: phone });
  await arrive(page, "/");
  await page.getByRole("link", { name: "Ladders", exact: true }).click();
  await page.getByRole("link", { name: "Leadership and management" }).first().click();
  await title(page, "Leadership and management").waitFor();
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.getByRole("link", { name: "See all ways" }).click();
  await page.getByRole("combobox", { name: "to", exact: true }).selectOption("leadership-and-management/level-5");
  await title(page, "From Team Member to Operations / Departmental Manager").waitFor();
  await settled(page);
  const steps = await page
    .getByRole("list", { name: /^Shortest/ })
    .locator(":scope > li")
    .allInnerTexts();
  expect(steps).toHaveLength(4);
  for (const [at, asked] of [
    [1, /^Team Leader \/ Supervisor\s[\s\S]*Level 3 diploma/],
    [2, /^Department \/ Project Coordinator\s[\s\S]*Level 4 Leadership & Management qualification/],
    [3, /^Operations \/ Departmental Manager\s[\s\S]*Level 5 diploma/],
  ] as const)
    expect(steps[at]).toMatch(asked);
  const beyond = await section(page, "And on from there").innerText();
  for (const further of ["BA (Hons) in Business Management", "Chartered Manager Degree Apprenticeship", "MBA", "RQF 7"])
    expect(beyond).toContain(further);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await expectAccessible(page);

  // What the first step asks is what the report measures first.
  await arrive(page, "/");
  await page.getByRole("link", { name: "Read your gap report" }).click();
  await title(page, "Your way to Team Leader / Supervisor").waitFor();
  expect(await section(page, "Also asked").innerText()).toMatch(
    /Level 3, or equivalent\s+one of these is enough[\s\S]+Team Leader \/ Supervisor apprenticeship\s+not held yet/,
  );
  expect(await sideways(page)).toBeLessThanOrEqual(0);
});

test("a care worker whose safeguarding has run out says on a phone why it is not renewed; the manager of the home sees it and takes it away", async () => {
  const why = "The home chooses who is sent on courses, and it was not my turn.";
  const page = await visitor("precious", { viewport: phone });
  await arrive(page, "/");
  await page.getByText(/^ran out on /).waitFor();
  await page.getByRole("link", { name: "Read your gap report" }).first().click();
  await title(page, "Your way to Senior Care Worker").waitFor();
  expect(await section(page, "Also asked").innerText()).toMatch(/Run out:\s+Safeguarding adults\s+ran out \d+ \w+ \d{4}, \d+ days ago/);
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Home" }).click();
  await page.getByRole("link", { name: "All two goals" }).click();
  await title(page, "Towards Senior Care Worker").waitFor();
  const renewal = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Safeguarding adults", exact: true }) });
  expect(await renewal.innerText()).toMatch(/No funding: The home has no money left for training this year/);
  expect(await renewal.innerText()).toMatch(/What would take it away: A funded place/);
  await page.getByRole("button", { name: "Something stands in the way of Safeguarding adults, renewed" }).click();
  await page.getByLabel("What it is").selectOption("employer-discretion");
  await page.getByLabel("In your words").fill(why);
  await page.getByLabel("What would take it away").fill("A list that everybody can see");
  await page.getByRole("button", { name: "Write it down" }).click();
  await renewal.getByText(`Employer’s decision: ${why}`).waitFor();
  expect(await sideways(page)).toBeLessThanOrEqual(0);

  const manager = await visitor("grace");
  await arrive(manager, "/people");
  await manager.getByRole("link", { name: "Barriers", exact: true }).click();
  const row = (words: string) => manager.getByRole("row").filter({ hasText: "Precious Mutasa" }).filter({ hasText: words });
  await row("No funding").waitFor();
  expect(await row("No funding").innerText()).toMatch(
    /of Safeguarding adults, renewed[\s\S]+A funded place[\s\S]+\d+ days\s+since \d+ \w+ \d{4}/,
  );
  expect(await row(why).innerText()).toMatch(/A list that everybody can see\s+today/);
  await row(why).getByRole("button", { name: "Resolve: Employer’s decision, Precious Mutasa" }).click();
  await manager.getByLabel("What took it away").fill("Whose turn it is hangs in the office from today.");
  await manager.getByRole("button", { name: "Say it is resolved" }).click();
  await manager.getByText("Employer’s decision: resolved.").waitFor();
  await row(why).waitFor({ state: "detached" });
  expect(await row("No funding").count()).toBe(1);

  await page.reload();
  await settled(page);
  await renewal.getByText(/resolved on .+ by Grace Tembo: Whose turn it is hangs in the office from today\./).waitFor();
});

test("by keyboard alone a candidate for Senior Leader sees skills, knowledge and behaviours against the standard, and how it is assessed", async () => {
  const page = await visitor("naledi");
  await page.goto("/");
  await enter(page, page.getByRole("link", { name: "Read your gap report" }));
  await title(page, "Where you stand as Senior Leader").waitFor();
  const lines = page.getByRole("table", { name: "Each expectation of Senior Leader, asked and attained" });
  expect(await lines.getByRole("img").count()).toBe(18);
  const words = await lines.innerText();
  const parts = [
    "Skills: organisational performance",
    "Skills: interpersonal excellence",
    "Knowledge: organisational performance",
    "Knowledge: interpersonal excellence",
    "Behaviours: personal and interpersonal effectiveness",
  ];
  expect(parts.map((part) => words.indexOf(part)).filter((at) => at >= 0)).toHaveLength(parts.length);
  expect(parts.toSorted((a, b) => words.indexOf(a) - words.indexOf(b))).toEqual(parts);

  // A skill and the knowledge behind it have one name, and are two things.
  const [skill, knowledge] = [0, 1].map((at) => lines.getByRole("button", { name: "Innovation and change", exact: true }).nth(at));
  if (skill === undefined || knowledge === undefined) throw new Error("Two were asked for.");
  await enter(page, skill);
  expect(await (await opened(page, skill)).innerText()).toMatch(/Sponsors a project or service transformation/);
  await enter(page, knowledge);
  expect(await (await opened(page, knowledge)).innerText()).toMatch(/Applies systems thinking to a problem/);
  await expectAccessible(page);
  expect(await page.getByRole("main").innerText()).toMatch(/Source: Senior Leader .+standard; licence: Open Government Licence/);

  await enter(page, page.getByRole("link", { name: "Ladders", exact: true }));
  await title(page, "Ladders").waitFor();
  await enter(page, page.getByRole("link", { name: "Senior Leader", exact: true }).first());
  await title(page, "Senior Leader").waitFor();
  const standard = await page.getByRole("main").innerText();
  expect(standard).toMatch(/Level\s+RQF 7\s+Takes\s+24 to 30 months/);
  expect(standard).toMatch(/Before the assessment[\s\S]+English at Level 2 or above[\s\S]+How it is assessed\s+End point assessment/);
});
