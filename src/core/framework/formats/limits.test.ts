import { expect, test } from "vitest";
import { readJson } from "./json.ts";
import { checkReading } from "./read.ts";
import { largest } from "./reading.ts";
import { readYaml } from "./yaml.ts";

const filled = (piece: string, before = "", after = ""): string =>
  before + piece.repeat(Math.floor((largest - before.length - after.length) / piece.length)) + after;
const expectation =
  "      - id: e\n        competency: c\n        target: 3\n        markers:\n          - Runs the daily checklist and says what was left open\n";

test.each([
  ["a framework", readYaml, filled(expectation, "levels:\n  - id: a\n    expectations:\n")],
  [
    "a framework in JSON",
    readJson,
    filled('{"id":"e","competency":"c","target":3,"markers":["Runs the daily checklist"]},', '{"levels":[{"expectations":[', "{}]}]}"),
  ],
  ["numbers and nothing else", readYaml, filled("1,", "[", "1]")],
  ["short lines", readYaml, filled("- 1\n")],
  ["brackets", readYaml, filled("[")],
  ["brackets in JSON", readJson, filled("[")],
  ["dashes", readYaml, filled("- ")],
  ["one long text", readYaml, filled("word ")],
  ["line breaks", readYaml, filled("\n")],
  ["quotes", readYaml, filled('"')],
  ["escapes in JSON", readJson, filled("\\n", '"', '"')],
])("5 MB of %s are read, or refused, in under two seconds", (_, read, text) => {
  const source = new TextEncoder().encode(text);
  expect(source.length).toBeLessThanOrEqual(largest);
  // The processor's time, in microseconds: what else the machine does meanwhile is not the reader's fault.
  const before = process.threadCpuUsage();
  const reading = read(source);
  const { user, system } = process.threadCpuUsage(before);
  expect(user + system).toBeLessThan(2_000_000);
  expect(reading.value !== undefined || checkReading(reading).problems.length > 0).toBe(true);
});
