import { createCipheriv, createDecipheriv, createHash, hash, hkdfSync, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { FORMAT, Header } from "../core/backup/manifest.ts";

/**
 * The outside of a backup: a first line, a header, then frames. A frame is its length (its top bit set on the last one), up to
 * 64 KiB, and 16 bytes that hold it in its place: with a passphrase the tag of AES-256-GCM, without one a link of a chain of
 * SHA-256. So a byte that changed, a frame that is missing, doubled or moved, and an end that was cut off are all found.
 */

/** The file cannot be used; the message is a sentence for the operator. */
export class BackupError extends Error {}

const MAGIC = Buffer.from("RUNGS BACKUP\n");
const FRAME = 65_536;
const TAG = 16;
const LAST = 0x8000_0000;
const LONGEST_HEADER = 4096;

export const damaged = () => new BackupError("This backup is damaged: it is not as it was written. Nothing was changed.");

/** @returns the header of a new backup. */
export async function newHeader(rungs: string, takenAt: Date, passphrase: string | null): Promise<{ header: Header; key: Buffer | null }> {
  const open = { format: FORMAT, takenAt: takenAt.toISOString(), rungs };
  if (passphrase === null) return { header: { ...open, sealed: null }, key: null };
  const salt = randomBytes(16).toString("base64");
  const sealed = { cipher: "aes-256-gcm", derivation: "scrypt", salt, cost: 2 ** 15, blockSize: 8, parallelization: 3 } as const;
  const { key, check } = await derived(sealed, passphrase);
  return { header: { ...open, sealed: { ...sealed, check } }, key };
}

type Derivation = Omit<NonNullable<Header["sealed"]>, "check">;

async function derived(by: Derivation, passphrase: string): Promise<{ key: Buffer; check: string }> {
  const options = { N: by.cost, r: by.blockSize, p: by.parallelization, maxmem: 2 * 128 * by.cost * by.blockSize };
  const secret = await new Promise<Buffer>((resolve, reject) =>
    // Typed the same way however it was typed in: an accented letter is one letter.
    scrypt(passphrase.normalize("NFC"), Buffer.from(by.salt, "base64"), 32, options, (error, made) =>
      error ? reject(error) : resolve(made),
    ),
  );
  const part = (of: string, length: number) => Buffer.from(hkdfSync("sha256", secret, "", `rungs backup ${of}`, length));
  return { key: part("frames", 32), check: part("check", 16).toString("base64") };
}

/** What holds each frame in its place. `tag` is given each frame once, in order. */
type Seal = { close: (head: Buffer, content: Buffer) => Buffer[]; open: (head: Buffer, content: Buffer, tag: Buffer) => Buffer | null };

function sealBy(key: Buffer | null, header: Buffer): Seal {
  const about = hash("sha256", Buffer.concat([MAGIC, header]), "buffer");
  if (key === null) {
    let link = about;
    const next = (head: Buffer, content: Buffer) =>
      (link = createHash("sha256").update(link).update(head).update(content).digest()).subarray(0, TAG);
    return {
      close: (head, content) => [content, next(head, content)],
      open: (head, content, tag) => (next(head, content).equals(tag) ? content : null),
    };
  }
  // The key is this file's own, by its salt, so counting is enough for no number to be used twice.
  let frame = 0n;
  const nonce = () => {
    const bytes = Buffer.alloc(12);
    bytes.writeBigUInt64BE(frame++, 4);
    return bytes;
  };
  return {
    close: (head, content) => {
      const cipher = createCipheriv("aes-256-gcm", key, nonce()).setAAD(Buffer.concat([about, head]));
      const closed = Buffer.concat([cipher.update(content), cipher.final()]);
      return [closed, cipher.getAuthTag()];
    },
    open: (head, content, tag) => {
      const decipher = createDecipheriv("aes-256-gcm", key, nonce(), { authTagLength: TAG });
      decipher.setAAD(Buffer.concat([about, head])).setAuthTag(tag);
      try {
        return Buffer.concat([decipher.update(content), decipher.final()]);
      } catch {
        return null;
      }
    },
  };
}

/** @returns the bytes of the file that holds `content`. */
export async function* boxed(content: AsyncIterable<Buffer>, header: Header, key: Buffer | null): AsyncGenerator<Buffer> {
  const said = Buffer.from(`${JSON.stringify(header)}\n`);
  yield MAGIC;
  yield said;
  const seal = sealBy(key, said);
  const frame = (bytes: Buffer, last: boolean): Buffer => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(last ? (bytes.length | LAST) >>> 0 : bytes.length);
    return Buffer.concat([head, ...seal.close(head, bytes)]);
  };
  let waiting: Buffer[] = [];
  let size = 0;
  for await (const bytes of content) {
    waiting.push(bytes);
    size += bytes.length;
    if (size <= FRAME) continue;
    let all = Buffer.concat(waiting);
    // The last frame must be known as it is written, so something is always kept back.
    for (; all.length > FRAME; all = all.subarray(FRAME)) yield frame(all.subarray(0, FRAME), false);
    waiting = [all];
    size = all.length;
  }
  yield frame(Buffer.concat(waiting), true);
}

