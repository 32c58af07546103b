/*
 * What a zip archive says about itself, looked at before anything in it is inflated. What it says is binding: who inflates it
 * afterwards stops where an entry grows beyond the size given here.
 */

/** What all entries together may inflate to, in bytes: the text of several of the largest workbooks that make sense. */
const mostInflated = 48 * 1024 * 1024;
const mostEntries = 2_000;
const END = 0x06054b50;
const ENTRY = 0x02014b50;
const ZIP64 = 0xffffffff;

type ZipFault = { message: string; hint: string };
const damaged: ZipFault = {
  message: "This workbook is damaged: it breaks off or does not hold together.",
  hint: "Save it again, or send it again.",
};
const tooMuch: ZipFault = {
  message: "This workbook inflates to more than Rungs reads at once.",
  hint: "Take out pictures and sheets that are no part of the framework.",
};

/** @returns why the archive is not to be opened; null where it may be. */
export function zipFault(bytes: Uint8Array): ZipFault | null {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf)
    return { message: "This is a workbook of the old kind (.xls), or one with a password.", hint: "Save it as .xlsx, without a password." };
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return { message: "This is not an Excel workbook.", hint: "Save it as .xlsx." };
  if (bytes.length < 22) return damaged;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end -= 1;
  // Nothing may follow the end: or two readers might take two different ends for the one that counts.
  if (end < 0 || end + 22 + view.getUint16(end + 20, true) !== bytes.length) return damaged;
  const entries = view.getUint16(end + 10, true);
  if (entries > mostEntries) return tooMuch;

  let at = view.getUint32(end + 16, true);
  let inflated = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) return damaged;
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    if (packed === ZIP64 || size === ZIP64) return tooMuch;
    // Sizes left open here would have to be looked for in the data, and nothing would hold them to what was found.
    const flags = view.getUint16(at + 8, true);
    if (size === 0 ? packed > 2 : packed === 0) return damaged;
    if (packed === 0 && (flags & 8) !== 0) return damaged;
    if ((flags & 1) !== 0) return { message: "This workbook is protected by a password.", hint: "Save it without one." };
    inflated += size;
    if (inflated > mostInflated) return tooMuch;
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return null;
}
