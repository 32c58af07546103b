import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { totp } from "../totp.ts";
import { freshServer } from "./fresh-server.ts";
import { addPasskey, authenticator, setUpApp, signInWith } from "./sign-in-ways.ts";
import { arrive, desk, expectAccessible, expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

const PASSWORD = "seven kettles on a slate roof";
const NEWER = "nine lanterns under a tin bridge";
const EMAIL = "rowan@alder.example";

/** Wide and narrow, light and dark, and nothing runs out sideways. */
async function fits(page: Page): Promise<void> {
  await expectAccessibleEverywhere(page);
  await page.setViewportSize(phone);
  expect(await sideways(page)).toBeLessThanOrEqual(0);
  await page.setViewportSize(desk);
}

test("somebody signs in by password, by passkey and by a code of their app; and what they lose they get back", async () => {
  const { url, link } = await freshServer();
  const site = url.replace("127.0.0.1", "localhost");
  // A refused password, a refused code, a page that waits for a second factor and the report of one who is on no ladder are told
  // by a status, which Chromium writes down.
  const page = await visitor(null, { expected: /40[0134]/ });
  const device = await authenticator(page);
  await page.goto(link.replace("127.0.0.1", "localhost"));
  await settled(page);
  await page.getByLabel("Organisation", { exact: true }).fill("Alder House");
  await page.getByLabel("Your name").fill("Rowan Ashby");
  await page.getByLabel("E-mail address").fill(EMAIL);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Make the organisation" }).click();
  await page.waitForURL((at) => at.pathname === "/");

  // From the person's own menu to the account, where the first passkey is made.
  await page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: "Your account" }).click();
  await page.getByRole("heading", { level: 1, name: "Your account" }).waitFor();
  expect(await page.locator("header p").innerText()).toBe(`You are Rowan Ashby at Alder House, and sign in as ${EMAIL} with a password.`);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByText("This is not your password.").waitFor();
  await fits(page);
  await page.getByRole("button", { name: "Leave it as it is" }).click();
  await addPasskey(page, "Work laptop", PASSWORD);
  expect((await device.cdp.send("WebAuthn.getCredentials", { authenticatorId: device.id })).credentials).toHaveLength(1);

  const leave = async () => {
    await page.getByRole("button", { name: "Sign out", exact: true }).first().click();
    await page.waitForURL("**/sign-in");
    await settled(page);
  };
  const inside = () => page.waitForURL((at) => at.pathname === "/");
  // The device would answer the offer in the field of the address by itself, and nobody could press anything.
  const asked = async (on: boolean) =>
    device.cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: device.id, enabled: on });

  await asked(false);
  await page.goto(`${site}/account`);
  await page.getByRole("list", { name: "Passkeys" }).waitFor();
  await page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await settled(page);
  // Said once the server has said that passkeys are taken here.
  await page.locator('input[autocomplete="username webauthn"]').waitFor();
  expect(await page.getByLabel("E-mail address").getAttribute("autocomplete")).toBe("username webauthn");
  await fits(page);
  // What waits already is not answered by a device that is told so later; should it be, nothing is left to press.
  await asked(true);
  await Promise.race([inside(), page.getByRole("button", { name: "Sign in with a passkey" }).click().then(inside)]);

  // The app: scanned, confirmed, and asked for from now on.
  await arrive(page, `${site}/account`);
  await page.getByText("last used").waitFor();
  await asked(false);
  const { secret, codes } = await setUpApp(page, PASSWORD);
  expect(codes).toHaveLength(10);
  await page.getByText("Ten recovery codes are left.").waitFor();
  await fits(page);
  await page.getByRole("navigation", { name: "Places" }).getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("**/sign-in");
  await settled(page);
  await signInWith(page, EMAIL, PASSWORD);
  await page.getByRole("heading", { level: 1, name: "One more step" }).waitFor();
  expect(await page.getByLabel("Code", { exact: true }).evaluate((field) => field === document.activeElement)).toBe(true);
  await fits(page);
  await page.getByLabel("Code", { exact: true }).fill("000000");
  await page.keyboard.press("Enter");
  await page.getByText("This is not the code of this moment.", { exact: false }).waitFor();
  // The code of this half minute was used to confirm: the next one counts already.
  await page.getByLabel("Code", { exact: true }).fill(totp(secret, Date.now() + 30_000));
  await page.keyboard.press("Enter");
  await inside();

  // The phone is lost: a recovery code, then another password, and elsewhere one is signed out.
  const elsewhere = await visitor(null, { expected: /40[14]/, viewport: phone });
  await arrive(elsewhere, `${url}/sign-in`);
  expect(await elsewhere.getByRole("button", { name: "Sign in with a passkey" }).count()).toBe(0);
  await signInWith(elsewhere, EMAIL, PASSWORD);
  await elsewhere.getByRole("button", { name: "Use a recovery code instead" }).click();
  await elsewhere.getByLabel("Recovery code").fill(codes[0]?.toUpperCase() ?? "");
  await elsewhere.keyboard.press("Enter");
  await elsewhere.getByText("9 recovery codes left.", { exact: false }).waitFor();
  await elsewhere.getByRole("button", { name: "Go on" }).click();
  await elsewhere.waitForURL((at) => at.pathname === "/");

  await arrive(page, `${site}/account`);
  const sessions = page.getByRole("list", { name: "Sessions" }).getByRole("listitem");
  await page.getByRole("button", { name: "Sign out everywhere else" }).waitFor();
  expect(await sessions.first().innerText()).toMatch(/This one[\s\S]*In use now/);
  await page.getByRole("button", { name: "Change the password" }).click();
  const form = page.getByRole("form", { name: "A new password" });
  await form.getByLabel("Your password now").fill(PASSWORD);
  await form.getByLabel("New password").fill("Password2026!");
  await form.getByRole("button", { name: "Change the password" }).click();
  await form.getByText("Passwords like this are guessed first.").waitFor();
  await form.getByLabel("New password").fill(NEWER);
  await form.getByRole("button", { name: "Change the password" }).click();
  await page.getByText("Your password is changed. You are signed out everywhere else.").waitFor();
  await elsewhere.getByRole("link", { name: "Ladders" }).last().click();
  await elsewhere.waitForURL("**/sign-in?**");

  await page.getByRole("button", { name: "Rename Work laptop" }).click();
  await page.getByRole("form", { name: "Another name for Work laptop" }).getByLabel("Name").fill("Old laptop");
  await page.getByRole("button", { name: "Rename the passkey" }).click();
  await page.getByRole("button", { name: "Remove Old laptop" }).click();
  await page.getByRole("list", { name: "Passkeys" }).waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Remove the app" }).click();
  await page.getByRole("form", { name: "Removing the app" }).getByLabel("Your password").fill(NEWER);
  await page.getByRole("form", { name: "Removing the app" }).getByRole("button", { name: "Remove the app" }).click();
  await page.getByRole("button", { name: "Set up an app" }).waitFor();

  // The organisation asks everybody for a second factor: wherever one goes one comes here, until there is one.
  const rule = { method: "PATCH", headers: { "content-type": "application/json" }, body: '{"settings":{"secondFactor":"everybody"}}' };
  expect(await page.evaluate(async (asked) => (await fetch("/api/v1/settings", asked)).status, rule)).toBe(200);
  await page.goto(`${site}/people`);
  await page.waitForURL("**/account");
  await page.getByText("Alder House asks for a second factor.").waitFor();
  await expectAccessible(page);
  await setUpApp(page, NEWER);
  await page.goto(`${site}/people`);
  await page.getByLabel("Find by name").waitFor();
  expect(new URL(page.url()).pathname).toBe("/people");
  await leave();
});

