import { afterAll, afterEach, expect } from "vitest";

// Nothing in a test talks past it: what reaches the console is a warning that nobody would read.
const heard: string[] = [];
for (const name of ["debug", "log", "info", "warn", "error"] as const) {
  globalThis.console[name] = (...words: unknown[]) => void heard.push([name, ...words.map(String)].join(" "));
}
process.on("warning", (warning) => heard.push(`${warning.name}: ${warning.message}`));

const silence = () => expect(heard.splice(0), "Nothing may be written to the console, and Node may warn of nothing.").toEqual([]);
afterEach(silence);
afterAll(silence);
