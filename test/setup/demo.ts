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
    demos: readonly DemoLine[];
  }
}

/** How many files of the browser's tests run at once, each against a demo of its own: two processors are what there is everywhere. */
export const AT_ONCE = 2;

/** As many demos as files run at once, started as anybody would start them and asked to end when the run is over. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const demos = await Promise.all(Array.from({ length: AT_ONCE }, started));
  project.provide(
    "demos",
    demos.map(({ line }) => line),
  );
  return async () => {
    await Promise.all(demos.map(({ end }) => end()));
  };
}

async function started(): Promise<{ line: DemoLine; end: () => Promise<void> }> {
  const launcher = fileURLToPath(new URL("../../bin/rungs.mjs", import.meta.url));
  const child = spawn(process.execPath, [launcher, "demo", "--format", "json"], { stdio: ["ignore", "pipe", "pipe"] });
  let told = "";
  child.stderr.on("data", (bytes) => (told += String(bytes)));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", resolve);
    void ended.then((code) => reject(new Error(`The demo ended with ${code} before it was ready:\n${told}`)));
  });
  const end = async () => {
    child.kill("SIGTERM");
    const code = await ended;
    if (code !== 0) throw new Error(`The demo was asked to end and ended with ${code}:\n${told}`);
  };
  return { line: JSON.parse(line) as DemoLine, end }; // the contract of the command, which has tests of its own
}
