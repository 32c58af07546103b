import { createHmac } from "node:crypto";

/** A code as an authenticator app works it out, written from RFC 6238 apart from what the server has. @param now milliseconds. */
export function totp(secret: string, now: number): string {
  const bits = [...secret.toUpperCase().replace(/[^A-Z2-7]/g, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.from(
    Math.floor(now / 30_000)
      .toString(16)
      .padStart(16, "0"),
    "hex",
  );
  const hash = createHmac("sha1", key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) % 16;
  return (hash.readUInt32BE(at) % 2 ** 31).toString().padStart(6, "0").slice(-6);
}
