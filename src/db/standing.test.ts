import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

/*
 * What is recorded of people with dates is read as what still stands of it (decision 0083). Whoever asks the table itself would
 * see what has been put right since.
 */

/** What asks a table on purpose: corrections, undoing, and counting all that was ever written. */
// A person’s own data are all that was ever written of them.
const known = new Set([
  "src/db/personal-data.ts",
  "src/db/facts.ts",
  "src/db/person-page.ts",
  "src/db/person-rows.ts",
  "src/db/person-undo.ts",
]);
/** One statement each: what an import finds changed since, how many people a move has moved. */
const single = new Map([
  ["src/features/imports/store.ts", 3],
  ["src/db/moves.ts", 1],
]);

test("placements, reporting lines, leave and working time are read by everybody as what still stands", () => {
  const strays = globSync("src/**/*.ts")
    .filter((file) => !file.endsWith(".test.ts") && !known.has(file))
    .flatMap((file) => {
      const found =
        readFileSync(file, "utf8").match(/\b(?:from|join) rungs\.(?:placement|reporting_line|leave|share_change)\b(?!_)/g) ?? [];
      return found.length > (single.get(file) ?? 0) ? [`${file}: ${found.join(", ")}`] : [];
    });
  expect(strays).toEqual([]);
});
