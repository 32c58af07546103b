// What must be there before Rungs runs from a clone: a Node that reads TypeScript, the packages, the built web application.
// Plain JavaScript that Node 20.19 understands, and nothing but Node's own modules.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
export const isClone = existsSync(join(root, "src", "cli", "main.ts"));

const shell = process.platform === "win32";
const say = (text) => process.stderr.write(`${text}\n`);
const read = (...path) => {
  try {
    return readFileSync(join(root, ...path), "utf8");
  } catch {
    return "";
  }
};

class Unprepared extends Error {}

/** Runs `work`; what could not be prepared is said in a sentence and ends with exit code 2. */
export async function prepared(work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Unprepared)) throw error;
    say(error.message);
    process.exit(2);
  }
}

/**
 * Ends us when npm ends: `npm start` passes SIGTERM to a shell that does not pass it on, and a server would stay behind that
 * nobody knows of.
 */
export function endWithNpm(end) {
  if (!process.env.npm_lifecycle_event) return;
  setInterval(() => process.ppid !== parent && end(), 500).unref();
}
const parent = process.ppid;

/** Under an older Node, runs the script again under Node 24 from npm and ends as that does. Else returns. */
export async function underTheRightNode(script) {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  const child = spawn(fetchedNode(), [script, ...process.argv.slice(2)], { stdio: ["inherit", "inherit", "inherit", "ipc"] });
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  endWithNpm(() => child.kill("SIGTERM"));
  const [code, signal] = await new Promise((resolve) => child.once("exit", (...end) => resolve(end)));
  process.exit(code ?? (signal === null ? 1 : 128));
}

/** @returns the path of a Node 24. npx keeps it; where it does is noted, because asking npx takes a second. */
function fetchedNode() {
  const noted = read("node_modules", ".cache", "rungs-node");
  if (noted !== "" && existsSync(noted)) return noted;
  say(`Rungs needs Node 22.18 or newer and this is ${process.version}: getting Node 24 from npm (once).`);
  // Without --prefer-offline npx waits minutes for a registry that cannot be reached, although it has the package.
  const asked = spawnSync("npx", ["--yes", "--prefer-offline", "-p", "node@24", "node", "-p", "process.execPath"], {
    cwd: root,
    encoding: "utf8",
    shell,
  });
  const found = asked.status === 0 ? asked.stdout.trim() : "";
  if (found === "" || !existsSync(found)) {
    throw new Unprepared(
      `Node 24 could not be fetched. ${(asked.stderr ?? "").trim()}\nInstall Node 22.18 or newer from https://nodejs.org and try again.`,
    );
  }
  try {
    mkdirSync(join(root, "node_modules", ".cache"), { recursive: existsSync(join(root, "node_modules")) });
    writeFileSync(join(root, "node_modules", ".cache", "rungs-node"), found);
  } catch {
    // Nothing is installed yet, or not by us: then npx is asked again.
  }
  return found;
}

/** Programs started from here run under this Node, npm among them. */
export const environment = () => ({ ...process.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH ?? ""}` });

/**
 * Runs `work` while no other start of this clone prepares anything: two builds at once would write over one another. A start
 * that was killed leaves its note behind, which then counts for nothing.
 */
function alone(work) {
  const note = join(root, "dist", ".preparing");
  for (let waits = 0; !claimed(note); waits += 1) {
    if (waits === 0) say("Another start of this clone is getting it ready: waiting for it.");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    work();
  } finally {
    rmSync(note, { force: true });
  }
}

function claimed(note) {
  try {
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code !== "EEXIST")
      throw new Unprepared(`${note} cannot be written (${error.code}). Start once as the user whom this clone belongs to.`);
  }
  const holder = Number(read("dist", ".preparing"));
  const age = Date.now() - (statSync(note, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  // The number may have passed to another process since, so that age decides too.
  if ((holder > 0 && !isAlive(holder)) || age > LONGEST) rmSync(note, { force: true });
  return false;
}

/** Nothing takes as long to prepare, in ms. */
const LONGEST = 15 * 60_000;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM"; // somebody else's
  }
}

/** Installs the packages as the lock file names them, unless they are there. Scripts of packages are not needed and not run. */
export function install() {
  if (!isInstalled()) alone(() => isInstalled() || installPackages());
}

function installPackages() {
  say("Installing packages (npm ci). This takes a moment the first time.");
  const did = spawnSync(
    "npm",
    ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: root,
      env: environment(),
      stdio: ["ignore", 2, 2],
      shell,
    },
  );
  if (did.status !== 0) throw new Unprepared("The packages could not be installed: npm said why above.");
}

function isInstalled() {
  const wanted = read("package-lock.json");
  const there = read("node_modules", ".package-lock.json"); // npm's own note of what it put there
  if (there === "") return false;
  const packages = JSON.parse(there).packages;
  return Object.entries(JSON.parse(wanted).packages).every(
    ([path, { version, optional }]) => path === "" || (packages[path] ? packages[path].version === version : optional === true),
  );
}

/** Builds the web application unless what it is made of is what it was made of. */
export function buildWeb() {
  if (!isBuilt()) alone(() => isBuilt() || build());
}

const isBuilt = () => existsSync(join(root, "dist", "web", "index.html")) && read("dist", "web.stamp") === webStamp();

function build() {
  const stamp = webStamp();
  say("Building the web application.");
  const vite = join(root, "node_modules", "vite", "bin", "vite.js");
  const did = spawnSync(process.execPath, [vite, "build", "--logLevel", "error"], {
    cwd: root,
    // Whoever starts us, a test runner say, may have set another: React would then be built for development.
    env: { ...environment(), NODE_ENV: "production" },
    stdio: ["ignore", 2, 2],
  });
  if (did.status !== 0) throw new Unprepared("The web application could not be built: the reason is above.");
  writeFileSync(join(root, "dist", "web.stamp"), stamp);
}

function webStamp() {
  const hash = createHash("sha256");
  const below = (folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  const ui = below("src/features").filter((file) => /[\\/]ui[\\/]/.test(file));
  const files = [
    ...below("src/web"),
    ...below("src/core"),
    ...ui,
    ...["src/http/client.ts", "index.html", "vite.config.ts", "package-lock.json"].map((file) => join(root, file)),
  ];
  for (const file of files.filter((name) => !name.includes(".test.")).toSorted((a, b) => (a < b ? -1 : 1)))
    hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file));
  return hash.digest("hex");
}
