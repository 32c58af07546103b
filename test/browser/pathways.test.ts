import { expect, test } from "vitest";
import { arrive, expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

const leading = "/pathways?to=leadership-and-management/level-5";

test("a Level 2 team member finds the way to Level 5 and beyond, with the qualifications on it", async () => {
  const page = await visitor("chloe");
  await arrive(page, "/ladders/leadership-and-management");
  await page.getByRole("link", { name: "See all ways" }).click();
  await page.getByRole("heading", { level: 1, name: "Ways from rung to rung" }).waitFor();
  await settled(page);
  expect(await page.getByRole("combobox", { name: "From" }).inputValue()).toBe("");
  expect(await page.getByText("where I am").count()).toBe(1);

  await page.getByRole("combobox", { name: "to", exact: true }).selectOption("leadership-and-management/level-5");
  await page.getByRole("heading", { level: 1, name: "From Team Member to Operations / Departmental Manager" }).waitFor();
  await settled(page);
  // Whoever sends the address on sends the question with it.
  expect(new URL(page.url()).searchParams.get("to")).toBe("leadership-and-management/level-5");
  expect(await page.getByText(/^The shortest way has three rungs up, about 4½ years\./).isVisible()).toBe(true);

  const way = page.getByRole("list", { name: "Shortest, 4½ years" });
  expect(await way.getByRole("heading").allTextContents()).toEqual([
    "Team Member",
    "Team Leader / Supervisor",
    "Department / Project Coordinator",
    "Operations / Departmental Manager",
  ]);
  expect(await way.getByText(/^Leadership and management, you are here, since /).isVisible()).toBe(true);
  expect(await way.getByText("Team Leader / Supervisor apprenticeship").isVisible()).toBe(true);
  const beyond = page.getByRole("region", { name: "And on from there" });
  expect(await beyond.getByText("Chartered Manager Degree Apprenticeship (CMDA)").isVisible()).toBe(true);
  expect(await beyond.getByText("Apprenticeship, RQF 6").isVisible()).toBe(true);
  await expectAccessibleEverywhere(page);

  await way.getByRole("link", { name: "Team Leader / Supervisor" }).click();
  await page.waitForURL("**/ladders/leadership-and-management/levels/level-3");
});

test("on the map the way is lit, rungs of one national level lie on one line, and a title stands on its rung", async () => {
  const page = await visitor("chloe");
  await arrive(page, leading);
  const map = page.getByRole("region", { name: "Map of all ladders" });
  expect(await map.locator("[data-lit]").count()).toBe(3);
  expect(await map.getByText("you are here").isVisible()).toBe(true);
  const bottom = async (name: string) => {
    const box = await map.getByRole("link", { name, exact: true }).first().boundingBox();
    if (box === null) throw new Error(`${name} is not on the map.`);
    return Math.round(box.y + box.height);
  };
  expect(await bottom("Operations Manager")).toBe(await bottom("Operations / Departmental Manager"));
  expect(await bottom("Team Leader / Supervisor")).toBeGreaterThan(await bottom("Department / Project Coordinator"));
  // Nothing written on the map runs out of the room it has.
  const cut = await map.evaluate((region) =>
    [...region.querySelectorAll("foreignObject > *")]
      .filter((words) => words.scrollHeight > words.clientHeight + 1)
      .map((words) => words.textContent),
  );
  expect(cut).toEqual([]);
});

test("two ways stand beside each other, sideways as good as up, chosen by keyboard", async () => {
  const page = await visitor("amara");
  await arrive(page, leading);
  expect(await page.getByRole("navigation", { name: "Ways" }).getByRole("link").count()).toBe(3);
  const compare = page.getByRole("combobox", { name: "Compare with" });
  await compare.focus();
  await page.keyboard.press("ArrowDown");
  await page.getByRole("list", { name: /^Through / }).waitFor();
  expect(new URL(page.url()).searchParams.get("beside")).toBe("2");
  expect(await page.getByRole("list", { name: /^Shortest/ }).isVisible()).toBe(true);
  expect(await page.getByText(/^sideways, onto/).count()).toBeGreaterThan(0);
  // What is held is said with the mark.
  expect(await page.getByText("Held: ").count()).toBeGreaterThan(0);
  await expectAccessibleEverywhere(page);
});

test("on a phone the way comes first, then the map, and nothing runs off the page", async () => {
  const page = await visitor("chloe", { viewport: phone });
  await arrive(page, leading);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  const way = await page.getByRole("heading", { name: "The way" }).boundingBox();
  const map = await page.getByRole("heading", { name: "The map" }).boundingBox();
  expect(way?.y ?? Infinity).toBeLessThan(map?.y ?? 0);
  await page.getByRole("link", { name: "Read your gap report" }).click();
  await page.waitForURL(/\/gap\?target=leadership-and-management/);
});

test("where nothing leads, the page says what is missing, and a level that is none is said to be none", async () => {
  const page = await visitor("amara", { expected: /status of 400/ });
  await arrive(page, "/pathways?from=senior-leader/level-7&to=care/care-worker");
  expect(await page.getByText("Nothing that is written down leads there.").isVisible()).toBe(true);
  expect(await page.getByText(/^What is missing is a way that ends at /).isVisible()).toBe(true);
  await arrive(page, "/pathways?to=care/nobody");
  expect(await page.getByText("No ladder in force has a level care/nobody.").isVisible()).toBe(true);
});

test("a way becomes one's plan: a goal for each rung, in order, with its day, and once only", async () => {
  const page = await visitor("chloe");
  await arrive(page, leading);
  await page.getByRole("button", { name: "Make this way your plan" }).focus();
  await page.keyboard.press("Enter");
  await page.getByText(/^3 goals added, one for each rung\./).waitFor();
  const goals = await page.evaluate(async () => {
    const me = (await (await fetch("/api/v1/me")).json()) as { person: { id: string } };
    // What the route replies with, as far as it is looked at here.
    const { plan } = (await (await fetch(`/api/v1/plans/${me.person.id}`)).json()) as {
      plan: { goals: { source: string; level: string; dueOn: string | null }[] };
    };
    return plan.goals.filter(({ source }) => source === "route");
  });
  expect(goals.map(({ level }) => level)).toEqual(["level-3", "level-4", "level-5"]);
  const days = goals.map(({ dueOn }) => dueOn ?? "");
  expect(days.every((day) => day > "2000")).toBe(true);
  expect(days).toEqual(days.toSorted());
  await arrive(page, leading);
  await page.getByText(/^Every rung of this way is on your plan\./).waitFor();
  expect(await page.getByRole("button", { name: /^Make this way/ }).count()).toBe(0);
});
