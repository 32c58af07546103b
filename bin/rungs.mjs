#!/usr/bin/env node
// Starts Rungs. In a clone it first sees to the right Node, the packages and the web application; in an installed package
// all that is there, built.
import module from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildWeb, endWithNpm, install, isClone, prepared, root, underTheRightNode } from "./prepare.mjs";

await prepared(async () => {
  await underTheRightNode(fileURLToPath(import.meta.url));
  if (isClone) {
    install();
    const [command = "", ...options] = process.argv.slice(2);
    const asksForHelp = options.includes("--help") || options.includes("-h");
    if (["serve", "demo"].includes(command) && !asksForHelp) buildWeb();
  }
});
endWithNpm(() => process.kill(process.pid, "SIGTERM"));
module.enableCompileCache(isClone ? join(root, "node_modules", ".cache", "compiled") : undefined);
const { main } = await import(new URL(isClone ? "../src/cli/main.ts" : "../dist/cli/main.js", import.meta.url));
process.exitCode = await main(process.argv.slice(2));
