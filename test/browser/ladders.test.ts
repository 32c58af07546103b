import { expect, test } from "vitest";
import { arrive, phone, settled, sideways, visitor } from "./visitor.ts";

test("somebody who looks at the ladders finds every kind, and the one they stand on", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders");
  // How many ladders there are depends on what else was published here.
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toMatch(/^\w+ ladders, one standard and one library$/);
  for (const name of ["Ladders", "Standards", "Libraries"]) expect(await page.getByRole("table", { name }).isVisible()).toBe(true);
  const own = page.getByRole("row").filter({ hasText: "you are at" });
  expect(await own.getByRole("rowheader").textContent()).toBe("Operationsyou are at Operations Specialist or Operations Analyst");
  await own.getByRole("link").click();
  await page.waitForURL("**/ladders/operations");
});

test("the list of ladders fits its page at any width", async () => {
  for (const width of [390, 641, 768, 1024, 1280, 1399, 1440]) {
    const page = await visitor("amara", { viewport: { width, height: 800 } });
    await arrive(page, "/ladders");
    expect([width, await sideways(page)]).toEqual([width, expect.toSatisfy((more: number) => more <= 0)]);
    await page.context().close();
  }
});

test("on the map one sees where one stands, how far the next rungs are, and who stands where", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  const here = page.getByRole("listitem").filter({ hasText: "You are here" });
  expect(await here.getByRole("heading").textContent()).toBe("Operations Specialist or Operations Analyst");
  expect(await here.getAttribute("aria-current")).toBe("location");
  const next = page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Operations Manager", exact: true }) });
  expect(await next.getByText(/you are \d+–\d+% there/).isVisible()).toBe(true);
  expect(await next.getByText(/^\d+ people$/).isVisible()).toBe(true);
  expect(await page.getByText("You stand at").isVisible()).toBe(true);
  await next.getByRole("link", { name: /there$/ }).click();
  await page.waitForURL(/\/people\/[0-9a-f-]+\/gap\?target=operations/);
});

test("on the map rails and rungs meet: dots on rails, titles on rungs, the fork where the rails are", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  // All in one moment: what is said above the map may still arrive and move it down.
  const boxes = await page.evaluate(() =>
    ["Operations Manager", "Senior Operations Specialist", "Operations Coordinator"].map((name) => {
      const heading = [...document.querySelectorAll("main :is(h2, h3, h4)")].find(({ textContent }) => textContent.trim() === name);
      const { x, y, height } = heading?.getBoundingClientRect() ?? new DOMRect();
      return { x, y, height };
    }),
  );
  const [manager, senior, coordinator] = boxes;
  if (!manager?.height || !senior?.height || !coordinator?.height) throw new Error("A level is not to be seen on the map.");
  // The two arms stand at one height, and the common stem between them and below.
  expect(Math.round(manager.y + manager.height)).toBe(Math.round(senior.y + senior.height));
  expect(senior.x).toBeLessThan(coordinator.x);
  expect(coordinator.x).toBeLessThan(manager.x);
  expect(coordinator.y).toBeGreaterThan(manager.y);
});

test("one's own rung, the lowest but one of five ranks, is seen without scrolling, and nothing moves once the ladder is there", async () => {
  const page = await visitor("amara");
  await page.goto("/ladders/operations");
  const own = page.getByText("You are here");
  await own.waitFor();
  const there = await own.boundingBox();
  expect((there?.y ?? Infinity) + (there?.height ?? 0)).toBeLessThan(1000);
  await settled(page);
  await page.getByRole("link", { name: /changed for you since your last review/ }).waitFor();
  expect((await own.boundingBox())?.y).toBe(there?.y);
});

test("the map of somebody who stands elsewhere says how the ladder is built, and nothing of them", async () => {
  const page = await visitor("precious");
  await arrive(page, "/ladders/operations");
  expect(await page.getByText(/^Six rungs on three tracks\./).isVisible()).toBe(true);
  expect(await page.getByText("You are here").count()).toBe(0);
  expect(await page.getByText(/% there/).count()).toBe(0);
});

test("on a phone the tracks are stacked and the ways to other ladders are a list", async () => {
  const page = await visitor("amara", { viewport: phone });
  await arrive(page, "/ladders/operations");
  expect(await page.getByRole("heading", { name: "Manager track" }).isVisible()).toBe(true);
  const ways = page.getByRole("region", { name: "Ways to other ladders" });
  await ways.getByRole("link", { name: "Operations / Departmental Manager" }).click();
  await page.waitForURL("**/ladders/leadership-and-management/levels/level-5");
});

