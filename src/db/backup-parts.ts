import { createHash } from "node:crypto";
import { pipeline, Readable, type Transform } from "node:stream";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";
import { Heading } from "../core/backup/manifest.ts";
import { BackupError, damaged, Pieces } from "./backup-box.ts";

/**
 * The inside of a backup: parts, each a heading in JSON and its bytes, compressed as one stream. Heading and pieces of content
 * stand behind their length, four bytes; a piece of no length ends a part. The last part is the manifest.
 */

export type Part = { heading: Heading; content: AsyncIterable<Buffer> };

const PIECE = 1 << 20;
const LONGEST_HEADING = 1 << 20;
const LEVEL = 3;

const lengthOf = (bytes: Buffer): Buffer => {
  const written = Buffer.alloc(4);
  written.writeUInt32BE(bytes.length);
  return written;
};

async function* written(parts: AsyncIterable<Part>): AsyncGenerator<Buffer> {
  for await (const { heading, content } of parts) {
    const said = Buffer.from(JSON.stringify(heading));
    yield lengthOf(said);
    yield said;
    for await (const bytes of content) {
      for (let rest = bytes; rest.length > 0; rest = rest.subarray(PIECE)) {
        const piece = rest.subarray(0, PIECE);
        yield lengthOf(piece);
        yield piece;
      }
    }
    yield lengthOf(Buffer.alloc(0));
  }
}

/** @returns the parts as one compressed stream. */
export const packed = (parts: AsyncIterable<Part>): AsyncIterable<Buffer> =>
  through(written(parts), createZstdCompress({ params: { [constants.ZSTD_c_compressionLevel]: LEVEL } }));

/**
 * @returns what `packed` was given. Whoever goes on to the next part passes over what is left of this one.
 * @throws BackupError where the stream is not what it made.
 */
export async function* unpacked(content: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  const pieces = new Pieces(through(content, createZstdDecompress()));
  try {
    for (;;) {
      const length = await lengthIn(pieces, LONGEST_HEADING, true);
      if (length === null) return;
      const heading = Heading.safeParse(parsed((await exactly(pieces, length)).toString("utf8"))).data;
      if (heading === undefined) throw damaged();
      const body = contentIn(pieces);
      yield { heading, content: body };
      for await (const _ of body);
    }
  } catch (error) {
    // Frames that are whole and yet do not inflate.
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    throw code.startsWith("ZSTD_") || code === "Z_BUF_ERROR" ? damaged() : error;
  } finally {
    await pieces.close();
  }
}

async function* contentIn(pieces: Pieces): AsyncGenerator<Buffer> {
  for (;;) {
    const length = await lengthIn(pieces, PIECE, false);
    if (length === 0 || length === null) return;
    yield await exactly(pieces, length);
  }
}

async function lengthIn(pieces: Pieces, most: number, mayEnd: boolean): Promise<number | null> {
  const said = await pieces.take(4);
  if (said.length === 0 && mayEnd) return null;
  if (said.length < 4 || said.readUInt32BE() > most) throw damaged();
  return said.readUInt32BE();
}

async function exactly(pieces: Pieces, length: number): Promise<Buffer> {
  const bytes = await pieces.take(length);
  if (bytes.length < length) throw damaged();
  return bytes;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged();
  }
}

/** A stream through a transformation, whatever fails on the way told to whoever reads its end. */
async function* through(source: AsyncIterable<Buffer>, transform: Transform): AsyncGenerator<Buffer> {
  const readable = Readable.from(source, { objectMode: false });
  pipeline(readable, transform, () => {}); // the error reaches us by the transformation
  try {
    // What a transformation of bytes gives out is bytes.
    for await (const bytes of transform) yield bytes as Buffer;
  } finally {
    readable.destroy();
    transform.destroy();
  }
}

export type Counts = { rows: number; bytes: number; sha256: string };

/** Passes content on and counts it. `counts` is right once the content has ended. */
export function counting(content: AsyncIterable<Buffer>): { content: AsyncIterable<Buffer>; counts: () => Counts } {
  const hash = createHash("sha256");
  let [rows, bytes] = [0, 0];
  async function* passed() {
    for await (const chunk of content) {
      hash.update(chunk);
      bytes += chunk.length;
      // COPY writes a line a row, and a line's end within a value as \n.
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows += 1;
      yield chunk;
    }
  }
  let sha256: string | null = null;
  return { content: passed(), counts: () => ({ rows, bytes, sha256: (sha256 ??= hash.digest("hex")) }) };
}

/** @returns all of it. @throws BackupError where it is longer than `most` bytes. */
export async function gathered(content: AsyncIterable<Buffer>, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > most) throw new BackupError("This backup holds a part that is larger than any that Rungs writes.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
