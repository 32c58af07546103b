import { type ChildProcess, spawn } from "node:child_process";
import { expect, onTestFinished } from "vitest";
import { until } from "./scratch.ts";

// The command itself, without the launcher's look at whether something is to be installed or built.
const main = new URL("../../src/cli/main.ts", import.meta.url).href;
const program = `const { main } = await import(${JSON.stringify(main)}); process.exitCode = await main(process.argv.slice(1));`;

export type Run = { child: ChildProcess; out: () => string; err: () => string; ended: Promise<number | null>; url: () => string };

/** `rungs` as somebody types it, in an environment with nothing of ours in it. */
export function rungs(args: string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program, "--", ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { PATH: process.env["PATH"] ?? "", NODE_COMPILE_CACHE: "node_modules/.cache/compiled", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let [out, err] = ["", ""];
  child.stdout.on("data", (bytes) => (out += String(bytes)));
  child.stderr.on("data", (bytes) => (err += String(bytes)));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, out: () => out, err: () => err, ended, url: () => /http:\/\/[\d.:]+/.exec(out)?.[0] ?? "" };
}

/** Waits for its address and its first answer. */
export async function up(run: Run): Promise<Run> {
  await until("the address", () => run.url() !== "" || run.child.exitCode !== null, 30_000);
  expect(run.child.exitCode, run.err()).toBe(null);
  expect((await fetch(`${run.url()}/readyz`)).status).toBe(200);
  return run;
}
