import { expect, test } from "vitest";
import { freshServer } from "./fresh-server.ts";
import { arrive, settled, userOf, visitor } from "./visitor.ts";

test("whoever is asked to sign in comes out where they were going", async () => {
  const page = await visitor(null);
  await arrive(page, "/ladders/operations/levels/director");
  await page.waitForURL("**/sign-in?to=**");
  await page.getByRole("button", { name: /^Amara Nwosu/ }).click();
  await page.waitForURL("**/ladders/operations/levels/director");
  await page.getByRole("heading", { level: 1, name: "Director of Operations" }).waitFor();
  expect(await page.getByText("You are here").count()).toBe(0);
});

test("the demonstration offers its people by name and role, and each sees Rungs as themselves", async () => {
  const page = await visitor(null);
  await arrive(page, "/sign-in");
  const people = page.getByRole("list", { name: "People of the demonstration" }).getByRole("button");
  expect(await people.count()).toBeGreaterThanOrEqual(8);
  await people.filter({ hasText: "Siân Pritchard" }).filter({ hasText: "Manager" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Siân Pritchard" }).waitFor();
});

test("a wrong password is said to be wrong, and what was typed is kept", async () => {
  const page = await visitor(null, { expected: /401/ });
  await arrive(page, "/sign-in");
  const { email, password } = userOf("amara");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill("not the password");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
  expect(await page.getByLabel("E-mail address").inputValue()).toBe(email);
  await page.getByLabel("Password").fill(password);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => url.pathname === "/");
});

test("a field left empty is named, and has the focus", async () => {
  const page = await visitor(null);
  await arrive(page, "/sign-in");
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  const email = page.getByLabel("E-mail address");
  expect(await email.evaluate((field) => field === document.activeElement)).toBe(true);
  expect(await email.getAttribute("aria-invalid")).toBe("true");
  expect(await page.getByText("Enter your e-mail address.").isVisible()).toBe(true);
});

test("signing in leads nowhere but into Rungs", async () => {
  for (const to of ["https://evil.example/", "//evil.example", "/\\evil.example"]) {
    const page = await visitor(null);
    await arrive(page, `/sign-in?to=${encodeURIComponent(to)}`);
    await page.getByRole("button", { name: /^Amara Nwosu/ }).click();
    await page.waitForURL((url) => url.pathname === "/");
    expect(new URL(page.url()).host).not.toContain("evil");
  }
});

test("after signing out nothing of the person can be read", async () => {
  // A session of this test's own: it does not outlive it.
  const page = await visitor(null);
  await arrive(page, "/sign-in?to=/ladders");
  await page.getByRole("button", { name: /^Amara Nwosu/ }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await arrive(page, "/ladders");
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  expect((await page.context().request.get("/api/v1/me")).status()).toBe(401);
});

test("a session that has ended elsewhere leads back to the way in, keeping the place", async () => {
  const page = await visitor("amara", { expected: /401/ });
  await arrive(page, "/cycles");
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Amara Nwosu" }).waitFor();
  await page.context().clearCookies();
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Ladders" }).click();
  await page.waitForURL("**/sign-in?**");
  expect(new URL(page.url()).searchParams.get("to")).toBe("/ladders");
});

test("the first start makes an organisation and its owner with the link that was printed, once", async () => {
  const { url, link } = await freshServer();
  const page = await visitor(null);
  await arrive(page, `${url}/sign-in`);
  await page.getByText("Nobody has an account here yet.", { exact: false }).waitFor();
  await page.goto(link);
  await settled(page);
  await page.getByRole("button", { name: "Make the organisation" }).click();
  expect(await page.getByText("Enter the name of the organisation.").isVisible()).toBe(true);
  await page.getByLabel("Organisation", { exact: true }).fill("Alder House");
  await page.getByLabel("Your name").fill("Rowan Ashby");
  await page.getByLabel("E-mail address").fill("rowan@alder.example");
  await page.getByLabel("Password").fill("seven kettles on a slate roof");
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL((at) => at.pathname === "/");
  await page.getByRole("navigation", { name: "Places" }).getByText("Alder House").waitFor();
});
