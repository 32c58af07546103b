// Every check there is, one line per suite; the last line says how many tests passed and failed. Needs Node 20.19 and npm.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "./chromium.mjs";
import { buildWeb, environment, install, prepared, root, underTheRightNode } from "./prepare.mjs";
import { sizes } from "./size.mjs";

const say = (text) => process.stderr.write(`${text}\n`);
const total = { passed: 0, failed: 0 };
const scratch = mkdtempSync(join(tmpdir(), "rungs-test-run-"));
process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));

/** Runs a suite and writes its line; what it said is shown where something failed. */
function suite(name, work) {
  const began = performance.now();
  const { passed, failed, remark = "", output = "" } = work();
  total.passed += passed;
  total.failed += failed;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if (failed > 0) process.stdout.write(`${output.trimEnd()}\n`);
  process.stdout.write(
    `${failed > 0 ? "FAILED" : "ok    "}  ${name.padEnd(26)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${seconds.padStart(6)} s  ${remark}`.trimEnd() +
      "\n",
  );
}

function run(program, args, env = {}) {
  const did = spawnSync(program, args, {
    cwd: root,
    env: { ...environment(), ...env },
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 28,
  });
  return { ok: did.status === 0, output: `${did.stdout ?? ""}${did.stderr ?? ""}${did.error ? did.error.message : ""}` };
}

/** One check, one test. */
const check =
  (program, ...args) =>
  () => {
    const { ok, output } = run(program, args);
    return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, output };
  };

const bin = (name) => join(root, "node_modules", ".bin", name);

/** A project of vitest. What could not even be loaded, and what was skipped, has failed. */
const tests = (project, env) => () => {
  const report = join(scratch, `${project}.json`);
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const { ok, output } = run(
    process.execPath,
    [vitest, "run", "--project", project, "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`],
    // What one process has compiled, the next one takes over.
    { CI: "true", NO_COLOR: "1", NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"), ...env },
  );
  let found;
  try {
    found = JSON.parse(readFileSync(report, "utf8"));
  } catch {
    return { passed: 0, failed: 1, output };
  }
  const unloaded = found.testResults.filter(({ status, assertionResults }) => status === "failed" && assertionResults.length === 0).length;
  const skipped = found.numPendingTests + found.numTodoTests;
  const failed = found.numFailedTests + unloaded + skipped;
  return {
    passed: found.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    remark: skipped > 0 ? `${skipped} skipped, which counts as failed` : `${found.testResults.length} files`,
    output,
  };
};

function web() {
  try {
    buildWeb();
  } catch (error) {
    return { passed: 0, failed: 1, output: error.message };
  }
  const { line, excess } = sizes(join(root, "dist", "web"));
  return { passed: 1, failed: excess.length, remark: line, output: `Larger than allowed: ${excess.join("; ")}` };
}

function browser() {
  const found = chromium(say);
  return found === null ? { passed: 0, failed: 1, output: "No browser to test with." } : tests("browser", { RUNGS_CHROMIUM: found })();
}

await prepared(async () => {
  await underTheRightNode(fileURLToPath(import.meta.url));
  install();
});
suite("format", check(bin("oxfmt"), "--check"));
suite("lint", check(bin("oxlint"), "--type-aware"));
suite("types", check(bin("tsc"), "--noEmit", "-p", ".", "--checkers", "2"));
suite("table types as generated", check(process.execPath, "src/db/generate.ts", "--check"));
suite("web build and its size", web);
suite("unit and property", tests("core"));
suite("API and PostgreSQL", tests("postgres"));
suite("browser", browser);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