test("a level is reached and read by keyboard alone", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to content");
  await page.keyboard.press("Enter");
  const reached = async (name: string) => {
    for (let presses = 0; presses < 40; presses += 1) {
      await page.keyboard.press("Tab");
      if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
    }
    throw new Error(`The keyboard does not reach ${name}`);
  };
  await reached("Operations Manager");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/levels/operations-manager");
  await page.getByRole("heading", { level: 1, name: "Operations Manager" }).waitFor();
  // The page that has come has the focus, so that a reader hears it from its start.
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
  await reached("Senior Operations Manager");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/levels/senior-operations-manager");
});

test("a level says what it asks on the scale, what it takes to enter and where it leads", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations/levels/operations-manager");
  const asked = page.getByRole("region", { name: "What is asked" });
  const people = asked.getByRole("listitem").filter({ has: page.getByRole("heading", { name: /^People management/ }) });
  expect(await people.getByText("critical").isVisible()).toBe(true);
  expect(await people.getByRole("img", { name: "Asked: Performing" }).isVisible()).toBe(true);
  expect(await people.getByRole("listitem").count()).toBeGreaterThanOrEqual(2);
  // Inherited from a library: by its name there, and with its words.
  expect(await asked.getByRole("heading", { name: /^Including everybody/ }).isVisible()).toBe(true);
  expect(await asked.getByText("from Company values 2").first().isVisible()).toBe(true);
  for (const title of ["What it takes to enter", "Somebody is ready when", "Ways on", "Ways here", "Roles found here"])
    expect(await page.getByRole("heading", { name: title }).isVisible()).toBe(true);
  expect(await page.getByText("At most two of the others fall short.").isVisible()).toBe(true);
  await page.getByRole("link", { name: /see your way/ }).click();
  await page.waitForURL(/\/gap\?target=operations/);
});

test("an older version is read at its own address, and the views stay in it", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations");
  await page.getByLabel("Version").selectOption("1");
  await page.waitForURL("**/ladders/operations?version=1");
  await page.getByRole("link", { name: "Matrix" }).click();
  await page.waitForURL("**/ladders/operations/matrix?version=1");
  await settled(page);
  expect(await page.getByRole("table").getByRole("columnheader").count()).toBe(7);
  expect(await page.getByLabel("Version").inputValue()).toBe("1");
});

test("the matrix shows statements, or what is asked alone", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/operations/matrix");
  const row = page.getByRole("row").filter({ has: page.getByRole("rowheader", { name: "People management", exact: true }) });
  expect(await row.getByText("Holds one-to-ones").first().isVisible()).toBe(true);
  await page.getByLabel("Show").selectOption("asked");
  expect(await row.getByText("Holds one-to-ones").count()).toBe(0);
  expect(await row.getByText("Performing").first().isVisible()).toBe(true);
});

test("a standard is read with how one enters it and is assessed, under its licence", async () => {
  const page = await visitor("amara");
  await arrive(page, "/ladders/senior-leader");
  expect(await page.getByText("ST0480").isVisible()).toBe(true);
  expect(await page.getByText("24 to 30 months").isVisible()).toBe(true);
  for (const title of ["To begin", "Before the assessment", "How it is assessed"])
    expect(await page.getByRole("heading", { name: title }).isVisible()).toBe(true);
  expect(await page.getByText("Licence: Open Government Licence", { exact: false }).isVisible()).toBe(true);
});

test("what is not there says so, whatever it would have been", async () => {
  for (const path of ["/ladders/astronauts", "/ladders/operations/levels/astronaut", "/ladders/operations?version=99", "/no/such/place"]) {
    const page = await visitor("amara", { expected: /404/ });
    await arrive(page, path);
    expect(await page.getByText("There is nothing here that you can see").isVisible()).toBe(true);
    await page.getByRole("link", { name: "Go home" }).click();
    await page.waitForURL((url) => url.pathname === "/");
  }
});

test("a line that breaks and comes back costs nobody their place", async () => {
  const page = await visitor("amara", { expected: /ERR_INTERNET_DISCONNECTED/ });
  await arrive(page, "/ladders");
  // The code of the page is there from another visit; its data is not.
  await page.getByRole("link", { name: "Care" }).click();
  await page.getByRole("heading", { level: 1, name: "Care" }).waitFor();
  await page.getByRole("navigation", { name: "You are in" }).getByRole("link", { name: "Ladders" }).click();
  await page.context().setOffline(true);
  await page.getByRole("link", { name: "Senior Leader" }).click();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("heading", { level: 1, name: "Senior Leader" }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/ladders/senior-leader");
});
