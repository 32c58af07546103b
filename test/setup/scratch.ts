import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** @returns an empty directory of this test's own, below /tmp, removed after it; `name` is the end of its path, spaces welcome. */
export function scratch(name = "data"): string {
  const above = mkdtempSync(join("/tmp", "rungs-test-"));
  onTestFinished(() => rmSync(above, { recursive: true, force: true }));
  return join(above, name);
}

/** Resolves as soon as `condition` holds, asked every few milliseconds. @throws after `within` ms, saying what was waited for. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, within = 15_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`Waited ${within} ms in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
