import { describe, expect, test } from "vitest";
import { archive, cell, parts } from "../../test/archive.ts";
import { ladder } from "../../test/ladder.ts";
import { Framework } from "../core/framework/document.ts";
import { writeAs } from "../core/framework/formats/read.ts";
import type { Upload } from "../core/framework/incoming.ts";
import { uploads } from "./uploads.ts";

const bounds = { atOnce: 2, waiting: 8, patience: 30_000, memory: 512 };
const framework = Framework.parse(ladder());
const upload = (bytes: Uint8Array, format: Upload["format"], more: Partial<Upload> = {}): Upload => ({
  bytes,
  format,
  fileName: `theirs.${format}`,
  base: null,
  table: {},
  ...more,
});
const text = (written: string) => new TextEncoder().encode(written);
/** A table that takes a while to look through. */
const long = text(
  `Level,Competency,Statements\n${Array.from({ length: 6000 }, (_, row) => `L${row % 7},C${row},"Says who does what by when, and why, in the notes of the meeting ${row}"`).join("\n")}`,
);

/** A workbook whose texts lie a hundred thousand elements deep. */
const deep = () =>
  archive([
    ...parts("").map((part) =>
      part.name === "xl/_rels/workbook.xml.rels"
        ? {
            ...part,
            content: String(part.content).replace(
              "</Rel",
              '<Relationship Id="r2" Type="x/sharedStrings" Target="sharedStrings.xml"/></Rel',
            ),
          }
        : part,
    ),
    { name: "xl/sharedStrings.xml", content: `<sst>${"<si>".repeat(100_000)}${"</si>".repeat(100_000)}</sst>` },
  ]);

describe("a file that is read apart", () => {
  test("is what it is, and what it would change", async () => {
    const { read } = uploads(bounds);
    const bytes = Buffer.from((await writeAs("xlsx", { ...framework, title: "Ops" })).content);
    expect(await read(upload(bytes, "xlsx", { base: framework }))).toMatchObject({
      content: { id: "operations", title: "Ops" },
      problems: [],
      notes: [],
      table: null,
      changes: [{ op: "change", entity: "framework", field: "title", before: "Operations", after: "Ops" }],
    });
  });

  test("is written apart too, byte for byte", async () => {
    const { write } = uploads(bounds);
    expect(Buffer.compare(Buffer.from(await write(framework, "xlsx", {})), Buffer.from((await writeAs("xlsx", framework)).content))).toBe(
      0,
    );
    expect(await write(framework, "csv", { layout: "levels-as-rows" })).toMatch(/^\ufeffTrack,Rank,Level,/);
  });

  test("ends where it takes too long, and the next one is read", async () => {
    const { read } = uploads({ ...bounds, atOnce: 1, patience: 1 });
    await expect(read(upload(long, "csv"))).rejects.toMatchObject({
      code: "too-large",
      message: expect.stringContaining("longer than Rungs waits"),
    });
    const patient = uploads({ ...bounds, atOnce: 1 });
    expect((await patient.read(upload(text("Level,Competency\nOne,Bread\n"), "csv"))).content?.levels).toHaveLength(1);
  });

  test("ends where it takes too much memory, and nobody else does", async () => {
    const { read } = uploads({ ...bounds, memory: 24 });
    const before = process.memoryUsage().rss;
    await expect(read(upload(long, "csv"))).rejects.toMatchObject({ code: "too-large", message: expect.stringContaining("more memory") });
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * 1024 * 1024);
  });

  test("waits for its turn, and is turned away where too many wait", async () => {
    const { read } = uploads({ ...bounds, atOnce: 1, waiting: 1 });
    const one = text("Level,Competency\nOne,Bread\n");
    const tried = await Promise.allSettled(Array.from({ length: 4 }, () => read(upload(one, "csv"))));
    expect(tried.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "rejected"]);
    expect(tried[3]).toMatchObject({ reason: { code: "unavailable" } });
    expect((await read(upload(one, "csv"))).content?.levels).toHaveLength(1);
  });

  test.each<[string, Upload["format"], Uint8Array]>([
    ["a bomb", "xlsx", archive([...parts(""), { name: "xl/big.xml", content: "0".repeat(60 * 1024 * 1024) }])],
    [
      "elements within elements a hundred thousand deep",
      "xlsx",
      archive(parts(`${"<row>".repeat(100_000)}${cell("A1", "x")}${"</row>".repeat(100_000)}`)),
    ],
    ["shared texts nested as deep", "xlsx", deep()],
    ["brackets without end", "json", text("[".repeat(200_000))],
    [
      "aliases of aliases",
      "yaml",
      text(
        `a: &a [x, x, x, x, x, x, x, x]\n${[..."bcdefgh"].map((name, index) => `${name}: &${name} [${Array.from({ length: 8 }, () => `*${"abcdefg"[index]}`).join(", ")}]`).join("\n")}\n`,
      ),
    ],
    ["nothing", "xlsx", new Uint8Array()],
    ["noise", "csv", Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256)],
  ])("is told of in problems, or refused, whatever it is: %s", async (_, format, bytes) => {
    const { read } = uploads(bounds);
    const found = await read(upload(bytes, format));
    expect(found.content).toBeNull();
    expect(found.problems.length).toBeGreaterThan(0);
  });
});
