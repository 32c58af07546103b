/** Bytes that one file may have at most. */
export const largestFile = 10 * 1024 * 1024;

/** What may be kept, and how its name ends. Nothing of it runs where it is opened. */
const endings = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "text/plain": "txt",
} as const;
export type MediaType = keyof typeof endings;

/** For the field that files are chosen with. */
export const acceptedFiles = ".pdf,.png,.jpg,.jpeg,.webp,.docx,.xlsx,.txt";
export const acceptedWords = "PDF, PNG, JPEG, WebP, Word, Excel and plain text";

const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((byte, index) => bytes[index] === byte);
const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));

/** Whether this name stands anywhere in the bytes; a ZIP names its parts in the clear. */
function names(bytes: Uint8Array, text: string): boolean {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (ascii(bytes, at, at + text.length) === text) return true;
  }
  return false;
}

/** Text as people write it: valid UTF-8 without control characters but line ends and tabs. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.some((byte) => byte < 32 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What markup begins with, after what a browser skips. */
const isMarkup = (bytes: Uint8Array) => /^[\uFEFF\s]*<(?:!|\?|[a-z])/i.test(new TextDecoder().decode(bytes.subarray(0, 2048)));

/** What the bytes are, whatever anybody says they are; null for what is not kept. Never throws. */
export function mediaTypeOf(bytes: Uint8Array): MediaType | null {
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)) return "application/pdf";
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (startsWith(bytes, 0xff, 0xd8, 0xff)) return "image/jpeg";
  if (ascii(bytes, 0, 4) === "RIFF" && ascii(bytes, 8, 12) === "WEBP") return "image/webp";
  if (startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)) {
    if (!names(bytes, "[Content_Types].xml") || names(bytes, "vbaProject.bin")) return null;
    if (names(bytes, "word/document.xml")) return "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    if (names(bytes, "xl/workbook.xml")) return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    return null;
  }
  return bytes.length > 0 && isText(bytes) && !isMarkup(bytes) ? "text/plain" : null;
}

/** The name as it is kept: without folders and what hides in names, at most 200 characters, its ending that of what it is. */
export function fileName(given: string, type: MediaType): string {
  const last = given.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    // Control and formatting characters, which turn text round or are not seen.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>:"|?*]/gu, "")
    .trim();
  const ending = endings[type];
  const own = /\.([a-z0-9]{1,5})$/i.exec(clean);
  const stem = (own === null ? clean : clean.slice(0, own.index)).replace(/^\.+/, "").trim();
  const fits = own?.[1]?.toLowerCase() === ending || (ending === "jpg" && own?.[1]?.toLowerCase() === "jpeg");
  const end = fits ? (own?.[1] ?? ending) : ending;
  return `${[...(stem === "" ? "file" : stem)].slice(0, 90).join("").trim()}.${end}`;
}
