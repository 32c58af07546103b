import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

/** What `rungs demo --format json` prints once it is ready. */
export type DemoLine = {
  url: string;
  organisation: string;
  apiKey: string;
  users: { email: string; password: string; role: string; person: string }[];
};

declare module "vitest" {
  interface ProvidedContext {
    demo: DemoLine;
  }
}

/** One demo per run, started as anybody would start it and asked to end when the run is over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const launcher = fileURLToPath(new URL("../../bin/rungs.mjs", import.meta.url));
  const child = spawn(process.execPath, [launcher, "demo", "--format", "json"], { stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  child.stderr.on("data", (bytes) => (told += String(bytes)));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    void ended.then((code) => reject(new Error(`The demo ended with ${code} before it was ready:\n${told}`)));
  });
  project.provide("demo", JSON.parse(line) as DemoLine); // the contract of the command, which has tests of its own
  return async () => {
    child.kill("SIGTERM");
    const code = await ended;
    if (code !== 0) throw new Error(`The demo was asked to end and ended with ${code}:\n${told}`);
  };
}
