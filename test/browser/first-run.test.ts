import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { totp } from "../totp.ts";
import { freshServer } from "./fresh-server.ts";
import { addPasskey, authenticator, setUpApp, signInWith } from "./sign-in-ways.ts";
import { expectAccessibleEverywhere, phone, settled, sideways, visitor } from "./visitor.ts";

const PASSWORD = "heather on the north slope";
const title = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });

/** Five hundred people of three teams, each with a manager but the first. */
const file = [
  "Employee number;Name;E-mail;Manager;Team;Start date",
  ...Array.from({ length: 500 }, (_, at) => {
    const number = String(at + 1).padStart(5, "0");
    const manager = at === 0 ? "" : String(Math.floor((at - 1) / 10) + 1).padStart(5, "0");
    return `P${number};Guest ${number};guest.${number}@alder.example;${manager === "" ? "" : `P${manager}`};Team ${at % 3};2024-01-${String((at % 28) + 1).padStart(2, "0")}`;
  }),
].join("\n");

test("from an empty organisation to 500 imported people, roles given, and three signed in: by password, passkey and code", async () => {
  const server = await freshServer();
  // Passkeys need a name for an address.
  const at = (path: string) => `http://localhost:${new URL(server.url).port}${path}`;
  const owner = await visitor(null, { expected: /404/ });
  await owner.goto(at(new URL(server.link).pathname + new URL(server.link).search));
  await owner.getByLabel("Organisation", { exact: true }).fill("Alder House");
  await owner.getByLabel("Your name").fill("Rowan Ash");
  await owner.getByLabel("E-mail address").fill("rowan@alder.example");
  await owner.getByLabel("Password").fill(PASSWORD);
  await owner.getByRole("button", { name: "Make the organisation" }).click();
  await owner.getByRole("navigation", { name: "Places" }).first().waitFor();

  await owner.goto(at("/people/import"));
  await owner.getByLabel("File of people").setInputFiles({ name: "everybody.csv", mimeType: "text/csv", buffer: Buffer.from(file) });
  await owner.getByRole("button", { name: "Import 500 people" }).click();
  await owner.getByText("Imported: 500 people added.").waitFor();

  await owner.goto(at("/people/invitations"));
  await title(owner, "500 people to invite").waitFor();
  await settled(owner);
  await expectAccessibleEverywhere(owner);
  await owner.getByRole("button", { name: "Invite everybody never invited" }).click();
  await owner.getByText("500 invitations written.").waitFor();
  await owner.getByLabel("Show", { exact: true }).selectOption({ label: "Can sign in (1)" });
  const listed = owner.getByRole("list", { name: "People and their invitations" }).getByRole("listitem");
  await listed.filter({ hasText: "Rowan Ash" }).waitFor();
  expect(await listed.count()).toBe(1);

  await owner.goto(at("/settings/roles"));
  await title(owner, "Roles").waitFor();
  for (const [name, role] of [
    ["Guest 00001", "People partner"],
    ["Guest 00002", "Administrator"],
  ] as const) {
    const form = owner.getByRole("form", { name: "Give a role" });
    await form.getByLabel("Who").fill(name);
    await owner.locator(`datalist option[value^="${name}"]`).waitFor({ state: "attached" });
    await form.getByLabel("Who").fill(`${name}, Team ${Number(name.slice(-1)) - 1}`);
    await form.getByLabel("Role").selectOption(role);
    await form.getByRole("button", { name: "Give the role" }).click();
    await owner.getByRole("list", { name: "Roles that hold" }).getByRole("link", { name }).waitFor();
  }
  await settled(owner);
  await expectAccessibleEverywhere(owner);

  const home = (page: Page) => page.waitForURL((url) => url.pathname === "/");
  /** The link in the message to this person, as the owner opens it and passes it on. */
  async function linkTo(name: string): Promise<string> {
    await owner.goto(at("/settings/messages"));
    const link = owner.getByRole("link", { name: `Invitation to ${name}` });
    while ((await link.count()) === 0) {
      const rows = await owner.locator("main li").count();
      await owner.getByRole("button", { name: "Show older messages" }).click();
      await owner.waitForFunction((before) => document.querySelectorAll("main li").length > before, rows);
    }
    await link.click();
    const text = await owner.locator("pre").innerText();
    return at(/(\/join\?token=\S+)/.exec(text)?.[1] ?? "");
  }
  async function joined(name: string, viewport?: typeof phone): Promise<Page> {
    const link = await linkTo(name);
    // Of one who is on no ladder there is no report: a status that Chromium writes down.
    const page = await visitor(null, { expected: /404/, ...(viewport ? { viewport } : {}) });
    await page.goto(link);
    await title(page, `Welcome, ${name}`).waitFor();
    if (viewport) {
      await settled(page);
      expect(await sideways(page)).toBeLessThanOrEqual(0);
    } else await expectAccessibleEverywhere(page);
    await page.getByLabel("Choose a password").fill(PASSWORD);
    await page.getByRole("button", { name: "Join Alder House" }).click();
    await home(page);
    return page;
  }
  const leave = async (page: Page) => {
    await page.getByRole("button", { name: "Sign out" }).first().click();
    await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  };
  const isIn = (page: Page, name: string) => page.getByRole("link", { name, exact: true }).first().waitFor();

  // By password, on a phone.
  const byPassword = await joined("Guest 00500", phone);
  // Nothing of the page may still be asked for once the session is gone.
  await byPassword.goto("about:blank");
  await byPassword.context().clearCookies();
  await byPassword.goto(at("/sign-in"));
  await signInWith(byPassword, "guest.00500@alder.example", PASSWORD);
  await home(byPassword);

  // By passkey.
  const byPasskey = await joined("Guest 00001");
  const device = await authenticator(byPasskey);
  // The device would answer the offer in the field of the address by itself, and nobody could press anything.
  const answers = (enabled: boolean) => device.cdp.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: device.id, enabled });
  await byPasskey.goto(at("/account"));
  await addPasskey(byPasskey, "Laptop", PASSWORD);
  await answers(false);
  await leave(byPasskey);
  await settled(byPasskey);
  // What waits already is not answered by a device that is told so later; should it be, nothing is left to press.
  await answers(true);
  const entered = () => isIn(byPasskey, "Guest 00001");
  await Promise.race([entered(), byPasskey.getByRole("button", { name: "Sign in with a passkey" }).click().then(entered)]);
  // What they were told meanwhile: the role.
  await byPasskey.goto(at("/notifications"));
  await byPasskey.getByText("Rowan Ash made you people partner").waitFor();
  await settled(byPasskey);
  await expectAccessibleEverywhere(byPasskey);

  // By a code beside the password.
  const byCode = await joined("Guest 00002");
  await byCode.goto(at("/account"));
  const { secret } = await setUpApp(byCode, PASSWORD);
  await leave(byCode);
  await signInWith(byCode, "guest.00002@alder.example", PASSWORD);
  // The code of this half minute was used as the app was set up; the next one counts already.
  await byCode.getByLabel("Code", { exact: true }).fill(totp(secret, Date.now() + 30_000));
  await byCode.getByRole("button", { name: "Sign in", exact: true }).click();
  await isIn(byCode, "Guest 00002");
  // An administrator by now: the settings are theirs to read.
  await byCode.goto(at("/settings/messages"));
  await title(byCode, "Messages").waitFor();
  await settled(byCode);
  await expectAccessibleEverywhere(byCode);
});
