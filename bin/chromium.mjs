// A Chromium or Chrome to test with: the one named, one that is installed, or one installed now.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";

// First the one without windows: the same engine, and much less work.
const names = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const elsewhere = ["/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium"];

/** @returns its path, or null with the reason said. */
export function chromium(say) {
  const named = process.env.RUNGS_CHROMIUM;
  if (named) {
    if (starts(named)) return named;
    say(`RUNGS_CHROMIUM names ${named}, which does not start.`);
    return null;
  }
  return installed() ?? fromDebian(say) ?? fromPlaywright(say);
}

function installed() {
  const found = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...found, ...elsewhere, playwrightsPath()].find((path) => path !== null && isProgram(path) && starts(path)) ?? null;
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Some are only a hint how to get one. */
const starts = (path) => spawnSync(path, ["--version"], { stdio: "ignore", timeout: 20_000 }).status === 0;

function fromDebian(say) {
  if (process.getuid?.() !== 0 || !(process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "apt-get"))))
    return null;
  say("No Chromium found: installing Debian's package (apt-get install chromium-headless-shell).");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...args) => spawnSync("apt-get", ["-q", "-y", ...args], { env, stdio: ["ignore", 2, 2] }).status === 0;
  const got = (name) => apt("install", "--no-install-recommends", name);
  const either = () => got("chromium-headless-shell") || got("chromium");
  return either() || (apt("update") && either()) ? installed() : null;
}

const playwright = () => createRequire(import.meta.url)("playwright-core");

function playwrightsPath() {
  try {
    return playwright().chromium.executablePath();
  } catch {
    return null;
  }
}

function fromPlaywright(say) {
  say("No Chromium found: installing Playwright's.");
  const cli = join(dirname(createRequire(import.meta.url).resolve("playwright-core/package.json")), "cli.js");
  // What it needs of the system only root may install.
  const args = [cli, "install", ...(process.getuid?.() === 0 ? ["--with-deps"] : []), "chromium"];
  if (spawnSync(process.execPath, args, { stdio: ["ignore", 2, 2] }).status !== 0) {
    say("Playwright's Chromium could not be installed: the reason is above. Name one in RUNGS_CHROMIUM.");
    return null;
  }
  return installed();
}
