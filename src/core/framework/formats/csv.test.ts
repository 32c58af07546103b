import fc from "fast-check";
import { expect, test } from "vitest";
import { documentArbitrary } from "../../../../test/arbitrary.ts";
import { diff } from "../diff.ts";
import { Framework } from "../document.ts";
import { checkReading, readAs, writeAs } from "./read.ts";
import type { TableLayout } from "./table-options.ts";

const runs = { numRuns: Number(process.env["RUNS"] ?? 100) };
const utf8 = new TextEncoder();
const plain = (framework: Framework): Framework =>
  Framework.parse(JSON.parse(JSON.stringify(framework).replaceAll("\\r\\n", "\\n").replaceAll("\\r", "\\n")));
async function through(framework: Framework, layout: TableLayout) {
  const { content } = await writeAs("csv", framework, { layout });
  const reading = await readAs("csv", typeof content === "string" ? utf8.encode(content) : content, { base: framework });
  return { reading, ...checkReading(reading) };
}

test("the table of a framework changes nothing in it", async () => {
  await fc.assert(
    fc.asyncProperty(documentArbitrary, async (document) => {
      const framework = plain(Framework.parse(document));
      fc.pre(framework.levels.length + framework.competencies.length > 0);
      const { reading, framework: back, problems } = await through(framework, "long");
      expect(problems).toEqual([]);
      expect(reading.notes).toEqual([]);
      expect(back === null ? null : diff(framework, back)).toEqual([]);
    }),
    runs,
  );
});

test.each(["levels-as-columns", "levels-as-rows"] as const)("nor does its matrix with %s, as far as it can hold it", async (layout) => {
  await fc.assert(
    fc.asyncProperty(documentArbitrary, async (document) => {
      const framework = plain(Framework.parse(document));
      // One expectation for a competency and level: a cell holds no more.
      const single = {
        ...framework,
        levels: framework.levels.map((level) => ({
          ...level,
          expectations: [...new Map(level.expectations.map((each) => [each.competency, each])).values()],
        })),
      };
      fc.pre(single.levels.length > 0 && single.competencies.length > 0);
      const { framework: back, problems } = await through(single, layout);
      expect(problems).toEqual([]);
      expect(back === null ? null : diff(single, back)).toEqual([]);
    }),
    runs,
  );
});
