import fc from "fast-check";
import { readSheet } from "read-excel-file/node";
import { expect, test } from "vitest";
import { documentArbitrary } from "../../../../test/arbitrary.ts";
import { diff } from "../diff.ts";
import { Framework } from "../document.ts";
import { checkReading, readAs, writeAs } from "./read.ts";

const bytesOf = async (framework: Framework): Promise<Uint8Array> => {
  const { content } = await writeAs("xlsx", framework);
  if (typeof content === "string") throw new Error("A workbook is bytes.");
  return content;
};
/** Without what the workbook says it cannot hold. */
function held(framework: Framework): Framework {
  const { source, ...rest } = Framework.parse(JSON.parse(JSON.stringify(framework).replaceAll("\\r\\n", "\\n").replaceAll("\\r", "\\n")));
  return source === undefined || Object.keys(source).length === 0 ? rest : { ...rest, source };
}

test("whatever a framework holds comes back from its workbook", async () => {
  await fc.assert(
    fc.asyncProperty(documentArbitrary, async (document) => {
      const framework = held(Framework.parse(document));
      expect((await writeAs("xlsx", framework)).losses).toEqual([]);
      const reading = await readAs("xlsx", await bytesOf(framework));
      const { framework: back, problems } = checkReading(reading);
      expect(problems).toEqual([]);
      expect(reading.notes).toEqual([]);
      expect(back === null ? null : diff(framework, back)).toEqual([]);
    }),
    { numRuns: Number(process.env["RUNS"] ?? 60) },
  );
});
