import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, inject } from "vitest";

/** The demo of the worker that runs this file: nobody else is there at the same time. */
export const demo = inject("demos")[Number(process.env["VITEST_POOL_ID"]) - 1] ?? missing();
function missing(): never {
  throw new Error(`There is no demo for worker ${process.env["VITEST_POOL_ID"]}.`);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const desk = { width: 1440, height: 1000 };
export const phone = { width: 390, height: 844 };

let browser: Browser | undefined;
const sessions = new Map<string, string>();
/** What a page of this test said that nobody asked for. */
const noise: string[] = [];

beforeAll(async () => {
  const executablePath = process.env["RUNGS_CHROMIUM"];
  if (executablePath === undefined) throw new Error("RUNGS_CHROMIUM names no browser; npm test finds one.");
  const args = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  browser = await chromium.launch({ executablePath, args });
});
const silence = () => expect(noise.splice(0), "Nothing may be written to the browser's console.").toEqual([]);
afterEach(async () => {
  await Promise.all(browser?.contexts().map((context) => context.close()) ?? []);
  silence();
});
afterAll(async () => browser?.close());

/** Who signs in under this name, with their password. */
export const userOf = (name: string) => {
  const user = demo.users.find(({ email }) => email.startsWith(`${name}.`));
  if (user === undefined) throw new Error(`Nobody in the demo is called ${name}.`);
  return user;
};

/** The id of a person of the demo who can sign in, by the first part of their address. */
export const personId = (name: string): string => userOf(name).person;

/** Everybody signs in once per file and takes the cookie along. */
async function session(name: string): Promise<string> {
  const known = sessions.get(name);
  if (known !== undefined) return known;
  const { email, password } = userOf(name);
  const reply = await fetch(`${demo.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: demo.url },
    body: JSON.stringify({ email, password }),
  });
  const cookie = reply.headers.getSetCookie()[0]?.split(";")[0];
  if (!reply.ok || cookie === undefined) throw new Error(`${name} could not sign in: ${reply.status}`);
  sessions.set(name, cookie);
  return cookie;
}

/**
 * A page of a browser of its own in which this person of the demo has signed in, or nobody for null. Whatever its console says fails the test,
 * but for what matches `expected`: Chromium writes a line for every reply of 400 or more.
 */
export async function visitor(
  name: string | null,
  {
    viewport = desk,
    theme = "light",
    expected,
  }: { viewport?: { width: number; height: number }; theme?: "light" | "dark"; expected?: RegExp } = {},
): Promise<Page> {
  if (browser === undefined) throw new Error("The browser has not started.");
  const context = await browser.newContext({ viewport, colorScheme: theme, baseURL: demo.url, locale: "en-GB" });
  if (name !== null) {
    const [key = "", value = ""] = (await session(name)).split(/=(.*)/s);
    await context.addCookies([{ name: key, value, url: demo.url }]);
  }
  const page = await context.newPage();
  page.on("console", (message) => {
    if (!expected?.test(message.text())) noise.push(`${message.type()}: ${message.text()} ${message.location().url}`);
  });
  page.on("pageerror", (error) => noise.push(`thrown: ${error.message}`));
  return page;
}

/** Goes to an address and waits until the page has its title and nothing of it is still on the way. */
export async function arrive(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await settled(page);
}

export async function settled(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await page.waitForFunction(() => document.querySelector("[data-loading]") === null && document.fonts.status === "loaded");
}

/** Holds the page as it stands against every rule of axe. */
export async function expectAccessible(page: Page): Promise<void> {
  // Halfway from one colour to another nothing is as it will be read.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    // axe puts itself there; it brings no type along.
    const { violations } = await (
      globalThis as unknown as { axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  expect(found).toEqual([]);
}

/** The same on a desk and on a phone, in light and in dark. */
export async function expectAccessibleEverywhere(page: Page): Promise<void> {
  for (const viewport of [desk, phone]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectAccessible(page);
    }
  }
}

/** By how many px the page is wider than its window; not more than 0 where nothing has to be scrolled to from the side. */
export const sideways = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
