import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize, resolve } from "node:path";
import { expect, test } from "vitest";

/**
 * The house rules that a reader would otherwise have to remember: who may import whom, what files a capability has, how
 * long a file gets. The lists of exceptions only shrink.
 */
const root = resolve(import.meta.dirname, "..");
const sources = globSync("src/**/*.{ts,tsx}", { cwd: root }).filter((file) => !file.endsWith(".gen.ts"));
const isTest = (file: string) => /\.test\.tsx?$/.test(file);

type Import = { from: string; to: string; typeOnly: boolean };

/** Imports of this file that stay in the project, resolved from the root; packages as `npm:name`. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const found: Import[] = [];
  for (const match of text.matchAll(
    /^\s*(?:import|export)\s+(type\s+)?[^;"']*?from\s+["']([^"']+)["']|^\s*import\s+["']([^"']+)["']|import\(\s*["']([^"']+)["']\s*\)/gm,
  )) {
    const target = match[2] ?? match[3] ?? match[4] ?? "";
    const to = target.startsWith(".") ? normalize(join(dirname(file), target)) : `npm:${target}`;
    found.push({ from: file, to, typeOnly: match[1] !== undefined });
  }
  return found;
}
const imports = sources.filter((file) => !isTest(file)).flatMap(importsOf);
const inside = (file: string, ...folders: string[]) => folders.some((folder) => file === folder || file.startsWith(`${folder}/`));
const feature = (file: string) => /^src\/features\/([^/]+)\//.exec(file)?.[1];
const told = (rows: Import[]) => rows.map(({ from, to }) => `${from} → ${to}`);

test("core is pure: it imports core and a few packages that are pure themselves", () => {
  const pure = new Set([
    "npm:zod",
    "npm:yaml",
    "npm:js-yaml",
    "npm:canonicalize",
    "npm:uuid",
    "npm:@noble/hashes/sha2.js",
    "npm:@noble/hashes/utils.js",
  ]);
  const formats = new Set(["npm:csv-parse/sync", "npm:csv-stringify/sync", "npm:hucre", "npm:hucre/xlsx"]);
  const strays = imports.filter(
    ({ from, to }) =>
      inside(from, "src/core") &&
      !inside(to, "src/core") &&
      !pure.has(to) &&
      !(inside(from, "src/core/framework/formats") && formats.has(to)),
  );
  expect(told(strays)).toEqual([]);
});

test("core asks neither the clock, nor chance, nor the process", () => {
  const impure = sources
    .filter((file) => inside(file, "src/core") && !isTest(file))
    .filter((file) =>
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bprocess\.|\bfetch\(|crypto\.randomUUID/.test(readFileSync(join(root, file), "utf8")),
    );
  expect(impure).toEqual([]);
});

test("features do not import each other at run time", () => {
  const strays = imports.filter(({ from, to, typeOnly }) => {
    const here = feature(from);
    const there = feature(to);
    return here !== undefined && there !== undefined && here !== there && !typeOnly;
  });
  expect(told(strays)).toEqual([]);
});

test("routes, stores and jobs import http, db, core and their own folder", () => {
  const strays = imports.filter(
    ({ from, to }) =>
      /^src\/features\/[^/]+\/(routes|store|jobs)\.ts$/.test(from) &&
      !to.startsWith("npm:") &&
      !inside(to, "src/http", "src/db", "src/core", dirname(from)),
  );
  expect(told(strays)).toEqual([]);
});

test("screens and commands reach the server through the typed client only", () => {
  const strays = imports.filter(
    ({ from, to, typeOnly }) =>
      (inside(from, "src/web") || /^src\/features\/[^/]+\/(ui\/|cli\.ts)/.test(from)) &&
      !typeOnly &&
      (inside(to, "src/db", "src/server") ||
        (inside(to, "src/http") && to !== "src/http/client.ts") ||
        /^src\/features\/[^/]+\/(routes|store|jobs)\.ts$/.test(to)),
  );
  expect(told(strays)).toEqual([]);
});

test("http and db import neither features nor the server", () => {
  const strays = imports.filter(
    ({ from, to }) => inside(from, "src/http", "src/db") && inside(to, "src/features", "src/server", "src/web", "src/cli"),
  );
  expect(told(strays)).toEqual([]);
});

test("a capability's folder holds the closed list of files", () => {
  const strays = globSync("src/features/**/*.*", { cwd: root }).filter((file) => {
    const rest = file.split("/").slice(3).join("/");
    return (
      !/^(routes|store|jobs|cli)\.ts$/.test(rest) &&
      !/^[a-z-]+\.test\.tsx?$/.test(rest) &&
      !/^ui\/[a-z-]+(\.test)?\.(tsx?|module\.css)$/.test(rest)
    );
  });
  expect(strays).toEqual([]);
  expect(sources.filter((file) => /(^|\/)(utils?|helpers?|types|index|common|misc)(\.tsx?|\/)/.test(file))).toEqual([]);
});

test("no file is longer than 400 lines, and 95 in 100 of those that are no tests stay under 250", () => {
  const lengths = sources.map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").trimEnd().split("\n").length }));
  expect(lengths.filter(({ lines }) => lines > 400)).toEqual([]);
  const own = lengths.filter(({ file }) => !isTest(file));
  expect(own.filter(({ lines }) => lines > 250).length / own.length).toBeLessThanOrEqual(0.05);
});

test("what is committed speaks of the project alone", () => {
  const texts = globSync("{*.md,docs/**/*.md,src/**/*.{ts,tsx,css,sql},templates/*.yaml,bin/*,package.json,package-lock.json}", {
    cwd: root,
  });
  const strays = texts.filter((file) =>
    /\/work\/(main|shared)|registry\.npmjs|"resolved": "http|deb\.debian\.org/i.test(readFileSync(join(root, file), "utf8")),
  );
  expect(strays).toEqual([]);
});
