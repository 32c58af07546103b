import { crc32, deflateRawSync } from "node:zlib";

type Entry = {
  name: string;
  content: string | Uint8Array;
  /** What the directory says the entry inflates to, where it lies. */
  claims?: number;
  /** What it says it takes up. */
  packs?: number;
  flags?: number;
};

/** A zip archive of these entries, honest unless an entry is told to lie. */
export function archive(entries: readonly Entry[]): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, claims, packs, flags = 0 } of entries) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw, { level: 9 });
    const fields = (into: Buffer, start: number) => {
      into.writeUInt16LE(20, start);
      into.writeUInt16LE(flags, start + 2);
      into.writeUInt16LE(8, start + 4);
      into.writeUInt32LE(crc32(raw), start + 10);
      into.writeUInt32LE(packs ?? packed.length, start + 14);
      into.writeUInt32LE(claims ?? raw.length, start + 18);
      into.writeUInt16LE(Buffer.byteLength(name), start + 22);
    };
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    fields(local, 4);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    fields(central, 6);
    central.writeUInt32LE(at, 42);
    bodies.push(local, Buffer.from(name), packed);
    directory.push(central, Buffer.from(name));
    at += 30 + Buffer.byteLength(name) + packed.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...bodies, ...directory, end]));
}

const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`;
const relation = (type: string, target: string) =>
  `<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
const relations = (...each: string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join("")}</Relationships>`;

/** The parts of a workbook with one sheet, `rows` being what stands in its `sheetData`. @param before goes before the root of the sheet. */
export const parts = (rows: string, before = ""): Entry[] => [
  { name: "[Content_Types].xml", content: types },
  { name: "_rels/.rels", content: relations(relation("officeDocument", "xl/workbook.xml")) },
  { name: "xl/workbook.xml", content: `<workbook xmlns:r="x"><sheets><sheet name="Grid" sheetId="1" r:id="r1"/></sheets></workbook>` },
  { name: "xl/_rels/workbook.xml.rels", content: relations(relation("worksheet", "worksheets/sheet1.xml")) },
  { name: "xl/worksheets/sheet1.xml", content: `${before}<worksheet><sheetData>${rows}</sheetData></worksheet>` },
];
export const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
