import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { edited, set } from "../../test/edit.ts";
import { ladder } from "../../test/ladder.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "rungs launcher-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const launched = (args: readonly string[], env: Record<string, string> = {}) =>
  spawn(process.execPath, [resolve(import.meta.dirname, "../../bin/rungs.mjs"), ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
async function rungs(args: readonly string[], env?: Record<string, string>) {
  const child = launched(args, env);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code, out, err };
}

test("run as people run it, rungs answers on standard output, talks on standard error, and ends with its code", async () => {
  writeFileSync(join(folder, "clean.json"), JSON.stringify(ladder()));
  writeFileSync(join(folder, "spoilt.json"), JSON.stringify(edited(ladder(), set("/owner", 1))));
  expect(await rungs(["lint", "clean.json"])).toEqual({
    code: 0,
    out: "clean.json: no problems\n",
    err: "1 file, 0 errors, 0 warnings.\n",
  });
  expect(await rungs(["lint", "spoilt.json"])).toMatchObject({ code: 1, out: expect.stringContaining("[unknown-key]") });
});

test("what goes wrong is a sentence; where it went wrong only those see who ask", async () => {
  expect(await rungs(["lint", "missing.yaml", "--nope"])).toEqual({
    code: 2,
    out: "",
    err: "rungs lint: There is no option --nope here. There are: --format.\n",
  });
  const { code, err } = await rungs(["diff", "missing.yaml", "missing.yaml"], { RUNGS_DEBUG: "1" });
  expect(code).toBe(2);
  expect(err).toMatch(/^rungs diff: missing\.yaml: there is no such file\.\n[^]*\n {4}at /);
});

test("who stops reading has seen enough: no noise", async () => {
  const owners = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`owner-${index}`, 1]));
  writeFileSync(join(folder, "long.json"), JSON.stringify({ ...ladder(), ...owners }));
  const child = launched(["lint", "long.json"]);
  const err = text(child.stderr);
  const [first] = await once(child.stdout, "data");
  expect(String(first)).toContain("long.json:1:");
  child.stdout.destroy();
  await once(child, "exit");
  expect((await err).replace(/^1 file, 20000 errors, 0 warnings\.\n$/, "")).toBe("");
});

test("started twice at once from a fresh clone, the web application is built once and both find it whole", async () => {
  const clone = join(folder, "clone");
  for (const part of ["bin", "dist", "src/web", "src/core", "src/features", "src/http", "node_modules/vite/bin"])
    mkdirSync(join(clone, part), { recursive: true });
  for (const part of ["src/http/client.ts", "index.html", "vite.config.ts", "package-lock.json"]) writeFileSync(join(clone, part), "");
  cpSync(resolve(import.meta.dirname, "../../bin/prepare.mjs"), join(clone, "bin/prepare.mjs"));
  // What a start that was killed leaves behind: no process has that number.
  writeFileSync(join(clone, "dist/.preparing"), "4194305");
  writeFileSync(
    join(clone, "node_modules/vite/bin/vite.js"),
    `const fs = require("node:fs"), web = ${JSON.stringify(join(clone, "dist/web"))};
    fs.appendFileSync(${JSON.stringify(join(clone, "builds"))}, "begun ");
    fs.rmSync(web, { recursive: true, force: true });
    fs.mkdirSync(web);
    setTimeout(() => { fs.writeFileSync(web + "/index.html", "whole"); fs.appendFileSync(${JSON.stringify(join(clone, "builds"))}, "ended "); }, 300);`,
  );
  writeFileSync(
    join(clone, "bin/start.mjs"),
    `import { readFileSync } from "node:fs"; import { buildWeb, prepared, root } from "./prepare.mjs";
    await prepared(async () => buildWeb());
    process.stdout.write(readFileSync(root + "dist/web/index.html", "utf8"));`,
  );
  const starts = [1, 2, 3].map(async () => {
    const child = spawn(process.execPath, [join(clone, "bin/start.mjs")], { stdio: ["ignore", "pipe", "pipe"] });
    const [out, [code]] = await Promise.all([text(child.stdout), once(child, "exit"), text(child.stderr)]);
    return { code, out };
  });
  expect(await Promise.all(starts)).toEqual(starts.map(() => ({ code: 0, out: "whole" })));
  expect(readFileSync(join(clone, "builds"), "utf8")).toBe("begun ended ");
});
