import { describe, expect, test } from "vitest";
import { archive, cell, parts } from "../../../../test/archive.ts";
import { ladder } from "../../../../test/ladder.ts";
import { Framework } from "../document.ts";
import { readAs, writeAs } from "./read.ts";

const read = (bytes: Uint8Array) => readAs("xlsx", bytes, { fileName: "theirs.xlsx" });
const table = `<row r="1">${cell("A1", "Skill")}${cell("B1", "Junior")}</row><row r="2">${cell("A2", "Ovens")}${cell("B2", "Sets the oven")}</row>`;
const ours = async (): Promise<Uint8Array> => Buffer.from((await writeAs("xlsx", Framework.parse(ladder()))).content);
const zeros = (megabytes: number) => "0".repeat(megabytes * 1024 * 1024);
const withTexts = (of: (name: string) => boolean, content: string, claims?: number) =>
  parts(table).map((part) =>
    of(part.name) ? { ...part, content: part.content + content, ...(claims === undefined ? {} : { claims }) } : part,
  );

describe("a workbook made to do harm", () => {
  test("is one that could be read, without the harm", async () => {
    expect((await read(archive(parts(table)))).table).toMatchObject({ rows: 1, columns: [{ field: "competency" }, { heading: "Junior" }] });
  });

  test.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ["inflates to 60 MB in one part", () => archive(withTexts((name) => name.endsWith("sheet1.xml"), zeros(60))), /inflates to more/],
    [
      "inflates to 60 MB in sixty parts",
      () => archive([...parts(table), ...Array.from({ length: 60 }, (_, index) => ({ name: `xl/media/${index}.xml`, content: zeros(1) }))]),
      /inflates to more/,
    ],
    ["inflates to 40 MB and says it is 1 KB", () => archive(withTexts((name) => name.endsWith("sheet1.xml"), zeros(40), 1024)), /damaged/],
    ["inflates to 40 MB and says it is nothing", () => archive(withTexts((name) => name.endsWith("sheet1.xml"), zeros(40), 0)), /damaged/],
    [
      "leaves its sizes to be looked for",
      () => archive(parts(table).map((part) => ({ ...part, flags: 8, claims: 0, packs: 0 }))),
      /damaged/,
    ],
    ["is said to be enciphered", () => archive(parts(table).map((part) => ({ ...part, flags: 1 }))), /password/],
    [
      "has three thousand parts",
      () => archive(Array.from({ length: 3000 }, (_, index) => ({ name: `x${index}`, content: "x" }))),
      /inflates to more/,
    ],
    ["is cut in the middle", async () => (await ours()).subarray(0, 20_000), /damaged/],
    ["is cut at its end", async () => (await ours()).subarray(0, -1), /damaged/],
    ["has something behind its end", async () => new Uint8Array([...(await ours()), 1, 2, 3]), /damaged/],
    ["has another end behind its end", async () => new Uint8Array([...(await ours()), ...archive(parts(table))]), /damaged/],
    ["is two letters", () => Uint8Array.from([0x50, 0x4b]), /damaged/],
    ["is nothing", () => new Uint8Array(), /not an Excel workbook/],
    ["is a picture", () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), /not an Excel workbook/],
    ["is of the old kind", () => Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /old kind/],
    ["is a zip of something else", () => archive([{ name: "readme.txt", content: "hello" }]), /not a workbook/],
    ["has no sheet behind its name", () => archive(parts(table).filter(({ name }) => !name.endsWith("sheet1.xml"))), /not a workbook/],
    [
      "reaches to the last cell there is",
      () => archive(parts(`${table}<row r="1048576">${cell("XFD1048576", "far away")}</row>`)),
      /not a workbook/,
    ],
    ["reaches to row 30,000", () => archive(parts(`${table}<row r="30000">${cell("A30000", "far away")}</row>`)), /reaches to row 30000/],
    ["reaches to column 5,000", () => archive(parts(`${table}<row r="3">${cell("GJH3", "far away")}</row>`)), /column 5000/],
  ])("that %s is refused in a sentence", async (_, made, sentence) => {
    const { value, problems } = await read(await made());
    expect(value).toBeUndefined();
    expect(problems).toMatchObject([{ code: "syntax", severity: "error", message: expect.stringMatching(sentence) }]);
  });

  test("expands no entity and fetches nothing", async () => {
    const doctype = `<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>`;
    const rows = `<row r="1">${cell("A1", "Skill")}${cell("B1", "Junior")}</row><row r="2">${cell("A2", "&amp; &c;")}${cell("B2", "&b;&lt;b&gt;")}</row>`;
    const { value } = await read(archive(parts(rows, doctype)));
    expect(JSON.stringify(value)).not.toMatch(/root:|aaaaaaaaaa/);
    expect(value).toMatchObject({ competencies: [{ title: "& &c;" }], levels: [{ expectations: [{ markers: ["&b;<b>"] }] }] });
  });

  test("with formulas, errors and dates is read as what was saved of them, with a word on each", async () => {
    const rows = `<row r="1">${cell("A1", "Skill")}${cell("B1", "Junior")}</row>
      <row r="2"><c r="A2" t="str"><f>CONCAT("Ov","ens")</f><v>Ovens</v></c><c r="B2" t="str"><f>WEBSERVICE("https://example.org")</f><v>Sets the oven</v></c></row>
      <row r="3">${cell("A3", "Dough")}<c r="B3" t="e"><v>#REF!</v></c></row>`;
    const { value, notes } = await read(archive(parts(rows)));
    expect(value).toMatchObject({
      competencies: [{ title: "Ovens" }, { title: "Dough" }],
      levels: [{ expectations: [{ markers: ["Sets the oven"] }] }],
    });
    expect(notes?.filter(({ message }) => !message.includes("what is asked")).map(({ cell, message }) => [cell, message])).toEqual([
      ["Grid!A2", "A formula stands here; its result as it was saved is read."],
      ["Grid!B2", "A formula stands here; its result as it was saved is read."],
      ["Grid!B3", "An error of the spreadsheet stands here; it is read as nothing."],
    ]);
  });
});

test("texts that XML cannot hold, or would read as something else, come back as they were", async () => {
  const odd = ["_x000D_ as somebody wrote it", "_x005F_x0041_", "\ufffe and \uffff", "<b>&amp;</b>", "]]>", "a\u2028b", "👩‍⚕️ and 🧑🏽‍🏫"];
  const framework = Framework.parse({
    ...ladder(),
    description: odd.join(" "),
    responsibilities: odd.map((title, index) => ({ id: `r${index}`, title })).concat([{ id: "first-aid", title: "First aider" }]),
  });
  const { value } = await read(Buffer.from((await writeAs("xlsx", framework)).content));
  expect(value).toMatchObject({ description: framework.description, responsibilities: framework.responsibilities });
});
