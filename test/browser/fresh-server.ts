import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** `rungs serve` on an empty directory, as whoever installs it starts it; `link` makes its organisation. It ends with the test. */
export async function freshServer(): Promise<{ url: string; link: string }> {
  const data = mkdtempSync(join(tmpdir(), "rungs-first-start-"));
  const launcher = fileURLToPath(new URL("../../bin/rungs.mjs", import.meta.url));
  const child = spawn(process.execPath, [launcher, "serve", "--port", "0", "--data", join(data, "data")], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  });
  let told = "";
  child.stderr.on("data", (bytes) => (told += String(bytes)));
  return new Promise((resolve, reject) => {
    let url = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      url ||= /^Rungs is at (\S+)/.exec(line)?.[1] ?? "";
      const link = /(\S+\/setup\?token=\S+)/.exec(line)?.[1];
      if (link) resolve({ url, link });
    });
    void ended.then(() => reject(new Error(`It ended before it was ready:\n${told}`)));
  });
}