/** Hands out a stream in the pieces that are asked for. */
export class Pieces {
  private readonly source: AsyncIterator<Buffer, unknown>;
  private held: Buffer = Buffer.alloc(0);
  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** @returns `length` bytes, or fewer where the stream ends. */
  async take(length: number): Promise<Buffer> {
    const gathered = [this.held];
    let size = this.held.length;
    while (size < length) {
      const next = await this.source.next();
      if (next.done === true) break;
      gathered.push(next.value);
      size += next.value.length;
    }
    const all = gathered.length === 1 ? this.held : Buffer.concat(gathered);
    this.held = all.subarray(length);
    return all.subarray(0, length);
  }

  /** Nobody reads on: whatever it comes from is let go. */
  async close(): Promise<void> {
    await this.source.return?.();
  }

  /** @returns what comes before the end of the line, or null where there is none within `longest`. */
  async line(longest: number): Promise<Buffer | null> {
    const some = await this.take(longest);
    const end = some.indexOf(10);
    this.held = Buffer.concat([some.subarray(end + 1), this.held]);
    return end === -1 ? null : some.subarray(0, end + 1);
  }
}

export type Opened = { header: Header; content: AsyncIterable<Buffer> };

/**
 * Opens what `boxed` made. `content` throws as soon as a frame is not as it was written.
 *
 * @param passphrase null for none.
 * @throws BackupError where this is no backup, a newer one, or the passphrase is missing, wrong, or not asked for.
 */
export async function unboxed(file: AsyncIterable<Buffer>, passphrase: string | null): Promise<Opened> {
  const pieces = new Pieces(file);
  try {
    return await opened(pieces, passphrase);
  } catch (error) {
    await pieces.close();
    throw error;
  }
}

async function opened(pieces: Pieces, passphrase: string | null): Promise<Opened> {
  if (!(await pieces.take(MAGIC.length)).equals(MAGIC)) throw new BackupError("This is no backup of Rungs.");
  const said = await pieces.line(LONGEST_HEADER);
  const header = said === null ? null : headerIn(said);
  if (said === null || header === null) throw damaged();
  const { sealed } = header;
  // Anybody can make one that is not sealed: whoever says that theirs was must not be handed another.
  if (sealed === null && passphrase !== null)
    throw new BackupError(
      "A passphrase was given, but this backup is not sealed, so nothing says that it is yours. If it was taken without one, restore it without naming one.",
    );
  if (sealed === null) return { header, content: frames(pieces, sealBy(null, said)) };
  if (passphrase === null)
    throw new BackupError("This backup was sealed with a passphrase. Name the file it is in with --passphrase-file.");
  const { key, check } = await derived(sealed, passphrase);
  const [ours, theirs] = [Buffer.from(check, "base64"), Buffer.from(sealed.check, "base64")];
  if (ours.length !== theirs.length || !timingSafeEqual(ours, theirs))
    throw new BackupError("The passphrase is not the one that this backup was sealed with, or its beginning is damaged.");
  return { header, content: frames(pieces, sealBy(key, said)) };
}

function headerIn(line: Buffer): Header | null {
  let said: unknown;
  try {
    said = JSON.parse(line.toString("utf8"));
  } catch {
    return null;
  }
  // A newer one may say more than we know, but it says its number.
  if (typeof said === "object" && said !== null && "format" in said && typeof said.format === "number" && said.format > FORMAT)
    throw new BackupError(`This backup was made by a newer Rungs (its format is ${said.format}, this one reads up to ${FORMAT}).`);
  return Header.safeParse(said).data ?? null;
}

async function* frames(pieces: Pieces, seal: Seal): AsyncGenerator<Buffer> {
  try {
    for (let last = false; !last;) {
      const head = await pieces.take(4);
      if (head.length < 4) throw damaged();
      const said = head.readUInt32BE();
      last = said >= LAST;
      const length = last ? said - LAST : said;
      if (length > FRAME) throw damaged();
      const rest = await pieces.take(length + TAG);
      if (rest.length < length + TAG) throw damaged();
      const content = seal.open(head, rest.subarray(0, length), rest.subarray(length));
      if (content === null) throw damaged();
      yield content;
    }
    if ((await pieces.take(1)).length > 0) throw damaged();
  } finally {
    await pieces.close();
  }
}
