import type { CDPSession, Page } from "playwright-core";
import { totp } from "../totp.ts";

/*
 * What people do on the pages of their account, by the words that stand there; for every test in which somebody signs in.
 * Chromium's virtual authenticator stands for a phone or laptop that asks for a fingerprint.
 */

/** A device of this page's own that makes passkeys and answers for its owner. Passkeys need a name: go to localhost, not 127.0.0.1. */
export async function authenticator(page: Page): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("WebAuthn.enable");
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { cdp, id: authenticatorId };
}

/** On the sign-in page. */
export async function signInWith(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
}

/** On the account page, signed in. */
export async function addPasskey(page: Page, name: string, password: string): Promise<void> {
  await page.getByRole("button", { name: "Add a passkey" }).click();
  const form = page.getByRole("form", { name: "A new passkey" });
  await form.getByLabel("Name").fill(name);
  await form.getByLabel("Your password").fill(password);
  await form.getByRole("button", { name: "Make the passkey" }).click();
  await page.getByRole("list", { name: "Passkeys" }).getByText(name, { exact: true }).waitFor();
}

/** On the account page, signed in. @returns the app's secret and the recovery codes. */
export async function setUpApp(page: Page, password: string): Promise<{ secret: string; codes: string[] }> {
  await page.getByRole("button", { name: "Set up an app" }).click();
  await page.getByRole("form", { name: "Setting up an app" }).getByLabel("Your password").fill(password);
  await page.getByRole("button", { name: "Show the picture to scan" }).click();
  const form = page.getByRole("form", { name: "The first code" });
  await form.getByRole("img", { name: "Picture to scan with an authenticator app" }).waitFor();
  const secret = (await form.locator("code").innerText()).replaceAll(" ", "");
  await form.getByLabel("Code").fill(totp(secret, Date.now()));
  await form.getByRole("button", { name: "Ask for codes from now on" }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  const codes = await list.getByRole("listitem").allInnerTexts();
  await page.getByRole("button", { name: "I have kept them" }).click();
  return { secret, codes };
}
