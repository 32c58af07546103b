import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";

type Locked = { version?: string; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> };

const { packages } = JSON.parse(readFileSync(new URL("../package-lock.json", import.meta.url), "utf8")) as {
  packages: Record<string, Locked>;
}; // npm's own format

/** @returns whether a package, asked for from a folder, is found there or in one above, as Node and npm look for it. */
function found(name: string, from: string): boolean {
  for (let at = from; ; at = dirname(at) === "." ? "" : dirname(at)) {
    if (packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
  }
}

test("the lock file has every package that another asks for, those of other platforms included: npm ci refuses it otherwise", () => {
  const missing = Object.entries(packages).flatMap(([at, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !found(name, at))
      .map((name) => `${name}, for ${at === "" ? "Rungs" : at}`),
  );
  expect(missing).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
});