test("whoever has forgotten their password is told what happens next, whether we know them or not; a dead link says so", async () => {
  const page = await visitor(null, { expected: /404/ });
  await arrive(page, "/sign-in");
  await page.getByRole("link", { name: "Forgotten your password?" }).click();
  await page.getByRole("button", { name: "Mail me the link" }).click();
  await page.getByText("Enter your e-mail address.").waitFor();
  await fits(page);
  await page.getByLabel("E-mail address").fill("nobody@fernhithe.example");
  await page.getByRole("button", { name: "Mail me the link" }).click();
  await page.getByRole("heading", { level: 1, name: "Look into your mail" }).waitFor();
  await expectAccessible(page);

  await arrive(page, "/reset?token=none");
  await page.getByLabel("New password").fill(NEWER);
  await page.getByRole("button", { name: "Change the password" }).click();
  await page.getByRole("heading", { level: 1, name: "This link no longer works" }).waitFor();
  await page.getByRole("link", { name: "Ask for a new link" }).click();
  await page.getByLabel("E-mail address").waitFor();

  await arrive(page, "/account/confirm-email?token=none");
  await fits(page);
  await page.getByRole("button", { name: "Confirm this address" }).click();
  await page.getByRole("heading", { level: 1, name: "This address is not confirmed" }).waitFor();
});
