import { afterAll, afterEach, expect } from "vitest";

// Nothing in a test talks past it: what reaches the console is a warning that nobody would read. Files that run in one
// process share its ears.
const ears = globalThis as { heardByTests?: string[] };
const heard = (ears.heardByTests ??= listening());

function listening(): string[] {
  const words: string[] = [];
  for (const name of ["debug", "log", "info", "warn", "error"] as const) {
    globalThis.console[name] = (...said: unknown[]) => void words.push([name, ...said.map(String)].join(" "));
  }
  process.on("warning", (warning) => words.push(`${warning.name}: ${warning.message}`));
  return words;
}

const silence = () => expect(heard.splice(0), "Nothing may be written to the console, and Node may warn of nothing.").toEqual([]);
afterEach(silence);
afterAll(silence);
